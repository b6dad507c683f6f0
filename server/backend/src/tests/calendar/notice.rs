//! Which notices are taken, and that two persons stand behind each.

use domain::contract::{CalendarApi, CalendarDraftForm};
use domain::{CalendarDraftId, Refusal};

use super::super::refusals::{operator, refused};
use super::{day, publish, received};
use crate::testkit::{NOTICE_2027, ORDOS, World, notice_2027, world};

fn text(text: String) -> CalendarDraftForm {
    CalendarDraftForm {
        text,
        ..notice_2027()
    }
}

fn without(line: &str) -> CalendarDraftForm {
    let less = NOTICE_2027.replace(&format!("{line}\n"), "");
    assert_ne!(less, NOTICE_2027);
    text(less)
}

/// The notice as holiday-cn keeps it.
fn collected(year: i32, lines: &str) -> String {
    let days: Vec<_> = lines
        .lines()
        .map(|line| {
            let words: Vec<_> = line.split(' ').collect();
            serde_json::json!({"name": words[1], "date": words[0], "isOffDay": words[2] == "休"})
        })
        .collect();
    serde_json::json!({
        "$schema": "https://raw.githubusercontent.com/NateScarlet/holiday-cn/master/schema.json",
        "year": year, "papers": ["https://www.gov.cn/"], "days": days,
    })
    .to_string()
}

async fn enters(world: &World, form: CalendarDraftForm) -> Refusal {
    let fault = world.region().draft_calendar(form).await.unwrap_err();
    fault.refusal().expect("a refusal").clone()
}

#[tokio::test]
async fn a_faulty_notice_is_refused_by_name_and_nothing_changes() {
    let world = world().await;
    let before = world.fingerprint().await;
    let year = |year: &str| CalendarDraftForm {
        year: year.into(),
        ..notice_2027()
    };
    let doubled = format!("{NOTICE_2027}2027-10-07 国庆节 休\n");
    let weekday = NOTICE_2027.replace("2027-02-14 春节 班", "2027-02-15 春节 班");
    for (form, kind, words) in [
        (
            without("2027-02-09 春节 休"),
            "CalendarGap",
            "“春节”假期中缺少 2027年2月9日",
        ),
        (
            without("2027-02-12 春节 休"),
            "CalendarSum",
            "12 天，而当年法定节假日为 13 天",
        ),
        (without("2027-02-14 春节 班"), "CalendarSum", "14 天"),
        (
            without("2027-06-09 端午节 休"),
            "CalendarFestival",
            "没有“端午”",
        ),
        (text(doubled), "CalendarDay", "2027-10-07 与第 34 项重复"),
        (text(weekday), "CalendarDay", "不是周六、周日"),
        (
            text("{\"year\": 2027, \"days\": [".into()),
            "CalendarFile",
            "第 1 行起无法读取",
        ),
        (
            text(collected(2026, "2026-01-01 元旦 休")),
            "CalendarOtherYear",
            "2026 年的放假安排",
        ),
        (text(String::new()), "Required", "放假安排"),
        (year("2029"), "CalendarYear", "2026 年、2027 年"),
        (year("明年"), "CalendarYear", "2026 年、2027 年"),
        (year("2026"), "CalendarPublished", "调整依据"),
    ] {
        let refusal = enters(&world, form).await;
        assert_eq!(refusal.kind(), kind);
        assert!(refusal.sentence().contains(words), "{}", refusal.sentence());
        println!("{kind}: {}", refusal.sentence());
        if kind != "Required" {
            assert_eq!(
                refusal.clause().as_deref(),
                Some("《全国年节及纪念日放假办法》")
            );
        }
    }
    let correction = CalendarDraftForm {
        correction: "国办发明电〔2026〕10号".into(),
        ..notice_2027()
    };
    let early = enters(&world, correction).await;
    assert_eq!(early.kind(), "CalendarNotPublished");
    assert_eq!(world.fingerprint().await, before);
}

#[tokio::test]
async fn json_of_holiday_cn_is_the_same_notice_as_the_typed_one() {
    let world = world().await;
    let typed = world.notice().await;
    let region = world.region();
    let first = region.calendar().await.unwrap().drafts.remove(0);
    region
        .withdraw_calendar(typed, "改用文件导入".into())
        .await
        .unwrap();
    let form = text(collected(2027, NOTICE_2027));
    region.draft_calendar(form).await.unwrap();
    let second = region.calendar().await.unwrap().drafts.remove(0);
    assert_eq!((first.off, first.makeup), (second.off, second.makeup));
}

