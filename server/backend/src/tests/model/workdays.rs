//! Counting working days, once more and by hand: the notice of 2026, and 2027 by weekends and the
//! statutory days alone (4.6). The program must come to the same day.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// First and last day of each holiday.
const OFF: &[(&str, &str)] = &[
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
    ("2027-01-01", "2027-01-01"),
    ("2027-02-05", "2027-02-10"),
    ("2027-04-05", "2027-04-05"),
    ("2027-05-01", "2027-05-04"),
    ("2027-06-09", "2027-06-09"),
    ("2027-09-15", "2027-09-15"),
    ("2027-10-01", "2027-10-05"),
];
/// Saturdays and Sundays on which people work.
const MADE_UP: &[&str] = &[
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
];
/// The first day about which nothing is known.
pub(super) const UNKNOWN: &str = "2028-01-01";

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn works(on: NaiveDate) -> bool {
    assert!(
        on < day(UNKNOWN),
        "{on} is beyond the calendar of this test"
    );
    if MADE_UP.iter().any(|made_up| day(made_up) == on) {
        return true;
    }
    let off = OFF
        .iter()
        .any(|(first, last)| (day(first)..=day(last)).contains(&on));
    !off && !matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
}

/// So many working days after a day, which is not counted itself.
pub(super) fn after(start: NaiveDate, days: u32) -> NaiveDate {
    let (mut on, mut left) = (start, days);
    while left > 0 {
        on = on + Days::new(1);
        left -= u32::from(works(on));
    }
    on
}

/// 31 October of the year before (R047, A15).
pub(super) fn october(plan_year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(plan_year - 1, 10, 31).expect("a day")
}

#[test]
fn the_days_are_those_of_the_examples() {
    for (start, days, due) in [
        ("2026-01-16", 30, "2026-03-05"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-04-24", 30, "2026-06-09"),
        ("2026-08-24", 30, "2026-10-10"),
        ("2026-09-11", 30, "2026-10-29"),
        ("2026-11-16", 30, "2026-12-28"),
        ("2026-11-23", 30, "2027-01-05"),
        ("2026-12-25", 30, "2027-02-12"),
        ("2027-01-04", 30, "2027-02-19"),
    ] {
        assert_eq!(after(day(start), days), day(due), "{start} + {days}");
    }
}
