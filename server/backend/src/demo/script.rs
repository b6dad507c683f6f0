//! The course of a project as a list of steps, and the days those steps fall on.

use domain::state::{
    AnswerKind, Disposition, FilingSubject, Member, Mode, Organiser, Party, ProjectKind,
};
use domain::{Money, Percent, prepayment};

use super::act::{Accept, Act, Do, Pay};
use super::words;

/// Where a project can stand: after which step its story stops for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Station {
    Draft,
    Submitted,
    Supplement,
    Accepted,
    Rejected,
    Withdrawn,
    Proposed,
    NotSelected,
    Determined,
    /// So many members have acknowledged the plan.
    PlanAcknowledged(u8),
    Filed,
    Cancelled,
    Budgeted,
    Chosen,
    Drafted,
    Checked,
    SignedOne,
    Signed,
    /// So many members have acknowledged the agreement.
    Acknowledged(u8),
    Contracted,
    Requested,
    RequestChecked,
    RequestApproved,
    RequestRejected,
    Prepaid,
    Working,
    Done,
    Applied,
    Returned,
    Received,
    Evaluating,
    Passed,
    Failed,
    /// Sent, and not acknowledged yet.
    Noticed,
    Served,
    Refused,
    LateOffered,
    Rectified,
    FailedAgain,
    Decided,
    BalanceChecked,
    BalanceApproved,
    /// The end, whichever it is.
    Ended,
}

/// How the work and its acceptance go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Passed at once.
    Pass,
    /// The first application is incomplete, then passed.
    ReturnedFirst,
    /// Failed, rectified, passed.
    SecondPass,
    /// Failed twice; the balance is refused.
    Refuse,
    /// Failed twice; so many per cent of the settlement are deducted.
    Deduct(u16),
    /// Failed, and the rectification never came.
    Overdue,
    /// Failed, rectified after the period, passed all the same.
    Late,
    /// Failed, and the unit refuses to rectify.
    Unwilling,
    /// Given up in the middle of the work.
    Quit,
    /// The first request for the prepayment is sent back.
    Unready,
}

/// A step, so many working days after the one before.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub gap: u32,
    pub act: Act,
    pub then: Option<Station>,
}

/// What the steps of a story need to know.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub kind: ProjectKind,
    pub mode: Mode,
    pub route: Route,
    pub agreed: Money,
    /// Whole per cent of prepayment; `None` = none agreed.
    pub prepay: Option<u16>,
    pub organiser: Organiser,
    pub unit: (String, String),
    /// Whether it is the institution that was banned after this project.
    pub unit_is_banned: bool,
    pub evaluators: String,
    /// Working days of the work itself, and of the evaluation.
    pub work: u32,
    pub evaluation: u32,
    /// The settlement as reported; empty = the whole agreement.
    pub settlement: String,
    pub goals: Vec<domain::contract::Goal>,
}

/// The chain from a choice of unit to the end. The draft's period is filled in once the days are known.
pub(crate) fn chain(facts: &Facts) -> Vec<Step> {
    let mut steps = Vec::new();
    agreement(facts, &mut steps);
    prepay(facts, &mut steps);
    steps.push(Step {
        gap: 2,
        act: Act::Do(Do::Rules),
        then: None,
    });
    steps.push(at(1, Act::Start, Station::Working));
    if facts.route == Route::Quit {
        // About a sixth of the work was done when it was given up.
        let worth = Money::from_fen(facts.agreed.fen() / 6 / 100 * 100).plain();
        steps.push(at(
            facts.work,
            Act::Terminate(words::termination(words::TERMINATED, &worth)),
            Station::Ended,
        ));
        return steps;
    }
    steps.push(Step {
        gap: facts.work - 1,
        act: Act::Do(Do::Archive),
        then: None,
    });
    steps.push(at(1, Act::Complete, Station::Done));
    accept(facts, &mut steps);
    steps
}

const fn at(gap: u32, act: Act, then: Station) -> Step {
    Step {
        gap,
        act,
        then: Some(then),
    }
}

