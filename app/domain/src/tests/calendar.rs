use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use serde::Deserialize;

use super::day;
use crate::calendar::{CalendarYear, DayKind, WorkCalendar, october_deadline};
use crate::refusal::Refusal;

#[derive(Deserialize)]
struct Year {
    status: String,
    off: Vec<Range>,
    makeup_workdays: Vec<NaiveDate>,
}

#[derive(Deserialize)]
struct Range {
    name: String,
    first: NaiveDate,
    last: NaiveDate,
}

/// The notices the product carries.
fn years() -> Vec<CalendarYear> {
    let file: serde_json::Value = serde_json::from_str(include_str!(
        "../../../../server/backend/data/reference.json"
    ))
    .expect("JSON");
    let read = file["holidays"]
        .as_object()
        .expect("years")
        .iter()
        .map(|(year, notice)| {
            let notice: Year = serde_json::from_value(notice.clone()).expect("a year");
            let days = |range: &Range| {
                let (last, name) = (range.last, range.name.clone());
                range
                    .first
                    .iter_days()
                    .take_while(move |day| *day <= last)
                    .map(move |day| (day, Some(name.clone())))
            };
            CalendarYear {
                year: year.parse().expect("a number"),
                announced: notice.status == "announced",
                version: 1,
                notice: None,
                off: notice.off.iter().flat_map(days).collect(),
                makeup: notice.makeup_workdays,
            }
        });
    read.collect()
}

pub(super) static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| WorkCalendar::new(years()));

/// Walks day by day and looks only at the lists: no index, no prefix sum.
fn naive(start: NaiveDate, n: u32) -> NaiveDate {
    let years = years();
    let (mut date, mut left) = (start, n);
    while left > 0 {
        date = date + Days::new(1);
        let off = years
            .iter()
            .any(|year| year.off.iter().any(|(day, _)| *day == date));
        let makeup = years.iter().any(|year| year.makeup.contains(&date));
        let weekday = date.weekday().number_from_monday() <= 5;
        left -= u32::from(makeup || (weekday && !off));
    }
    date
}

#[test]
fn the_days_other_calendars_get_wrong() {
    let cases = [
        ("2022-12-31", false),
        ("2023-01-03", true),
        ("2020-01-31", false),
        ("2020-02-01", false),
        ("2020-02-03", true),
        ("2024-02-04", true),
        ("2024-02-09", true),
        ("2026-09-20", true),
        ("2026-09-27", false),
        ("2026-02-14", true),
    ];
    for (date, worked) in cases {
        assert_eq!(CALENDAR.is_workday(day(date)), Ok(worked), "{date}");
    }
}

#[test]
fn only_what_touches_an_unannounced_year_is_provisional() {
    for (start, n, due, provisional) in [
        ("2026-11-16", 30, "2026-12-28", false),
        ("2026-11-23", 28, "2026-12-31", false),
        ("2026-11-23", 29, "2027-01-04", true),
        ("2026-12-31", 1, "2027-01-04", true),
        ("2026-12-31", 0, "2026-12-31", false),
        ("2027-01-04", 30, "2027-02-19", true),
    ] {
        let got = CALENDAR.add_working_days(day(start), n).expect("loaded");
        assert_eq!(
            (got.date, got.provisional),
            (day(due), provisional),
            "{start} + {n}"
        );
    }
}

#[test]
fn a_year_that_is_not_loaded_is_named() {
    let gap = WorkCalendar::new(years().into_iter().filter(|year| year.year != 2023));
    assert_eq!(
        gap.add_working_days(day("2022-12-20"), 30),
        Err(Refusal::UnknownYear { year: 2023 })
    );
    assert_eq!(
        gap.working_days_between(day("2024-02-01"), day("2022-02-01")),
        Err(Refusal::UnknownYear { year: 2023 })
    );
    assert_eq!(
        gap.is_workday(day("2023-05-05")),
        Err(Refusal::UnknownYear { year: 2023 })
    );
    assert_eq!(
        gap.explain(day("2022-12-30"), day("2023-01-03")),
        Err(Refusal::UnknownYear { year: 2023 })
    );
    assert_eq!(
        CALENDAR.add_working_days(day("2027-12-20"), 30),
        Err(Refusal::UnknownYear { year: 2028 })
    );
    assert_eq!(
        CALENDAR.add_working_days(day("2027-12-31"), u32::MAX),
        Err(Refusal::UnknownYear { year: 2028 })
    );
    assert_eq!(
        CALENDAR.add_working_days(day("2030-01-01"), 1),
        Err(Refusal::UnknownYear { year: 2030 })
    );
    assert_eq!(
        CALENDAR.add_working_days(day("2018-06-01"), 1),
        Err(Refusal::UnknownYear { year: 2018 })
    );
    assert_eq!(
        CALENDAR
            .add_working_days(day("2019-12-31"), 1)
            .map(|due| due.date),
        Ok(day("2020-01-02"))
    );
    assert_eq!(
        CALENDAR.last_workday_of_october(2019),
        Err(Refusal::UnknownYear { year: 2019 })
    );
    let none = WorkCalendar::new([]);
    assert_eq!(
        none.add_working_days(day("2026-01-01"), 1),
        Err(Refusal::UnknownYear { year: 2026 })
    );
    assert_eq!(
        none.is_workday(NaiveDate::MAX),
        Err(Refusal::UnknownYear {
            year: NaiveDate::MAX.year()
        })
    );
    assert_eq!(
        none.is_workday(NaiveDate::MIN),
        Err(Refusal::UnknownYear {
            year: NaiveDate::MIN.year()
        })
    );
}

