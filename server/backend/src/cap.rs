//! The city's 3% cap (R116, R117, A01-A03, A09): one reckoning for everybody who asks.
//!
//! What counts against a year are the project lines of that year that nobody has released: approved
//! ones are *used*; lines of determined projects whose budget is not approved yet are *reserved*, and
//! so is what such a project has not put into lines at all (in its plan year). [`fits`] is the one
//! place that decides whether more fits; it is asked under the city's lock at the determination,
//! while the budget is compiled and approved, when an agreement is checked and signed, and at every
//! step of a payment.

mod overrides;
mod view;

use std::collections::BTreeMap;

use domain::fund::{FundBase, check_cap};
use domain::state::BaseStatus;
use domain::{Money, ProjectId, Refusal, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::Tx;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result};

pub(crate) use overrides::{consent_override, request_override};
pub(crate) use view::{cap, meter_of};

/// How a city stands in a year.
pub(crate) struct Standing {
    pub tenant: TenantId,
    pub name: String,
    pub year: i32,
    /// The base in force, of the year before.
    pub base: Option<(FundBase, BaseStatus)>,
    /// The newest confirmed estimate and closed figure, side by side (A01).
    pub estimated: Option<FundBase>,
    pub finals: Option<FundBase>,
    /// Consented to by both regional departments.
    pub overrides: Money,
    pub used: Money,
    pub reserved: Money,
}

impl Standing {
    /// The cap in force with its overrides; `None` without a base.
    pub(crate) fn cap(&self) -> Option<Money> {
        self.base.map(|(base, _)| base.city_cap() + self.overrides)
    }

    /// Used and reserved.
    pub(crate) fn committed(&self) -> Money {
        self.used + self.reserved
    }

    /// The cap in force.
    ///
    /// # Errors
    /// `NoFundBase` when the figures of the year before are missing.
    pub(crate) fn known_cap(&self) -> Result<Money> {
        let missing = Refusal::NoFundBase {
            year: self.year - 1,
        };
        Ok(self.cap().ok_or(missing)?)
    }
}

/// $1 year, $2 the one city (null: all visible), $3 a project that is left out.
const STANDING: &str = "select t.id, t.name, b.levy, b.remitted, b.status,
    e.levy as estimated_levy, e.remitted as estimated_remitted, f.levy as final_levy, f.remitted as final_remitted,
    (select sum(o.amount) from cap_override o
      where o.tenant_id = t.id and o.year = $1 and o.hrss_on is not null and o.finance_on is not null) as overrides,
    (select sum(l.amount) from budget_line l
      where l.tenant_id = t.id and l.year = $1 and l.approved and not l.released and l.project_id is distinct from $3) as used,
    coalesce((select sum(l.amount) from budget_line l
      where l.tenant_id = t.id and l.year = $1 and not l.approved and not l.released and l.project_id is distinct from $3), 0)
    + coalesce((select sum(p.approved - coalesce(own.amount, 0)) from project p
      left join lateral (select sum(l.amount) as amount from budget_line l
        where l.tenant_id = p.tenant_id and l.project_id = p.id and not l.released) own on true
      where p.tenant_id = t.id and p.plan_year = $1 and p.state in ('DETERMINED', 'FILED') and p.id is distinct from $3), 0) as reserved
  from tenant t
  left join fund_base b on b.tenant_id = t.id and b.year = $1 - 1
  left join lateral (select levy, remitted from fund_entry e where e.tenant_id = t.id and e.year = $1 - 1
    and e.status = 'ESTIMATED' and e.state = 'CONFIRMED' order by e.id desc limit 1) e on true
  left join lateral (select levy, remitted from fund_entry e where e.tenant_id = t.id and e.year = $1 - 1
    and e.status = 'FINAL' and e.state = 'CONFIRMED' order by e.id desc limit 1) f on true
  where $2::int is null or t.id = $2
  order by t.id";

/// How the visible cities stand in a year, or only one of them; without what one project takes.
pub(crate) async fn standings(
    tx: &mut Tx,
    year: i32,
    only: Option<TenantId>,
    without: Option<ProjectId>,
) -> Result<Vec<Standing>> {
    let rows = sqlx::query(STANDING)
        .bind(year)
        .bind(only.map(|id| id.0))
        .bind(without.map(|id| id.0))
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| standing(row, year)).collect()
}

