//! What the rules say about a step: refused, with every reason there is at that point, or allowed, and
//! then everything that follows from it.

mod acceptance;
mod account;
mod agreement;
mod amendment;
mod application;
mod areas;
mod ban;
mod budget;
mod case;
mod claim;
mod closing;
mod figures;
mod floor;
mod list;
mod meeting;
mod payment;
mod rectification;
mod start;

pub(super) use payment::band;

use chrono::NaiveDate;
use domain::state::{
    AgreementState, AreaState, DeadlineKind, DeadlineResult, MeetingState, PaymentState,
    ProjectState,
};

use super::act::{Act, Beside, OnProject, Step};
use super::machines::{AGREEMENT, AREAS, MEETING, PAYMENT, PROJECT};
use super::state::{Deadline, Model, Project};
use super::tables::lead;
use super::workdays;

/// Why not: each a possible name of the refusal.
pub(super) type Verdict = Result<(), Vec<&'static str>>;

/// Every broken rule of one stage.
pub(super) fn refuse<const N: usize>(whys: [(bool, &'static str); N]) -> Verdict {
    let broken: Vec<_> = whys
        .into_iter()
        .filter_map(|(broken, why)| broken.then_some(why))
        .collect();
    if broken.is_empty() {
        Ok(())
    } else {
        Err(broken)
    }
}

/// What a limit of 3% leaves of an amount, down to the fen.
pub(super) const fn three_percent(fen: i64) -> i64 {
    fen * 3 / 100
}

impl Model {
    /// Judges a step and, if it is allowed, does it.
    pub(super) fn step(&mut self, step: &Step) -> Verdict {
        self.born.clear();
        self.idle = false;
        let who = step.who;
        match &step.act {
            Act::Tick(day) => {
                self.today = *day;
                Ok(())
            }
            Act::Look(project) => {
                refuse([(!self.cast[who].may(&step.act), "Forbidden")])?;
                refuse([(!self.sees(who, *project), "NotFound")])
            }
            Act::Project(project, _, act) => {
                refuse([(!self.sees(who, *project), "NotFound")])?;
                let may = self.cast[who].may_on(&self.projects[*project], act);
                refuse([(!may, "Forbidden")])?;
                self.on_project(who, step, *project, act)
            }
            Act::Beside(Beside::Amend(project, seen, act)) => {
                refuse([(!self.sees(who, *project), "NotFound")])?;
                let may = self.cast[who].may_amend(&self.projects[*project], act);
                refuse([(!may, "Forbidden")])?;
                self.on_amendment(who, *project, *seen, *act)
            }
            Act::Beside(Beside::Account(project, act)) => {
                refuse([(!self.sees(who, *project), "NotFound")])?;
                let may = self.cast[who].may_account(&self.projects[*project], act);
                refuse([(!may, "Forbidden")])?;
                self.on_account(who, *project, *act)
            }
            other => {
                refuse([(!self.cast[who].may(other), "Forbidden")])?;
                self.elsewhere(step)
            }
        }
    }

    fn elsewhere(&mut self, step: &Step) -> Verdict {
        let who = step.who;
        match &step.act {
            Act::Year(year, act) => self.on_year(who, *year, act),
            Act::Entry(entry, seen, act) => self.on_entry(who, *entry, *seen, *act),
            Act::Areas(set, seen, act) => self.on_areas(who, *set, *seen, *act),
            Act::Override(request, seen, good) => self.consent(who, *request, *seen, *good),
            Act::Create { city, year } => self.create(who, *city, *year),
            Act::Filing(project, subject, round, member) => {
                self.acknowledge(who, *project, *subject, *round, *member)
            }
            Act::Payment(project, payment, seen, act) => {
                self.on_payment(who, (*project, *payment), *seen, *act)
            }
            Act::Plan(day) => self.plan_meeting(who, *day),
            Act::Meeting(meeting, seen, act) => self.on_meeting(who, *meeting, *seen, act),
            Act::Item(meeting, item, act) => self.on_item(who, *meeting, *item, *act),
            Act::Beside(act) => self.beside(who, *act),
            Act::Tick(_) | Act::Look(_) | Act::Project(..) => {
                unreachable!("done before")
            }
        }
    }

    fn beside(&mut self, who: usize, act: Beside) -> Verdict {
        match act {
            Beside::OpenCase {
                project,
                kind,
                good,
            } => self.open_case(who, project, kind, good),
            Beside::Case(case, seen, act) => self.on_case(who, case, seen, act),
            Beside::Claim(project, claim, seen, act) => {
                self.on_claim(who, (project, claim), seen, act)
            }
            Beside::Reverse(project, entry, good) => self.reverse(who, project, entry, good),
            Beside::ProposeBan { org, project, good } => self.propose_ban(who, org, project, good),
            Beside::Ban(case, seen, act) => self.on_ban(who, case, seen, act),
            Beside::Amend(..) | Beside::Account(..) => unreachable!("done before"),
        }
    }

    fn on_project(&mut self, who: usize, step: &Step, p: usize, act: &OnProject) -> Verdict {
        use OnProject as P;
        let Act::Project(_, seen, _) = step.act else {
            unreachable!("asked about a project");
        };
        match act {
            P::Write(_) | P::Submit | P::Withdraw(_) | P::Accept | P::Return(_) | P::Reject(_) => {
                self.on_application(p, seen, act)
            }
            P::Propose { .. } | P::Unpropose => self.on_list(p, seen, act),
            P::FilePlan | P::Compile { .. } | P::ApproveBudget | P::Select(_) => {
                self.on_budget(who, p, seen, act)
            }
            P::Draft(_) | P::Check | P::Sign | P::FileAgreement => {
                self.on_agreement(who, p, seen, act)
            }
            P::Request(amount) => self.request(p, *amount),
            P::Rules(_) | P::Start | P::Progress(_) | P::Archive { .. } | P::Complete(_) => {
                self.on_work(p, seen, act)
            }
            _ => {
                let prepaid = self.projects[p].prepaid;
                let refused = self.projects[p].state == ProjectState::Completed;
                self.on_acceptance(who, p, seen, act)?;
                if let P::Terminate { worth, .. } = act {
                    let worth = if refused { 0 } else { *worth };
                    self.projects[p].ended = Some((worth, (prepaid - worth).max(0)));
                    self.end_amendment(p);
                }
                self.after_the_end(who, p, act);
                Ok(())
            }
        }
    }

    pub(super) fn start_clock(&mut self, p: usize, kind: DeadlineKind, due: NaiveDate) {
        let started = self.today;
        self.projects[p].deadlines.push(Deadline {
            kind,
            started,
            due,
            stopped: None,
        });
    }

    /// A clock of so many working days from today.
    pub(super) fn start_days(&mut self, p: usize, kind: DeadlineKind, days: u32) {
        self.start_days_from(p, kind, self.today, days);
    }

    /// A clock of so many working days from another day.
    pub(super) fn start_days_from(
        &mut self,
        p: usize,
        kind: DeadlineKind,
        started: NaiveDate,
        days: u32,
    ) {
        self.projects[p].deadlines.push(Deadline {
            kind,
            started,
            due: workdays::after(started, days),
            stopped: None,
        });
    }

    /// Met on its last day, missed after it.
    pub(super) fn stop_clock(&mut self, p: usize, kind: DeadlineKind) {
        let today = self.today;
        if let Some(deadline) = self.projects[p].open_clock(kind) {
            let result = if today <= deadline.due {
                DeadlineResult::Met
            } else {
                DeadlineResult::Missed
            };
            deadline.stopped = Some((today, result));
        }
    }

    pub(super) fn cancel_clocks(&mut self, p: usize, only: Option<DeadlineKind>) {
        let today = self.today;
        for deadline in &mut self.projects[p].deadlines {
            if deadline.stopped.is_none() && only.is_none_or(|only| only == deadline.kind) {
                deadline.stopped = Some((today, DeadlineResult::Cancelled));
            }
        }
    }
}

/// A corresponding day, or the last of the month (Civil Code art. 202).
pub(super) fn years_from(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_add_months(chrono::Months::new(12 * years))
        .expect("a day")
}

impl Project {
    pub(super) fn open_clock(&mut self, kind: DeadlineKind) -> Option<&mut Deadline> {
        self.deadlines
            .iter_mut()
            .find(|deadline| deadline.kind == kind && deadline.stopped.is_none())
    }

    pub(super) fn clock(&self, kind: DeadlineKind) -> Option<&Deadline> {
        self.deadlines
            .iter()
            .find(|deadline| deadline.kind == kind && deadline.stopped.is_none())
    }

    pub(super) fn can(&self, event: &str) -> bool {
        lead(PROJECT, self.state, event).is_some()
    }

    pub(super) fn go(&mut self, event: &str) {
        let to = lead(PROJECT, self.state, event)
            .unwrap_or_else(|| panic!("the model goes {event} from {}", self.state));
        self.state = ProjectState::from_code(to).expect("a state");
    }
}

pub(super) fn area_to(from: AreaState, event: &str) -> Option<AreaState> {
    lead(AREAS, from, event).and_then(AreaState::from_code)
}

pub(super) fn meeting_to(from: MeetingState, event: &str) -> Option<MeetingState> {
    lead(MEETING, from, event).and_then(MeetingState::from_code)
}

pub(super) fn agreement_to(from: AgreementState, event: &str) -> Option<AgreementState> {
    lead(AGREEMENT, from, event).and_then(AgreementState::from_code)
}

pub(super) fn payment_to(from: PaymentState, event: &str) -> Option<PaymentState> {
    lead(PAYMENT, from, event).and_then(PaymentState::from_code)
}
