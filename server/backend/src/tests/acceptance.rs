//! Between a fail report and its end: served, reminded, refused, offered late (machine 2.5, A05, A06).

use chrono::NaiveDate;
use domain::contract::{AcceptanceApi, DeadlineView, ProjectApi, ProjectView, StoryApi};
use domain::state::{
    AcceptanceState as A, AnswerKind, DeadlineKind, DeadlineResult, Disposition, Mode, ProjectState,
};
use domain::{Money, ProjectId};

use super::journey::report;
use super::refusals::refused;
use crate::Session;
use crate::demo::words::termination;
use crate::testkit::{ORDOS, World, world};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A project whose fail report was sent today, 2026-11-24, and its unit.
async fn sent(world: &World) -> (ProjectId, Session) {
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Commissioned, amount, A::Rectifying)
        .await;
    (id, world.unit_of(id).await)
}

fn rectification(view: &ProjectView) -> Vec<&DeadlineView> {
    let mut all: Vec<_> = view
        .deadlines
        .iter()
        .filter(|one| one.kind == DeadlineKind::Rectification)
        .collect();
    all.sort_by_key(|one| one.id.0);
    all
}

#[tokio::test]
async fn acceptance_receipt_before_the_fifth_working_day_moves_the_clock() {
    let world = world().await;
    let (id, unit) = sent(&world).await;
    let view = unit.project(id).await.unwrap();
    let [assumed] = rectification(&view)[..] else {
        panic!("one clock");
    };
    assert_eq!(
        (assumed.start, assumed.next.due),
        (day("2026-12-01"), day("2027-01-13"))
    );
    assert!(assumed.next.provisional);
    assert!(
        assumed.assumption.contains("2026年12月1日"),
        "{}",
        assumed.assumption
    );

    world.advance_days(1);
    let seen = world.version(id).await;
    unit.acknowledge_report(id, seen).await.unwrap();
    let view = unit.project(id).await.unwrap();
    let [old, new] = rectification(&view)[..] else {
        panic!("old and new");
    };
    assert_eq!(old.result, Some(DeadlineResult::Cancelled));
    assert_eq!(old.next.due, day("2027-01-13"));
    assert!(old.reason.contains("签收"));
    assert_eq!((new.start, new.result), (day("2026-11-25"), None));
    assert_eq!(new.next.due, day("2027-01-07"));
    assert_eq!(new.assumption, "");
    let acceptance = view.acceptance.unwrap();
    assert_eq!(acceptance.acknowledged, Some(day("2026-11-25")));

    let told = world.clerk(ORDOS).story(id).await.unwrap();
    let told = format!("{told:?}");
    assert!(told.contains("“整改”期限由最迟 2027年1月13日"), "{told}");
    assert!(told.contains("调整为最迟 2027年1月7日"), "{told}");
    let seen = world.version(id).await;
    refused(unit.acknowledge_report(id, seen).await, "ServedAlready");
}

#[tokio::test]
async fn acceptance_without_a_receipt_the_fifth_working_day_decides_by_itself() {
    let world = world().await;
    let (id, unit) = sent(&world).await;
    let seen = world.version(id).await;
    world.set_today(day("2026-12-01"));
    refused(unit.acknowledge_report(id, seen).await, "ServedAlready");
    let view = unit.project(id).await.unwrap();
    let [clock] = rectification(&view)[..] else {
        panic!("one clock");
    };
    assert!(
        clock.assumption.contains("视为送达"),
        "{}",
        clock.assumption
    );
    assert_eq!(clock.next.due, day("2027-01-13"));
    assert_eq!(view.version, seen, "nothing was written");
    // The last day is in time, the day after is not.
    world.set_today(day("2027-01-14"));
    let late = unit.submit_rectification(id, seen, "补交".into()).await;
    refused(late, "RectificationOverdue");
    world.set_today(day("2027-01-13"));
    unit.submit_rectification(id, seen, "补交".into())
        .await
        .unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(rectification(&view)[0].result, Some(DeadlineResult::Met));
}