fn agreement(facts: &Facts, steps: &mut Vec<Step>) {
    if facts.mode != Mode::Direct {
        let (code, name) = facts.unit.clone();
        steps.push(at(0, Act::SelectUnit(code, name), Station::Chosen));
    }
    steps.push(at(4, Act::Draft(Box::default()), Station::Drafted));
    steps.push(at(2, Act::Check, Station::Checked));
    let mut parties: Vec<Party> = facts.mode.parties().to_vec();
    parties.sort_unstable();
    let last = parties.pop();
    for party in parties {
        steps.push(at(2, Act::Sign(party), Station::SignedOne));
    }
    steps.extend(last.map(|party| at(1, Act::Sign(party), Station::Signed)));
    steps.push(Step {
        gap: 1,
        act: Act::FileAgreement,
        then: None,
    });
    filings(FilingSubject::Agreement, Station::Contracted, steps);
}

/// Four acknowledgements, the last of which ends the filing.
fn filings(subject: FilingSubject, then: Station, steps: &mut Vec<Step>) {
    for (member, (gap, number)) in Member::ALL.iter().zip([(1, 1), (1, 2), (2, 3), (2, 4)]) {
        let station = match (number, subject) {
            (4, _) => then,
            (_, FilingSubject::Plan) => Station::PlanAcknowledged(number),
            _ => Station::Acknowledged(number),
        };
        // Reports are acknowledged as well, but no project stands there: the money goes on meanwhile.
        let then = (subject != FilingSubject::Report).then_some(station);
        steps.push(Step {
            gap,
            act: Act::Acknowledge(subject, *member),
            then,
        });
    }
}

/// The steps that file the plan after the determination.
pub(crate) fn plan_filing() -> Vec<Step> {
    let mut steps = vec![Step {
        gap: 3,
        act: Act::FilePlan,
        then: Some(Station::PlanAcknowledged(0)),
    }];
    filings(FilingSubject::Plan, Station::Filed, &mut steps);
    steps
}

fn prepay(facts: &Facts, steps: &mut Vec<Step>) {
    let Some(percent) = facts
        .prepay
        .and_then(|percent| Percent::from_basis_points(percent * 100))
    else {
        return;
    };
    let amount = prepayment::from_ratio(facts.agreed, percent);
    if facts.route == Route::Unready {
        steps.push(Step {
            gap: 2,
            act: Act::Pay(Pay::Request(amount)),
            then: None,
        });
        steps.push(at(
            2,
            Act::Pay(Pay::Reject(words::REJECTED.into())),
            Station::RequestRejected,
        ));
    }
    steps.push(at(2, Act::Pay(Pay::Request(amount)), Station::Requested));
    steps.push(at(1, Act::Pay(Pay::Check), Station::RequestChecked));
    steps.push(at(1, Act::Pay(Pay::Approve), Station::RequestApproved));
    steps.push(at(2, Act::Pay(Pay::Transfer), Station::Prepaid));
}

fn accept(facts: &Facts, steps: &mut Vec<Step>) {
    let apply = || Act::Accept(Accept::Apply(facts.organiser));
    let report = |pass| {
        Act::Accept(Accept::Report(Box::new(words::report(
            &facts.goals,
            pass,
            &facts.settlement,
        ))))
    };
    steps.push(at(4, apply(), Station::Applied));
    if facts.route == Route::ReturnedFirst {
        steps.push(at(
            3,
            Act::Accept(Accept::Return(words::INCOMPLETE.into())),
            Station::Returned,
        ));
        steps.push(Step {
            gap: 5,
            act: apply(),
            then: None,
        });
    }
    steps.push(at(2, Act::Accept(Accept::Receive), Station::Received));
    let who = words::appointment(facts.kind, &facts.evaluators);
    let panel = who.chosen.len();
    steps.push(Step {
        gap: 3,
        act: Act::Accept(Accept::Appoint(who)),
        then: None,
    });
    for nth in 1..=panel {
        steps.push(Step {
            gap: 0,
            act: Act::Accept(Accept::Declare),
            then: (nth == panel).then_some(Station::Evaluating),
        });
    }
    if matches!(
        facts.route,
        Route::Pass | Route::ReturnedFirst | Route::Unready
    ) {
        steps.push(at(facts.evaluation, report(true), Station::Passed));
        filings(FilingSubject::Report, Station::Ended, steps);
        return balance(steps);
    }
    steps.push(at(facts.evaluation, report(false), Station::Failed));
    filings(FilingSubject::Report, Station::Ended, steps);
    steps.push(at(1, Act::Accept(Accept::Serve), Station::Noticed));
    steps.push(at(0, Act::Accept(Accept::Acknowledge), Station::Served));
    fail(facts, &report, steps);
}

