//! What lies near in the joint meetings of a city.

use chrono::Days;
use domain::access::Role;
use domain::state::{
    AreaState, Confirmation, ItemKind, ListState, MeetingState, Member, Motion, Opinion, Presence,
    ProjectState,
};

use super::super::act::{Act, OnItem, OnMeeting, Seen};
use super::super::state::{Item, Meeting};
use super::Near;

const fn holder(member: Member) -> Role {
    match member {
        Member::Hrss => Role::CityHrss,
        Member::Finance => Role::CityFinance,
        Member::Health => Role::CityHealth,
        Member::Emergency => Role::CityEmergency,
    }
}

impl Near<'_> {
    pub(super) fn of_meetings(&mut self) {
        let model = self.model;
        let open: Vec<(usize, &Meeting)> = model
            .meetings
            .iter()
            .enumerate()
            .filter(|(_, one)| one.city == self.city && !one.over())
            .collect();
        let secretary = self.secretary();
        let day = self.today() + Days::new(self.chance.below(6) as u64);
        self.push(
            if open.is_empty() { 25 } else { 1 },
            secretary,
            Act::Plan(day),
        );
        for (m, meeting) in open {
            match meeting.state {
                MeetingState::Planned => self.planned(m, meeting),
                MeetingState::Convened => self.convened(m, meeting),
                MeetingState::Held => self.floor(m, meeting, 1),
                MeetingState::MinutesDraft => self.drafted(m, meeting),
                MeetingState::MinutesConfirmed => {
                    self.meeting(30, Role::CityHrss, m, OnMeeting::Close(true));
                }
                MeetingState::Closed | MeetingState::Cancelled => {}
            }
        }
    }

    fn secretary(&mut self) -> usize {
        let role = self.chance.pick(&[Role::CityHrss, Role::AgencyClerk]);
        self.of(role)
    }

    fn meeting(&mut self, weight: u32, role: Role, m: usize, act: OnMeeting) {
        let who = self.of(role);
        self.push(weight, who, Act::Meeting(m, Seen::Now, act));
    }

    fn item(&mut self, weight: u32, who: usize, m: usize, i: usize, act: OnItem) {
        self.push(weight, who, Act::Item(m, i, act));
    }

    fn planned(&mut self, m: usize, meeting: &Meeting) {
        let missed = meeting.planned < self.today();
        let full = meeting.standing().any(|item| !item.is_report());
        self.meeting(
            if full && !missed { 12 } else { 1 },
            Role::CityHrss,
            m,
            OnMeeting::Convene(true),
        );
        self.meeting(
            if missed { 25 } else { 1 },
            Role::CityHrss,
            m,
            OnMeeting::Cancel(true),
        );
        let (model, city) = (self.model, self.city);
        for (a, set) in model.areas.iter().enumerate() {
            if set.city == city && set.state == AreaState::Analysed {
                self.meeting(40, Role::AgencyClerk, m, OnMeeting::Add(ItemKind::Areas, a));
            }
        }
        for (p, project) in model.projects.iter().enumerate() {
            if project.city != city {
                continue;
            }
            let frozen = model
                .newest_list(city, project.plan_year)
                .is_some_and(|list| list.state == ListState::Frozen);
            if project.state == ProjectState::Proposed {
                let ready = frozen && !model.waits(p, ItemKind::Project);
                let weight = if ready {
                    25
                } else {
                    u32::from(self.chance.percent(20))
                };
                self.meeting(
                    weight,
                    Role::AgencyClerk,
                    m,
                    OnMeeting::Add(ItemKind::Project, p),
                );
            }
            if project.can("cancel") {
                self.meeting(1, Role::CityHrss, m, OnMeeting::Add(ItemKind::Cancel, p));
            }
        }
        self.meeting(1, Role::CityHrss, m, OnMeeting::Add(ItemKind::Other, 0));
        let (secretary, i) = (self.secretary(), self.chance.below(meeting.items.len()));
        self.item(1, secretary, m, i, OnItem::Drop);
    }

    fn convened(&mut self, m: usize, meeting: &Meeting) {
        let early = self.today() < meeting.planned;
        self.meeting(
            if early { 1 } else { 25 },
            Role::CityHrss,
            m,
            OnMeeting::Open,
        );
        self.meeting(1, Role::CityHrss, m, OnMeeting::Cancel(true));
        let i = self.chance.below(meeting.items.len());
        self.work_on(m, i, &meeting.items[i], 2);
    }

    /// Presence, reports, motions and opinions, and then the minutes.
    fn floor(&mut self, m: usize, meeting: &Meeting, eager: u32) {
        let mut complete = true;
        for (member, seat) in &meeting.seats {
            let known = seat.presence.is_some();
            complete &= known;
            let presence = match self.chance.below(100) {
                0..4 => Presence::Absent,
                4..12 => Presence::Delegate,
                12..20 => Presence::Written,
                _ => Presence::Present,
            };
            let secretary = self.secretary();
            let act = OnMeeting::Presence(*member, presence);
            let weight = if known { 1 } else { 25 * eager };
            self.push(weight, secretary, Act::Meeting(m, Seen::Now, act));
        }
        for (i, item) in meeting.items.iter().enumerate() {
            if item.dropped {
                continue;
            }
            let done = if item.is_report() {
                item.reported
            } else {
                item.motion.is_some() && item.opinions.len() == Member::ALL.len()
            };
            complete &= done;
            let weight = if done {
                u32::from(self.chance.percent(15))
            } else {
                15 * eager
            };
            self.work_on(m, i, item, weight);
        }
        self.meeting(
            if complete { 40 } else { 1 },
            Role::AgencyClerk,
            m,
            OnMeeting::Minutes,
        );
        let (secretary, i) = (self.secretary(), self.chance.below(meeting.items.len()));
        self.item(1, secretary, m, i, OnItem::Turn);
    }

    /// What an item still lacks.
    fn work_on(&mut self, m: usize, i: usize, item: &Item, weight: u32) {
        if weight == 0 {
            return;
        }
        let reporter = match item.kind {
            ItemKind::FeeUse => Some(self.chance.pick(&[Role::CityFinance, Role::AgencyClerk])),
            ItemKind::Injuries => Some(Role::CityHrss),
            ItemKind::Diseases => Some(Role::CityHealth),
            ItemKind::Accidents => Some(Role::CityEmergency),
            _ => None,
        };
        if let Some(role) = reporter {
            let none = self.chance.percent(20);
            let (who, act) = (self.of(role), OnItem::Report { none, good: true });
            self.item(weight, who, m, i, act);
            return;
        }
        let secretary = self.secretary();
        let act = self.motion(item);
        self.item(
            if item.motion.is_some() { 1 } else { weight },
            secretary,
            m,
            i,
            act,
        );
        if item.motion.is_none() {
            return;
        }
        for member in Member::ALL {
            let opinion = match self.chance.below(100) {
                0..3 => Opinion::Object,
                3..10 => Opinion::Abstain,
                _ => Opinion::Agree,
            };
            let said = item.opinions.contains_key(member);
            let who = self.of(holder(*member));
            self.item(
                if said { 1 } else { weight },
                who,
                m,
                i,
                OnItem::Vote(opinion, true),
            );
        }
    }

    fn motion(&mut self, item: &Item) -> OnItem {
        let motion = match self.chance.below(100) {
            0..6 => Motion::Reject,
            6..13 => Motion::Defer,
            _ => Motion::Approve,
        };
        let amount = match item.subject {
            Some(p) if item.kind == ItemKind::Project => match self.chance.below(10) {
                0..3 => {
                    let most = self.model.projects[p].requested;
                    Some(self.edge(Some(p), item.plan_year, most))
                }
                3 => Some(self.chance.between(1, item.proposed.max(1))),
                _ => None,
            },
            _ => None,
        };
        OnItem::Move {
            motion,
            amount,
            good: true,
        }
    }

    fn drafted(&mut self, m: usize, meeting: &Meeting) {
        for (member, seat) in &meeting.seats {
            let confirmed = seat.confirmation == Some(Confirmation::Confirmed);
            let objects = self.chance.percent(6);
            let answer = if objects {
                Confirmation::Objected
            } else {
                Confirmation::Confirmed
            };
            let act = OnMeeting::Confirm(answer, true);
            self.meeting(if confirmed { 1 } else { 20 }, holder(*member), m, act);
        }
        if meeting.disputed() {
            self.floor(m, meeting, 1);
            let weight = if meeting.corrected { 20 } else { 4 };
            self.meeting(weight, Role::AgencyClerk, m, OnMeeting::Minutes);
        }
    }
}
