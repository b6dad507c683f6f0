//! What happens in the room, the minutes and their confirmation (R012, R046, A35).

use std::collections::BTreeMap;

use domain::state::{
    Confirmation, ItemKind, MeetingState, Member, Motion, Opinion, Outcome, Presence,
};

use super::super::act::OnItem;
use super::super::state::{Item, Meeting, Model};
use super::{Verdict, refuse};

/// The approved amount over the years: the plan year takes what was proposed for it (R111).
pub(super) fn split(item: &Item, amount: i64) -> BTreeMap<i32, i64> {
    let first = item.first.unwrap_or(amount).min(amount);
    let mut years = BTreeMap::from([(item.plan_year, first)]);
    if amount > first {
        years.insert(item.plan_year + 1, amount - first);
    }
    years
}

impl Meeting {
    fn takes_part(&self, member: Member) -> bool {
        let presence = self.seats[&member].presence;
        presence.is_some_and(|presence| presence != Presence::Absent)
    }

    /// A35: all four take part, each has spoken, and nobody objects.
    fn outcome(&self, item: &Item) -> Option<Outcome> {
        let (motion, ..) = item.motion?;
        let objected = item.opinions.values().any(|said| *said == Opinion::Object);
        if objected || Member::ALL.iter().any(|member| !self.takes_part(*member)) {
            return Some(Outcome::NotAdopted);
        }
        (item.opinions.len() == Member::ALL.len()).then_some(match motion {
            Motion::Defer => Outcome::Deferred,
            Motion::Approve | Motion::Reject => Outcome::Adopted,
        })
    }

    /// Drafted minutes no longer say what the record says.
    fn change(&mut self) {
        self.corrected |= self.state == MeetingState::MinutesDraft;
    }

    fn correct(&mut self) {
        if self.disputed() {
            self.change();
        }
    }
}

impl Model {
    pub(super) fn record_presence(
        &mut self,
        m: usize,
        member: Member,
        presence: Presence,
    ) -> Verdict {
        let meeting = &mut self.meetings[m];
        meeting.seats.get_mut(&member).expect("a seat").presence = Some(presence);
        if presence == Presence::Absent {
            for item in &mut meeting.items {
                item.opinions.remove(&member);
            }
        }
        meeting.correct();
        Ok(())
    }

    pub(super) fn on_item(&mut self, who: usize, m: usize, i: usize, act: OnItem) -> Verdict {
        let (person, meeting) = (self.cast[who], &self.meetings[m]);
        let item = &meeting.items[i];
        let found = person.city == Some(meeting.city) && !item.dropped;
        refuse([(!found, "NotFound")])?;
        let ready = meeting.state == MeetingState::Convened || meeting.floor();
        let fits = match act {
            OnItem::Drop => meeting.state == MeetingState::Planned,
            OnItem::Turn => meeting.state == MeetingState::Held,
            OnItem::Report { .. } | OnItem::Move { .. } => ready,
            OnItem::Vote(..) => meeting.floor(),
        };
        refuse([(!fits, "WrongState")])?;
        let report = item.is_report();
        match act {
            OnItem::Turn => Ok(()),
            OnItem::Drop => {
                refuse([(report, "WrongState")])?;
                if let (ItemKind::Areas, Some(set)) = (item.kind, item.subject) {
                    self.send_back(set);
                }
                self.meetings[m].items[i].dropped = true;
                Ok(())
            }
            OnItem::Report { good, .. } => {
                refuse([
                    (!report, "WrongState"),
                    (report && !person.reports(item), "Forbidden"),
                ])?;
                refuse([(!good, "Required")])?;
                self.meetings[m].items[i].reported = true;
                self.meetings[m].change();
                Ok(())
            }
            OnItem::Move {
                motion,
                amount,
                good,
            } => {
                refuse([(report, "WrongState")])?;
                self.put_motion((m, i), motion, amount, good)
            }
            OnItem::Vote(opinion, good) => {
                let member = person.seat().expect("a seat");
                refuse([(report, "WrongState")])?;
                refuse([
                    (!meeting.takes_part(member), "SeatAbsent"),
                    (item.motion.is_none(), "MotionMissing"),
                    (opinion == Opinion::Object && !good, "Required"),
                ])?;
                let meeting = &mut self.meetings[m];
                meeting.items[i].opinions.insert(member, opinion);
                meeting.correct();
                Ok(())
            }
        }
    }

