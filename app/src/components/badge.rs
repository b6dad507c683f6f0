//! States as words: each with a shape and a colour of its own, never a colour alone.

use domain::deadline::Level;
use domain::eligibility::Standing;
use domain::state::{
    AcceptanceState, BanState, BanStatus, MeetingState, PaymentState, ProjectState,
};
use leptos::prelude::*;

use crate::text::level_class;

/// A word with the shape and the colour of its class: `ok`, `near`, `late`, `prov`, `run`, `done`.
pub fn badge(class: &'static str, word: impl Into<String>) -> AnyView {
    view! { <span class=format!("tag {class}")>{word.into()}</span> }.into_any()
}

/// The state of a project and, while the acceptance runs, where that stands.
pub fn standing(project: ProjectState, acceptance: Option<AcceptanceState>) -> AnyView {
    let acceptance = acceptance
        .filter(|_| project == ProjectState::Completed)
        .map(acceptance_badge);
    view! { {project_badge(project)} " " {acceptance} }.into_any()
}

/// The state of a project.
pub fn project_badge(state: ProjectState) -> AnyView {
    use ProjectState as S;
    let class = match state {
        S::Passed | S::Closed => "ok",
        S::FailedFinal | S::ClosedFailed | S::Terminated | S::Rejected => "late",
        S::Cancelled | S::Withdrawn | S::NotSelected => "done",
        S::Supplement => "near",
        _ => "run",
    };
    badge(class, state.label())
}

/// The state of a joint meeting.
pub fn meeting_badge(state: MeetingState) -> AnyView {
    use MeetingState as M;
    let class = match state {
        M::Closed => "ok",
        M::Cancelled => "done",
        M::Held | M::MinutesDraft => "near",
        M::Planned | M::Convened | M::MinutesConfirmed => "run",
    };
    badge(class, state.label())
}

/// The state of an acceptance.
pub fn acceptance_badge(state: AcceptanceState) -> AnyView {
    use AcceptanceState as A;
    let class = match state {
        A::Passed => "ok",
        A::Overdue | A::Refused | A::FailedFinal => "late",
        A::Returned | A::FailedR1 | A::Rectifying => "near",
        _ => "run",
    };
    badge(class, state.label())
}

/// The state of a payment.
pub fn payment_badge(state: PaymentState) -> AnyView {
    use PaymentState as P;
    let class = match state {
        P::Paid => "ok",
        P::Rejected => "done",
        P::Frozen => "late",
        _ => "run",
    };
    badge(class, state.label())
}

/// A level of urgency with its word.
pub fn level_tag(level: Level) -> AnyView {
    badge(level_class(level), level.label())
}

/// Whether a filing is acknowledged.
pub fn filing_mark(acknowledged: bool) -> AnyView {
    if acknowledged {
        badge("ok", "已签收")
    } else {
        badge("near", "待签收")
    }
}

/// Whether a goal is reached.
pub fn yes_no(achieved: bool) -> AnyView {
    if achieved {
        badge("ok", "达成")
    } else {
        badge("late", "未达成")
    }
}

/// How an institution stands in a city.
pub fn standing_badge(standing: &Standing) -> AnyView {
    let class = match standing {
        Standing::Eligible { .. } => "ok",
        Standing::Unchecked | Standing::Expired { .. } | Standing::SpecialUnchecked => "near",
        Standing::Failed { .. } | Standing::Violated { .. } | Standing::TooNew { .. } => "late",
    };
    badge(class, standing.label())
}

/// How a ban stands on a day.
pub fn ban_badge(status: BanStatus) -> AnyView {
    let class = match status {
        BanStatus::Running => "late",
        BanStatus::Announced => "near",
        BanStatus::Expired | BanStatus::Revoked => "done",
    };
    badge(class, status.label())
}

/// The state of a ban case.
pub fn case_badge(state: BanState) -> AnyView {
    let class = match state {
        BanState::Proposed => "near",
        BanState::Heard => "run",
        BanState::InForce => "late",
        BanState::Dropped | BanState::Revoked => "done",
    };
    badge(class, state.label())
}
