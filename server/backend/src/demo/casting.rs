//! From an idea to a story: who applies, what it is called, who carries it out, who evaluates it.

use std::collections::BTreeMap;

use domain::contract::Goal;
use domain::state::{Category, Mode, Organiser, ProjectKind};
use domain::{Money, OrgId, TenantId};

use super::birth::Birth;
use super::cast::{Company, applicants, third_parties};
use super::cities::{City, Trade};
use super::days::Almanac;
use super::dice::Dice;
use super::plots::{self, Idea, JOURNEY};
use super::script::Facts;
use super::story::{self, Story};
use super::words;

/// Where the organisations and agencies of the demo are found in the database.
pub(crate) struct Register {
    pub orgs: BTreeMap<String, OrgId>,
    pub agencies: BTreeMap<i32, String>,
}

/// Those who apply, by city, and those who carry projects out.
struct Troupe {
    applicants: BTreeMap<u32, Vec<Company>>,
    units: Vec<Company>,
}

/// Every story, with its days, in no particular order.
pub(crate) fn stories(cities: &[City], register: &Register, almanac: &Almanac) -> Vec<Story> {
    let mut numbers: BTreeMap<(i32, i32), u32> = BTreeMap::new();
    let late_year = plots::late_year(almanac);
    let applicants = cities
        .iter()
        .map(|city| (city.index, applicants(city)))
        .collect();
    let troupe = Troupe {
        applicants,
        units: third_parties(),
    };
    plots::ideas(cities, almanac)
        .into_iter()
        .filter_map(|idea| {
            let city = cities.iter().find(|city| city.index == idea.plot.city)?;
            let late = (city.figures.code == plots::LATE).then_some(late_year);
            let mut dice = Dice::new(idea.plot.seed ^ 0xCA57);
            let part = cast(&idea, city, register, &troupe, &mut dice);
            let layout = story::layout(&idea.plot, &part.facts, late, almanac);
            // An ordinary project of next year whose season has not begun does not exist yet.
            layout
                .scenes
                .first()
                .filter(|(day, _)| *day < almanac.today)?;
            let number = numbers
                .entry((city.figures.code, layout.plan_year))
                .or_default();
            *number += 1;
            let birth = birth(&idea, city, &part, &layout, *number);
            Some(story::finish(
                birth,
                &part.facts,
                layout,
                almanac,
                idea.plot.period,
            ))
        })
        .collect()
}

/// What one trains people in.
const TOPICS: [&str; 6] = [
    "工伤预防能力提升",
    "岗位危险源辨识培训",
    "事故案例警示教育",
    "工伤预防实操培训",
    "职业病防护培训",
    "班组工伤预防标准化培训",
];

/// Who plays what in a story.
struct Part {
    kind: ProjectKind,
    category: Category,
    trade: Trade,
    county: &'static str,
    applicant: Option<OrgId>,
    applicant_name: String,
    people: &'static str,
    topic: &'static str,
    facts: Facts,
}

fn cast(idea: &Idea, city: &City, register: &Register, troupe: &Troupe, dice: &mut Dice) -> Part {
    let all = troupe
        .applicants
        .get(&city.index)
        .map_or(&[][..], Vec::as_slice);
    let journey = idea.name == Some(JOURNEY);
    let association = !journey && idea.mode == Mode::Commissioned && dice.roll(4) == 0;
    let company = match (idea.mode, journey, association) {
        (Mode::Procured, ..) => None,
        (_, true, _) => all.first(),
        (_, _, true) => all.last(),
        _ => dice.pick(all.split_last().map_or(&[][..], |(_, companies)| companies)),
    };
    let trade = match company {
        Some(company) => city.trades.get(company.trade),
        None => dice.pick(&city.trades),
    };
    let trade = trade.cloned().unwrap_or_default();
    let category = match dice.roll(5) {
        _ if journey => Category::Both,
        0 => Category::Publicity,
        1 => Category::Both,
        _ => Category::Training,
    };
    let kind = match (idea.mode, association) {
        (Mode::Procured, _) => ProjectKind::PublicSme,
        (_, true) => ProjectKind::Association,
        _ => ProjectKind::Enterprise,
    };
    let agency = || register.agencies.get(&city.figures.code).cloned();
    let name = company.map(|company| company.name.clone());
    let goals = words::goals(category, dice.roll(2));
    Part {
        kind,
        category,
        county: dice.pick(city.counties).copied().unwrap_or_default(),
        applicant: company.and_then(|company| register.orgs.get(&company.code).copied()),
        applicant_name: name.or_else(agency).unwrap_or_default(),
        people: dice.pick(&trade.people).copied().unwrap_or_default(),
        topic: dice.pick(&TOPICS).copied().unwrap_or_default(),
        trade,
        facts: facts(idea, kind, goals, &troupe.units, dice),
    }
}

