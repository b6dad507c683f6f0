//! Demo data: invented cities, people and projects, in every state, on days relative to today.
//!
//! Up to the determination rows are written by the operator's role ([`birth`]); everything later is
//! done by the real use cases ([`act`]), in the names of the people they belong to, with a clock that
//! walks through the past. What the demo shows is therefore what the product itself wrote.
//!
//! Reading order: [`plots`] (which projects there are) → [`script`] (the steps of a project) →
//! [`story`] (the days of the steps) → [`casting`] (who plays) → [`stage`] (all of it, day by day).

pub(crate) mod act;
mod areas;
mod bans;
pub(crate) mod birth;
mod cast;
mod casting;
mod cities;
pub mod clock;
pub(crate) mod code;
mod days;
mod dice;
pub(crate) mod dossier;
#[cfg(any(test, feature = "testkit"))]
pub mod drive;
pub(crate) mod hire;
mod money;
mod names;
mod papers;
pub(crate) mod people;
mod plots;
mod qualify;
mod script;
#[cfg(any(test, feature = "testkit"))]
pub mod small;
mod stage;
mod story;
pub(crate) mod words;

#[cfg(test)]
mod days_tests;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use chrono::{Datelike, Days, NaiveDate};
use domain::{OrgId, TenantId};
use sqlx::{PgConnection, Row};

use self::act::Driver;
use self::bans::Ban;
use self::casting::Register;
use self::cities::City;
use self::clock::{SetClock, moment};
use self::days::{Almanac, date};
use self::hire::Hire;
use self::stage::Stage;
use crate::{AdminDb, Database, Error, Result, Settings, calendar, users};

pub use cast::{DEMO_PASSWORD, featured_logins};
pub use plots::JOURNEY;

/// What a load did.
#[derive(Clone, Copy, Debug)]
pub struct DemoReport {
    pub people: usize,
    pub organisations: usize,
    pub projects: usize,
    /// Steps that were done, nearly all by the real use cases.
    pub steps: u64,
    pub millis: u128,
}

impl fmt::Display for DemoReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            people,
            organisations,
            projects,
            steps,
            millis,
        } = self;
        write!(
            f,
            "已装入演示数据：12 个盟市，{projects} 个项目，{organisations} 个单位，{people} 个账号，共办理 {steps} 步，用时 {}.{} 秒。",
            millis / 1000,
            millis / 100 % 10
        )
    }
}

/// Whether there is no project yet.
///
/// # Errors
/// What PostgreSQL said.
pub async fn is_empty(admin: &AdminDb) -> Result<bool> {
    let mut tx = admin.begin().await?;
    let found: bool = sqlx::query_scalar("select exists (select from project)")
        .fetch_one(&mut *tx)
        .await?;
    Ok(!found)
}

/// Fills an empty database. `app_url` is that of the role the web uses: the use cases run as it.
///
/// # Errors
/// What PostgreSQL or a use case said, with the project and the step.
pub async fn load(
    admin: &AdminDb,
    app_url: &str,
    today: NaiveDate,
    on_progress: impl FnMut(u64, u64),
) -> Result<DemoReport> {
    let began = Instant::now();
    let clock = SetClock::at(moment(today, 0, 0));
    let admin = admin.clone().with_clock(clock.clock());
    let cities = cities::cities();
    let (register, almanac, people) = furnish(&admin, &cities, today).await?;
    let stories = casting::stories(&cities, &register, &almanac);
    let plans = money::fee_plans(&cities, &stories, &almanac);
    let settings = Settings {
        pool: 2,
        clock: clock.clock(),
        ..Settings::default()
    };
    let db = Database::connect(&without_waiting(app_url), settings)
        .await
        .map_err(|error| Error::Inconsistent(error.to_string()))?;
    let driver = Driver::new(&db, &admin).await?;
    let codes: Vec<i32> = cities.iter().map(|city| city.figures.code).collect();
    let mut stage = Stage {
        stories,
        plans,
        bans: bans(&register, &almanac),
        almanac: &almanac,
        admin: admin.clone(),
        clock,
        driver,
        ids: BTreeMap::new(),
        resolutions: BTreeMap::new(),
    };
    let steps = stage.play(&codes, on_progress).await?;
    stage.open_houses(&register.orgs).await?;
    let projects = stage.ids.len();
    drop(stage);
    db.pool.close().await;
    let millis = began.elapsed().as_millis();
    Ok(DemoReport {
        people,
        organisations: register.orgs.len(),
        projects,
        steps,
        millis,
    })
}

