//! The proposal list: what it takes, what it shows, and that a frozen one does not change.

use chrono::NaiveDate;
use domain::contract::{Answer, ProposalApi, ProposalDraft, YearOf};
use domain::state::{ListState, Mode, ProjectState};
use domain::{Money, ProjectId, Version};

use crate::testkit::{BAOTOU, ORDOS, World, proposal, world};

pub(super) fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A world in which next year's projects can still be determined in time.
pub(super) async fn october() -> World {
    let world = world().await;
    world.set_today(day("2026-10-20"));
    world
}

#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(answer: Answer<T>, kind: &str) -> domain::Refusal {
    let fault = answer.expect_err(kind);
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal}");
    refusal
}

const NEXT: YearOf = YearOf {
    year: Some(2027),
    tenant: None,
};

async fn propose(world: &World, id: ProjectId, draft: ProposalDraft) -> Answer<()> {
    let seen = world.version(id).await;
    world.clerk(ORDOS).propose_project(id, seen, draft).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn each_field_of_an_entry_is_checked_and_nothing_changes() {
    let world = october().await;
    let id = world.accepted(ORDOS, 2027, yuan(100_000), 1).await;
    let good = || proposal(1, yuan(100_000));
    let cases = [
        (
            "rank",
            "UnknownChoice",
            ProposalDraft {
                rank: "0".into(),
                ..good()
            },
        ),
        (
            "rank",
            "UnknownChoice",
            ProposalDraft {
                rank: "1000".into(),
                ..good()
            },
        ),
        (
            "rank",
            "Required",
            ProposalDraft {
                rank: " ".into(),
                ..good()
            },
        ),
        (
            "amount",
            "AmountTooLarge",
            ProposalDraft {
                amount: "100000.01".into(),
                ..good()
            },
        ),
        (
            "amount",
            "AmountNotPositive",
            ProposalDraft {
                amount: "0".into(),
                ..good()
            },
        ),
        (
            "amount",
            "AmountPrecision",
            ProposalDraft {
                amount: "1.001".into(),
                ..good()
            },
        ),
        (
            "first_year",
            "AmountTooLarge",
            ProposalDraft {
                first_year: "100000.01".into(),
                ..good()
            },
        ),
        (
            "first_year",
            "YearSplit",
            ProposalDraft {
                first_year: "60000".into(),
                ..good()
            },
        ),
        (
            "reason",
            "Required",
            ProposalDraft {
                reason: String::new(),
                ..good()
            },
        ),
        (
            "budget_score",
            "ScoreMissing",
            ProposalDraft {
                budget_score: String::new(),
                ..good()
            },
        ),
        (
            "need_score",
            "ScoreMissing",
            ProposalDraft {
                need_score: "101".into(),
                ..good()
            },
        ),
        (
            "plan_score",
            "ScoreMissing",
            ProposalDraft {
                plan_score: "-1".into(),
                ..good()
            },
        ),
    ];
    let before = world.fingerprint().await;
    for (field, kind, draft) in cases {
        let refusal = refused(propose(&world, id, draft).await, kind);
        assert_eq!(refusal.field(), Some(field), "{kind}");
    }
    assert_eq!(world.fingerprint().await, before);
    propose(&world, id, good()).await.unwrap();
    assert_eq!(world.state(id).await, ProjectState::Proposed);
}

#[tokio::test]
async fn the_list_runs_its_sum_against_the_cap_by_rank() {
    let world = october().await;
    let clerk = world.clerk(ORDOS);
    let cap = clerk.proposals(NEXT).await.unwrap().cap;
    assert_eq!(cap.cap, yuan(8_100_000));
    let committed = cap.used + cap.reserved;
    let rest = cap.cap - committed;
    let exact = world.accepted(ORDOS, 2027, rest, 2).await;
    let penny = world.accepted(ORDOS, 2027, yuan(1), 1).await;
    propose(&world, penny, proposal(2, Money::from_fen(1)))
        .await
        .unwrap();
    propose(&world, exact, proposal(1, rest)).await.unwrap();
    let view = clerk.proposals(NEXT).await.unwrap();
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| (row.id, row.running, row.over))
        .collect();
    assert_eq!(
        rows,
        [
            (exact, cap.cap, false),
            (penny, cap.cap + Money::from_fen(1), true)
        ]
    );
    // Part of the first one falls in the year after: then both fit.
    let draft = ProposalDraft {
        first_year: (rest - Money::from_fen(1)).plain(),
        ..proposal(1, rest)
    };
    propose(&world, exact, draft).await.unwrap();
    let view = clerk.proposals(NEXT).await.unwrap();
    assert!(view.rows.iter().all(|row| !row.over), "{:?}", view.rows);
}

