//! The working calendar: rows of `calendar_year`, kept in memory once read; [`notice`] are the use
//! cases that change it, [`recount`] what they do to open deadlines, [`promised`] what to days that
//! were named in writing.

pub(crate) mod notice;
mod promised;
mod recount;

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{Datelike, NaiveDate, Weekday};
use domain::calendar::{CalendarYear, WorkCalendar};
use domain::contract::NextDue;
use domain::deadline::level;
use domain::state::DeadlineKind;
use sqlx::{PgConnection, Row};

use crate::{Error, Result};

/// The calendar as last read.
#[derive(Default)]
pub struct CalendarCache(RwLock<Option<Arc<WorkCalendar>>>);

impl CalendarCache {
    /// The calendar, read on first use.
    ///
    /// # Errors
    /// What PostgreSQL said, or a row that is not a calendar.
    pub async fn get(&self, conn: &mut PgConnection) -> Result<Arc<WorkCalendar>> {
        if let Some(calendar) = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
        {
            return Ok(calendar);
        }
        let calendar = Arc::new(load(conn).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(calendar.clone());
        Ok(calendar)
    }

    /// The calendar as it stands in the database now: what a new clock is counted by. Another
    /// process may have published a year a moment ago.
    ///
    /// # Errors
    /// What PostgreSQL said, or a row that is not a calendar.
    pub async fn current(&self, conn: &mut PgConnection) -> Result<Arc<WorkCalendar>> {
        let version: i64 =
            sqlx::query_scalar("select coalesce(sum(version), 0) from calendar_year")
                .fetch_one(&mut *conn)
                .await?;
        let known = self.get(conn).await?;
        if i64::from(known.version()) == version {
            return Ok(known);
        }
        self.forget();
        self.get(conn).await
    }

    /// A year was published: the next reader reads again.
    pub(crate) fn forget(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Reads every year.
///
/// # Errors
/// What PostgreSQL said, or a row that is not a calendar.
pub async fn load(conn: &mut PgConnection) -> Result<WorkCalendar> {
    let rows = sqlx::query("select year, announced, version, notice, days_off, makeup from calendar_year order by year")
        .fetch_all(conn)
        .await?;
    let mut years = Vec::with_capacity(rows.len());
    for row in rows {
        let year: i32 = row.try_get("year")?;
        let bad = |error: serde_json::Error| {
            Error::Inconsistent(format!("calendar_year {year}: {error}"))
        };
        years.push(CalendarYear {
            year,
            announced: row.try_get("announced")?,
            version: row.try_get("version")?,
            notice: Some(row.try_get("notice")?),
            off: serde_json::from_value(row.try_get("days_off")?).map_err(bad)?,
            makeup: serde_json::from_value(row.try_get("makeup")?).map_err(bad)?,
        });
    }
    Ok(WorkCalendar::new(years))
}

/// How a due day stands today. The end of a two-year project may lie in a year without a calendar;
/// the day itself is fixed then, and only the count beside it falls back to weekdays.
#[must_use]
pub fn next_due(
    calendar: &WorkCalendar,
    kind: DeadlineKind,
    due: NaiveDate,
    provisional: bool,
    today: NaiveDate,
) -> NextDue {
    let left = calendar
        .working_days_between(today, due)
        .unwrap_or_else(|_| weekdays_between(today, due));
    NextDue {
        kind,
        due,
        working_days_left: left,
        provisional,
        level: level(due, today, left, provisional),
    }
}

fn weekdays_between(after: NaiveDate, through: NaiveDate) -> i64 {
    let days = after.iter_days().skip(1).take_while(|day| *day <= through);
    let count = days
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .count();
    i64::try_from(count).unwrap_or(i64::MAX)
}
