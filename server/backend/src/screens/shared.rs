//! Parts that several screens show. Under a city's role the same statements see one city only.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::WorkCalendar;
use domain::contract::{DueRow, FeedRow, Figures, NextDue, PipelineStep};
use domain::fund::FundBase;
use domain::state::{DeadlineKind, ProjectState, Step};
use domain::{DeadlineId, EventId, Money, ProjectId, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Result;
use crate::calendar::next_due;
use crate::db::shanghai;
use crate::door::Tx;
use crate::rows::Columns;

/// One row of the tally.
pub(crate) struct Tally {
    pub tenant: TenantId,
    pub state: ProjectState,
    pub step: Option<Step>,
    pub projects: i64,
    pub agreement: Money,
    pub prepaid: Money,
    pub balance_paid: Money,
    pub balance_due: Money,
    pub deducted: Money,
}

/// The sums of a plan year.
pub(crate) async fn tally(tx: &mut Tx, year: i32) -> Result<Vec<Tally>> {
    let rows = sqlx::query(
        "select tenant_id, state, step, projects, agreement, prepaid, balance_paid, balance_due, deducted
         from tally where plan_year = $1 and projects > 0",
    )
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Tally {
                tenant: TenantId(row.try_get("tenant_id")?),
                state: row.code("state")?,
                step: row.code_opt("step")?,
                projects: row.try_get("projects")?,
                agreement: row.money("agreement")?,
                prepaid: row.money("prepaid")?,
                balance_paid: row.money("balance_paid")?,
                balance_due: row.money("balance_due")?,
                deducted: row.money("deducted")?,
            })
        })
        .collect()
}

/// A city with its cap, how much of it is used, and its deadlines.
pub(crate) struct City {
    pub tenant: TenantId,
    pub name: String,
    pub column: i32,
    pub row: i32,
    /// The 3% with the overrides in force (R116, R117).
    pub cap: Money,
    pub used: Money,
    pub overdue: i64,
    pub next: Option<NextDue>,
    /// Whether the plan of the year after was determined completely by 31 October; `None` = not yet.
    pub on_time: Option<bool>,
}

/// The visible cities, as they stand in a plan year.
pub(crate) async fn cities(tx: &mut Tx, year: i32, calendar: &WorkCalendar) -> Result<Vec<City>> {
    let (today, only) = (tx.today(), tx.tenant.map(|id| id.0));
    let rows = sqlx::query(
        "select t.id, t.name, t.tile_column, t.tile_row, b.levy, b.remitted, l.used, v.overrides, o.overdue,
           n.kind, n.due_on, n.provisional, d.last_determined
         from tenant t
         left join fund_base b on b.tenant_id = t.id and b.year = $1 - 1
         left join lateral (select budgeted as used from year_tally l
           where l.tenant_id = t.id and l.year = $1) l on true
         left join lateral (select sum(amount) as overrides from cap_override v
           where v.tenant_id = t.id and v.year = $1 and v.hrss_on is not null and v.finance_on is not null) v on true
         left join lateral (select coalesce(sum(open), 0)::bigint as overdue from due_tally d
           where d.tenant_id = t.id and d.due_on < $2) o on true
         left join lateral (select kind, due_on, provisional or coalesce(assumed_until > $2, false) as provisional from deadline d
           where d.tenant_id = t.id and d.stopped_on is null order by d.due_on, d.id limit 1) n on true
         left join lateral (select max(p.determined_on) as last_determined from project p
           where p.tenant_id = t.id and p.plan_year = $1 + 1 and p.determined_on is not null) d on true
         where $3::int is null or t.id = $3
         order by t.id",
    )
    .bind(year)
    .bind(today)
    .bind(only)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| city(row, year, today, calendar))
        .collect()
}

