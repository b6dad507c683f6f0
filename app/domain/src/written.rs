//! How a day is written, on every page, in every sentence and in the history.

use chrono::NaiveDate;

/// `2026年11月23日`.
#[must_use]
pub fn full_date(date: NaiveDate) -> String {
    date.format("%Y年%-m月%-d日").to_string()
}
