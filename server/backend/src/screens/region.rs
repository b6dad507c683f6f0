//! The regional dashboard.

use chrono::Datelike;
use domain::Money;
use domain::access::{Action, Role};
use domain::contract::{CityMoney, CityTile, RankRow, RegionDashboard, TrendYear};
use domain::deadline::Level;
use domain::money::share;
use sqlx::Row;

use super::shared::{self, City, Tally};
use crate::Result;
use crate::door::{Session, Tx};
use crate::rows::Columns;

/// The whole page in one transaction.
pub(crate) async fn dashboard(session: &Session, year: Option<i32>) -> Result<RegionDashboard> {
    let mut tx = session.read(Action::ViewRegion).await?;
    let today = tx.today();
    let year = year.unwrap_or(today.year());
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let tally = shared::tally(&mut tx, year).await?;
    let cities = shared::cities(&mut tx, year, &calendar).await?;
    // Health and emergency departments of the region see aggregates, not single projects (3.1).
    let details = matches!(session.who.role, Role::RegionHrss | Role::RegionFinance);
    Ok(RegionDashboard {
        year,
        years: shared::years(&mut tx, year).await?,
        today,
        figures: shared::figures(&tally, &cities),
        tiles: cities.iter().map(tile).collect(),
        due: if details {
            shared::due_rows(&mut tx, &calendar).await?
        } else {
            Vec::new()
        },
        pipeline: shared::pipeline(&mut tx, year, &tally).await?,
        money: money(&tally, &cities),
        trend: trend(&mut tx, year).await?,
        ranking: ranking(&cities),
        feed: if details {
            shared::feed(&mut tx).await?
        } else {
            Vec::new()
        },
    })
}

fn tile(city: &City) -> CityTile {
    CityTile {
        tenant: city.tenant,
        name: city.name.clone(),
        column: city.column,
        row: city.row,
        cap: city.cap,
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

/// Injuries and prevention spending of the three complete years before.
async fn trend(tx: &mut Tx, year: i32) -> Result<Vec<TrendYear>> {
    let rows = sqlx::query(
        "select y.year, i.injuries, i.deaths, i.cost, l.prevention
         from generate_series($1 - 3, $1 - 1) as y(year)
         left join lateral (select sum(injuries)::bigint as injuries, sum(deaths)::bigint as deaths, sum(cost) as cost
           from injury_year where year = y.year) i on true
         left join lateral (select sum(spent) as prevention from year_tally where year = y.year) l on true
         order by y.year",
    )
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(TrendYear {
                year: row.try_get("year")?,
                injuries: row.try_get::<Option<i64>, _>("injuries")?.unwrap_or(0),
                deaths: row.try_get::<Option<i64>, _>("deaths")?.unwrap_or(0),
                cost: row.money("cost")?,
                prevention: row.money("prevention")?,
            })
        })
        .collect()
}
