//! Supplementary agreements (R049, R072-R077; machine 2.4; I1, I4, I9, I10).

use chrono::{Days, NaiveDate};
use domain::contract::{AmendmentDraft, DoingApi, ProjectApi, ProjectView};
use domain::state::{
    AgreementState, AmendmentState, DeadlineKind, DeadlineResult, Mode, PaymentState, ProjectState,
};
use domain::{ProjectId, period};

use super::{file_amendment, project_at, refused, refused_at, see, yuan};
use crate::demo::words::archive;
use crate::testkit::{BAOTOU, ORDOS, World, world};
use crate::tests::journey::good_draft;

/// A direct project whose agreement runs for 200 of the 334 approved days.
pub(super) async fn short(world: &World, prepay: &str) -> ProjectId {
    let id = project_at(world, Mode::Direct, ProjectState::Budgeted).await;
    world
        .clerk(ORDOS)
        .draft_agreement(
            id,
            world.version(id).await,
            good_draft(world, "100000", prepay),
        )
        .await
        .unwrap();
    world.drive(id, ProjectState::InProgress).await;
    if !prepay.is_empty() {
        world.drive(id, PaymentState::Paid).await;
    }
    id
}

pub(super) fn start_from(view: &ProjectView) -> AmendmentDraft {
    AmendmentDraft {
        reason: "检修停产，培训顺延。".into(),
        ..view
            .doing
            .amendment
            .clone()
            .expect("something to start from")
    }
}

pub(super) async fn draft(
    world: &World,
    id: ProjectId,
    draft: AmendmentDraft,
) -> domain::contract::Answer<()> {
    world
        .clerk(ORDOS)
        .draft_amendment(id, world.version(id).await, draft)
        .await
}

pub(super) async fn sign_all(world: &World, id: ProjectId) {
    let (reviewer, unit) = (world.reviewer(ORDOS), world.unit_of(id).await);
    reviewer
        .check_amendment(id, world.version(id).await)
        .await
        .unwrap();
    reviewer
        .sign_amendment(id, world.version(id).await)
        .await
        .unwrap();
    unit.sign_amendment(id, world.version(id).await)
        .await
        .unwrap();
}

fn project_ends(view: &ProjectView) -> Vec<(NaiveDate, Option<DeadlineResult>, String)> {
    let ends = view
        .deadlines
        .iter()
        .filter(|one| one.kind == DeadlineKind::ProjectEnd);
    let mut ends: Vec<_> = ends
        .map(|one| (one.next.due, one.result, one.reason.clone()))
        .collect();
    ends.sort();
    ends
}

