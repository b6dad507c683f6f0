//! Parts that several screens show. Under a city's role the same statements see one city only.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::WorkCalendar;
use domain::contract::{AgeBand, DueRow, FeedRow, Figures, NextDue, PipelineStep};
use domain::fund::FundBase;
use domain::state::{DeadlineKind, ProjectState, Step};
use domain::{DeadlineId, EventId, Money, ProjectId, TenantId};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};

use crate::Result;
use crate::calendar::next_due;
use crate::db::shanghai;
use crate::door::Tx;
use crate::rows::Columns;

/// One row of the tally.
#[derive(Clone)]
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
    rows.iter().map(tally_row).collect()
}

/// Reads a row of [`tally`].
pub(crate) fn tally_row(row: &PgRow) -> Result<Tally> {
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
}

/// A city with its cap, how much of it is used, and its deadlines.
#[derive(Clone)]
pub(crate) struct City {
    pub tenant: TenantId,
    pub name: String,
    pub column: i32,
    pub row: i32,
    /// The 3% with the overrides in force (R116, R117).
    pub cap: Money,
    /// Of it the overrides.
    pub overrides: Money,
    pub used: Money,
    pub overdue: i64,
    pub next: Option<NextDue>,
    /// Whether the plan of the year after was determined completely by 31 October; `None` = not yet.
    pub on_time: Option<bool>,
    /// The day of its last determination.
    pub last: Option<NaiveDate>,
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
         left join lateral (select coalesce(sum(projects), 0)::bigint as overdue from due_tally d
           where d.tenant_id = t.id and d.next_due < $2) o on true
         left join lateral (select p.next_due_kind as kind, p.next_due as due_on,
             p.next_due_provisional or coalesce(p.next_due_assumed > $2, false) as provisional from project p
           where p.tenant_id = t.id and p.next_due is not null order by p.next_due, p.id limit 1) n on true
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

/// Reads a row of [`cities`].
pub(crate) fn city(
    row: &PgRow,
    year: i32,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Result<City> {
    let base = FundBase::new(row.money("levy")?, row.money("remitted")?)?;
    let last = domain::calendar::october_deadline(year + 1);
    Ok(City {
        tenant: TenantId(row.try_get("id")?),
        name: row.text("name")?,
        column: row.try_get("tile_column")?,
        row: row.try_get("tile_row")?,
        cap: base.city_cap() + row.money("overrides")?,
        overrides: row.money("overrides")?,
        used: row.money("used")?,
        overdue: row.try_get("overdue")?,
        next: due_of(row, "kind", "due_on", "provisional", today, calendar)?,
        on_time: row.date_opt("last_determined")?.map(|day| day <= last),
        last: row.date_opt("last_determined")?,
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
pub(crate) async fn due_rows(
    tx: &mut Tx,
    calendar: &WorkCalendar,
    limit: i64,
) -> Result<Vec<DueRow>> {
    let (today, only) = (tx.today(), tx.tenant.map(|id| id.0));
    // The number of rows stands in the text: planned for any number, the same statement is planned anew each
    // time, which takes longer than reading. Names are read of the rows that are left.
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select t.name as tenant_name, d.*, p.name, p.holder
         from (select d.* from tenant t cross join lateral (
             select d.tenant_id, d.id, d.kind, d.due_on, d.project_id as project,
               d.provisional or coalesce(d.assumed_until > $2, false) as provisional
             from deadline d where d.tenant_id = t.id and d.stopped_on is null order by d.due_on, d.id limit {limit}) d
           where $1::int is null or t.id = $1 order by d.due_on, d.id limit {limit}) d
         join tenant t on t.id = d.tenant_id join project p on p.tenant_id = d.tenant_id and p.id = d.project
         order by d.due_on, d.id",
    )))
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
        // Sums of as many rows as there are days, not projects.
        "select s.step, min(a.since) as since, sum(a.band_0)::bigint as band_0, sum(a.band_1)::bigint as band_1,
           sum(a.band_2)::bigint as band_2, sum(a.band_3)::bigint as band_3,
           sum((select coalesce(sum(k.projects), 0) from step_tally k
             where k.tenant_id = t.id and k.plan_year = $1 and k.step = s.step and k.next_due < $2))::bigint as overdue
         from tenant t cross join unnest($7::text[]) s(step)
         cross join lateral (select min(k.since) as since,
             coalesce(sum(k.projects) filter (where $2 - k.since <= $4), 0) as band_0,
             coalesce(sum(k.projects) filter (where $2 - k.since > $4 and $2 - k.since <= $5), 0) as band_1,
             coalesce(sum(k.projects) filter (where $2 - k.since > $5 and $2 - k.since <= $6), 0) as band_2,
             coalesce(sum(k.projects) filter (where $2 - k.since > $6), 0) as band_3
           from age_tally k where k.tenant_id = t.id and k.plan_year = $1 and k.step = s.step and k.projects > 0) a
         where $3::int is null or t.id = $3 group by s.step",
    )
    .bind(year)
    .bind(today)
    .bind(only)
    .bind(AgeBand::LIMITS[0])
    .bind(AgeBand::LIMITS[1])
    .bind(AgeBand::LIMITS[2])
    .bind(
        Step::ALL
            .iter()
            .filter(|step| **step != Step::Paid)
            .map(|step| step.code())
            .collect::<Vec<_>>(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let ages = rows.iter().map(|row| age(row, today));
    Ok(steps(tally, &ages.collect::<Result<_>>()?))
}

/// How long the projects of a step have been on it.
pub(crate) struct Age {
    oldest_days: i64,
    overdue: i64,
    bands: [i64; 4],
}

/// Reads a row of [`pipeline`] as it stands on a day.
pub(crate) fn age(row: &PgRow, day: NaiveDate) -> Result<(Step, Age)> {
    let since = row.date_opt("since")?;
    let age = Age {
        oldest_days: since.map_or(0, |since| (day - since).num_days()),
        overdue: row.try_get("overdue")?,
        bands: [
            row.try_get("band_0")?,
            row.try_get("band_1")?,
            row.try_get("band_2")?,
            row.try_get("band_3")?,
        ],
    };
    Ok((row.code("step")?, age))
}

/// Every step with its projects, counted in the tally.
pub(crate) fn steps(tally: &[Tally], ages: &BTreeMap<Step, Age>) -> Vec<PipelineStep> {
    let step = |step: &Step| {
        let here = tally.iter().filter(|row| row.step == Some(*step));
        let age = ages.get(step);
        PipelineStep {
            step: *step,
            count: here.map(|row| row.projects).sum(),
            oldest_days: age.map_or(0, |age| age.oldest_days),
            overdue: age.map_or(0, |age| age.overdue),
            ages: age.map_or([0; 4], |age| age.bands),
        }
    };
    Step::ALL.iter().map(step).collect()
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
pub(crate) fn moment(at: DateTime<Utc>, today: NaiveDate) -> String {
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
