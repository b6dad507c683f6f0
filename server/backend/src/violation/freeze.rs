//! Stopping the payments of a unit in a city, and letting them go on (R086; machine 2.6).
//!
//! Under the city's queue: a payment is either made before the stop or not at all.

use domain::state::PaymentKind;
use domain::{Money, OrgId, ProjectId, Refusal};
use serde_json::json;
use sqlx::Row;

use crate::Result;
use crate::door::Tx;
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;

/// Stops everything that is not paid yet; answers the number of the stop.
pub(super) async fn start(tx: &mut Tx, org: OrgId) -> Result<i64> {
    let today = tx.today();
    let id = sqlx::query_scalar(
        "insert into payment_freeze (org_id, frozen_on) values ($1, $2) returning id",
    )
    .bind(org.0)
    .bind(today)
    .fetch_one(&mut **tx)
    .await?;
    let stopped = sqlx::query(
        "update payment set state = 'FROZEN', version = version + 1
         where payee_id = $1 and state in ('REQUESTED', 'UNLOCKED', 'CHECKED', 'APPROVED') returning project_id, kind, amount",
    )
    .bind(org.0)
    .fetch_all(&mut **tx)
    .await?;
    tell(tx, &stopped, "暂停支付").await?;
    Ok(id)
}

/// Ends a stop. Payments go on unless another stop still holds; they begin again with the first of
/// the three persons. `false` = it had ended already.
pub(super) async fn end(tx: &mut Tx, freeze: i64, org: OrgId) -> Result<bool> {
    let today = tx.today();
    let done = sqlx::query(
        "update payment_freeze set released_on = $2 where id = $1 and released_on is null",
    )
    .bind(freeze)
    .bind(today)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    if is_frozen(tx, org).await? {
        return Ok(true);
    }
    let going_on = sqlx::query(
        "update payment set state = case kind when 'BALANCE' then 'UNLOCKED' else 'REQUESTED' end,
           checked_by = null, checked_name = '', approved_by = null, approved_name = '', version = version + 1
         where payee_id = $1 and state = 'FROZEN' returning project_id, kind, amount",
    )
    .bind(org.0)
    .fetch_all(&mut **tx)
    .await?;
    tell(tx, &going_on, "恢复支付").await?;
    Ok(true)
}

/// Whether a stop still runs.
pub(super) async fn runs(tx: &mut Tx, freeze: i64) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select from payment_freeze where id = $1 and released_on is null)",
    )
    .bind(freeze)
    .fetch_one(&mut **tx)
    .await?)
}

/// Whether the payments of an institution are stopped in this city.
pub(crate) async fn is_frozen(tx: &mut Tx, org: OrgId) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select from payment_freeze where org_id = $1 and released_on is null)",
    )
    .bind(org.0)
    .fetch_one(&mut **tx)
    .await?)
}

/// Refuses new business about the money of an institution whose payments are stopped.
pub(crate) async fn refuse_frozen(tx: &mut Tx, org: OrgId, name: &str) -> Result<()> {
    if is_frozen(tx, org).await? {
        return Err(Refusal::PaymentsFrozen { name: name.into() }.into());
    }
    Ok(())
}

/// Each project's own history says what happened to its payment, and no more than that.
async fn tell(tx: &mut Tx, rows: &[sqlx::postgres::PgRow], verb: &str) -> Result<()> {
    for row in rows {
        let mut project = Project::lock(tx, ProjectId(row.try_get("project_id")?)).await?;
        let (kind, amount): (PaymentKind, Money) = (row.code("kind")?, row.money("amount")?);
        project.save(tx).await?;
        let text = format!("{verb}：{} {amount} 元", kind.label());
        record(
            tx,
            &project,
            Entry::new(text).facts(json!({"amount": amount})),
        )
        .await?;
    }
    Ok(())
}
