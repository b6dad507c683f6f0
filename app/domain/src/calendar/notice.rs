//! Reading and checking a holiday notice before it becomes a year of the calendar (4.8).
//!
//! A notice arrives as the JSON that public collections keep of it (`days` with `date`, `name`,
//! `isOffDay`), or typed in: one day per line, `2027-01-01 元旦 休` or `2027-02-06 春节 班`.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::{is_weekend, next_day};
use crate::refusal::{CalendarFault, Refusal};

/// Statutory days of a year: 13 from 2025 on, 11 before (全国年节及纪念日放假办法, 2024 revision).
#[must_use]
pub const fn statutory_days(year: i32) -> i64 {
    if year >= 2025 { 13 } else { 11 }
}

/// The festivals every notice names.
const FESTIVALS: [&str; 7] = ["元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"];

/// The days of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Days off with the name of the festival, in order.
    pub off: Vec<(NaiveDate, Option<String>)>,
    /// Weekend days that are worked, in order.
    pub makeup: Vec<NaiveDate>,
}

/// A notice as public collections keep it; the JSON is read by whoever has a reader.
#[derive(Deserialize)]
pub struct Collected {
    year: i32,
    days: Vec<CollectedDay>,
}

#[derive(Deserialize)]
struct CollectedDay {
    name: String,
    date: NaiveDate,
    #[serde(rename = "isOffDay")]
    off: bool,
}

fn fault(item: u32, because: impl Into<String>) -> Refusal {
    CalendarFault::Day {
        item,
        because: because.into(),
    }
    .into()
}

/// Reads a notice typed in, one day per line.
///
/// # Errors
/// [`CalendarFault::Day`] with the number of the first day that cannot be taken.
pub fn typed(year: i32, text: &str) -> Result<Notice, Refusal> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let days = (1..)
        .zip(lines)
        .map(|(number, line)| day_of(number, line))
        .collect::<Result<Vec<_>, Refusal>>()?;
    collect(year, days)
}

/// Reads a notice of a public collection.
///
/// # Errors
/// [`CalendarFault::Day`] with the place in the list of the first day that cannot be taken.
pub fn collected(year: i32, file: Collected) -> Result<Notice, Refusal> {
    if file.year != year {
        return Err(CalendarFault::OtherYear {
            year,
            file: file.year,
        }
        .into());
    }
    let days = file.days.into_iter();
    collect(
        year,
        days.map(|day| (day.date, day.name, day.off)).collect(),
    )
}

type Day = (NaiveDate, String, bool);

fn collect(year: i32, days: Vec<Day>) -> Result<Notice, Refusal> {
    let mut seen: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    let mut notice = Notice::default();
    for (item, (date, name, off)) in (1..).zip(days) {
        if let Some(before) = seen.insert(date, item) {
            return Err(fault(item, format!("{date} 与第 {before} 项重复")));
        }
        // A notice may reach into the last days of the year before.
        let neighbour = date.year() == year - 1 && date.month() == 12 && date.day() >= 28;
        if date.year() != year && !neighbour {
            return Err(fault(item, format!("{date} 不在 {year} 年")));
        }
        if off {
            notice.off.push((date, Some(name)));
        } else if is_weekend(date) {
            notice.makeup.push(date);
        } else {
            return Err(fault(
                item,
                format!("{date} 不是周六、周日，不能是调休上班日"),
            ));
        }
    }
    notice.off.sort();
    notice.makeup.sort();
    Ok(notice)
}

fn day_of(number: u32, line: &str) -> Result<Day, Refusal> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [date, name, mark] = words.as_slice() else {
        return Err(fault(
            number,
            "应为“日期 节日 休”或“日期 节日 班”，以空格分隔",
        ));
    };
    let date = date
        .parse::<NaiveDate>()
        .map_err(|_| fault(number, format!("“{date}”不是日期，应如 2027-01-01")))?;
    match *mark {
        "休" => Ok((date, (*name).to_owned(), true)),
        "班" => Ok((date, (*name).to_owned(), false)),
        other => Err(fault(number, format!("“{other}”应为“休”或“班”"))),
    }
}

/// Whether a notice can be right: every festival is there and without a hole, and the working days
/// taken off, less the weekend days worked for them, are the statutory days of the year. A day
/// forgotten or entered twice breaks this. A later notice may give more days (2020), never fewer.
///
/// # Errors
/// [`CalendarFault::Festival`] or [`CalendarFault::Gap`] naming what is missing,
/// [`CalendarFault::Sum`] with both numbers.
pub fn check(year: i32, notice: &Notice, later: bool) -> Result<(), Refusal> {
    let named = |festival: &&&str| {
        let mut names = notice.off.iter().filter_map(|(_, name)| name.as_deref());
        !names.any(|name| name.contains(**festival))
    };
    let missing: Vec<&str> = FESTIVALS.iter().filter(named).copied().collect();
    if !missing.is_empty() {
        return Err(CalendarFault::Festival {
            missing: missing.join("、"),
        }
        .into());
    }
    if let Some((date, name)) = hole(notice) {
        return Err(CalendarFault::Gap { date, name }.into());
    }
    let off = notice.off.iter().filter(|(date, _)| !is_weekend(*date));
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let days = count(off.count()) - count(notice.makeup.len());
    let wanted = statutory_days(year);
    if days == wanted || later && days > wanted {
        Ok(())
    } else {
        Err(CalendarFault::Sum { days, wanted }.into())
    }
}

/// The first day that is missing within the days off of one festival: they are always one stretch.
fn hole(notice: &Notice) -> Option<(NaiveDate, String)> {
    let pairs = notice.off.iter().zip(notice.off.iter().skip(1));
    pairs
        .filter(|((before, name), (after, next))| name == next && next_day(*before) != *after)
        .map(|((before, name), _)| (next_day(*before), name.clone().unwrap_or_default()))
        .next()
}
