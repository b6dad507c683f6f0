//! The three first pages and the list: region, city, unit.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    AgeBand, Answer, Asked, BanCaseView, ListPart, MoneySummary, OwnStanding, RegionDashboard,
    RegionQuery, SearchView,
};
use crate::access::Action;
use crate::deadline::Level;
use crate::state::{
    AcceptanceState, DeadlineKind, FeePlanState, Mode, ProjectKind, ProjectState, Step,
};
use crate::{
    DeadlineId, EventId, FilingId, MeetingId, Money, ProjectId, TenantId, UrgingId, Version,
};

/// Headline figures of a year: of the region, or of one city.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Projects the joint meeting put into the year's plan.
    pub determined: i64,
    pub agreement: Money,
    /// The 3% cap (sum over cities for the region).
    pub cap: Money,
    /// Of it already in budget lines.
    pub used: Money,
    pub prepaid: Money,
    pub balance_paid: Money,
    /// Unlocked balances not yet paid.
    pub balance_due: Money,
    /// Projects with an open statutory deadline that has passed, of whatever year.
    pub overdue: i64,
    /// Cities that determined the year's plan by 31 October, of `cities`.
    pub cities_on_time: i64,
    pub cities: i64,
}

/// The next open deadline of a city or project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextDue {
    pub kind: DeadlineKind,
    pub due: NaiveDate,
    /// Working days from today; 0 = today, negative = days late.
    pub working_days_left: i64,
    pub provisional: bool,
    pub level: Level,
}

/// One open deadline in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRow {
    pub deadline: DeadlineId,
    pub project: ProjectId,
    pub project_name: String,
    pub tenant_name: String,
    /// Who has to act.
    pub holder: String,
    pub next: NextDue,
}

/// One step of the acceptance and the projects on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineStep {
    pub step: Step,
    pub count: i64,
    /// Calendar days the longest-standing project has been on it; 0 when empty.
    pub oldest_days: i64,
    pub overdue: i64,
    /// How many have been on it for how long, in the order of [`AgeBand`]; nothing is counted of the last step.
    pub ages: [i64; 4],
}

/// One line of what just happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRow {
    pub id: EventId,
    /// "14:03:22" today, "11月23日 14:03" before.
    pub at: String,
    pub tenant_name: String,
    pub project: Option<ProjectId>,
    pub project_name: String,
    /// What was done, with amounts: 支付预付款 126,000.00 元.
    pub text: String,
}

/// The city's first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbench {
    pub tenant: TenantId,
    pub name: String,
    pub year: i32,
    pub years: Vec<i32>,
    pub today: NaiveDate,
    /// What this post has to do, empty groups left out. Each count equals its list.
    pub todo: Vec<TodoGroup>,
    pub figures: Figures,
    pub rail: Vec<RailStep>,
    pub fee_plan: FeePlanView,
    pub due: Vec<DueRow>,
    pub pipeline: Vec<PipelineStep>,
    pub feed: Vec<FeedRow>,
}

/// One kind of work waiting for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodoGroup {
    pub action: Action,
    pub count: i64,
    /// The rows behind the count, most urgent first, at most 50.
    pub rows: Vec<TodoRow>,
}

/// One piece of waiting work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodoRow {
    /// Where it is done.
    pub place: TodoPlace,
    /// The project, or what else it is about.
    pub project_name: String,
    pub version: Version,
    /// What exactly: 服务协议备案, 预付款 86,100.00 元.
    pub detail: String,
    pub next: Option<NextDue>,
    /// The filing to acknowledge, where that is the work: it can be done in the list.
    pub filing: Option<FilingId>,
}

/// Where a piece of work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TodoPlace {
    /// On the project's page.
    Project(ProjectId),
    /// On the page of its application.
    Application(ProjectId),
    /// On the proposal list of a plan year.
    Proposals(i32),
    /// In a joint meeting.
    Meeting(MeetingId),
    /// On the page of urgings.
    Urging(UrgingId),
}

/// One station of the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailStep {
    /// 分析, 重点领域, … 公开.
    pub label: String,
    /// Projects of the year now standing there.
    pub count: i64,
    /// The list behind the count; `None` for the stations before there are projects.
    pub part: Option<ListPart>,
    /// The months it usually covers: "1—6月".
    pub months: String,
    /// Whether today falls into it.
    pub now: bool,
}

/// The year's fee plan (R018).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePlanView {
    pub year: i32,
    pub state: FeePlanState,
    pub amount: Money,
    /// Of it paid out.
    pub paid: Money,
    /// Sum of the year's budget lines.
    pub budgeted: Money,
    pub version: Version,
    /// The step this person can take now.
    pub action: Option<Action>,
}

