//! The rows a payment writes: signatures of the persons, the transfer, the ledger.

use domain::Refusal;
use domain::state::{LedgerKind, PaymentKind, PaymentState};

use super::Payment;
use crate::books::{NewEntry, enter};
use crate::door::Tx;
use crate::{Error, Result};

pub(super) async fn sign_off(tx: &mut Tx, payment: &Payment, to: PaymentState) -> Result<()> {
    let who = tx.who.clone();
    let statement = match to {
        PaymentState::Checked => {
            "update payment set state = 'CHECKED', checked_by = $2, checked_name = $3, version = version + 1 where id = $1"
        }
        _ => {
            "update payment set state = 'APPROVED', approved_by = $2, approved_name = $3, version = version + 1 where id = $1"
        }
    };
    sqlx::query(statement)
        .bind(payment.id.0)
        .bind(who.account.0)
        .bind(who.name)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn transfer(
    tx: &mut Tx,
    payment: &Payment,
    voucher: &str,
    account: &str,
) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    let done = sqlx::query(
        "update payment set state = 'PAID', paid_by = $2, paid_name = $3, paid_on = $4, voucher = $5, account_no = $6,
           version = version + 1 where id = $1",
    )
    .bind(payment.id.0)
    .bind(who.account.0)
    .bind(who.name)
    .bind(today)
    .bind(voucher)
    .bind(account)
    .execute(&mut **tx)
    .await;
    done.map(|_| ()).map_err(|error| {
        let error = Error::from(error);
        if error.violates("payment_voucher") {
            Refusal::VoucherUsed {
                field: "voucher".into(),
                voucher: voucher.into(),
            }
            .into()
        } else {
            error
        }
    })
}

pub(super) async fn book(
    tx: &mut Tx,
    payment: &Payment,
    payee: &str,
    voucher: &str,
    year: i32,
) -> Result<()> {
    let entry = NewEntry {
        project: payment.project,
        payment: Some(payment.id),
        claim: None,
        year,
        kind: match payment.kind {
            PaymentKind::Prepayment => LedgerKind::Prepayment,
            PaymentKind::Balance => LedgerKind::Balance,
        },
        amount: payment.amount,
        org: payment.payee,
        on: tx.today(),
        voucher,
        party: payee,
    };
    enter(tx, &entry).await.map(drop)
}
