//! Institutions and their eligibility, the choice of a unit, and the ban list (四（四）–四（六)).

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::access::Action;
use crate::eligibility::Standing;
use crate::selection::Score;
use crate::state::{
    BanState, BanStatus, Condition, Grounds, InstitutionKind, ProjectState, SelectionMethod,
};
use crate::{BanCaseId, EligibilityId, OrgId, ProjectId, TenantId, Version};

/// What to look for in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstitutionQuery {
    /// Substring of name or credit code; two characters suffice.
    pub q: String,
    pub kind: Option<InstitutionKind>,
}

/// The register of the region, as one city (or the region) sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionsView {
    pub today: NaiveDate,
    /// By name, at most 100.
    pub rows: Vec<InstitutionRow>,
    /// Whether there are more than are shown.
    pub more: bool,
    pub may_add: bool,
}

/// One institution in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionRow {
    pub id: OrgId,
    pub name: String,
    pub credit_code: String,
    pub kind: Option<InstitutionKind>,
    /// How it stands in the reader's city today; `None` for the region.
    pub standing: Option<Standing>,
    /// Last day of the newest check in the reader's city.
    pub expires: Option<NaiveDate>,
    /// For the region: the cities in which it may be chosen today.
    pub eligible_in: Vec<String>,
    /// Last day of a ban that runs today.
    pub banned_until: Option<NaiveDate>,
}

/// One institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionView {
    pub id: OrgId,
    pub today: NaiveDate,
    pub name: String,
    pub credit_code: String,
    pub kind: Option<InstitutionKind>,
    pub registered: Option<NaiveDate>,
    pub standing: Option<Standing>,
    pub banned_until: Option<NaiveDate>,
    /// Newest first; the region sees those of every city.
    pub checks: Vec<CheckView>,
    pub bans: Vec<BanRow>,
    pub projects: Vec<ChosenProject>,
    /// Projects with conditions of their own that are not agreed yet (R066).
    pub special: Vec<(ProjectId, String, Vec<String>)>,
    pub actions: Vec<Action>,
}

/// A check of the six conditions, as it was recorded (R067).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    pub id: EligibilityId,
    pub tenant_name: String,
    /// The project whose own condition was looked at.
    pub project: Option<String>,
    pub checked: NaiveDate,
    pub expires: NaiveDate,
    pub business_since: Option<NaiveDate>,
    pub last_violation: Option<NaiveDate>,
    pub by: String,
    /// Evidence is empty for posts that see the result only.
    pub results: Vec<(Condition, bool, String)>,
}

/// A project of the reader's city that an institution carries out or applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenProject {
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    pub tenant_name: String,
    pub state: ProjectState,
}

/// An institution for the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstitutionDraft {
    pub credit_code: String,
    pub name: String,
    /// Code of [`InstitutionKind`].
    pub kind: String,
}

/// A check as the clerk typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EligibilityDraft {
    pub business_since: String,
    /// Empty = no major violation known.
    pub last_violation: String,
    /// The project whose own condition was looked at; empty = the general ones.
    pub project: String,
    /// In the order of [`Condition::ALL`].
    pub results: Vec<ConditionResult>,
}

/// One condition as the clerk found it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConditionResult {
    /// `yes` or `no`.
    pub passed: String,
    pub evidence: String,
}

/// How a unit was chosen, as typed: procurement by the agency, selection by the applicant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SelectionDraft {
    /// Code of [`SelectionMethod`].
    pub method: String,
    pub notice: String,
    pub noticed_on: String,
    /// Empty rows do not count.
    pub candidates: Vec<CandidateDraft>,
    /// Number of the winner's row, from 0.
    pub winner: String,
    /// Why fewer than three candidates.
    pub few_reason: String,
    /// Why not the best score.
    pub choice_reason: String,
    pub result: String,
    pub awarded_on: String,
}

/// One candidate as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CandidateDraft {
    pub credit_code: String,
    pub name: String,
    pub score: String,
}

/// How a project came to its unit, and how that unit stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choosing {
    /// What this project asks for beside the general conditions (R066).
    pub conditions: Vec<String>,
    pub selection: Option<SelectionView>,
    /// How the unit stands today; for the authorities and the unit itself.
    pub unit: Option<UnitStanding>,
}

/// The unit of a project on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitStanding {
    pub id: OrgId,
    pub standing: Standing,
    /// Last day of a ban that runs today: a running agreement is flagged (R085).
    pub banned_until: Option<NaiveDate>,
}

/// The record of a selection. The unit sees the result and its own score; others who were
/// candidates see nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectionView {
    pub method: SelectionMethod,
    pub notice: String,
    pub noticed: NaiveDate,
    pub candidates: Vec<CandidateView>,
    pub few_reason: String,
    pub choice_reason: String,
    pub result: String,
    pub awarded: NaiveDate,
    pub recorded: NaiveDate,
    pub by: String,
}

/// A candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateView {
    pub no: i32,
    pub name: String,
    pub credit_code: String,
    pub score: Option<Score>,
    pub won: bool,
}

