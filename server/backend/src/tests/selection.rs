//! Choosing a unit: the record, what has to be explained, and who reads it (R070, R073).

use domain::contract::{CandidateDraft, ProjectApi, SelectionDraft};
use domain::state::{Mode, ProjectState, SelectionMethod};
use domain::{Money, ProjectId};

use super::institution::refused;
use crate::demo::code::credit_code;
use crate::demo::words::selection;
use crate::testkit::{BAOTOU, ORDOS, World, world};

async fn budgeted(world: &World, mode: Mode) -> ProjectId {
    let approved = Money::from_fen(10_000_000);
    world
        .project_at(ORDOS, mode, approved, ProjectState::Budgeted)
        .await
}

fn good(world: &World) -> SelectionDraft {
    selection(Mode::Commissioned, &credit_code(3), "安全", world.today())
}

/// A change to a good draft, the kind of the refusal, and the field it points at.
type Case = (fn(&mut SelectionDraft), &'static str, &'static str);

const CASES: &[Case] = &[
    (
        |draft| draft.method = "LOTTERY".into(),
        "UnknownChoice",
        "method",
    ),
    (|draft| draft.notice = " ".into(), "Required", "notice"),
    (
        |draft| draft.noticed_on = "2026-11-25".into(),
        "DateTooLate",
        "noticed_on",
    ),
    (
        |draft| draft.noticed_on = "昨天".into(),
        "DateMalformed",
        "noticed_on",
    ),
    (
        |draft| draft.awarded_on = "2026-11-25".into(),
        "DateTooLate",
        "awarded_on",
    ),
    (
        |draft| draft.awarded_on = "2026-11-01".into(),
        "DateTooEarly",
        "awarded_on",
    ),
    (|draft| draft.result.clear(), "Required", "result"),
    (|draft| draft.winner.clear(), "UnknownChoice", "winner"),
    (|draft| draft.winner = "3".into(), "UnknownChoice", "winner"),
    (
        |draft| draft.winner = "-1".into(),
        "UnknownChoice",
        "winner",
    ),
    (
        |draft| draft.candidates.clear(),
        "Required",
        "candidates[0][credit_code]",
    ),
    (
        |draft| draft.candidates[1].credit_code = "x".into(),
        "CreditCode",
        "candidates[1][credit_code]",
    ),
    (
        |draft| draft.candidates[1].name.clear(),
        "Required",
        "candidates[1][name]",
    ),
    (
        |draft| draft.candidates[1].score = "101".into(),
        "ScoreMalformed",
        "candidates[1][score]",
    ),
    (
        |draft| draft.candidates[2].score.clear(),
        "Required",
        "candidates[2][score]",
    ),
    (
        |draft| draft.candidates[2].credit_code = draft.candidates[0].credit_code.to_lowercase(),
        "CandidateTwice",
        "candidates[2][credit_code]",
    ),
    (
        |draft| drop(draft.candidates.pop()),
        "ReasonNeeded",
        "few_reason",
    ),
    (
        |draft| draft.candidates[1].score = "92.51".into(),
        "ReasonNeeded",
        "choice_reason",
    ),
    (
        |draft| draft.choice_reason = "长".repeat(1001),
        "TooLong",
        "choice_reason",
    ),
];

