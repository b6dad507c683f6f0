//! What changes or ends an agreement in force: supplementary agreements and terminations.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ClauseTexts;
use crate::state::{AmendmentState, Clause, Party};
use crate::{AmendmentId, Money, Percent};

/// A supplementary agreement as the clerk typed it. What is left as it is does not change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AmendmentDraft {
    pub reason: String,
    /// Number of the joint meeting's resolution: needed beyond the approved period (R077).
    pub basis: String,
    /// Yuan, at most what is agreed now.
    pub amount: String,
    pub end: String,
    /// Per cent, 30-70; empty = no prepayment.
    pub prepay: String,
    pub clauses: ClauseTexts,
}

/// One thing a supplementary agreement changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// A supplementary agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentView {
    pub id: AmendmentId,
    pub no: i32,
    pub state: AmendmentState,
    pub reason: String,
    pub basis: String,
    pub changes: Vec<Change>,
    /// Each party with the date it signed.
    pub signatures: Vec<(Party, String, Option<NaiveDate>)>,
    pub filed: Option<NaiveDate>,
    /// Why it was withdrawn.
    pub withdrawn: String,
}

/// An agreement as it was before a supplementary one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementVersion {
    pub no: i32,
    pub amount: Money,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub prepay: Option<Percent>,
    pub clauses: Vec<(Clause, String)>,
    pub replaced: NaiveDate,
}

/// How a project was ended before its acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminationView {
    pub on: NaiveDate,
    pub by: String,
    pub reason: String,
    /// The written record of the parties.
    pub record: String,
    /// Value of the work done.
    pub settlement: Money,
    pub recover: Money,
}

/// The termination as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Termination {
    pub reason: String,
    /// Yuan for the work done, 0 to the agreement amount; not asked for after a refusal to rectify.
    pub settlement: String,
    /// What the parties put down in writing.
    pub record: String,
}
