//! Which projects there are: the ordinary ones of each city and year, and one for every case that
//! somebody will want to see.

use chrono::Datelike;
use domain::Money;
use domain::state::Mode;

use super::cast::BANNED;
use super::cities::City;
use super::days::Almanac;
use super::dice::Dice;
use super::money;
use super::script::{Route, Station as S};
use super::story::{Period, Plot, When};

/// A plot with what it is about.
pub(crate) struct Idea {
    pub plot: Plot,
    pub mode: Mode,
    pub route: Route,
    /// Whole per cent; `None` = no prepayment agreed.
    pub prepay: Option<u16>,
    pub approved: Money,
    /// Third party by its place in the list, where it matters.
    pub unit: Option<usize>,
    pub name: Option<&'static str>,
}

/// The city whose budget of this year is used up to the last fen.
const FULL: i32 = 152_900;
/// The city that determined its plan in November.
pub(crate) const LATE: i32 = 152_200;

/// The project with which the way through all stations can be tried out.
pub const JOURNEY: &str = "井工煤矿班组长与新入矿职工工伤预防能力提升项目";

/// The plan year that the late city determined too late: the newest whose November has come.
pub(crate) fn late_year(almanac: &Almanac) -> i32 {
    let today = almanac.today;
    if (today.month(), today.day()) >= (11, 13) {
        today.year() + 1
    } else {
        today.year()
    }
}

/// Every project of the demo.
pub(crate) fn ideas(cities: &[City], almanac: &Almanac) -> Vec<Idea> {
    let year = almanac.today.year();
    let mut all = Vec::new();
    for city in cities {
        let many = ordinary(city);
        if city.figures.plan_2026.fen() > 120_000_000 {
            // The chart of three years needs something to draw.
            all.extend(
                [year - 3, year - 2]
                    .into_iter()
                    .flat_map(|old| in_year(city, old, 2, almanac)),
            );
        }
        all.extend(in_year(city, year - 1, (many * 2 / 3).max(2), almanac));
        all.extend(in_year(
            city,
            year,
            if city.figures.code == FULL { 7 } else { many },
            almanac,
        ));
        all.extend(in_year(city, year + 1, (many / 2).clamp(2, 4), almanac));
    }
    all.extend(special(cities, year));
    all
}

/// How many ordinary projects a city has in a year.
fn ordinary(city: &City) -> u32 {
    let forty = 40_000_000;
    u32::try_from(city.figures.plan_2026.fen() / forty)
        .unwrap_or(0)
        .clamp(2, 8)
}

fn in_year(city: &City, year: i32, count: u32, almanac: &Almanac) -> Vec<Idea> {
    let mut dice = Dice::new(u64::from(city.index) * 10_000 + u64::from(year.unsigned_abs()));
    let full = city.figures.code == FULL && year == almanac.today.year();
    let total = match year {
        _ if full => money::cap(city, year),
        old if old < almanac.today.year() - 1 => Money::from_fen(90_000_000),
        _ => Money::from_fen(
            city.figures.plan_2026.fen() * i64::from(count) / i64::from(ordinary(city)),
        ),
    };
    let amounts = shares(total, count, full, &mut dice);
    amounts
        .into_iter()
        .map(|approved| {
            let mode = match dice.roll(20) {
                0..=10 => Mode::Commissioned,
                11..=16 => Mode::Direct,
                _ => Mode::Procured,
            };
            let route = match dice.roll(100) {
                0..=81 => Route::Pass,
                82..=90 => Route::SecondPass,
                91..=98 => Route::ReturnedFirst,
                _ => Route::Refuse,
            };
            let prepay = dice
                .pick(&[
                    None,
                    Some(30),
                    Some(40),
                    Some(40),
                    Some(50),
                    Some(50),
                    Some(60),
                    Some(70),
                ])
                .copied();
            let (days, seed) = (
                When::Year(year, dice.between(12, 140)),
                u64::from(dice.roll(1 << 30)),
            );
            let plot = Plot {
                city: city.index,
                stop: S::Ended,
                days,
                period: Period::Enough,
                seed,
            };
            Idea {
                plot,
                mode,
                route,
                prepay: prepay.flatten(),
                approved,
                unit: None,
                name: None,
            }
        })
        .collect()
}