fn city(row: &PgRow, year: i32, today: NaiveDate, calendar: &WorkCalendar) -> Result<City> {
    let base = FundBase::new(row.money("levy")?, row.money("remitted")?)?;
    let last = domain::calendar::october_deadline(year + 1);
    Ok(City {
        tenant: TenantId(row.try_get("id")?),
        name: row.text("name")?,
        column: row.try_get("tile_column")?,
        row: row.try_get("tile_row")?,
        cap: base.city_cap() + row.money("overrides")?,
        used: row.money("used")?,
        overdue: row.try_get("overdue")?,
        next: due_of(row, "kind", "due_on", "provisional", today, calendar)?,
        on_time: row.date_opt("last_determined")?.map(|day| day <= last),
    })
}

/// The deadline in three columns, if there is one.
pub(crate) fn due_of(
    row: &PgRow,
    kind: &str,
    due: &str,
    provisional: &str,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Result<Option<NextDue>> {
    let (Some(kind), Some(due)) = (row.code_opt::<DeadlineKind>(kind)?, row.date_opt(due)?) else {
        return Ok(None);
    };
    let provisional: Option<bool> = row.try_get(provisional)?;
    Ok(Some(next_due(
        calendar,
        kind,
        due,
        provisional.unwrap_or(false),
        today,
    )))
}

/// Headline figures out of tally and cities.
pub(crate) fn figures(tally: &[Tally], cities: &[City]) -> Figures {
    let determined = tally.iter().filter(|row| row.state.is_determined());
    Figures {
        determined: determined.map(|row| row.projects).sum(),
        agreement: tally.iter().map(|row| row.agreement).sum(),
        cap: cities.iter().map(|city| city.cap).sum(),
        used: cities.iter().map(|city| city.used).sum(),
        prepaid: tally.iter().map(|row| row.prepaid).sum(),
        balance_paid: tally.iter().map(|row| row.balance_paid).sum(),
        balance_due: tally.iter().map(|row| row.balance_due).sum(),
        overdue: cities.iter().map(|city| city.overdue).sum(),
        cities_on_time: i64::try_from(
            cities
                .iter()
                .filter(|city| city.on_time == Some(true))
                .count(),
        )
        .unwrap_or(0),
        cities: i64::try_from(cities.len()).unwrap_or(0),
    }
}

/// The most urgent open deadlines, each city contributing its own first ones.
pub(crate) async fn due_rows(tx: &mut Tx, calendar: &WorkCalendar) -> Result<Vec<DueRow>> {
    let (today, only) = (tx.today(), tx.tenant.map(|id| id.0));
    let rows = sqlx::query(
        "select t.name as tenant_name, d.* from tenant t
         cross join lateral (
           select d.id, d.kind, d.due_on, d.provisional or coalesce(d.assumed_until > $2, false) as provisional, p.id as project, p.name, p.holder
           from deadline d join project p on p.tenant_id = d.tenant_id and p.id = d.project_id
           where d.tenant_id = t.id and d.stopped_on is null order by d.due_on, d.id limit 12) d
         where $1::int is null or t.id = $1 order by d.due_on, d.id limit 12",
    )
    .bind(only)
    .bind(today)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            let kind = row.code("kind")?;
            Ok(DueRow {
                deadline: DeadlineId(row.try_get("id")?),
                project: ProjectId(row.try_get("project")?),
                project_name: row.text("name")?,
                tenant_name: row.text("tenant_name")?,
                holder: row.text("holder")?,
                next: next_due(
                    calendar,
                    kind,
                    row.try_get("due_on")?,
                    row.try_get("provisional")?,
                    today,
                ),
            })
        })
        .collect()
}