#[test]
fn october_ends_on_the_31st_even_on_a_saturday() {
    assert_eq!(october_deadline(2027), day("2026-10-31"));
    assert_eq!(
        CALENDAR.last_workday_of_october(2026),
        Ok(day("2026-10-30"))
    );
    assert_eq!(october_deadline(i32::MAX), NaiveDate::MAX);
}

#[test]
fn every_day_is_explained() {
    use DayKind as K;
    let marks = CALENDAR
        .explain(day("2026-02-13"), day("2026-02-24"))
        .expect("loaded");
    let kinds: Vec<K> = marks.into_iter().map(|mark| mark.kind).collect();
    let mut expected = vec![K::Start, K::Makeup(1)];
    expected.extend(vec![K::Holiday("春节".into()); 9]);
    expected.push(K::Counted(2));
    assert_eq!(kinds, expected);
    let weekend = CALENDAR
        .explain(day("2026-11-20"), day("2026-11-23"))
        .expect("loaded");
    assert_eq!(
        weekend
            .into_iter()
            .map(|mark| mark.kind)
            .collect::<Vec<_>>(),
        [K::Start, K::Weekend, K::Weekend, K::Counted(1)]
    );
    assert_eq!(
        CALENDAR
            .explain(day("2026-11-20"), day("2026-11-01"))
            .map(|marks| marks.len()),
        Ok(1)
    );
}

#[test]
fn a_city_can_have_days_of_its_own() {
    let local = CALENDAR
        .clone()
        .with_exceptions(vec![(day("2026-07-06"), false), (day("2026-07-11"), true)]);
    assert_eq!(
        local
            .add_working_days(day("2026-07-03"), 1)
            .map(|due| due.date),
        Ok(day("2026-07-07"))
    );
    assert_eq!(
        local
            .add_working_days(day("2026-07-10"), 1)
            .map(|due| due.date),
        Ok(day("2026-07-11"))
    );
    assert_eq!(local.workdays_of_year(2026), Ok(248));
    assert_eq!(
        CALENDAR
            .add_working_days(day("2026-07-03"), 1)
            .map(|due| due.date),
        Ok(day("2026-07-06"))
    );
}

#[test]
fn the_version_grows_with_every_publication() {
    let mut years = years();
    let before = WorkCalendar::new(years.clone()).version();
    years[3].version += 1;
    assert_eq!(WorkCalendar::new(years).version(), before + 1);
}

proptest! {
    #[test]
    fn adding_agrees_with_walking(offset in 0_u64..2_500, n in 0_u32..60) {
        let start = day("2020-01-01") + Days::new(offset);
        prop_assert_eq!(CALENDAR.add_working_days(start, n).map(|due| due.date), Ok(naive(start, n)));
    }

    #[test]
    fn counting_undoes_adding(offset in 0_u64..2_500, n in 0_u32..250) {
        let start = day("2020-01-01") + Days::new(offset);
        let due = CALENDAR.add_working_days(start, n).expect("loaded").date;
        prop_assert_eq!(CALENDAR.working_days_between(start, due), Ok(i64::from(n)));
        prop_assert_eq!(CALENDAR.working_days_between(due, start), Ok(-i64::from(n)));
        prop_assert!(n == 0 || CALENDAR.is_workday(due) == Ok(true));
        let marks = CALENDAR.explain(start, due).expect("loaded");
        let counted = marks.iter().filter(|mark| matches!(mark.kind, DayKind::Counted(_) | DayKind::Makeup(_))).count();
        prop_assert_eq!(u32::try_from(counted), Ok(n));
    }
}