fn decided(kind: Disposition, amount: String, reason: &str) -> Act {
    Act::Accept(Accept::Decide(kind, amount, reason.into()))
}

/// The way of the rectification; false where the project ends with it.
fn rectify(facts: &Facts, steps: &mut Vec<Step>) -> bool {
    match facts.route {
        Route::Unwilling => {
            let refusal = Accept::Answer(AnswerKind::Refusal, words::UNWILLING.into());
            steps.push(Step {
                gap: 10,
                act: Act::Accept(refusal),
                then: None,
            });
            steps.push(at(
                2,
                Act::Accept(Accept::Refuse(words::REFUSAL.into())),
                Station::Refused,
            ));
            steps.push(at(
                8,
                Act::Terminate(words::termination("实施单位拒不整改，按协议终止。", "")),
                Station::Ended,
            ));
            return false;
        }
        Route::Overdue => {
            steps.push(at(
                36,
                decided(Disposition::Refuse, String::new(), words::OVERDUE),
                Station::Ended,
            ));
            return false;
        }
        Route::Late => {
            steps.push(at(
                33,
                Act::Accept(Accept::OfferLate(words::LATE.into())),
                Station::LateOffered,
            ));
            let accepted = Accept::TakeLate(words::LATE_ACCEPTED.into());
            steps.push(at(3, Act::Accept(accepted), Station::Rectified));
        }
        _ => steps.push(at(
            18,
            Act::Accept(Accept::Rectify(words::RECTIFIED.into())),
            Station::Rectified,
        )),
    }
    true
}

fn fail(facts: &Facts, report: &dyn Fn(bool) -> Act, steps: &mut Vec<Step>) {
    if !rectify(facts, steps) {
        return;
    }
    let passes = matches!(facts.route, Route::SecondPass | Route::Late);
    let second = if passes {
        Station::Passed
    } else {
        Station::FailedAgain
    };
    steps.push(at(facts.evaluation, report(passes), second));
    filings(FilingSubject::Report, Station::Ended, steps);
    match facts.route {
        Route::Refuse => steps.push(at(
            4,
            decided(Disposition::Refuse, String::new(), words::REFUSED_PAYMENT),
            Station::Ended,
        )),
        Route::Deduct(percent) => {
            let deducted = Percent::from_basis_points(percent * 100)
                .map_or(Money::ZERO, |percent| percent.floor_of(facts.agreed));
            let then = if left(facts, percent) {
                Station::Decided
            } else {
                Station::Ended
            };
            steps.push(at(
                4,
                decided(Disposition::Deduct, deducted.plain(), words::DEDUCTED),
                then,
            ));
            if left(facts, percent) {
                balance(steps);
            }
        }
        _ => balance(steps),
    }
}

/// Whether anything is left to pay after a deduction: what was prepaid may already be more.
fn left(facts: &Facts, deducted: u16) -> bool {
    facts.prepay.unwrap_or(0) + deducted < 100
}

fn balance(steps: &mut Vec<Step>) {
    steps.push(at(2, Act::Pay(Pay::Check), Station::BalanceChecked));
    steps.push(at(1, Act::Pay(Pay::Approve), Station::BalanceApproved));
    steps.push(at(2, Act::Pay(Pay::Transfer), Station::Ended));
}