/// The ban list of the region, and the cases of the reader's own city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BansView {
    pub today: NaiveDate,
    /// Newest first, every city.
    pub list: Vec<BanRow>,
    /// Open cases first; empty for posts that do not read them.
    pub cases: Vec<BanCaseView>,
    pub may_propose: bool,
}

/// A decided ban as every city may read it (3.3 (1)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BanRow {
    pub name: String,
    pub credit_code: String,
    pub tenant_name: String,
    pub decision_no: String,
    pub grounds: Grounds,
    pub effective: NaiveDate,
    /// Last day, itself banned (D7).
    pub last: NaiveDate,
    pub revoked: Option<NaiveDate>,
    pub status: BanStatus,
}

/// A case of one's own city, or of one's own organisation, with its narrative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BanCaseView {
    pub id: BanCaseId,
    pub version: Version,
    pub tenant_name: String,
    pub org: OrgId,
    pub name: String,
    pub credit_code: String,
    pub project: Option<(ProjectId, String)>,
    pub state: BanState,
    /// Proposed by the system after a failed or terminated project (A39).
    pub automatic: bool,
    pub grounds: Grounds,
    pub reason: String,
    pub proposed: NaiveDate,
    pub proposed_by: String,
    /// Last day to state the case.
    pub hear_until: NaiveDate,
    pub hear_provisional: bool,
    /// What the unit said; empty when the period ran out.
    pub statement: String,
    pub heard: Option<NaiveDate>,
    pub decided: Option<NaiveDate>,
    pub decision_no: String,
    pub decision: String,
    pub effective: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub status: Option<BanStatus>,
    pub revoked: Option<NaiveDate>,
    pub revocation: String,
    /// What this person can do about it now.
    pub actions: Vec<Action>,
}

/// A proposal to ban.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BanDraft {
    pub credit_code: String,
    /// The project it is about, by number; may be empty.
    pub project: String,
    /// Code of [`Grounds`].
    pub grounds: String,
    pub reason: String,
}

/// A decision of the city 人社, to ban or to lift a ban.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BanDecision {
    pub decision_no: String,
    /// First day of the ban, not before today; empty when a ban is lifted.
    pub effective: String,
    pub reason: String,
}

/// How one's own organisation stands in a city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnStanding {
    pub tenant: TenantId,
    pub tenant_name: String,
    pub checked: NaiveDate,
    pub expires: NaiveDate,
    pub standing: Standing,
}

/// What anybody may read without a login: name and period of those who are banned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicBans {
    pub today: NaiveDate,
    /// Whether the page must say 演示数据.
    pub demo: bool,
    pub bans: Vec<PublicBan>,
}

/// A ban that runs or is announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicBan {
    pub name: String,
    pub effective: NaiveDate,
    pub last: NaiveDate,
}

/// Institutions and bans.
#[async_trait]
pub trait InstitutionApi {
    /// The register, found by name or credit code. R060, 3.3 (2).
    async fn institutions(&self, query: InstitutionQuery) -> Answer<InstitutionsView>;
    /// One institution. `NotFound` for an organisation that is neither registered nor known in the city.
    async fn institution(&self, id: OrgId) -> Answer<InstitutionView>;
    /// Adds an institution to the region's register; its registered name stays. R060, R061.
    async fn add_institution(&self, draft: InstitutionDraft) -> Answer<OrgId>;
    /// Records a check of the six conditions; a newer one replaces, the older stays. R061-R067.
    async fn record_eligibility(&self, id: OrgId, draft: EligibilityDraft)
    -> Answer<EligibilityId>;
    /// Names something a project asks for beside the general conditions. R066.
    async fn require_condition(&self, id: ProjectId, seen: Version, text: String) -> Answer<()>;

    /// The ban list of the region, and the cases of the own city. R085.
    async fn bans(&self) -> Answer<BansView>;
    /// The agency proposes a ban; the unit may state its case. 2.7, A39.
    async fn propose_ban(&self, draft: BanDraft) -> Answer<BanCaseId>;
    /// The unit states its case.
    async fn state_case(&self, id: BanCaseId, seen: Version, text: String) -> Answer<()>;
    /// The agency records that the period ran out without a statement.
    async fn close_hearing(&self, id: BanCaseId, seen: Version) -> Answer<()>;
    /// The city 人社 bans, region-wide: another person than who proposed. R085, A21, 3.2.
    async fn decide_ban(&self, id: BanCaseId, seen: Version, decision: BanDecision) -> Answer<()>;
    /// The city 人社 decides not to ban.
    async fn drop_ban(&self, id: BanCaseId, seen: Version, reason: String) -> Answer<()>;
    /// The city 人社 lifts a ban from today on. A21.
    async fn revoke_ban(&self, id: BanCaseId, seen: Version, decision: BanDecision) -> Answer<()>;
}

/// The part of the ban list that needs no login.
#[async_trait]
pub trait PublicBansApi: Send + Sync {
    /// Who may not be chosen, and how long.
    async fn public_bans(&self) -> Answer<PublicBans>;
}
