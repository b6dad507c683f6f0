//! The regional dashboard: all cities or one of them, now or at the end of a past day. A city sees itself.

mod asof;
mod past;
mod table;

use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Role};
use domain::calendar::{WorkCalendar, october_deadline};
use domain::contract::{
    CityMoney, CityTile, DueRow, ListPart, RaceRow, RankRow, RegionDashboard, RegionQuery,
    TrendYear,
};
use domain::deadline::Level;
use domain::money::share;
use domain::{Money, Refusal, TenantId};
use sqlx::Row;

use self::asof::AsOf;
use super::shared::{self, City, Tally};
use crate::Result;
use crate::door::{Session, Tx};
use crate::rows::Columns;

pub(crate) use self::table::workbook;

/// Deadlines on the page.
const DUE: i64 = 12;

/// The whole page in one transaction.
pub(crate) async fn dashboard(session: &Session, query: RegionQuery) -> Result<RegionDashboard> {
    let mut tx = session.read(Action::ViewRegion).await?;
    view(&mut tx, session.who.role, &query, DUE).await
}

/// The dashboard with at most so many deadlines.
async fn view(tx: &mut Tx, role: Role, query: &RegionQuery, due: i64) -> Result<RegionDashboard> {
    let asof = asof::of(tx, &query.asof).await?;
    let day = asof.map_or(tx.today(), |asof| asof.day);
    let year = query.year.unwrap_or(day.year());
    let calendar = tx.db.calendar.clone().get(tx).await?;
    let all = Standing::load(tx, year, asof, &calendar).await?;
    // Under a city's role there is no other city to ask for.
    let tenant = query.tenant.map(TenantId).or(tx.tenant);
    let own = all.cut(tenant)?;
    tx.look_at(tenant);
    // Health and emergency departments of the region see aggregates, not single projects (3.1).
    let details = role.is_city() || matches!(role, Role::RegionHrss | Role::RegionFinance);
    Ok(RegionDashboard {
        year,
        tenant,
        asof: asof.map(|asof| asof.day),
        years: shared::years(tx, year).await?,
        today: day,
        figures: shared::figures(&own.tally, &own.cities),
        tiles: all.cities.iter().map(tile).collect(),
        due: if details {
            due_rows(tx, asof, &calendar, due).await?
        } else {
            Vec::new()
        },
        pipeline: match asof {
            None => shared::pipeline(tx, year, &own.tally).await?,
            Some(asof) => past::pipeline(tx, year, asof, &own.tally).await?,
        },
        money: money(&own.tally, &own.cities),
        trend: trend(tx, year, day).await?,
        ranking: ranking(&own.cities),
        race: race(&own, year, day),
        feed: if details && asof.is_none() {
            shared::feed(tx).await?
        } else {
            Vec::new()
        },
    })
}

/// How the cities stand in a plan year, and in the one that is being determined.
struct Standing {
    tally: Vec<Tally>,
    next: Vec<Tally>,
    cities: Vec<City>,
}

impl Standing {
    async fn load(
        tx: &mut Tx,
        year: i32,
        asof: Option<AsOf>,
        calendar: &WorkCalendar,
    ) -> Result<Self> {
        Ok(match asof {
            None => Self {
                tally: shared::tally(tx, year).await?,
                next: shared::tally(tx, year + 1).await?,
                cities: shared::cities(tx, year, calendar).await?,
            },
            Some(asof) => Self {
                tally: past::tally(tx, year, asof).await?,
                next: past::tally(tx, year + 1, asof).await?,
                cities: past::cities(tx, year, asof, calendar).await?,
            },
        })
    }

    /// Only one city of it.
    ///
    /// # Errors
    /// `NotFound` for no city of ours.
    fn cut(&self, tenant: Option<TenantId>) -> Result<Self> {
        let ours = |id: TenantId| tenant.is_none_or(|tenant| tenant == id);
        let of = |rows: &[Tally]| -> Vec<Tally> {
            rows.iter()
                .filter(|row| ours(row.tenant))
                .cloned()
                .collect()
        };
        let cities = self.cities.iter().filter(|city| ours(city.tenant));
        let cities: Vec<City> = cities.cloned().collect();
        if cities.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        Ok(Self {
            tally: of(&self.tally),
            next: of(&self.next),
            cities,
        })
    }
}

async fn due_rows(
    tx: &mut Tx,
    asof: Option<AsOf>,
    calendar: &WorkCalendar,
    limit: i64,
) -> Result<Vec<DueRow>> {
    match asof {
        None => shared::due_rows(tx, calendar, limit).await,
        Some(asof) => past::due_rows(tx, asof, calendar, limit).await,
    }
}

