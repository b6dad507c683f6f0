//! A mail server that fails in every way it can: nothing is lost, nobody is told twice, nobody waits for
//! another.

use domain::contract::InboxApi;
use domain::mail::MailState;

use super::{
    address, another, at, digests, later, look, mailing, project, signed_in, state, subscribe,
    until,
};
use crate::mail::{Mail, Undelivered, send_due};
use crate::testkit::World;
use crate::testkit::smtp::{Catcher, Mode};

/// Some people with an address and something to be told, at eight of a working day.
async fn morning(logins: &[&str]) -> (World, Catcher) {
    let (world, catcher) = mailing().await;
    let about = project(&world).await;
    for login in logins {
        subscribe(&world, &catcher, login).await;
        world.notification(login, about, false).await;
    }
    at(&world, "2026-12-01T08:00");
    (world, catcher)
}

#[tokio::test]
async fn a_server_that_is_down_is_tried_less_and_less_and_nothing_is_lost() {
    let logins = ["150600-jb", "150600-fh", "region-rs"];
    for mode in [Mode::Down, Mode::Silent, Mode::Busy, Mode::Locked] {
        let (world, catcher) = morning(&logins).await;
        catcher.is(mode);
        let (mut tries, mut last) = (Vec::new(), catcher.asked());
        for minute in 0..70 {
            assert_eq!(look(&world).await, 0, "{mode:?}");
            if catcher.asked() > last {
                tries.push((minute, catcher.asked() - last));
                last = catcher.asked();
            }
            later(&world, 1);
        }
        println!("{mode:?}: minute and tries {tries:?}");
        assert!(
            tries.len() < 25 && tries.iter().any(|(minute, _)| *minute > 30),
            "{mode:?}"
        );
        catcher.is(Mode::Accept);
        later(&world, 31);
        assert_eq!(look(&world).await, logins.len(), "{mode:?}");
        for login in logins {
            assert_eq!(digests(&catcher, login).len(), 1, "{mode:?} {login}");
            assert_eq!(
                state(&signed_in(&world, login)).await,
                MailState::Confirmed,
                "{mode:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_the_log_says_of_a_failure_is_a_command_and_a_code() {
    let catcher = Catcher::start().await;
    for (mode, wanted) in [
        (Mode::Refuse, Err(Undelivered::Refused("RCPT 550".into()))),
        (Mode::Busy, Err(Undelivered::Failed("RCPT 451".into()))),
        (
            Mode::Vanish,
            Err(Undelivered::Failed(
                "message: connection lost or refused".into(),
            )),
        ),
        (
            Mode::Locked,
            Err(Undelivered::Unreachable("AUTH 535".into())),
        ),
        (
            Mode::Down,
            Err(Undelivered::Unreachable(
                "connect: connection lost or refused".into(),
            )),
        ),
        (
            Mode::Silent,
            Err(Undelivered::Unreachable("no answer".into())),
        ),
        (Mode::Accept, Ok(())),
    ] {
        catcher.is(mode);
        let mail = Mail {
            to: "wang@example.cn",
            subject: "x",
            text: "x".into(),
            id: "x".into(),
            at: chrono::DateTime::UNIX_EPOCH.into(),
        };
        let mailer = catcher.mailer();
        assert_eq!(mailer.send(mail).await, wanted, "{mode:?}");
        assert!(!format!("{mailer:?}").contains("geheim"));
    }
}

#[tokio::test]
async fn what_could_not_be_sent_all_day_is_in_the_next_days_digest() {
    let (world, catcher) = morning(&["150600-jb"]).await;
    catcher.is(Mode::Busy);
    assert_eq!(look(&world).await, 0);
    catcher.is(Mode::Accept);
    let about = project(&world).await;
    world.notification("150600-jb", about, false).await;
    at(&world, "2026-12-02T08:00");
    assert_eq!(look(&world).await, 1);
    assert!(digests(&catcher, "150600-jb")[0].contains("您有 2 条"));
    at(&world, "2026-12-03T08:00");
    assert_eq!(look(&world).await, 0);
}

#[tokio::test]
async fn a_mailbox_that_never_answers_holds_up_nobody_else_nor_the_reminders() {
    let (world, catcher) = morning(&[
        "150600-jb",
        "150600-fh",
        "150600-zf",
        "region-rs",
        "region-cz",
    ])
    .await;
    for login in ["150600-jb", "150600-fh"] {
        catcher.is_to(&address(login), Mode::Silent);
    }
    let running = another(&world, &catcher).await.start();
    until(|| {
        ["150600-zf", "region-rs", "region-cz"]
            .iter()
            .all(|login| digests(&catcher, login).len() == 1)
    })
    .await;
    running.stop().await;
    // With the whole server silent, the scheduler of reminders still has its turn.
    let (world, catcher) = morning(&["150600-jb"]).await;
    catcher.is(Mode::Silent);
    let amount = domain::Money::from_fen(10_000_000);
    let stage = domain::state::AcceptanceState::Received;
    at(&world, "2026-11-24T10:00");
    world
        .project_at(
            crate::testkit::ORDOS,
            domain::state::Mode::Commissioned,
            amount,
            stage,
        )
        .await;
    at(&world, "2026-12-29T08:00");
    let clerk = signed_in(&world, "150600-jb");
    let running = another(&world, &catcher).await.start();
    for _ in 0..100 {
        if clerk.unread().await.unwrap().unread > 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    running.stop().await;
    assert!(clerk.unread().await.unwrap().unread > 1, "reminded");
}

#[tokio::test]
async fn a_refused_address_is_noted_and_left_alone_until_it_is_set_again() {
    let (world, catcher) = morning(&["150600-jb", "150600-fh"]).await;
    catcher.is_to(&address("150600-jb"), Mode::Refuse);
    let mut heard = world.db.subscribe();
    assert_eq!(look(&world).await, 1, "the other one");
    let clerk = signed_in(&world, "150600-jb");
    assert_eq!(state(&clerk).await, MailState::Refused);
    assert_eq!(
        heard.try_recv().unwrap().told,
        crate::Told::These(vec![clerk.who.account])
    );
    let asked = catcher.asked();
    for day in ["2026-12-01T18:00", "2026-12-02T08:00", "2026-12-03T08:00"] {
        at(&world, day);
        assert_eq!(look(&world).await, 0);
    }
    assert_eq!(catcher.asked(), asked, "no more tries");
    clerk.set_mail("right@example.cn".into()).await.unwrap();
    let code = catcher.caught_by("right@example.cn")[0].code();
    clerk.confirm_mail(code).await.unwrap();
    assert_eq!(look(&world).await, 1);
    assert!(
        catcher.caught_by("right@example.cn")[1]
            .text()
            .contains("您有 1 条")
    );
}

#[tokio::test]
async fn an_attempt_whose_end_nobody_knows_is_repeated_as_it_was_under_the_same_number() {
    let (world, catcher) = morning(&["150600-jb"]).await;
    catcher.is_to(&address("150600-jb"), Mode::Vanish);
    assert_eq!(look(&world).await, 0);
    catcher.is_to(&address("150600-jb"), Mode::Accept);
    // What comes meanwhile is not in the repetition: a mail system may drop it as a double.
    let about = project(&world).await;
    world.notification("150600-jb", about, false).await;
    later(&world, 1);
    assert_eq!(look(&world).await, 1);
    let mails: Vec<_> = catcher.caught_by(&address("150600-jb")).split_off(1);
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
    assert_eq!(mails[0].text(), mails[1].text());
    at(&world, "2026-12-02T08:00");
    assert_eq!(look(&world).await, 1, "but in the next one");
    let next = digests(&catcher, "150600-jb").pop().unwrap();
    assert!(next.contains("您有 1 条"), "{next}");
}

#[tokio::test]
async fn an_instance_that_dies_with_a_digest_leaves_it_to_another_after_the_lease() {
    let (world, catcher) = morning(&["150600-jb"]).await;
    catcher.is(Mode::Silent);
    let dying = another(&world, &catcher).await;
    let mailer = catcher
        .mailer()
        .with_patience(std::time::Duration::from_secs(60));
    let task = tokio::spawn(async move { send_due(&dying, &mailer).await });
    let asked = catcher.asked();
    until(|| catcher.asked() > asked).await;
    task.abort();
    catcher.is(Mode::Accept);
    assert_eq!(look(&world).await, 0, "the lease still runs");
    later(&world, 3);
    assert_eq!(look(&world).await, 1);
    assert_eq!(digests(&catcher, "150600-jb").len(), 1);
}

#[tokio::test]
async fn an_address_removed_while_a_digest_is_under_way_gets_no_other() {
    let (world, catcher) = morning(&["150600-jb"]).await;
    catcher.is(Mode::Busy);
    assert_eq!(look(&world).await, 0);
    catcher.is(Mode::Accept);
    signed_in(&world, "150600-jb").remove_mail().await.unwrap();
    later(&world, 60);
    assert_eq!(look(&world).await, 0);
    assert!(digests(&catcher, "150600-jb").is_empty());
}
