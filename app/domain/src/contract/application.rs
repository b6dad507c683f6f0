//! An application from the first letter to its intake: Annex 1-3.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Answer, Offer};
use crate::annex::{Difference, Draft, Finding};
use crate::state::{Paper, ProjectState};
use crate::training::TrainingStandard;
use crate::{AttachmentId, ProjectId, TenantId, Version};

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
    /// The day it was uploaded.
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
    /// What its trainings are measured by (R198).
    pub standard: TrainingStandard,
    /// The applicant's own papers; for the city those of the newest submission.
    pub files: Vec<(Paper, FileView)>,
    pub findings: Vec<Finding>,
    /// Saves, newest first, at most 30: who, when, which places.
    pub saves: Vec<Save>,
    /// Submissions, newest first.
    pub submissions: Vec<Submission>,
    /// The list of defects, if it was returned; the reason, if it was rejected. R044.
    pub defects: String,
    /// Other projects of the applicant, as applicant or unit (R096); for the city only.
    pub past: Vec<PastProject>,
    /// Last day of a ban that is in force (R085, R096); for the city only.
    pub banned_until: Option<NaiveDate>,
    /// Where this person's last save met somebody else's text; empty again after their next save.
    /// A form without JavaScript shows both texts on the page it comes back to.
    #[serde(default)]
    pub clashes: Vec<Clash>,
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
    /// 鄂尔多斯市受理 2027-003; empty before it was accepted.
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
    /// The number to refer to from now on. It counts everything in `clashes` as known to the page.
    pub seen: i32,
    /// Every place that somebody else has changed since `seen` and that stands otherwise than on
    /// this page, whether the page sent it or not. Nothing of either is lost.
    pub clashes: Vec<Clash>,
    pub findings: Vec<Finding>,
}

/// A place in which somebody else has written in the meantime.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    pub path: String,
    pub label: String,
    /// What stands there now, by whom and since when.
    pub theirs: String,
    pub who: String,
    pub at: DateTime<FixedOffset>,
    /// What this page still has: what it sent and was not written, or, where it sent nothing new,
    /// what stood there when it was loaded. Sent again with the new number, it is written.
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

/// Applications and their intake.
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
}
