//! Benefits come first (R115): prevention is paid only out of what the fund has left over.

use domain::state::DatasetKind;
use domain::{Money, Refusal, fund};
use serde_json::Value;
use sqlx::Row;

use crate::door::Tx;
use crate::{Error, Result, fee_plan};

/// Whether opening balance and income of a year cover its benefits and the prevention fee planned
/// for it: the fee plan, or what is already committed where that is more.
///
/// # Errors
/// `NoForecast` without the agency's forecast of the year, `BenefitsFirst` with what is short.
pub(crate) async fn covered(tx: &mut Tx, year: i32, committed: Money) -> Result<()> {
    let [opening, income, benefits] = forecast(tx, year).await?;
    let plan = fee_plan::load(tx, year).await?.amount;
    fund::benefits_first(opening, income, benefits, plan.max(committed))?;
    Ok(())
}

/// The newest forecast: 年初结余, 预计收入, 预计待遇支出.
async fn forecast(tx: &mut Tx, year: i32) -> Result<[Money; 3]> {
    let row = sqlx::query(
        "select id, rows from dataset where kind = $1 and year = $2 order by version desc limit 1",
    )
    .bind(DatasetKind::Forecast.code())
    .bind(year)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NoForecast { year })?;
    let (id, rows): (i64, Value) = (row.try_get("id")?, row.try_get("rows")?);
    let cell = |column: usize| {
        let text = rows.get(0).and_then(|row| row.get(column)?.as_str());
        text.and_then(|text| Money::parse_yuan("rows", text).ok())
            .ok_or_else(|| {
                Error::Inconsistent(format!("dataset {id}: no amount in column {column}"))
            })
    };
    Ok([cell(0)?, cell(1)?, cell(2)?])
}
