//! The joint meeting (machine 2.3), its live view, and the register of open questions (R015).

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Offer, YearOf};
use crate::state::{
    Confirmation, ItemKind, MeetingState, Member, Motion, Opinion, Outcome, Presence, ProjectState,
};
use crate::{AreaSetId, IssueId, ItemId, MeetingId, Money, ProjectId, TenantId, Version};

/// The meetings of a calendar year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingsView {
    pub tenant: TenantId,
    pub name: String,
    /// Calendar year of the meetings.
    pub year: i32,
    pub years: Vec<i32>,
    pub meetings: Vec<MeetingRow>,
    /// Meetings closed or planned this year, and the yearly minimum (R011).
    pub held: i64,
    pub minimum: i64,
    pub issues: Vec<IssueRow>,
    pub offers: Vec<Offer>,
}

/// One meeting in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRow {
    pub id: MeetingId,
    pub no: i32,
    pub title: String,
    pub state: MeetingState,
    pub planned: NaiveDate,
    pub place: String,
    pub items: i64,
}

/// An open question between departments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueRow {
    pub id: IssueId,
    pub text: String,
    pub owner: String,
    pub raised: String,
    pub on: NaiveDate,
    pub meeting: Option<MeetingId>,
    /// Empty while open.
    pub resolution: String,
    pub closed: Option<NaiveDate>,
}

/// A meeting, live: the same view for everybody of the city, each with their own offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingView {
    pub id: MeetingId,
    pub version: Version,
    pub tenant: TenantId,
    pub city: String,
    pub no: i32,
    pub title: String,
    pub state: MeetingState,
    pub planned: NaiveDate,
    pub place: String,
    pub seats: Vec<Seat>,
    pub items: Vec<Item>,
    /// The item the secretary has turned to.
    pub current: Option<ItemId>,
    pub minutes: String,
    /// What the secretary added to them by hand: typed once, kept when they are drafted again.
    pub extra: String,
    pub held_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    /// Why it determined projects after 31 October; empty when in time (R047).
    pub late_reason: String,
    /// Why the notice was shorter than three working days; empty when it was not.
    pub short_notice: String,
    /// The seat of this person, if they hold one.
    pub seat: Option<Member>,
    pub offers: Vec<Offer>,
    /// What could still be put on the agenda.
    pub candidates: Candidates,
}

/// A seat and how it takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub member: Member,
    pub name: String,
    /// Active representatives who can sign in.
    pub people: i64,
    pub presence: Option<Presence>,
    /// Who came, or whom they sent.
    pub person: String,
    pub confirmation: Option<Confirmation>,
    pub comment: String,
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    pub no: i32,
    pub kind: ItemKind,
    pub title: String,
    pub project: Option<ProjectId>,
    pub area_set: Option<AreaSetId>,
    /// For a project: what the applicant asks for, what the agency proposes, and where it stands.
    pub requested: Option<Money>,
    pub proposed: Option<Money>,
    pub project_state: Option<ProjectState>,
    /// The report, or why there is none this time.
    pub report: String,
    pub no_report: bool,
    pub motion: Option<Motion>,
    pub amount: Option<Money>,
    pub conditions: String,
    pub reason: String,
    pub opinions: Vec<Spoken>,
    /// As it stands now; final once the minutes are confirmed.
    pub outcome: Option<Outcome>,
    /// Number of the resolution, once it is in force.
    pub resolution: String,
}

/// What a seat said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    pub member: Member,
    pub opinion: Opinion,
    pub comment: String,
    pub by: String,
}

/// What can be put on the agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidates {
    /// Key areas that are ready to be decided: id, words.
    pub areas: Vec<(AreaSetId, String)>,
    /// Projects of the frozen proposal list, in order of rank.
    pub projects: Vec<(ProjectId, String)>,
    /// Determined projects that could be cancelled.
    pub cancellable: Vec<(ProjectId, String)>,
}

/// A meeting to be planned: dates as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingDraft {
    pub title: String,
    pub planned: String,
    pub place: String,
}

/// What is put to the vote on an item: amounts in yuan as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MotionDraft {
    /// Code of [`Motion`].
    pub motion: String,
    /// For a project to be approved; at most what was requested (R046).
    pub amount: String,
    pub conditions: String,
    pub reason: String,
}

/// Joint meetings.
#[async_trait]
pub trait MeetingApi {
    /// The meetings of a calendar year.
    async fn meetings(&self, of: YearOf) -> Answer<MeetingsView>;
    /// One meeting.
    async fn meeting(&self, id: MeetingId) -> Answer<MeetingView>;
    /// Plans a meeting with its four standing reports. R010-R012.
    async fn plan_meeting(&self, draft: MeetingDraft) -> Answer<MeetingId>;
    /// Puts something on the agenda: kind, and the project or area set by number.
    async fn add_item(
        &self,
        id: MeetingId,
        seen: Version,
        kind: ItemKind,
        subject: Option<i64>,
        title: String,
    ) -> Answer<()>;
    /// Takes an item off again.
    async fn drop_item(&self, id: ItemId) -> Answer<()>;
    /// Invites the four seats; refused while one is vacant (R010). A notice of less than three
    /// working days needs a reason.
    async fn convene_meeting(
        &self,
        id: MeetingId,
        seen: Version,
        short_notice: String,
    ) -> Answer<()>;
    /// Opens the meeting, on its day or later.
    async fn open_meeting(&self, id: MeetingId, seen: Version) -> Answer<()>;
    /// Records how a seat takes part.
    async fn record_presence(
        &self,
        id: MeetingId,
        member: Member,
        presence: Presence,
        person: String,
    ) -> Answer<()>;
    /// Turns everybody's screen to an item.
    async fn turn_to_item(&self, id: ItemId) -> Answer<()>;
    /// A department reports on its standing item, or says with a reason that there is nothing.
    async fn report_item(&self, id: ItemId, text: String, none: bool) -> Answer<()>;
    /// Puts a motion; opinions already given on another motion are void.
    async fn move_item(&self, id: ItemId, draft: MotionDraft) -> Answer<()>;
    /// A seat gives its opinion. A35.
    async fn vote(&self, id: ItemId, opinion: Opinion, comment: String) -> Answer<()>;
    /// Ends the session and drafts the minutes from the record.
    async fn draft_minutes(&self, id: MeetingId, seen: Version, extra: String) -> Answer<()>;
    /// A seat confirms the minutes or objects with what is wrong; the fourth confirmation fixes them.
    async fn confirm_minutes(
        &self,
        id: MeetingId,
        seen: Version,
        confirmation: Confirmation,
        comment: String,
    ) -> Answer<()>;
    /// Files the minutes: every adopted line takes effect, in this one transaction. R013, I5.
    async fn close_meeting(&self, id: MeetingId, seen: Version, late_reason: String) -> Answer<()>;
    /// Calls it off.
    async fn cancel_meeting(&self, id: MeetingId, seen: Version, reason: String) -> Answer<()>;
    /// Raises a question to be coordinated. R015.
    async fn raise_issue(
        &self,
        text: String,
        owner: Member,
        meeting: Option<MeetingId>,
    ) -> Answer<()>;
    /// Says how it was settled.
    async fn resolve_issue(&self, id: IssueId, resolution: String) -> Answer<()>;
}
