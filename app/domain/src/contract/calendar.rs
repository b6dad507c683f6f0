//! The working calendar: holiday notices, who publishes them, and which deadlines they move.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Offer};
use crate::state::DeadlineKind;
use crate::{CalendarDraftId, DeadlineId, ProjectId};

/// The years of the calendar, and what waits to be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// Newest first.
    pub years: Vec<YearView>,
    /// Notices entered and not yet published; only for the region.
    pub drafts: Vec<CalendarDraft>,
    /// Deadlines of the reader's own view that publications have moved, newest first, at most
    /// [`SHOWN_MOVES`].
    pub moves: Vec<MovedDeadline>,
    pub offers: Vec<Offer>,
}

/// A year as it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearView {
    pub year: i32,
    /// Whether the State Council has announced it; otherwise it is 暂定.
    pub announced: bool,
    pub version: i32,
    /// Number or address of the notice.
    pub notice: String,
    pub workdays: i64,
    pub off: Vec<(NaiveDate, String)>,
    pub makeup: Vec<NaiveDate>,
}

/// A notice before its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDraft {
    pub id: CalendarDraftId,
    pub year: i32,
    pub notice: String,
    /// Why a published year is entered again; empty otherwise.
    pub correction: String,
    pub by: String,
    pub on: NaiveDate,
    pub off: Vec<(NaiveDate, String)>,
    pub makeup: Vec<NaiveDate>,
    /// Why the reader cannot publish it: it is their own.
    pub why_not: Option<String>,
    /// Open deadlines in all cities that get another day.
    pub would_move: i64,
    /// Open deadlines that keep their day and are no longer 暂定.
    pub would_confirm: i64,
    /// Which they are, the nearest first, at most [`SHOWN_MOVES`].
    pub preview: Vec<MovedDeadline>,
}

/// How many moved deadlines a page shows.
pub const SHOWN_MOVES: usize = 200;

/// A deadline that a publication has moved or would move; the same day twice = confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedDeadline {
    pub deadline: DeadlineId,
    pub project: ProjectId,
    pub project_name: String,
    pub tenant_name: String,
    pub kind: DeadlineKind,
    pub old: NaiveDate,
    pub new: NaiveDate,
    /// The year of the notice.
    pub year: i32,
    /// The day of the publication; `None` before it.
    pub on: Option<NaiveDate>,
}

/// A notice as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarDraftForm {
    pub year: String,
    pub notice: String,
    /// JSON of a public collection, or one day per line.
    pub text: String,
    pub correction: String,
}

/// The working calendar.
#[async_trait]
pub trait CalendarApi {
    /// The calendar.
    async fn calendar(&self) -> Answer<CalendarView>;
    /// The region enters a notice; it counts once another person has published it.
    async fn draft_calendar(&self, draft: CalendarDraftForm) -> Answer<CalendarDraftId>;
    /// Publishes it and counts every open deadline again; the old day is kept, the owners are told.
    async fn publish_calendar(&self, id: CalendarDraftId) -> Answer<()>;
    /// Takes it back before its publication.
    async fn withdraw_calendar(&self, id: CalendarDraftId, reason: String) -> Answer<()>;
}
