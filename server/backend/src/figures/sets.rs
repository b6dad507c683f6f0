//! What the departments send each other: sets by kind and year, in versions, every sending and every
//! reading recorded (R014, R020, R022, R030).

use chrono::{DateTime, Datelike, Utc};
use domain::access::Action;
use domain::contract::{DatasetView, Exchange};
use domain::dataset;
use domain::fund;
use domain::state::DatasetKind;
use domain::{DatasetId, Money, Refusal};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{Checked, YEARS};
use crate::db::shanghai;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::rows::Columns;
use crate::{Error, Result};

/// What an exchange was.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    Sent,
    Read,
    Imported,
}

impl Act {
    const fn code(self) -> &'static str {
        match self {
            Self::Sent => "报送",
            Self::Read => "查阅",
            Self::Imported => "导入",
        }
    }
}

/// Records who sent or read what (R014).
pub(crate) async fn log(
    tx: &mut Tx,
    act: Act,
    dataset: Option<DatasetId>,
    about: &str,
) -> Result<()> {
    let (now, who) = (tx.now, tx.who.clone());
    sqlx::query(
        "insert into exchange (at, who, account_id, what, dataset_id, about) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(now)
    .bind(format!("{} {}", who.place, who.name))
    .bind(who.account.0)
    .bind(act.code())
    .bind(dataset.map(|id| id.0))
    .bind(about)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// An exchange as a page shows it; the row has `at`, `who`, `what` and `about`.
pub(crate) fn exchange(row: &PgRow) -> Result<Exchange> {
    let at: DateTime<Utc> = row.try_get("at")?;
    Ok(Exchange {
        at: at.with_timezone(&shanghai()),
        who: row.text("who")?,
        what: row.text("what")?,
        set: row.text("about")?,
    })
}

/// A department submits a set: all rows or none. A newer one replaces, the older stays.
pub(crate) async fn submit(
    session: &Session,
    kind: DatasetKind,
    year: i32,
    rows: String,
    note: String,
) -> Result<DatasetId> {
    let action = Action::SubmitDataset;
    let mut tx = session.write(action).await?;
    if dataset::sender(kind) != session.who.role {
        return Err(action.forbidden().into());
    }
    // A forecast is of the year that is planned for; everything else has happened.
    let latest = tx.today().year() + i32::from(kind == DatasetKind::Forecast);
    if !YEARS.contains(&year) || year > latest {
        return Err(Refusal::UnknownChoice {
            field: "year".into(),
            label: "年度".into(),
        }
        .into());
    }
    let rows = dataset::read(kind, &rows)?;
    let note = note.trim().to_owned();
    if note.chars().count() > 500 {
        return Err(Refusal::TooLong {
            field: "note".into(),
            label: "说明".into(),
            max: 500,
        }
        .into());
    }
    let (id, version) = insert(&mut tx, kind, year, &rows, &note).await?;
    let about = format!(
        "{}（第 {version} 版，{} 行）",
        set_name(kind, year),
        rows.len()
    );
    log(&mut tx, Act::Sent, Some(id), &about).await?;
    let facts = json!({"version": version, "rows": rows.len(), "note": note});
    record_year(
        &mut tx,
        year,
        Entry::new(format!("报送{about}")).facts(facts).internal(),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// 2025 年职业病报告.
pub(crate) fn set_name(kind: DatasetKind, year: i32) -> String {
    format!("{year} 年{}", kind.label())
}

/// The next version; the city's lock keeps two senders apart.
async fn insert(
    tx: &mut Tx,
    kind: DatasetKind,
    year: i32,
    rows: &[Vec<String>],
    note: &str,
) -> Result<(DatasetId, i32)> {
    let (today, who) = (tx.today(), tx.who.clone());
    let row = sqlx::query(
        "insert into dataset (kind, year, version, rows, note, submitted_on, submitted_by, submitted_name)
         select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 from dataset where kind = $1 and year = $2
         returning id, version",
    )
    .bind(kind.code())
    .bind(year)
    .bind(json!(rows))
    .bind(note)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .fetch_one(&mut **tx)
    .await?;
    Ok((DatasetId(row.try_get("id")?), row.try_get("version")?))
}

/// Opens a set. Who reads is recorded, so this is a writing transaction.
pub(crate) async fn open(session: &Session, id: DatasetId) -> Result<DatasetView> {
    let mut tx = session.write(Action::ViewDataset).await?;
    let row = sqlx::query(
        "select kind, year, version, rows, note, submitted_name, submitted_on from dataset where id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let (kind, year, version): (DatasetKind, i32, i32) = (
        row.code("kind")?,
        row.try_get("year")?,
        row.try_get("version")?,
    );
    let about = format!("{}（第 {version} 版）", set_name(kind, year));
    log(&mut tx, Act::Read, Some(id), &about).await?;
    let readers = readers(&mut tx, id).await?;
    tx.commit().await?;
    Ok(DatasetView {
        id,
        kind,
        year,
        version,
        rows: cells(row.json("rows")?)?,
        note: row.text("note")?,
        by: row.text("submitted_name")?,
        submitted: row.try_get("submitted_on")?,
        readers,
    })
}

async fn readers(tx: &mut Tx, id: DatasetId) -> Result<Vec<Exchange>> {
    let rows = sqlx::query(
        "select at, who, what, about from exchange where dataset_id = $1 and what = '查阅' order by id desc limit 50",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(exchange).collect()
}

/// The rows of a set as they were checked in.
pub(crate) fn cells(rows: serde_json::Value) -> Result<Vec<Vec<String>>> {
    serde_json::from_value(rows)
        .map_err(|error| Error::Inconsistent(format!("dataset.rows: {error}")))
}

/// What the fund is expected to have and to pay in a year (R115).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// 年初结余.
    pub opening: Money,
    /// 预计收入.
    pub income: Money,
    /// 预计待遇支出.
    pub benefits: Money,
}

impl Forecast {
    /// What is left when benefits and the planned prevention fee are paid (R115).
    ///
    /// # Errors
    /// `BenefitsFirst` with what is short.
    pub fn after(self, planned: Money) -> Checked<Money> {
        fund::benefits_first(self.opening, self.income, self.benefits, planned)
    }
}

/// The newest forecast of a year of the transaction's city.
///
/// # Errors
/// `NoForecast` when the agency has not submitted one.
pub async fn forecast(tx: &mut Tx, year: i32) -> Result<Forecast> {
    let rows: Option<serde_json::Value> = sqlx::query_scalar(
        "select rows from dataset where tenant_id = $1 and kind = 'FORECAST' and year = $2 order by version desc limit 1",
    )
    .bind(tx.tenant.map(|tenant| tenant.0))
    .bind(year)
    .fetch_optional(&mut **tx)
    .await?;
    let rows = cells(rows.ok_or(Refusal::NoForecast { year })?)?;
    Ok(Forecast {
        opening: yuan(&rows, 0)?,
        income: yuan(&rows, 1)?,
        benefits: yuan(&rows, 2)?,
    })
}

/// An amount of a set that has one row.
pub(crate) fn yuan(rows: &[Vec<String>], column: usize) -> Result<Money> {
    let text = rows.first().and_then(|row| row.get(column));
    text.and_then(|text| Money::parse_yuan("rows", text).ok())
        .ok_or_else(|| Error::Inconsistent(format!("dataset.rows: column {column}")))
}
