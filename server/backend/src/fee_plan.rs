//! The yearly fee plan: 编制 → 人社审定 → 财政审核 → 拨付 (R018).

use domain::access::Action;
use domain::fund::check_cap;
use domain::state::FeePlanState;
use domain::{Money, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::rows::Columns;
use crate::{Result, cap};

/// A plan as it stands; a year without a row is an empty draft.
pub(crate) struct FeePlan {
    pub state: FeePlanState,
    pub amount: Money,
    pub version: Version,
}

/// Reads the plan of a year.
pub(crate) async fn load(tx: &mut Tx, year: i32) -> Result<FeePlan> {
    let row = sqlx::query("select state, amount, version from fee_plan where year = $1")
        .bind(year)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(match row {
        Some(row) => FeePlan {
            state: row.code("state")?,
            amount: row.money("amount")?,
            version: Version(row.try_get("version")?),
        },
        None => FeePlan {
            state: FeePlanState::Draft,
            amount: Money::ZERO,
            version: Version(0),
        },
    })
}

/// Sets the amount of a draft, within the cap.
pub(crate) async fn compile(
    session: &Session,
    year: i32,
    seen: Version,
    amount: Money,
) -> Result<()> {
    let mut tx = session.write(Action::CompileFeePlan).await?;
    expect(&mut tx, year, seen, FeePlanState::Draft).await?;
    plan_fits_cap(&mut tx, year, amount).await?;
    sqlx::query(
        "insert into fee_plan (year, amount, updated_by) values ($1, $2, 'compile_fee_plan')
         on conflict (tenant_id, year) do update set amount = excluded.amount, version = fee_plan.version + 1,
           updated_by = excluded.updated_by",
    )
    .bind(year)
    .bind(amount.decimal())
    .execute(&mut *tx)
    .await?;
    let text = format!("编制 {year} 年度工伤预防费用计划 {amount} 元");
    record_year(
        &mut tx,
        year,
        Entry::new(text).facts(json!({"amount": amount})).internal(),
    )
    .await?;
    tx.commit().await
}

/// The plan as a whole must fit under the cap; and a city that is above it already plans nothing.
async fn plan_fits_cap(tx: &mut Tx, year: i32, amount: Money) -> Result<()> {
    let standing = cap::own_standing(tx, year, None).await?;
    let cap = standing.known_cap()?;
    check_cap(cap, standing.committed(), Money::ZERO)?;
    check_cap(cap, Money::ZERO, amount)?;
    Ok(())
}

/// One step forward, by whoever the table says.
pub(crate) async fn advance(
    session: &Session,
    action: Action,
    year: i32,
    seen: Version,
) -> Result<()> {
    let (from, to) = match action {
        Action::ApproveFeePlan => (FeePlanState::Draft, FeePlanState::HrssApproved),
        Action::ReviewFeePlan => (FeePlanState::HrssApproved, FeePlanState::FinanceReviewed),
        _ => (FeePlanState::FinanceReviewed, FeePlanState::Allocated),
    };
    let mut tx = session.write(action).await?;
    let plan = expect(&mut tx, year, seen, from).await?;
    if !plan.amount.is_positive() {
        return Err(Refusal::AmountNotPositive {
            field: "amount".into(),
        }
        .into());
    }
    sqlx::query(
        "update fee_plan set state = $2, version = version + 1, updated_by = $3 where year = $1",
    )
    .bind(year)
    .bind(to.code())
    .bind(action.code())
    .execute(&mut *tx)
    .await?;
    let text = format!("{year} 年度费用计划 {} 元：{}", plan.amount, to.label());
    record_year(
        &mut tx,
        year,
        Entry::new(text)
            .facts(json!({"state": [from, to]}))
            .internal(),
    )
    .await?;
    tx.commit().await
}

async fn expect(tx: &mut Tx, year: i32, seen: Version, state: FeePlanState) -> Result<FeePlan> {
    let plan = load(tx, year).await?;
    if plan.state != state {
        return Err(tx
            .action
            .wrong_state(format!("{year} 年度费用计划"), plan.state.label())
            .into());
    }
    if plan.version != seen {
        return Err(Refusal::Stale.into());
    }
    Ok(plan)
}
