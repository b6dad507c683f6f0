//! One project: its whole story, and every step from determination to the acceptance's end.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    AcceptanceView, Answer, Appointment, Books, Choosing, Doing, PaymentView, ReportDraft,
    SelectionDraft, Termination,
};
use crate::access::Action;
use crate::calendar::DayMark;
use crate::refusal::Refusal;
use crate::state::{
    AgreementState, Category, Clause, DeadlineKind, DeadlineResult, Disposition, FilingSubject,
    Member, Mode, Organiser, Party, ProjectKind, ProjectState,
};
use crate::{
    AgreementId, DeadlineId, EventId, FilingId, Money, Percent, ProjectId, TenantId, Version,
};

use super::screens::{NextDue, TimelineStep};

/// Everything a person may see of a project; parts that are not theirs are absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectView {
    pub id: ProjectId,
    pub version: Version,
    pub code: String,
    pub name: String,
    pub tenant: TenantId,
    pub tenant_name: String,
    pub year: i32,
    pub kind: ProjectKind,
    pub mode: Mode,
    pub category: Category,
    pub state: ProjectState,
    pub industry: String,
    pub key_area: String,
    pub applicant: String,
    pub unit: Option<String>,
    /// Whether there is an application that this person may read.
    pub application: bool,
    /// Who has to act now, and what is waited for.
    pub holder: String,
    pub requested: Money,
    pub approved: Money,
    pub resolution: String,
    pub determined_on: Option<NaiveDate>,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub goals: Vec<Goal>,
    pub budget: Vec<BudgetLine>,
    /// How the unit was chosen and whether it may sign.
    pub choosing: Choosing,
    pub agreement: Option<AgreementView>,
    pub payments: Vec<PaymentView>,
    pub money: MoneySummary,
    pub acceptance: Option<AcceptanceView>,
    pub doing: Doing,
    pub books: Books,
    pub deadlines: Vec<DeadlineView>,
    /// Empty for organisations: filings are between the agency and the members.
    pub filings: Vec<FilingView>,
    pub timeline: Vec<TimelineStep>,
    /// Newest first.
    pub history: Vec<HistoryRow>,
    /// What this person could do, each possible or with the reason why not.
    pub offers: Vec<Offer>,
}

/// A button: possible, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub action: Action,
    /// `None` = possible now.
    pub why_not: Option<Refusal>,
}

/// A near-term goal of Annex 3 二（二）; what the acceptance measures (R184, R093).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    pub no: i32,
    pub goal: String,
    pub method: String,
    pub target: String,
}

/// A project's allocation in one year (R111).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    pub year: i32,
    pub amount: Money,
    pub approved: bool,
}

/// The service agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementView {
    pub id: AgreementId,
    pub state: AgreementState,
    pub amount: Money,
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// `None` = no prepayment agreed.
    pub prepay: Option<Percent>,
    pub clauses: Vec<(Clause, String)>,
    /// Each party with the date it signed.
    pub signatures: Vec<(Party, String, Option<NaiveDate>)>,
    /// Parties that signed electronically, and why.
    pub electronic: Vec<(Party, String)>,
}

/// What is paid and what is still to come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneySummary {
    pub agreement: Money,
    pub prepaid: Money,
    pub balance_paid: Money,
    /// Still to be paid if all goes well, or as decided.
    pub balance: Money,
    pub deducted: Money,
    /// To be paid back by the unit.
    pub recover: Money,
    /// Of it paid back.
    pub recovered: Money,
    /// When the next payment is expected, and why then (A36); empty when nothing is expected.
    pub expected: String,
}

/// One deadline with its whole reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineView {
    pub id: DeadlineId,
    pub kind: DeadlineKind,
    pub clause: String,
    pub start: NaiveDate,
    /// 30 个工作日, 协议约定, 2 年.
    pub rule: String,
    pub calendar_version: i32,
    pub next: NextDue,
    pub stopped: Option<NaiveDate>,
    pub result: Option<DeadlineResult>,
    /// Why it ended otherwise than by being met or missed; empty otherwise.
    pub reason: String,
    /// What its first day rests on where nobody has confirmed it; empty otherwise.
    pub assumption: String,
    /// Every day from start to due, for deadlines counted in working days.
    pub days: Vec<DayMark>,
    /// How publications of the calendar have moved it, oldest first.
    pub moves: Vec<DeadlineMove>,
}

/// A deadline counted again after a year's holidays were published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineMove {
    pub old: NaiveDate,
    pub new: NaiveDate,
    /// The day of the publication.
    pub on: NaiveDate,
    /// The year that was published.
    pub year: i32,
    /// The version of the calendar it is counted by since.
    pub version: i32,
}

/// A filing with one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingView {
    pub id: FilingId,
    pub subject: FilingSubject,
    pub member: Member,
    /// What the body is called that is the member: 「鄂尔多斯市财政局」.
    pub to: String,
    pub sent: NaiveDate,
    pub acknowledged: Option<NaiveDate>,
    /// Whether this person can acknowledge it.
    pub mine: bool,
}

/// One step of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    pub id: EventId,
    /// "2026年11月24日 09:12".
    pub at: String,
    pub who: String,
    pub role: String,
    pub text: String,
    pub clause: String,
}