fn tile(city: &City) -> CityTile {
    CityTile {
        tenant: city.tenant,
        name: city.name.clone(),
        column: city.column,
        row: city.row,
        cap: city.cap,
        overrides: city.overrides,
        used: city.used,
        used_share: share(city.used, city.cap),
        overdue: city.overdue,
        // A plan determined after 31 October stays red: the day cannot be made good (R047).
        level: match (&city.next, city.on_time) {
            (_, Some(false)) => Level::Late,
            (Some(next), _) => next.level,
            (None, _) => Level::Ok,
        },
        next: city.next.clone(),
    }
}

fn money(tally: &[Tally], cities: &[City]) -> Vec<CityMoney> {
    let mut rows: Vec<_> = cities
        .iter()
        .map(|city| {
            let of = |pick: fn(&Tally) -> Money| {
                tally
                    .iter()
                    .filter(|row| row.tenant == city.tenant)
                    .map(pick)
                    .sum::<Money>()
            };
            let agreement = of(|row| row.agreement);
            let (prepaid, balance_paid) = (of(|row| row.prepaid), of(|row| row.balance_paid));
            let unpaid = of(unpaid);
            CityMoney {
                tenant: city.tenant,
                name: city.name.clone(),
                agreement,
                prepaid,
                balance_paid,
                unpaid,
            }
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.agreement), row.tenant));
    rows
}

/// What may still be paid; a project that is over owes nothing, whatever its settlement left.
fn unpaid(row: &Tally) -> Money {
    if row.state.is_final() {
        return Money::ZERO;
    }
    row.agreement
        .saturating_sub(row.prepaid + row.balance_paid + row.deducted)
}

fn ranking(cities: &[City]) -> Vec<RankRow> {
    let mut rows: Vec<_> = cities
        .iter()
        .filter(|city| city.overdue > 0)
        .map(|city| RankRow {
            tenant: city.tenant,
            name: city.name.clone(),
            overdue: city.overdue,
            worst_days: city.next.as_ref().map_or(0, |next| -next.working_days_left),
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse((row.overdue, row.worst_days)), row.tenant));
    rows
}

/// How far each city is with the plan of the year after.
fn race(own: &Standing, year: i32, day: NaiveDate) -> Vec<RaceRow> {
    let due = october_deadline(year + 1);
    let row = |city: &City| {
        let count = |part: ListPart| {
            let states = part.states();
            let rows = own.next.iter().filter(|row| row.tenant == city.tenant);
            let rows = rows.filter(|row| states.contains(&row.state));
            rows.map(|row| row.projects).sum()
        };
        RaceRow {
            tenant: city.tenant,
            name: city.name.clone(),
            plan_year: year + 1,
            determined: count(ListPart::Determined),
            waiting: count(ListPart::Undecided),
            last: city.last,
            due,
            on_time: city.on_time.or((day > due).then_some(false)),
        }
    };
    let mut rows: Vec<RaceRow> = own.cities.iter().map(row).collect();
    // Who still has to act comes first, then the latest.
    rows.sort_by_key(|row| {
        (
            row.last.is_some(),
            row.on_time,
            std::cmp::Reverse(row.last),
            row.tenant,
        )
    });
    rows
}

/// Injuries and prevention spending of the three complete years before, as booked until a day.
async fn trend(tx: &mut Tx, year: i32, day: NaiveDate) -> Result<Vec<TrendYear>> {
    let tenant = tx.tenant;
    // What was spent until today is kept ready; an earlier day is added up from the bookings.
    let spent = if day < tx.today() {
        "select sum(amount) as prevention from ledger
           where year = y.year and entered_on <= $3 and ($2::int is null or tenant_id = $2)"
    } else {
        "select sum(spent) as prevention from year_tally
           where year = y.year and $3 is not null and ($2::int is null or tenant_id = $2)"
    };
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "select y.year, i.injuries, i.deaths, i.cost, l.prevention
         from generate_series($1 - 3, $1 - 1) as y(year)
         left join lateral (select sum(injuries)::bigint as injuries, sum(deaths)::bigint as deaths, sum(cost) as cost
           from injury_year where year = y.year and ($2::int is null or tenant_id = $2)) i on true
         left join lateral ({spent}) l on true
         order by y.year",
    )))
    .bind(year)
    .bind(tenant.map(|id| id.0))
    .bind(day)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(TrendYear {
                year: row.try_get("year")?,
                tenant,
                injuries: row.try_get::<Option<i64>, _>("injuries")?.unwrap_or(0),
                deaths: row.try_get::<Option<i64>, _>("deaths")?.unwrap_or(0),
                cost: row.money("cost")?,
                prevention: row.money("prevention")?,
            })
        })
        .collect()
}
