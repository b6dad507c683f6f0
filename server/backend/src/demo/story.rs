//! A project's story: what it is, and which steps happen to it on which days.

mod meanwhile;

use chrono::{Datelike, Days, NaiveDate};
use domain::Money;
use domain::period::two_years_from;

use super::act::Act;
use super::birth::Birth;
use super::days::{Almanac, Season};
use super::dice::Dice;
use super::papers::{Paper, papers};
use super::script::{self, Facts, Station, Step};
use super::words;

/// What is decided about a story before its days are known.
#[derive(Clone, Debug)]
pub(crate) struct Plot {
    /// The city's place in the order of codes.
    pub city: u32,
    /// Where it stops for now; `Ended` = as far as the days allow.
    pub stop: Station,
    pub days: When,
    /// Whether the period has passed while the work goes on, or runs two years.
    pub period: Period,
    pub seed: u64,
}

/// How the days are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// The season of a plan year, then the contract after so many days of that year.
    Year(i32, u32),
    /// The last step so many working days ago.
    Ago(u32),
}

/// How long the project is to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    /// As long as the work needs, and some weeks.
    Enough,
    /// It ended days ago.
    Over,
    /// The longest there is.
    TwoYears,
    /// From some weeks ago until next year.
    Current,
    /// The agreement was for less than what was approved, and is extended while the work goes on.
    Extended,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Paper(Paper),
    Act(Act),
    Cancel,
}

/// A story with its days.
pub(crate) struct Story {
    pub birth: Birth,
    pub plan_year: i32,
    /// Whether the city determined that year's plan too late.
    pub late: bool,
    pub scenes: Vec<(NaiveDate, Deed)>,
    /// Its allocation by year.
    pub budget: Vec<(i32, Money)>,
}

/// The days of a plot: the plan year, and every step up to the stop; future steps are kept, so that
/// the period of the project is known, and cut later.
pub(crate) struct Layout {
    pub plan_year: i32,
    pub late: bool,
    pub scenes: Vec<(NaiveDate, Deed)>,
    pub start: NaiveDate,
    pub end: NaiveDate,
}

/// Finds the days. `late_year`: the plan year that this city determined too late, if it did.
pub(crate) fn layout(
    plot: &Plot,
    facts: &Facts,
    late_year: Option<i32>,
    almanac: &Almanac,
) -> Layout {
    let mut dice = Dice::new(plot.seed);
    let contract = until(script::chain(facts), plot.stop);
    let in_contract =
        contract.iter().any(|step| step.then == Some(plot.stop)) || plot.stop == Station::Ended;
    let steps = if in_contract { contract } else { Vec::new() };
    let gaps: Vec<u32> = steps.iter().map(|step| step.gap).collect();
    let days = match plot.days {
        When::Year(year, day) => almanac.forward(
            super::days::date(year, 1, 8) + Days::new(u64::from(day)),
            &gaps,
        ),
        When::Ago(age) => almanac.backward(age, &gaps),
    };
    let plan_year = plan_year(plot, &days, almanac.today);
    let late = late_year == Some(plan_year);
    let mut scenes = plan_scenes(plot, plan_year, late, almanac, &mut dice);
    let first = days
        .first()
        .copied()
        .unwrap_or_else(|| super::days::date(plan_year, 3, 1));
    let dated: Vec<(NaiveDate, Act)> = days
        .into_iter()
        .zip(steps.into_iter().map(|step| step.act))
        .collect();
    let (start, end) = period(plot, first, &dated, almanac.today);
    let dated = meanwhile::meanwhile(plot, facts, dated, end, almanac);
    scenes.extend(dated.into_iter().map(|(day, act)| (day, Deed::Act(act))));
    Layout {
        plan_year,
        late,
        scenes,
        start,
        end,
    }
}

/// The steps through the one that reaches a station; all of them when none does.
fn until(steps: Vec<Step>, stop: Station) -> Vec<Step> {
    let last = steps
        .iter()
        .position(|step| step.then == Some(stop))
        .map_or(steps.len(), |index| index + 1);
    steps.into_iter().take(last).collect()
}

/// The year whose plan a contract belongs to: its own, unless it was made in the first days of it.
fn plan_year(plot: &Plot, days: &[NaiveDate], today: NaiveDate) -> i32 {
    match (plot.days, days.first()) {
        (When::Year(year, _), _) => year,
        (When::Ago(_), Some(first)) => (*first - Days::new(7)).year(),
        (When::Ago(_), None) => today.year() + 1,
    }
}

