//! Doing the work: templates and supplementary agreements, rules, archive, progress, inspections,
//! messages, and the cases that only a few may know of.

mod amendment;
mod case;
mod template;

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AgreementDraft, Answer};
use crate::access::Action;
use crate::progress::{Comparison, Done};
use crate::state::{
    ArchiveItem, ArchiveMark, InspectionState, Inspector, Mode, Party, ProjectKind,
};
use crate::{CaseId, InspectionId, MessageId, Money, Percent, ProjectId, Version};

pub use amendment::*;
pub use case::*;
pub use template::*;

/// A version of the unit's management rules (R080).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesView {
    pub no: i32,
    pub text: String,
    pub on: NaiveDate,
    pub by: String,
}

/// One part of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveRow {
    pub item: ArchiveItem,
    pub mandatory: bool,
    /// `None` = nobody has said anything about it.
    pub mark: Option<ArchiveMark>,
    /// Where it is kept, or why it does not apply.
    pub note: String,
    pub on: Option<NaiveDate>,
    pub by: String,
}

/// The archive list as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArchiveDraft {
    pub items: Vec<ArchiveLine>,
}

/// One line of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArchiveLine {
    /// Code of [`ArchiveItem`].
    pub item: String,
    /// Code of [`ArchiveMark`]; empty = not said yet.
    pub mark: String,
    pub note: String,
}

/// A progress report as typed (R082). Lines without a number of persons were not held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgressDraft {
    pub held: Vec<HeldLine>,
    pub spent: Vec<SpentLine>,
    /// Per cent; empty = no examination in the period.
    pub pass_rate: String,
    /// What went otherwise than planned; needed when nothing was done.
    pub deviations: String,
}

/// One activity as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeldLine {
    pub no: String,
    pub name: String,
    pub on: String,
    pub people: String,
}

/// Money spent on one subject as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpentLine {
    /// Code of [`crate::budget::Subject`].
    pub subject: String,
    /// Yuan.
    pub amount: String,
}

/// A progress report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressView {
    pub no: i32,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub on: NaiveDate,
    pub by: String,
    pub done: Done,
    pub people: i64,
    pub spent: Money,
    pub pass_rate: Option<Percent>,
    pub deviations: String,
    /// Whether it came after its deadline.
    pub late: bool,
}

/// An inspection as typed (R083).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InspectionDraft {
    pub on: String,
    pub findings: String,
    /// What has to be put right; empty = nothing.
    pub demand: String,
    /// By when; needed with a demand.
    pub due: String,
}

/// An inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionView {
    pub id: InspectionId,
    pub inspector: Inspector,
    pub state: InspectionState,
    pub on: NaiveDate,
    pub by: String,
    pub findings: String,
    pub demand: String,
    pub due: Option<NaiveDate>,
    pub late: bool,
    pub answer: String,
    pub answered: String,
    pub closure: String,
    pub closed: Option<NaiveDate>,
    /// The step this person can take on it now.
    pub action: Option<Action>,
}

/// The messages on a project, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadView {
    pub messages: Vec<MessageView>,
    /// As whom this person writes; `None` = reads only.
    pub side: Option<Party>,
    /// How many its own side has not read.
    pub unread: i64,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    pub id: MessageId,
    pub side: Party,
    pub who: String,
    /// "2026年11月24日 09:12".
    pub at: String,
    pub text: String,
    /// New to this person's side.
    pub unread: bool,
}

/// What the page of a project shows of doing the work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Doing {
    /// The draft agreement to start from, for whoever drafts it.
    pub draft: Option<AgreementDraft>,
    /// The supplementary agreement to start from, for whoever drafts it.
    pub amendment: Option<AmendmentDraft>,
    /// The last day of the approved period.
    pub approved_end: Option<NaiveDate>,
    /// Newest first.
    pub amendments: Vec<AmendmentView>,
    /// What was replaced, newest first.
    pub versions: Vec<AgreementVersion>,
    pub termination: Option<TerminationView>,
    /// Newest first.
    pub rules: Vec<RulesView>,
    /// All ten parts once there is an agreement.
    pub archive: Vec<ArchiveRow>,
    pub comparison: Option<Comparison>,
    /// Newest first.
    pub reports: Vec<ProgressView>,
    /// The period the next report covers.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Newest first.
    pub inspections: Vec<InspectionView>,
    /// `None` = not this person's to read.
    pub thread: Option<ThreadView>,
}

