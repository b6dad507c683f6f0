//! Which past day is asked for.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::Refusal;

use crate::Result;
use crate::db::shanghai;
use crate::door::Tx;

/// The end of a past day.
#[derive(Clone, Copy)]
pub(super) struct AsOf {
    pub day: NaiveDate,
    /// The moment it is over: 24:00 in Asia/Shanghai. What happened before counts.
    pub end: DateTime<FixedOffset>,
}

/// The day that was typed; `None` for today and for nothing.
///
/// # Errors
/// `DateMalformed`, `DateTooLate` for a day to come, `DateTooEarly` for one before the first record.
pub(super) async fn of(tx: &mut Tx, typed: &str) -> Result<Option<AsOf>> {
    let (typed, today) = (typed.trim(), tx.today());
    if typed.is_empty() {
        return Ok(None);
    }
    let field = || "asof".into();
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .map_err(|_| Refusal::DateMalformed { field: field() })?;
    if day == today {
        return Ok(None);
    }
    if day > today {
        return Err(Refusal::DateTooLate {
            field: field(),
            latest: today,
            because: "之后的情况还没有发生".into(),
        }
        .into());
    }
    let first = first(tx).await?.unwrap_or(today);
    if day < first {
        return Err(Refusal::DateTooEarly {
            field: field(),
            earliest: first,
            because: "此前本系统没有办理记录".into(),
        }
        .into());
    }
    Ok(end_of(day).map(|end| AsOf { day, end }))
}

fn end_of(day: NaiveDate) -> Option<DateTime<FixedOffset>> {
    let midnight = day.succ_opt()?.and_hms_opt(0, 0, 0)?;
    midnight.and_local_timezone(shanghai()).single()
}

/// The day of the first event of any city.
async fn first(tx: &mut Tx) -> Result<Option<NaiveDate>> {
    let at: Option<DateTime<chrono::Utc>> = sqlx::query_scalar(
        "select min(e.at) from tenant t
         cross join lateral (select e.at from event e where e.tenant_id = t.id order by e.id limit 1) e",
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(at.map(|at| at.with_timezone(&shanghai()).date_naive()))
}
