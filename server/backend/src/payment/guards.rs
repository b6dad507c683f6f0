//! What must hold before money moves: an allocated plan with enough left, a proper account.

use chrono::Datelike;
use domain::state::{FeePlanState, PaymentKind};
use domain::{Money, Refusal};

use super::Payment;
use crate::books::Confirmed;
use crate::door::Tx;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, benefits, books, cap, fee_plan};

/// The year a payment is charged to: this calendar year when the project has an approved line in it,
/// else its plan year (R111, R018).
pub(super) async fn plan_year(tx: &mut Tx, project: &Project) -> Result<(i32, Money)> {
    let this_year = tx.today().year();
    let year: Option<i32> = sqlx::query_scalar(
        "select year from budget_line where project_id = $1 and approved and year in ($2, $3)
         order by (year = $2) desc limit 1",
    )
    .bind(project.id.0)
    .bind(this_year)
    .bind(project.plan_year)
    .fetch_optional(&mut **tx)
    .await?;
    let year = year.ok_or(Refusal::BudgetSum {
        approved: project.approved,
        sum: Money::ZERO,
    })?;
    let plan = fee_plan::load(tx, year).await?;
    if plan.state != FeePlanState::Allocated {
        return Err(Refusal::PlanNotAllocated {
            year,
            state: plan.state.label().into(),
        }
        .into());
    }
    Ok((year, plan.amount))
}

/// Whether the year's allocation still covers the amount (R018); under the city's queue.
pub(super) async fn enough_allocated(tx: &mut Tx, project: &Project, amount: Money) -> Result<i32> {
    let (year, allocated) = plan_year(tx, project).await?;
    // What comes back goes to the fund: it does not make the year's allocation larger.
    let row = sqlx::query("select sum(amount) as paid from ledger where year = $1 and 'RECOVERY' not in (kind, of_kind)")
        .bind(year)
        .fetch_one(&mut **tx)
        .await?;
    let remaining = allocated.saturating_sub(row.money("paid")?);
    if amount > remaining {
        return Err(Refusal::OverAllocation {
            remaining,
            requested: amount,
        }
        .into());
    }
    Ok(year)
}

/// Whether money of a year may leave at all: under the cap as it now stands, and after the year's
/// benefits (R115, R116, A01).
pub(super) async fn may_release(tx: &mut Tx, project: &Project, year: i32) -> Result<()> {
    let own = cap::lines_of(tx, project).await?;
    let own = own.get(&year).copied().unwrap_or_default();
    let committed = cap::fits(tx, year, Some(project.id), own).await?;
    benefits::covered(tx, year, committed).await
}

/// The account a payment goes to: the confirmed one that stood when it was asked for, and that still
/// stands (R119).
pub(super) async fn standing_account(
    tx: &mut Tx,
    payment: &Payment,
    unit: &str,
) -> Result<Confirmed> {
    let account = books::needed(tx, payment.payee, unit).await?;
    if payment.account != Some(account.id) {
        return Err(Refusal::AccountChanged { name: unit.into() }.into());
    }
    Ok(account)
}

/// The same at the first check. A balance is asked for by nobody: this is where its account is fixed.
pub(super) async fn bind_account(tx: &mut Tx, payment: &Payment, unit: &str) -> Result<()> {
    if payment.kind == PaymentKind::Prepayment && payment.account.is_some() {
        return standing_account(tx, payment, unit).await.map(drop);
    }
    let account = books::needed(tx, payment.payee, unit).await?;
    sqlx::query("update payment set account_id = $2 where id = $1")
        .bind(payment.id.0)
        .bind(account.id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
