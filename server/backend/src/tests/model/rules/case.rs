//! Violation and fraud cases: a fraud stops every unpaid payment of its unit in the city until 人社
//! releases it (R084, R086; machine 2.6).

use domain::state::{CaseKind, CaseState, PaymentKind, PaymentState};

use super::super::act::{OnCase, Seen};
use super::super::machines::CASE;
use super::super::state::{Born, Case, Model};
use super::super::tables::lead;
use super::{Verdict, payment_to, refuse};

fn to(from: CaseState, event: &str) -> Option<CaseState> {
    lead(CASE, from, event).and_then(CaseState::from_code)
}

impl Model {
    pub(super) fn open_case(
        &mut self,
        who: usize,
        p: usize,
        kind: CaseKind,
        good: bool,
    ) -> Verdict {
        let city = self.cast[who].city.expect("a post of a city");
        let project = &self.projects[p];
        let known = project.city == city && project.submitted;
        let fraud = kind == CaseKind::Fraud;
        let org = project.unit;
        refuse([
            (!good, "Required"),
            (!known, "UnknownChoice"),
            (fraud && org.is_none(), "UnknownChoice"),
        ])?;
        self.cases.push(Case {
            id: 0,
            city,
            project: p,
            org,
            kind,
            state: CaseState::Open,
            frozen: fraud.then_some(true),
            recover: 0,
        });
        self.born.push(Born::Case(self.cases.len() - 1));
        if let (true, Some(org)) = (fraud, org) {
            self.each_payment(city, org, |state, _| payment_to(state, "freeze"));
        }
        Ok(())
    }

    /// Moves those payments of an organisation in a city that can go where it is wanted.
    fn each_payment(
        &mut self,
        city: usize,
        org: usize,
        go: impl Fn(PaymentState, PaymentKind) -> Option<PaymentState>,
    ) {
        let projects = self.projects.iter_mut().filter(|one| one.city == city);
        let payments = projects.flat_map(|one| &mut one.payments);
        for payment in payments.filter(|one| one.payee == org) {
            if let Some(to) = go(payment.state, payment.kind) {
                payment.state = to;
            }
        }
    }

    pub(super) fn on_case(&mut self, who: usize, c: usize, seen: Seen, act: OnCase) -> Verdict {
        let case = &self.cases[c];
        refuse([(self.cast[who].city != Some(case.city), "NotFound")])?;
        refuse([(seen == Seen::Old, "Stale")])?;
        let event = match act {
            OnCase::Release(good) => return self.release(c, good),
            OnCase::Transfer(_) => "transfer",
            OnCase::Decide { .. } => "decide",
            OnCase::Close(_) => "close",
        };
        let next = to(case.state, event);
        refuse([(next.is_none(), "WrongState")])?;
        match act {
            OnCase::Decide { recover, good } => {
                let project = &self.projects[case.project];
                let paid = project.prepaid + project.balance_paid;
                let limit = (paid - project.recover).max(0);
                let (p, recover) = (case.project, recover.unwrap_or(0));
                refuse([(!good, "Required"), (recover > limit, "AmountTooLarge")])?;
                self.claim(p, recover);
                self.cases[c].recover += recover;
            }
            OnCase::Close(good) => {
                let stops = case.frozen == Some(true);
                refuse([(!good, "Required"), (stops, "StillFrozen")])?;
            }
            OnCase::Transfer(good) | OnCase::Release(good) => refuse([(!good, "Required")])?,
        }
        self.cases[c].state = next.expect("judged");
        Ok(())
    }

    /// Payments go on from the first check, unless another case still stops them.
    fn release(&mut self, c: usize, good: bool) -> Verdict {
        let (city, org, frozen) = {
            let case = &self.cases[c];
            (case.city, case.org, case.frozen)
        };
        refuse([(!good, "Required"), (frozen != Some(true), "WrongState")])?;
        self.cases[c].frozen = Some(false);
        let org = org.expect("a fraud has its unit");
        if !self.frozen(city, org) {
            self.each_payment(city, org, |state, kind| {
                let event = match kind {
                    PaymentKind::Prepayment => "release prepayment",
                    PaymentKind::Balance => "release balance",
                };
                payment_to(state, event)
            });
        }
        Ok(())
    }
}
