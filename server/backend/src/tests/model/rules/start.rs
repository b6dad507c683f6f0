//! Doing the work (machine 2.1; R080-R082, D9).

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::state::{AcceptanceState, DeadlineKind, ProjectState};

use super::super::act::{OnProject, Seen};
use super::super::state::{Archive, Model};
use super::{Verdict, refuse};

/// Working days after a quarter to report on it.
const REPORT_DAYS: u32 = 10;

/// The last day of a day's quarter.
pub(in super::super) fn quarter_end(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).expect("a first");
    let months = Months::new(3 - first.month0() % 3);
    (first + months) - Days::new(1)
}

impl Model {
    pub(super) fn on_work(&mut self, p: usize, seen: Seen, act: &OnProject) -> Verdict {
        let project = &self.projects[p];
        let fits = match act {
            OnProject::Rules(_) => {
                matches!(
                    project.state,
                    ProjectState::Contracted | ProjectState::InProgress
                )
            }
            OnProject::Start => project.can("start"),
            OnProject::Archive { .. } => {
                matches!(
                    project.state,
                    ProjectState::InProgress | ProjectState::Completed
                )
            }
            _ => project.can("complete"),
        };
        refuse([(!fits, "WrongState"), (seen == Seen::Old, "Stale")])?;
        match act {
            OnProject::Rules(good) => {
                refuse([(!good, "Required")])?;
                self.projects[p].rules += 1;
                Ok(())
            }
            OnProject::Start => self.start(p),
            OnProject::Progress(good) => self.progress(p, *good),
            OnProject::Archive { whole } => self.keep(p, *whole),
            OnProject::Complete(declared) => self.complete(p, *declared),
            _ => unreachable!("not about the work"),
        }
    }

    fn start(&mut self, p: usize) -> Verdict {
        let (today, project) = (self.today, &mut self.projects[p]);
        refuse([
            (today < project.start, "DateTooEarly"),
            (project.rules == 0, "RulesMissing"),
        ])?;
        project.go("start");
        self.report_by(p, quarter_end(today));
        Ok(())
    }

    fn report_by(&mut self, p: usize, quarter: NaiveDate) {
        self.start_days_from(p, DeadlineKind::Progress, quarter, REPORT_DAYS);
    }

    /// What came since the last report, up to the end of the quarter that is due (R082).
    fn progress(&mut self, p: usize, good: bool) -> Verdict {
        let (today, project) = (self.today, &self.projects[p]);
        let clock = project.clock(DeadlineKind::Progress).expect("runs");
        let quarter = clock.started;
        let from = project
            .progress
            .last()
            .map_or(project.start, |(_, to)| *to + Days::new(1));
        let to = today.min(quarter);
        refuse([(from > to, "WrongState"), (!good, "Required")])?;
        self.projects[p].progress.push((from, to));
        if today >= quarter {
            self.stop_clock(p, DeadlineKind::Progress);
            self.report_by(p, quarter_end(quarter + Days::new(1)));
        }
        Ok(())
    }

    /// R081: until the acceptance is applied for, and again while what it found is put right.
    fn keep(&mut self, p: usize, whole: bool) -> Verdict {
        let project = &mut self.projects[p];
        let closed = !matches!(
            project.stage(),
            None | Some(AcceptanceState::Returned | AcceptanceState::Rectifying)
        );
        let to = if whole {
            Archive::Whole
        } else {
            Archive::First
        };
        refuse([
            (closed, "WrongState"),
            (project.archive >= to, "NothingChanged"),
        ])?;
        project.archive = to;
        Ok(())
    }

    fn complete(&mut self, p: usize, declared: bool) -> Verdict {
        let (today, project) = (self.today, &mut self.projects[p]);
        refuse([
            (!declared, "Required"),
            (project.amending().is_some(), "WrongState"),
            (today > project.end, "DateTooLate"),
            (project.archive != Archive::Whole, "ArchiveIncomplete"),
        ])?;
        project.go("complete");
        self.stop_clock(p, DeadlineKind::ProjectEnd);
        self.stop_clock(p, DeadlineKind::Progress);
        Ok(())
    }
}
