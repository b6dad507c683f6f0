//! Prepayment and balance (machine 2.6; R017, R018, R115, R116, R118, R119, I1, I2, A25).

use chrono::Datelike;
use domain::state::{AgreementState, LedgerKind, PaymentKind, PaymentState, ProjectState};

use super::super::act::{OnPayment, Seen};
use super::super::state::{Born, Model, Payment, Posting, Project};
use super::{Verdict, agreement_to, payment_to, refuse};

/// The least, up to the fen, and the most, down to the fen, that may be prepaid in all.
pub(in super::super) const fn band(agreement: i64) -> (i64, i64) {
    ((agreement * 30 + 99) / 100, agreement * 70 / 100)
}

pub(super) fn in_band(agreement: i64, sum: i64) -> bool {
    let (least, most) = band(agreement);
    (least..=most).contains(&sum)
}

impl Project {
    /// Whether a payment has its time: a prepayment before the acceptance (A25), a balance after it.
    const fn pays(&self, kind: PaymentKind) -> bool {
        match kind {
            PaymentKind::Prepayment => {
                matches!(
                    self.state,
                    ProjectState::Contracted | ProjectState::InProgress
                )
            }
            PaymentKind::Balance => {
                matches!(self.state, ProjectState::Passed | ProjectState::FailedFinal)
            }
        }
    }
}

impl Model {
    pub(super) fn request(&mut self, p: usize, amount: i64) -> Verdict {
        let project = &self.projects[p];
        refuse([(!project.pays(PaymentKind::Prepayment), "WrongState")])?;
        let agreement = project.agreement.as_ref().expect("contracted");
        refuse([
            (agreement.state != AgreementState::Filed, "WrongState"),
            (agreement.prepay.is_none(), "WrongState"),
        ])?;
        let unit = project.unit.expect("contracted");
        refuse([
            (
                !in_band(agreement.amount, project.under_way() + amount),
                "PrepaymentOutOfBand",
            ),
            (self.banned(unit), "Banned"),
            (self.frozen(project.city, unit), "PaymentsFrozen"),
        ])?;
        self.add_payment(p, PaymentKind::Prepayment, PaymentState::Requested, amount);
        Ok(())
    }

    pub(super) fn add_payment(
        &mut self,
        p: usize,
        kind: PaymentKind,
        state: PaymentState,
        amount: i64,
    ) {
        let stands = self.stands(p);
        let project = &mut self.projects[p];
        let payee = project.unit.expect("a unit");
        // A balance is asked for by nobody: the first check says where it goes.
        let account = match kind {
            PaymentKind::Prepayment => stands,
            PaymentKind::Balance => None,
        };
        project.payments.push(Payment {
            id: 0,
            kind,
            state,
            amount,
            payee,
            account,
            reversals: 0,
        });
        self.born.push(Born::Payment(p, project.payments.len() - 1));
    }

    pub(super) fn on_payment(
        &mut self,
        who: usize,
        (p, y): (usize, usize),
        seen: Seen,
        act: OnPayment,
    ) -> Verdict {
        let project = &self.projects[p];
        refuse([(self.cast[who].city != Some(project.city), "NotFound")])?;
        let payment = &project.payments[y];
        if let (OnPayment::Pay { other_voucher }, PaymentState::Paid) = (act, payment.state) {
            // The same business again is answered like the first time; another one is not.
            refuse([(other_voucher, "KeyReused")])?;
            self.idle = true;
            return Ok(());
        }
        let event = match act {
            OnPayment::Check => "check",
            OnPayment::Approve => "approve",
            OnPayment::Pay { .. } => "pay",
            OnPayment::Reject(_) => "reject",
        };
        let to = payment_to(payment.state, event);
        // A balance is owed by decision and not sent back; what is stopped stays so until released.
        let owed = matches!(act, OnPayment::Reject(_))
            && (payment.kind == PaymentKind::Balance || payment.state == PaymentState::Frozen);
        // A request can be sent back as long as money moves at all.
        let rejects = matches!(act, OnPayment::Reject(_))
            && (project.pays(PaymentKind::Prepayment) || project.pays(PaymentKind::Balance));
        refuse([
            (to.is_none() || owed, "WrongState"),
            (!project.pays(payment.kind) && !rejects, "WrongState"),
            (seen == Seen::Old, "Stale"),
        ])?;
        if let OnPayment::Reject(good) = act {
            refuse([(!good, "Required")])?;
        } else {
            let whys = self.held_back(p, y, act);
            if !whys.is_empty() {
                return Err(whys);
            }
        }
        let (year, stands) = (self.charged_to(p), self.stands(p));
        let payment = &mut self.projects[p].payments[y];
        payment.state = to.expect("judged");
        match act {
            OnPayment::Check => payment.account = stands,
            OnPayment::Pay { .. } => self.paid(who, p, y, year.expect("charged")),
            OnPayment::Approve | OnPayment::Reject(_) => {}
        }
        Ok(())
    }