/// So many amounts around the mean, in hundreds of yuan; exactly the total when it is to be used up.
fn shares(total: Money, count: u32, exactly: bool, dice: &mut Dice) -> Vec<Money> {
    let mean = total.fen() / i64::from(count);
    let mut amounts: Vec<Money> = (0..count)
        .map(|_| Money::from_fen(mean * i64::from(dice.between(65, 130)) / 100 / 10_000 * 10_000))
        .collect();
    if exactly && let Some(last) = amounts.pop() {
        let rest = total - amounts.iter().sum::<Money>();
        // The last one takes what is left; when that is nothing sensible, all get the same.
        if rest > last.saturating_sub(last) && rest.fen() > mean / 3 {
            amounts.push(rest);
        } else {
            let same = Money::from_fen(mean / 10_000 * 10_000);
            amounts = vec![same; amounts.len()];
            amounts.push(total - amounts.iter().sum::<Money>());
        }
    }
    amounts
}

/// City, mode, station, working days since, route, prepayment.
type Case = (i32, Mode, S, u32, Route, Option<u16>);

/// One project for each case, after its city. The comments say what is to be seen on the day of loading.
const CASES: [Case; 47] = {
    use Mode::{Commissioned as C, Direct as D, Procured as P};
    use Route::{Deduct, Late, Overdue, Pass, Quit, Refuse, ReturnedFirst, Unready, Unwilling};
    [
        // Before the determination.
        (150_600, C, S::Draft, 2, Pass, None),
        (150_200, D, S::Submitted, 3, Pass, None),
        (150_100, C, S::Supplement, 4, Pass, None),
        (150_300, D, S::Accepted, 2, Pass, None),
        (150_600, D, S::Proposed, 3, Pass, None),
        (150_400, C, S::Proposed, 5, Pass, None),
        (150_500, D, S::Rejected, 9, Pass, None),
        (150_700, C, S::Withdrawn, 12, Pass, None),
        (150_800, C, S::NotSelected, 7, Pass, None),
        // The plan with 2 of 4 members.
        (150_300, C, S::PlanAcknowledged(2), 2, Pass, None),
        // Towards the agreement; D2 ends in three working days at 3 of 4.
        (150_300, C, S::Chosen, 3, Pass, Some(40)),
        (150_500, D, S::Drafted, 2, Pass, Some(50)),
        (150_700, P, S::Checked, 1, Pass, None),
        (150_100, C, S::SignedOne, 2, Pass, Some(30)),
        (152_500, C, S::Signed, 1, Pass, Some(60)),
        (150_200, C, S::Acknowledged(3), 3, Pass, Some(50)),
        (150_300, D, S::Contracted, 1, Pass, None),
        // The prepayment on its way; at exactly 30% and exactly 70%.
        (150_600, C, S::Requested, 1, Pass, Some(50)),
        (150_200, D, S::RequestChecked, 2, Pass, Some(40)),
        (150_700, C, S::RequestApproved, 1, Pass, Some(60)),
        (150_800, C, S::RequestRejected, 2, Unready, Some(40)),
        (150_100, C, S::Working, 35, Pass, Some(30)),
        (150_600, C, S::Working, 50, Pass, Some(70)),
        (150_700, D, S::Ended, 6, Quit, Some(40)),
        // The acceptance, step by step; D4 is overdue in 乌海, D5 near in 鄂尔多斯 and overdue in 包头. What was
        // received yesterday is due in a year without a calendar, when today is late in November.
        (150_400, C, S::Done, 3, Pass, Some(50)),
        (150_600, C, S::Applied, 1, Pass, Some(40)),
        (150_100, D, S::Returned, 2, ReturnedFirst, Some(30)),
        (150_200, P, S::Received, 1, Pass, Some(40)),
        (150_600, C, S::Evaluating, 12, Pass, Some(50)),
        (150_300, C, S::Evaluating, 33, Pass, Some(60)),
        (152_200, D, S::Failed, 2, Refuse, Some(40)),
        (150_600, C, S::Served, 27, Refuse, Some(30)),
        (150_200, C, S::Served, 38, Refuse, Some(50)),
        (150_300, D, S::Refused, 4, Unwilling, Some(40)),
        (150_200, C, S::Rectified, 9, Refuse, Some(40)),
        // The money after it.
        (150_200, D, S::Passed, 2, Pass, Some(60)),
        (152_500, C, S::BalanceChecked, 1, Pass, Some(50)),
        (150_600, C, S::BalanceApproved, 1, Pass, Some(40)),
        (150_100, D, S::Ended, 12, Pass, Some(50)),
        (150_900, C, S::FailedAgain, 3, Refuse, Some(30)),
        (150_100, C, S::Decided, 2, Deduct(15), Some(40)),
        // Prepaid 70%, deducted 40%: ten per cent come back.
        (150_400, C, S::Ended, 14, Deduct(40), Some(70)),
        (150_800, D, S::Ended, 8, Overdue, Some(40)),
        (150_500, C, S::Ended, 15, Unwilling, Some(50)),
        // A fail report nobody has acknowledged yet; a rectification after its period, offered and accepted.
        (150_600, C, S::Noticed, 2, Refuse, Some(40)),
        (150_400, C, S::LateOffered, 3, Late, Some(40)),
        (152_500, C, S::Rectified, 6, Late, Some(50)),
    ]
};

