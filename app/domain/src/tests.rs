//! Tables of cases for each rule, and properties that hold for every input.
//!
//! The worked examples of the whole project are run by `yufang vectors`; here is what they leave
//! out: the ways a person mistypes, the borders of types, and the invariants I1, I2, I3, I7, I10, I11.

mod analysis;
mod annex;
mod annex_check;
mod annex_labels;
mod annex_merge;
mod annex_rules;
mod calendar;
mod classification;
mod code;
mod dataset;
mod deadline;
mod doing;
mod eligibility;
mod evaluator;
mod file;
mod fund;
mod local_rule;
mod mail;
mod money;
mod notice;
mod period;
mod rectification;
mod reminder;
mod search;
mod selection;
mod settlement;
mod state;
mod training;
mod urging;
mod year;

use chrono::NaiveDate;

use crate::Money;

/// An amount as `Money::plain` writes it.
fn yuan(text: &str) -> Money {
    text.parse().expect("an amount")
}

/// A day as ISO 8601 writes it.
fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}
