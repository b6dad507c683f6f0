//! The ban list: proposed by the agency or by the end of a project, the unit heard, decided by 人社,
//! in every city (machine 2.7; R085, A21, A39, I9).

use chrono::NaiveDate;
use domain::access::Role;
use domain::state::BanState;

use super::super::act::{OnBan, OnProject, Seen};
use super::super::machines::BAN;
use super::super::state::{Ban, BanCase, Born, Model};
use super::super::tables::lead;
use super::super::workdays;
use super::{Verdict, refuse, years_from};

/// Working days in which the unit may state its case.
const HEARING_DAYS: u32 = 10;
/// Years a ban lasts.
const YEARS: u32 = 3;

fn to(from: BanState, event: &str) -> Option<BanState> {
    lead(BAN, from, event).and_then(BanState::from_code)
}

impl Model {
    fn ban_open(&self, city: usize, org: usize) -> bool {
        self.ban_cases
            .iter()
            .any(|case| (case.city, case.org) == (city, org) && to(case.state, "drop").is_some())
    }

    fn new_ban_case(
        &mut self,
        who: usize,
        city: usize,
        org: usize,
        about: Option<usize>,
        automatic: bool,
    ) {
        self.ban_cases.push(BanCase {
            id: 0,
            city,
            org,
            project: about,
            automatic,
            state: BanState::Proposed,
            by: self.cast[who].account,
            hear_until: workdays::after(self.today, HEARING_DAYS),
        });
        self.born.push(Born::BanCase(self.ban_cases.len() - 1));
    }

    pub(super) fn propose_ban(
        &mut self,
        who: usize,
        org: usize,
        about: Option<usize>,
        good: bool,
    ) -> Verdict {
        let city = self.cast[who].city.expect("a post of a city");
        let strange = about.is_some_and(|p| {
            let project = &self.projects[p];
            project.city != city || !project.submitted || project.unit != Some(org)
        });
        refuse([
            (!good, "Required"),
            (strange, "UnknownChoice"),
            (self.ban_open(city, org), "WrongState"),
        ])?;
        self.new_ban_case(who, city, org, about, false);
        Ok(())
    }

    /// What follows from the end of a project (A39): nobody is banned by itself, and nobody is
    /// proposed twice.
    pub(super) fn after_the_end(&mut self, who: usize, p: usize, act: &OnProject) {
        if !matches!(act, OnProject::Decide { .. } | OnProject::Terminate { .. }) {
            return;
        }
        let project = &self.projects[p];
        let (city, unit) = (project.city, project.unit.expect("carried out"));
        if !self.ban_open(city, unit) {
            self.new_ban_case(who, city, unit, Some(p), true);
        }
    }

    pub(super) fn on_ban(&mut self, who: usize, b: usize, seen: Seen, act: OnBan) -> Verdict {
        let (person, case) = (self.cast[who], &self.ban_cases[b]);
        let theirs = match person.role {
            Role::Organisation => person.org == Some(case.org),
            _ => person.city == Some(case.city),
        };
        refuse([(!theirs, "NotFound")])?;
        let event = match act {
            OnBan::State(_) | OnBan::CloseHearing => "heard",
            OnBan::Decide { .. } => "ban",
            OnBan::Drop(_) => "drop",
            OnBan::Revoke(_) => "revoke",
        };
        let next = to(case.state, event);
        refuse([(next.is_none(), "WrongState"), (seen == Seen::Old, "Stale")])?;
        let decides = matches!(act, OnBan::Decide { .. } | OnBan::Drop(_));
        refuse([(decides && case.by == person.account, "SameDecider")])?;
        match act {
            OnBan::State(good) | OnBan::Drop(good) => refuse([(!good, "Required")])?,
            OnBan::CloseHearing => {
                refuse([(self.today <= case.hear_until, "HearingOpen")])?;
            }
            OnBan::Decide { from, good } => self.ban_from(b, from, good)?,
            OnBan::Revoke(good) => self.lift(b, good)?,
        }
        self.ban_cases[b].state = next.expect("judged");
        Ok(())
    }

    fn ban_from(&mut self, b: usize, from: NaiveDate, good: bool) -> Verdict {
        refuse([(!good, "Required"), (from < self.today, "DateTooEarly")])?;
        let case = &self.ban_cases[b];
        self.bans.push(Ban {
            city: case.city,
            org: case.org,
            case: b,
            first: from,
            last: years_from(from, YEARS),
            revoked: None,
        });
        Ok(())
    }

    /// What has expired is over by itself.
    fn lift(&mut self, b: usize, good: bool) -> Verdict {
        let today = self.today;
        let ban = self.bans.iter_mut().find(|ban| ban.case == b);
        let ban = ban.expect("in force");
        refuse([(today > ban.last, "WrongState")])?;
        refuse([(!good, "Required")])?;
        ban.revoked = Some(today);
        Ok(())
    }
}
