//! The stories fit together on every day of three years, without a database.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::calendar::WorkCalendar;
use domain::period::two_years_from;
use domain::{Money, OrgId};

use super::act::Act;
use super::casting::{Register, stories};
use super::cities::cities;
use super::days::Almanac;
use super::story::{Deed, Story};
use super::{JOURNEY, cast, money};

fn register() -> Register {
    let codes = cities()
        .iter()
        .flat_map(cast::applicants)
        .map(|org| org.code)
        .collect::<Vec<_>>();
    Register {
        orgs: codes
            .into_iter()
            .zip(1..)
            .map(|(code, id)| (code, OrgId(id)))
            .collect(),
        agencies: cities()
            .iter()
            .map(|city| (city.figures.code, "经办机构".into()))
            .collect(),
    }
}

fn on(today: NaiveDate, register: &Register) -> Vec<Story> {
    let almanac = Almanac::new(WorkCalendar::new(crate::reference::calendar_years()), today);
    stories(&cities(), register, &almanac)
}

fn day_of(story: &Story, is: fn(&Act) -> bool) -> Option<NaiveDate> {
    story
        .scenes
        .iter()
        .find(|(_, deed)| matches!(deed, Deed::Act(act) if is(act)))
        .map(|(day, _)| *day)
}

fn check(story: &Story, today: NaiveDate) {
    let about = format!("{today} {} {}", story.birth.code, story.birth.name);
    assert!(story.scenes.is_sorted_by_key(|(day, _)| *day), "{about}");
    assert!(
        story.scenes.last().is_some_and(|(day, _)| *day < today),
        "{about}"
    );
    let (start, end) = (story.birth.start, story.birth.end);
    assert!(
        start < end && end <= two_years_from(start),
        "{about} {start} {end}"
    );
    assert!(
        (today.year() - 3..=today.year() + 1).contains(&story.plan_year),
        "{about}"
    );
    assert!(
        day_of(story, |act| matches!(act, Act::Start)).is_none_or(|day| day >= start),
        "{about}"
    );
    assert!(
        day_of(story, |act| matches!(act, Act::Complete)).is_none_or(|day| day <= end),
        "{about}"
    );
    let budgeted = day_of(story, |act| matches!(act, Act::ApproveBudget));
    let contract = day_of(story, |act| {
        matches!(act, Act::SelectUnit(..) | Act::Draft(_))
    });
    if let Some(contract) = contract {
        assert!(
            budgeted.is_some_and(|day| day < contract),
            "{about} {budgeted:?} {contract}"
        );
        assert!(
            contract >= super::days::date(story.plan_year, 1, 8),
            "{about} {contract}"
        );
    }
    assert!(
        story.birth.approved.is_positive() && story.birth.approved <= story.birth.requested,
        "{about}"
    );
}

#[test]
fn stories_fit_on_every_day() {
    let first = super::days::date(2026, 1, 1);
    let register = register();
    for today in first
        .iter_days()
        .step_by(13)
        .take_while(|day| day.year() < 2029)
    {
        let stories = on(today, &register);
        assert!(stories.len() >= 100, "{today}: {}", stories.len());
        let mut used: BTreeMap<(i32, i32), Money> = BTreeMap::new();
        for story in &stories {
            check(story, today);
            if day_of(story, |act| matches!(act, Act::ApproveBudget)).is_some() {
                for (year, amount) in &story.budget {
                    *used.entry((story.birth.tenant.0, *year)).or_default() += *amount;
                }
            }
        }
        for city in cities() {
            for year in today.year() - 3..=today.year() + 1 {
                let (cap, used) = (
                    money::cap(&city, year),
                    used.get(&(city.figures.code, year))
                        .copied()
                        .unwrap_or_default(),
                );
                assert!(
                    used <= cap,
                    "{today} {} {year}: {used} > {cap}",
                    city.name()
                );
                if (city.figures.code, year) == (152_900, today.year()) {
                    assert_eq!(used, cap, "{today}: {}", city.name());
                }
            }
        }
        let journey = stories
            .iter()
            .find(|story| story.birth.name == JOURNEY)
            .expect("journey");
        assert_eq!(journey.plan_year, today.year());
        assert!(journey.birth.start <= today && (journey.birth.end - today).num_days() >= 300);
        assert_eq!(journey.scenes.len(), 9, "{today}: it stands at FILED");
    }
}
