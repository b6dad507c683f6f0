//! An application from the first letter to the proposal list: Annex 1-3, intake, proposals, the cap.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Answer, Offer, YearOf};
use crate::annex::{Difference, Draft, Finding};
use crate::state::{BaseStatus, ListState, Paper, ProjectKind, ProjectState};
use crate::{AttachmentId, Money, OverrideId, ProjectId, TenantId, Version};

/// Where an organisation can apply now: cities with published key areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Openings {
    pub openings: Vec<Opening>,
}

/// A city and year that takes applications (R041).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub tenant: TenantId,
    pub name: String,
    pub agency: String,
    pub year: i32,
    pub areas: Vec<String>,
    /// 31 October of the year before; applications after it can only be determined late (A15).
    pub determined_by: NaiveDate,
}

/// A file that hangs on a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    pub id: AttachmentId,
    pub name: String,
    /// `application/pdf`, by content.
    pub mime: String,
    pub bytes: i64,
    /// SHA-256, hexadecimal.
    pub hash: String,
    pub on: NaiveDate,
    pub by: String,
}

/// An application as its applicant edits it or the city reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationView {
    pub project: ProjectId,
    /// The project's version, for submit, accept, return …
    pub version: Version,
    pub code: String,
    pub tenant: TenantId,
    pub tenant_name: String,
    pub agency: String,
    pub applicant: String,
    pub year: i32,
    pub state: ProjectState,
    /// Whether this person can write in it now.
    pub editable: bool,
    /// Number of the last save; what a save refers to.
    pub seen: i32,
    pub draft: Draft,
    /// Names of the published key areas to choose from.
    pub areas: Vec<String>,
    pub files: Vec<(Paper, FileView)>,
    pub findings: Vec<Finding>,
    /// Saves, newest first, at most 30: who, when, which places.
    pub saves: Vec<Save>,
    /// Submissions, newest first.
    pub submissions: Vec<Submission>,
    /// The list of defects, if it was returned.
    pub defects: String,
    /// Past projects of the applicant (R096); for the city only.
    pub past: Vec<PastProject>,
    /// 联席会议意见: filled from the resolution (R147).
    pub opinion: Option<MeetingOpinion>,
    pub offers: Vec<Offer>,
}

/// 联席会议意见 of Annex 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingOpinion {
    pub text: String,
    pub person: String,
    pub on: NaiveDate,
}

/// One save of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    pub no: i32,
    pub at: DateTime<FixedOffset>,
    pub who: String,
    /// Labels of the places that changed, at most five, and how many more.
    pub what: String,
}

/// One submission, and what was changed since the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub no: i32,
    pub on: NaiveDate,
    pub by: String,
    /// 鄂尔多斯受理 2027-003; empty before it was accepted.
    pub receipt: String,
    pub changes: Vec<Difference>,
}

/// A past project of the same applicant in this city (R096).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastProject {
    pub id: ProjectId,
    pub year: i32,
    pub name: String,
    pub state: ProjectState,
    /// 一次合格, 整改后合格, 最终不合格, 终止, 在办.
    pub conclusion: String,
}

/// The answer to a save.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The number to refer to from now on.
    pub seen: i32,
    /// Places somebody else changed in the meantime: nothing of either is lost.
    pub clashes: Vec<Clash>,
    pub findings: Vec<Finding>,
}

/// A place two people wrote in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    pub path: String,
    pub label: String,
    /// What stands there now, by whom and since when.
    pub theirs: String,
    pub who: String,
    pub at: DateTime<FixedOffset>,
    /// What was not written.
    pub mine: String,
}

/// A project the agency itself proposes for the public and small enterprises (R070): no Annex 1.
/// Amounts in yuan and dates as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicProjectDraft {
    pub year: i32,
    pub name: String,
    /// Code of [`crate::state::Category`].
    pub category: String,
    pub industry: String,
    pub county: String,
    pub key_area: String,
    pub amount: String,
    pub start: String,
    pub end: String,
    /// One goal per line: goal | method | target.
    pub goals: String,
    pub reason: String,
}

/// What the agency proposes to the meeting about a project (R045, R201): as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalDraft {
    /// 1 = first; unique in the year.
    pub rank: String,
    /// Yuan.
    pub amount: String,
    /// Yuan of it in the plan year; the rest falls in the year after (R111). Empty = all.
    pub first_year: String,
    pub reason: String,
    /// Review sheet, 0-100 each; the score for a reasonable and thrifty budget is mandatory (R201).
    pub need_score: String,
    pub plan_score: String,
    pub budget_score: String,
    pub comment: String,
}

/// The proposal list of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalsView {
    pub tenant: TenantId,
    pub name: String,
    pub year: i32,
    pub years: Vec<i32>,
    pub state: ListState,
    pub version: Version,
    /// By rank, with the running sum.
    pub rows: Vec<ProposalRow>,
    /// Accepted projects that are not on the list yet.
    pub waiting: Vec<WaitingProject>,
    /// Submitted applications to be taken in.
    pub intake: Vec<WaitingProject>,
    pub cap: CapMeter,
    pub offers: Vec<Offer>,
}