/// City, station, working days since (0 = in the season of this year's plan), period, route, prepayment.
type Single = (i32, S, u32, Period, Route, Option<u16>);

/// Cases that need another period or a plan year of their own.
const SINGLES: [Single; 5] = [
    // Stalled: budgeted, and nobody has chosen a unit.
    (150_900, S::Budgeted, 0, Period::Current, Route::Pass, None),
    (150_900, S::Cancelled, 0, Period::Enough, Route::Pass, None),
    (
        150_600,
        S::Working,
        70,
        Period::TwoYears,
        Route::Pass,
        Some(30),
    ),
    // The end of the agreement has passed, and the work goes on.
    (150_400, S::Working, 90, Period::Over, Route::Pass, Some(40)),
    // Extended by a supplementary agreement while the work goes on.
    (
        150_200,
        S::Working,
        60,
        Period::Extended,
        Route::Pass,
        Some(40),
    ),
];

/// The project to try everything out with.
const FIRST: Single = (150_600, S::Filed, 0, Period::Current, Route::Pass, None);
/// What an enterprise will do itself, its agreement next.
const OWN: Single = (150_500, S::Budgeted, 0, Period::Current, Route::Pass, None);
/// A public project whose procurement is next.
const PUBLIC: Single = (150_800, S::Budgeted, 0, Period::Current, Route::Pass, None);
/// The project after which its unit was banned.
const LAST: Single = (
    150_300,
    S::Ended,
    25,
    Period::Enough,
    Route::Refuse,
    Some(40),
);

fn special(cities: &[City], year: i32) -> Vec<Idea> {
    let mut all: Vec<Idea> = CASES
        .iter()
        .zip(7_000..)
        .map(|(case, seed)| of_case(cities, *case, seed))
        .collect();
    all.extend(
        SINGLES
            .iter()
            .map(|single| of_single(cities, *single, year)),
    );
    all.push(Idea {
        name: Some(JOURNEY),
        ..of_single(cities, FIRST, year)
    });
    for (mode, single) in [(Mode::Direct, OWN), (Mode::Procured, PUBLIC)] {
        all.push(Idea {
            mode,
            ..of_single(cities, single, year)
        });
    }
    all.push(Idea {
        unit: Some(BANNED),
        ..of_single(cities, LAST, year)
    });
    all
}

fn place(cities: &[City], code: i32) -> u32 {
    cities
        .iter()
        .find(|city| city.figures.code == code)
        .map_or(0, |city| city.index)
}

fn of_case(cities: &[City], case: Case, seed: u64) -> Idea {
    let (code, mode, stop, age, route, prepay) = case;
    let days = When::Ago(age);
    let plot = Plot {
        city: place(cities, code),
        stop,
        days,
        period: Period::Enough,
        seed,
    };
    let approved = Money::from_fen(i64::from(Dice::new(seed).between(68, 186)) * 100_000);
    Idea {
        plot,
        mode,
        route,
        prepay,
        approved,
        unit: None,
        name: None,
    }
}

fn of_single(cities: &[City], single: Single, year: i32) -> Idea {
    let (code, stop, age, period, route, prepay) = single;
    let days = if age == 0 {
        When::Year(year, 0)
    } else {
        When::Ago(age)
    };
    let plot = Plot {
        city: place(cities, code),
        stop,
        days,
        period,
        seed: 8_000,
    };
    let approved = Money::from_fen(20_500_000);
    Idea {
        plot,
        mode: Mode::Commissioned,
        route,
        prepay,
        approved,
        unit: None,
        name: None,
    }
}
