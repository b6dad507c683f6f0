//! Bases, caps, fee plans and the injuries of three years: invented, and the same every time.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::fund::FundBase;
use domain::state::{DatasetKind, FeePlanState};
use domain::{Money, Percent, TenantId};
use sqlx::PgConnection;

use super::cities::City;
use super::days::Almanac;
use super::dice::Dice;
use super::story::Story;
use crate::Result;

/// The year the figures are for; other years differ by up to eight per cent.
const KNOWN: i32 = 2025;
/// What an injury and a death cost the fund, in fen.
const INJURY: i64 = 2_180_000;
const DEATH: i64 = 98_600_000;

/// Levy and remittance of a year.
pub(crate) fn base(city: &City, year: i32) -> (Money, Money) {
    let figures = city.figures;
    if year == KNOWN {
        return (figures.levy_2025, figures.adjustment_remitted_2025);
    }
    let levy = Money::from_fen(vary(figures.levy_2025.fen(), city, year) / 1_000_000 * 1_000_000);
    (
        levy,
        Percent::from_basis_points(1_000).map_or(Money::ZERO, |tenth| tenth.floor_of(levy)),
    )
}

/// The most a city may spend in a plan year.
pub(crate) fn cap(city: &City, plan_year: i32) -> Money {
    let (levy, remitted) = base(city, plan_year - 1);
    FundBase::new(levy, remitted).map_or(Money::ZERO, FundBase::city_cap)
}

/// A figure of another year: between 92 and 108 per cent.
fn vary(figure: i64, city: &City, year: i32) -> i64 {
    let mut dice = Dice::new(u64::from(city.index) * 131 + u64::from(year.unsigned_abs()));
    figure * i64::from(dice.between(920, 1_080)) / 1_000
}

