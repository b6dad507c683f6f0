//! Applications and their intake (machine 2.1 up to ACCEPTED; R040-R049, R070).

use chrono::{Datelike, NaiveDate};
use domain::state::{DeadlineKind, Mode, ProjectKind, ProjectState};

use super::super::act::{Flaw, OnProject, Seen, Writing};
use super::super::state::{Archive, Born, Model, Project};
use super::super::workdays::{day, october};
use super::{Verdict, refuse, years_from};

/// What the sample asks for.
pub(in super::super) const SAMPLE: i64 = 20_500_000;
/// All papers of an application.
pub(in super::super) const PAPERS: usize = 7;

/// When the sample of a plan year is carried out.
pub(in super::super) fn sample_period(year: i32, two_years: bool) -> (NaiveDate, NaiveDate) {
    let start = day(&format!("{year}-03-01"));
    let end = if two_years {
        format!("{}-02-28", year + 1)
    } else {
        format!("{year}-12-31")
    };
    (start, day(&end))
}

impl Model {
    fn newborn(&mut self, city: usize, plan_year: i32, state: ProjectState) -> usize {
        self.projects.push(Project {
            id: 0,
            city,
            kind: ProjectKind::Enterprise,
            mode: Mode::Direct,
            state,
            plan_year,
            submitted: state != ProjectState::Draft,
            applicant: None,
            unit: None,
            requested: 0,
            approved: 0,
            resolved: false,
            start: day(&format!("{plan_year}-01-01")),
            end: day(&format!("{plan_year}-12-31")),
            agreed: 0,
            prepaid: 0,
            balance_paid: 0,
            balance_due: 0,
            deducted: 0,
            recover: 0,
            writing: None,
            papers: 0,
            lines: std::collections::BTreeMap::new(),
            agreement: None,
            filings: std::collections::BTreeMap::new(),
            payments: Vec::new(),
            deadlines: Vec::new(),
            acceptance: None,
            evaluators: std::collections::BTreeMap::new(),
            reports: std::collections::BTreeMap::new(),
            claims: Vec::new(),
            recovered: 0,
            ledger: Vec::new(),
            amendments: Vec::new(),
            replaced: Vec::new(),
            ended: None,
            rules: 0,
            archive: Archive::Nothing,
            progress: Vec::new(),
        });
        let p = self.projects.len() - 1;
        self.born.push(Born::Project(p));
        p
    }

    pub(super) fn create(&mut self, who: usize, city: usize, year: i32) -> Verdict {
        refuse([(!self.open(city, year), "AreasNotPublished")])?;
        let p = self.newborn(city, year, ProjectState::Draft);
        self.projects[p].applicant = self.cast[who].org;
        Ok(())
    }

    /// The agency's own project enters beside the accepted applications (R070, A19).
    pub(super) fn public_project(
        &mut self,
        city: usize,
        year: i32,
        amount: i64,
        (start, end): (NaiveDate, NaiveDate),
        good: bool,
    ) -> Verdict {
        refuse([(!self.open(city, year), "AreasNotPublished")])?;
        refuse([
            (!good, "Required"),
            (end < start, "PeriodReversed"),
            (end > years_from(start, 2), "PeriodTooLong"),
        ])?;
        let p = self.newborn(city, year, ProjectState::Accepted);
        let project = &mut self.projects[p];
        (project.kind, project.mode) = (ProjectKind::PublicSme, Mode::Procured);
        (project.requested, project.start, project.end) = (amount, start, end);
        self.start_determination(p);
        Ok(())
    }

    /// D1 runs once.
    pub(super) fn start_determination(&mut self, p: usize) {
        let kind = DeadlineKind::Determination;
        if self.projects[p].clock(kind).is_none() {
            let due = october(self.projects[p].plan_year);
            self.start_clock(p, kind, due);
        }
    }

    pub(super) fn on_application(&mut self, p: usize, seen: Seen, act: &OnProject) -> Verdict {
        use OnProject as P;
        let project = &mut self.projects[p];
        let stale = seen == Seen::Old;
        match act {
            P::Write(writing) => {
                refuse([(!project.can("submit"), "WrongState")])?;
                project.writing = Some(*writing);
                let papers = PAPERS - usize::from(writing.flaw == Some(Flaw::Paper));
                project.papers = project.papers.max(papers);
                Ok(())
            }
            P::Submit => self.submit(p, stale),
            P::Withdraw(good) => {
                refuse([(!project.can("withdraw"), "WrongState"), (stale, "Stale")])?;
                let draft = project.state == ProjectState::Draft;
                refuse([(!good && !draft, "Required")])?;
                project.go("withdraw");
                self.cancel_clocks(p, None);
                Ok(())
            }
            P::Accept => {
                refuse([(!project.can("accept"), "WrongState"), (stale, "Stale")])?;
                project.go("accept");
                self.start_determination(p);
                Ok(())
            }
            P::Return(good) => {
                refuse([(!project.can("return"), "WrongState"), (stale, "Stale")])?;
                refuse([(!good, "DefectsMissing")])?;
                project.go("return");
                Ok(())
            }
            P::Reject(good) => {
                refuse([(!project.can("reject"), "WrongState"), (stale, "Stale")])?;
                refuse([(!good, "Required")])?;
                project.go("reject");
                Ok(())
            }
            _ => unreachable!("not about an application"),
        }
    }

    fn submit(&mut self, p: usize, stale: bool) -> Verdict {
        let project = &self.projects[p];
        refuse([(!project.can("submit"), "WrongState"), (stale, "Stale")])?;
        let first = project.state == ProjectState::Draft;
        let shut = first && !self.open(project.city, project.plan_year);
        let whole = project.papers == PAPERS
            && project
                .writing
                .is_some_and(|writing| matches!(writing.flaw, None | Some(Flaw::Paper)));
        refuse([(shut, "AreasNotPublished"), (!whole, "DraftBroken")])?;
        let project = &mut self.projects[p];
        let Writing {
            mode, two_years, ..
        } = project.writing.expect("judged");
        project.go("submit");
        (project.submitted, project.mode, project.requested) = (true, mode, SAMPLE);
        (project.start, project.end) = sample_period(project.plan_year, two_years);
        Ok(())
    }

    /// The last calendar year a project reaches into.
    pub(in super::super) fn last_year(&self, p: usize) -> i32 {
        self.projects[p].end.year()
    }
}
