//! What the agency does with applications, and the projects it proposes itself.

mod public;

use chrono::{Days, NaiveDate};
use domain::access::Action;
use domain::contract::{
    Answer, ApplicationApi, ProjectApi, PublicProjectDraft, ScreensApi, TodoPlace,
};
use domain::deadline::Level;
use domain::state::{DeadlineKind, Mode, ProjectKind, ProjectState};
use domain::{Money, ProjectId, Version};

use crate::testkit::{BAOTOU, ORDOS, World, YEAR, world};

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str) -> domain::Refusal {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal}");
    refusal
}

async fn submitted(world: &World) -> ProjectId {
    world.set_season();
    world.application_at(ORDOS, ProjectState::Submitted).await
}

/// A project moved to the next year keeps its number (machine 2.1, 31 October missed).
#[tokio::test]
async fn a_number_is_never_given_out_twice() {
    let world = world().await;
    let moved = submitted(&world).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update project set plan_year = plan_year + 1 where id = $1")
        .bind(moved.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let later = submitted(&world).await;
    let clerk = world.clerk(ORDOS);
    let code = async |id| clerk.project(id).await.unwrap().code;
    let (first, second) = (code(moved).await, code(later).await);
    assert_eq!(first, format!("{ORDOS}-{YEAR}-001"));
    assert_eq!(second, format!("{ORDOS}-{YEAR}-002"));
}

#[tokio::test]
async fn accepting_gives_a_receipt_and_starts_the_determination() {
    let world = world().await;
    let id = submitted(&world).await;
    let clerk = world.clerk(ORDOS);
    clerk
        .accept_application(id, world.version(id).await)
        .await
        .unwrap();
    let application = clerk.application(id).await.unwrap();
    assert_eq!(
        application.submissions[0].receipt,
        "鄂尔多斯市受理 2027-001"
    );
    let project = world.session("coal").project(id).await.unwrap();
    let [d1] = &project.deadlines[..] else {
        panic!("{:?}", project.deadlines)
    };
    assert_eq!(
        (d1.kind, d1.start),
        (DeadlineKind::Determination, world.today())
    );
    assert_eq!(d1.next.due, NaiveDate::from_ymd_opt(2026, 10, 31).unwrap());
    assert!(
        project.timeline[0]
            .what
            .contains("应于 2026年10月31日 前确定"),
        "{:?}",
        project.timeline[0]
    );
    assert_eq!(project.holder, application.agency);
    refused(
        clerk.accept_application(id, world.version(id).await).await,
        "WrongState",
    );
    let second = world.application_at(BAOTOU, ProjectState::Accepted).await;
    let other = world.clerk(BAOTOU).application(second).await.unwrap();
    assert_eq!(
        other.submissions[0].receipt, "包头市受理 2027-001",
        "each city counts for itself"
    );
}

#[tokio::test]
async fn order_is_not_found_forbidden_wrong_state_stale() {
    let world = world().await;
    let id = submitted(&world).await;
    let seen = world.version(id).await;
    refused(
        world.clerk(BAOTOU).accept_application(id, seen).await,
        "NotFound",
    );
    refused(
        world
            .session("steel")
            .return_application(id, seen, "x".into())
            .await,
        "NotFound",
    );
    for session in [
        world.reviewer(ORDOS),
        world.hrss(ORDOS),
        world.region(),
        world.session("coal"),
    ] {
        refused(session.accept_application(id, seen).await, "Forbidden");
        refused(
            session.return_application(id, seen, "x".into()).await,
            "Forbidden",
        );
        refused(
            session.reject_application(id, seen, "x".into()).await,
            "Forbidden",
        );
    }
    let clerk = world.clerk(ORDOS);
    refused(clerk.accept_application(id, Version(0)).await, "Stale");
    assert_eq!(world.version(id).await, seen, "nothing changed");
}

#[tokio::test]
async fn a_return_lists_defects_and_a_rejection_gives_its_reason() {
    let world = world().await;
    let id = submitted(&world).await;
    let (clerk, coal) = (world.clerk(ORDOS), world.session("coal"));
    let seen = world.version(id).await;
    let refusal = refused(
        clerk.return_application(id, seen, " \n".into()).await,
        "DefectsMissing",
    );
    assert_eq!(refusal.field(), Some("defects"));
    refused(
        clerk.return_application(id, seen, "长".repeat(4001)).await,
        "TooLong",
    );
    let refusal = refused(
        clerk.reject_application(id, seen, String::new()).await,
        "Required",
    );
    assert_eq!(refusal.field(), Some("reason"));
    clerk
        .return_application(id, seen, "一、补充职称复印件".into())
        .await
        .unwrap();
    let project = coal.project(id).await.unwrap();
    assert_eq!(
        project.holder,
        coal.application(id).await.unwrap().applicant
    );
    let tracked = coal.tracker().await.unwrap().projects;
    let tracked = tracked.iter().find(|one| one.row.id == id).unwrap();
    assert!(
        tracked.task.as_ref().unwrap().contains("已退回"),
        "{:?}",
        tracked.task
    );
    coal.submit_application(id, world.version(id).await)
        .await
        .unwrap();
    clerk
        .reject_application(id, world.version(id).await, "不属于重点领域".into())
        .await
        .unwrap();
    let rejected = coal.application(id).await.unwrap();
    assert_eq!(
        (rejected.state, &*rejected.defects),
        (ProjectState::Rejected, "不属于重点领域")
    );
    assert!(rejected.offers.iter().all(|offer| offer.why_not.is_some()));
    let texts: Vec<_> = coal
        .project(id)
        .await
        .unwrap()
        .history
        .into_iter()
        .map(|row| row.text)
        .collect();
    assert_eq!(texts[0], "不予受理：不属于重点领域");
}

#[tokio::test]
async fn the_clerk_sees_what_waits_with_the_day_of_the_service_level() {
    let world = world().await;
    let id = submitted(&world).await;
    let group = async || {
        let todo = world.clerk(ORDOS).workbench(Some(YEAR)).await.unwrap().todo;
        todo.into_iter()
            .find(|group| group.action == Action::AcceptApplication)
    };
    let waiting = group().await.expect("a group");
    assert_eq!(
        (waiting.count, waiting.rows[0].place),
        (1, TodoPlace::Application(id))
    );
    assert!(
        waiting.rows[0].detail.contains("申报 205,000.00 元"),
        "{}",
        waiting.rows[0].detail
    );
    let next = waiting.rows[0].next.clone().expect("a due day");
    // 18 August 2026 is a Tuesday.
    assert_eq!(next.due, NaiveDate::from_ymd_opt(2026, 8, 25).unwrap());
    assert_eq!((next.kind, next.level), (DeadlineKind::Intake, Level::Near));
    world.set_today(next.due + Days::new(1));
    assert_eq!(
        group().await.unwrap().rows[0].next.as_ref().unwrap().level,
        Level::Late
    );
    let offers = world.clerk(ORDOS).project(id).await.unwrap().offers;
    assert_eq!(
        offers.iter().map(|offer| offer.action).collect::<Vec<_>>(),
        [Action::AcceptApplication]
    );
    for other in [world.reviewer(ORDOS), world.clerk(BAOTOU)] {
        let todo = other.workbench(Some(YEAR)).await.unwrap().todo;
        assert!(
            todo.iter()
                .all(|group| group.action != Action::AcceptApplication)
        );
    }
    world
        .clerk(ORDOS)
        .accept_application(id, world.version(id).await)
        .await
        .unwrap();
    assert!(group().await.is_none());
}

#[tokio::test]
async fn the_city_sees_what_is_known_of_the_applicant_and_the_applicant_does_not() {
    let world = world().await;
    let id = submitted(&world).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "insert into ban (org_id, tenant_id, decision_no, effective_on, last_on) values ($1, 150200, '包人社决〔2026〕1号', '2026-01-10', '2029-01-10')",
    )
    .bind(world.org("coal").0)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let seen = world.clerk(ORDOS).application(id).await.unwrap();
    assert_eq!(seen.banned_until, NaiveDate::from_ymd_opt(2029, 1, 10));
    let conclusions: Vec<_> = seen
        .past
        .iter()
        .map(|one| one.conclusion.as_str())
        .collect();
    for word in ["一次合格", "最终不合格", "整改中", "在办"] {
        assert!(conclusions.contains(&word), "{word} in {conclusions:?}");
    }
    assert!(seen.past.iter().all(|one| one.id != id));
    let own = world.session("coal").application(id).await.unwrap();
    assert_eq!((own.past.len(), own.banned_until), (0, None));
}