#[tokio::test]
async fn acceptance_whoever_rectifies_or_answers_has_the_report() {
    let world = world().await;
    let (id, unit) = sent(&world).await;
    world.advance_days(2);
    let seen = world.version(id).await;
    let plan = "分三步整改，12 月 20 日前完成。".to_owned();
    unit.answer_rectification(id, seen, AnswerKind::Plan, plan)
        .await
        .unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(rectification(&view).len(), 2);
    let acceptance = view.acceptance.unwrap();
    assert_eq!(acceptance.acknowledged, Some(day("2026-11-26")));
    assert_eq!(acceptance.answers.len(), 1);

    let (other, unit) = sent(&world).await;
    world.advance_days(1);
    let seen = world.version(other).await;
    unit.submit_rectification(other, seen, "补交".into())
        .await
        .unwrap();
    let results: Vec<_> = rectification(&unit.project(other).await.unwrap())
        .iter()
        .map(|one| one.result)
        .collect();
    let wanted = [DeadlineResult::Cancelled, DeadlineResult::Met].map(Some);
    assert_eq!(results, wanted);
}

#[tokio::test]
async fn acceptance_silence_is_a_refusal_only_after_one_reminder() {
    let world = world().await;
    let (id, unit) = sent(&world).await;
    let clerk = world.clerk(ORDOS);
    let find = async || {
        let seen = world.version(id).await;
        clerk.record_refusal(id, seen, "拒不整改".into()).await
    };
    let remind = async |text: &str| {
        let seen = world.version(id).await;
        clerk.remind_rectification(id, seen, text.into()).await
    };
    refused(find().await, "NotRefusing");
    refused(remind("请尽快整改").await, "WrongState");
    world.set_today(day("2026-12-02"));
    refused(remind(" ").await, "Required");
    remind("请尽快整改").await.unwrap();
    refused(remind("再次催告").await, "WrongState");
    world.set_today(day("2026-12-09"));
    refused(find().await, "NotRefusing");
    world.set_today(day("2026-12-10"));
    find().await.unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(view.acceptance.as_ref().unwrap().state, A::Refused);
    let [clock] = rectification(&view)[..] else {
        panic!("one clock");
    };
    assert_eq!(clock.result, Some(DeadlineResult::Cancelled));
    let reviewer = world.reviewer(ORDOS);
    let seen = world.version(id).await;
    reviewer
        .terminate_project(id, seen, termination("拒不整改", ""))
        .await
        .unwrap();
    assert_eq!(world.state(id).await, ProjectState::Terminated);
}

#[tokio::test]
async fn acceptance_a_plan_or_a_word_is_no_refusal_and_the_last_word_counts() {
    let world = world().await;
    let (id, unit) = sent(&world).await;
    let clerk = world.clerk(ORDOS);
    let say = async |kind| {
        let seen = world.version(id).await;
        unit.answer_rectification(id, seen, kind, "说明".into())
            .await
    };
    let find = async || {
        let seen = world.version(id).await;
        clerk.record_refusal(id, seen, "拒不整改".into()).await
    };
    say(AnswerKind::Refusal).await.unwrap();
    let view = clerk.project(id).await.unwrap();
    assert!(view.holder.contains("社会保险"), "{}", view.holder);
    say(AnswerKind::Plan).await.unwrap();
    refused(find().await, "NotRefusing");
    let seen = world.version(id).await;
    let needless = clerk.remind_rectification(id, seen, "催告".into()).await;
    refused(needless, "WrongState");
    say(AnswerKind::Refusal).await.unwrap();
    find().await.unwrap();
}

#[tokio::test]
async fn acceptance_a_late_rectification_waits_for_the_agency_and_stays_missed() {
    let world = world().await;
    let (id, unit) = sent(&world).await;
    let offer = async |text: &str| {
        let seen = world.version(id).await;
        unit.offer_late(id, seen, text.into()).await
    };
    refused(offer("补交").await, "WrongState");
    world.set_today(day("2027-01-14"));
    refused(offer("").await, "Required");
    offer("已补训").await.unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Completed);
    assert_eq!(view.acceptance.unwrap().state, A::Overdue);

    let reviewer = world.reviewer(ORDOS);
    let accept = async |session: &Session, reason: &str| {
        let seen = world.version(id).await;
        session.accept_late(id, seen, reason.into()).await
    };
    refused(accept(&world.clerk(ORDOS), "同意").await, "Forbidden");
    refused(accept(&reviewer, "").await, "Required");
    accept(&reviewer, "延误有客观原因").await.unwrap();
    let view = unit.project(id).await.unwrap();
    let acceptance = view.acceptance.as_ref().unwrap();
    assert_eq!((acceptance.state, acceptance.round), (A::ReApplied, 2));
    assert_eq!(acceptance.rectification, "已补训");
    assert_eq!(rectification(&view)[0].result, Some(DeadlineResult::Missed));
    let mut open = view.deadlines.iter().filter(|one| one.stopped.is_none());
    assert!(open.any(|one| one.kind == DeadlineKind::ReEvaluation));

    let expert = world.evaluator();
    let draft = report(&expert, id, true).await;
    let seen = world.version(id).await;
    expert.submit_report(id, seen, draft).await.unwrap();
    let view = unit.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::Passed);
    assert_eq!(rectification(&view)[0].result, Some(DeadlineResult::Missed));
}

