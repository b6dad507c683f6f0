//! A payment against a stop of payments, a thousand times: made before it or not at all (R086).

use domain::contract::{DoingApi, MoneyApi};
use domain::state::{CaseKind, Mode, ProjectState};
use domain::{Money, PaymentId, ProjectId, Version};

use super::case::draft;
use super::{project_at, see};
use crate::testkit::{ORDOS, World, world};

/// A prepayment that two persons have approved, as if by use cases.
async fn approved(world: &World, id: ProjectId, amount: Money) -> PaymentId {
    let mut tx = world.admin.begin().await.unwrap();
    let payment: i64 = sqlx::query_scalar(
        "insert into payment (tenant_id, project_id, kind, state, amount, payee_id, payee_name, requested_on, requested_name,
           checked_by, approved_by, account_id)
         select tenant_id, id, 'PREPAYMENT', 'APPROVED', $2 / 100.0, unit_id, unit_name, current_date, '某人', -1, -2,
           (select a.id from payee_account a where a.tenant_id = p.tenant_id and a.org_id = p.unit_id and a.state = 'CONFIRMED')
         from project p where id = $1
         returning id",
    )
    .bind(id.0)
    .bind(amount.fen())
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    PaymentId(payment)
}

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

#[tokio::test]
async fn a_payment_and_a_stop_race_a_thousand_times() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Contracted).await;
    let (payer, hrss) = (world.payer(ORDOS), world.hrss(ORDOS));
    let paper = draft(&world, id, CaseKind::Fraud).await;
    // The least that may be paid at all (R118): from then on one fen more is an instalment.
    let least = Money::from_fen(3_000_000);
    let first = approved(&world, id, least).await;
    payer
        .pay(first, Version(1), "race-first".into(), "R".into())
        .await
        .unwrap();
    let (mut paid, mut stopped) = (0_u32, 0_u32);
    for round in 0..1000 {
        let payment = approved(&world, id, Money::from_fen(1)).await;
        let (key, voucher) = (format!("race-{round:05}"), format!("R-{round}"));
        let pays = payer.pay(payment, Version(1), key, voucher);
        // The two take turns to begin, or the same one would win nearly always.
        let (payment_made, opened) = if round % 2 == 0 {
            futures::join!(pays, hrss.open_case(paper.clone()))
        } else {
            let (opened, made) = futures::join!(hrss.open_case(paper.clone()), pays);
            (made, opened)
        };
        opened.unwrap();
        let mut tx = world.admin.begin().await.unwrap();
        let (state, booked): (String, i64) = sqlx::query_as(
            "select state, (select count(*) from ledger where payment_id = $1) from payment where id = $1",
        )
        .bind(payment.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        drop(tx);
        match (&payment_made, state.as_str(), booked) {
            (Ok(()), "PAID", 1) => paid += 1,
            (Err(fault), "FROZEN", 0) => {
                let kind = fault.refusal().unwrap_or_else(|| panic!("{fault}")).kind();
                assert!(matches!(kind, "Stale" | "WrongState"), "{kind}");
                stopped += 1;
            }
            third => panic!("round {round}: {third:?}"),
        }
        reset(&world, id).await;
    }
    assert!(paid > 0 && stopped > 0, "{paid} paid, {stopped} stopped");
    let view = see(&world.clerk(ORDOS), id).await;
    assert_eq!(
        view.money.prepaid,
        Money::from_fen(3_000_000 + i64::from(paid))
    );
}
