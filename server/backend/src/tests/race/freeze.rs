//! A payment against a stop of payments: made before it or not at all (R086).

use domain::contract::{DoingApi, MoneyApi, ProjectApi};
use domain::state::{CaseKind, Mode, ProjectState};
use domain::{Money, ProjectId, Version};

use super::stand::standing;
use super::{Races, approved, kind};
use crate::testkit::{ORDOS, World, world};
use crate::tests::doing::case::draft;

/// The least that may be prepaid of 100,000 yuan (R118): from then on one fen more is an instalment.
const LEAST: i64 = 3_000_000;

/// Everything goes on, past every rule.
async fn reset(world: &World, id: ProjectId) {
    let mut tx = world.admin.begin().await.unwrap();
    for sql in [
        "update payment_freeze set released_on = current_date where $1 > 0",
        "update payment set state = 'REJECTED' where project_id = $1 and state = 'FROZEN'",
    ] {
        sqlx::query(sql).bind(id.0).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// State of a payment, and how often the ledger has it.
async fn booked(world: &World, payment: domain::PaymentId) -> (String, i64) {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_as(
        "select state, (select count(*) from ledger where payment_id = $1) from payment where id = $1",
    )
    .bind(payment.0)
    .fetch_one(&mut *tx)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_is_made_before_a_stop_or_not_at_all() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Direct, amount, ProjectState::Contracted)
        .await;
    let (payer, hrss) = (world.payer(ORDOS), world.hrss(ORDOS));
    let paper = draft(&world, id, CaseKind::Fraud).await;
    let first = approved(&world, id, Money::from_fen(LEAST)).await;
    payer
        .pay(first, Version(1), "race-first".into(), "R".into())
        .await
        .unwrap();
    let (mut races, mut paid) = (Races::new("payment and stop"), LEAST);
    for no in 0..Races::tries() {
        let payment = approved(&world, id, Money::from_fen(1)).await;
        let (key, voucher) = (format!("race-{no:05}"), format!("R-{no}"));
        let (pays, stops, paper) = (payer.clone(), hrss.clone(), paper.clone());
        let (made, opened) = races
            .run(
                async move { pays.pay(payment, Version(1), key, voucher).await },
                async move { stops.open_case(paper).await },
            )
            .await;
        assert_eq!(kind(&opened), None, "try {no}");
        let (outcome, found) = match kind(&made) {
            None => ("paid before the stop", ("PAID".to_owned(), 1)),
            Some("Stale" | "WrongState") => ("stopped unpaid", ("FROZEN".to_owned(), 0)),
            third => panic!("try {no}: {third:?}"),
        };
        assert_eq!(booked(&world, payment).await, found, "try {no}");
        paid += found.1;
        let ledger = standing(&world, id).await.ledger;
        assert_eq!(ledger, Money::from_fen(paid).plain(), "try {no}");
        races.count(outcome);
        reset(&world, id).await;
    }
    races.finish(["paid before the stop", "stopped unpaid"]);
    let money = world.clerk(ORDOS).project(id).await.unwrap().money;
    assert_eq!(money.prepaid, Money::from_fen(paid));
}