/// One project on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRow {
    pub id: ProjectId,
    pub version: Version,
    pub rank: i32,
    pub code: String,
    pub name: String,
    pub applicant: String,
    pub requested: Money,
    pub amount: Money,
    pub first_year: Money,
    pub reason: String,
    pub need_score: i32,
    pub plan_score: i32,
    pub budget_score: i32,
    pub comment: String,
    /// Sum of `first_year` down to this row, with what is already reserved.
    pub running: Money,
    pub over: bool,
    pub past: Vec<PastProject>,
    pub banned_until: Option<NaiveDate>,
}

/// A project that waits for the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingProject {
    pub id: ProjectId,
    pub version: Version,
    pub code: String,
    pub name: String,
    pub applicant: String,
    pub kind: ProjectKind,
    pub requested: Money,
    pub since: NaiveDate,
    /// 受理时限 by the working-day service level (R044).
    pub due: Option<NaiveDate>,
    pub late: bool,
}

/// The 3% cap of a year: used, reserved, free; estimated and final base side by side (A01).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapMeter {
    pub year: i32,
    /// Which base the cap in force rests on; `None` = no base yet.
    pub status: Option<BaseStatus>,
    pub estimated: Option<Money>,
    pub finals: Option<Money>,
    /// The cap in force, overrides included.
    pub cap: Money,
    pub overrides: Money,
    /// In approved budget lines.
    pub used: Money,
    /// In lines of determined projects whose budget is not approved yet.
    pub reserved: Money,
    pub free: Money,
    /// The final base came out lower than what is already committed (A01).
    pub exceeded: bool,
}

/// The cap of a year with its overrides (R116, R117).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapView {
    /// One meter for a city; one per city for the region.
    pub cities: Vec<CityCap>,
    pub year: i32,
    pub years: Vec<i32>,
    pub overrides: Vec<OverrideRow>,
    pub offers: Vec<Offer>,
}

/// A city's meter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityCap {
    pub tenant: TenantId,
    pub name: String,
    pub meter: CapMeter,
}

/// A request to exceed the cap and its two consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideRow {
    pub id: OverrideId,
    pub version: Version,
    pub tenant: TenantId,
    pub city: String,
    pub year: i32,
    pub amount: Money,
    pub reason: String,
    /// 批准文号 given by the region.
    pub document: String,
    pub requested: String,
    /// 自治区人社厅 · name · date; empty while it has not consented.
    pub hrss: String,
    pub finance: String,
    pub in_force: bool,
    /// Whether this person can consent now.
    pub can_consent: bool,
}

/// Applications, intake, proposals and the cap.
#[async_trait]
pub trait ApplicationApi {
    /// Where this organisation can apply.
    async fn openings(&self) -> Answer<Openings>;
    /// A new draft in a city whose key areas of the year are published. R041, machine 2.1.
    async fn create_application(&self, tenant: TenantId, year: i32) -> Answer<ProjectId>;
    /// The application. The city sees what was submitted, never a draft.
    async fn application(&self, id: ProjectId) -> Answer<ApplicationView>;
    /// Saves what changed since `seen`, field by field; two people lose nothing.
    async fn save_application(
        &self,
        id: ProjectId,
        seen: i32,
        fields: BTreeMap<String, String>,
    ) -> Answer<Saved>;
    /// Fills the draft from a file with the form's labels as keys (JSON).
    async fn load_application(&self, id: ProjectId, seen: i32, text: String) -> Answer<Saved>;
    /// Submits; every broken rule blocks. R040-R043, R049, R130-R146, R141, R195.
    async fn submit_application(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Takes it back before the meeting.
    async fn withdraw_application(
        &self,
        id: ProjectId,
        seen: Version,
        reason: String,
    ) -> Answer<()>;
    /// The agency accepts; gives the receipt number and starts D1. R044.
    async fn accept_application(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// The agency returns it with a list of defects. R044.
    async fn return_application(&self, id: ProjectId, seen: Version, defects: String)
    -> Answer<()>;
    /// The agency rejects it with a reason. R044.
    async fn reject_application(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()>;
    /// The agency proposes a project of its own. R070.
    async fn create_public_project(&self, draft: PublicProjectDraft) -> Answer<ProjectId>;

    /// The proposal list.
    async fn proposals(&self, of: YearOf) -> Answer<ProposalsView>;
    /// Puts a project on the list, or changes its entry. R045, R116, R201.
    async fn propose_project(
        &self,
        id: ProjectId,
        seen: Version,
        draft: ProposalDraft,
    ) -> Answer<()>;
    /// Takes it off the list again.
    async fn drop_proposal(&self, id: ProjectId, seen: Version) -> Answer<()>;
    /// Freezes the list before the meeting. R045.
    async fn freeze_proposals(&self, year: i32, seen: Version) -> Answer<()>;

    /// The cap of a year.
    async fn cap(&self, of: YearOf) -> Answer<CapView>;
    /// The agency asks to exceed it. R117.
    async fn request_override(&self, year: i32, amount: Money, reason: String) -> Answer<()>;
    /// A regional department consents, with its document. Both are needed. A09.
    async fn consent_override(&self, id: OverrideId, seen: Version, document: String)
    -> Answer<()>;
}