#[tokio::test]
async fn a_record_is_checked_at_each_field() {
    let world = world().await;
    let id = budgeted(&world, Mode::Commissioned).await;
    let applicant = world.applicant_of(id).await;
    let seen = world.version(id).await;
    for (change, kind, field) in CASES {
        let mut draft = good(&world);
        change(&mut draft);
        refused(
            applicant.select_unit(id, seen, draft).await,
            kind,
            Some(field),
        );
    }
    assert_eq!(world.version(id).await, seen, "nothing changed");
    // Two candidates and a second best, both explained; empty rows do not count.
    let mut draft = good(&world);
    draft.candidates.pop();
    draft.candidates.insert(0, CandidateDraft::default());
    draft.candidates[2].score = "95".into();
    draft.winner = "1".into();
    draft.few_reason = "仅两家单位应邀。".into();
    draft.choice_reason = "得分最高的单位放弃。".into();
    applicant.select_unit(id, seen, draft).await.unwrap();
    let view = applicant.project(id).await.unwrap();
    assert_eq!(view.state, ProjectState::UnitSelected);
    let record = view.choosing.selection.unwrap();
    let scores: Vec<_> = record
        .candidates
        .iter()
        .map(|one| (one.score.unwrap().to_string(), one.won))
        .collect();
    assert_eq!(
        scores,
        [("92.5".to_owned(), true), ("95".to_owned(), false)]
    );
    let again = applicant.select_unit(id, world.version(id).await, good(&world));
    refused(again.await, "WrongState", None);
}

#[tokio::test]
async fn the_parties_read_the_record_and_the_losers_nothing() {
    let world = world().await;
    let id = budgeted(&world, Mode::Commissioned).await;
    let mut draft = good(&world);
    draft.candidates[1].credit_code = credit_code(4);
    draft.candidates[1].score = "99".into();
    draft.choice_reason = "报价超过核定金额。".into();
    let applicant = world.applicant_of(id).await;
    applicant
        .select_unit(id, world.version(id).await, draft)
        .await
        .unwrap();
    let record = async |login: &str| {
        let view = world.session(login).project(id).await;
        view.unwrap().choosing.selection.unwrap()
    };
    for whole in ["coal", "150600-jb", "150600-rs", "150600-cz", "region-rs"] {
        let seen = record(whole).await;
        assert_eq!(seen.candidates.len(), 3, "{whole}");
        assert!(!seen.choice_reason.is_empty(), "{whole}");
    }
    for part in ["anquan", "150600-wj", "150600-yj", "region-cz"] {
        let seen = record(part).await;
        assert!(seen.candidates.iter().all(|one| one.won), "{part}");
        assert!(
            seen.choice_reason.is_empty() && !seen.result.is_empty(),
            "{part}"
        );
    }
    // A candidate that lost does not learn that the project exists.
    let session = world.session("peixun");
    refused(session.project(id).await, "NotFound", None);
    let mut tx = session
        .read(domain::access::Action::ViewTracker)
        .await
        .unwrap();
    for table in ["selection", "selection_candidate", "eligibility"] {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let seen: i64 = sqlx::query_scalar(sql).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    let mut tx = world
        .session("anquan")
        .read(domain::access::Action::ViewTracker)
        .await
        .unwrap();
    let sql = "select count(*) from selection_candidate where project_id = $1";
    let seen: i64 = sqlx::query_scalar(sql)
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(seen, 1, "its own row only, whatever the page leaves out");
}

#[tokio::test]
async fn the_agency_procures_for_small_enterprises() {
    let world = world().await;
    let id = budgeted(&world, Mode::Procured).await;
    let seen = world.version(id).await;
    let mut draft = selection(Mode::Procured, &credit_code(3), "安全", world.today());
    draft.method = SelectionMethod::OpenTender.code().into();
    let select = async |session: crate::Session| session.select_unit(id, seen, draft.clone()).await;
    refused(select(world.reviewer(ORDOS)).await, "Forbidden", None);
    refused(select(world.clerk(BAOTOU)).await, "NotFound", None);
    refused(select(world.session("coal")).await, "NotFound", None);
    select(world.clerk(ORDOS)).await.unwrap();
    let view = world.unit_of(id).await.project(id).await.unwrap();
    let record = view.choosing.selection.unwrap();
    assert_eq!(record.method, SelectionMethod::OpenTender);
    let direct = budgeted(&world, Mode::Direct).await;
    let coal = world.applicant_of(direct).await;
    let none = coal.select_unit(direct, world.version(direct).await, draft.clone());
    refused(none.await, "WrongState", None);
}
