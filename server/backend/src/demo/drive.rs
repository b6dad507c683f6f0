//! Takes a project from where it stands to any later state, by acts alone and without moving the clock.
//!
//! The way taken: four acknowledgements for each filing, one budget line in the plan year, an agreement
//! over the whole approved amount and period with 40% prepaid, and a prepayment of exactly that. A
//! goal that lies behind a failure fails; every other goal passes.

use domain::state::{
    AcceptanceState as A, AgreementState, AnswerKind, Disposition, FilingSubject, Mode, Organiser,
    PaymentState, ProjectState as S,
};
use domain::{Percent, ProjectId, prepayment};

use super::act::{Accept, Act, Do, Driver, Pay};
use super::dossier::Dossier;
use super::words;
use crate::{Error, Result};

/// Where to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A state of the project. `Completed` is the work done and nothing applied for yet.
    Project(S),
    /// A state of the acceptance; `Overdue` takes time and cannot be reached by acts alone.
    Acceptance(A),
    /// A state of the agreement, up to `Filed`.
    Agreement(AgreementState),
    /// A state of the newest payment: of the prepayment, or of the balance when that is unlocked.
    Payment(PaymentState),
}

impl From<S> for Goal {
    fn from(state: S) -> Self {
        Self::Project(state)
    }
}

impl From<A> for Goal {
    fn from(state: A) -> Self {
        Self::Acceptance(state)
    }
}

impl From<AgreementState> for Goal {
    fn from(state: AgreementState) -> Self {
        Self::Agreement(state)
    }
}

impl From<PaymentState> for Goal {
    fn from(state: PaymentState) -> Self {
        Self::Payment(state)
    }
}

/// Whom to choose where somebody has to be chosen.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// Credit code and name of the third party.
    pub unit: (String, String),
    /// Login of the evaluator.
    pub evaluator: String,
}

impl Driver {
    /// Goes there, step by step.
    pub(crate) async fn drive(&mut self, id: ProjectId, goal: Goal, choice: &Choice) -> Result<()> {
        // The longest way, from determination to a failed project closed, has some fifty steps.
        for _ in 0..80 {
            let file = self.dossier(id).await?;
            if reached(&file, goal) {
                return Ok(());
            }
            let act = next(&file, goal, choice).ok_or_else(|| {
                Error::Inconsistent(format!(
                    "{} stands at {} and cannot go to {goal:?}",
                    file.code, file.state
                ))
            })?;
            self.perform(id, &act).await?;
        }
        Err(Error::Inconsistent(format!(
            "project {id} goes round in circles on its way to {goal:?}"
        )))
    }
}

fn reached(file: &Dossier, goal: Goal) -> bool {
    match goal {
        Goal::Project(state) => file.state == state,
        Goal::Acceptance(state) => file.acceptance == Some(state),
        Goal::Agreement(state) => file.agreement == Some(state),
        Goal::Payment(state) => file
            .payment
            .as_ref()
            .is_some_and(|payment| payment.state == state),
    }
}

fn next(file: &Dossier, goal: Goal, choice: &Choice) -> Option<Act> {
    match file.state {
        S::Determined => Some(filing(file, FilingSubject::Plan, Act::FilePlan)),
        S::Filed if file.budget_lines == 0 => {
            Some(Act::CompileBudget(file.plan_year, file.approved))
        }
        S::Filed => Some(Act::ApproveBudget),
        S::Budgeted if file.mode != Mode::Direct => {
            let (code, name) = choice.unit.clone();
            Some(Act::SelectUnit(code, name))
        }
        S::Budgeted | S::UnitSelected => agreement(file),
        S::Contracted if goal == Goal::Project(S::Terminated) => {
            Some(Act::Terminate(words::termination(words::TERMINATED, "0")))
        }
        S::Contracted if !file.rules => Some(Act::Do(Do::Rules)),
        S::Contracted => Some(Act::Start),
        S::InProgress => Some(prepay(file, goal).unwrap_or(if file.archived {
            Act::Complete
        } else {
            Act::Do(Do::Archive)
        })),
        S::Completed => accept(file, goal, choice).map(Act::Accept),
        S::Passed => pay(file).map(Act::Pay),
        S::FailedFinal => pay(file).map(Act::Pay).or_else(|| {
            Some(Act::Accept(Accept::Decide(
                Disposition::Refuse,
                String::new(),
                words::REFUSED_PAYMENT.into(),
            )))
        }),
        _ => None,
    }
}

