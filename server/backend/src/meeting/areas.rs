//! What the meeting does to key areas (machine 2.2): on the agenda, decided, or back again.

use chrono::NaiveDate;
use domain::state::AreaState;
use domain::{AreaSetId, Refusal};
use sqlx::Row;

use crate::Result;
use crate::door::Tx;
use crate::rows::Columns;

/// Puts a version on an agenda; answers what the item is called.
///
/// # Errors
/// `NotFound` for no set of this city, `WrongState` for one that is not ready.
pub(crate) async fn put_on_agenda(tx: &mut Tx, id: AreaSetId) -> Result<(String, i32)> {
    let row = sqlx::query("select year, no, state from area_set where id = $1 for update")
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let (year, no): (i32, i32) = (row.try_get("year")?, row.try_get("no")?);
    let state: AreaState = row.code("state")?;
    if !state.next().contains(&AreaState::OnAgenda) {
        return Err(tx
            .action
            .wrong_state(format!("{year} 年度重点领域"), state.label())
            .into());
    }
    go(tx, id, AreaState::OnAgenda).await?;
    Ok((title(year, no), year))
}

/// What the item about a version is called.
pub(crate) fn title(year: i32, no: i32) -> String {
    format!("审定 {year} 年度工伤预防重点领域（第 {no} 版）")
}

/// The meeting has adopted the version (R032).
pub(crate) async fn decided(
    tx: &mut Tx,
    id: AreaSetId,
    resolution: &str,
    today: NaiveDate,
) -> Result<()> {
    sqlx::query(
        "update area_set set state = 'DECIDED', resolution = $2, decided_on = $3, version = version + 1
         where id = $1 and state = 'ON_AGENDA'",
    )
    .bind(id.0)
    .bind(resolution)
    .bind(today)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The meeting has not adopted it, or was called off: the version can be worked on again.
pub(crate) async fn not_adopted(tx: &mut Tx, id: AreaSetId) -> Result<()> {
    go(tx, id, AreaState::Analysed).await
}

async fn go(tx: &mut Tx, id: AreaSetId, to: AreaState) -> Result<()> {
    sqlx::query("update area_set set state = $2, version = version + 1 where id = $1")
        .bind(id.0)
        .bind(to.code())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
