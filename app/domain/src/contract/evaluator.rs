//! The pool of evaluators a city's agency keeps, and what each evaluator declares (A45, R092).

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::evaluator::Job;
use crate::{ProjectId, UserId, Version};

/// The page of the pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertsView {
    /// By name; those who have left last.
    pub rows: Vec<ExpertRow>,
    /// Whether this person can enter and remove.
    pub may_keep: bool,
}

/// An expert of the pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertRow {
    pub account: UserId,
    pub login: String,
    pub name: String,
    pub employer: String,
    pub title: String,
    pub speciality: String,
    /// Employments of the last two years, as entered last.
    pub jobs: Vec<Job>,
    pub kept: NaiveDate,
    pub by: String,
    /// Projects of the city he was appointed for.
    pub projects: i64,
    /// When he was removed, and why.
    pub removed: Option<(NaiveDate, String)>,
}

/// An expert as typed; entered again, what was entered before is replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExpertDraft {
    /// The login of a person with the post 评估人.
    pub login: String,
    pub speciality: String,
    /// Employments of the last two years; empty rows are left out.
    pub jobs: Vec<JobDraft>,
    /// There was none.
    pub unemployed: bool,
}

/// An employment as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobDraft {
    pub employer: String,
    pub from: String,
    /// Empty = still there.
    pub to: String,
}

/// The pool, and the declaration of each evaluator.
#[async_trait]
pub trait EvaluatorApi {
    /// The pool of the own city.
    async fn experts(&self) -> Answer<ExpertsView>;
    /// Enters an expert with the employments of the last two years, or replaces what was entered. A45.
    async fn keep_expert(&self, draft: ExpertDraft) -> Answer<()>;
    /// Takes an expert out of the pool; appointments stand.
    async fn remove_expert(&self, id: UserId, reason: String) -> Answer<()>;
    /// The evaluator declares whether he has a conflict, before the report. R092, I8.
    async fn declare_conflict(
        &self,
        id: ProjectId,
        seen: Version,
        conflict: String,
        text: String,
    ) -> Answer<()>;
}
