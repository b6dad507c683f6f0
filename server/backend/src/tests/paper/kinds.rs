//! What each kind of paper asks for, and whose eyes it is for (matrix 3).

use domain::contract::{DoingApi, InspectionDraft, ProjectView};
use domain::paper::PaperKind;
use domain::state::{AcceptanceState, Condition, Mode, ProjectState};

use super::{a, add, at, refused, see};
use crate::paper::Wanted;
use crate::testkit::{BAOTOU, ORDOS, world};

#[tokio::test]
async fn paper_of_the_choice_comes_from_whoever_chose() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, ProjectState::UnitSelected).await;
    let (applicant, unit) = (world.applicant_of(id).await, world.unit_of(id).await);
    let notice = a(PaperKind::Selection);
    refused(add(&unit, id, &notice).await, "Forbidden");
    // The agency chooses in procurement only.
    let refusal = refused(add(&world.clerk(ORDOS), id, &notice).await, "Forbidden");
    assert_eq!(refusal.clause().as_deref(), Some("四（五）、四（六）"));
    let file = add(&applicant, id, &notice).await.unwrap();
    let told = &see(&unit, id).await.history[0];
    assert!(
        told.text.contains("上传选定结果通知“扫描件.pdf”"),
        "{}",
        told.text
    );
    // Health and emergency see the outcome, not the papers; finance of the region neither (matrix 3).
    for (session, seen) in [
        (&unit, true),
        (&world.hrss(ORDOS), true),
        (&world.finance(ORDOS), true),
        (&world.region(), true),
        (&world.health(ORDOS), false),
        (&world.emergency(ORDOS), false),
        (&world.session("region-cz"), false),
        (&world.clerk(BAOTOU), false),
        (&world.session("steel"), false),
    ] {
        assert_eq!(session.open_paper(file.id).await.is_ok(), seen);
    }

    let direct = at(&world, Mode::Direct, ProjectState::InProgress).await;
    let refusal = refused(
        add(&world.unit_of(direct).await, direct, &notice).await,
        "WrongState",
    );
    assert!(
        refusal.sentence().contains("不另选实施单位"),
        "{}",
        refusal.sentence()
    );
    let procured = at(&world, Mode::Procured, ProjectState::UnitSelected).await;
    add(&world.clerk(ORDOS), procured, &notice).await.unwrap();
}

#[tokio::test]
async fn papers_that_prove_the_unit_fit_are_its_own_and_the_citys() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, ProjectState::UnitSelected).await;
    let (applicant, unit, clerk) = (
        world.applicant_of(id).await,
        world.unit_of(id).await,
        world.clerk(ORDOS),
    );
    let proof = Wanted {
        part: Condition::Legal.code().into(),
        ..a(PaperKind::Eligibility)
    };
    let nothing = refused(
        add(&unit, id, &a(PaperKind::Eligibility)).await,
        "UnknownChoice",
    );
    assert_eq!(nothing.field(), Some("part"));
    refused(add(&applicant, id, &proof).await, "Forbidden");
    let file = add(&unit, id, &proof).await.unwrap();
    add(&clerk, id, &proof).await.unwrap();
    for (session, papers) in [
        (&unit, 2),
        (&clerk, 2),
        (&world.region(), 2),
        // The applicant is told the result of a check, never what it rests on.
        (&applicant, 0),
        (&world.health(ORDOS), 0),
        (&world.session("region-cz"), 0),
    ] {
        assert_eq!(see(session, id).await.doing.papers.len(), papers);
        assert_eq!(session.open_paper(file.id).await.is_ok(), papers > 0);
    }
    // Each side takes away its own.
    refused(clerk.remove_paper(file.id).await, "Forbidden");
    unit.remove_paper(file.id).await.unwrap();

    let early = at(&world, Mode::Commissioned, ProjectState::Budgeted).await;
    refused(add(&clerk, early, &proof).await, "WrongState");
    let direct = at(&world, Mode::Direct, ProjectState::Budgeted).await;
    let own = world.applicant_of(direct).await;
    add(&own, direct, &proof).await.unwrap();
    assert_eq!(see(&own, direct).await.doing.papers.len(), 1);
}

#[tokio::test]
async fn paper_of_an_inspection_is_its_inspectors() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let health = world.health(ORDOS);
    let draft = InspectionDraft {
        on: world.today().to_string(),
        findings: "现场抽查两个班次".into(),
        ..InspectionDraft::default()
    };
    health
        .record_inspection(id, world.version(id).await, draft)
        .await
        .unwrap();
    let inspection = see(&health, id).await.doing.inspections[0].id;
    let record = Wanted {
        about: inspection.to_string(),
        ..a(PaperKind::Inspection)
    };
    let slots = |view: ProjectView| {
        view.doing
            .slots
            .into_iter()
            .map(|slot| slot.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(slots(see(&health, id).await), [PaperKind::Inspection]);
    assert_eq!(slots(see(&world.emergency(ORDOS), id).await), []);
    refused(add(&world.emergency(ORDOS), id, &record).await, "Forbidden");
    refused(add(&world.payer(ORDOS), id, &record).await, "Forbidden");
    let file = add(&health, id, &record).await.unwrap();
    for session in [
        &world.unit_of(id).await,
        &world.applicant_of(id).await,
        &world.region(),
    ] {
        assert!(session.open_paper(file.id).await.is_ok());
    }
}

#[tokio::test]
async fn papers_of_the_work_are_what_an_assigned_evaluator_sees() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let photo = add(&unit, id, &a(PaperKind::Photo)).await.unwrap();
    let proof = Wanted {
        part: Condition::Credit.code().into(),
        ..a(PaperKind::Eligibility)
    };
    let proof = add(&unit, id, &proof).await.unwrap();
    let expert = world.evaluator();
    assert!(
        expert.open_paper(photo.id).await.is_err(),
        "not assigned yet"
    );
    world.drive(id, AcceptanceState::Evaluating).await;
    assert!(expert.open_paper(photo.id).await.is_ok());
    assert!(expert.open_paper(proof.id).await.is_err());
    let seen = see(&expert, id).await.doing;
    assert_eq!(seen.papers.len(), 1);
    assert!(seen.slots.is_empty());
}

#[tokio::test]
async fn paper_of_an_end_stays() {
    let world = world().await;
    let id = at(&world, Mode::Commissioned, ProjectState::Terminated).await;
    let clerk = world.clerk(ORDOS);
    refused(
        add(&world.unit_of(id).await, id, &a(PaperKind::Termination)).await,
        "Forbidden",
    );
    let file = add(&clerk, id, &a(PaperKind::Termination)).await.unwrap();
    assert!(!see(&clerk, id).await.doing.papers[0].removable);
    let refusal = refused(clerk.remove_paper(file.id).await, "WrongState");
    assert_eq!(refusal.clause().as_deref(), Some("四（五）、四（六）"));
    assert!(world.health(ORDOS).open_paper(file.id).await.is_err());
    assert!(world.region().open_paper(file.id).await.is_ok());
}
