//! Why something about the acceptance is not possible now.

use chrono::NaiveDate;
use domain::Refusal;
use domain::access::Action;
use domain::state::{AcceptanceState as S, DeadlineKind, ProjectState};

use super::{Story, doing, wrong};

/// What is said between a fail report and its end concerns nobody at any other time.
pub(super) fn concerns(action: Action, story: &Story) -> bool {
    match action {
        Action::AcknowledgeReport
        | Action::AnswerRectification
        | Action::RemindRectification
        | Action::OfferLate => story.project.acceptance == Some(S::Rectifying),
        Action::AcceptLate => story.project.acceptance == Some(S::Overdue),
        // Once, as long as nothing has come to light since.
        Action::DeclareConflict => {
            running(story.project.acceptance)
                && story
                    .acceptance
                    .iter()
                    .flat_map(|one| &one.evaluators)
                    .any(|one| !one.has_conflict())
        }
        _ => true,
    }
}

/// Why not, by the states of project and acceptance, and by the days.
pub(super) fn about(action: Action, story: &Story, today: NaiveDate) -> Option<Refusal> {
    let state = story.project.acceptance;
    let late = overdue(story, today);
    if let (Action::ApplyAcceptance, None | Some(S::Returned)) = (action, state) {
        return doing::incomplete(story, "organiser");
    }
    let possible = match action {
        Action::ApplyAcceptance => false,
        Action::ReturnAcceptance | Action::ReceiveAcceptance => state == Some(S::Applied),
        Action::AppointEvaluators => {
            state == Some(S::Received) || running(state) && conflicts(story) > 0
        }
        Action::DeclareConflict => running(state),
        Action::SubmitReport if running(state) => return undeclared(story),
        Action::SubmitReport => false,
        Action::ServeReport => state == Some(S::FailedR1),
        Action::AnswerRectification | Action::SubmitRectification => {
            state == Some(S::Rectifying) && late.is_none()
        }
        Action::AcknowledgeReport | Action::RemindRectification | Action::RecordRefusal => {
            return in_rectification(action, story, today);
        }
        Action::OfferLate => match late {
            Some(_) => state == Some(S::Rectifying),
            None => return Some(wrong(action, "整改期限", "尚未届满")),
        },
        Action::AcceptLate => state == Some(S::Overdue),
        Action::DecideDisposition => {
            (story.project.state == ProjectState::FailedFinal
                && !story.project.balance_due.is_positive())
                || story.project.state == ProjectState::Completed
                    && (late.is_some() || state == Some(S::Overdue))
        }
        Action::TerminateProject => {
            story.project.state != ProjectState::Completed || state == Some(S::Refused)
        }
        _ => true,
    };
    let label = if late.is_some() {
        "整改逾期"
    } else {
        state.map_or("未申请", S::label)
    };
    (!possible).then(|| wrong(action, "验收", label))
}

const fn running(state: Option<S>) -> bool {
    matches!(state, Some(S::Evaluating | S::ReApplied))
}

fn conflicts(story: &Story) -> usize {
    let all = story.acceptance.iter().flat_map(|one| &one.evaluators);
    all.filter(|one| one.has_conflict()).count()
}

/// A report needs every evaluator's word. Who sees only himself sees his own.
fn undeclared(story: &Story) -> Option<Refusal> {
    let all = || story.acceptance.iter().flat_map(|one| &one.evaluators);
    if all().next().is_some() && all().all(|one| one.has_conflict()) {
        return Some(Refusal::HasConflict);
    }
    let silent: Vec<_> = all()
        .filter(|one| one.declared.is_none())
        .map(|one| one.name.as_str())
        .collect();
    (!silent.is_empty()).then(|| Refusal::Undeclared {
        names: silent.join("、"),
    })
}

/// The last day of the rectification, once it has passed.
fn overdue(story: &Story, today: NaiveDate) -> Option<NaiveDate> {
    let clock = story.deadlines.iter().find(|deadline| {
        deadline.kind == DeadlineKind::Rectification && deadline.stopped.is_none()
    });
    clock.map(|clock| clock.next.due).filter(|due| today > *due)
}

fn in_rectification(action: Action, story: &Story, today: NaiveDate) -> Option<Refusal> {
    let acceptance = story
        .acceptance
        .as_ref()
        .filter(|one| one.state == S::Rectifying);
    let Some(acceptance) = acceptance else {
        let label = story.project.acceptance.map_or("未申请", S::label);
        return Some(wrong(action, "验收", label));
    };
    let known = acceptance.rectification();
    match (action, overdue(story, today)) {
        (Action::AcknowledgeReport, _) => known.acknowledge(today).err(),
        (Action::RemindRectification, Some(due)) => Some(Refusal::RectificationOverdue { due }),
        (Action::RemindRectification, None) => known.remind(today).err(),
        _ => known.find_refusal(today).err(),
    }
}
