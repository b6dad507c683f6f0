//! The walk: random steps by random people, each done for real and by the model, and both the same.
//!
//! `YUFANG_SEED` and `YUFANG_STEPS` say where it begins and how long it goes on. A walk of many steps
//! is several walks in fresh databases, with one seed after the other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

use chrono::Days;
use domain::TenantId;
use domain::contract::{Answer, Fault};

use super::act::{Act, OnProject, Step};
use super::actors::{Cast, TENANTS};
use super::chance::Chance;
use super::facts::Facts;
use super::rules::Verdict;
use super::run::Runner;
use super::state::Model;
use super::workdays::day;
use super::{generate, invariants, isolation, observe};
use crate::testkit::{World, moment};

/// Where the walk begins when nobody says otherwise.
const SEED: u64 = 20_201_116;
/// So many steps take a quarter of a minute in a debug build, and less than one beside other work.
const STEPS: usize = 800;
/// Steps in one database: about a year and a half of three cities.
const ONE_WALK: usize = 2_500;
/// How often what is expensive is looked at.
const LOOK_ROUND: usize = 50;

/// A number of the environment.
pub(super) fn setting(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name}={text}")),
        Err(_) => otherwise,
    }
}

/// How often each kind of step was done and refused.
#[derive(Default)]
struct Tally(BTreeMap<String, (usize, usize)>);

impl Tally {
    fn count(&mut self, act: &Act, done: bool) {
        let (yes, no) = self.0.entry(act.name()).or_default();
        *(if done { yes } else { no }) += 1;
    }

    fn sums(&self) -> (usize, usize) {
        self.0
            .values()
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    fn table(&self) -> String {
        let mut out = String::new();
        for (name, (done, refused)) in &self.0 {
            let _ = writeln!(out, "  {name:<24} {done:>6} done {refused:>6} refused");
        }
        out
    }
}

struct Walk<'a> {
    runner: Runner<'a>,
    model: Model,
    chance: Chance,
    seed: u64,
    /// What was done; what was refused changed nothing.
    done: Vec<(usize, Step)>,
    events: i64,
    /// How often a step was refused: what is never possible is not tried for ever.
    vain: BTreeMap<String, usize>,
    tally: &'a mut Tally,
}

impl Walk<'_> {
    /// Says what was wrong and how to come there again.
    fn fail(&self, no: usize, step: &Step, what: &str) -> ! {
        let mut list = String::new();
        for (no, step) in &self.done {
            let _ = writeln!(list, "{no:>5} {:<14} {:?}", self.name(step.who), step.act);
        }
        let path = format!("{}/model-{}.txt", std::env::temp_dir().display(), self.seed);
        let _ = std::fs::write(&path, &list);
        let last: Vec<&str> = list.lines().rev().take(25).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        panic!(
            "{what}\n\nstep {no} on {}: {} {:?}\nthe last that were done (all of them in {path}):\n{}\nagain with YUFANG_SEED={} YUFANG_STEPS={}",
            self.model.today,
            self.name(step.who),
            step.act,
            last.join("\n"),
            self.seed,
            no + 1
        );
    }

    fn name(&self, who: usize) -> &str {
        &self.runner.cast.logins[who]
    }

    async fn step(&mut self, no: usize) {
        let step = self.choose();
        let answer = self.runner.perform(&self.model, &step, no).await;
        let verdict = self.model.step(&step);
        if let Some(wrong) = differ(&verdict, &answer) {
            self.fail(no, &step, &wrong);
        }
        self.runner.name_the_born(&mut self.model).await;
        self.tally.count(&step.act, verdict.is_ok());
        self.history(no, &step, verdict.is_ok()).await;
        if verdict.is_ok() {
            self.done.push((no, step.clone()));
        } else {
            *self.vain.entry(format!("{step:?}")).or_default() += 1;
        }
        self.compare(no, &step).await;
        if no % LOOK_ROUND == LOOK_ROUND - 1 {
            self.look_round(no, &step).await;
        }
    }

    /// Something near; another thing, mostly, where it was refused twice already.
    fn choose(&mut self) -> Step {
        loop {
            let step = generate::next(&self.model, &mut self.chance);
            let tried = self
                .vain
                .get(&format!("{step:?}"))
                .is_some_and(|times| *times > 1);
            if !tried || self.chance.percent(15) {
                return step;
            }
        }
    }

    /// Every row of every city is as the model has it: no more, no less, nothing else.
    async fn compare(&self, no: usize, step: &Step) {
        let mut tx = self.runner.world.admin.begin().await.expect("begin");
        for (city, tenant) in TENANTS.into_iter().enumerate() {
            let found = observe::facts(&mut tx, TenantId(tenant)).await;
            let wanted = self.model.facts(city);
            if found != wanted {
                let missing = lines(&wanted, &found);
                let extra = lines(&found, &wanted);
                let what = format!(
                    "city {city}\nonly in the model:\n{missing}only in the database:\n{extra}"
                );
                self.fail(no, step, &what);
            }
        }
    }

    /// What was done is in the history under the right name and city, what was not is nowhere (R006).
    async fn history(&mut self, no: usize, step: &Step, done: bool) {
        let mut tx = self.runner.world.admin.begin().await.expect("begin");
        let events = observe::events_after(&mut tx, self.events).await;
        drop(tx);
        self.events = events.last().map_or(self.events, |(id, ..)| *id);
        let silent = match &step.act {
            Act::Tick(_) | Act::Look(_) => true,
            _ => !done || self.model.idle,
        };
        // Saves of one sitting share a row.
        let writes = matches!(step.act, Act::Project(_, _, OnProject::Write(_)));
        let person = self.model.cast[step.who];
        let strange = |(_, tenant, account): &&(i64, i32, i64)| {
            let city = person.city.map(|city| TENANTS[city]);
            *account != person.account || city.is_some_and(|city| city != *tenant)
        };
        if silent != events.is_empty() && !writes || events.iter().any(|one| strange(&one)) {
            self.fail(no, step, &format!("the history got {events:?}"));
        }
    }

    async fn look_round(&self, no: usize, step: &Step) {
        let broken = invariants::broken(self.runner.world, &self.model).await;
        if !broken.is_empty() {
            self.fail(no, step, &broken.join("\n"));
        }
        let leaks = isolation::leaks(self.runner.world, &self.model).await;
        if !leaks.is_empty() {
            self.fail(no, step, &leaks.join("\n"));
        }
    }
}

