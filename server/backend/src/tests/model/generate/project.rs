//! What lies near in a city's projects.

use chrono::Days;
use domain::access::Role;
use domain::state::{AgreementState, FilingSubject, ListState, Member, Mode, ProjectState};

use super::super::act::{Act, Flaw, OnProject, Seen, Terms, Writing};
use super::super::actors::FIRST_ORG;
use super::super::state::Project;
use super::Near;

impl Project {
    /// Not yet contracted and not over.
    pub(in super::super) fn early(&self) -> bool {
        use ProjectState as S;
        matches!(
            self.state,
            S::Draft
                | S::Submitted
                | S::Supplement
                | S::Accepted
                | S::Proposed
                | S::Determined
                | S::Filed
                | S::Budgeted
                | S::UnitSelected
        )
    }
}

impl Near<'_> {
    pub(super) fn of_projects(&mut self) {
        let model = self.model;
        for (p, project) in model.projects.iter().enumerate() {
            if project.city != self.city {
                continue;
            }
            self.acknowledging(p, project);
            self.paying(p, project);
            self.beside(p, project);
            match project.state {
                ProjectState::Draft
                | ProjectState::Submitted
                | ProjectState::Supplement
                | ProjectState::Accepted
                | ProjectState::Proposed => self.applied(p, project),
                ProjectState::Determined | ProjectState::Filed => self.planned_one(p, project),
                ProjectState::Budgeted | ProjectState::UnitSelected => self.agreeing(p, project),
                _ => self.carried_out(p, project),
            }
        }
    }

    pub(super) fn on(&mut self, weight: u32, role: Role, p: usize, act: OnProject) {
        let who = self.of(role);
        self.push(weight, who, Act::Project(p, Seen::Now, act));
    }

    /// Somebody of an organisation.
    pub(super) fn by(&mut self, weight: u32, org: Option<usize>, p: usize, act: OnProject) {
        if let Some(org) = org {
            self.push(weight, FIRST_ORG + org, Act::Project(p, Seen::Now, act));
        }
    }

    fn acknowledging(&mut self, p: usize, project: &Project) {
        for ((subject, round, member), done) in &project.filings {
            if !done || self.chance.percent(1) {
                let role = match member {
                    Member::Hrss => Role::CityHrss,
                    Member::Finance => Role::CityFinance,
                    Member::Health => Role::CityHealth,
                    Member::Emergency => Role::CityEmergency,
                };
                let who = self.of(role);
                let weight = if *done || project.state == ProjectState::Cancelled {
                    1
                } else {
                    8
                };
                self.push(weight, who, Act::Filing(p, *subject, *round, *member));
            }
        }
    }

    fn writing(&mut self) -> Writing {
        let mode = if self.chance.percent(50) {
            Mode::Direct
        } else {
            Mode::Commissioned
        };
        let flaw = match self.chance.below(100) {
            0..6 => Some(Flaw::Paper),
            6..10 => Some(Flaw::Period),
            10..14 => Some(Flaw::Budget),
            14..18 => Some(Flaw::Area),
            _ => None,
        };
        Writing {
            mode,
            two_years: self.chance.percent(40),
            flaw,
        }
    }

    fn applied(&mut self, p: usize, project: &Project) {
        use OnProject as P;
        let applicant = project.applicant;
        match project.state {
            ProjectState::Draft | ProjectState::Supplement => {
                let open = project.state == ProjectState::Supplement
                    || self.model.open(project.city, project.plan_year);
                let whole = project.papers > 6
                    && project
                        .writing
                        .is_some_and(|one| matches!(one.flaw, None | Some(Flaw::Paper)));
                let writing = self.writing();
                let (write, submit) = match (open, whole) {
                    (false, _) => (1, 1),
                    (true, false) => (25, 2),
                    (true, true) => (1, 20),
                };
                self.by(write, applicant, p, P::Write(writing));
                self.by(submit, applicant, p, P::Submit);
                self.by(if open { 0 } else { 3 }, applicant, p, P::Withdraw(true));
            }
            ProjectState::Submitted => {
                self.on(20, Role::AgencyClerk, p, P::Accept);
                self.on(4, Role::AgencyClerk, p, P::Return(true));
                self.on(1, Role::AgencyClerk, p, P::Reject(true));
            }
            _ => self.proposing(p, project),
        }
        let leaves = if self.chance.percent(30) { 1 } else { 0 };
        self.by(leaves, applicant, p, P::Withdraw(true));
    }

    fn proposing(&mut self, p: usize, project: &Project) {
        let (year, requested) = (project.plan_year, project.requested);
        let list = self.model.newest_list(self.city, year);
        let frozen = list.is_some_and(|list| list.state == ListState::Frozen);
        let rank = i32::try_from(self.chance.below(14)).expect("few") + 1;
        let amount = match self.chance.below(10) {
            0..2 => self.edge(Some(p), year, requested),
            2 => self.chance.between(1, requested.max(1)),
            _ => requested,
        };
        let first = match self.chance.below(10) {
            0..4 if self.model.last_year(p) > year => Some(amount - amount / 3),
            4 => Some(amount),
            _ => None,
        };
        let act = OnProject::Propose {
            rank,
            amount,
            first,
            good: true,
        };
        let accepted = project.state == ProjectState::Accepted;
        let weight = if accepted && !frozen { 20 } else { 1 };
        self.on(weight, Role::AgencyClerk, p, act);
        if !accepted {
            let rarely = u32::from(self.chance.percent(30));
            self.on(rarely, Role::AgencyClerk, p, OnProject::Unpropose);
        }
    }

    fn planned_one(&mut self, p: usize, project: &Project) {
        use OnProject as P;
        if project.state == ProjectState::Determined {
            let sent = project
                .filings
                .contains_key(&(FilingSubject::Plan, 1, Member::Hrss));
            self.on(if sent { 1 } else { 20 }, Role::AgencyClerk, p, P::FilePlan);
            return;
        }
        let sum: i64 = project.lines.values().map(|line| line.amount).sum();
        let year = if self.chance.percent(60) {
            project.plan_year
        } else {
            project.plan_year + 1
        };
        let rest = project.approved - sum;
        let own = project.lines.get(&year).map_or(0, |line| line.amount);
        let amount = match self.chance.below(4) {
            0 => self.edge(Some(p), year, project.approved),
            1 => self.chance.between(1, project.approved),
            _ => (own + rest).max(1),
        };
        let weight = if rest == 0 { 2 } else { 15 };
        self.on(weight, Role::AgencyClerk, p, P::Compile { year, amount });
        self.on(
            if rest == 0 { 15 } else { 1 },
            Role::CityFinance,
            p,
            P::ApproveBudget,
        );
    }

    fn agreeing(&mut self, p: usize, project: &Project) {
        use OnProject as P;
        let chosen = project.mode == Mode::Direct || project.unit.is_some();
        let org = if self.chance.percent(85) {
            2 + self.chance.below(2)
        } else {
            self.chance.below(4)
        };
        let weight = if chosen { 1 } else { 20 };
        match project.mode {
            Mode::Procured => self.on(weight, Role::AgencyClerk, p, P::Select(org)),
            _ => self.by(weight, project.applicant, p, P::Select(org)),
        }
        let terms = self.terms(project);
        let sent = self.model.sent(p, FilingSubject::Agreement, 1);
        let (draft, check, sign, file) = match project.written() {
            None => (if chosen { 20 } else { 1 }, 1, 1, 1),
            Some(AgreementState::Draft) => (2, 20, 1, 1),
            Some(AgreementState::Checked | AgreementState::Signing) => (1, 1, 15, 1),
            Some(_) => (1, 1, 1, if sent { 1 } else { 20 }),
        };
        self.on(draft, Role::AgencyClerk, p, P::Draft(terms));
        self.on(check, Role::AgencyReviewer, p, P::Check);
        self.on(sign, Role::AgencyReviewer, p, P::Sign);
        self.by(sign, project.applicant, p, P::Sign);
        if project.mode != Mode::Direct {
            self.by(sign, project.unit, p, P::Sign);
        }
        self.on(file, Role::AgencyClerk, p, P::FileAgreement);
    }

    fn terms(&mut self, project: &Project) -> Terms {
        let amount = match self.chance.below(10) {
            0 => project.approved + 1,
            1..4 => self.chance.between(1, project.approved.max(1)),
            _ => project.approved,
        };
        let start = project.start + Days::new(self.chance.below(20) as u64);
        let end = match self.chance.below(10) {
            0 => project.end + Days::new(1),
            1..4 => project.end - Days::new(self.chance.below(30) as u64),
            _ => project.end,
        };
        let prepay = match self.chance.below(10) {
            0 => None,
            1 => Some(29),
            2 => Some(71),
            3 => Some(30),
            4 => Some(70),
            _ => Some(self.chance.between(30, 70)),
        };
        Terms {
            amount,
            start,
            end,
            prepay,
            complete: true,
        }
    }
}
