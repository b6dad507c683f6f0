//! The acceptance: what is seen of it, what is typed, and the steps between a fail report and its end.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Goal};
use crate::rectification::Rectification;
use crate::state::{AcceptanceState, AnswerKind, Disposition, Organiser};
use crate::{Money, ProjectId, UserId, Version};

/// The acceptance, both rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptanceView {
    pub state: AcceptanceState,
    pub round: i32,
    pub organiser: Organiser,
    pub applied: NaiveDate,
    pub received: Option<NaiveDate>,
    /// Why the application was returned.
    pub returned: String,
    pub evaluators: Vec<EvaluatorView>,
    /// Whom the organiser can choose from; empty for everybody else.
    pub pool: Vec<PooledView>,
    pub reports: Vec<ReportView>,
    /// The day on which the fail report was sent.
    pub noticed: Option<NaiveDate>,
    /// The day on which it counts as served unless the unit acknowledges it before (A05).
    pub presumed: Option<NaiveDate>,
    /// The day on which the unit acknowledged it.
    pub acknowledged: Option<NaiveDate>,
    /// The one reminder: when, until when to answer, what (A06).
    pub reminder: Option<(NaiveDate, NaiveDate, String)>,
    /// What the unit has answered, oldest first.
    pub answers: Vec<AnswerView>,
    pub rectification: String,
    /// A rectification offered after the period: when, and what (2.5).
    pub late: Option<(NaiveDate, String)>,
    pub disposition: Option<(Disposition, Money, String)>,
    /// What health has found since the project is over, oldest first (R021).
    pub reviews: Vec<ReviewView>,
}

impl AcceptanceView {
    /// What the rules ask about the rectification.
    #[must_use]
    pub fn rectification(&self) -> Rectification {
        Rectification {
            presumed: self.presumed,
            acknowledged: self.acknowledged,
            reminder: self.reminder.as_ref().map(|(on, due, _)| (*on, *due)),
            answers: self.answers.iter().map(|one| (one.kind, one.on)).collect(),
        }
    }
}

/// A mid- or long-term evaluation (中长期评估).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    pub on: NaiveDate,
    pub by: String,
    pub findings: String,
    /// What it suggests for later projects; may be empty.
    pub advice: String,
}

/// What the unit has answered to a fail report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    pub kind: AnswerKind,
    pub on: NaiveDate,
    pub by: String,
    pub text: String,
}

/// An evaluator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluatorView {
    pub account: UserId,
    pub name: String,
    pub organisation: String,
    pub title: String,
    /// When he declared, and whether there is a conflict; `None` = not yet (R092).
    pub declared: Option<(NaiveDate, bool)>,
    /// What he declared; empty where there is none.
    pub declaration: String,
}

impl EvaluatorView {
    /// Whether he has declared a conflict and keeps away.
    #[must_use]
    pub fn has_conflict(&self) -> bool {
        self.declared.is_some_and(|(_, conflict)| conflict)
    }
}

/// An expert of the pool, as the organiser of one acceptance sees him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PooledView {
    pub login: String,
    pub name: String,
    pub employer: String,
    pub title: String,
    pub speciality: String,
    /// Why he cannot be chosen for this project.
    pub why_not: Option<String>,
}

/// An acceptance report (R093).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportView {
    pub round: i32,
    pub date: NaiveDate,
    pub passed: bool,
    pub findings: String,
    pub budget_execution: String,
    pub defects: String,
    /// Goal, measured value, achieved.
    pub results: Vec<(Goal, String, bool)>,
    pub by: String,
}

/// Whom the organiser chooses from the pool. What speaks against an expert is checked there; whether he
/// has a conflict he declares himself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appointment {
    /// The logins that are ticked, each with any value.
    pub chosen: BTreeMap<String, String>,
    /// `applicant` or `agency_admin`: never the prevention fee (R095, I15).
    pub payer: String,
}

impl Appointment {
    /// These logins, paid by somebody.
    #[must_use]
    pub fn of(logins: &[&str], payer: &str) -> Self {
        let ticked = |login: &&str| ((*login).to_owned(), "true".to_owned());
        Self {
            chosen: logins.iter().map(ticked).collect(),
            payer: payer.into(),
        }
    }
}

/// The result of one goal as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoalResult {
    pub no: i32,
    pub measured: String,
    /// `yes` or `no`.
    pub achieved: String,
}

/// A report as the evaluator typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportDraft {
    pub findings: String,
    pub budget_execution: String,
    pub results: Vec<GoalResult>,
    /// `pass` or `fail`.
    pub conclusion: String,
    pub defects: String,
    /// Settlement at actual cost, in yuan; empty = the agreement amount (A37).
    pub settlement: String,
}

/// The steps between a fail report and its end that are not on every project's way.
#[async_trait]
pub trait AcceptanceApi {
    /// The unit acknowledges the fail report; D5 starts today instead of on the presumed day (A05).
    async fn acknowledge_report(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// The unit answers before it has rectified: a plan, a word, or a refusal in writing (A06).
    async fn answer_rectification(
        &self,
        id: ProjectId,
        seen: Version,
        kind: AnswerKind,
        text: String,
    ) -> Answer<()>;
    /// The agency reminds a unit that has not said how it will rectify: once (A06).
    async fn remind_rectification(&self, id: ProjectId, seen: Version, text: String) -> Answer<()>;
    /// The unit offers a rectification after D5 has passed: it is overdue, and stays missed (2.5).
    async fn offer_late(&self, id: ProjectId, seen: Version, text: String) -> Answer<()>;
    /// The agency has a late rectification evaluated instead of deciding the disposition; starts D6.
    async fn accept_late(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()>;
    /// Health evaluates a project that is over, in the middle or long run. R021.
    async fn record_review(
        &self,
        id: ProjectId,
        seen: Version,
        findings: String,
        advice: String,
    ) -> Answer<()>;
}
