//! What a filed meeting does: every line takes effect, or none (R013, R046, R047, R111, I5).

use domain::state::{
    AgreementState, DeadlineKind, ItemKind, ListState, MeetingState, Motion, Outcome, ProjectState,
};

use super::super::state::{Item, Line, Model};
use super::super::workdays::october;
use super::floor::split;
use super::{Verdict, agreement_to, area_to, refuse};

/// Working days to file the plan (A16).
pub(super) const FILING_DAYS: u32 = 10;

fn approves(item: &Item) -> bool {
    item.kind == ItemKind::Project
        && item.outcome == Some(Outcome::Adopted)
        && matches!(item.motion, Some((Motion::Approve, ..)))
}

impl Model {
    pub(super) fn close_meeting(&mut self, m: usize, good: bool) -> Verdict {
        let late = self.meetings[m]
            .standing()
            .filter(|item| approves(item))
            .any(|item| self.today > october(item.plan_year));
        refuse([(late && !good, "LateReason")])?;
        let whys = self.room_for(m);
        if !whys.is_empty() {
            return Err(whys);
        }
        for cancels in [true, false] {
            for i in 0..self.meetings[m].items.len() {
                let item = &self.meetings[m].items[i];
                if !item.dropped && !item.is_report() && (item.kind == ItemKind::Cancel) == cancels
                {
                    self.take_effect(m, i);
                }
            }
        }
        self.decide_lists(self.meetings[m].city);
        self.meetings[m].state = MeetingState::Closed;
        Ok(())
    }

    /// Whether all approved lines fit, once what is cancelled has made room.
    fn room_for(&self, m: usize) -> Vec<&'static str> {
        let meeting = &self.meetings[m];
        let mut extra = std::collections::BTreeMap::<i32, i64>::new();
        for item in meeting.standing() {
            let adopted = item.outcome == Some(Outcome::Adopted)
                && matches!(item.motion, Some((Motion::Approve, ..)));
            if let (ItemKind::Cancel, true, Some(p)) = (item.kind, adopted, item.subject)
                && self.projects[p].can("cancel")
            {
                for (year, amount) in self.takes(p) {
                    *extra.entry(year).or_default() -= amount;
                }
            }
        }
        let mut whys = Vec::new();
        for item in meeting.standing().filter(|item| approves(item)) {
            let Some((_, Some(amount), _)) = item.motion else {
                continue;
            };
            for (year, amount) in split(item, amount) {
                let taken = extra.entry(year).or_default();
                *taken += amount;
                match self.cap(meeting.city, year) {
                    None if year > item.plan_year => {}
                    None => whys.push("NoFundBase"),
                    Some(cap) if self.committed(meeting.city, year, None) + *taken > cap => {
                        whys.push("OverCap");
                    }
                    Some(_) => {}
                }
            }
        }
        whys
    }

    fn take_effect(&mut self, m: usize, i: usize) {
        let item = &mut self.meetings[m].items[i];
        let adopted = item.outcome == Some(Outcome::Adopted);
        item.in_force = adopted;
        let (motion, amount, _) = item.motion.expect("moved");
        let approved = adopted && motion == Motion::Approve;
        let (kind, outcome) = (item.kind, item.outcome);
        let Some(subject) = item.subject else {
            return;
        };
        match kind {
            ItemKind::Areas if approved => {
                let (city, year) = (self.areas[subject].city, self.areas[subject].year);
                self.supersede(city, year, domain::state::AreaState::Decided);
                let set = &mut self.areas[subject];
                set.state = area_to(set.state, "decide").expect("on an agenda");
            }
            ItemKind::Areas => self.send_back(subject),
            ItemKind::Project => match (outcome, motion) {
                (Some(Outcome::Adopted), Motion::Approve) => {
                    let amount = amount.expect("an amount");
                    let lines = split(&self.meetings[m].items[i], amount);
                    self.determine(subject, amount, lines);
                }
                (Some(Outcome::Adopted), _) => {
                    self.projects[subject].go("turn down");
                    self.cancel_clocks(subject, Some(DeadlineKind::Determination));
                }
                (Some(Outcome::Deferred), _) => {
                    self.projects[subject].go("defer");
                    self.cancel_clocks(subject, Some(DeadlineKind::Determination));
                    self.projects[subject].plan_year += 1;
                    self.start_determination(subject);
                }
                _ => self.projects[subject].go("not adopted"),
            },
            ItemKind::Cancel if approved => self.cancel_project(subject),
            _ => {}
        }
    }

    fn determine(&mut self, p: usize, amount: i64, lines: std::collections::BTreeMap<i32, i64>) {
        self.start_determination(p);
        let project = &mut self.projects[p];
        project.go("approve");
        (project.approved, project.resolved) = (amount, true);
        for (year, amount) in lines {
            let line = Line {
                amount,
                approved: false,
                released: false,
            };
            project.lines.insert(year, line);
        }
        self.stop_clock(p, DeadlineKind::Determination);
        self.start_days(p, DeadlineKind::Filing, FILING_DAYS);
    }

    fn cancel_project(&mut self, p: usize) {
        let project = &mut self.projects[p];
        if !project.can("cancel") {
            return;
        }
        project.go("cancel");
        for line in project.lines.values_mut() {
            line.released = true;
        }
        if let Some(agreement) = &mut project.agreement
            && agreement.state == AgreementState::Signed
        {
            agreement.state = agreement_to(agreement.state, "terminate").expect("signed");
        }
        self.cancel_clocks(p, None);
    }

    /// A frozen list of which nothing waits any more has been decided.
    fn decide_lists(&mut self, city: usize) {
        for (year, lists) in &mut self.cities[city].lists {
            for list in lists {
                let waits = list.rows.iter().any(|(p, row)| {
                    let project = &self.projects[*p];
                    !row.dropped
                        && project.state == ProjectState::Proposed
                        && project.plan_year == *year
                });
                if list.state == ListState::Frozen && !waits {
                    list.state = ListState::Decided;
                }
            }
        }
    }
}
