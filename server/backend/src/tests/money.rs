//! Money under haste: the same key twice, two payers at once, the last of the allocation.

use domain::contract::{DoingApi, MoneyApi, ProjectApi};
use domain::state::{Mode, PaymentKind, PaymentState, ProjectState};
use domain::{Money, PaymentId, Version};

use super::journey::ledger_sum;
use crate::demo::words;
use crate::testkit::{ORDOS, World, world};

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

#[tokio::test]
async fn the_same_key_twice_is_one_request_and_with_other_content_a_refusal() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, ProjectState::Contracted).await;
    let unit = world.unit_of(id).await;
    let first = unit
        .request_prepayment(id, "key-00000001".into(), yuan(30_000))
        .await
        .unwrap();
    let again = unit
        .request_prepayment(id, "key-00000001".into(), yuan(30_000))
        .await
        .unwrap();
    assert_eq!(first, again);
    let other = unit
        .request_prepayment(id, "key-00000001".into(), yuan(31_000))
        .await
        .unwrap_err();
    assert_eq!(other.refusal().unwrap().kind(), "KeyReused");
    assert_eq!(unit.project(id).await.unwrap().payments.len(), 1);
}

#[tokio::test]
async fn a_key_used_up_on_one_project_is_free_on_another() {
    let world = world().await;
    let (_, payment, seen) = approved(&world, yuan(50_000)).await;
    let other = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(other, ProjectState::Contracted).await;
    let key = format!("pay-{payment}-{seen}");
    let thief = world.unit_of(other).await;
    thief
        .request_prepayment(other, key.clone(), yuan(30_000))
        .await
        .unwrap();
    let payer = world.payer(ORDOS);
    payer.pay(payment, seen, key, "V-3".into()).await.unwrap();
}

#[tokio::test]
async fn instalments_stay_together_between_thirty_and_seventy_per_cent() {
    let world = world().await;
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, ProjectState::Contracted).await;
    let unit = world.unit_of(id).await;
    let ask =
        |key: &str, fen: i64| unit.request_prepayment(id, key.to_owned(), Money::from_fen(fen));
    for (key, fen) in [("below-0001", 2_999_999), ("above-0001", 7_000_001)] {
        assert_eq!(
            ask(key, fen).await.unwrap_err().refusal().unwrap().kind(),
            "PrepaymentOutOfBand"
        );
    }
    ask("first-0001", 3_000_000).await.unwrap();
    assert_eq!(
        ask("over-00001", 4_000_001)
            .await
            .unwrap_err()
            .refusal()
            .unwrap()
            .kind(),
        "PrepaymentOutOfBand"
    );
    ask("second-0001", 4_000_000).await.unwrap();
}

/// A prepayment approved by two persons and waiting for the third.
async fn approved(world: &World, amount: Money) -> (domain::ProjectId, PaymentId, Version) {
    let id = world.new_project(ORDOS, Mode::Direct, yuan(100_000)).await;
    world.drive(id, ProjectState::Contracted).await;
    let unit = world.unit_of(id).await;
    let payment = unit
        .request_prepayment(id, format!("request-{id}"), amount)
        .await
        .unwrap();
    world
        .clerk(ORDOS)
        .check_payment(payment, Version(1))
        .await
        .unwrap();
    world
        .reviewer(ORDOS)
        .approve_payment(payment, Version(2))
        .await
        .unwrap();
    (id, payment, Version(3))
}

/// Thirty per cent and a little more were asked for; the thirty were sent back, the rest waits for its
/// payer: alone it is too little (R118, I1).
#[tokio::test]
async fn what_is_paid_counts_not_what_was_asked_for() {
    let world = world().await;
    let (id, first, seen) = approved(&world, yuan(30_000)).await;
    let (unit, reviewer) = (world.unit_of(id).await, world.reviewer(ORDOS));
    let asked = unit.request_prepayment(id, "little-0001".into(), yuan(1_000));
    let little = asked.await.unwrap();
    reviewer
        .reject_payment(first, seen, "票据不全".into())
        .await
        .unwrap();
    let clerk = world.clerk(ORDOS);
    clerk.check_payment(little, Version(1)).await.unwrap();
    reviewer.approve_payment(little, Version(2)).await.unwrap();
    let payer = world.payer(ORDOS);
    let paid = payer.pay(little, Version(3), "little-pay".into(), "V-1".into());
    let refused = paid.await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().kind(), "PrepaymentOutOfBand");
    assert_eq!(ledger_sum(&world, id).await, Money::ZERO);
}

