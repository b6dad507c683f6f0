//! Inspections by the four departments and the agency (R083).

use chrono::Days;
use domain::access::Action;
use domain::contract::{DoingApi, InspectionDraft, ScreensApi};
use domain::state::{AcceptanceState, InspectionState, Inspector, Mode, ProjectState};

use super::{project_at, refused, refused_at, see};
use crate::testkit::{BAOTOU, ORDOS, world};

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn a_demand_is_answered_and_closed_by_whoever_made_it() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let (health, unit, applicant) = (
        world.health(ORDOS),
        world.unit_of(id).await,
        world.applicant_of(id).await,
    );
    let seen = async || world.version(id).await;
    let today = world.today();
    let good = InspectionDraft {
        on: today.to_string(),
        findings: "防护讲解不足".into(),
        demand: "补充防护实操".into(),
        due: (today + Days::new(10)).to_string(),
    };
    let inspect =
        async |draft: InspectionDraft| health.record_inspection(id, seen().await, draft).await;
    let tomorrow = (today + Days::new(1)).to_string();
    let yesterday = (today - Days::new(1)).to_string();
    for (kind, field, draft) in [
        (
            "DateMalformed",
            "on",
            InspectionDraft {
                on: String::new(),
                ..good.clone()
            },
        ),
        (
            "DateTooLate",
            "on",
            InspectionDraft {
                on: tomorrow,
                ..good.clone()
            },
        ),
        (
            "Required",
            "findings",
            InspectionDraft {
                findings: " ".into(),
                ..good.clone()
            },
        ),
        (
            "DateMalformed",
            "due",
            InspectionDraft {
                due: String::new(),
                ..good.clone()
            },
        ),
        (
            "DateTooEarly",
            "due",
            InspectionDraft {
                due: yesterday,
                ..good.clone()
            },
        ),
    ] {
        refused_at(inspect(draft).await, kind, field);
    }
    refused(
        world
            .payer(ORDOS)
            .record_inspection(id, seen().await, good.clone())
            .await,
        "Forbidden",
    );
    refused(
        unit.record_inspection(id, seen().await, good.clone()).await,
        "Forbidden",
    );
    refused(
        world
            .health(BAOTOU)
            .record_inspection(id, seen().await, good.clone())
            .await,
        "NotFound",
    );
    inspect(good).await.unwrap();
    let about = see(&applicant, id).await.doing.inspections[0].clone();
    assert_eq!(
        (about.inspector, about.state),
        (Inspector::Health, InspectionState::Open)
    );
    assert_eq!(about.action, Some(Action::AnswerInspection));
    assert!(
        see(&world.finance(ORDOS), id).await.doing.inspections[0]
            .action
            .is_none()
    );

    refused_at(
        unit.answer_inspection(id, seen().await, about.id, " ".into())
            .await,
        "Required",
        "text",
    );
    refused(
        health
            .answer_inspection(id, seen().await, about.id, "x".into())
            .await,
        "Forbidden",
    );
    world.advance_days(11);
    assert!(see(&unit, id).await.doing.inspections[0].late);
    let tracker = unit.tracker().await.unwrap();
    let mine = tracker
        .projects
        .iter()
        .find(|one| one.row.id == id)
        .unwrap();
    assert!(
        mine.asked
            .iter()
            .any(|one| one.place == "inspections" && one.late && !one.given)
    );
    unit.answer_inspection(id, seen().await, about.id, "已补充".into())
        .await
        .unwrap();
    let waiting = health.workbench(None).await.unwrap().todo;
    assert!(waiting.iter().any(|group| {
        group.action == Action::CloseInspection
            && group
                .rows
                .iter()
                .any(|row| row.place == domain::contract::TodoPlace::Project(id))
    }));
    refused(
        world
            .clerk(ORDOS)
            .close_inspection(id, seen().await, about.id, "x".into())
            .await,
        "Forbidden",
    );
    health
        .close_inspection(id, seen().await, about.id, "复查属实，同意办结".into())
        .await
        .unwrap();
    refused(
        health
            .close_inspection(id, seen().await, about.id, "再".into())
            .await,
        "WrongState",
    );
    refused(
        unit.answer_inspection(id, seen().await, about.id, "再".into())
            .await,
        "WrongState",
    );
    let closed = see(&unit, id).await.doing.inspections[0].clone();
    assert_eq!(
        (closed.state, closed.late, closed.action),
        (InspectionState::Closed, false, None)
    );
}

#[tokio::test]
async fn each_department_and_the_agency_inspects_and_evaluators_do_not_read_it() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::Completed).await;
    let draft = InspectionDraft {
        on: world.today().to_string(),
        findings: "符合要求".into(),
        ..InspectionDraft::default()
    };
    let all = [
        world.hrss(ORDOS),
        world.finance(ORDOS),
        world.health(ORDOS),
        world.emergency(ORDOS),
        world.clerk(ORDOS),
    ];
    for session in &all {
        session
            .record_inspection(id, world.version(id).await, draft.clone())
            .await
            .unwrap();
    }
    let seen = see(&world.unit_of(id).await, id).await.doing.inspections;
    let mut by: Vec<_> = seen.iter().map(|one| one.inspector).collect();
    by.sort();
    assert_eq!(by, Inspector::ALL);
    assert!(
        seen.iter().all(|one| one.state == InspectionState::Closed),
        "nothing was demanded"
    );
    world.drive(id, AcceptanceState::Evaluating).await;
    assert!(
        see(&world.evaluator(), id)
            .await
            .doing
            .inspections
            .is_empty()
    );
    // An inspection of one project cannot be reached through another.
    let other = project_at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let answer = world
        .unit_of(other)
        .await
        .answer_inspection(other, world.version(other).await, seen[0].id, "x".into())
        .await;
    refused(answer, "NotFound");
}
