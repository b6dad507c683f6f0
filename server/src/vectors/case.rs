//! One case: reads its fields, compares what the rules give, and knows which fields nobody read.

use std::collections::BTreeSet;
use std::fmt::Display;

use chrono::{Datelike, NaiveDate};
use domain::{Money, Refusal};
use serde_json::{Map, Value};

use super::Failure;

/// Words for people, which nothing is computed from. `error` says why a refusal is expected.
const WORDS: [&str; 4] = ["id", "note", "rule", "error"];

/// A case of a group.
pub struct Case<'a> {
    /// `group case`, for messages.
    name: String,
    id: String,
    fields: &'a Map<String, Value>,
    read: BTreeSet<&'static str>,
    differ: Vec<(&'static str, String, String)>,
}

impl<'a> Case<'a> {
    /// The case at a place of its group.
    pub fn new(group: &str, at: usize, value: &'a Value) -> Result<Self, String> {
        let fields = value
            .as_object()
            .ok_or_else(|| format!("{group} #{}: not a case", at + 1))?;
        // Groups without ids are told apart by what they ask.
        let id = ["id", "date", "after", "plan_year"]
            .iter()
            .find_map(|name| fields.get(*name));
        let id = match id {
            Some(Value::String(id)) => id.clone(),
            Some(other) => other.to_string(),
            None => format!("#{}", at + 1),
        };
        Ok(Self {
            name: format!("{group} {id}"),
            id,
            fields,
            read: BTreeSet::new(),
            differ: Vec::new(),
        })
    }

    /// The id of the case.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What differs, if anything does; an error if a field was not read by the rules.
    pub fn finish(self) -> Result<Option<Failure>, String> {
        let unread = self
            .fields
            .keys()
            .find(|name| !WORDS.contains(&name.as_str()) && !self.read.contains(name.as_str()));
        match unread {
            Some(name) => Err(format!("{}: unknown field {name:?}", self.name)),
            None if self.differ.is_empty() => Ok(None),
            None => Ok(Some(Failure {
                id: self.id,
                fields: self.differ,
            })),
        }
    }

    /// A field that must be there; it may be null.
    pub fn value(&mut self, field: &'static str) -> Result<&'a Value, String> {
        self.optional(field)
            .ok_or_else(|| format!("{}: missing field {field:?}", self.name))
    }

    /// A field that may be missing.
    pub fn optional(&mut self, field: &'static str) -> Option<&'a Value> {
        self.read.insert(field);
        self.fields.get(field)
    }

    /// Whether the case has a field.
    pub fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// What makes a field unusable, as an error that names it.
    pub fn bad<T>(&self, field: &str, want: &str) -> Result<T, String> {
        let value = self
            .fields
            .get(field)
            .map(ToString::to_string)
            .unwrap_or_default();
        Err(format!(
            "{}: field {field:?} is {value}, not {want}",
            self.name
        ))
    }

    /// A text.
    pub fn text(&mut self, field: &'static str) -> Result<&'a str, String> {
        match self.value(field)?.as_str() {
            Some(text) => Ok(text),
            None => self.bad(field, "a text"),
        }
    }

    /// A text that may be null or missing.
    pub fn text_or_null(&mut self, field: &'static str) -> Result<Option<&'a str>, String> {
        match self.optional(field) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.text(field).map(Some),
        }
    }

    /// A yes or no.
    pub fn flag(&mut self, field: &'static str) -> Result<bool, String> {
        match self.value(field)?.as_bool() {
            Some(flag) => Ok(flag),
            None => self.bad(field, "true or false"),
        }
    }

    /// A whole number that is not negative.
    pub fn count(&mut self, field: &'static str) -> Result<u32, String> {
        match self
            .value(field)?
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
        {
            Some(count) => Ok(count),
            None => self.bad(field, "a number"),
        }
    }

    /// A year.
    pub fn year(&mut self, field: &'static str) -> Result<i32, String> {
        let year = self.count(field)?;
        i32::try_from(year).or_else(|_| self.bad(field, "a year"))
    }

    /// A day.
    pub fn date(&mut self, field: &'static str) -> Result<NaiveDate, String> {
        match self.text(field)?.parse() {
            Ok(date) => Ok(date),
            Err(_) => self.bad(field, "a date"),
        }
    }

    /// A day that may be null.
    pub fn date_or_null(&mut self, field: &'static str) -> Result<Option<NaiveDate>, String> {
        if self.value(field)?.is_null() {
            Ok(None)
        } else {
            self.date(field).map(Some)
        }
    }

    /// An amount in yuan.
    pub fn money(&mut self, field: &'static str) -> Result<Money, String> {
        match self.text(field)?.parse() {
            Ok(amount) => Ok(amount),
            Err(_) => self.bad(field, "an amount in yuan"),
        }
    }

    /// An amount in yuan that may be null.
    pub fn money_or_null(&mut self, field: &'static str) -> Result<Option<Money>, String> {
        if self.value(field)?.is_null() {
            Ok(None)
        } else {
            self.money(field).map(Some)
        }
    }

    /// The kind of the case, which must be the one the group works.
    pub fn kind(&mut self, kind: &str) -> Result<(), String> {
        match self.text_or_null("kind")? {
            Some(other) if other != kind => self.bad("kind", kind),
            _ => Ok(()),
        }
    }

    /// Compares what the file expects with what the rules give.
    pub fn expect<T: PartialEq + Display>(
        &mut self,
        field: &'static str,
        expected: T,
        got: Result<T, Refusal>,
    ) {
        if got.as_ref().ok() != Some(&expected) {
            let got = got.map_or_else(|refusal| refusal.kind().to_owned(), |got| got.to_string());
            self.differ.push((field, expected.to_string(), got));
        }
    }

    /// Like `expect`, where null expects a refusal or nothing.
    pub fn expect_or_null<T: PartialEq + Display>(
        &mut self,
        field: &'static str,
        expected: Option<T>,
        got: Option<T>,
    ) {
        if got != expected {
            let show = |value: Option<T>| {
                value.map_or_else(|| "null".to_owned(), |value| value.to_string())
            };
            self.differ.push((field, show(expected), show(got)));
        }
    }

    /// Compares a yes or no.
    pub fn expect_flag(&mut self, field: &'static str, got: bool) -> Result<(), String> {
        let expected = self.flag(field)?;
        self.expect(field, expected, Ok(got));
        Ok(())
    }

    /// Compares an amount.
    pub fn expect_money(&mut self, field: &'static str, got: Money) -> Result<(), String> {
        let expected = self.money(field)?;
        self.expect(field, expected, Ok(got));
        Ok(())
    }

    /// Compares the weekday of a day, where the case states one.
    pub fn expect_weekday(&mut self, field: &'static str, date: NaiveDate) -> Result<(), String> {
        if self.has(field) {
            let expected = self.text(field)?.to_owned();
            self.expect(field, expected, Ok(date.weekday().to_string()));
        }
        Ok(())
    }
}
