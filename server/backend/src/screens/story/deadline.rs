//! A deadline with its whole reason: rule, days counted, and how the calendar has moved it.

use chrono::NaiveDate;
use domain::DeadlineId;
use domain::calendar::{DayMark, WorkCalendar};
use domain::contract::{DeadlineMove, DeadlineView};
use domain::deadline::{Rule, SERVICE_WORKING_DAYS};
use domain::full_date;
use domain::state::DeadlineKind;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Result;
use crate::calendar::next_due;
use crate::rows::Columns;

pub(super) fn deadline(
    row: &PgRow,
    moves: &[PgRow],
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Result<DeadlineView> {
    let id: i64 = row.try_get("id")?;
    let (kind, start): (DeadlineKind, NaiveDate) = (row.code("kind")?, row.try_get("started_on")?);
    let due: NaiveDate = row.try_get("due_on")?;
    let days: Option<i32> = row.try_get("working_days")?;
    let rule = days
        .and_then(|days| u32::try_from(days).ok())
        .map_or(Rule::FixedDate, Rule::WorkingDays);
    let stopped = row.date_opt("stopped_on")?;
    let assumed = row.date_opt("assumed_until")?;
    let provisional =
        row.try_get::<bool, _>("provisional")? || assumed.is_some_and(|until| until > today);
    let next = next_due(calendar, kind, due, provisional, today);
    Ok(DeadlineView {
        id: DeadlineId(id),
        kind,
        clause: kind.clause().into(),
        start,
        rule: match (rule, kind) {
            (Rule::FixedDate, DeadlineKind::Determination) => "每年 10 月底前".into(),
            (Rule::FixedDate, DeadlineKind::ProjectEnd) => "协议约定".into(),
            (Rule::WorkingDays(days), DeadlineKind::Progress) => {
                format!("季度终了后 {days} 个工作日")
            }
            (rule, _) => rule.to_string(),
        },
        calendar_version: row.try_get("calendar_version")?,
        next,
        stopped,
        result: row.code_opt("result")?,
        reason: row.text("reason")?,
        assumption: assumed
            .filter(|_| stopped.is_none())
            .map(|until| assumption(until, today))
            .unwrap_or_default(),
        days: explained(calendar, rule, start, due),
        moves: moves
            .iter()
            .filter(|moved| moved.try_get("deadline_id").is_ok_and(|of: i64| of == id))
            .map(moved)
            .collect::<Result<_>>()?,
    })
}

/// What the first day of a clock rests on that nobody has confirmed.
fn assumption(until: NaiveDate, today: NaiveDate) -> String {
    let until_text = full_date(until);
    if until > today {
        format!("尚未签收，暂按 {until_text} 视为送达起算；此前签收的，自签收次日起算")
    } else {
        format!("发出后第 {SERVICE_WORKING_DAYS} 个工作日（{until_text}）仍未签收，视为送达")
    }
}

/// Every day on the way. A closed deadline whose calendar has changed since is not explained by days
/// that did not count for it.
fn explained(calendar: &WorkCalendar, rule: Rule, from: NaiveDate, due: NaiveDate) -> Vec<DayMark> {
    match rule.due(from, calendar) {
        Ok(now) if matches!(rule, Rule::WorkingDays(_)) && now.date == due => {
            calendar.explain(from, due).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn moved(row: &PgRow) -> Result<DeadlineMove> {
    Ok(DeadlineMove {
        old: row.try_get("old_due")?,
        new: row.try_get("new_due")?,
        on: row.try_get("moved_on")?,
        year: row.try_get("year")?,
        version: row.try_get("new_version")?,
    })
}
