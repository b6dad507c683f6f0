//! Presence, opinions, outcomes and confirmations as words with a shape.

use domain::contract::Item;
use domain::state::{Confirmation, MeetingState, Opinion, Outcome, Presence};
use leptos::prelude::*;

use crate::components::badge;

/// How a seat takes part; `None` = not recorded yet.
pub fn presence(presence: Option<Presence>) -> AnyView {
    match presence {
        Some(Presence::Absent) => badge("late", Presence::Absent.label()),
        Some(presence @ Presence::Written) => badge("run", presence.label()),
        Some(presence) => badge("ok", presence.label()),
        None => badge("done", "未登记"),
    }
}

/// What a seat said; `None` = nothing yet.
pub fn opinion(opinion: Option<Opinion>) -> AnyView {
    match opinion {
        Some(Opinion::Object) => badge("late", Opinion::Object.label()),
        Some(Opinion::Abstain) => badge("run", Opinion::Abstain.label()),
        Some(Opinion::Agree) => badge("ok", Opinion::Agree.label()),
        None => badge("done", "未发表"),
    }
}

/// What becomes of the motion. Before the minutes are confirmed it is only how things stand.
pub fn outcome(item: &Item, state: MeetingState) -> Option<AnyView> {
    let outcome = item.outcome?;
    let class = match outcome {
        Outcome::Adopted => "ok",
        Outcome::NotAdopted => "late",
        Outcome::Deferred => "done",
    };
    let word = if state < MeetingState::MinutesConfirmed {
        format!("现为{}", outcome.label())
    } else {
        outcome.label().to_owned()
    };
    Some(badge(class, word))
}

/// A seat's answer to the minutes.
pub fn confirmation(confirmation: Option<Confirmation>) -> AnyView {
    match confirmation {
        Some(Confirmation::Confirmed) => badge("ok", "已确认"),
        Some(Confirmation::Objected) => badge("late", Confirmation::Objected.label()),
        None => badge("near", "待确认"),
    }
}
