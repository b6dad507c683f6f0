//! The rows a payment writes: signatures of the persons, the transfer, the ledger.

use domain::Refusal;
use domain::state::PaymentState;

use super::Payment;
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
            Refusal::UnknownChoice {
                field: "voucher".into(),
                label: "凭证号（已用于另一笔付款）".into(),
            }
            .into()
        } else {
            error
        }
    })
}

pub(super) async fn book(tx: &mut Tx, payment: &Payment, year: i32) -> Result<()> {
    let (today, by) = (tx.today(), tx.who.name.clone());
    sqlx::query(
        "insert into ledger (project_id, payment_id, year, kind, amount, org_id, entered_on, entered_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(payment.project.0)
    .bind(payment.id.0)
    .bind(year)
    .bind(payment.kind.code())
    .bind(payment.amount.decimal())
    .bind(payment.payee.0)
    .bind(today)
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
