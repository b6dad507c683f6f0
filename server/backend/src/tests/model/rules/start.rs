//! Doing the work (machine 2.1; R081).

use domain::state::DeadlineKind;

use super::super::act::{OnProject, Seen};
use super::super::state::Model;
use super::{Verdict, refuse};

impl Model {
    pub(super) fn on_work(&mut self, p: usize, seen: Seen, act: &OnProject) -> Verdict {
        let (today, project) = (self.today, &mut self.projects[p]);
        let stale = seen == Seen::Old;
        match act {
            OnProject::Start => {
                refuse([(!project.can("start"), "WrongState"), (stale, "Stale")])?;
                refuse([(today < project.start, "DateTooEarly")])?;
                project.go("start");
                Ok(())
            }
            OnProject::Complete(archive) => {
                refuse([(!project.can("complete"), "WrongState"), (stale, "Stale")])?;
                refuse([(!archive, "Required"), (today > project.end, "DateTooLate")])?;
                project.go("complete");
                self.stop_clock(p, DeadlineKind::ProjectEnd);
                Ok(())
            }
            _ => unreachable!("not about the work"),
        }
    }
}
