//! The key areas that cities have published, so that there is something to apply for.
//!
//! Not those of 鄂尔多斯: its year is there to be gone through from the first figure.

use chrono::{Datelike, NaiveDate};
use domain::contract::KeyArea;
use domain::state::{AreaState, Channel};
use sqlx::PgConnection;

use super::cities::{City, Trade};
use super::days::{Almanac, date};
use crate::Result;

/// 鄂尔多斯市.
const BEGINS_FROM_NOTHING: i32 = 150_600;

/// Writes what was published last: in August, for the year after.
pub(crate) async fn publish(
    conn: &mut PgConnection,
    cities: &[City],
    almanac: &Almanac,
) -> Result<()> {
    let this_august = date(almanac.today.year(), 8, 28);
    let published = if almanac.today < this_august {
        date(almanac.today.year() - 1, 8, 28)
    } else {
        this_august
    };
    for city in cities {
        if city.figures.code != BEGINS_FROM_NOTHING {
            of_city(conn, city, published).await?;
        }
    }
    Ok(())
}

async fn of_city(conn: &mut PgConnection, city: &City, published: NaiveDate) -> Result<()> {
    let year = published.year() + 1;
    let areas: Vec<KeyArea> = city
        .trades
        .iter()
        .map(|trade| area(trade, city.name()))
        .collect();
    let id: i64 = sqlx::query_scalar(
        "insert into area_set (tenant_id, year, no, state, areas, resolution, decided_on, published_on)
         values ($1, $2, 1, $3, $4, $5, $6, $7) returning id",
    )
    .bind(city.figures.code)
    .bind(year)
    .bind(AreaState::Published.code())
    .bind(serde_json::json!(areas))
    .bind(format!("{}年第2次联席会议决议", published.year()))
    .bind(date(published.year(), 8, 20))
    .bind(published)
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query(
        "insert into publication (tenant_id, area_set_id, channel, address, published_on) values ($1, $2, $3, $4, $5)",
    )
    .bind(city.figures.code)
    .bind(id)
    .bind(Channel::Portal.code())
    .bind(format!("https://{}.example/gsyf/{year}", city.figures.code))
    .bind(published)
    .execute(conn)
    .await?;
    Ok(())
}

fn area(trade: &Trade, city: &str) -> KeyArea {
    KeyArea {
        name: trade.key_area.into(),
        industries: trade.industry.into(),
        region: city.into(),
        trades: trade.people.join("、"),
        types: String::new(),
        rationale: format!("近三年{}的工伤件数和费用居本地区前列。", trade.key_area),
    }
}