#[tokio::test]
async fn a_rank_is_given_once_and_free_again_when_its_project_is_dropped() {
    let world = october().await;
    let one = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
    let two = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
    propose(&world, one, proposal(7, yuan(1))).await.unwrap();
    let refusal = refused(
        propose(&world, two, proposal(7, yuan(1))).await,
        "RankTaken",
    );
    assert_eq!(refusal.field(), Some("rank"));
    let clerk = world.clerk(ORDOS);
    clerk
        .drop_proposal(one, world.version(one).await)
        .await
        .unwrap();
    assert_eq!(world.state(one).await, ProjectState::Accepted);
    propose(&world, two, proposal(7, yuan(1))).await.unwrap();
    // And comes back at another rank.
    propose(&world, one, proposal(8, yuan(2))).await.unwrap();
    let view = clerk.proposals(NEXT).await.unwrap();
    let ranks: Vec<_> = view.rows.iter().map(|row| (row.rank, row.id)).collect();
    assert_eq!(ranks, [(7, two), (8, one)]);
}

#[tokio::test]
async fn a_frozen_list_does_not_change_for_anybody() {
    let world = october().await;
    let on = world.on_frozen_list(ORDOS, yuan(100_000)).await;
    let off = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
    let (clerk, reviewer) = (world.clerk(ORDOS), world.reviewer(ORDOS));
    let before = world.fingerprint().await;
    refused(
        propose(&world, on, proposal(1, yuan(1))).await,
        "WrongState",
    );
    refused(
        propose(&world, off, proposal(2, yuan(1))).await,
        "WrongState",
    );
    refused(
        clerk.drop_proposal(on, world.version(on).await).await,
        "WrongState",
    );
    let view = reviewer.proposals(NEXT).await.unwrap();
    assert_eq!(view.state, ListState::Frozen);
    refused(
        reviewer.freeze_proposals(2027, view.version).await,
        "WrongState",
    );
    assert!(
        view.offers.iter().all(|offer| offer.why_not.is_some()),
        "{:?}",
        view.offers
    );
    assert_eq!(world.fingerprint().await, before);
    // Not even past every use case.
    let mut tx = world.admin.begin().await.unwrap();
    let error = sqlx::query("update proposal set amount = 1 where project_id = $1")
        .bind(on.0)
        .execute(&mut *tx)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("frozen"), "{error}");
}

#[tokio::test]
async fn a_list_is_frozen_as_it_was_seen_and_not_empty() {
    let world = october().await;
    let reviewer = world.reviewer(ORDOS);
    refused(
        reviewer.freeze_proposals(2027, Version(0)).await,
        "WrongState",
    );
    refused(
        world.clerk(ORDOS).freeze_proposals(2027, Version(0)).await,
        "Forbidden",
    );
    let one = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
    propose(&world, one, proposal(1, yuan(1))).await.unwrap();
    let seen = reviewer.proposals(NEXT).await.unwrap().version;
    propose(&world, one, proposal(1, yuan(2))).await.unwrap();
    refused(reviewer.freeze_proposals(2027, seen).await, "Stale");
    let clerk = world.clerk(ORDOS);
    clerk
        .drop_proposal(one, world.version(one).await)
        .await
        .unwrap();
    let seen = reviewer.proposals(NEXT).await.unwrap().version;
    refused(reviewer.freeze_proposals(2027, seen).await, "WrongState");
}

#[tokio::test]
async fn the_list_shows_who_waits_and_what_is_known_of_them() {
    let world = october().await;
    let old = world
        .project_at(ORDOS, Mode::Direct, yuan(90_000), ProjectState::Closed)
        .await;
    let id = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
    let foreign = world.accepted(BAOTOU, 2027, yuan(50_000), 1).await;
    let clerk = world.clerk(ORDOS);
    let waiting = clerk.proposals(NEXT).await.unwrap().waiting;
    assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
    assert_eq!(waiting[0].since, day("2026-10-20"));
    ban_applicant(&world, id).await;
    propose(&world, id, proposal(1, yuan(1))).await.unwrap();
    let view = clerk.proposals(NEXT).await.unwrap();
    let row = &view.rows[0];
    let past = row
        .past
        .iter()
        .find(|past| past.id == old)
        .expect("its past project");
    assert_eq!(past.conclusion, "一次合格");
    assert_eq!(row.banned_until, Some(day("2029-01-10")));
    assert!(view.waiting.is_empty());
    let region = YearOf {
        tenant: Some(BAOTOU),
        ..NEXT
    };
    let baotou = world.region().proposals(region).await.unwrap();
    assert_eq!(
        baotou.waiting.iter().map(|row| row.id).collect::<Vec<_>>(),
        [foreign]
    );
    refused(
        clerk
            .propose_project(foreign, Version(1), proposal(1, yuan(1)))
            .await,
        "NotFound",
    );
}

async fn ban_applicant(world: &World, id: ProjectId) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "insert into ban (org_id, tenant_id, decision_no, effective_on, last_on)
         select applicant_id, 150200, '包人社决〔2026〕1号', date '2026-01-10', date '2029-01-10' from project where id = $1",
    )
    .bind(id.0)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_application_waits_five_working_days_and_is_then_late() {
    let world = october().await;
    let id = world.accepted(ORDOS, 2027, yuan(50_000), 1).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("update project set state = 'SUBMITTED' where id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let clerk = world.clerk(ORDOS);
    let intake = async || clerk.proposals(NEXT).await.unwrap().intake.remove(0);
    let row = intake().await;
    assert_eq!(
        (row.id, row.due, row.late),
        (id, Some(day("2026-10-27")), false)
    );
    world.set_today(day("2026-10-28"));
    assert!(intake().await.late);
}
