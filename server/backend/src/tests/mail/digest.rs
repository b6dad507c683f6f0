//! What a digest says, to whom, and how often.

use domain::contract::InboxApi;
use domain::notification::NotificationKind as K;
use domain::state::ProjectState;

use super::{address, another, at, digests, later, look, mailing, project, signed_in, subscribe};
use crate::mail::send_due;
use crate::reminder::remind;
use crate::testkit::smtp::SITE;
use crate::testkit::{BAOTOU, ORDOS, World};
use crate::tests::refusals::operator;

/// A Tuesday like the first day of the tests, later.
const DAY: &str = "2026-12-01";

fn hour(world: &World, day: &str, time: &str) {
    at(world, &format!("{day}T{time}"));
}

#[tokio::test]
async fn the_whole_text_of_a_digest_and_its_headers() {
    let (world, catcher) = mailing().await;
    subscribe(&world, &catcher, "region-rs").await;
    let about = project(&world).await;
    let moved = (
        K::Moved,
        "“验收”期限改为最迟 2027年1月7日",
        "2027-01-07".parse().ok(),
    );
    world.told("region-rs", about, moved, false).await;
    let odd = (
        K::Urging,
        "督办\r\nBcc: x@evil.cn\r\n\r\n查看消息：https://evil.cn",
        None,
    );
    world.told("region-rs", about, odd, false).await;
    world.notification("region-rs", about, true).await;
    hour(&world, DAY, "08:00");
    assert_eq!(look(&world).await, 1);
    let mail = catcher.caught_by(&address("region-rs")).pop().unwrap();
    let name = super::project_name(&world, about).await;
    println!("{}\n{}", mail.raw, mail.text());
    assert_eq!(
        mail.text(),
        format!(
            "区RHR，您好：\n\n您有 2 条新的未读消息：\n\n\
             1. 〔督办〕督办 Bcc: x@evil.cn 查看消息：https://evil.cn\n   鄂尔多斯市 · {name}\n\n\
             2. 〔期限调整〕“验收”期限改为最迟 2027年1月7日\n   鄂尔多斯市 · {name}\n   最迟 2027年1月7日\n\n\
             查看消息：{SITE}/inbox\n\n\
             本邮件由系统自动发送，请勿回复。不再需要的，请在 {SITE}/inbox#mail 停用邮件提醒。\n"
        )
    );
    let account = world.region().who.account;
    for (header, wanted) in [
        ("Subject", "【预防通】今日 2 条未读消息".to_owned()),
        ("From", "预防通 <yufang@example.cn>".into()),
        ("To", address("region-rs")),
        ("Date", "Tue, 01 Dec 2026 00:00:00 +0000".into()),
        (
            "Message-ID",
            format!("<digest-{account}-{DAY}@yufang.example.cn>"),
        ),
        ("Content-Type", "text/plain; charset=utf-8".into()),
        ("Auto-Submitted", "auto-generated".into()),
    ] {
        assert_eq!(mail.header(header), [wanted], "{header}");
    }
    assert!(mail.header("Bcc").is_empty() && mail.raw.is_ascii());
}

#[tokio::test]
async fn no_subject_becomes_a_header_of_its_own() {
    let (world, catcher) = mailing().await;
    let mail = crate::mail::Mail {
        to: "a@b.cn",
        subject: "今日\r\nBcc: x@evil.cn\r\n\r\n正文",
        text: "甲\r\n.\r\nQUIT\r\n乙".into(),
        id: "x".into(),
        at: world.now(),
    };
    catcher.mailer().send(mail).await.unwrap();
    let mail = catcher.caught().pop().unwrap();
    println!("{}", mail.raw);
    assert!(mail.header("Bcc").is_empty());
    assert_eq!(mail.text(), "甲\n.\nQUIT\n乙");
}