/// Once the acceptance is over the balance settles everything (A25).
#[tokio::test]
async fn a_prepayment_is_not_paid_after_the_acceptance() {
    let world = world().await;
    let (id, payment, seen) = approved(&world, yuan(50_000)).await;
    let unit = world.unit_of(id).await;
    let now = || world.version(id);
    unit.record_rules(id, now().await, words::RULES.into())
        .await
        .unwrap();
    unit.start_project(id, now().await).await.unwrap();
    unit.keep_archive(id, now().await, words::archive(false, false))
        .await
        .unwrap();
    unit.complete_project(id, now().await, true).await.unwrap();
    world.drive(id, ProjectState::FailedFinal).await;
    let payer = world.payer(ORDOS);
    let view = payer.project(id).await.unwrap();
    assert!(view.payments.iter().all(|one| one.action.is_none()));
    let paid = payer.pay(payment, seen, "too-late-01".into(), "V-1".into());
    let refused = paid.await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().kind(), "WrongState");
    assert_eq!(ledger_sum(&world, id).await, Money::ZERO);
}

#[tokio::test]
async fn two_payers_at_once_pay_once() {
    let world = world().await;
    let (id, payment, seen) = approved(&world, yuan(50_000)).await;
    let payer = world.payer(ORDOS);
    let tries = (0..20).map(|n| {
        let payer = payer.clone();
        async move {
            payer
                .pay(payment, seen, format!("race-{n:04}"), format!("V-{n}"))
                .await
        }
    });
    let results = futures::future::join_all(tries).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for refused in results.iter().filter_map(|result| result.as_ref().err()) {
        assert!(
            matches!(refused.refusal().unwrap().kind(), "Stale" | "WrongState"),
            "{refused}"
        );
    }
    assert_eq!(ledger_sum(&world, id).await, yuan(50_000));
}

#[tokio::test]
async fn one_person_cannot_take_two_steps() {
    let world = world().await;
    let (_, payment, seen) = approved(&world, yuan(50_000)).await;
    let mut two_hats = world.payer(ORDOS);
    two_hats.who.account = world.clerk(ORDOS).who.account;
    let refused = two_hats
        .pay(payment, seen, "hats-0001".into(), "V-1".into())
        .await
        .unwrap_err();
    assert_eq!(refused.refusal().unwrap().kind(), "SamePerson");
}

/// Leaves so much of this year's allocation.
async fn set_allocation(world: &World, left: Money) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "update fee_plan set amount = $2 + coalesce((select sum(amount) from ledger l
           where l.tenant_id = fee_plan.tenant_id and l.year = fee_plan.year), 0)
         where tenant_id = $1 and year = 2026",
    )
    .bind(ORDOS.0)
    .bind(left.decimal())
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn nothing_is_paid_beyond_the_allocation() {
    let world = world().await;
    let (id, payment, seen) = approved(&world, yuan(50_000)).await;
    set_allocation(&world, Money::from_fen(4_999_999)).await;
    let payer = world.payer(ORDOS);
    let pay = async |key: &str| payer.pay(payment, seen, key.into(), "V-9".into()).await;
    let refused = pay("over-0001").await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().kind(), "OverAllocation");
    assert_eq!(ledger_sum(&world, id).await, Money::ZERO);
    set_allocation(&world, yuan(50_000)).await;
    pay("exact-0001").await.unwrap();
}

#[tokio::test]
async fn a_paid_key_repeated_answers_like_the_first_time() {
    let world = world().await;
    let (id, payment, seen) = approved(&world, yuan(50_000)).await;
    let payer = world.payer(ORDOS);
    for _ in 0..3 {
        payer
            .pay(payment, seen, "again-0001".into(), "V-7".into())
            .await
            .unwrap();
    }
    assert_eq!(ledger_sum(&world, id).await, yuan(50_000));
    let view = payer.project(id).await.unwrap();
    let paid = view
        .payments
        .iter()
        .find(|view| view.id == payment)
        .unwrap();
    assert_eq!(
        (paid.kind, paid.state),
        (PaymentKind::Prepayment, PaymentState::Paid)
    );
}
