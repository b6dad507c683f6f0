//! The base of the cap, the cap itself, what may exceed it, the forecast and the fee plan (R002, R018,
//! R115-R117, A01, A02, A09).

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::access::Role;
use domain::state::{BaseStatus, EntryState, FeePlanState, ProjectState};

use super::super::act::{OnEntry, OnYear, Seen};
use super::super::machines::FEE_PLAN;
use super::super::state::{Base, Born, Entry, FeePlan, Model, Override};
use super::super::tables::lead;
use super::{Verdict, refuse, three_percent};

impl Model {
    pub(super) fn on_year(&mut self, who: usize, year: i32, act: &OnYear) -> Verdict {
        let city = self.cast[who].city.expect("a post of a city");
        match act {
            OnYear::Base {
                status,
                levy,
                remitted,
            } => self.enter_base(city, year, *status, *levy, *remitted),
            OnYear::Forecast(figures) => {
                refuse([(year > self.today.year() + 1, "UnknownChoice")])?;
                self.cities[city].forecasts.insert(year, *figures);
                Ok(())
            }
            OnYear::AskOverride { amount, good } => {
                refuse([
                    (self.cap(city, year).is_none(), "NoFundBase"),
                    (!good, "Required"),
                ])?;
                self.overrides.push(Override {
                    id: 0,
                    city,
                    year,
                    amount: *amount,
                    hrss: false,
                    finance: false,
                });
                self.born.push(Born::Override(self.overrides.len() - 1));
                Ok(())
            }
            OnYear::CompilePlan { seen, amount } => self.compile_plan(city, year, *seen, *amount),
            OnYear::ApprovePlan(seen) => self.advance_plan(city, year, *seen, "approve"),
            OnYear::ReviewPlan(seen) => self.advance_plan(city, year, *seen, "review"),
            OnYear::AllocatePlan(seen) => self.advance_plan(city, year, *seen, "allocate"),
            OnYear::FreezeList(seen) => self.freeze_list(city, year, *seen),
            OnYear::Public {
                amount,
                start,
                end,
                good,
            } => self.public_project(city, year, *amount, (*start, *end), *good),
            OnYear::FreezeAnalysis(_) | OnYear::Suggest(_) | OnYear::DraftAreas(_) => {
                self.on_area_year(city, year, act)
            }
        }
    }

    fn enter_base(
        &mut self,
        city: usize,
        year: i32,
        status: BaseStatus,
        levy: i64,
        remitted: i64,
    ) -> Verdict {
        let this_year = self.today.year();
        let of_year = |entry: &&Entry| entry.city == city && entry.year == year;
        let waits = |entry: &Entry| entry.state == EntryState::Pending;
        let closed = |entry: &Entry| {
            entry.state == EntryState::Confirmed && entry.status == BaseStatus::Final
        };
        refuse([
            (year > this_year, "UnknownChoice"),
            (
                status == BaseStatus::Final && year == this_year,
                "YearNotOver",
            ),
            (remitted > levy, "AmountTooLarge"),
            (self.entries.iter().filter(of_year).any(waits), "WrongState"),
            (
                status == BaseStatus::Estimated && self.entries.iter().filter(of_year).any(closed),
                "WrongState",
            ),
        ])?;
        self.entries.push(Entry {
            id: 0,
            city,
            year,
            status,
            state: EntryState::Pending,
            levy,
            remitted,
        });
        self.born.push(Born::Entry(self.entries.len() - 1));
        Ok(())
    }

    pub(super) fn on_entry(
        &mut self,
        who: usize,
        entry: usize,
        seen: Seen,
        act: OnEntry,
    ) -> Verdict {
        let city = self.entries[entry].city;
        refuse([(self.cast[who].city != Some(city), "NotFound")])?;
        refuse([
            (
                self.entries[entry].state != EntryState::Pending,
                "WrongState",
            ),
            (seen == Seen::Old, "Stale"),
        ])?;
        if let OnEntry::Return(good) = act {
            refuse([(!good, "Required")])?;
            self.entries[entry].state = EntryState::Returned;
            return Ok(());
        }
        let row = &mut self.entries[entry];
        row.state = EntryState::Confirmed;
        let (year, base) = (
            row.year,
            Base {
                levy: row.levy,
                remitted: row.remitted,
                status: row.status,
            },
        );
        self.cities[city].bases.insert(year, base);
        self.note_excess(city, year + 1);
        Ok(())
    }

    /// A lower base, or the first one of a later year, can leave the cap below what is committed
    /// already: that stands, and blocks whatever is new (A01, A02).
    pub(in super::super) fn note_excess(&mut self, city: usize, year: i32) {
        let committed = self.committed(city, year, None);
        let over = self.cap(city, year).is_none_or(|cap| committed > cap);
        if over {
            self.cities[city].excess.insert(year, committed);
        } else {
            self.cities[city].excess.remove(&year);
        }
    }

