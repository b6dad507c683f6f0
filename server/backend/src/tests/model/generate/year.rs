//! What lies near in the years of a city.

use chrono::{Datelike, Days};
use domain::access::Role;
use domain::state::{AreaState, BaseStatus, EntryState, FeePlanState, ListState};

use super::super::act::{Act, OnAreas, OnEntry, OnYear, Seen};
use super::super::actors::{FIRST_ORG, FIRST_REGION, POSTS, post};
use super::super::workdays::{day, october};
use super::Near;

/// Applications in the making a city deals with at a time.
const AT_A_TIME: usize = 9;

impl Near<'_> {
    /// Somebody of a post of this city.
    pub(super) fn of(&self, role: Role) -> usize {
        let at = POSTS.iter().position(|post| *post == role);
        post(self.city, at.expect("a post of a city"))
    }

    fn year(&mut self, weight: u32, role: Role, year: i32, act: OnYear) {
        let who = self.of(role);
        self.push(weight, who, Act::Year(year, act));
    }

    pub(super) fn of_years(&mut self) {
        for year in self.years() {
            self.base(year - 1);
            self.forecast(year);
            self.areas(year);
            self.applications(year);
            self.list(year);
            self.plan(year);
            self.overrides(year);
        }
        let waiting = |(_, one): &(usize, &super::super::state::Entry)| {
            one.city == self.city && one.state == EntryState::Pending
        };
        let entries: Vec<usize> = self
            .model
            .entries
            .iter()
            .enumerate()
            .filter(waiting)
            .map(|(e, _)| e)
            .collect();
        let finance = self.of(Role::CityFinance);
        for e in entries {
            self.push(30, finance, Act::Entry(e, Seen::Now, OnEntry::Confirm));
            self.push(3, finance, Act::Entry(e, Seen::Now, OnEntry::Return(true)));
        }
    }

    fn base(&mut self, year: i32) {
        let known = self.model.cities[self.city].bases.get(&year);
        let weight = if known.is_some() { 1 } else { 25 };
        let over = year < self.today().year();
        let status = if over {
            BaseStatus::Final
        } else {
            BaseStatus::Estimated
        };
        // Another figure is a little above or below the first; the first leaves room for a few projects.
        let levy = match known {
            Some(base) => {
                base.levy * self.chance.between(85, 108) / 100 + self.chance.between(0, 99)
            }
            None => self.chance.between(1_600_000_000, 9_000_000_000),
        };
        let remitted = levy / 10;
        let act = OnYear::Base {
            status,
            levy,
            remitted,
        };
        self.year(weight, Role::AgencyClerk, year, act);
    }

    fn forecast(&mut self, year: i32) {
        let known = self.model.cities[self.city].forecasts.contains_key(&year);
        let left = if self.chance.percent(12) {
            self.chance.between(0, 80_000_000)
        } else {
            25_000_000_000
        };
        let figures = [20_000_000_000, 30_000_000_000, 50_000_000_000 - left];
        let weight = if known { 1 } else { 15 };
        self.year(weight, Role::AgencyClerk, year, OnYear::Forecast(figures));
    }

    fn areas(&mut self, year: i32) {
        let city = &self.model.cities[self.city];
        let analysed = city.analyses.contains(&year);
        let sets: Vec<(usize, AreaState)> = self
            .model
            .areas
            .iter()
            .enumerate()
            .filter(|(_, set)| set.city == self.city && set.year == year)
            .map(|(a, set)| (a, set.state))
            .collect();
        let settled = sets.iter().any(|(_, state)| {
            matches!(
                state,
                AreaState::Analysed
                    | AreaState::OnAgenda
                    | AreaState::Decided
                    | AreaState::Published
                    | AreaState::Closed
            )
        });
        let next = year > self.today().year();
        let (clerk, hrss) = (Role::AgencyClerk, self.of(Role::CityHrss));
        self.year(
            if analysed || !next { 1 } else { 20 },
            clerk,
            year,
            OnYear::FreezeAnalysis(true),
        );
        let member = self
            .chance
            .pick(&[Role::CityHrss, Role::CityHealth, Role::CityEmergency]);
        self.year(1, member, year, OnYear::Suggest(true));
        let weight = if analysed && !settled { 20 } else { 1 };
        self.year(weight, clerk, year, OnYear::DraftAreas(true));
        let late = self.today() > october(year);
        let closed = sets.iter().any(|(_, state)| *state == AreaState::Closed);
        for (a, state) in sets {
            let publish = Act::Areas(a, Seen::Now, OnAreas::Publish(true));
            match state {
                AreaState::Decided => self.push(if closed { 1 } else { 30 }, hrss, publish),
                AreaState::Published => {
                    self.push(1, hrss, publish);
                    let close = Act::Areas(a, Seen::Now, OnAreas::Close);
                    self.push(1 + 2 * u32::from(late), hrss, close);
                }
                _ => {}
            }
        }
    }

    fn applications(&mut self, year: i32) {
        let live = self
            .model
            .projects
            .iter()
            .filter(|project| project.city == self.city && project.early())
            .count();
        let open = self.model.open(self.city, year);
        let weight = u32::from(open && live < AT_A_TIME);
        let org = self.chance.below(2);
        let create = Act::Create {
            city: self.city,
            year,
        };
        self.push(weight * 10 + u32::from(live == 0), FIRST_ORG + org, create);
        let first = day(&format!("{year}-01-01"));
        let start = first.max(self.today()) + Days::new(self.chance.below(90) as u64);
        let days = if self.chance.percent(25) { 731 } else { 300 };
        let end = start + Days::new(60 + self.chance.below(days) as u64);
        let act = OnYear::Public {
            amount: self.chance.between(2_000_000, 26_000_000),
            start,
            end,
            good: true,
        };
        self.year(
            weight * 8 + u32::from(live == 0),
            Role::AgencyClerk,
            year,
            act,
        );
    }

    fn list(&mut self, year: i32) {
        let list = self.model.newest_list(self.city, year);
        let rows = list.map_or(0, |list| {
            list.rows.values().filter(|row| !row.dropped).count()
        });
        if list.is_some_and(|list| list.state == ListState::Draft) {
            let weight = 2 + 4 * u32::try_from(rows.min(5)).expect("few");
            self.year(
                weight,
                Role::AgencyReviewer,
                year,
                OnYear::FreezeList(Seen::Now),
            );
        }
    }

    fn plan(&mut self, year: i32) {
        let plan = self.model.cities[self.city].plans.get(&year);
        let (state, amount) =
            plan.map_or((FeePlanState::Draft, 0), |plan| (plan.state, plan.amount));
        let seen = Seen::Now;
        if self.model.cap(self.city, year).is_some() {
            let most = self.model.cap(self.city, year).unwrap_or(1);
            let wanted = if self.chance.percent(60) {
                most - self.chance.between(0, most / 3)
            } else {
                most + self.chance.between(0, 1)
            };
            let act = OnYear::CompilePlan {
                seen,
                amount: wanted.max(1),
            };
            self.year(if amount > 0 { 1 } else { 8 }, Role::AgencyClerk, year, act);
        }
        match state {
            FeePlanState::Draft if amount > 0 => {
                self.year(6, Role::CityHrss, year, OnYear::ApprovePlan(seen));
            }
            FeePlanState::HrssApproved => {
                self.year(10, Role::CityFinance, year, OnYear::ReviewPlan(seen));
            }
            FeePlanState::FinanceReviewed => {
                self.year(10, Role::CityFinance, year, OnYear::AllocatePlan(seen));
            }
            _ => {}
        }
    }

    fn overrides(&mut self, year: i32) {
        let amount = self.chance.between(1, 30_000_000);
        let act = OnYear::AskOverride { amount, good: true };
        self.year(1, Role::AgencyClerk, year, act);
        let open: Vec<(usize, bool, bool)> = self
            .model
            .overrides
            .iter()
            .enumerate()
            .filter(|(_, one)| one.city == self.city && one.year == year)
            .map(|(o, one)| (o, one.hrss, one.finance))
            .collect();
        for (o, hrss, finance) in open {
            for (at, done) in [hrss, finance].into_iter().enumerate() {
                if !done {
                    self.push(3, FIRST_REGION + at, Act::Override(o, Seen::Now, true));
                }
            }
        }
    }
}
