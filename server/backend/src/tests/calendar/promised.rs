//! What a published year does to days that rest on working days without being a deadline.

use domain::contract::{AcceptanceApi, BanDraft, InstitutionApi, ProjectApi, StoryApi};
use domain::state::{AcceptanceState, DeadlineKind, Grounds, Mode};
use domain::{Money, ProjectId};

use super::{clock, day, publish};
use crate::demo::code::credit_code;
use crate::testkit::{ORDOS, World, world};

/// A project whose fail report is sent on a day.
async fn sent(world: &World, on: &str) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Commissioned, amount, AcceptanceState::FailedR1)
        .await;
    world.set_today(day(on));
    world.drive(id, AcceptanceState::Rectifying).await;
    id
}

async fn history(world: &World, id: ProjectId) -> Vec<String> {
    let view = world.unit_of(id).await.project(id).await.unwrap();
    view.history.into_iter().map(|row| row.text).collect()
}

#[tokio::test]
async fn a_report_on_its_way_counts_as_served_by_the_new_calendar() {
    let world = world().await;
    let id = sent(&world, "2026-12-28").await;
    let before = clock(&world.clerk(ORDOS), id, DeadlineKind::Rectification).await;
    assert_eq!(before.start, day("2027-01-05"));
    world.set_today(day("2026-12-29"));
    publish(&world).await;
    let after = clock(&world.clerk(ORDOS), id, DeadlineKind::Rectification).await;
    assert_eq!(
        (after.start, after.next.due),
        (day("2027-01-06"), day("2027-02-22"))
    );
    assert_eq!(after.moves[0].old, before.next.due);
    assert!(
        after.assumption.contains("2027年1月6日"),
        "{}",
        after.assumption
    );
    let words = "视为送达之日由 2027年1月5日调整为 2027年1月6日";
    let told = history(&world, id).await;
    assert!(told.iter().any(|line| line.contains(words)), "{told:#?}");
    let story = format!("{:?}", world.clerk(ORDOS).story(id).await.unwrap());
    assert!(
        story.contains("2027年1月5日（周二）仍未签收的视为送达"),
        "the story keeps the first day it first had: {story}"
    );
    // The day before, the unit can still acknowledge: the clock begins with that.
    world.set_today(day("2027-01-05"));
    let seen = world.version(id).await;
    let unit = world.unit_of(id).await;
    unit.acknowledge_report(id, seen).await.unwrap();
    let view = unit.project(id).await.unwrap();
    let own = view
        .deadlines
        .iter()
        .filter(|one| one.kind == DeadlineKind::Rectification);
    let starts: Vec<_> = own.map(|one| (one.start, one.stopped.is_some())).collect();
    assert!(starts.contains(&(day("2027-01-05"), false)), "{starts:?}");
}

#[tokio::test]
async fn a_report_that_counts_as_served_stays_served_on_its_day() {
    let world = world().await;
    let id = sent(&world, "2026-12-18").await;
    world.set_today(day("2026-12-25"));
    publish(&world).await;
    let after = clock(&world.clerk(ORDOS), id, DeadlineKind::Rectification).await;
    assert_eq!(after.start, day("2026-12-25"));
}

#[tokio::test]
async fn the_answer_to_a_reminder_gets_later_with_the_calendar() {
    let world = world().await;
    let id = sent(&world, "2026-12-24").await;
    let seen = world.version(id).await;
    let unit = world.unit_of(id).await;
    unit.acknowledge_report(id, seen).await.unwrap();
    world.set_today(day("2026-12-28"));
    let seen = world.version(id).await;
    let clerk = world.clerk(ORDOS);
    clerk
        .remind_rectification(id, seen, "请尽快整改".into())
        .await
        .unwrap();
    publish(&world).await;
    let words = "催告答复期限由 2027年1月5日顺延至 2027年1月6日";
    let told = history(&world, id).await;
    assert!(told.iter().any(|line| line.contains(words)), "{told:#?}");
    world.set_today(day("2027-01-06"));
    let seen = world.version(id).await;
    let early = clerk.record_refusal(id, seen, "逾期未答复".into()).await;
    super::refused(early, "NotRefusing");
    world.set_today(day("2027-01-07"));
    clerk
        .record_refusal(id, seen, "逾期未答复".into())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_hearing_gets_later_and_never_earlier() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    world.set_today(day("2026-12-24"));
    let draft = BanDraft {
        credit_code: credit_code(4),
        grounds: Grounds::Quality.code().into(),
        reason: "三期培训均无教案。".into(),
        ..BanDraft::default()
    };
    let id = clerk.propose_ban(draft).await.unwrap();
    publish(&world).await;
    let cases = clerk.bans().await.unwrap().cases;
    let case = cases.iter().find(|case| case.id == id).unwrap();
    assert_eq!(
        (case.hear_until, case.hear_provisional),
        (day("2027-01-10"), false)
    );
    let earlier = "update ban_case set hear_until = '2027-01-05'";
    assert_eq!(
        super::notice::as_reference(&world, earlier).await,
        Err("23000".to_owned())
    );
    let started = "update deadline set started_on = started_on + 1, assumed_until = null where working_days is not null";
    world
        .project_at(
            ORDOS,
            Mode::Commissioned,
            Money::from_fen(10_000_000),
            AcceptanceState::Received,
        )
        .await;
    assert_eq!(
        super::notice::as_reference(&world, started).await,
        Err("23000".to_owned()),
        "only an assumed first day moves"
    );
}
