//! The whole history of a project as a narrative, to be read and printed.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::ProjectId;
use crate::state::{Mode, ProjectState};
use crate::story::Phase;

/// Everything that happened to a project, as far as the person may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryView {
    pub project: ProjectId,
    pub code: String,
    pub name: String,
    pub tenant_name: String,
    pub year: i32,
    pub mode: Mode,
    pub state: ProjectState,
    pub applicant: String,
    pub unit: String,
    /// The day it was told.
    pub on: NaiveDate,
    /// Oldest first; phases in which nothing happened are absent.
    pub phases: Vec<StoryPhase>,
    /// What is still open: running deadlines and whose turn it is, as sentences.
    pub open: Vec<String>,
}

/// What happened in one phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryPhase {
    pub phase: Phase,
    pub steps: Vec<StoryStep>,
}

/// One step: when, who, what, under which clause; then what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryStep {
    pub on: NaiveDate,
    pub sentence: String,
    /// Before and after, deadlines, entries of the ledger: a sentence each.
    pub effects: Vec<String>,
}

/// The story of a project.
#[async_trait]
pub trait StoryApi {
    /// The narrative. `NotFound` for a project the person may not know of. R006.
    async fn story(&self, id: ProjectId) -> Answer<StoryView>;
}
