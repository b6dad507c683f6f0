//! Figures of a city and year: the fund base ([`base`]), what the departments send each other
//! ([`sets`]), injuries by web ([`upload`]), and the page that shows them ([`view`]).

pub(crate) mod base;
pub mod sets;
pub(crate) mod upload;
pub(crate) mod view;

use chrono::{Datelike, NaiveDate};
use domain::Refusal;
use domain::access::Action;
use domain::contract::{Offer, YearOf};

use crate::Result;
use crate::door::Session;

/// The result of a check that can do nothing but refuse.
pub type Checked<T> = std::result::Result<T, Refusal>;

/// The years that figures can be about.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// The plan year a page is about: the one it names, else the one being prepared.
pub(crate) fn plan_year(of: YearOf, today: NaiveDate) -> Result<i32> {
    let year = of.year.unwrap_or(today.year() + 1);
    if YEARS.contains(&year) {
        Ok(year)
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// The plan years to choose from, newest first.
pub(crate) fn plan_years(asked: i32, today: NaiveDate) -> Vec<i32> {
    let mut years: Vec<i32> = (today.year() - 2..=today.year() + 1).rev().collect();
    if !years.contains(&asked) {
        years.push(asked);
        years.sort_unstable_by(|a, b| b.cmp(a));
    }
    years
}

/// A year somebody writes about: this one or the next (plans are made for the next).
pub(crate) fn written_year(year: i32, today: NaiveDate) -> Result<()> {
    if (today.year()..=today.year() + 1).contains(&year) {
        return Ok(());
    }
    Err(Refusal::UnknownChoice {
        field: "year".into(),
        label: "计划年度".into(),
    }
    .into())
}

/// Those of the actions that the post includes, each with what keeps it from being possible now.
pub(crate) fn offers<const N: usize>(
    session: &Session,
    actions: [(Action, Option<Refusal>); N],
) -> Vec<Offer> {
    let capacities = session.capacities();
    actions
        .into_iter()
        .filter(|(action, _)| action.allows(&capacities))
        .map(|(action, why_not)| Offer { action, why_not })
        .collect()
}