/// What a list shows; all of it lives in the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    pub tenant: Option<i32>,
    pub year: Option<i32>,
    pub state: Option<ProjectState>,
    pub step: Option<Step>,
    pub part: Option<ListPart>,
    /// How long it has been on its step.
    pub age: Option<AgeBand>,
    /// Only what the asking organisation carries out, once there is an agreement; nothing to others.
    pub carried: bool,
    /// Only projects with a passed open deadline.
    pub overdue: bool,
    /// Substring of name, code or organisation; two characters suffice.
    pub q: String,
    pub sort: ListSort,
    /// Keyset cursor as the last page gave it.
    pub after: Option<String>,
}

codes! {
    /// The order of the project list.
    ListSort {
        Newest = "newest" "最近更新",
        Due = "due" "期限",
        Amount = "amount" "协议金额",
        Code = "code" "项目编号",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "codes! writes the derives of its enums"
)]
impl Default for ListSort {
    fn default() -> Self {
        Self::Newest
    }
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPage {
    pub rows: Vec<ProjectRow>,
    /// The cursor of the next page, `None` on the last.
    pub next: Option<String>,
    /// Cities to filter by; empty for people of one city.
    pub tenants: Vec<(TenantId, String)>,
    pub years: Vec<i32>,
    /// Why nothing was looked for, where the words asked for do not allow it.
    pub note: Option<String>,
}

/// A project in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectRow {
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    pub tenant_name: String,
    pub year: i32,
    pub kind: ProjectKind,
    pub mode: Mode,
    pub state: ProjectState,
    pub acceptance: Option<AcceptanceState>,
    pub applicant: String,
    pub unit: String,
    pub holder: String,
    pub approved: Money,
    pub agreement: Money,
    pub prepaid: Money,
    pub balance_paid: Money,
    pub next: Option<NextDue>,
}

/// The unit's first page: all its projects, in every city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracker {
    pub organisation: String,
    pub today: NaiveDate,
    pub projects: Vec<TrackedProject>,
    /// The money of what it carries out; `None` for an evaluator and before the first agreement.
    pub money: Option<UnitMoney>,
    /// Bans proposed or decided against this organisation.
    pub hearings: Vec<BanCaseView>,
    /// How it stands in each city that has checked it.
    pub standings: Vec<OwnStanding>,
}

/// The money of all projects an organisation carries out, in every city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitMoney {
    /// With an agreement.
    pub projects: i64,
    pub cities: i64,
    pub agreement: Money,
    pub prepaid: Money,
    pub balance_paid: Money,
    /// Still to come.
    pub balance: Money,
    pub deducted: Money,
    /// Still to be paid back.
    pub recover: Money,
    /// By when a balance is expected (A36), project by project.
    pub expected: Vec<ExpectedPayment>,
}

/// What is expected on a project, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedPayment {
    pub project: ProjectId,
    pub name: String,
    pub tenant_name: String,
    pub text: String,
}

/// A project as the unit follows it: where it stands, whose turn it is, by when, and the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackedProject {
    pub row: ProjectRow,
    pub version: Version,
    pub money: MoneySummary,
    pub timeline: Vec<TimelineStep>,
    /// What the person has to do next, in one sentence; `None` when it is somebody else's turn.
    pub task: Option<String>,
    pub actions: Vec<Action>,
    /// Papers and reports the person is asked for, given or not.
    pub asked: Vec<Asked>,
}

/// One station of a project's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineStep {
    pub label: String,
    pub clause: String,
    /// "2026年10月12日", a period, or the due date; empty when nothing is known yet.
    pub when: String,
    /// What happened or will happen, with amounts.
    pub what: String,
    pub mark: TimelineMark,
}

codes! {
    /// Where a station stands.
    TimelineMark {
        Done = "done" "已完成",
        Now = "now" "办理中",
        Next = "next" "未开始",
        Failed = "failed" "未通过",
    }
}

/// Use cases that only look.
#[async_trait]
pub trait ScreensApi {
    /// The region's page.
    ///
    /// # Errors
    /// `NotFound` for no city of ours, `DateMalformed`, `DateTooLate` for a day to come, `DateTooEarly`
    /// for a day before the first record.
    async fn region_dashboard(&self, query: RegionQuery) -> Answer<RegionDashboard>;
    /// The city's page of a plan year.
    async fn workbench(&self, year: Option<i32>) -> Answer<Workbench>;
    /// A page of 50 projects.
    async fn list_projects(&self, query: ListQuery) -> Answer<ProjectPage>;
    /// Projects, organisations, papers and people with all the words, as far as one may see them.
    async fn search(&self, q: String) -> Answer<SearchView>;
    /// The page of an organisation or evaluator.
    async fn tracker(&self) -> Answer<Tracker>;
}
