//! What is found from anywhere, in groups.

use serde::{Deserialize, Serialize};

use super::ProjectRow;
use crate::state::{ProjectKind, ProjectState};
use crate::{OrgId, ProjectId};

/// Most rows of a group.
pub const SHOWN_HITS: usize = 10;

/// What was found, as far as the reader may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchView {
    /// What was asked for; shortened where it is longer than what is looked for.
    pub q: String,
    /// Why nothing was looked for.
    pub note: Option<String>,
    /// By name, code and organisations; last changed first.
    pub projects: Found<ProjectRow>,
    /// By name and credit code.
    pub organisations: Found<FoundOrganisation>,
    /// Files of projects and applications by their names, newest first.
    pub papers: Found<FoundPaper>,
    /// Evaluators of the city's pool; only for those who may open the pool.
    pub people: Found<FoundPerson>,
}

/// The rows of one kind, at most [`SHOWN_HITS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            more: false,
        }
    }
}

impl<T> Found<T> {
    /// Keeps the first rows of what was read, which is one more than is shown.
    #[must_use]
    pub fn first(mut rows: Vec<T>) -> Self {
        let more = rows.len() > SHOWN_HITS;
        rows.truncate(SHOWN_HITS);
        Self { rows, more }
    }
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundOrganisation {
    pub id: OrgId,
    pub name: String,
    pub credit_code: String,
}

/// A file, and the project it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPaper {
    pub name: String,
    pub project: ProjectId,
    pub project_name: String,
    pub tenant_name: String,
    pub kind: ProjectKind,
    pub state: ProjectState,
}

/// An evaluator of the pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPerson {
    pub name: String,
    pub title: String,
    pub employer: String,
    pub speciality: String,
}
