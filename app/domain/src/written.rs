//! How a day is written, on every page, in every sentence and in the history; and a sentence inside another one.

use chrono::NaiveDate;

/// `2026年11月23日`.
#[must_use]
pub fn full_date(date: NaiveDate) -> String {
    date.format("%Y年%-m月%-d日").to_string()
}

/// What was typed or said as a sentence, as a part of another one: without blanks around it and its full stop.
#[must_use]
pub fn unstopped(text: &str) -> &str {
    text.trim().trim_end_matches('。')
}