    /// 3% of the levy of the year before, net of what was remitted, and the overrides with both
    /// consents; `None` without a base (R116, R117).
    pub(in super::super) fn cap(&self, city: usize, year: i32) -> Option<i64> {
        let base = self.cities[city].bases.get(&(year - 1))?;
        let consented: i64 = self
            .overrides
            .iter()
            .filter(|one| one.city == city && one.year == year && one.hrss && one.finance)
            .map(|one| one.amount)
            .sum();
        Some(three_percent(base.levy - base.remitted) + consented)
    }

    /// All allocations of a year: lines that are not released, and of projects in the plan whose
    /// budget is not approved what they have not put into lines.
    pub(in super::super) fn committed(
        &self,
        city: usize,
        year: i32,
        without: Option<usize>,
    ) -> i64 {
        self.projects
            .iter()
            .enumerate()
            .filter(|(p, project)| project.city == city && Some(*p) != without)
            .map(|(p, _)| self.takes(p).get(&year).copied().unwrap_or(0))
            .sum()
    }

    /// What a project takes of each year.
    pub(in super::super) fn takes(&self, p: usize) -> BTreeMap<i32, i64> {
        let project = &self.projects[p];
        let mut years: BTreeMap<i32, i64> = project
            .lines
            .iter()
            .filter(|(_, line)| !line.released)
            .map(|(year, line)| (*year, line.amount))
            .collect();
        if matches!(
            project.state,
            ProjectState::Determined | ProjectState::Filed
        ) {
            let rest = project.approved - years.values().sum::<i64>();
            *years.entry(project.plan_year).or_default() += rest;
        }
        years
    }

    /// Whether lines of a project fit under the caps of their years, each by name of the refusal. A
    /// year after the plan year whose base is not known yet is looked at when it is (A02).
    pub(super) fn fits(&self, p: usize, lines: &BTreeMap<i32, i64>) -> Vec<&'static str> {
        let (city, plan_year) = (self.projects[p].city, self.projects[p].plan_year);
        let mut whys = Vec::new();
        for (year, amount) in lines {
            match self.cap(city, *year) {
                None if *year > plan_year => {}
                None => whys.push("NoFundBase"),
                Some(cap) if self.committed(city, *year, Some(p)) + amount > cap => {
                    whys.push("OverCap");
                }
                Some(_) => {}
            }
        }
        whys
    }

    pub(super) fn consent(
        &mut self,
        who: usize,
        request: usize,
        seen: Seen,
        good: bool,
    ) -> Verdict {
        let hrss = self.cast[who].role == Role::RegionHrss;
        let row = &mut self.overrides[request];
        let mine = if hrss {
            &mut row.hrss
        } else {
            &mut row.finance
        };
        refuse([(*mine, "WrongState"), (seen == Seen::Old, "Stale")])?;
        refuse([(!good, "Required")])?;
        *mine = true;
        let (city, year) = (row.city, row.year);
        if self.cities[city].excess.contains_key(&year) {
            self.note_excess(city, year);
        }
        Ok(())
    }

    fn plan_of(&self, city: usize, year: i32) -> (FeePlanState, i64) {
        self.cities[city]
            .plans
            .get(&year)
            .map_or((FeePlanState::Draft, 0), |plan| (plan.state, plan.amount))
    }

    pub(super) fn allocated(&self, city: usize, year: i32) -> Option<i64> {
        let (state, amount) = self.plan_of(city, year);
        (state == FeePlanState::Allocated).then_some(amount)
    }

    fn compile_plan(&mut self, city: usize, year: i32, seen: Seen, amount: i64) -> Verdict {
        let (state, _) = self.plan_of(city, year);
        refuse([
            (lead(FEE_PLAN, state, "compile").is_none(), "WrongState"),
            (seen == Seen::Old, "Stale"),
        ])?;
        let cap = self.cap(city, year);
        let over = |cap: i64| amount > cap || self.committed(city, year, None) > cap;
        refuse([
            (cap.is_none(), "NoFundBase"),
            (cap.is_some_and(over), "OverCap"),
        ])?;
        let state = FeePlanState::Draft;
        self.cities[city]
            .plans
            .insert(year, FeePlan { state, amount });
        Ok(())
    }

    fn advance_plan(&mut self, city: usize, year: i32, seen: Seen, event: &str) -> Verdict {
        let (state, amount) = self.plan_of(city, year);
        let to = lead(FEE_PLAN, state, event).and_then(FeePlanState::from_code);
        refuse([(to.is_none(), "WrongState"), (seen == Seen::Old, "Stale")])?;
        refuse([(amount <= 0, "AmountNotPositive")])?;
        let state = to.expect("judged");
        self.cities[city]
            .plans
            .insert(year, FeePlan { state, amount });
        Ok(())
    }

    /// What keeps money of a year from being planned or leaving: benefits come first (R115).
    pub(super) fn benefits(&self, city: usize, year: i32, committed: i64) -> Option<&'static str> {
        let Some([opening, income, benefits]) = self.cities[city].forecasts.get(&year) else {
            return Some("NoForecast");
        };
        let planned = self.plan_of(city, year).1.max(committed);
        (opening + income - benefits < planned).then_some("BenefitsFirst")
    }
}