    /// The confirmed account of the unit.
    fn stands(&self, p: usize) -> Option<usize> {
        let project = &self.projects[p];
        self.account(project.city, project.unit?)
    }

    /// The year a payment is charged to: this one if the project has a line in it, else its plan year.
    fn charged_to(&self, p: usize) -> Option<i32> {
        let project = &self.projects[p];
        [self.today.year(), project.plan_year]
            .into_iter()
            .find(|year| project.lines.get(year).is_some_and(|line| line.approved))
    }

    /// What keeps a payment from its next step.
    fn held_back(&self, p: usize, y: usize, act: OnPayment) -> Vec<&'static str> {
        let project = &self.projects[p];
        let (city, payment) = (project.city, &project.payments[y]);
        let mut whys = Vec::new();
        let free = matches!(act, OnPayment::Check) && payment.kind == PaymentKind::Balance;
        if !free && payment.account != self.stands(p) {
            whys.push("AccountChanged");
        }
        if !matches!(act, OnPayment::Approve) && self.banned(payment.payee) {
            whys.push("Banned");
        }
        let Some(year) = self.charged_to(p) else {
            whys.push("BudgetSum");
            return whys;
        };
        let Some(allocated) = self.allocated(city, year) else {
            whys.push("PlanNotAllocated");
            return whys;
        };
        if !matches!(act, OnPayment::Check) {
            // What comes back goes to the fund: it does not make the year's allocation larger.
            let spends = |one: &&Posting| {
                one.year == year
                    && one.kind != LedgerKind::Recovery
                    && one.of != Some(LedgerKind::Recovery)
            };
            let projects = self.projects.iter().filter(|other| other.city == city);
            let postings = projects.flat_map(|other| &other.ledger).filter(spends);
            let spent: i64 = postings.map(|one| one.amount).sum();
            if spent + payment.amount > allocated {
                whys.push("OverAllocation");
            }
        }
        let committed = self.committed(city, year, None);
        match self.cap(city, year) {
            None => whys.push("NoFundBase"),
            Some(cap) if committed > cap => whys.push("OverCap"),
            Some(_) => {}
        }
        whys.extend(self.benefits(city, year, committed));
        let pays = matches!(act, OnPayment::Pay { .. });
        if pays
            && payment.kind == PaymentKind::Prepayment
            && !in_band(project.agreed, project.prepaid + payment.amount)
        {
            whys.push("PrepaymentOutOfBand");
        }
        whys
    }

    fn paid(&mut self, who: usize, p: usize, y: usize, year: i32) {
        let by = self.cast[who].account;
        let project = &mut self.projects[p];
        let (kind, amount) = (project.payments[y].kind, project.payments[y].amount);
        let entered = match kind {
            PaymentKind::Prepayment => LedgerKind::Prepayment,
            PaymentKind::Balance => LedgerKind::Balance,
        };
        self.book(
            p,
            Posting {
                id: 0,
                payment: Some(y),
                claim: None,
                year,
                kind: entered,
                of: None,
                amount,
                by,
                reverses: None,
                reversed: false,
            },
        );
        let project = &mut self.projects[p];
        match kind {
            PaymentKind::Prepayment => project.prepaid += amount,
            PaymentKind::Balance => {
                project.balance_paid += amount;
                project.balance_due -= amount;
                self.settled(p);
            }
        }
    }

    /// The money of a project is settled, and it is over.
    pub(super) fn settled(&mut self, p: usize) {
        let project = &mut self.projects[p];
        project.go("settled");
        let agreement = project.agreement.as_mut().expect("agreed");
        agreement.state = agreement_to(agreement.state, "settled").expect("filed");
    }

    /// A balance to be paid, or nothing left to pay.
    pub(super) fn unlock(&mut self, p: usize, balance: i64) {
        if balance > 0 {
            let project = &self.projects[p];
            let stopped = self.frozen(project.city, project.unit.expect("a unit"));
            let state = if stopped {
                PaymentState::Frozen
            } else {
                PaymentState::Unlocked
            };
            self.add_payment(p, PaymentKind::Balance, state, balance);
            self.projects[p].balance_due = balance;
        } else {
            self.settled(p);
        }
    }

    /// Requests nobody has paid end with the prepayment's time.
    pub(super) fn reject_requests(&mut self, p: usize) {
        for payment in &mut self.projects[p].payments {
            if payment.kind == PaymentKind::Prepayment
                && let Some(to) = payment_to(payment.state, "reject")
            {
                payment.state = to;
            }
        }
    }
}