#[tokio::test]
async fn acceptance_a_late_rectification_is_declined_by_the_disposition() {
    let world = world().await;
    let (id, unit) = sent(&world).await;
    world.set_today(day("2027-01-14"));
    let seen = world.version(id).await;
    unit.offer_late(id, seen, "已补训".into()).await.unwrap();
    let reviewer = world.reviewer(ORDOS);
    let seen = world.version(id).await;
    let (kind, none) = (Disposition::Refuse, String::new());
    reviewer
        .decide_disposition(id, seen, kind, none, "整改逾期".into())
        .await
        .unwrap();
    assert_eq!(world.state(id).await, ProjectState::ClosedFailed);
    let seen = world.version(id).await;
    let after = reviewer.accept_late(id, seen, "同意".into()).await;
    refused(after, "WrongState");
}

/// Runs a statement as an organisation's case on a project would, whatever the use cases think.
async fn as_unit(world: &World, id: ProjectId, statement: &'static str) -> Result<u64, String> {
    let unit = world.unit_of(id).await;
    let seen = world.version(id).await;
    let action = domain::access::Action::AnswerRectification;
    let (mut tx, _) = unit
        .write_project(action, id, Some(seen))
        .await
        .map_err(|error| error.to_string())?;
    let done = sqlx::query(statement).bind(id.0).execute(&mut *tx).await;
    done.map(|done| done.rows_affected())
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn acceptance_the_database_keeps_each_side_to_its_own_words() {
    let world = world().await;
    let (id, _) = sent(&world).await;
    for statement in [
        "update acceptance set reminded_on = '2026-11-24', answer_by = '2026-11-24', reminder = 'x' where project_id = $1",
        "update acceptance set late_reason = 'x' where project_id = $1",
        "update acceptance set disposition = 'REFUSE' where project_id = $1",
        "insert into rectification_answer (project_id, no, kind, text, answered_on, by_name, by_org) values ($1, 1, 'PLAN', 'x', '2026-11-24', 'x', 1)",
    ] {
        let answer = as_unit(&world, id, statement).await;
        let refused = answer.expect_err(statement);
        assert!(
            refused.contains("permission denied") || refused.contains("row-level security"),
            "{statement}: {refused}"
        );
    }
    let mut tx = world.admin.begin().await.unwrap();
    let unfounded = sqlx::query("update acceptance set state = 'REFUSED' where project_id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .unwrap_err();
    assert!(
        unfounded.to_string().contains("has not refused"),
        "{unfounded}"
    );
}

#[tokio::test]
async fn acceptance_health_evaluates_again_once_a_project_is_over() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Direct, amount, ProjectState::Passed)
        .await;
    let review = async |session: &Session, findings: &str| {
        let seen = world.version(id).await;
        let advice = "扩大到外包队伍".to_owned();
        session
            .record_review(id, seen, findings.into(), advice)
            .await
    };
    let health = world.health(ORDOS);
    refused(review(&health, "有效").await, "WrongState");
    world.drive(id, ProjectState::Closed).await;
    refused(review(&world.emergency(ORDOS), "有效").await, "Forbidden");
    refused(review(&health, " ").await, "Required");
    review(&health, "一年内未再发生同类事故").await.unwrap();
    review(&health, "两年后发生率下降四成").await.unwrap();
    let view = world.unit_of(id).await.project(id).await.unwrap();
    let reviews = view.acceptance.unwrap().reviews;
    assert_eq!(reviews.len(), 2);
    assert!(reviews[1].findings.contains("四成") && !reviews[0].advice.is_empty());
    assert_eq!(view.state, ProjectState::Closed, "nothing else changes");
    let told = format!("{:?}", health.story(id).await.unwrap());
    assert!(told.contains("登记中长期评估"), "{told}");
}
