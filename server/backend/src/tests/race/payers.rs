//! Two payers and one payment, each with a voucher of their own: paid once, by one of them (R017,
//! I11).

use domain::contract::MoneyApi;
use domain::state::{Mode, ProjectState};
use domain::{Money, PaymentId, UserId, Version};
use sqlx::Row;

use super::{Races, approved, kind};
use crate::testkit::{ORDOS, World, world};

/// The least that may be prepaid of 100,000 yuan (R118): from then on one fen more is an instalment.
const LEAST: i64 = 3_000_000;

/// Voucher and payer of a payment, and every row of the ledger that names it.
async fn booked(world: &World, payment: PaymentId) -> (String, String, i64, Vec<String>) {
    let mut tx = world.admin.begin().await.unwrap();
    let row = sqlx::query("select state, voucher, paid_by from payment where id = $1")
        .bind(payment.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let entries = sqlx::query_scalar(
        "select format('%s %s %s %s', kind, amount, voucher, entered_account) from ledger where payment_id = $1",
    )
    .bind(payment.0)
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    (
        row.get("state"),
        row.get("voucher"),
        row.get("paid_by"),
        entries,
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_payers_pay_once() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Direct, amount, ProjectState::Contracted)
        .await;
    let (one, mut other) = (world.payer(ORDOS), world.payer(ORDOS));
    other.who.account = UserId(one.who.account.0 + 1_000_000);
    let first = approved(&world, id, Money::from_fen(LEAST)).await;
    one.pay(first, Version(1), "race-first".into(), "R".into())
        .await
        .unwrap();
    let mut races = Races::new("two payers");
    for no in 0..Races::tries() {
        let payment = approved(&world, id, Money::from_fen(1)).await;
        let (a, b) = (one.clone(), other.clone());
        let (a, b) = races
            .run(
                async move {
                    let key = format!("race-a-{no:05}");
                    a.pay(payment, Version(1), key, format!("A-{no}")).await
                },
                async move {
                    let key = format!("race-b-{no:05}");
                    b.pay(payment, Version(1), key, format!("B-{no}")).await
                },
            )
            .await;
        let (winner, voucher, outcome) = match (kind(&a), kind(&b)) {
            (None, Some("Stale" | "WrongState")) => (&one, format!("A-{no}"), "the one"),
            (Some("Stale" | "WrongState"), None) => (&other, format!("B-{no}"), "the other"),
            third => panic!("try {no}: {third:?}"),
        };
        let payer = winner.who.account.0;
        let entry = format!("PREPAYMENT 0.01 {voucher} {payer}");
        let wanted = ("PAID".to_owned(), voucher, payer, vec![entry]);
        assert_eq!(booked(&world, payment).await, wanted, "try {no}");
        races.count(outcome);
        let stands = super::stand::standing(&world, id).await;
        let paid = Money::from_fen(LEAST + 1 + i64::from(no));
        assert_eq!(stands.ledger, paid.plain(), "try {no}");
        assert_eq!(stands.open, [""; 0], "try {no}");
    }
    races.finish(["the one", "the other"]);
}
