//! Idempotency keys: the same key with the same content is the same business.

use domain::{PaymentId, ProjectId, Refusal};
use sqlx::Row;

use crate::door::Tx;
use crate::rows::Columns;
use crate::{Error, Result};

/// The payment a key was used for before, `None` for a new key.
pub(super) async fn replayed(tx: &mut Tx, key: &str, content: &str) -> Result<Option<PaymentId>> {
    if !(5..=100).contains(&key.len()) {
        return Err(Refusal::Required {
            field: "key".into(),
            label: "业务流水号".into(),
        }
        .into());
    }
    let row = sqlx::query("select action, content, payment_id from money_key where key = $1")
        .bind(key)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    if row.text("action")? != tx.action.code() || row.text("content")? != content {
        return Err(Refusal::KeyReused.into());
    }
    Ok(Some(PaymentId(row.try_get("payment_id")?)))
}

pub(super) async fn remember(
    tx: &mut Tx,
    key: &str,
    project: ProjectId,
    content: &str,
    payment: PaymentId,
) -> Result<()> {
    let action = tx.action.code();
    let done = sqlx::query(
        "insert into money_key (key, project_id, action, content, payment_id) values ($1, $2, $3, $4, $5)",
    )
    .bind(key)
    .bind(project.0)
    .bind(action)
    .bind(content)
    .bind(payment.0)
    .execute(&mut **tx)
    .await;
    done.map(|_| ()).map_err(|error| {
        let error = Error::from(error);
        // Another project of the city used it; its row is not ours to see.
        if error.violates("money_key_pkey") {
            Refusal::KeyReused.into()
        } else {
            error
        }
    })
}