/// A paper or report somebody is asked for (the unit's page).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub what: String,
    pub due: Option<NaiveDate>,
    pub late: bool,
    pub given: bool,
    /// The place on the project's page: `rules`, `archive`, `progress` …
    pub place: String,
}

/// Doing the work. Each write checks right, state and version, and changes nothing on refusal.
#[async_trait]
pub trait DoingApi {
    /// The city's templates.
    async fn templates(&self) -> Answer<TemplatesView>;
    /// Saves a new version of one; `seen` is the number it was edited from. R003, R076.
    async fn save_template(
        &self,
        kind: ProjectKind,
        mode: Mode,
        seen: i32,
        draft: TemplateDraft,
    ) -> Answer<()>;

    /// Writes or rewrites the supplementary agreement. R049, R077, machine 2.4.
    async fn draft_amendment(
        &self,
        id: ProjectId,
        seen: Version,
        draft: AmendmentDraft,
    ) -> Answer<()>;
    /// Checks it: nine blocks, amount, period, ratio. R076, R077.
    async fn check_amendment(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Signs it for the person's own party. R072, R074, I4, I9.
    async fn sign_amendment(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Sends it to the four members; the fourth acknowledgement puts it into effect. R075.
    async fn file_amendment(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Takes it back before all parties have signed.
    async fn withdraw_amendment(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()>;

    /// The unit's management rules, before the first activity. R080.
    async fn record_rules(&self, id: ProjectId, seen: Version, text: String) -> Answer<()>;
    /// What is there of the archive. R081.
    async fn keep_archive(&self, id: ProjectId, seen: Version, archive: ArchiveDraft)
    -> Answer<()>;
    /// What was done and spent since the last report; stops D9 and starts the next. R082.
    async fn report_progress(
        &self,
        id: ProjectId,
        seen: Version,
        report: ProgressDraft,
    ) -> Answer<()>;

    /// What a department or the agency found. R083.
    async fn record_inspection(
        &self,
        id: ProjectId,
        seen: Version,
        draft: InspectionDraft,
    ) -> Answer<()>;
    /// The unit or applicant says what it has done about the demand.
    async fn answer_inspection(
        &self,
        id: ProjectId,
        seen: Version,
        inspection: InspectionId,
        text: String,
    ) -> Answer<()>;
    /// Whoever inspected closes it.
    async fn close_inspection(
        &self,
        id: ProjectId,
        seen: Version,
        inspection: InspectionId,
        text: String,
    ) -> Answer<()>;

    /// Writes to the other side.
    async fn send_message(&self, id: ProjectId, text: String) -> Answer<()>;
    /// Everything through this message has been read by the person's side.
    async fn read_messages(&self, id: ProjectId, upto: MessageId) -> Answer<()>;

    /// The cases; only for 人社, finance and the head of the agency. R084.
    async fn cases(&self) -> Answer<CasesView>;
    /// Opens one; a fraud stops all unpaid payments of the unit in the city. R084, R086.
    async fn open_case(&self, draft: CaseDraft) -> Answer<CaseId>;
    /// Hands it to whoever has to deal with it.
    async fn transfer_case(&self, id: CaseId, seen: Version, to: String) -> Answer<()>;
    /// Decides it; what has to come back becomes a claim. R086.
    async fn decide_case(&self, id: CaseId, seen: Version, decision: CaseDecision) -> Answer<()>;
    /// Lets the payments go on.
    async fn release_freeze(&self, id: CaseId, seen: Version, reason: String) -> Answer<()>;
    /// Closes it; not while payments are stopped because of it.
    async fn close_case(&self, id: CaseId, seen: Version, text: String) -> Answer<()>;
}