#[tokio::test]
async fn one_person_enters_and_another_publishes() {
    let world = world().await;
    let (first, second) = (world.region(), world.session("region-rs2"));
    let id = world.notice().await;
    let before = world.fingerprint().await;
    refused(second.publish_calendar(id).await, "CalendarSamePerson");
    refused(first.draft_calendar(notice_2027()).await, "CalendarWaiting");
    refused(world.hrss(ORDOS).publish_calendar(id).await, "Forbidden");
    refused(
        world.session("region-cz").publish_calendar(id).await,
        "Forbidden",
    );
    refused(
        first.publish_calendar(CalendarDraftId(99_999)).await,
        "NotFound",
    );
    refused(first.withdraw_calendar(id, " ".into()).await, "Required");
    assert_eq!(world.fingerprint().await, before);
    first.publish_calendar(id).await.unwrap();
    refused(first.publish_calendar(id).await, "WrongState");
    refused(
        second.withdraw_calendar(id, "写错了".into()).await,
        "WrongState",
    );
    refused(
        second.draft_calendar(notice_2027()).await,
        "CalendarPublished",
    );
}

#[tokio::test]
async fn two_who_publish_at_once_publish_once() {
    let world = world().await;
    let id = world.notice().await;
    let region = world.region();
    let (one, two) = tokio::join!(region.publish_calendar(id), region.publish_calendar(id));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    refused(if one.is_ok() { two } else { one }, "WrongState");
}

#[tokio::test]
async fn a_correction_counts_again_and_both_moves_are_kept() {
    let world = world().await;
    let id = received(&world, ORDOS).await;
    publish(&world).await;
    world.set_today(day("2026-12-28"));
    let longer = format!("{NOTICE_2027}2027-01-04 元旦 休\n2027-01-05 元旦 休\n");
    let correction = CalendarDraftForm {
        notice: "国办发明电〔2026〕10号（测试）".into(),
        text: longer,
        correction: "国务院办公厅通知延长元旦假期（测试）".into(),
        ..notice_2027()
    };
    let draft = world
        .session("region-rs2")
        .draft_calendar(correction)
        .await
        .unwrap();
    world.region().publish_calendar(draft).await.unwrap();
    let view = super::clock(
        &world.clerk(ORDOS),
        id,
        domain::state::DeadlineKind::Acceptance,
    )
    .await;
    let moves: Vec<_> = view
        .moves
        .iter()
        .map(|one| (one.old, one.new, one.on))
        .collect();
    assert_eq!(
        moves,
        [
            (day("2027-01-06"), day("2027-01-07"), day("2026-11-24")),
            (day("2027-01-07"), day("2027-01-10"), day("2026-12-28")),
        ]
    );
}

#[tokio::test]
async fn the_database_itself_wants_two_persons_and_a_published_notice() {
    let world = world().await;
    let id = world.notice().await.0;
    for sql in [
        "update calendar_draft set state = 'PUBLISHED', decided_by = entered_by, decided_name = 'x', decided_on = '2026-11-24'",
        "update calendar_draft set state = 'WITHDRAWN', decided_by = 1, decided_on = '2026-11-24'",
    ] {
        let mut tx = world.admin.begin().await.unwrap();
        let error = sqlx::query(sql).execute(&mut *tx).await.unwrap_err();
        let code = error.as_database_error().and_then(|error| error.code());
        assert_eq!(code.as_deref(), Some("23514"), "{sql}");
    }
    for (sql, code) in [
        (
            "update calendar_year set announced = true where year = 2027",
            "23000",
        ),
        ("update calendar_draft set days_off = '[]'", "42501"),
        (
            "update calendar_draft set state = 'PUBLISHED', decided_by = 0, decided_on = '2026-11-24'",
            "42501",
        ),
        ("update deadline set result = 'CANCELLED'", "42501"),
        ("update project set name = 'x'", "42501"),
        ("delete from deadline_move", "42501"),
    ] {
        assert_eq!(
            as_reference(&world, sql).await,
            Err(code.to_owned()),
            "{sql}"
        );
    }
    operator(
        &world,
        "update deadline set stopped_on = '2026-11-24', result = 'MET' where stopped_on is null",
        &[],
    )
    .await;
    let closed = "update deadline set due_on = due_on + 1";
    assert_eq!(
        as_reference(&world, closed).await,
        Ok(0),
        "closed ones do not exist"
    );
    assert!(id > 0);
}

/// What a statement does under the role that publishes, as the regional 人社: rows, or the error code.
#[expect(
    clippy::disallowed_methods,
    reason = "a connection past every door, on purpose"
)]
pub(in crate::tests) async fn as_reference(
    world: &World,
    sql: &'static str,
) -> Result<u64, String> {
    let mut conn = world.db.pool.acquire().await.unwrap();
    sqlx::query("begin").execute(&mut *conn).await.unwrap();
    sqlx::query("select set_config('role', 'app_reference', true), set_config('app.account', '1', true), set_config('app.post', 'RHR', true)")
        .execute(&mut *conn)
        .await
        .unwrap();
    let done = sqlx::query(sql).execute(&mut *conn).await;
    sqlx::query("rollback").execute(&mut *conn).await.unwrap();
    done.map(|done| done.rows_affected()).map_err(|error| {
        let code = error.as_database_error().and_then(|error| error.code());
        code.unwrap_or_default().into_owned()
    })
}
