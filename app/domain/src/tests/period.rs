use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::day;
use crate::period::*;

#[test]
fn years_end_on_the_corresponding_day() {
    for (from, two, three) in [
        ("2026-01-01", "2028-01-01", "2029-01-01"),
        ("2024-02-29", "2026-02-28", "2027-02-28"),
        ("2026-02-28", "2028-02-28", "2029-02-28"),
        ("2025-12-31", "2027-12-31", "2028-12-31"),
    ] {
        assert_eq!(
            (two_years_from(day(from)), three_years_from(day(from))),
            (day(two), day(three)),
            "{from}"
        );
    }
    assert_eq!(two_years_from(NaiveDate::MAX), NaiveDate::MAX);
}

#[test]
fn a_project_of_one_day_or_two_years_is_fine() {
    let start = day("2026-03-01");
    for (end, kind) in [
        ("2026-02-28", Some("PeriodReversed")),
        ("2026-03-01", None),
        ("2028-03-01", None),
        ("2028-03-02", Some("PeriodTooLong")),
    ] {
        let refusal = check_project_period("end", start, day(end)).err();
        assert_eq!(
            refusal.as_ref().map(|refusal| refusal.kind()),
            kind,
            "{end}"
        );
    }
}

#[test]
fn bans_and_violations_have_a_first_day() {
    let effective = day("2024-05-10");
    for (check, banned) in [
        ("2024-05-09", false),
        ("2024-05-10", true),
        ("2027-05-10", true),
        ("2027-05-11", false),
    ] {
        assert_eq!(is_banned_on(effective, day(check)), banned, "{check}");
    }
    for (check, blocks) in [
        ("2024-05-09", false),
        ("2024-05-10", true),
        ("2026-05-10", true),
        ("2026-05-11", false),
    ] {
        assert_eq!(violation_blocks(effective, day(check)), blocks, "{check}");
    }
    assert!(
        !is_experienced_on(effective, day("2026-05-09"))
            && is_experienced_on(effective, day("2026-05-10"))
    );
}

proptest! {
    /// Invariant I10.
    #[test]
    fn no_period_over_two_years_passes(from in 0_u64..20_000, length in 0_u64..2_000) {
        let start = day("2000-01-01") + Days::new(from);
        let end = start + Days::new(length);
        let allowed = check_project_period("end", start, end).is_ok();
        prop_assert_eq!(allowed, end <= two_years_from(start));
        prop_assert!(!allowed || length <= 731);
        prop_assert!(allowed || length > 729);
    }
}
