//! What lies near beside a project's own way. Most of it is rare: what stops the money of a unit, or
//! bans it, ends what else could be tried.

use chrono::Days;
use domain::access::Role;
use domain::state::{AccountState, AmendmentState, BanState, CaseKind, CaseState, ProjectState};

use super::super::act::{
    Act, Beside, Change, OnAccount, OnAmendment, OnBan, OnCase, OnClaim, Seen,
};
use super::super::actors::FIRST_ORG;
use super::super::state::{Claim, Project};
use super::Near;

impl Near<'_> {
    fn aside(&mut self, weight: u32, role: Role, act: Beside) {
        let who = self.of(role);
        self.push(weight, who, Act::Beside(act));
    }

    fn aside_by(&mut self, weight: u32, org: Option<usize>, act: Beside) {
        if let Some(org) = org {
            self.push(weight, FIRST_ORG + org, Act::Beside(act));
        }
    }

    /// So many times of a hundred that weight, else nothing.
    fn rarely(&mut self, percent: usize, weight: u32) -> u32 {
        if self.chance.percent(percent) {
            weight
        } else {
            0
        }
    }

    pub(super) fn beside(&mut self, p: usize, project: &Project) {
        let carried_out = matches!(
            project.state,
            ProjectState::Contracted | ProjectState::InProgress
        );
        if carried_out {
            self.amending(p, project);
        }
        if project.unit.is_some() && !project.early() {
            self.paid_to(p, project);
            self.suspecting(p);
        }
        for (c, claim) in project.claims.iter().enumerate() {
            self.owed(p, c, claim);
        }
        for e in 0..project.ledger.len() {
            let reversible = !project.ledger[e].reversed;
            let weight = self.rarely(if reversible { 10 } else { 1 }, 2);
            let role = self.chance.pick(&[Role::AgencyReviewer, Role::AgencyPayer]);
            self.aside(weight, role, Beside::Reverse(p, e, true));
        }
    }

    fn amending(&mut self, p: usize, project: &Project) {
        let act = |act| Beside::Amend(p, Seen::Now, act);
        let change = OnAmendment::Draft(self.change(project));
        let Some(open) = project.amending() else {
            let weight = self.rarely(40, 4);
            self.aside(weight, Role::AgencyClerk, act(change));
            return;
        };
        let (draft, check, sign, file) = match open.state {
            AmendmentState::Draft => (1, 6, 1, 1),
            AmendmentState::Checked | AmendmentState::Signing => (1, 1, 6, 1),
            _ => (1, 1, 1, if open.sent { 1 } else { 8 }),
        };
        self.aside(draft, Role::AgencyClerk, act(change));
        self.aside(check, Role::AgencyReviewer, act(OnAmendment::Check));
        self.aside(sign, Role::AgencyReviewer, act(OnAmendment::Sign));
        self.aside_by(sign, project.applicant, act(OnAmendment::Sign));
        self.aside_by(sign, project.unit, act(OnAmendment::Sign));
        self.aside(file, Role::AgencyClerk, act(OnAmendment::File));
        let weight = self.rarely(20, 1);
        self.aside(weight, Role::AgencyClerk, act(OnAmendment::Withdraw(true)));
    }

    fn change(&mut self, project: &Project) -> Change {
        let agreement = project.agreement.as_ref().expect("contracted");
        let amount = match self.chance.below(10) {
            0 => agreement.amount + 1,
            1..4 => self.chance.between(1, agreement.amount),
            4..6 => agreement.amount - agreement.amount / 20,
            _ => agreement.amount,
        };
        let end = match self.chance.below(10) {
            0 => self.today() - Days::new(1),
            1 => self.today(),
            2..6 => agreement.end + Days::new(1 + self.chance.below(60) as u64),
            6 => agreement.end - Days::new(1 + self.chance.below(60) as u64),
            _ => agreement.end,
        };
        let prepay = match self.chance.below(10) {
            0 => None,
            1 => Some(71),
            2..4 => Some(self.chance.between(30, 70)),
            _ => agreement.prepay,
        };
        Change {
            amount,
            end,
            prepay,
            basis: self.chance.percent(70),
            complete: self.chance.percent(90),
            good: true,
        }
    }

    /// Another account, and what the second person says about it.
    fn paid_to(&mut self, p: usize, project: &Project) {
        let give = OnAccount::Give {
            number: u8::try_from(self.chance.below(4)).expect("few"),
            good: true,
        };
        let weight = self.rarely(15, 2);
        if self.chance.percent(50) {
            self.aside(weight, Role::AgencyClerk, Beside::Account(p, give));
        } else {
            self.aside_by(weight, project.unit, Beside::Account(p, give));
        }
        for (a, account) in self.model.accounts.iter().enumerate() {
            let own = account.city == project.city && Some(account.org) == project.unit;
            let waits = account.state == AccountState::Given;
            let weight = match (own, waits) {
                (true, true) => 6,
                _ => self.rarely(1, 1),
            };
            let (confirm, back) = (OnAccount::Confirm(a), OnAccount::Return(a, true));
            self.aside(weight, Role::AgencyReviewer, Beside::Account(p, confirm));
            self.aside(weight / 3, Role::AgencyReviewer, Beside::Account(p, back));
        }
    }

    fn suspecting(&mut self, p: usize) {
        let weight = self.rarely(12, 2);
        let act = Beside::OpenCase {
            project: p,
            kind: self.chance.pick(&[CaseKind::Fraud, CaseKind::Misuse]),
            good: true,
        };
        let role = self.chance.pick(&[Role::CityHrss, Role::AgencyReviewer]);
        self.aside(weight, role, act);
    }

    pub(super) fn of_cases(&mut self) {
        for (c, case) in self.model.cases.iter().enumerate() {
            if case.city != self.city {
                continue;
            }
            let act = |act| Beside::Case(c, Seen::Now, act);
            let project = &self.model.projects[case.project];
            let limit = (project.prepaid + project.balance_paid - project.recover).max(0);
            let recover = match self.chance.below(4) {
                0 => None,
                1 => Some(limit + 1),
                2 => Some(limit.max(1)),
                _ => Some(self.chance.between(1, limit.max(1))),
            };
            let decide = OnCase::Decide {
                recover,
                good: true,
            };
            let (open, closes) = match case.state {
                CaseState::Open => (4, self.rarely(5, 1)),
                CaseState::Closed => (self.rarely(2, 1), self.rarely(2, 1)),
                _ => (self.rarely(5, 1), 4),
            };
            let release = if case.frozen == Some(true) {
                6
            } else {
                self.rarely(3, 1)
            };
            self.aside(open, Role::CityHrss, act(decide));
            self.aside(open / 2, Role::CityHrss, act(OnCase::Transfer(true)));
            self.aside(closes, Role::CityHrss, act(OnCase::Close(true)));
            self.aside(release, Role::CityHrss, act(OnCase::Release(true)));
        }
    }

    fn owed(&mut self, p: usize, c: usize, claim: &Claim) {
        let act = |act| Beside::Claim(p, c, Seen::Now, act);
        if !claim.owes() {
            let weight = self.rarely(2, 1);
            self.aside(weight, Role::CityHrss, act(OnClaim::Consent));
            return;
        }
        let open = claim.open();
        let amount = match self.chance.below(5) {
            0 => open + 1,
            1 => open,
            _ => self.chance.between(1, open),
        };
        let part = OnClaim::Recover { amount, good: true };
        let role = self.chance.pick(&[Role::AgencyClerk, Role::AgencyPayer]);
        self.aside(8, role, act(part));
        let proposed = claim
            .proposals
            .last()
            .is_some_and(|one| one.state == domain::state::WriteOffState::Proposed);
        let (propose, agree) = if proposed {
            (1, 6)
        } else {
            (self.rarely(40, 6), 0)
        };
        self.aside(propose, Role::AgencyClerk, act(OnClaim::Propose(true)));
        self.aside(agree, Role::CityHrss, act(OnClaim::Consent));
        self.aside(agree, Role::CityFinance, act(OnClaim::Consent));
        let role = self.chance.pick(&[Role::CityHrss, Role::CityFinance]);
        self.aside(agree / 3, role, act(OnClaim::Decline(true)));
    }

    pub(super) fn of_bans(&mut self) {
        let org = 2 + self.chance.below(3);
        let about = self
            .model
            .projects
            .iter()
            .position(|one| one.city == self.city && one.unit == Some(org) && one.submitted);
        let propose = Beside::ProposeBan {
            org,
            project: about.filter(|_| self.chance.percent(60)),
            good: true,
        };
        let role = self.chance.pick(&[Role::AgencyClerk, Role::AgencyReviewer]);
        let weight = self.rarely(15, 2);
        self.aside(weight, role, propose);
        for b in 0..self.model.ban_cases.len() {
            if self.model.ban_cases[b].city == self.city {
                self.of_ban(b);
            }
        }
    }

    fn of_ban(&mut self, b: usize) {
        let model = self.model;
        let case = &model.ban_cases[b];
        let (today, org) = (self.today(), Some(case.org));
        let act = |act| Beside::Ban(b, Seen::Now, act);
        // Not from today on: of a signature of the same day nobody could say which came first.
        let from = match self.chance.below(5) {
            0 => today - Days::new(1),
            1 => today + Days::new(7),
            _ => today + Days::new(1),
        };
        let decide = OnBan::Decide { from, good: true };
        // An applicant rarely, and seldom two at the same time: there is nobody else.
        let others = model
            .bans
            .iter()
            .any(|ban| ban.last >= today && ban.revoked.is_none());
        let bans = match (case.org < 2, others) {
            (false, false) => 6,
            (false, true) => self.rarely(10, 1),
            (true, _) => self.rarely(5, 1),
        };
        match case.state {
            BanState::Proposed => {
                let over = today > case.hear_until;
                let (own, ends) = (self.rarely(40, 4), self.rarely(30, 1));
                self.aside_by(own, org, act(OnBan::State(true)));
                let close = if over { 3 } else { ends };
                self.aside(close, Role::AgencyClerk, act(OnBan::CloseHearing));
                self.aside(ends, Role::CityHrss, act(OnBan::Drop(true)));
            }
            BanState::Heard => {
                self.aside(bans, Role::CityHrss, act(decide));
                let weight = if bans > 1 { 1 } else { 2 };
                self.aside(weight, Role::CityHrss, act(OnBan::Drop(true)));
            }
            BanState::InForce => {
                let weight = self.rarely(25, 1);
                self.aside(weight, Role::CityHrss, act(OnBan::Revoke(true)));
            }
            BanState::Dropped | BanState::Revoked => {
                let weight = self.rarely(1, 1);
                self.aside(weight, Role::CityHrss, act(decide));
            }
        }
    }
}
