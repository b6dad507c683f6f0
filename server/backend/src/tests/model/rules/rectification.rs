//! Between a fail report and its re-evaluation (machine 2.5; R099-R102, A05, A06).

use domain::state::{AcceptanceState, AnswerKind, DeadlineKind};

use super::super::act::OnProject;
use super::super::state::{Acceptance, Model};
use super::super::workdays;
use super::acceptance::DAYS;
use super::{Verdict, refuse};

/// Working days until a report counts as served, and to answer a reminder.
const SILENCE: u32 = 5;

impl Acceptance {
    /// The unit's last word is a refusal.
    fn refuses(&self) -> bool {
        matches!(self.answers.last(), Some((AnswerKind::Refusal, _)))
    }

    fn planned(&self) -> bool {
        self.answers
            .iter()
            .any(|(kind, _)| *kind == AnswerKind::Plan)
    }
}

impl Model {
    /// The report is sent: on the fifth working day it counts as served.
    pub(super) fn serve(&mut self, p: usize) {
        let presumed = workdays::after(self.today, SILENCE);
        self.known(p).presumed = Some(presumed);
        self.start_days_from(p, DeadlineKind::Rectification, presumed, DAYS);
    }

    fn known(&mut self, p: usize) -> &mut Acceptance {
        self.projects[p].acceptance.as_mut().expect("applied for")
    }

    fn awaits_receipt(&self, p: usize) -> bool {
        let known = self.projects[p].acceptance.as_ref().expect("applied for");
        known.acknowledged.is_none() && known.presumed.is_some_and(|day| self.today < day)
    }

    /// Whoever answers has the report: the clock starts on that day.
    fn receive_report(&mut self, p: usize) {
        if self.awaits_receipt(p) {
            self.known(p).acknowledged = Some(self.today);
            self.cancel_clocks(p, Some(DeadlineKind::Rectification));
            self.start_days(p, DeadlineKind::Rectification, DAYS);
        }
    }

    fn overdue(&self, p: usize) -> bool {
        let clock = self.projects[p].clock(DeadlineKind::Rectification);
        clock.is_some_and(|clock| self.today > clock.due)
    }

    pub(super) fn on_rectification(&mut self, p: usize, act: &OnProject) -> Verdict {
        use OnProject as P;
        if let P::AcceptLate(good) = act {
            let fits = self.projects[p].accepts("rectify late").is_some();
            refuse([(!fits, "WrongState"), (!good, "Required")])?;
            self.projects[p].accept_on("rectify late");
            self.second_round(p);
            return Ok(());
        }
        let rectifying = self.projects[p].stage() == Some(AcceptanceState::Rectifying);
        refuse([(!rectifying, "WrongState")])?;
        let late = self.overdue(p);
        match act {
            P::AcknowledgeReport => {
                refuse([(!self.awaits_receipt(p), "ServedAlready")])?;
                self.receive_report(p);
            }
            P::Answer(kind, good) => {
                refuse([(!good, "Required"), (late, "RectificationOverdue")])?;
                self.receive_report(p);
                let today = self.today;
                self.known(p).answers.push((*kind, today));
            }
            P::Rectify(good) => {
                refuse([(!good, "Required"), (late, "RectificationOverdue")])?;
                self.receive_report(p);
                self.projects[p].accept_on("rectify");
                self.stop_clock(p, DeadlineKind::Rectification);
                self.second_round(p);
            }
            P::OfferLate(good) => {
                refuse([(!good, "Required"), (!late, "WrongState")])?;
                self.projects[p].accept_on("overdue");
                self.stop_clock(p, DeadlineKind::Rectification);
                self.known(p).late = true;
            }
            P::Remind(good) => self.remind(p, *good)?,
            P::RecordRefusal(good) => self.find_refusal(p, *good)?,
            _ => unreachable!("not about a rectification"),
        }
        Ok(())
    }

    fn second_round(&mut self, p: usize) {
        self.known(p).round = 2;
        self.start_days(p, DeadlineKind::ReEvaluation, DAYS);
    }

    /// Once, and only where the unit has not said what it will do.
    fn remind(&mut self, p: usize, good: bool) -> Verdict {
        let (late, unserved) = (self.overdue(p), self.awaits_receipt(p));
        let (today, due) = (self.today, workdays::after(self.today, SILENCE));
        let known = self.known(p);
        let needless = known.reminder.is_some() || known.refuses() || known.planned();
        refuse([
            (late, "RectificationOverdue"),
            (unserved || needless, "WrongState"),
            (!good, "Required"),
        ])?;
        known.reminder = Some((today, due));
        Ok(())
    }

    /// A06: in writing, or neither a plan nor an answer to the reminder in time.
    fn find_refusal(&mut self, p: usize, good: bool) -> Verdict {
        let (late, today) = (self.overdue(p), self.today);
        let known = self.known(p);
        let silent = known.reminder.is_some_and(|(sent, due)| {
            today > due && !known.planned() && known.answers.iter().all(|(_, on)| *on < sent)
        });
        refuse([
            (!known.refuses() && !silent, "NotRefusing"),
            (!good, "Required"),
        ])?;
        self.projects[p].accept_on("refuse");
        if late {
            self.stop_clock(p, DeadlineKind::Rectification);
        } else {
            self.cancel_clocks(p, Some(DeadlineKind::Rectification));
        }
        Ok(())
    }
}
