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
/// What cannot be done now, with reasons.
pub const NOT_NOW: &str = "not-now";

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

/// The state badge of a meeting's page.
pub const MEETING_STATE: &str = "meeting-state";
/// What the meeting is on now.
pub const MEETING_NOW: &str = "meeting-now";
/// The minutes of a meeting.
pub const MINUTES: &str = "minutes";
/// The bar and the figures of the cap.
pub const CAP: &str = "cap";

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
