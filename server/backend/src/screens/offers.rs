//! Which buttons a person gets: possible ones, and why the others are not possible.

mod acceptance;
mod doing;

use chrono::NaiveDate;
use domain::access::{Action, Capacity, Role};
use domain::contract::{Books, Offer};
use domain::prepayment::from_ratio;
use domain::state::{
    AccountState, AgreementState, FilingSubject, Mode, Organiser, PaymentKind, PaymentState,
    ProjectState,
};
use domain::{Money, Refusal};

use super::story::Story;

/// The actions on a project as a whole.
const ON_PROJECT: &[Action] = &[
    Action::FilePlan,
    Action::CompileBudget,
    Action::ApproveBudget,
    Action::SelectUnit,
    Action::DraftAgreement,
    Action::CheckAgreement,
    Action::SignAgreement,
    Action::FileAgreement,
    Action::CheckAmendment,
    Action::SignAmendment,
    Action::FileAmendment,
    Action::RequestPrepayment,
    Action::StartProject,
    Action::CompleteProject,
    Action::ApplyAcceptance,
    Action::ReturnAcceptance,
    Action::ReceiveAcceptance,
    Action::AppointEvaluators,
    Action::DeclareConflict,
    Action::SubmitReport,
    Action::ServeReport,
    Action::AcknowledgeReport,
    Action::SubmitRectification,
    Action::OfferLate,
    Action::AnswerRectification,
    Action::RemindRectification,
    Action::RecordRefusal,
    Action::AcceptLate,
    Action::DecideDisposition,
    Action::TerminateProject,
    Action::RequireCondition,
    Action::RecordRules,
    Action::ReportProgress,
    Action::KeepArchive,
    Action::DraftAmendment,
    Action::WithdrawAmendment,
    Action::RecordInspection,
    Action::RecordReview,
];

/// The step a post can take on a payment in a state, while it has its time. That it must be another
/// person than the one before is checked when it is taken: shared views do not know who looks.
pub(crate) const fn payment_action(
    role: Role,
    kind: PaymentKind,
    state: PaymentState,
    project: ProjectState,
) -> Option<Action> {
    if !kind.has_time(project) {
        return None;
    }
    match (role, state) {
        (Role::AgencyClerk, PaymentState::Requested | PaymentState::Unlocked) => {
            Some(Action::CheckPayment)
        }
        (Role::AgencyReviewer, PaymentState::Checked) => Some(Action::ApprovePayment),
        (Role::AgencyPayer, PaymentState::Approved) => Some(Action::Pay),
        _ => None,
    }
}

/// What can be done about a project before it is determined. Both are done on the page of the
/// application, where there is something to read and to fill in.
const BEFORE: &[Action] = &[Action::SubmitApplication, Action::AcceptApplication];

/// Every action the person's post includes on this project. Before it is determined, and when it
/// never was, the later ones say nothing to anybody and are left out.
pub(crate) fn offers(story: &Story, capacities: &[Capacity], today: NaiveDate) -> Vec<Offer> {
    if !story.project.state.is_determined() {
        let possible = BEFORE
            .iter()
            .filter(|action| action.check(capacities, story.project.state).is_ok());
        return possible
            .map(|action| Offer {
                action: *action,
                why_not: None,
            })
            .collect();
    }
    let whole = ON_PROJECT
        .iter()
        .filter(|action| action.allows(capacities) && concerns(**action, story, capacities))
        .map(|action| Offer {
            action: *action,
            why_not: why_not(*action, story, capacities, today),
        });
    let single = ON_PARTS
        .iter()
        .filter(|action| {
            action.check(capacities, story.project.state).is_ok() && on_parts(**action, story)
        })
        .map(|action| Offer {
            action: *action,
            why_not: None,
        });
    whole.chain(single).collect()
}

/// The actions on one payment or filing: offered only while there is one they fit.
const ON_PARTS: &[Action] = &[
    Action::AcknowledgeFiling,
    Action::CheckPayment,
    Action::ApprovePayment,
    Action::Pay,
    Action::RejectPayment,
    Action::AnswerInspection,
    Action::CloseInspection,
    Action::ReadMessages,
];

fn on_parts(action: Action, story: &Story) -> bool {
    match action {
        Action::AnswerInspection | Action::CloseInspection => story
            .doing
            .inspections
            .iter()
            .any(|inspection| inspection.action == Some(action)),
        Action::ReadMessages => story
            .doing
            .thread
            .as_ref()
            .is_some_and(|thread| thread.unread > 0),
        Action::AcknowledgeFiling => story.filings.iter().any(|filing| filing.mine),
        Action::RejectPayment => story
            .payments
            .iter()
            .any(|payment| payment.action.is_some() && payment.kind == PaymentKind::Prepayment),
        _ => story
            .payments
            .iter()
            .any(|payment| payment.action == Some(action)),
    }
}

/// Leaves out what can never be this person's on this kind of project.
fn concerns(action: Action, story: &Story, capacities: &[Capacity]) -> bool {
    let mode = story.project.mode;
    let agency = capacities.contains(&Capacity::AgencyClerk);
    match action {
        Action::SelectUnit => match mode {
            Mode::Direct => false,
            Mode::Commissioned => !agency,
            Mode::Procured => agency,
        },
        Action::ReturnAcceptance
        | Action::ReceiveAcceptance
        | Action::AppointEvaluators
        | Action::ServeReport => {
            match story
                .acceptance
                .as_ref()
                .map(|acceptance| acceptance.organiser)
            {
                Some(Organiser::Agency) => agency,
                Some(Organiser::Proposer) => !agency,
                None => agency || mode == Mode::Commissioned,
            }
        }
        _ => acceptance::concerns(action, story),
    }
}

