//! Violation and fraud cases (R084, R086).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::state::{CaseKind, CaseState};
use crate::{CaseId, Money, ProjectId, Version};

/// The cases of a city, or of all cities for the region's 人社.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesView {
    /// Open ones first, then newest first.
    pub cases: Vec<CaseView>,
    pub can_open: bool,
}

/// A case (R084, R086).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    pub id: CaseId,
    pub version: Version,
    pub tenant_name: String,
    /// 核查〔2026〕3号.
    pub no: String,
    pub kind: CaseKind,
    pub state: CaseState,
    pub project: ProjectId,
    pub project_code: String,
    pub project_name: String,
    pub unit: String,
    pub facts: String,
    /// Persons responsible, as typed.
    pub persons: String,
    pub steps: Vec<CaseStep>,
    /// Whether the unit's payments are stopped because of it.
    pub frozen: bool,
    /// Registered as to be paid back.
    pub recover: Money,
    pub actions: Vec<Action>,
}

/// One step of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStep {
    pub what: String,
    pub text: String,
    pub on: NaiveDate,
    pub who: String,
}

/// A case as it is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseDraft {
    /// Code of the project it is about.
    pub code: String,
    /// Code of [`CaseKind`].
    pub kind: String,
    pub facts: String,
    pub persons: String,
}

/// The decision on a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseDecision {
    /// 文号.
    pub document: String,
    pub text: String,
    /// Yuan to be paid back; empty = nothing (R086).
    pub recover: String,
}