fn lines(one: &Facts, other: &Facts) -> String {
    one.difference(other).fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "  {line}");
        out
    })
}

/// How the answer is not what the rules say.
fn differ(verdict: &Verdict, answer: &Answer<()>) -> Option<String> {
    match (verdict, answer) {
        (Ok(()), Ok(())) => None,
        (_, Err(Fault::Internal(id))) => Some(format!("an internal failure {id}")),
        (Ok(()), Err(fault)) => Some(format!("the rules allow it, the program: {fault}")),
        (Err(whys), Ok(())) => Some(format!(
            "the rules refuse it for {whys:?}, the program does it"
        )),
        (Err(whys), Err(Fault::Refused(refusal))) => {
            let known = whys.contains(&refusal.kind());
            let text = format!("the rules refuse it for {whys:?}, the program for {refusal:?}");
            (!known).then_some(text)
        }
    }
}

/// One walk in a database of its own.
async fn walk(seed: u64, steps: usize, tally: &mut Tally) {
    let world = World::empty().await;
    let cast = Cast::gather(&world).await;
    let mut chance = Chance::new(seed);
    let first = day("2026-04-01") + Days::new(chance.below(150) as u64);
    world.clock.set(moment(first, 10, 0));
    let mut model = Model::new(first, cast.people.clone(), cast.orgs.clone());
    cast.stands_at_first(&mut model);
    let mut walk = Walk {
        runner: Runner {
            world: &world,
            cast: &cast,
        },
        model,
        chance,
        seed,
        done: Vec::new(),
        events: 0,
        vain: BTreeMap::new(),
        tally,
    };
    for no in 0..steps {
        walk.step(no).await;
    }
    if let Some((no, step)) = walk.done.last() {
        walk.look_round(*no, step).await;
    }
    let last = walk.model.today;
    println!(
        "seed {seed}: {steps} steps, {first} to {last}, {}",
        states(&walk.model)
    );
}

/// How many projects stand where.
fn states(model: &Model) -> String {
    let mut states: BTreeMap<_, usize> = BTreeMap::new();
    for project in &model.projects {
        *states.entry(project.state.code()).or_default() += 1;
    }
    let states: Vec<_> = states
        .iter()
        .map(|(state, count)| format!("{state} {count}"))
        .collect();
    format!(
        "{} meetings, {} projects: {}",
        model.meetings.len(),
        model.projects.len(),
        states.join(", ")
    )
}

#[tokio::test]
async fn random_steps_do_what_the_rules_say() {
    let seed = setting("YUFANG_SEED", SEED);
    let steps = usize::try_from(setting("YUFANG_STEPS", STEPS as u64)).expect("steps");
    let (began, mut tally, mut left, mut at) = (Instant::now(), Tally::default(), steps, seed);
    while left > 0 {
        let now = left.min(ONE_WALK);
        walk(at, now, &mut tally).await;
        (left, at) = (left - now, at + 1);
    }
    let (done, refused) = tally.sums();
    println!(
        "{}{steps} steps from seed {seed}: {done} done, {refused} refused, {:.1} s",
        tally.table(),
        began.elapsed().as_secs_f64()
    );
}
