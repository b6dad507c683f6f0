//! What to try next: mostly something that lies near, sometimes spoiled in one respect, sometimes the
//! clock. The same model and the same chance give the same step.

mod beside;
mod meeting;
mod money;
mod project;
mod year;

use chrono::{Datelike, Days, NaiveDate};
use domain::state::BanState;

use super::act::{Act, Seen, Step};
use super::actors::{EVERYBODY, FIRST_ORG, ORGS, POSTS, post};
use super::chance::Chance;
use super::state::{CITIES, Model};
use super::workdays::day;

/// After it the clock stands still: every clock of the rules still ends within the known calendar.
const LAST_DAY: &str = "2027-09-29";

/// What lies near, by weight.
pub(super) struct Near<'a> {
    pub model: &'a Model,
    pub chance: &'a mut Chance,
    pub city: usize,
    pub out: Vec<(u32, Step)>,
}

impl Near<'_> {
    /// What has its time is tried much more often than what has not.
    pub(super) fn push(&mut self, weight: u32, who: usize, act: Act) {
        let weight = if weight > 1 { weight * 6 } else { weight };
        self.out.push((weight, Step { who, act }));
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.model.today
    }

    /// The plan years people work on.
    pub(super) fn years(&self) -> [i32; 2] {
        let year = self.model.today.year();
        [year + 1, year]
    }

    /// An amount at the edge of what a year of the city still has, or just beyond it.
    pub(super) fn edge(&mut self, p: Option<usize>, year: i32, most: i64) -> i64 {
        let free = self
            .model
            .cap(self.city, year)
            .map_or(most, |cap| cap - self.model.committed(self.city, year, p));
        let free = free + i64::from(self.chance.percent(40));
        free.clamp(1, most.max(1))
    }
}

/// The next step.
pub(super) fn next(model: &Model, chance: &mut Chance) -> Step {
    let who = chance.below(EVERYBODY);
    let roll = chance.below(1000);
    if roll < 45 && model.today < day(LAST_DAY) {
        let act = Act::Tick(later(model, chance));
        return Step { who, act };
    }
    if roll < 90 && !model.projects.is_empty() {
        let p = chance.below(model.projects.len());
        let who = if chance.percent(60) {
            post(model.projects[p].city, chance.below(POSTS.len()))
        } else {
            who
        };
        let act = Act::Look(p);
        return Step { who, act };
    }
    let city = chance.below(CITIES);
    let mut near = Near {
        model,
        chance,
        city,
        out: Vec::new(),
    };
    near.of_years();
    near.of_meetings();
    near.of_projects();
    near.of_cases();
    near.of_bans();
    let out = std::mem::take(&mut near.out);
    let mut step = chance.weighed(out).expect("something lies near");
    if chance.percent(22) {
        spoil(model, chance, &mut step);
    }
    step
}

/// Some days on: often to the last day of a clock, or just past it.
fn later(model: &Model, chance: &mut Chance) -> NaiveDate {
    let today = model.today;
    let due = model
        .projects
        .iter()
        .flat_map(|project| &project.deadlines)
        .filter(|clock| clock.stopped.is_none())
        .map(|clock| clock.due)
        .chain(
            model
                .meetings
                .iter()
                .filter(|one| !one.over())
                .map(|one| one.planned),
        )
        .chain(
            model
                .ban_cases
                .iter()
                .filter(|one| one.state == BanState::Proposed)
                .map(|one| one.hear_until),
        )
        .filter(|due| *due >= today)
        .min();
    let roll = chance.below(100);
    let near = due.filter(|due| *due <= today + Days::new(25));
    let to = match near {
        Some(due) if roll < 15 => due,
        Some(due) if roll < 25 => due + Days::new(1),
        _ if roll < 60 => today + Days::new(1),
        _ if roll < 96 => today + Days::new(2 + chance.below(5) as u64),
        _ => today + Days::new(10 + chance.below(20) as u64),
    };
    to.clamp(today, day(LAST_DAY))
}

/// One thing about the step is not as it should be.
fn spoil(model: &Model, chance: &mut Chance, step: &mut Step) {
    let roll = chance.below(100);
    if roll < 20
        && let Some(seen) = step.act.seen_mut()
    {
        *seen = Seen::Old;
        return;
    }
    if roll < 40
        && let Some(good) = step.act.good_mut()
    {
        *good = false;
        return;
    }
    if roll < 55
        && let Some(amount) = step.act.amount_mut()
    {
        *amount = match chance.below(4) {
            0 => *amount + 1,
            1 => *amount * 2,
            2 => (*amount / 4).max(1),
            _ => (*amount - 1).max(1),
        };
        return;
    }
    if roll < 70
        && let Some(project) = step.act.project_mut()
    {
        *project = chance.below(model.projects.len());
        return;
    }
    step.who = if chance.percent(25) {
        FIRST_ORG + chance.below(ORGS.len())
    } else {
        chance.below(EVERYBODY)
    };
}
