//! Urgings: what the region asks of the cities, and what they answer.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::urging::UrgingStanding;
use crate::{ProjectId, TenantId, UrgingId};

/// How many urgings a page shows.
pub const SHOWN_URGINGS: usize = 200;

/// Which urgings, as it stands in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UrgingsQuery {
    /// Only those about this project.
    pub project: Option<ProjectId>,
}

/// The urgings the reader may know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgingsView {
    /// Those that wait for an answer first, the most urgent on top; then the newest. At most
    /// [`SHOWN_URGINGS`].
    pub rows: Vec<UrgingRow>,
    /// Of all the reader may know of.
    pub waiting: i64,
    pub overdue: i64,
    /// The project that was asked for.
    pub about: Option<UrgedProject>,
    /// The terms to choose from, with the day each ends; empty for whoever only answers.
    pub terms: Vec<UrgingTerm>,
    /// The cities to choose from; empty for whoever only answers.
    pub cities: Vec<(TenantId, String)>,
    pub can_answer: bool,
}

/// A project urgings are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgedProject {
    pub id: ProjectId,
    pub name: String,
    pub tenant_name: String,
    /// Why the reader, who urges, cannot urge this one: it is over.
    pub why_not: Option<String>,
}

/// A term for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgingTerm {
    pub days: u32,
    pub due: NaiveDate,
    pub provisional: bool,
}

/// One urging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgingRow {
    pub id: UrgingId,
    pub tenant_name: String,
    /// `None` = the city as a whole.
    pub project: Option<(ProjectId, String)>,
    pub text: String,
    /// 自治区人社厅 and the person.
    pub by: String,
    pub on: NaiveDate,
    pub working_days: i32,
    pub due: NaiveDate,
    pub provisional: bool,
    pub standing: UrgingStanding,
    pub answer: Option<UrgingAnswer>,
}

/// What the agency answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgingAnswer {
    pub text: String,
    pub by: String,
    pub on: NaiveDate,
}

/// An urging as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UrgingForm {
    /// Empty = the city as a whole.
    pub project: String,
    /// Where no project is named.
    pub tenant: String,
    pub text: String,
    /// Working days; empty = the default.
    pub days: String,
}

/// Urgings.
#[async_trait]
pub trait UrgingApi {
    /// The urgings of the reader's view. `NotFound` for a project they may not know of.
    async fn urgings(&self, query: UrgingsQuery) -> Answer<UrgingsView>;
    /// The region urges a city, about a project or as a whole. `WrongState` for a project that is over.
    async fn urge(&self, urging: UrgingForm) -> Answer<UrgingId>;
    /// The city's agency answers, once.
    async fn answer_urging(&self, id: UrgingId, text: String) -> Answer<()>;
}
