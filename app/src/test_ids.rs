//! The `data-testid` values the browser journeys rely on. Rename one here and there together.

use domain::access::Action;

/// The sentence of a refusal, beside its field or its button.
pub const REFUSAL: &str = "refusal";
/// How fresh the page is.
pub const SYNC: &str = "sync";
/// The state badge of a project's page.
pub const PROJECT_STATE: &str = "project-state";
/// Agreement amount of a project.
pub const AGREEMENT: &str = "agreement";
/// Prepaid amount of a project.
pub const PREPAID: &str = "prepaid";
/// Paid balance of a project.
pub const BALANCE_PAID: &str = "balance-paid";
/// The list of what just happened.
pub const FEED: &str = "feed";
/// The list of open deadlines.
pub const DUE: &str = "due";
/// The login form.
pub const LOGIN: &str = "login-form";
/// The table of demo logins.
pub const DEMO_LOGINS: &str = "demo-logins";
/// The mark 演示数据.
pub const DEMO: &str = "demo";
/// The year's fee plan.
pub const FEE_PLAN: &str = "fee-plan";
/// The history of a project.
pub const HISTORY: &str = "history";
/// The person's notifications.
pub const INBOX: &str = "inbox";
/// One of them.
pub const NOTIFICATION: &str = "notification";
/// Which kinds the person sees.
pub const INBOX_SETTINGS: &str = "inbox-settings";
/// Where unread messages are mailed to.
pub const INBOX_MAIL: &str = "inbox-mail";
/// A new address of the person's calendar.
pub const FEED_ADDRESS: &str = "feed-address";
/// What the region asks.
pub const URGINGS: &str = "urgings";
/// One of it.
pub const URGING: &str = "urging";
/// How many were not read, in the head of every page.
pub const UNREAD: &str = "unread";
/// Sheets to print.
pub const PRINT: &str = "print";
/// The papers of a project.
pub const PAPERS: &str = "papers";
/// The narrative of a project.
pub const STORY: &str = "story";
/// That the page shows a past day.
pub const PAST_DAY: &str = "past-day";
/// What cannot be done now, with reasons.
pub const NOT_NOW: &str = "not-now";

/// The form of a draft; its controls are named `fields[<path>]` and have the path as id.
pub const DRAFT_FORM: &str = "draft-form";
/// Where the text of a draft is safe: 已保存 14:03:22.
pub const KEEPING: &str = "keeping";
/// What was restored from the browser's own copy.
pub const RESTORED: &str = "restored";
/// 合规体检.
pub const CHECK: &str = "check";
/// How many rules are broken, to look at, and met.
pub const TALLY: &str = "tally";
/// Places two people wrote in.
pub const CLASHES: &str = "clashes";
/// The list of defects of a returned application.
pub const DEFECTS: &str = "defects";
/// The submissions with what was changed.
pub const SUBMISSIONS: &str = "submissions";
/// Past projects and bans of the applicant.
pub const PAST: &str = "past";
/// An opening to apply to: `opening-150600-2027`.
#[must_use]
pub fn opening(tenant: domain::TenantId, year: i32) -> String {
    format!("opening-{tenant}-{year}")
}
/// The published key areas, for anybody.
pub const PUBLIC_AREAS: &str = "public-areas";
/// How an institution stands in the reader's city.
pub const STANDING: &str = "standing";
/// How the unit of a project was chosen.
pub const SELECTION: &str = "selection";
/// The messages of a project.
pub const THREAD: &str = "thread";

/// Headline figures: `fig-determined`, `fig-agreement`, `fig-overdue`, `fig-prepaid`,
/// `fig-balance-paid`, `fig-on-time`.
#[must_use]
pub fn figure(name: &str) -> String {
    format!("fig-{name}")
}

/// The form of a use case: `action-file_plan`, `action-revoke_sign_in`.
#[must_use]
pub fn act(code: &str) -> String {
    format!("action-{code}")
}

/// A group of waiting work: `todo-check_payment`.
#[must_use]
pub fn todo(action: Action) -> String {
    format!("todo-{}", action.code())
}

/// A row of the project list: `row-17`.
#[must_use]
pub fn row(id: domain::ProjectId) -> String {
    format!("row-{id}")
}