/// Application, meeting, filing, budget: in their season, or counted back from today.
fn plan_scenes(
    plot: &Plot,
    plan_year: i32,
    late: bool,
    almanac: &Almanac,
    dice: &mut Dice,
) -> Vec<(NaiveDate, Deed)> {
    let papers: Vec<Paper> = papers(plot.stop);
    let mut filing: Vec<Step> = script::plan_filing();
    let mut deeds: Vec<Deed> = papers.iter().copied().map(Deed::Paper).collect();
    let determined = papers
        .iter()
        .any(|paper| paper.station == Station::Determined)
        && plot.stop != Station::Determined;
    if determined {
        filing = until(filing, plot.stop);
        deeds.extend(filing.iter().map(|step| Deed::Act(step.act.clone())));
    }
    let in_season = matches!(plot.days, When::Year(..))
        || determined && !matches!(plot.stop, Station::PlanAcknowledged(_));
    // A plan that is being filed today was determined in October at the latest, or days ago before that.
    let after_october = almanac.today.month() > 10;
    if !(in_season || determined && after_october) {
        let gaps: Vec<u32> = deeds
            .iter()
            .enumerate()
            .map(|(index, deed)| gap(index, deed, &filing))
            .collect();
        let When::Ago(age) = plot.days else {
            return Vec::new();
        };
        return almanac
            .backward(age, &gaps)
            .into_iter()
            .zip(deeds)
            .collect();
    }
    let season = Season::of(plan_year, plot.city, late);
    let applied = almanac.on(season.applications + Days::new(u64::from(dice.roll(30))));
    let mut days = vec![
        applied,
        almanac.after(applied, dice.between(5, 11)),
        almanac.on(season.proposal),
        almanac.on(season.meeting),
    ];
    let gaps: Vec<u32> = filing.iter().map(|step| step.gap).collect();
    let first = almanac.after(almanac.on(season.meeting), 3);
    days.extend(almanac.forward(first, &gaps));
    let mut scenes: Vec<(NaiveDate, Deed)> = days.into_iter().zip(deeds).collect();
    if determined {
        after_filing(plot, &season, almanac, dice, &mut scenes);
    }
    scenes
}

fn gap(index: usize, deed: &Deed, filing: &[Step]) -> u32 {
    let papers = index
        .checked_sub(4)
        .and_then(|index| filing.get(index))
        .map_or(5, |step| step.gap);
    if matches!(deed, Deed::Act(_)) {
        papers
    } else {
        5
    }
}

/// The budget, or the cancellation instead of it; amounts are filled in later.
fn after_filing(
    plot: &Plot,
    season: &Season,
    almanac: &Almanac,
    dice: &mut Dice,
    scenes: &mut Vec<(NaiveDate, Deed)>,
) {
    let filed = scenes.last().map_or(season.meeting, |(day, _)| *day);
    let compiled =
        almanac.on(season.budget.max(filed + Days::new(3)) + Days::new(u64::from(dice.roll(9))));
    match plot.stop {
        Station::Filed | Station::PlanAcknowledged(_) => {}
        Station::Cancelled => scenes.push((almanac.after(filed, 12), Deed::Cancel)),
        _ => {
            scenes.push((compiled, Deed::Act(Act::CompileBudget(0, Money::ZERO))));
            scenes.push((
                almanac.after(compiled, dice.between(4, 7)),
                Deed::Act(Act::ApproveBudget),
            ));
        }
    }
}

/// When the project is to begin and to end, as it was applied for.
fn period(
    plot: &Plot,
    first: NaiveDate,
    dated: &[(NaiveDate, Act)],
    today: NaiveDate,
) -> (NaiveDate, NaiveDate) {
    let day_of = |is: fn(&Act) -> bool| dated.iter().find(|(_, act)| is(act)).map(|(day, _)| *day);
    let begins = day_of(|act| matches!(act, Act::Start)).unwrap_or(first + Days::new(40));
    let done = day_of(|act| matches!(act, Act::Complete)).unwrap_or(begins + Days::new(150));
    let start = begins - Days::new(2);
    let enough = (done + Days::new(25)).max(start + Days::new(180));
    match plot.period {
        Period::Enough => (start, enough.min(two_years_from(start))),
        Period::Over => (start, today - Days::new(13)),
        Period::TwoYears => (start, two_years_from(start)),
        Period::Current => (today - Days::new(20), today + Days::new(344)),
        Period::Extended => (start, today + Days::new(101)),
    }
}

/// The last day in the agreement, when the approved period ends on a day.
pub(crate) fn agreed_end(period: Period, approved: NaiveDate) -> NaiveDate {
    if period == Period::Extended {
        approved - Days::new(90)
    } else {
        approved
    }
}

/// Fills in what could not be known before: amounts, years and the agreement's period.
pub(crate) fn finish(
    birth: Birth,
    facts: &Facts,
    layout: Layout,
    almanac: &Almanac,
    period: Period,
) -> Story {
    let two_years = period == Period::TwoYears;
    let year = layout.plan_year;
    let first_half = Money::from_fen(birth.approved.fen() / 200 * 100);
    let budget = if two_years {
        vec![(year, first_half), (year + 1, birth.approved - first_half)]
    } else {
        vec![(year, birth.approved)]
    };
    let mut scenes = Vec::new();
    for (day, deed) in layout
        .scenes
        .into_iter()
        .take_while(|(day, _)| *day < almanac.today)
    {
        match deed {
            Deed::Act(Act::CompileBudget(..)) => {
                scenes.extend(
                    budget
                        .iter()
                        .map(|(year, amount)| (day, Deed::Act(Act::CompileBudget(*year, *amount)))),
                );
            }
            Deed::Act(Act::Draft(_)) => {
                let prepay = facts
                    .prepay
                    .map(|percent| percent.to_string())
                    .unwrap_or_default();
                let end = agreed_end(period, birth.end);
                let draft = words::draft(facts.agreed, birth.start, end, &prepay);
                scenes.push((day, Deed::Act(Act::Draft(Box::new(draft)))));
            }
            other => scenes.push((day, other)),
        }
    }
    Story {
        birth,
        plan_year: year,
        late: layout.late,
        scenes,
        budget,
    }
}
