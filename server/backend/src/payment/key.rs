//! Idempotency keys: the same key with the same content is the same business.

use domain::{PaymentId, ProjectId, Refusal};
use sqlx::Row;

use crate::Result;
use crate::door::Tx;
use crate::rows::Columns;

/// The payment a key was used for before, `None` for a new key.
pub(super) async fn replayed(
    tx: &mut Tx,
    key: &str,
    project: ProjectId,
    content: &str,
) -> Result<Option<PaymentId>> {
    let action = tx.action.code();
    if !(5..=100).contains(&key.len()) {
        return Err(Refusal::Required {
            field: "key".into(),
            label: "业务流水号".into(),
        }
        .into());
    }
    let row = sqlx::query(
        "select content, payment_id from money_key where project_id = $1 and action = $2 and key = $3",
    )
        .bind(project.0)
        .bind(action)
        .bind(key)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    if row.text("content")? != content {
        return Err(Refusal::KeyReused.into());
    }
    Ok(Some(PaymentId(row.try_get("payment_id")?)))
}

/// Keeps the key with what it was used for.
pub(super) async fn remember(
    tx: &mut Tx,
    key: &str,
    project: ProjectId,
    content: &str,
    payment: PaymentId,
) -> Result<()> {
    let action = tx.action.code();
    sqlx::query(
        "insert into money_key (key, project_id, action, content, payment_id) values ($1, $2, $3, $4, $5)",
    )
    .bind(key)
    .bind(project.0)
    .bind(action)
    .bind(content)
    .bind(payment.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether a key was used for the same content before, for what is no payment.
pub(crate) async fn replayed_row(
    tx: &mut Tx,
    key: &str,
    project: ProjectId,
    content: &str,
) -> Result<bool> {
    Ok(replayed(tx, key, project, content).await?.is_some())
}

/// Keeps the key with the row it led to; keys of different actions never meet.
pub(crate) async fn remember_row(
    tx: &mut Tx,
    key: &str,
    project: ProjectId,
    content: &str,
    row: i64,
) -> Result<()> {
    remember(tx, key, project, content, PaymentId(row)).await
}