/// A card of the unit's tracker: `tracked-17`.
#[must_use]
pub fn tracked(id: domain::ProjectId) -> String {
    format!("tracked-{id}")
}

/// A row of the register of institutions: `institution-17`.
#[must_use]
pub fn institution(id: domain::OrgId) -> String {
    format!("institution-{id}")
}

/// A ban case: `case-3`.
#[must_use]
pub fn ban_case(id: domain::BanCaseId) -> String {
    format!("case-{id}")
}

/// A tile of the map: `tile-150600`.
#[must_use]
pub fn tile(id: domain::TenantId) -> String {
    format!("tile-{id}")
}

/// A step of the acceptance: `step-EVALUATING`.
#[must_use]
pub fn step(step: domain::state::Step) -> String {
    format!("step-{}", step.code())
}

/// Why an action is not possible yet: `not-yet-publish_areas`.
#[must_use]
pub fn not_yet(action: Action) -> String {
    format!("not-yet-{}", action.code())
}

/// A cell of the matrix of data sets: `set-DISEASE-2024`.
#[must_use]
pub fn set(kind: domain::state::DatasetKind, year: i32) -> String {
    format!("set-{}-{year}", kind.code())
}

/// The state badge of a meeting's page.
pub const MEETING_STATE: &str = "meeting-state";
/// What the meeting is on now.
pub const MEETING_NOW: &str = "meeting-now";
/// The minutes of a meeting.
pub const MINUTES: &str = "minutes";
/// The money of all projects of a unit.
pub const UNIT_MONEY: &str = "unit-money";
/// Why a search found nothing.
pub const SEARCH_NOTE: &str = "search-note";
/// The groups of what was found.
pub const FOUND_PROJECTS: &str = "found-projects";
pub const FOUND_ORGANISATIONS: &str = "found-organisations";
pub const FOUND_PAPERS: &str = "found-papers";
pub const FOUND_PEOPLE: &str = "found-people";
/// The years of the calendar.
pub const CALENDAR_YEARS: &str = "calendar-years";
/// A holiday notice that waits to be published.
pub const CALENDAR_DRAFT: &str = "calendar-draft";
/// The deadlines its publication would move.
pub const PREVIEW: &str = "preview";
/// The deadlines that publications have moved.
pub const MOVED: &str = "moved";
/// The training-fee standard in force.
pub const STANDARD: &str = "standard";
/// Those before and after it.
pub const OTHER_STANDARDS: &str = "other-standards";
/// One that waits to be published.
pub const STANDARD_DRAFT: &str = "standard-draft";
/// What it changes.
pub const STANDARD_CHANGES: &str = "standard-changes";
/// What cities go by where the regulation is silent.
pub const LOCAL_RULES: &str = "local-rules";
/// A rule that waits to be published.
pub const LOCAL_RULE_DRAFT: &str = "local-rule-draft";
/// A list of accidents or diseases that waits to be published.
pub const CLASSIFICATION_DRAFT: &str = "classification-draft";
/// What it changes.
pub const CLASSIFICATION_CHANGES: &str = "classification-changes";
/// The bar and the figures of the cap.
pub const CAP: &str = "cap";

/// The editions of a classification: `classification-ACCIDENT`.
#[must_use]
pub fn classification(kind: domain::classification::ClassificationKind) -> String {
    format!("classification-{}", kind.code())
}

/// An item of a meeting's agenda: `item-12`.
#[must_use]
pub fn item(id: domain::ItemId) -> String {
    format!("item-{id}")
}

/// A seat of the joint meeting: `seat-HRSS`.
#[must_use]
pub fn seat(member: domain::state::Member) -> String {
    format!("seat-{}", member.code())
}

/// A meeting in the list: `meeting-3`.
#[must_use]
pub fn meeting(id: domain::MeetingId) -> String {
    format!("meeting-{id}")
}

/// A question in the register: `issue-3`.
#[must_use]
pub fn issue(id: domain::IssueId) -> String {
    format!("issue-{id}")
}

/// A project that waits to be taken in or proposed: `waiting-17`.
#[must_use]
pub fn waiting(id: domain::ProjectId) -> String {
    format!("waiting-{id}")
}

/// A request to exceed the cap: `override-3`.
#[must_use]
pub fn exceeding(id: domain::OverrideId) -> String {
    format!("override-{id}")
}
