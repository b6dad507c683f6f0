//! What lies near once a project is contracted: payments, the work, the acceptance, its end.

use domain::access::Role;
use domain::state::{
    AcceptanceState, AnswerKind, DeadlineKind, Disposition, Mode, Organiser, PaymentKind,
    PaymentState, ProjectState,
};

use super::super::act::{Act, OnPayment, OnProject, Seen};
use super::super::actors::{EVERYBODY, FIRST_EXPERT};
use super::super::rules::band;
use super::super::state::{Archive, Project};
use super::Near;

impl Near<'_> {
    pub(super) fn paying(&mut self, p: usize, project: &Project) {
        for (y, payment) in project.payments.iter().enumerate() {
            let (clerk, reviewer, payer) = (
                self.of(Role::AgencyClerk),
                self.of(Role::AgencyReviewer),
                self.of(Role::AgencyPayer),
            );
            let (weight, who, act) = match payment.state {
                PaymentState::Requested | PaymentState::Unlocked => (12, clerk, OnPayment::Check),
                PaymentState::Checked => (12, reviewer, OnPayment::Approve),
                PaymentState::Approved => (
                    12,
                    payer,
                    OnPayment::Pay {
                        other_voucher: false,
                    },
                ),
                PaymentState::Paid if self.chance.percent(4) => (
                    1,
                    payer,
                    OnPayment::Pay {
                        other_voucher: self.chance.percent(30),
                    },
                ),
                _ => continue,
            };
            self.push(weight, who, Act::Payment(p, y, Seen::Now, act));
            if self.chance.percent(25) {
                let act = OnPayment::Reject(true);
                self.push(2, reviewer, Act::Payment(p, y, Seen::Now, act));
            }
        }
    }

    /// A first instalment, or another one: at the edges of the band, or somewhere.
    fn requesting(&mut self, p: usize, project: &Project) {
        let agreed = project.agreed;
        let asked: i64 = project
            .payments
            .iter()
            .filter(|one| {
                one.kind == PaymentKind::Prepayment && one.state != PaymentState::Rejected
            })
            .map(|one| one.amount)
            .sum();
        let (least, most) = band(agreed);
        let amount = match self.chance.below(6) {
            0 => least - asked,
            1 => least - asked - 1,
            2 => most - asked,
            3 => most - asked + 1,
            _ => self.chance.between(1, agreed.max(1)),
        };
        let weight = if asked == 0 { 8 } else { 2 };
        let unit = project.unit;
        self.by(weight, unit, p, OnProject::Request(amount.max(1)));
    }

    pub(super) fn carried_out(&mut self, p: usize, project: &Project) {
        use OnProject as P;
        let (unit, early) = (project.unit, self.today() < project.start);
        match project.state {
            ProjectState::Contracted => {
                let ready = !early && project.rules > 0;
                self.by(
                    if project.rules == 0 { 8 } else { 1 },
                    unit,
                    p,
                    P::Rules(true),
                );
                self.by(if ready { 8 } else { 1 }, unit, p, P::Start);
                self.requesting(p, project);
                self.ending(p, project, 1);
            }
            ProjectState::InProgress => {
                self.working(p, project);
                self.requesting(p, project);
                self.ending(p, project, 1);
            }
            ProjectState::Completed => {
                self.accepting(p, project);
                let refused = project.stage() == Some(AcceptanceState::Refused);
                self.ending(p, project, if refused { 12 } else { 1 });
            }
            ProjectState::FailedFinal => self.deciding(p, project, 12),
            _ => {}
        }
    }

    /// Reports when a quarter is over, now and then before; the archive before the end.
    fn working(&mut self, p: usize, project: &Project) {
        use OnProject as P;
        let clock = project.clock(DeadlineKind::Progress);
        let over = clock.is_some_and(|clock| self.today() >= clock.started);
        let whole = project.archive == Archive::Whole;
        let unit = project.unit;
        self.by(if over { 6 } else { 1 }, unit, p, P::Progress(true));
        self.by(if whole { 3 } else { 1 }, unit, p, P::Complete(true));
        let all = self.chance.percent(60);
        let keep = P::Archive { whole: all };
        self.by(if whole { 1 } else { 4 }, unit, p, keep);
    }

    fn ending(&mut self, p: usize, project: &Project, weight: u32) {
        let weight = if self.chance.percent(20) || weight > 1 {
            weight
        } else {
            0
        };
        let worth = match self.chance.below(5) {
            0 => project.agreed,
            1 => project.agreed + 1,
            2 => project.prepaid.max(1),
            _ => self.chance.between(1, project.agreed.max(1)),
        };
        let act = OnProject::Terminate { worth, good: true };
        self.on(weight, Role::AgencyReviewer, p, act);
    }

    fn deciding(&mut self, p: usize, project: &Project, weight: u32) {
        let kind = self
            .chance
            .pick(&[Disposition::Refuse, Disposition::Deduct]);
        let settlement = project
            .acceptance
            .as_ref()
            .and_then(|one| one.settlement)
            .unwrap_or(project.agreed);
        let amount = match self.chance.below(4) {
            0 => settlement,
            1 => settlement + 1,
            _ => self.chance.between(1, settlement.max(1)),
        };
        let act = OnProject::Decide {
            kind,
            amount,
            good: true,
        };
        self.on(weight, Role::AgencyReviewer, p, act);
    }

    /// Whoever the acceptance was addressed to.
    fn organiser(&mut self, weight: u32, p: usize, project: &Project, act: OnProject) {
        let to = project.acceptance.as_ref().map(|one| one.organiser);
        match to {
            Some(Organiser::Proposer) => self.by(weight, project.applicant, p, act),
            _ => self.on(weight, Role::AgencyClerk, p, act),
        }
    }

    fn accepting(&mut self, p: usize, project: &Project) {
        use OnProject as P;
        let unit = project.unit;
        match project.stage() {
            None | Some(AcceptanceState::Returned) => {
                let proposer = project.mode == Mode::Commissioned && self.chance.percent(50)
                    || self.chance.percent(5);
                let to = if proposer {
                    Organiser::Proposer
                } else {
                    Organiser::Agency
                };
                self.by(12, unit, p, P::Apply(to));
            }
            Some(AcceptanceState::Applied) => {
                self.organiser(12, p, project, P::Receive);
                self.organiser(2, p, project, P::ReturnAcceptance(true));
            }
            Some(AcceptanceState::Received) => self.appointing(12, p, project),
            Some(AcceptanceState::Evaluating | AcceptanceState::ReApplied) => {
                self.reporting(p, project);
            }
            Some(AcceptanceState::FailedR1) => self.organiser(12, p, project, P::Serve),
            Some(AcceptanceState::Rectifying) => {
                self.rectifying(p, project);
                self.deciding(p, project, 2);
            }
            Some(AcceptanceState::Overdue) => {
                self.on(4, Role::AgencyReviewer, p, P::AcceptLate(true));
                self.deciding(p, project, 2);
            }
            Some(_) => {}
        }
    }

    fn rectifying(&mut self, p: usize, project: &Project) {
        use OnProject as P;
        let unit = project.unit;
        let known = project.acceptance.as_ref().expect("being rectified");
        let late = project
            .clock(DeadlineKind::Rectification)
            .is_some_and(|clock| self.model.today > clock.due);
        let refused = matches!(known.answers.last(), Some((AnswerKind::Refusal, _)));
        let reminded = known.reminder.is_some();
        let kind = self.chance.pick(AnswerKind::ALL);
        self.by(2, unit, p, P::AcknowledgeReport);
        self.by(1, unit, p, P::Answer(kind, true));
        self.by(2, unit, p, P::Rectify(true));
        self.by(if late { 4 } else { 1 }, unit, p, P::OfferLate(true));
        self.on(2, Role::AgencyClerk, p, P::Remind(true));
        let weight = if refused || reminded { 4 } else { 1 };
        self.on(weight, Role::AgencyClerk, p, P::RecordRefusal(true));
    }

    fn appointing(&mut self, weight: u32, p: usize, project: &Project) {
        let mut experts = vec![FIRST_EXPERT + self.chance.below(EVERYBODY - FIRST_EXPERT)];
        if self.chance.percent(30) && experts[0] != FIRST_EXPERT {
            experts.push(FIRST_EXPERT);
        }
        let act = OnProject::Appoint {
            experts,
            good: true,
        };
        self.organiser(weight, p, project, act);
    }

    fn reporting(&mut self, p: usize, project: &Project) {
        for (expert, declared) in &project.evaluators {
            let act = OnProject::Declare {
                conflict: self.chance.percent(15),
                good: true,
            };
            let weight = if declared.is_none() { 10 } else { 1 };
            self.push(weight, *expert, Act::Project(p, Seen::Now, act));
        }
        let kept_away = project.evaluators.values().any(|one| *one == Some(true));
        self.appointing(if kept_away { 6 } else { 1 }, p, project);
        let pass = self.chance.percent(50);
        let settlement = match self.chance.below(10) {
            0 => Some(project.agreed + 1),
            1..3 => Some(self.chance.between(1, project.agreed.max(1))),
            _ => None,
        };
        let experts: Vec<usize> = project.evaluators.keys().copied().collect();
        let who = self.chance.pick(&experts);
        let act = OnProject::Report {
            pass,
            settlement,
            good: true,
        };
        self.push(10, who, Act::Project(p, Seen::Now, act));
    }
}
