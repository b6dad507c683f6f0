//! Periods of years by the calendar (R049, R063, R065, R085).
//!
//! A period of years ends on the corresponding day, or on the last day of the month where there is
//! none (Civil Code art. 202): from Feb 29 it ends on Feb 28. It is not moved off a weekend.

use chrono::{Months, NaiveDate};

use crate::refusal::{Field, Refusal};

/// The corresponding day so many years later.
#[must_use]
pub fn years_from(date: NaiveDate, years: u8) -> NaiveDate {
    date.checked_add_months(Months::new(u32::from(years) * 12))
        .unwrap_or(NaiveDate::MAX)
}

/// The corresponding day two years later: the latest end of a project (R049, A17).
#[must_use]
pub fn two_years_from(date: NaiveDate) -> NaiveDate {
    years_from(date, 2)
}

/// The corresponding day three years later.
#[must_use]
pub fn three_years_from(date: NaiveDate) -> NaiveDate {
    years_from(date, 3)
}

/// A project lasts at most two years, the corresponding day included (R049; invariant I10).
///
/// # Errors
/// `PeriodReversed` if it ends before it starts, `PeriodTooLong` with the latest day.
pub fn check_project_period(
    field: impl Into<Field>,
    start: NaiveDate,
    end: NaiveDate,
) -> Result<(), Refusal> {
    let latest = two_years_from(start);
    if end < start {
        Err(Refusal::PeriodReversed {
            field: field.into(),
        })
    } else if end > latest {
        Err(Refusal::PeriodTooLong {
            field: field.into(),
            latest,
        })
    } else {
        Ok(())
    }
}

/// The last day of a three-year ban (R085).
#[must_use]
pub fn ban_last_day(effective: NaiveDate) -> NaiveDate {
    three_years_from(effective)
}

/// Whether a ban holds on a day: from its first through its last day (R085).
#[must_use]
pub fn is_banned_on(effective: NaiveDate, day: NaiveDate) -> bool {
    (effective..=ban_last_day(effective)).contains(&day)
}

/// Whether somebody in the business since a day has two years or more of it (R065).
#[must_use]
pub fn is_experienced_on(since: NaiveDate, check: NaiveDate) -> bool {
    check >= two_years_from(since)
}

/// Whether a major violation lies within the two years before a day, the anniversary included (R063).
#[must_use]
pub fn violation_blocks(violation: NaiveDate, check: NaiveDate) -> bool {
    (violation..=two_years_from(violation)).contains(&check)
}