/// The acceptance pipeline of a plan year: counts from the tally, ages from the projects on the way.
pub(crate) async fn pipeline(tx: &mut Tx, year: i32, tally: &[Tally]) -> Result<Vec<PipelineStep>> {
    let (today, only) = (tx.today(), tx.tenant.map(|id| id.0));
    let rows = sqlx::query(
        // Each minimum is one look at the end of an index, each sum one of as many rows as there are days.
        "select s.step, min((select min(p.step_since) from project p
             where p.tenant_id = t.id and p.plan_year = $1 and p.step = s.step)) as since,
           sum((select coalesce(sum(k.projects), 0) from step_tally k
             where k.tenant_id = t.id and k.plan_year = $1 and k.step = s.step and k.next_due < $2))::bigint as overdue
         from tenant t cross join unnest($4::text[]) s(step)
         where $3::int is null or t.id = $3 group by s.step",
    )
    .bind(year)
    .bind(today)
    .bind(only)
    .bind(
        Step::ALL
            .iter()
            .filter(|step| **step != Step::Paid)
            .map(|step| step.code())
            .collect::<Vec<_>>(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut ages = BTreeMap::new();
    for row in &rows {
        let days = row
            .date_opt("since")?
            .map_or(0, |since| (today - since).num_days());
        ages.insert(
            row.code::<Step>("step")?,
            (days, row.try_get::<i64, _>("overdue")?),
        );
    }
    let steps = Step::ALL.iter().map(|step| {
        let count = tally
            .iter()
            .filter(|row| row.step == Some(*step))
            .map(|row| row.projects)
            .sum();
        let (oldest_days, overdue) = ages.get(step).copied().unwrap_or((0, 0));
        PipelineStep {
            step: *step,
            count,
            oldest_days,
            overdue,
        }
    });
    Ok(steps.collect())
}

/// What just happened.
pub(crate) async fn feed(tx: &mut Tx) -> Result<Vec<FeedRow>> {
    let (today, only) = (tx.today(), tx.tenant.map(|id| id.0));
    let rows = sqlx::query(
        "select t.name as tenant_name, e.* from tenant t
         cross join lateral (
           select e.id, e.at, e.project_id, e.project_name, e.text from event e
           where e.tenant_id = t.id order by e.id desc limit 12) e
         where $1::int is null or t.id = $1 order by e.at desc, e.id desc limit 12",
    )
    .bind(only)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(FeedRow {
                id: EventId(row.try_get("id")?),
                at: moment(row.try_get("at")?, today),
                tenant_name: row.text("tenant_name")?,
                project: row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId),
                project_name: row.text("project_name")?,
                text: row.text("text")?,
            })
        })
        .collect()
}

/// "14:03:22" today, "11月23日 14:03" before.
fn moment(at: DateTime<Utc>, today: NaiveDate) -> String {
    let at = at.with_timezone(&shanghai());
    if at.date_naive() == today {
        at.format("%H:%M:%S").to_string()
    } else {
        at.format("%-m月%-d日 %H:%M").to_string()
    }
}

/// Plan years with projects, newest first, and the year asked for among them.
pub(crate) async fn years(tx: &mut Tx, asked: i32) -> Result<Vec<i32>> {
    let mut years: Vec<i32> =
        sqlx::query_scalar("select distinct plan_year from tally where projects > 0")
            .fetch_all(&mut **tx)
            .await?;
    if !years.contains(&asked) {
        years.push(asked);
    }
    years.sort_unstable_by(|a, b| b.cmp(a));
    Ok(years)
}

/// Plan years to filter a list by, newest first. Organisations have no tally; they see few projects.
pub(crate) async fn years_of_list(tx: &mut Tx) -> Result<Vec<i32>> {
    let this = chrono::Datelike::year(&tx.today());
    Ok((this - 2..=this + 1).rev().collect())
}

/// What a city is called.
///
/// # Errors
/// `NotFound` for no city of ours.
pub(crate) async fn city_name(tx: &mut Tx, tenant: TenantId) -> Result<String> {
    let name: Option<String> = sqlx::query_scalar("select name from tenant where id = $1")
        .bind(tenant.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(name.ok_or(domain::Refusal::NotFound)?)
}
