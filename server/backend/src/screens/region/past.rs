//! The dashboard's parts at the end of a past day, out of `project_past` and `budget_past` (0024):
//! the same sums as now, over the rows that stood then.

use std::collections::BTreeMap;

use domain::calendar::WorkCalendar;
use domain::contract::{AgeBand, DueRow, PipelineStep};
use domain::{DeadlineId, ProjectId};
use sqlx::Row;

use super::asof::AsOf;
use crate::Result;
use crate::calendar::next_due;
use crate::door::Tx;
use crate::rows::Columns;
use crate::screens::shared::{self, City, Tally};

/// The sums of a plan year, as [`shared::tally`] has them now.
pub(super) async fn tally(tx: &mut Tx, year: i32, asof: AsOf) -> Result<Vec<Tally>> {
    let rows = sqlx::query(
        "select s.* from tenant t cross join lateral (
           select p.tenant_id, p.state, p.step, count(*) as projects, sum(p.agreement) as agreement, sum(p.prepaid) as prepaid,
             sum(p.balance_paid) as balance_paid, sum(p.balance_due) as balance_due, sum(p.deducted) as deducted
           from project_past p where p.tenant_id = t.id and p.plan_year = $1 and p.since < $2 and (p.until is null or p.until >= $2)
           group by p.tenant_id, p.state, p.step) s",
    )
    .bind(year)
    .bind(asof.end)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(shared::tally_row).collect()
}

/// The cities, as [`shared::cities`] has them now. The base of the cap is the entry that was confirmed
/// last; one taken over from before this system counts from the beginning.
pub(super) async fn cities(
    tx: &mut Tx,
    year: i32,
    asof: AsOf,
    calendar: &WorkCalendar,
) -> Result<Vec<City>> {
    let only = tx.tenant.map(|id| id.0);
    let rows = sqlx::query(
        "select t.id, t.name, t.tile_column, t.tile_row, coalesce(e.levy, b.levy) as levy, coalesce(e.remitted, b.remitted) as remitted,
           l.used, v.overrides, o.overdue, n.kind, n.due_on, n.provisional, d.last_determined
         from tenant t
         left join lateral (select levy, remitted from fund_entry e
           where e.tenant_id = t.id and e.year = $1 - 1 and e.state = 'CONFIRMED' and (e.entered_by = 0 or e.confirmed_on <= $2)
           order by e.entered_by <> 0 desc, e.confirmed_on desc, e.id desc limit 1) e on true
         left join fund_base b on b.tenant_id = t.id and b.year = $1 - 1 and not exists (select from fund_entry e
           where e.tenant_id = t.id and e.year = $1 - 1 and e.state = 'CONFIRMED')
         left join lateral (select sum(amount) as used from budget_past l
           where l.tenant_id = t.id and l.year = $1 and l.since < $3 and (l.until is null or l.until >= $3)) l on true
         left join lateral (select sum(amount) as overrides from cap_override v
           where v.tenant_id = t.id and v.year = $1 and v.hrss_on <= $2 and v.finance_on <= $2) v on true
         left join lateral (select count(*) as overdue from project_past p
           where p.tenant_id = t.id and p.next_due < $2 and p.since < $3 and (p.until is null or p.until >= $3)) o on true
         left join lateral (select p.next_due_kind as kind, p.next_due as due_on,
             p.next_due_provisional or coalesce(p.next_due_assumed > $2, false) as provisional from project_past p
           where p.tenant_id = t.id and p.next_due is not null and p.since < $3 and (p.until is null or p.until >= $3)
           order by p.next_due, p.project_id limit 1) n on true
         left join lateral (select max(p.determined_on) as last_determined from project_past p
           where p.tenant_id = t.id and p.plan_year = $1 + 1 and p.since < $3 and (p.until is null or p.until >= $3)) d on true
         where $4::int is null or t.id = $4
         order by t.id",
    )
    .bind(year)
    .bind(asof.day)
    .bind(asof.end)
    .bind(only)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| shared::city(row, year, asof.day, calendar))
        .collect()
}

/// The acceptance pipeline, as [`shared::pipeline`] has it now.
pub(super) async fn pipeline(
    tx: &mut Tx,
    year: i32,
    asof: AsOf,
    tally: &[Tally],
) -> Result<Vec<PipelineStep>> {
    let only = tx.tenant.map(|id| id.0);
    let rows = sqlx::query(
        "select p.step, min(p.step_since) as since, count(*) filter (where p.next_due < $2) as overdue,
           count(*) filter (where $2 - p.step_since <= $5) as band_0,
           count(*) filter (where $2 - p.step_since > $5 and $2 - p.step_since <= $6) as band_1,
           count(*) filter (where $2 - p.step_since > $6 and $2 - p.step_since <= $7) as band_2,
           count(*) filter (where $2 - p.step_since > $7) as band_3
         from tenant t cross join lateral (
           select p.step, p.step_since, p.next_due from project_past p
           where p.tenant_id = t.id and p.plan_year = $1 and p.step <> 'PAID' and p.since < $4 and (p.until is null or p.until >= $4)) p
         where $3::int is null or t.id = $3 group by p.step",
    )
    .bind(year)
    .bind(asof.day)
    .bind(only)
    .bind(asof.end)
    .bind(AgeBand::LIMITS[0])
    .bind(AgeBand::LIMITS[1])
    .bind(AgeBand::LIMITS[2])
    .fetch_all(&mut **tx)
    .await?;
    let ages = rows.iter().map(|row| shared::age(row, asof.day));
    Ok(shared::steps(
        tally,
        &ages.collect::<Result<BTreeMap<_, _>>>()?,
    ))
}

/// The next day of each project that had one, most urgent first. Whose turn it was is not kept.
pub(super) async fn due_rows(
    tx: &mut Tx,
    asof: AsOf,
    calendar: &WorkCalendar,
    limit: i64,
) -> Result<Vec<DueRow>> {
    let only = tx.tenant.map(|id| id.0);
    let rows = sqlx::query(
        "select t.name as tenant_name, d.* from tenant t
         cross join lateral (
           select p.project_id, q.name, p.next_due as due_on, p.next_due_kind as kind,
             p.next_due_provisional or coalesce(p.next_due_assumed > $2, false) as provisional
           from project_past p join project q on q.tenant_id = p.tenant_id and q.id = p.project_id
           where p.tenant_id = t.id and p.next_due is not null and p.since < $3 and (p.until is null or p.until >= $3)
           order by p.next_due, p.project_id limit $4) d
         where $1::int is null or t.id = $1 order by d.due_on, d.project_id limit $4",
    )
    .bind(only)
    .bind(asof.day)
    .bind(asof.end)
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("project_id")?;
            let (kind, due) = (row.code("kind")?, row.try_get("due_on")?);
            let provisional = row.try_get("provisional")?;
            Ok(DueRow {
                // One row per project, so its number tells the rows apart.
                deadline: DeadlineId(id),
                project: ProjectId(id),
                project_name: row.text("name")?,
                tenant_name: row.text("tenant_name")?,
                holder: String::new(),
                next: next_due(calendar, kind, due, provisional, asof.day),
            })
        })
        .collect()
}
