//! Which buttons a post gets in a meeting, and why the others are not possible.

use chrono::NaiveDate;
use domain::Refusal;
use domain::access::Action;
use domain::contract::Offer;
use domain::state::{Confirmation, MeetingState, Presence};

use super::floor::reports;
use super::record::Record;
use crate::door::Session;

/// The steps of a meeting, in their order.
const STEPS: [Action; 14] = [
    Action::AddItem,
    Action::DropItem,
    Action::ConveneMeeting,
    Action::OpenMeeting,
    Action::RecordPresence,
    Action::TurnToItem,
    Action::ReportItem,
    Action::MoveItem,
    Action::Vote,
    Action::DraftMinutes,
    Action::ConfirmMinutes,
    Action::CloseMeeting,
    Action::CancelMeeting,
    Action::RaiseIssue,
];

/// Every step the post has a part in.
pub(super) fn offers(session: &Session, record: &Record, today: NaiveDate) -> Vec<Offer> {
    let mine = STEPS.into_iter().filter(|action| {
        action.allows(&session.capacities()) && has_part(*action, session, record)
    });
    mine.map(|action| Offer {
        action,
        why_not: why_not(action, session, record, today),
    })
    .collect()
}

/// Every post of the city may report, but only on its own standing item.
fn has_part(action: Action, session: &Session, record: &Record) -> bool {
    action != Action::ReportItem
        || record
            .lines
            .iter()
            .any(|line| reports(session.who.role, line.item.kind))
}

fn why_not(
    action: Action,
    session: &Session,
    record: &Record,
    today: NaiveDate,
) -> Option<Refusal> {
    if action == Action::RaiseIssue {
        return None;
    }
    let meeting = &record.meeting;
    if let Err(crate::Error::Refused(refusal)) = meeting.admits(action) {
        return Some(refusal);
    }
    match action {
        Action::ConveneMeeting => vacant(record),
        Action::OpenMeeting if today < meeting.planned => Some(Refusal::DateTooEarly {
            field: "planned".into(),
            earliest: meeting.planned,
            because: "会议通知的日期".into(),
        }),
        Action::Vote | Action::ConfirmMinutes => of_seat(action, session, record),
        _ => None,
    }
}

fn vacant(record: &Record) -> Option<Refusal> {
    let vacant = record.seats.iter().filter(|seat| seat.people == 0);
    let vacant: Vec<_> = vacant.map(|seat| seat.member.label()).collect();
    (!vacant.is_empty()).then(|| Refusal::SeatVacant {
        seats: vacant.join("、"),
    })
}

fn of_seat(action: Action, session: &Session, record: &Record) -> Option<Refusal> {
    let seat = record.seat(session.who.role.member()?)?;
    match action {
        Action::Vote => {
            let absent = seat
                .presence
                .is_none_or(|presence| presence == Presence::Absent);
            absent.then(|| Refusal::SeatAbsent {
                seat: seat.name.clone(),
            })
        }
        _ if record.meeting.corrected => {
            Some(action.wrong_state("会议纪要", "正在更正，待重新形成"))
        }
        _ => (seat.confirmation == Some(Confirmation::Confirmed)
            && record.meeting.state == MeetingState::MinutesDraft)
            .then(|| action.wrong_state("会议纪要", "贵单位已确认")),
    }
}