fn facts(
    idea: &Idea,
    kind: ProjectKind,
    goals: Vec<Goal>,
    units: &[Company],
    dice: &mut Dice,
) -> Facts {
    let good = units.get(..super::cast::BANNED).unwrap_or(units);
    let unit = idea
        .unit
        .and_then(|index| units.get(index))
        .or_else(|| dice.pick(good));
    // Where the exact amount matters, the agreement is over all that was approved.
    let percent = if idea.prepay == Some(70) || idea.name.is_some() {
        100
    } else {
        i64::from(dice.pick(&[100, 100, 97, 95]).copied().unwrap_or(100))
    };
    let agreed = Money::from_fen(idea.approved.fen() * percent / 100 / 100 * 100);
    let first = dice.between(1, 6);
    let second = first % 6 + 1;
    let proposer = idea.mode == Mode::Commissioned && dice.roll(2) == 0;
    let less = dice.roll(4) == 0 && !matches!(idea.route, super::script::Route::Deduct(_));
    Facts {
        kind,
        mode: idea.mode,
        route: idea.route,
        agreed,
        prepay: idea.prepay,
        organiser: if proposer {
            Organiser::Proposer
        } else {
            Organiser::Agency
        },
        unit: unit
            .map(|unit| (unit.code.clone(), unit.name.clone()))
            .unwrap_or_default(),
        unit_is_banned: idea.unit == Some(super::cast::BANNED),
        evaluators: format!("expert-{first}、expert-{second}"),
        work: dice.between(55, 105),
        evaluation: dice.between(9, 19),
        settlement: if less {
            Money::from_fen(agreed.fen() * 96 / 100 / 100 * 100).plain()
        } else {
            String::new()
        },
        goals,
    }
}

fn birth(idea: &Idea, city: &City, part: &Part, layout: &story::Layout, number: u32) -> Birth {
    let asked = idea.approved.fen() * 107 / 100 / 10_000 * 10_000;
    let requested = if idea.name.is_some() {
        idea.approved
    } else {
        Money::from_fen(asked).max(idea.approved)
    };
    Birth {
        tenant: TenantId(city.figures.code),
        plan_year: layout.plan_year,
        code: format!("{}-{}-{number:03}", city.figures.code, layout.plan_year),
        name: idea.name.map_or_else(|| name(city, part), str::to_owned),
        kind: part.kind,
        mode: idea.mode,
        category: part.category,
        industry: part.trade.industry.into(),
        county: part.county.into(),
        key_area: part.trade.key_area.into(),
        applicant: part.applicant,
        applicant_name: part.applicant_name.clone(),
        requested,
        approved: idea.approved,
        start: layout.start,
        end: layout.end,
        goals: part.facts.goals.clone(),
    }
}

fn name(city: &City, part: &Part) -> String {
    let people = part.people;
    // 黑色/有色金属冶炼 is two areas in one line, and 建筑业 says 业 already.
    let area = part.trade.key_area.rsplit('/').next().unwrap_or_default();
    let area = if area.ends_with('业') {
        area.to_owned()
    } else {
        format!("{area}行业")
    };
    match (part.kind, part.category) {
        (ProjectKind::PublicSme, Category::Publicity) => {
            format!("{}中小微企业工伤预防巡回宣传项目", part.county)
        }
        (ProjectKind::PublicSme, _) => {
            format!("{}中小微企业{people}工伤预防公益培训项目", part.county)
        }
        (ProjectKind::Association, Category::Publicity) => {
            format!("{}{area}工伤预防宣传项目", city.name())
        }
        (ProjectKind::Association, _) => format!("{}{area}{people}{}项目", city.name(), part.topic),
        (_, Category::Publicity) => format!("{}厂区班组工伤预防宣传项目", part.county),
        (_, Category::Both) => format!("{}{people}工伤预防宣传和培训项目", part.county),
        (_, Category::Training) => format!("{}{people}{}项目", part.county, part.topic),
    }
}