fn why_not(
    action: Action,
    story: &Story,
    capacities: &[Capacity],
    today: NaiveDate,
) -> Option<Refusal> {
    if let Err(refusal) = action.check(capacities, story.project.state) {
        return Some(refusal);
    }
    match action {
        Action::FilePlan | Action::CompileBudget | Action::ApproveBudget => {
            before_agreement(action, story)
        }
        Action::DraftAgreement
        | Action::CheckAgreement
        | Action::SignAgreement
        | Action::FileAgreement => about_agreement(action, story, capacities),
        Action::RequestPrepayment => prepayment(action, story),
        Action::CheckAmendment
        | Action::SignAmendment
        | Action::FileAmendment
        | Action::DraftAmendment
        | Action::WithdrawAmendment => doing::about_amendment(action, story),
        Action::StartProject if today < story.project.start => Some(Refusal::DateTooEarly {
            field: "start".into(),
            earliest: story.project.start,
            because: "协议约定的开始日期".into(),
        }),
        Action::CompleteProject if today > story.project.end => Some(Refusal::DateTooLate {
            field: "archive_complete".into(),
            latest: story.project.end,
            because: "协议约定的结束日期，如需延期应先签订补充协议".into(),
        }),
        Action::StartProject | Action::CompleteProject | Action::ReportProgress => {
            doing::about_work(action, story)
        }
        Action::RecordRules | Action::RecordInspection | Action::RecordReview => None,
        Action::KeepArchive => doing::about_archive(action, story),
        _ => acceptance::about(action, story, today),
    }
}

/// A prepayment is asked for to a confirmed account (R119).
pub(crate) fn without_account(offers: &mut [Offer], books: &Books, unit: &str) {
    let stands = books
        .accounts
        .iter()
        .any(|account| account.state == AccountState::Confirmed);
    let asking = offers
        .iter_mut()
        .filter(|offer| offer.action == Action::RequestPrepayment && !stands);
    for offer in asking.filter(|offer| offer.why_not.is_none()) {
        offer.why_not = Some(Refusal::AccountMissing { name: unit.into() });
    }
}

fn before_agreement(action: Action, story: &Story) -> Option<Refusal> {
    let filed = story
        .filings
        .iter()
        .any(|filing| filing.subject == FilingSubject::Plan);
    match action {
        Action::FilePlan if filed => Some(wrong(action, "项目计划", "已报送，等待签收")),
        Action::ApproveBudget if story.budget.is_empty() => {
            Some(wrong(action, "项目预算", "未编列"))
        }
        _ => None,
    }
}

fn about_agreement(action: Action, story: &Story, capacities: &[Capacity]) -> Option<Refusal> {
    use AgreementState as S;
    let state = story.agreement.as_ref().map(|agreement| agreement.state);
    let possible = match action {
        Action::DraftAgreement => {
            (story.project.mode == Mode::Direct || story.project.unit.is_some())
                && matches!(state, None | Some(S::Draft | S::Checked))
        }
        Action::CheckAgreement => state == Some(S::Draft),
        Action::SignAgreement => {
            matches!(state, Some(S::Checked | S::Signing)) && !signed(story, capacities)
        }
        _ => {
            state == Some(S::Signed)
                && !story
                    .filings
                    .iter()
                    .any(|filing| filing.subject == FilingSubject::Agreement)
        }
    };
    if !possible {
        let label = state.map_or("未起草", AgreementState::label);
        return Some(wrong(action, "服务协议", label));
    }
    (action == Action::SignAgreement)
        .then(|| unfit(story))
        .flatten()
}

/// Why the unit may not sign today, as far as the reader may know (I9, R067).
fn unfit(story: &Story) -> Option<Refusal> {
    let unit = story.choosing.unit.as_ref()?;
    let name = story.project.unit_name.clone();
    match unit.banned_until {
        Some(until) => Some(Refusal::Banned { name, until }),
        None if unit.standing.is_eligible() => None,
        None => Some(Refusal::Unqualified {
            field: "sign".into(),
            name,
            because: unit.standing.because(),
        }),
    }
}

fn signed(story: &Story, capacities: &[Capacity]) -> bool {
    use domain::state::Party;
    let party = if capacities.contains(&Capacity::Applicant) {
        Party::Applicant
    } else if capacities.contains(&Capacity::Unit) {
        Party::Unit
    } else {
        Party::Agency
    };
    let signatures = story
        .agreement
        .iter()
        .flat_map(|agreement| &agreement.signatures);
    signatures
        .into_iter()
        .any(|(signer, _, day)| *signer == party && day.is_some())
}

fn prepayment(action: Action, story: &Story) -> Option<Refusal> {
    let Some(agreement) = &story.agreement else {
        return Some(wrong(action, "服务协议", "未备案生效"));
    };
    let Some(ratio) = agreement.prepay else {
        return Some(wrong(action, "服务协议", "未约定预付款"));
    };
    if agreement.state != AgreementState::Filed {
        return Some(wrong(action, "服务协议", "未备案生效"));
    }
    let asked: Money = story
        .payments
        .iter()
        .filter(|payment| {
            payment.kind == PaymentKind::Prepayment && payment.state != PaymentState::Rejected
        })
        .map(|payment| payment.amount)
        .sum();
    (asked >= from_ratio(agreement.amount, ratio))
        .then(|| wrong(action, "预付款", &format!("已按约定的 {ratio} 申请")))
}

fn wrong(action: Action, subject: &str, state: &str) -> Refusal {
    action.wrong_state(subject, state)
}
