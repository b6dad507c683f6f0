//! Benefits come first (R115): prevention is paid only out of what the fund has left over.

use domain::Money;

use crate::door::Tx;
use crate::figures::sets::forecast;
use crate::{Result, fee_plan};

/// Whether opening balance and income of a year cover its benefits and the prevention fee planned
/// for it: the fee plan, or what is already committed where that is more.
///
/// # Errors
/// `NoForecast` without the agency's forecast of the year, `BenefitsFirst` with what is short.
pub(crate) async fn covered(tx: &mut Tx, year: i32, committed: Money) -> Result<()> {
    let forecast = forecast(tx, year).await?;
    let plan = fee_plan::load(tx, year).await?.amount;
    forecast.after(plan.max(committed))?;
    Ok(())
}
