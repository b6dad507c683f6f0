//! Which forms stand where: what the offers of the meeting mean for one item and this person.

use domain::access::{Action, Role};
use domain::contract::{Item, MeetingView};
use domain::state::{ItemKind, MeetingState, Member};

use crate::components::possible;

/// What this person can do about an item now, the most important first.
pub fn on_item(view: &MeetingView, item: &Item, role: Role) -> Vec<Action> {
    let report = item.kind.is_report();
    let fits = |action: &Action| match action {
        Action::Vote => !report && item.motion.is_some() && view.seat.is_some(),
        Action::ReportItem => report && reports(role, item.kind),
        Action::MoveItem => !report,
        // The four standing reports belong to every meeting (R012).
        Action::DropItem => !report,
        Action::TurnToItem => view.state == MeetingState::Held && view.current != Some(item.id),
        _ => true,
    };
    [
        Action::Vote,
        Action::ReportItem,
        Action::MoveItem,
        Action::TurnToItem,
        Action::DropItem,
    ]
    .into_iter()
    .filter(|action| possible(&view.offers, *action) && fits(action))
    .collect()
}

/// Whether the report is this post's to give: its seat's, and the fee report also the agency's (R012).
pub fn reports(role: Role, kind: ItemKind) -> bool {
    let agency = matches!(role, Role::AgencyClerk | Role::AgencyReviewer);
    kind.reporter()
        .is_some_and(|member| role.member() == Some(member))
        || agency && kind == ItemKind::FeeUse
}

/// Who gives a report, in words.
pub fn reporter(kind: ItemKind) -> String {
    match kind.reporter() {
        Some(Member::Finance) if kind == ItemKind::FeeUse => "经办机构、财政".into(),
        Some(member) => member.label().into(),
        None => String::new(),
    }
}

/// The place of an item on the agenda, from one: numbers keep a gap where an item was taken off.
pub fn place(view: &MeetingView, item: &Item) -> i32 {
    let before = view.items.iter().take_while(|other| other.id != item.id);
    i32::try_from(before.count() + 1).unwrap_or(i32::MAX)
}

/// The item everybody is looking at, while the meeting is held.
pub fn current(view: &MeetingView) -> Option<&Item> {
    view.items
        .iter()
        .find(|item| view.state == MeetingState::Held && view.current == Some(item.id))
}

/// The item after it; the first one before the secretary has turned to any.
pub fn next(view: &MeetingView) -> Option<&Item> {
    let place = view
        .items
        .iter()
        .position(|item| view.current == Some(item.id));
    view.items.get(place.map_or(0, |place| place + 1))
}

/// Whether an item has its report, or what becomes of its motion is certain.
pub const fn is_done(item: &Item) -> bool {
    item.outcome.is_some() || !item.report.is_empty()
}

/// Whether this person's seat has spoken on an item.
pub fn has_spoken(view: &MeetingView, item: &Item) -> bool {
    view.seat
        .is_some_and(|seat| item.opinions.iter().any(|said| said.member == seat))
}
