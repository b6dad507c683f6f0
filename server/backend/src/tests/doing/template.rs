//! Agreement templates, and the draft that starts from them (R003, R076).

use domain::contract::{AgreementDraft, DoingApi, ProjectApi, TemplateDraft};
use domain::state::{Clause, Mode, ProjectKind, ProjectState};

use super::{project_at, refused, refused_at, see};
use crate::testkit::{BAOTOU, ORDOS, world};

#[tokio::test]
async fn a_draft_starts_from_the_template_filled_with_the_projects_facts() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::UnitSelected).await;
    let clerk = world.clerk(ORDOS);
    let view = see(&clerk, id).await;
    let draft = view.doing.draft.clone().expect("something to start from");
    assert_eq!(draft.amount, view.approved.plain());
    for (clause, words) in [
        (Clause::Scope, view.name.as_str()),
        (Clause::Scope, "《工伤保险条例》"),
        (Clause::Scope, view.resolution.as_str()),
        (Clause::Quality, view.goals[0].method.as_str()),
        (Clause::Settlement, "100,000.00"),
        (Clause::Duties, view.unit.as_deref().unwrap()),
    ] {
        assert!(
            draft.clause(clause).contains(words),
            "{clause:?} lacks {words}"
        );
    }
    // What the draft itself states is filled in when it is saved, so that the two cannot differ.
    assert!(draft.scope.contains("{开始日期}") && draft.settlement.contains("{协议金额}"));
    assert!(see(&world.reviewer(ORDOS), id).await.doing.draft.is_none());

    let mine = AgreementDraft {
        amount: "88000".into(),
        prepay: "42".into(),
        ..draft
    };
    clerk
        .draft_agreement(id, view.version, mine.clone())
        .await
        .unwrap();
    let view = see(&clerk, id).await;
    let clauses = view.agreement.unwrap().clauses;
    let text = |wanted: Clause| {
        let found = clauses.iter().find(|(clause, _)| *clause == wanted);
        found.unwrap().1.clone()
    };
    assert!(
        text(Clause::Settlement).contains("88,000.00元")
            && text(Clause::Settlement).contains("42%")
    );
    assert!(!clauses.iter().any(|(_, text)| text.contains('{')));
    // Drafting again starts from what was typed: another amount changes the text with it.
    let again = view.doing.draft.unwrap();
    assert_eq!(
        (again.amount.as_str(), again.prepay.as_str()),
        ("88000.00", "42")
    );
    assert!(again.settlement.contains("{协议金额}"));
    world.drive(id, ProjectState::Contracted).await;
}

#[tokio::test]
async fn an_unknown_placeholder_is_named_and_changes_nothing() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Budgeted).await;
    let clerk = world.clerk(ORDOS);
    let view = see(&clerk, id).await;
    let draft = AgreementDraft {
        breach: "违约金为{违约比例}。".into(),
        ..view.doing.draft.unwrap()
    };
    let refusal = refused(
        clerk.draft_agreement(id, view.version, draft).await,
        "UnknownPlaceholder",
    );
    assert_eq!(refusal.field(), Some("breach"));
    assert!(refusal.sentence().contains("{违约比例}"));
    assert!(see(&clerk, id).await.agreement.is_none());
    assert_eq!(world.version(id).await, view.version);
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn a_city_edits_its_own_templates_and_nobody_elses() {
    let world = world().await;
    let (kind, mode) = (ProjectKind::Enterprise, Mode::Direct);
    let (reviewer, clerk) = (world.reviewer(ORDOS), world.clerk(ORDOS));
    let view = clerk.templates().await.unwrap();
    assert_eq!(view.templates.len(), 5);
    assert!(!view.editable && view.templates.iter().all(|one| one.no == 0));
    let mut clauses = view.templates[0].texts.clone();
    clauses.disputes = "提请{盟市}仲裁委员会仲裁。".into();
    let draft = TemplateDraft {
        note: "改为仲裁".into(),
        clauses: clauses.clone(),
    };
    refused(
        clerk.save_template(kind, mode, 0, draft.clone()).await,
        "Forbidden",
    );
    refused(
        world
            .region()
            .save_template(kind, mode, 0, draft.clone())
            .await,
        "Forbidden",
    );
    let save = async |seen: i32, draft: TemplateDraft| {
        reviewer.save_template(kind, mode, seen, draft).await
    };
    refused_at(
        reviewer
            .save_template(ProjectKind::PublicSme, Mode::Direct, 0, draft.clone())
            .await,
        "UnknownChoice",
        "mode",
    );
    let with = |text: &str| TemplateDraft {
        clauses: domain::contract::ClauseTexts {
            ending: text.into(),
            ..clauses.clone()
        },
        ..draft.clone()
    };
    refused_at(save(0, with("")).await, "ClauseEmpty", "ending");
    refused_at(
        save(0, with("{不存在}")).await,
        "UnknownPlaceholder",
        "ending",
    );
    let unexplained = TemplateDraft {
        note: " ".into(),
        ..draft.clone()
    };
    refused_at(save(0, unexplained).await, "Required", "note");
    save(0, draft.clone()).await.unwrap();
    refused(save(0, draft.clone()).await, "Stale");
    refused_at(save(1, draft).await, "NothingChanged", "note");

    let mine = clerk.templates().await.unwrap();
    let one = &mine.templates[0];
    assert_eq!(
        (one.no, one.changed.as_slice()),
        (1, &[Clause::Disputes][..])
    );
    let theirs = world.clerk(BAOTOU).templates().await.unwrap();
    assert!(theirs.templates.iter().all(|one| one.no == 0));

    let id = project_at(&world, Mode::Direct, ProjectState::Budgeted).await;
    let draft = see(&clerk, id).await.doing.draft.unwrap();
    assert_eq!(draft.disputes, "提请鄂尔多斯市仲裁委员会仲裁。");
    // An earlier version stays to be read.
    clauses.disputes = "提起诉讼。".into();
    let back = TemplateDraft {
        note: "恢复诉讼".into(),
        clauses,
    };
    world
        .hrss(ORDOS)
        .save_template(kind, mode, 1, back)
        .await
        .unwrap();
    let one = &clerk.templates().await.unwrap().templates[0];
    assert_eq!(
        (one.no, one.earlier.len(), one.earlier[0].2.as_str()),
        (2, 1, "改为仲裁")
    );
}
