//! The joint meeting from its planning to its opening (machine 2.3; R010-R012).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::state::{AreaState, ItemKind, ListState, MeetingState, Member, ProjectState};

use super::super::act::{OnMeeting, Seen};
use super::super::state::{Born, Item, Meeting, Model, Seat};
use super::super::workdays;
use super::{Verdict, area_to, meeting_to, refuse};

/// Working days of notice (2.3).
const NOTICE: u32 = 3;

fn item(kind: ItemKind, subject: Option<usize>) -> Item {
    Item {
        id: 0,
        kind,
        subject,
        plan_year: 0,
        proposed: 0,
        first: None,
        reported: false,
        motion: None,
        opinions: BTreeMap::new(),
        outcome: None,
        in_force: false,
        dropped: false,
    }
}

impl Model {
    pub(super) fn plan_meeting(&mut self, who: usize, planned: NaiveDate) -> Verdict {
        refuse([(planned < self.today, "DateTooEarly")])?;
        let seat = || Seat {
            presence: None,
            confirmation: None,
        };
        let standing = [
            ItemKind::FeeUse,
            ItemKind::Injuries,
            ItemKind::Diseases,
            ItemKind::Accidents,
        ];
        self.meetings.push(Meeting {
            id: 0,
            city: self.cast[who].city.expect("a post of a city"),
            state: MeetingState::Planned,
            planned,
            seats: Member::ALL.iter().map(|member| (*member, seat())).collect(),
            items: standing.into_iter().map(|kind| item(kind, None)).collect(),
            corrected: false,
        });
        let m = self.meetings.len() - 1;
        self.born.push(Born::Meeting(m));
        self.born.extend((0..4).map(|i| Born::Item(m, i)));
        Ok(())
    }

    pub(super) fn on_meeting(
        &mut self,
        who: usize,
        m: usize,
        seen: Seen,
        act: &OnMeeting,
    ) -> Verdict {
        let meeting = &self.meetings[m];
        refuse([(self.cast[who].city != Some(meeting.city), "NotFound")])?;
        let has = |event| meeting_to(meeting.state, event).is_some();
        let fits = match act {
            OnMeeting::Add(..) => meeting.state == MeetingState::Planned,
            OnMeeting::Convene(_) => has("convene"),
            OnMeeting::Open => has("open"),
            OnMeeting::Cancel(_) => has("cancel"),
            OnMeeting::Presence(..) | OnMeeting::Minutes => meeting.floor(),
            OnMeeting::Confirm(..) => has("confirm"),
            OnMeeting::Close(_) => has("close"),
        };
        // Presence is recorded on whatever stands there now.
        let told = !matches!(act, OnMeeting::Presence(..));
        refuse([(!fits, "WrongState"), (told && seen == Seen::Old, "Stale")])?;
        match act {
            OnMeeting::Add(kind, subject) => self.add_item(m, *kind, *subject),
            OnMeeting::Convene(good) => self.convene(m, *good),
            OnMeeting::Open => {
                refuse([(self.today < meeting.planned, "DateTooEarly")])?;
                self.meetings[m].state = MeetingState::Held;
                Ok(())
            }
            OnMeeting::Cancel(good) => {
                refuse([(!good, "Required")])?;
                self.release_areas(m);
                self.meetings[m].state = MeetingState::Cancelled;
                Ok(())
            }
            OnMeeting::Presence(member, presence) => self.record_presence(m, *member, *presence),
            OnMeeting::Minutes => self.draft_minutes(m),
            OnMeeting::Confirm(confirmation, good) => {
                self.confirm_minutes(who, m, *confirmation, *good)
            }
            OnMeeting::Close(good) => self.close_meeting(m, *good),
        }
    }

    fn convene(&mut self, m: usize, good: bool) -> Verdict {
        let planned = self.meetings[m].planned;
        let short = planned < workdays::after(self.today, NOTICE);
        refuse([
            (planned < self.today, "WrongState"),
            (short && !good, "ShortNotice"),
        ])?;
        self.meetings[m].state = MeetingState::Convened;
        Ok(())
    }

    /// Whether the project waits on the agenda of a meeting that is not over.
    pub(in super::super) fn waits(&self, p: usize, kind: ItemKind) -> bool {
        self.meetings
            .iter()
            .filter(|meeting| !meeting.over())
            .any(|meeting| {
                meeting
                    .standing()
                    .any(|item| item.kind == kind && item.subject == Some(p))
            })
    }

    fn add_item(&mut self, m: usize, kind: ItemKind, subject: usize) -> Verdict {
        let city = self.meetings[m].city;
        let mut new = item(kind, Some(subject));
        match kind {
            ItemKind::Areas => {
                let set = &self.areas[subject];
                refuse([(set.city != city, "NotFound")])?;
                let to = area_to(set.state, "agenda");
                refuse([(to.is_none(), "WrongState")])?;
                new.plan_year = set.year;
                self.areas[subject].state = to.expect("judged");
            }
            ItemKind::Project => {
                let project = &self.projects[subject];
                refuse([(project.city != city || !project.submitted, "NotFound")])?;
                refuse([(project.state != ProjectState::Proposed, "WrongState")])?;
                let year = project.plan_year;
                let list = self.newest_list(city, year);
                let frozen = list.is_some_and(|list| list.state == ListState::Frozen);
                refuse([
                    (!frozen, "WrongState"),
                    (self.waits(subject, kind), "WrongState"),
                ])?;
                let row = list.and_then(|list| list.rows.get(&subject));
                let row = row.expect("proposed on the list");
                (new.plan_year, new.proposed, new.first) = (year, row.amount, Some(row.first));
            }
            ItemKind::Cancel => {
                let project = &self.projects[subject];
                refuse([(project.city != city || !project.submitted, "NotFound")])?;
                refuse([
                    (!project.can("cancel"), "WrongState"),
                    (self.waits(subject, kind), "WrongState"),
                ])?;
                (new.plan_year, new.proposed) = (project.plan_year, project.approved);
            }
            ItemKind::Other => new.subject = None,
            _ => refuse([(true, "UnknownChoice")])?,
        }
        self.meetings[m].items.push(new);
        self.born
            .push(Born::Item(m, self.meetings[m].items.len() - 1));
        Ok(())
    }

    /// Versions of key areas on an agenda go back to the agency.
    fn release_areas(&mut self, m: usize) {
        let sets: Vec<usize> = self.meetings[m]
            .standing()
            .filter(|item| item.kind == ItemKind::Areas)
            .filter_map(|item| item.subject)
            .collect();
        for set in sets {
            self.send_back(set);
        }
    }

    pub(super) fn send_back(&mut self, set: usize) {
        let set = &mut self.areas[set];
        set.state = area_to(set.state, "not adopted").expect("on an agenda");
        debug_assert_eq!(set.state, AreaState::Analysed);
    }
}