/// A draft agreement as the clerk typed it; amounts and dates are checked by the use case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementDraft {
    pub amount: String,
    pub start: String,
    pub end: String,
    /// Per cent, 30-70; empty = no prepayment.
    pub prepay: String,
    pub scope: String,
    pub content: String,
    pub quality: String,
    pub settlement: String,
    pub control: String,
    pub breach: String,
    pub disputes: String,
    pub ending: String,
    pub duties: String,
}

impl AgreementDraft {
    /// The text of a clause block.
    #[must_use]
    pub fn clause(&self, clause: Clause) -> &str {
        match clause {
            Clause::Scope => &self.scope,
            Clause::Content => &self.content,
            Clause::Quality => &self.quality,
            Clause::Settlement => &self.settlement,
            Clause::Control => &self.control,
            Clause::Breach => &self.breach,
            Clause::Disputes => &self.disputes,
            Clause::Ending => &self.ending,
            Clause::Duties => &self.duties,
        }
    }

    /// The name of a clause block's form field.
    #[must_use]
    pub const fn field(clause: Clause) -> &'static str {
        match clause {
            Clause::Scope => "scope",
            Clause::Content => "content",
            Clause::Quality => "quality",
            Clause::Settlement => "settlement",
            Clause::Control => "control",
            Clause::Breach => "breach",
            Clause::Disputes => "disputes",
            Clause::Ending => "ending",
            Clause::Duties => "duties",
        }
    }
}

/// Every step of a project. Each checks right, state and version, and changes nothing on refusal.
#[async_trait]
pub trait ProjectApi {
    /// The project's page. `NotFound` for a project the person may not know of.
    async fn project(&self, id: ProjectId) -> Answer<ProjectView>;

    /// Sends the determined plan to the four members; starts D2 unless it runs. R048.
    async fn file_plan(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// A member acknowledges a filing; the fourth one moves plan, agreement or report on. R048, R075, R094.
    async fn acknowledge_filing(&self, id: FilingId) -> Answer<()>;
    /// Sets the project's allocation of one year. R110, R111.
    async fn compile_budget(
        &self,
        id: ProjectId,
        seen: Version,
        year: i32,
        amount: Money,
    ) -> Answer<()>;
    /// Approves the project's budget lines under the cap. R111, R116.
    async fn approve_budget(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Records how the unit of a commissioned or procured project was chosen; the winner is the unit.
    /// R067, R070, R073.
    async fn select_unit(&self, id: ProjectId, seen: Version, draft: SelectionDraft) -> Answer<()>;

    /// Writes or rewrites the draft agreement. R072-R077.
    async fn draft_agreement(
        &self,
        id: ProjectId,
        seen: Version,
        draft: AgreementDraft,
    ) -> Answer<()>;
    /// Checks the draft: nine clauses, amount, period, ratio. R076, R077.
    async fn check_agreement(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Signs for the person's own party: with the page it has uploaded, or electronically with the
    /// reason. R072, R074, I4, I9.
    async fn sign_agreement(&self, id: ProjectId, seen: Version, electronic: String) -> Answer<()>;
    /// Sends the signed agreement to the four members. R075.
    async fn file_agreement(&self, id: ProjectId, seen: Version) -> Answer<()>;

    /// Starts the work, not before the agreed day. Machine 2.1.
    async fn start_project(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Reports the work as done, with the archive complete; stops D3. R081.
    async fn complete_project(
        &self,
        id: ProjectId,
        seen: Version,
        archive_complete: bool,
    ) -> Answer<()>;

    /// Applies for acceptance, to the organiser the mode allows. R090.
    async fn apply_acceptance(
        &self,
        id: ProjectId,
        seen: Version,
        organiser: Organiser,
    ) -> Answer<()>;
    /// Returns an incomplete application; no clock starts. A04.
    async fn return_acceptance(&self, id: ProjectId, seen: Version, defects: String) -> Answer<()>;
    /// Receives a complete application; starts D4. R097.
    async fn receive_acceptance(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Appoints evaluators without conflict of interest. R091, R092, R095, I8, I15.
    async fn appoint_evaluators(
        &self,
        id: ProjectId,
        seen: Version,
        who: Appointment,
    ) -> Answer<()>;
    /// Issues the report of the round; stops D4 or D6. R093, R098-R102.
    async fn submit_report(&self, id: ProjectId, seen: Version, report: ReportDraft) -> Answer<()>;
    /// Sends the fail report to the unit; D5 starts as if it were served on the fifth working day (A05).
    async fn serve_report(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Submits the rectification in time; stops D5, starts D6. After D5 only the agency can accept it (2.5).
    async fn submit_rectification(&self, id: ProjectId, seen: Version, text: String) -> Answer<()>;
    /// Finds that the unit refuses to rectify: in writing, or by silence after the reminder (A06).
    async fn record_refusal(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()>;
    /// Refuses or deducts after a final failure or an overdue rectification. R102.
    async fn decide_disposition(
        &self,
        id: ProjectId,
        seen: Version,
        kind: Disposition,
        amount: String,
        reason: String,
    ) -> Answer<()>;
    /// Ends the project early; open deadlines are cancelled. Before the acceptance the parties settle
    /// the work done, and what was prepaid above it becomes a claim; after a refusal to rectify all
    /// of it does. R101, machine 2.1.
    async fn terminate_project(
        &self,
        id: ProjectId,
        seen: Version,
        termination: Termination,
    ) -> Answer<()>;
}
