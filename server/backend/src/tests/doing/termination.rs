//! Ending a project before its acceptance: the parties settle, what was not earned goes back.

use domain::contract::{MoneyApi, ProjectApi, Termination};
use domain::state::{AgreementState, Mode, PaymentState, ProjectState};

use super::{project_at, refused_at, see, yuan};
use crate::demo::words::termination;
use crate::testkit::{ORDOS, world};

#[tokio::test]
async fn the_work_done_is_settled_in_writing_and_the_rest_of_the_prepayment_is_claimed() {
    let world = world().await;
    // 40,000 yuan are prepaid.
    let id = project_at(&world, Mode::Commissioned, ProjectState::InProgress).await;
    world.drive(id, PaymentState::Paid).await;
    let reviewer = world.reviewer(ORDOS);
    let seen = world.version(id).await;
    let end = async |how: Termination| reviewer.terminate_project(id, seen, how).await;
    let with = |settlement: &str, record: &str| Termination {
        reason: "主要人员离职".into(),
        settlement: settlement.into(),
        record: record.into(),
    };
    refused_at(end(with("1000", "")).await, "Required", "record");
    refused_at(end(with("", "三方确认")).await, "Required", "settlement");
    refused_at(
        end(with("100000.01", "三方确认")).await,
        "OverSettlement",
        "settlement",
    );
    refused_at(
        end(with("一千", "三方确认")).await,
        "AmountMalformed",
        "settlement",
    );
    end(with("25000.5", "三方确认，按 25000.50 元结算。"))
        .await
        .unwrap();
    let view = see(&world.unit_of(id).await, id).await;
    assert_eq!(view.state, ProjectState::Terminated);
    assert_eq!(view.agreement.unwrap().state, AgreementState::Terminated);
    assert_eq!(view.money.recover, "14999.50".parse().unwrap());
    assert_eq!(
        view.money.balance,
        domain::Money::ZERO,
        "I2: no balance without acceptance"
    );
    let settled = view.doing.termination.unwrap();
    assert_eq!(settled.settlement, "25000.50".parse().unwrap());
    assert!(settled.record.starts_with("三方确认"));
    assert!(view.deadlines.iter().all(|one| one.stopped.is_some()));
}

#[tokio::test]
async fn work_worth_more_than_was_prepaid_is_not_paid_without_acceptance() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Contracted).await;
    let unit = world.unit_of(id).await;
    unit.request_prepayment(id, "still-open".into(), yuan(30_000))
        .await
        .unwrap();
    world
        .reviewer(ORDOS)
        .terminate_project(id, world.version(id).await, termination("停产", "60000"))
        .await
        .unwrap();
    let view = see(&unit, id).await;
    assert_eq!(
        (view.money.recover, view.money.balance),
        (domain::Money::ZERO, domain::Money::ZERO)
    );
    assert!(
        view.payments
            .iter()
            .all(|one| one.state == PaymentState::Rejected)
    );
}