/// Writes the bases: those of complete years are final, this year's is an estimate.
pub(crate) async fn bases(
    conn: &mut PgConnection,
    cities: &[City],
    almanac: &Almanac,
) -> Result<()> {
    let this_year = almanac.today.year();
    for city in cities {
        for year in (this_year - 4).min(2023)..=this_year {
            let (levy, remitted) = base(city, year);
            let estimated = year == this_year;
            sqlx::query(
                "insert into fund_base (tenant_id, year, levy, remitted, status, source, insured)
                 values ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(city.figures.code)
            .bind(year)
            .bind(levy.decimal())
            .bind(remitted.decimal())
            .bind(if estimated { "ESTIMATED" } else { "FINAL" })
            .bind(if estimated {
                "演示数据：按上半年执行情况预计"
            } else {
                "演示数据：基金决算"
            })
            .bind(
                i32::try_from(vary(i64::from(city.figures.insured), city, year))
                    .unwrap_or(city.figures.insured),
            )
            .execute(&mut *conn)
            .await?;
        }
    }
    entries(conn, "演示数据").await
}

/// The entries behind bases that were written past the use cases, so that pages can tell of them.
pub(crate) async fn entries(conn: &mut PgConnection, source: &str) -> Result<()> {
    sqlx::query(
        "insert into fund_entry (tenant_id, year, status, state, levy, remitted, insured, source, entered_by, entered_name, entered_on, confirmed_on)
         select tenant_id, year, status, 'CONFIRMED', levy, remitted, insured, coalesce(nullif(source, ''), $1), 0, '期初导入',
           make_date(year, 12, 31), make_date(year, 12, 31)
         from fund_base b where not exists (select from fund_entry e where e.tenant_id = b.tenant_id and e.year = b.year)",
    )
    .bind(source)
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes the fund's forecasts: of every year whose budget the demo approves, with enough left over
/// for prevention after the benefits (R115).
pub(crate) async fn forecasts(
    conn: &mut PgConnection,
    cities: &[City],
    almanac: &Almanac,
) -> Result<()> {
    let this_year = almanac.today.year();
    let per_cent = |amount: Money, per_cent: i64| Money::from_fen(amount.fen() / 100 * per_cent);
    for city in cities {
        for year in (this_year - 4).min(2023)..=this_year + 1 {
            let (levy, _) = base(city, year);
            let figures = [per_cent(levy, 120), levy, per_cent(levy, 82)];
            forecast(conn, TenantId(city.figures.code), year, figures).await?;
        }
    }
    Ok(())
}

/// One forecast, as the clerk of the city sent it: 年初结余, 预计收入, 预计待遇支出.
pub(crate) async fn forecast(
    conn: &mut PgConnection,
    tenant: TenantId,
    year: i32,
    figures: [Money; 3],
) -> Result<()> {
    sqlx::query(
        "insert into dataset (tenant_id, kind, year, version, rows, note, submitted_on, submitted_by, submitted_name)
         select $1, $2, $3, 1, $4, '演示数据', make_date($3 - 1, 9, 20), a.id, a.name from account a
         where a.tenant_id = $1 and a.role = 'AGC' order by a.id limit 1
         on conflict (tenant_id, kind, year, version) do nothing",
    )
    .bind(tenant.0)
    .bind(DatasetKind::Forecast.code())
    .bind(year)
    .bind(serde_json::json!([figures.map(Money::plain)]))
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes the injuries of the three complete years before this one, as long as nobody imports any.
pub(crate) async fn injuries(
    conn: &mut PgConnection,
    cities: &[City],
    almanac: &Almanac,
) -> Result<()> {
    let this_year = almanac.today.year();
    for city in cities {
        for year in this_year - 3..this_year {
            let exact = year == KNOWN;
            let count = |known: i32| {
                if exact {
                    i64::from(known)
                } else {
                    vary(i64::from(known), city, year)
                }
            };
            let (injuries, deaths) = (
                count(city.figures.recognised_injuries_2025),
                count(city.figures.deaths_2025),
            );
            sqlx::query("insert into injury_year (tenant_id, year, injuries, deaths, cost) values ($1, $2, $3, $4, $5)")
                .bind(city.figures.code)
                .bind(year)
                .bind(injuries)
                .bind(deaths)
                .bind(Money::from_fen(injuries * INJURY + deaths * DEATH).decimal())
                .execute(&mut *conn)
                .await?;
        }
    }
    Ok(())
}

/// A fee plan and how far it gets.
pub(crate) struct FeePlan {
    pub city: u32,
    pub year: i32,
    pub amount: Money,
    pub state: FeePlanState,
}

/// The plans that the stories need: allocated up to this year, on their way for the next.
pub(crate) fn fee_plans(cities: &[City], stories: &[Story], almanac: &Almanac) -> Vec<FeePlan> {
    let mut needed: BTreeMap<(i32, i32), Money> = BTreeMap::new();
    for story in stories {
        for (year, amount) in &story.budget {
            *needed.entry((story.birth.tenant.0, *year)).or_default() += *amount;
        }
    }
    let this_year = almanac.today.year();
    let mut plans = Vec::new();
    for ((tenant, year), amount) in needed {
        let Some(city) = cities.iter().find(|city| city.figures.code == tenant) else {
            continue;
        };
        let state = match (year > this_year, city.index % 3) {
            (false, _) => FeePlanState::Allocated,
            (true, 0) => FeePlanState::FinanceReviewed,
            (true, 1) => FeePlanState::HrssApproved,
            (true, _) => FeePlanState::Draft,
        };
        // A little more than needed, in whole 万元, but never above the cap.
        let ten_thousand = 1_000_000;
        let generous = amount.fen() * 106 / 100 / ten_thousand * ten_thousand + ten_thousand;
        let amount = Money::from_fen(generous).min(cap(city, year));
        // A two-year project of this year reaches into a year that nobody plans yet.
        if year <= this_year + 1 {
            plans.push(FeePlan {
                city: city.index,
                year,
                amount,
                state,
            });
        }
    }
    plans
}