fn standing(row: &PgRow, year: i32) -> Result<Standing> {
    let base = |levy: &str, remitted: &str| -> Result<Option<FundBase>> {
        let known: Option<rust_decimal::Decimal> = row.try_get(levy)?;
        known
            .map(|_| Ok(FundBase::new(row.money(levy)?, row.money(remitted)?)?))
            .transpose()
    };
    let status: Option<BaseStatus> = row.code_opt("status")?;
    let base_in_force = base("levy", "remitted")?.zip(status);
    // A base from before the register of entries has no entry of its own.
    let of = |wanted, found: Option<FundBase>| {
        let fallback = base_in_force.filter(|(_, status)| *status == wanted);
        found.or(fallback.map(|(base, _)| base))
    };
    Ok(Standing {
        tenant: TenantId(row.try_get("id")?),
        name: row.text("name")?,
        year,
        base: base_in_force,
        estimated: of(
            BaseStatus::Estimated,
            base("estimated_levy", "estimated_remitted")?,
        ),
        finals: of(BaseStatus::Final, base("final_levy", "final_remitted")?),
        overrides: row.money("overrides")?,
        used: row.money("used")?,
        reserved: row.money("reserved")?,
    })
}

/// How the city of a writing transaction stands.
///
/// # Errors
/// An inconsistency for a transaction that is not about one city.
pub(crate) async fn own_standing(
    tx: &mut Tx,
    year: i32,
    without: Option<ProjectId>,
) -> Result<Standing> {
    let tenant = tx.tenant;
    let found = standings(tx, year, tenant, without).await?.pop();
    found.filter(|_| tenant.is_some()).ok_or_else(|| {
        Error::Inconsistent("the cap was asked for in a transaction of no city".into())
    })
}

/// Whether so much fits into a year of the city besides everything of other projects (R116); answers
/// what the year is committed to then. Called under the city's lock, so that nobody else takes the
/// last of it in between.
///
/// # Errors
/// `OverCap` by a single fen, `NoFundBase` when the base is not known.
pub(crate) async fn fits(
    tx: &mut Tx,
    year: i32,
    own: Option<ProjectId>,
    requested: Money,
) -> Result<Money> {
    let standing = own_standing(tx, year, own).await?;
    let committed = standing.committed();
    check_cap(standing.known_cap()?, committed, requested)?;
    Ok(committed + requested)
}

/// Whether the lines of a project fit into their years; answers what those are committed to then. A
/// year after the plan year is checked once its base is known, and is left out until then (A02).
///
/// # Errors
/// As [`fits`].
pub(crate) async fn lines_fit(
    tx: &mut Tx,
    project: &Project,
    lines: &BTreeMap<i32, Money>,
) -> Result<BTreeMap<i32, Money>> {
    let mut committed = BTreeMap::new();
    for (year, amount) in lines {
        match fits(tx, *year, Some(project.id), *amount).await {
            Err(Error::Refused(Refusal::NoFundBase { .. })) if *year > project.plan_year => {}
            other => {
                committed.insert(*year, other?);
            }
        }
    }
    Ok(committed)
}

/// What a project takes of each year: its lines, and in its plan year what is not in lines yet.
pub(crate) async fn lines_of(tx: &mut Tx, project: &Project) -> Result<BTreeMap<i32, Money>> {
    let rows =
        sqlx::query("select year, amount from budget_line where project_id = $1 and not released")
            .bind(project.id.0)
            .fetch_all(&mut **tx)
            .await?;
    let mut lines = BTreeMap::new();
    for row in rows {
        lines.insert(row.try_get("year")?, row.money("amount")?);
    }
    Ok(with_rest(project, lines))
}

/// Adds what the lines do not cover of the approved amount to the plan year.
pub(crate) fn with_rest(
    project: &Project,
    mut lines: BTreeMap<i32, Money>,
) -> BTreeMap<i32, Money> {
    let sum: Money = lines.values().sum();
    let rest = project.approved.saturating_sub(sum);
    if rest.is_positive() {
        *lines.entry(project.plan_year).or_default() += rest;
    }
    lines
}

/// Whether the city may still bind itself for a project that has its lines: a final base can have
/// come out lower than the estimate (A01).
///
/// # Errors
/// As [`fits`].
pub(crate) async fn still_fits(tx: &mut Tx, project: &Project) -> Result<()> {
    let lines = lines_of(tx, project).await?;
    lines_fit(tx, project, &lines).await.map(|_| ())
}
