//! What was typed so far, by path, exactly as typed: nothing is lost, whatever it means.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::catalogue::{self, Table};
use super::text;
use crate::money::{Money, NotANumber};
use crate::refusal::Refusal;

/// How many times its own limit a value may be while it is being written.
const SLACK: u32 = 4;
/// Characters no value may exceed.
const VALUE_MAX: u32 = 20_000;
/// Characters of all values together.
const TOTAL_MAX: u32 = 400_000;

/// An application in writing: path → text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Draft(BTreeMap<String, String>);

impl Draft {
    /// The text at a path, `""` where nothing was typed.
    #[must_use]
    pub fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    /// The text of a cell.
    #[must_use]
    pub fn cell(&self, table: &Table, row: u32, key: &str) -> &str {
        self.get(&table.cell(row, key))
    }

    /// Keeps a text as typed; an empty one takes the path out.
    ///
    /// # Errors
    /// `UnknownLabel` for a path that is not in the catalogue, `TooLong` for a value beyond four
    /// times its limit or 20,000 characters, `DraftTooLarge` beyond 400,000 characters in all.
    /// The draft is then as it was.
    pub fn set(&mut self, path: &str, text: impl Into<String>) -> Result<(), Refusal> {
        let text = text.into();
        check_value(path, &text)?;
        // What grows by nothing fits anyway: a draft that is over can still be cut down.
        let (old, new) = (text::length(self.get(path)), text::length(&text));
        if new > old && self.length() - old + new > TOTAL_MAX {
            return Err(Refusal::DraftTooLarge);
        }
        if text.is_empty() {
            self.0.remove(path);
        } else {
            self.0.insert(path.to_owned(), text);
        }
        Ok(())
    }

    /// Checks a draft that came over the wire as [`Draft::set`] would have.
    ///
    /// # Errors
    /// As `set`.
    pub fn verify(&self) -> Result<(), Refusal> {
        for (path, text) in &self.0 {
            check_value(path, text)?;
        }
        if self.length() > TOTAL_MAX {
            return Err(Refusal::DraftTooLarge);
        }
        Ok(())
    }

    /// The numbers of the rows of a table in which anything but blanks stands, ascending.
    #[must_use]
    pub fn rows(&self, table: &Table) -> Vec<u32> {
        let prefix = format!("{}.", table.path);
        let mut rows: Vec<u32> = self
            .0
            .range(prefix.clone()..)
            .take_while(|(path, _)| path.starts_with(&prefix))
            .filter(|(_, text)| !text.trim().is_empty())
            .filter_map(|(path, _)| catalogue::field(path)?.2)
            .collect();
        // The keys are sorted as texts: 10 stands before 2.
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Every path with its text, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Characters of all values.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.0
            .values()
            .fold(0, |sum, text| sum.saturating_add(text::length(text)))
    }

    /// The text at a path without blanks around it; `None` where only blanks stand.
    #[must_use]
    pub fn filled(&self, path: &str) -> Option<&str> {
        Some(self.get(path).trim()).filter(|text| !text.is_empty())
    }

    /// An amount typed in 万元; `None` where nothing was typed.
    #[must_use]
    pub fn money_wan(&self, path: &str) -> Option<Result<Money, Refusal>> {
        self.filled(path)
            .map(|text| Money::parse_wan(path.to_owned(), text))
    }

    /// An amount typed in yuan; `None` where nothing was typed.
    #[must_use]
    pub fn money_yuan(&self, path: &str) -> Option<Result<Money, Refusal>> {
        self.filled(path)
            .map(|text| Money::parse_yuan(path.to_owned(), text))
    }

    /// A whole number; `None` where nothing was typed.
    #[must_use]
    pub fn int(&self, path: &str) -> Option<Result<u32, NotANumber>> {
        self.filled(path).map(text::whole)
    }

    /// A number with decimals; `None` where nothing was typed.
    #[must_use]
    pub fn decimal(&self, path: &str) -> Option<Result<Decimal, NotANumber>> {
        self.filled(path).map(text::decimal)
    }

    /// A day; `None` where nothing was typed.
    #[must_use]
    pub fn date(&self, path: &str) -> Option<Result<NaiveDate, Refusal>> {
        self.filled(path).map(|typed| {
            text::day(typed).ok_or_else(|| Refusal::DateMalformed {
                field: path.to_owned().into(),
            })
        })
    }
}

fn check_value(path: &str, text: &str) -> Result<(), Refusal> {
    let Some((_, field, _)) = catalogue::field(path) else {
        return Err(Refusal::UnknownLabel { label: path.into() });
    };
    if text::length(text) > VALUE_MAX.min(field.kind.max() * SLACK) {
        return Err(Refusal::TooLong {
            field: path.to_owned().into(),
            label: field.name().into(),
            max: field.kind.max(),
        });
    }
    Ok(())
}
