//! The account of the right payee: given by the unit or from paper, confirmed by the second person;
//! what was asked for to the old one begins again (R119).

use domain::state::{AccountState, PaymentKind, PaymentState, ProjectState};

use super::super::act::OnAccount;
use super::super::state::{Account, Born, Model};
use super::{Verdict, refuse};

/// From the choice of the unit until its money is settled.
const fn payable(state: ProjectState) -> bool {
    use ProjectState as S;
    matches!(
        state,
        S::Budgeted
            | S::UnitSelected
            | S::Contracted
            | S::InProgress
            | S::Completed
            | S::Passed
            | S::FailedFinal
    )
}

impl Model {
    pub(super) fn on_account(&mut self, who: usize, p: usize, act: OnAccount) -> Verdict {
        let project = &self.projects[p];
        let unit = project.unit;
        refuse([
            (!payable(project.state), "WrongState"),
            (unit.is_none(), "WrongState"),
        ])?;
        let (city, unit) = (project.city, unit.expect("judged"));
        match act {
            OnAccount::Give { number, good } => self.give_account(who, city, unit, number, good),
            OnAccount::Confirm(a) | OnAccount::Return(a, _) => {
                let account = &self.accounts[a];
                refuse([((account.city, account.org) != (city, unit), "NotFound")])?;
                refuse([(account.state != AccountState::Given, "WrongState")])?;
                let mine = account.by == self.cast[who].account;
                refuse([(mine, "OtherPerson")])?;
                if let OnAccount::Return(_, good) = act {
                    refuse([(!good, "Required")])?;
                    self.accounts[a].state = AccountState::Returned;
                } else {
                    self.confirm_account(city, unit, a);
                }
                Ok(())
            }
        }
    }

    fn give_account(
        &mut self,
        who: usize,
        city: usize,
        org: usize,
        number: u8,
        good: bool,
    ) -> Verdict {
        let stands = self.account(city, org);
        let same = stands.is_some_and(|a| self.accounts[a].number == number);
        refuse([(!good, "Required"), (same, "NothingChanged")])?;
        self.replace(city, org, AccountState::Given);
        self.accounts.push(Account {
            id: 0,
            city,
            org,
            number,
            state: AccountState::Given,
            by: self.cast[who].account,
        });
        self.born.push(Born::Account(self.accounts.len() - 1));
        Ok(())
    }

    fn replace(&mut self, city: usize, org: usize, state: AccountState) {
        for one in &mut self.accounts {
            if (one.city, one.org, one.state) == (city, org, state) {
                one.state = AccountState::Replaced;
            }
        }
    }

    fn confirm_account(&mut self, city: usize, org: usize, a: usize) {
        self.replace(city, org, AccountState::Confirmed);
        self.accounts[a].state = AccountState::Confirmed;
        let projects = self.projects.iter_mut().filter(|one| one.city == city);
        let payments = projects.flat_map(|one| &mut one.payments);
        for payment in payments.filter(|one| one.payee == org) {
            // What is stopped stays stopped; what nobody has asked for yet has no account.
            if !matches!(
                payment.state,
                PaymentState::Requested | PaymentState::Checked | PaymentState::Approved
            ) {
                continue;
            }
            payment.state = match payment.kind {
                PaymentKind::Prepayment => PaymentState::Rejected,
                PaymentKind::Balance => PaymentState::Unlocked,
            };
        }
    }
}
