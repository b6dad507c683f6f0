//! Filings, budget lines and the unit (R048, R070, R073, R075, R094, R110, R111, R115, R116).

use domain::state::{AgreementState, DeadlineKind, FilingSubject, Member, Mode, ProjectState};

use super::super::act::{OnProject, Seen};
use super::super::state::{Line, Model};
use super::closing::FILING_DAYS;
use super::{Verdict, agreement_to, refuse};

impl Model {
    /// Four rows of a document, once; D2 runs unless it does already.
    pub(super) fn send_filings(&mut self, p: usize, subject: FilingSubject, round: i32) {
        for member in Member::ALL {
            let key = (subject, round, *member);
            self.projects[p].filings.insert(key, false);
        }
        if self.projects[p].clock(DeadlineKind::Filing).is_none() {
            self.start_days(p, DeadlineKind::Filing, FILING_DAYS);
        }
    }

    pub(in super::super) fn sent(&self, p: usize, subject: FilingSubject, round: i32) -> bool {
        let filings = &self.projects[p].filings;
        filings.contains_key(&(subject, round, Member::Hrss))
    }

    pub(super) fn acknowledge(
        &mut self,
        who: usize,
        p: usize,
        subject: FilingSubject,
        round: i32,
        member: Member,
    ) -> Verdict {
        let (person, project) = (self.cast[who], &self.projects[p]);
        let filing = project.filings.get(&(subject, round, member)).copied();
        let found = person.city == Some(project.city) && filing.is_some();
        refuse([(!found, "NotFound")])?;
        refuse([(person.seat() != Some(member), "Forbidden")])?;
        // A plan that is not in the plan any more, an agreement that is no longer one (2.1, 2.4).
        let moot = match subject {
            FilingSubject::Plan => project.state != ProjectState::Determined,
            FilingSubject::Agreement => {
                let agreement = project.agreement.as_ref().map(|agreement| agreement.state);
                agreement != Some(AgreementState::Signed)
            }
            FilingSubject::Report | FilingSubject::Amendment => false,
        };
        refuse([(filing == Some(true), "WrongState"), (moot, "WrongState")])?;
        let project = &mut self.projects[p];
        project.filings.insert((subject, round, member), true);
        let complete = project
            .filings
            .iter()
            .filter(|((of, number, _), _)| (*of, *number) == (subject, round))
            .all(|(_, acknowledged)| *acknowledged);
        if complete {
            self.all_acknowledged(p, subject, round);
        }
        Ok(())
    }

    fn all_acknowledged(&mut self, p: usize, subject: FilingSubject, round: i32) {
        if self.projects[p].filings.values().all(|done| *done) {
            self.stop_clock(p, DeadlineKind::Filing);
        }
        let project = &mut self.projects[p];
        match subject {
            FilingSubject::Plan => project.go("filed"),
            FilingSubject::Agreement => {
                let agreement = project.agreement.as_mut().expect("signed");
                agreement.state = agreement_to(agreement.state, "filed").expect("signed");
                (project.start, project.end) = (agreement.start, agreement.end);
                project.agreed = agreement.amount;
                project.go("contract");
                let (start, end) = (project.start, project.end);
                self.start_clock(p, DeadlineKind::ProjectEnd, end);
                let clock = self.projects[p].open_clock(DeadlineKind::ProjectEnd);
                clock.expect("just started").started = start;
            }
            FilingSubject::Amendment => self.amendment_filed(p, round),
            FilingSubject::Report => {}
        }
    }

    pub(super) fn on_budget(
        &mut self,
        who: usize,
        p: usize,
        seen: Seen,
        act: &OnProject,
    ) -> Verdict {
        let project = &self.projects[p];
        let event = match act {
            OnProject::FilePlan => "filed",
            OnProject::Select(_) => "select",
            _ => "budget",
        };
        refuse([
            (!project.can(event), "WrongState"),
            (seen == Seen::Old, "Stale"),
        ])?;
        match act {
            OnProject::FilePlan => {
                let sent = self.sent(p, FilingSubject::Plan, 1);
                refuse([(sent, "WrongState")])?;
                self.send_filings(p, FilingSubject::Plan, 1);
                Ok(())
            }
            OnProject::Compile { year, amount } => self.compile(p, *year, *amount),
            OnProject::ApproveBudget => self.approve_budget(p),
            OnProject::Select(org) => self.select(who, p, *org),
            _ => unreachable!("not about the budget"),
        }
    }

    fn compile(&mut self, p: usize, year: i32, amount: i64) -> Verdict {
        let project = &self.projects[p];
        let inside = (project.plan_year..=self.last_year(p)).contains(&year);
        refuse([(!inside, "UnknownChoice")])?;
        let before = self.takes(p);
        let mut after: std::collections::BTreeMap<i32, i64> = project
            .lines
            .iter()
            .map(|(year, line)| (*year, line.amount))
            .collect();
        after.insert(year, amount);
        let sum: i64 = after.values().sum();
        refuse([(sum > project.approved, "OverApproved")])?;
        *after.entry(project.plan_year).or_default() += project.approved - sum;
        after.retain(|year, amount| *amount > before.get(year).copied().unwrap_or(0));
        let whys = self.fits(p, &after);
        if !whys.is_empty() {
            return Err(whys);
        }
        let lines = &mut self.projects[p].lines;
        let line = lines.entry(year).or_insert(Line {
            amount,
            approved: false,
            released: false,
        });
        line.amount = amount;
        Ok(())
    }

    fn approve_budget(&mut self, p: usize) -> Verdict {
        let project = &self.projects[p];
        let (city, plan_year) = (project.city, project.plan_year);
        let sum: i64 = project.lines.values().map(|line| line.amount).sum();
        refuse([(sum != project.approved, "BudgetSum")])?;
        let lines = self.takes(p);
        let mut whys = self.fits(p, &lines);
        for year in lines.keys() {
            if self.cap(city, *year).is_none() {
                continue;
            }
            let committed = self.committed(city, *year, None);
            match self.benefits(city, *year, committed) {
                Some("NoForecast") if *year > plan_year => {}
                why => whys.extend(why),
            }
        }
        if !whys.is_empty() {
            return Err(whys);
        }
        let project = &mut self.projects[p];
        for line in project.lines.values_mut() {
            line.approved = true;
        }
        project.go("budget");
        if project.mode == Mode::Direct {
            project.unit = project.applicant;
        }
        Ok(())
    }

    fn select(&mut self, who: usize, p: usize, org: usize) -> Verdict {
        let project = &self.projects[p];
        refuse([(project.mode == Mode::Direct, "WrongState")])?;
        let applies = self.cast[who].org.is_some();
        let chooses = applies == (project.mode == Mode::Commissioned);
        refuse([(!chooses, "Forbidden")])?;
        refuse([
            (project.applicant == Some(org), "UnknownChoice"),
            (self.banned(org), "Banned"),
        ])?;
        let project = &mut self.projects[p];
        project.unit = Some(org);
        project.go("select");
        Ok(())
    }
}