/// Sends a document, then has it acknowledged four times.
fn filing(file: &Dossier, subject: FilingSubject, send: Act) -> Act {
    file.next_member(subject)
        .map_or(send, |member| Act::Acknowledge(subject, member))
}

fn agreement(file: &Dossier) -> Option<Act> {
    Some(match file.agreement {
        None => Act::Draft(Box::new(words::draft(
            file.approved,
            file.start,
            file.end,
            "40",
        ))),
        Some(AgreementState::Draft) => Act::Check,
        Some(AgreementState::Checked | AgreementState::Signing) => Act::Sign(file.next_party()?),
        Some(AgreementState::Signed) => filing(file, FilingSubject::Agreement, Act::FileAgreement),
        Some(_) => return None,
    })
}

/// The next step of the prepayment, `None` when there is nothing more to do about it.
fn prepay(file: &Dossier, goal: Goal) -> Option<Act> {
    let ratio = file
        .prepay
        .and_then(|points| u16::try_from(points).ok())
        .and_then(Percent::from_basis_points)?;
    Some(Act::Pay(
        match file.payment.as_ref().map(|payment| payment.state) {
            None => Pay::Request(prepayment::from_ratio(file.agreed, ratio)),
            Some(PaymentState::Requested) if goal == Goal::Payment(PaymentState::Rejected) => {
                Pay::Reject(words::REJECTED.into())
            }
            Some(_) => return pay(file).map(Act::Pay),
        },
    ))
}

fn pay(file: &Dossier) -> Option<Pay> {
    match file.payment.as_ref()?.state {
        PaymentState::Requested | PaymentState::Unlocked => Some(Pay::Check),
        PaymentState::Checked => Some(Pay::Approve),
        PaymentState::Approved => Some(Pay::Transfer),
        PaymentState::Paid | PaymentState::Rejected | PaymentState::Frozen => None,
    }
}

fn accept(file: &Dossier, goal: Goal, choice: &Choice) -> Option<Accept> {
    let report = |pass: bool| Accept::Report(Box::new(words::report(&file.goals, pass, "")));
    Some(match file.acceptance {
        None | Some(A::Returned) => Accept::Apply(Organiser::Agency),
        Some(A::Applied) if goal == Goal::Acceptance(A::Returned) => {
            Accept::Return(words::INCOMPLETE.into())
        }
        Some(A::Applied) => Accept::Receive,
        Some(A::Received) => Accept::Appoint(words::appointment(file.kind, &choice.evaluator)),
        Some(A::Evaluating) if file.undeclared.is_some() => Accept::Declare,
        Some(A::Evaluating) => report(!fails_first(goal)),
        Some(A::FailedR1) => Accept::Serve,
        Some(A::Rectifying) if matches!(goal, Goal::Acceptance(A::Refused)) && file.refused => {
            Accept::Refuse(words::REFUSAL.into())
        }
        Some(A::Rectifying) if matches!(goal, Goal::Acceptance(A::Refused)) => {
            Accept::Answer(AnswerKind::Refusal, words::UNWILLING.into())
        }
        Some(A::Rectifying) => Accept::Rectify(words::RECTIFIED.into()),
        Some(A::ReApplied) => report(!fails_again(goal)),
        Some(A::Passed | A::Refused | A::Overdue | A::FailedFinal) => return None,
    })
}

const fn fails_first(goal: Goal) -> bool {
    matches!(
        goal,
        Goal::Acceptance(A::FailedR1 | A::Rectifying | A::ReApplied | A::Refused)
    ) || fails_again(goal)
}

const fn fails_again(goal: Goal) -> bool {
    matches!(
        goal,
        Goal::Project(S::FailedFinal | S::ClosedFailed) | Goal::Acceptance(A::FailedFinal)
    )
}
