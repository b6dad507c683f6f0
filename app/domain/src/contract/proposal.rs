//! What the agency proposes to the meeting, and the 3% cap it has to fit under.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Offer, PastProject, YearOf};
use crate::state::{BaseStatus, ListState, ProjectKind};
use crate::{Money, OverrideId, ProjectId, TenantId, Version};

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
    /// Working days within which the city takes an application in.
    pub intake_days: u32,
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

/// The proposal list and the cap.
#[async_trait]
pub trait ProposalApi {
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
