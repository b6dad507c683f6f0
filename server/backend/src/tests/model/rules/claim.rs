//! What comes back: part by part, or given up by 人社 and finance; and what was entered wrongly (R086,
//! R101, 3.2; machine 2.6, I11).

use domain::access::Role;
use domain::state::{
    AccountState, AgreementState, ClaimState, LedgerKind, PaymentState, ProjectState, WriteOffState,
};

use super::super::act::{OnClaim, Seen};
use super::super::state::{Born, Claim, Model, Posting, WriteOff};
use super::{Verdict, refuse};

impl Claim {
    fn recover(&mut self, amount: i64) {
        self.recovered += amount;
        self.state = match self.recovered {
            0 => ClaimState::Claimed,
            all if all == self.amount => ClaimState::Recovered,
            _ => ClaimState::PartlyRecovered,
        };
    }
}

impl Model {
    pub(super) fn claim(&mut self, p: usize, amount: i64) {
        if amount > 0 {
            let project = &mut self.projects[p];
            project.recover += amount;
            project.claims.push(Claim {
                id: 0,
                state: ClaimState::Claimed,
                amount,
                recovered: 0,
                written_off: 0,
                proposals: Vec::new(),
            });
            self.born.push(Born::Claim(p, project.claims.len() - 1));
        }
    }

    pub(super) fn on_claim(
        &mut self,
        who: usize,
        (p, c): (usize, usize),
        seen: Seen,
        act: OnClaim,
    ) -> Verdict {
        let person = self.cast[who];
        let project = &mut self.projects[p];
        refuse([(person.city != Some(project.city), "NotFound")])?;
        let claim = &mut project.claims[c];
        refuse([(seen == Seen::Old, "Stale"), (!claim.owes(), "WrongState")])?;
        let open = claim.open();
        match act {
            OnClaim::Recover { amount, good } => {
                refuse([(amount > open, "OverClaim"), (!good, "Required")])?;
                claim.recover(amount);
                project.recovered += amount;
                self.enter_recovery(who, p, c, amount);
            }
            OnClaim::Propose(good) => {
                refuse([(claim.proposal().is_some(), "WrongState")])?;
                refuse([(!good, "Required")])?;
                claim.proposals.push(WriteOff {
                    state: WriteOffState::Proposed,
                    amount: open,
                    hrss: false,
                    finance: false,
                });
            }
            OnClaim::Consent => {
                let proposal = claim.proposal();
                refuse([(proposal.is_none(), "WrongState")])?;
                let proposal = proposal.expect("judged");
                // What has changed since is not what was agreed to.
                refuse([(proposal.amount != open, "WrongState")])?;
                let own = if person.role == Role::CityHrss {
                    &mut proposal.hrss
                } else {
                    &mut proposal.finance
                };
                refuse([(*own, "WrongState")])?;
                *own = true;
                if proposal.hrss && proposal.finance {
                    proposal.state = WriteOffState::Agreed;
                    (claim.state, claim.written_off) = (ClaimState::WrittenOff, open);
                }
            }
            OnClaim::Decline(good) => {
                let proposal = claim.proposal();
                refuse([(proposal.is_none(), "WrongState")])?;
                refuse([(!good, "Required")])?;
                proposal.expect("judged").state = WriteOffState::Declined;
            }
        }
        Ok(())
    }

    pub(super) fn book(&mut self, p: usize, posting: Posting) {
        let ledger = &mut self.projects[p].ledger;
        ledger.push(posting);
        self.born.push(Born::Posting(p, ledger.len() - 1));
    }

    /// Money comes back to the year it was last charged to, else to the project's own.
    fn enter_recovery(&mut self, who: usize, p: usize, c: usize, amount: i64) {
        let project = &self.projects[p];
        let paid =
            |one: &&Posting| matches!(one.kind, LedgerKind::Prepayment | LedgerKind::Balance);
        let last = project.ledger.iter().rfind(paid);
        let posting = Posting {
            id: 0,
            payment: None,
            claim: Some(c),
            year: last.map_or(project.plan_year, |one| one.year),
            kind: LedgerKind::Recovery,
            of: None,
            amount: -amount,
            by: self.cast[who].account,
            reverses: None,
            reversed: false,
        };
        self.book(p, posting);
    }

    /// The exact opposite of a wrong entry, by another person; what it did is undone.
    pub(super) fn reverse(&mut self, who: usize, p: usize, e: usize, good: bool) -> Verdict {
        let person = self.cast[who];
        let project = &self.projects[p];
        refuse([(person.city != Some(project.city), "NotFound")])?;
        let wrong = &project.ledger[e];
        refuse([
            (wrong.reversed, "WrongState"),
            (wrong.kind == LedgerKind::Reversal, "WrongState"),
        ])?;
        refuse([
            (wrong.by == person.account, "OtherPerson"),
            (!good, "Required"),
        ])?;
        match wrong.kind {
            LedgerKind::Recovery => {
                let (c, amount) = (wrong.claim.expect("of a claim"), -wrong.amount);
                let given_up = project.claims[c].state == ClaimState::WrittenOff;
                refuse([(given_up, "WrongState")])?;
                self.projects[p].claims[c].recover(-amount);
                self.projects[p].recovered -= amount;
            }
            _ => self.unpay(p, e)?,
        }
        let wrong = &mut self.projects[p].ledger[e];
        wrong.reversed = true;
        let posting = Posting {
            id: 0,
            payment: wrong.payment,
            claim: wrong.claim,
            year: wrong.year,
            kind: LedgerKind::Reversal,
            of: Some(wrong.kind),
            amount: -wrong.amount,
            by: person.account,
            reverses: Some(e),
            reversed: false,
        };
        self.book(p, posting);
        Ok(())
    }

    /// A payment waits for the payer again; a balance that was not paid has closed nothing.
    fn unpay(&mut self, p: usize, e: usize) -> Verdict {
        use ProjectState as S;
        let project = &self.projects[p];
        let wrong = &project.ledger[e];
        let (y, amount) = (wrong.payment.expect("of a payment"), wrong.amount);
        let balance = wrong.kind == LedgerKind::Balance;
        let back = match project.state {
            S::Closed if balance => Some(S::Passed),
            S::ClosedFailed if balance => Some(S::FailedFinal),
            S::Contracted | S::InProgress | S::Completed if !balance => Some(project.state),
            _ => None,
        };
        refuse([(back.is_none(), "WrongState")])?;
        let payment = &project.payments[y];
        let stands = payment
            .account
            .is_some_and(|a| self.accounts[a].state == AccountState::Confirmed);
        let state = if self.frozen(project.city, payment.payee) {
            PaymentState::Frozen
        } else if balance && !stands {
            PaymentState::Unlocked
        } else {
            PaymentState::Approved
        };
        let project = &mut self.projects[p];
        project.state = back.expect("judged");
        project.payments[y].state = state;
        project.payments[y].reversals += 1;
        if balance {
            project.balance_paid -= amount;
            project.balance_due += amount;
            project.agreement.as_mut().expect("agreed").state = AgreementState::Filed;
        } else {
            project.prepaid -= amount;
        }
        Ok(())
    }
}