#[tokio::test]
async fn a_project_past_its_end_is_extended_instead_of_ended() {
    let world = world().await;
    let id = short(&world, "40").await;
    let (clerk, unit) = (world.clerk(ORDOS), world.unit_of(id).await);
    let before = see(&clerk, id).await;
    world.set_today(before.end + Days::new(3));
    unit.keep_archive(id, before.version, archive(false, false))
        .await
        .unwrap();
    refused(
        unit.complete_project(id, world.version(id).await, true)
            .await,
        "DateTooLate",
    );

    let end = before.doing.approved_end.unwrap();
    assert!(end > before.end);
    let change = AmendmentDraft {
        end: end.to_string(),
        ..start_from(&before)
    };
    draft(&world, id, change).await.unwrap();
    sign_all(&world, id).await;
    let signed = see(&unit, id).await;
    assert_eq!(
        signed.agreement.as_ref().unwrap().state,
        AgreementState::Amended
    );
    assert_eq!(signed.end, before.end, "nothing holds before it is filed");
    file_amendment(&world, id).await;

    let after = see(&unit, id).await;
    assert_eq!(after.end, end);
    let agreement = after.agreement.as_ref().unwrap();
    assert_eq!(
        (agreement.state, agreement.end),
        (AgreementState::Filed, end)
    );
    let amendment = &after.doing.amendments[0];
    assert_eq!((amendment.no, amendment.state), (1, AmendmentState::Filed));
    assert!(
        amendment
            .changes
            .iter()
            .any(|change| change.label == "结束日期")
    );
    assert!(amendment.signatures.iter().all(|(_, _, day)| day.is_some()));
    assert_eq!(after.doing.versions[0].end, before.end, "the old one stays");
    let ends = project_ends(&after);
    assert_eq!(ends[0].0, before.end);
    assert_eq!(
        ends[0].1,
        Some(DeadlineResult::Missed),
        "missed stays missed"
    );
    assert!(ends[0].2.contains("第 1 号补充协议"));
    assert_eq!((ends[1].0, ends[1].1), (end, None));
    assert!(
        after
            .history
            .iter()
            .any(|row| row.text.contains("第 1 号补充协议备案生效：结束日期由"))
    );

    unit.keep_archive(id, world.version(id).await, archive(false, true))
        .await
        .unwrap();
    unit.complete_project(id, world.version(id).await, true)
        .await
        .unwrap();
    assert_eq!(world.state(id).await, ProjectState::Completed);
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn each_figure_has_its_guard() {
    let world = world().await;
    let id = short(&world, "40").await;
    world.advance_days(5);
    let view = see(&world.clerk(ORDOS), id).await;
    let good = start_from(&view);
    let approved = view.doing.approved_end.unwrap();
    let two_years = period::two_years_from(view.start);
    let later = |day: NaiveDate| (day + Days::new(1)).to_string();
    let cases: [(&str, &str, AmendmentDraft); 10] = [
        ("NothingChanged", "reason", good.clone()),
        (
            "Required",
            "reason",
            AmendmentDraft {
                reason: " ".into(),
                end: approved.to_string(),
                ..good.clone()
            },
        ),
        (
            "AmountTooLarge",
            "amount",
            AmendmentDraft {
                amount: "100000.01".into(),
                ..good.clone()
            },
        ),
        (
            "AmountNotPositive",
            "amount",
            AmendmentDraft {
                amount: "0".into(),
                ..good.clone()
            },
        ),
        (
            "PeriodTooLong",
            "end",
            AmendmentDraft {
                end: later(two_years),
                basis: "决议".into(),
                ..good.clone()
            },
        ),
        (
            "BasisMissing",
            "basis",
            AmendmentDraft {
                end: later(approved),
                ..good.clone()
            },
        ),
        (
            "DateTooEarly",
            "end",
            AmendmentDraft {
                end: (world.today() - Days::new(1)).to_string(),
                ..good.clone()
            },
        ),
        (
            "PrepaymentOutOfBand",
            "prepay",
            AmendmentDraft {
                prepay: "71".into(),
                ..good.clone()
            },
        ),
        // 40,000 yuan are prepaid: the amount cannot fall so far that this is more than 70%.
        (
            "PrepaymentOutOfBand",
            "amount",
            AmendmentDraft {
                amount: "57142.85".into(),
                ..good.clone()
            },
        ),
        (
            "PrepaymentOutOfBand",
            "prepay",
            AmendmentDraft {
                prepay: String::new(),
                ..good.clone()
            },
        ),
    ];
    for (kind, field, change) in cases {
        refused_at(draft(&world, id, change).await, kind, field);
    }
    assert_eq!(world.version(id).await, view.version, "nothing changed");
    // The borders themselves hold.
    let change = AmendmentDraft {
        amount: "57142.86".into(),
        end: two_years.to_string(),
        basis: "第4次联席会议决议2026-4-02号".into(),
        ..good
    };
    draft(&world, id, change).await.unwrap();
    sign_all(&world, id).await;
    file_amendment(&world, id).await;
    let after = see(&world.clerk(ORDOS), id).await;
    assert_eq!(after.money.agreement, "57142.86".parse().unwrap());
    assert_eq!(after.end, two_years);
    assert_eq!(after.money.balance, after.money.agreement - yuan(40_000));
}

#[expect(clippy::too_many_lines, reason = "a story reads from top to bottom")]
#[tokio::test]
async fn every_step_has_its_turn_and_its_person() {
    let world = world().await;
    let id = short(&world, "").await;
    let (clerk, reviewer, unit) = (
        world.clerk(ORDOS),
        world.reviewer(ORDOS),
        world.unit_of(id).await,
    );
    let seen = async || world.version(id).await;
    refused(
        reviewer.check_amendment(id, seen().await).await,
        "WrongState",
    );
    refused(
        reviewer.sign_amendment(id, seen().await).await,
        "WrongState",
    );
    refused(clerk.file_amendment(id, seen().await).await, "WrongState");
    let view = see(&clerk, id).await;
    let end = view.doing.approved_end.unwrap().to_string();
    let mut change = AmendmentDraft {
        end,
        ..start_from(&view)
    };
    change.clauses.breach = " ".into();
    refused(
        unit.draft_amendment(id, seen().await, change.clone()).await,
        "Forbidden",
    );
    refused(
        world
            .clerk(BAOTOU)
            .draft_amendment(id, seen().await, change.clone())
            .await,
        "NotFound",
    );
    draft(&world, id, change.clone()).await.unwrap();
    refused_at(
        reviewer.check_amendment(id, seen().await).await,
        "ClauseEmpty",
        "breach",
    );
    change.clauses.breach = "违约责任不变。".into();
    draft(&world, id, change.clone()).await.unwrap();
    assert_eq!(
        see(&clerk, id).await.doing.amendments.len(),
        1,
        "rewritten, not another one"
    );
    refused(
        reviewer.sign_amendment(id, seen().await).await,
        "WrongState",
    );
    reviewer.check_amendment(id, seen().await).await.unwrap();
    refused(clerk.sign_amendment(id, seen().await).await, "Forbidden");
    reviewer.sign_amendment(id, seen().await).await.unwrap();
    refused(
        reviewer.sign_amendment(id, seen().await).await,
        "SignedAlready",
    );
    refused(draft(&world, id, change.clone()).await, "WrongState");
    refused(clerk.file_amendment(id, seen().await).await, "WrongState");
    // Withdrawn after one signature, and begun again under the next number.
    refused_at(
        clerk.withdraw_amendment(id, seen().await, " ".into()).await,
        "Required",
        "reason",
    );
    clerk
        .withdraw_amendment(id, seen().await, "改为减少金额".into())
        .await
        .unwrap();
    draft(&world, id, change).await.unwrap();
    let numbers: Vec<_> = see(&unit, id)
        .await
        .doing
        .amendments
        .iter()
        .map(|one| (one.no, one.state))
        .collect();
    assert_eq!(
        numbers,
        [(2, AmendmentState::Draft), (1, AmendmentState::Withdrawn)]
    );
    sign_all(&world, id).await;
    refused(
        clerk
            .withdraw_amendment(id, seen().await, "晚了".into())
            .await,
        "WrongState",
    );
    unit.keep_archive(id, seen().await, archive(false, false))
        .await
        .unwrap();
    refused(
        unit.complete_project(id, seen().await, true).await,
        "WrongState",
    );
    clerk.file_amendment(id, seen().await).await.unwrap();
    refused(clerk.file_amendment(id, seen().await).await, "WrongState");
}