    fn put_motion(
        &mut self,
        (m, i): (usize, usize),
        motion: Motion,
        amount: Option<i64>,
        good: bool,
    ) -> Verdict {
        let item = &self.meetings[m].items[i];
        let approves = item.kind == ItemKind::Project && motion == Motion::Approve;
        let amount = approves.then(|| amount.unwrap_or(item.proposed));
        let mut whys = Vec::new();
        if let (Some(amount), Some(p)) = (amount, item.subject) {
            if amount > self.projects[p].requested {
                whys.push("AmountTooLarge");
            }
            whys.extend(self.fits(p, &split(item, amount)));
        }
        // Anything but a plain approval says why.
        let because = motion != Motion::Approve || item.kind == ItemKind::Cancel;
        if because && !good {
            whys.push("Required");
        }
        if !whys.is_empty() {
            return Err(whys);
        }
        let moved = Some((motion, amount, good));
        let meeting = &mut self.meetings[m];
        if meeting.items[i].motion == moved {
            self.idle = true;
            return Ok(());
        }
        meeting.items[i].motion = moved;
        meeting.items[i].opinions.clear();
        meeting.change();
        Ok(())
    }

    pub(super) fn draft_minutes(&mut self, m: usize) -> Verdict {
        let meeting = &self.meetings[m];
        let voted = |item: &&Item| !item.is_report();
        refuse([
            (
                meeting.seats.values().any(|seat| seat.presence.is_none()),
                "Required",
            ),
            (
                meeting
                    .standing()
                    .any(|item| item.is_report() && !item.reported),
                "ReportMissing",
            ),
            (
                meeting
                    .standing()
                    .filter(voted)
                    .any(|item| item.motion.is_none()),
                "MotionMissing",
            ),
            (
                meeting
                    .standing()
                    .filter(voted)
                    .any(|item| item.motion.is_some() && meeting.outcome(item).is_none()),
                "OpinionMissing",
            ),
        ])?;
        let whys = self.fits_together(m);
        if !whys.is_empty() {
            return Err(whys);
        }
        let meeting = &mut self.meetings[m];
        meeting.state = MeetingState::MinutesDraft;
        meeting.corrected = false;
        for seat in meeting.seats.values_mut() {
            seat.confirmation = None;
        }
        Ok(())
    }

    /// Everything the meeting approves, together (R116).
    pub(in super::super) fn fits_together(&self, m: usize) -> Vec<&'static str> {
        let meeting = &self.meetings[m];
        let mut wanted: BTreeMap<i32, i64> = BTreeMap::new();
        let mut first = i32::MAX;
        for item in meeting.standing() {
            let Some((Motion::Approve, Some(amount), _)) = item.motion else {
                continue;
            };
            if meeting.outcome(item) == Some(Outcome::Adopted) {
                first = first.min(item.plan_year);
                for (year, amount) in split(item, amount) {
                    *wanted.entry(year).or_default() += amount;
                }
            }
        }
        let mut whys = Vec::new();
        for (year, amount) in wanted {
            match self.cap(meeting.city, year) {
                None if year > first => {}
                None => whys.push("NoFundBase"),
                Some(cap) if self.committed(meeting.city, year, None) + amount > cap => {
                    whys.push("OverCap");
                }
                Some(_) => {}
            }
        }
        whys
    }

    pub(super) fn confirm_minutes(
        &mut self,
        who: usize,
        m: usize,
        confirmation: Confirmation,
        good: bool,
    ) -> Verdict {
        let member = self.cast[who].seat().expect("a seat");
        let objects = confirmation == Confirmation::Objected;
        let meeting = &mut self.meetings[m];
        let before = meeting.seats[&member].confirmation;
        let again = !objects && before == Some(Confirmation::Confirmed);
        refuse([
            (meeting.corrected, "WrongState"),
            (objects && !good, "Required"),
            (again, "WrongState"),
        ])?;
        meeting.seats.get_mut(&member).expect("a seat").confirmation = Some(confirmation);
        let all =
            |seat: &super::super::state::Seat| seat.confirmation == Some(Confirmation::Confirmed);
        if meeting.seats.values().all(all) {
            meeting.state = MeetingState::MinutesConfirmed;
            let outcomes: Vec<_> = meeting
                .items
                .iter()
                .map(|item| meeting.outcome(item))
                .collect();
            for (item, outcome) in meeting.items.iter_mut().zip(outcomes) {
                if !item.is_report() && !item.dropped {
                    item.outcome = outcome;
                }
            }
        }
        Ok(())
    }
}