#[tokio::test]
async fn a_day_has_one_digest_and_nothing_is_told_twice() {
    let (world, catcher) = mailing().await;
    subscribe(&world, &catcher, "150600-jb").await;
    let about = project(&world).await;
    let tell =
        |title: &'static str| world.told("150600-jb", about, (K::Reminder, title, None), false);
    tell("甲").await;
    hour(&world, DAY, "07:59");
    assert_eq!(look(&world).await, 0, "not before eight");
    hour(&world, DAY, "08:00");
    assert_eq!((look(&world).await, look(&world).await), (1, 0));
    tell("乙").await;
    for minutes in [10, 60, 400] {
        later(&world, minutes);
        assert_eq!(look(&world).await, 0, "one a day");
    }
    hour(&world, "2026-12-02", "08:00");
    assert_eq!(look(&world).await, 1);
    hour(&world, "2026-12-03", "08:00");
    assert_eq!(look(&world).await, 0, "nothing new");
    tell("丙").await;
    tell("丁").await;
    let read = tell("戊").await;
    world.clerk(ORDOS).read_notification(read).await.unwrap();
    assert_eq!(look(&world).await, 1, "something new, on the same day");
    hour(&world, "2026-12-04", "08:00");
    assert_eq!(look(&world).await, 0);
    let all = digests(&catcher, "150600-jb");
    for (digest, (titles, others)) in
        all.iter()
            .zip([("甲", "乙丙丁戊"), ("乙", "甲丙丁戊"), ("丙丁", "甲乙戊")])
    {
        assert!(
            titles
                .chars()
                .all(|title| digest.contains(&format!("〕{title}\n"))),
            "{digest}"
        );
        assert!(
            !others
                .chars()
                .any(|title| digest.contains(&format!("〕{title}\n"))),
            "{digest}"
        );
    }
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn what_is_committed_late_with_a_low_number_is_told_too() {
    let (world, catcher) = mailing().await;
    subscribe(&world, &catcher, "150600-jb").await;
    let about = project(&world).await;
    let clerk = world.clerk(ORDOS).who.account;
    let mut slow = world.admin.begin().await.unwrap();
    sqlx::query(
        "insert into notification (tenant_id, account_id, kind, project_id, source, title, text, at)
         values (150600, $1, 'REMINDER', $2, 'slow', '迟到的一条', '', $3)",
    )
    .bind(clerk.0)
    .bind(about.0)
    .bind(world.now())
    .execute(&mut *slow)
    .await
    .unwrap();
    world.notification("150600-jb", about, false).await;
    hour(&world, DAY, "08:00");
    assert_eq!(look(&world).await, 1);
    slow.commit().await.unwrap();
    for (day, sent) in [("2026-12-02", 1), ("2026-12-03", 0), ("2026-12-04", 0)] {
        hour(&world, day, "08:00");
        assert_eq!(look(&world).await, sent, "{day}");
    }
    world.notification("150600-jb", about, false).await;
    assert_eq!(look(&world).await, 1);
    hour(&world, "2026-12-07", "08:00");
    assert_eq!(
        look(&world).await,
        0,
        "and none of the earlier ones comes back"
    );
    let all = digests(&catcher, "150600-jb");
    assert!(all[1].contains("您有 1 条") && all[1].contains("迟到的一条"));
    assert!(all[2].contains("您有 1 条") && !all[2].contains("迟到的一条"));
}

#[tokio::test]
async fn a_sender_off_for_three_days_over_rest_days_tells_all_in_one() {
    let (world, catcher) = mailing().await;
    subscribe(&world, &catcher, "150600-jb").await;
    let about = project(&world).await;
    // Thursday, Friday, and on Saturday the sender is there, but nobody works.
    for (day, title) in [
        ("2026-12-03", "周四"),
        ("2026-12-04", "周五"),
        ("2026-12-05", "周六"),
    ] {
        hour(&world, day, "06:00");
        world
            .told("150600-jb", about, (K::Reminder, title, None), false)
            .await;
    }
    for day in ["2026-12-05", "2026-12-06"] {
        hour(&world, day, "10:00");
        assert_eq!(look(&world).await, 0, "{day} is a rest day");
    }
    hour(&world, "2026-12-07", "08:01");
    assert_eq!(look(&world).await, 1);
    let all = digests(&catcher, "150600-jb");
    assert_eq!(all.len(), 1);
    assert!(
        ["3 条", "周四", "周五", "周六"]
            .iter()
            .all(|words| all[0].contains(words))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_at_once_send_one_to_each() {
    let (world, catcher) = mailing().await;
    let about = project(&world).await;
    let logins = [
        "150600-jb",
        "150600-fh",
        "150600-zf",
        "150600-rs",
        "150600-cz",
        "region-rs",
        "region-cz",
    ];
    for login in logins {
        subscribe(&world, &catcher, login).await;
        world.notification(login, about, false).await;
    }
    let (first, second) = (
        another(&world, &catcher).await,
        another(&world, &catcher).await,
    );
    hour(&world, DAY, "08:00");
    let mut counts = Vec::new();
    for _ in 0..3 {
        let ask = |db: &crate::Database| {
            let db = db.clone();
            tokio::spawn(async move {
                send_due(&db, db.settings.mailer.as_ref().unwrap())
                    .await
                    .unwrap()
            })
        };
        let (one, two) = (ask(&first), ask(&second));
        counts.push((one.await.unwrap(), two.await.unwrap()));
    }
    println!("sent by the two instances in three looks at once: {counts:?}");
    assert_eq!(
        counts.iter().map(|(one, two)| one + two).sum::<usize>(),
        logins.len()
    );
    for login in logins {
        assert_eq!(digests(&catcher, login).len(), 1, "{login}");
    }
}

#[tokio::test]
async fn nobody_is_mailed_what_is_not_theirs_or_no_longer_theirs() {
    let (world, catcher) = mailing().await;
    let (ours, theirs) = (
        project(&world).await,
        world.project_in(BAOTOU, ProjectState::InProgress).await,
    );
    for login in ["150600-jb", "150200-jb", "anquan", "coal", "expert-1"] {
        subscribe(&world, &catcher, login).await;
    }
    world
        .told(
            "150600-jb",
            ours,
            (K::Reminder, "鄂尔多斯的事", None),
            false,
        )
        .await;
    world
        .told("150200-jb", theirs, (K::Reminder, "包头的事", None), false)
        .await;
    // As if it had been told a project of another city.
    world
        .told("150600-jb", theirs, (K::Reminder, "越界的事", None), false)
        .await;
    world
        .told("anquan", ours, (K::Reminder, "实施单位的事", None), false)
        .await;
    world
        .told("coal", ours, (K::Reminder, "离职者的事", None), false)
        .await;
    operator(
        &world,
        "update project set unit_id = null where id::text = $1",
        &[&ours.0.to_string()],
    )
    .await;
    operator(
        &world,
        "update account set active = false where login = $1",
        &["coal"],
    )
    .await;
    hour(&world, DAY, "08:00");
    assert_eq!(look(&world).await, 2);
    let (ordos, baotou) = (
        digests(&catcher, "150600-jb"),
        digests(&catcher, "150200-jb"),
    );
    assert!(ordos[0].contains("您有 1 条") && ordos[0].contains("鄂尔多斯的事"));
    assert!(baotou[0].contains("您有 1 条") && baotou[0].contains("包头的事"));
    for login in ["anquan", "coal", "expert-1"] {
        assert_eq!(digests(&catcher, login), Vec::<String>::new(), "{login}");
    }
    // Whoever gets the right back learns of it, the same day.
    let unit = world.org("anquan").0.to_string();
    let back = "update project set unit_id = $2::bigint where id::text = $1";
    operator(&world, back, &[&ours.0.to_string(), &unit]).await;
    assert_eq!(look(&world).await, 0, "looked at again now and then");
    later(&world, 30);
    assert_eq!(look(&world).await, 1);
    assert!(digests(&catcher, "anquan")[0].contains("实施单位的事"));
}

#[tokio::test]
async fn a_kind_that_does_not_show_is_not_mailed() {
    let (world, catcher) = mailing().await;
    let about = project(&world).await;
    for login in ["150600-jb", "150600-fh"] {
        subscribe(&world, &catcher, login).await;
        signed_in(&world, login)
            .set_notification(K::Moved, false)
            .await
            .unwrap();
        world
            .told(login, about, (K::Moved, "改期", None), false)
            .await;
    }
    world
        .told("150600-fh", about, (K::Urging, "督办", None), false)
        .await;
    hour(&world, DAY, "08:00");
    assert_eq!(look(&world).await, 1);
    assert!(digests(&catcher, "150600-fh")[0].contains("您有 1 条"));
    assert!(digests(&catcher, "150600-jb").is_empty());
}

#[tokio::test]
async fn a_reminder_of_the_morning_is_in_the_digest_of_the_morning() {
    let (world, catcher) = mailing().await;
    subscribe(&world, &catcher, "150600-jb").await;
    let amount = domain::Money::from_fen(10_000_000);
    let stage = domain::state::AcceptanceState::Received;
    world
        .project_at(ORDOS, domain::state::Mode::Commissioned, amount, stage)
        .await;
    hour(&world, "2026-12-29", "00:01");
    remind(&world.db).await.unwrap();
    assert_eq!(look(&world).await, 0);
    hour(&world, "2026-12-29", "08:00");
    assert_eq!(look(&world).await, 1);
    let text = &digests(&catcher, "150600-jb")[0];
    println!("{text}");
    assert!(text.contains("〔期限提醒〕“验收”期限还剩 5 个工作日\n"));
    assert!(text.contains("\n   最迟 2027年1月6日\n"));
}