/// Demo data that a power cut eats are loaded again: no need to wait for the disk at each step.
fn without_waiting(app_url: &str) -> String {
    let mark = if app_url.contains('?') { '&' } else { '?' };
    format!("{app_url}{mark}options=-c%20synchronous_commit%3Doff")
}

/// Everything that is there before the first project: calendar, organisations, people, bases.
async fn furnish(
    admin: &AdminDb,
    cities: &[City],
    today: NaiveDate,
) -> Result<(Register, Almanac, usize)> {
    let hash = tokio::task::spawn_blocking(|| users::hash_password(DEMO_PASSWORD))
        .await
        .map_err(|error| Error::Inconsistent(error.to_string()))??;
    let mut tx = admin.begin().await?;
    for year in today.year() - 3..=today.year() + 1 {
        calendar_year(&mut tx, year).await?;
    }
    let almanac = Almanac::new(calendar::load(&mut tx).await?, today);
    let register = organisations(&mut tx, cities).await?;
    let players = cast::players();
    for player in &players {
        let org = player
            .org
            .as_ref()
            .and_then(|code| register.orgs.get(code))
            .copied();
        let person = Hire {
            login: &player.login,
            name: &player.name,
            role: player.role,
            tenant: player.tenant,
            org,
            title: player.title,
        };
        person.sign_up(&mut tx, &hash).await?;
    }
    birth::pool(&mut tx, date(today.year() - 3, 1, 8)).await?;
    money::bases(&mut tx, cities, &almanac).await?;
    money::forecasts(&mut tx, cities, &almanac).await?;
    money::injuries(&mut tx, cities, &almanac).await?;
    areas::publish(&mut tx, cities, &almanac).await?;
    tx.commit().await?;
    Ok((register, almanac, players.len()))
}

/// Clocks that start today may run into next year. Where a calendar has not been entered yet, the
/// statutory days with a fixed date stand in for it, provisionally.
async fn calendar_year(conn: &mut PgConnection, year: i32) -> Result<()> {
    let days = [
        (1, 1, "元旦"),
        (5, 1, "劳动节"),
        (5, 2, "劳动节"),
        (10, 1, "国庆节"),
        (10, 2, "国庆节"),
        (10, 3, "国庆节"),
    ];
    let off: Vec<(NaiveDate, Option<&str>)> = days
        .iter()
        .map(|(month, day, name)| (date(year, *month, *day), Some(*name)))
        .collect();
    sqlx::query(
        "insert into calendar_year (year, announced, notice, days_off, makeup)
         values ($1, false, '演示数据：仅含固定日期的法定节假日', $2, '[]') on conflict (year) do nothing",
    )
    .bind(year)
    .bind(serde_json::json!(off))
    .execute(conn)
    .await?;
    Ok(())
}

async fn organisations(conn: &mut PgConnection, cities: &[City]) -> Result<Register> {
    let mut orgs: BTreeMap<String, OrgId> = BTreeMap::new();
    for company in cities
        .iter()
        .flat_map(cast::applicants)
        .chain(cast::third_parties())
    {
        let id = birth::organisation(conn, &company.code, &company.name, company.kind).await?;
        orgs.insert(company.code, id);
    }
    for (code, name) in cast::employers() {
        let id = birth::organisation(conn, &code, name, "").await?;
        orgs.insert(code, id);
    }
    let rows = sqlx::query("select id, agency from tenant")
        .fetch_all(conn)
        .await?;
    let agencies = rows
        .iter()
        .map(|row| Ok((row.try_get("id")?, row.try_get("agency")?)));
    Ok(Register {
        orgs,
        agencies: agencies.collect::<sqlx::Result<_>>()?,
    })
}

/// One ban in force, one that has run out.
fn bans(register: &Register, almanac: &Almanac) -> Vec<Ban> {
    let recent = almanac.before(almanac.today, 9);
    let old = almanac.on(date(almanac.today.year() - 5, almanac.today.month(), 1) + Days::new(14));
    let units = cast::third_parties();
    let bans = [
        (cast::BANNED, 150_300, recent),
        (cast::BANNED_ONCE, 150_100, old),
    ]
    .into_iter();
    bans.filter_map(|(unit, tenant, effective)| {
        let unit = units.get(unit)?;
        let org = register.orgs.get(&unit.code).copied()?;
        Some(Ban {
            org,
            code: unit.code.clone(),
            name: unit.name.clone(),
            tenant: TenantId(tenant),
            effective,
        })
    })
    .collect()
}
