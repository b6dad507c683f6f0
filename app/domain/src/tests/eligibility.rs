use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::day;
use crate::eligibility::*;
use crate::period::{is_experienced_on, violation_blocks};
use crate::state::{BanState, BanStatus, Condition, Mode};
use crate::{EligibilityId, ProjectId};

const ALL: [bool; 6] = [true; 6];

fn check(checked: &str) -> Check {
    let checked = day(checked);
    Check {
        id: EligibilityId(1),
        project: None,
        checked,
        expires: expires_on(checked),
        business_since: Some(day("2010-01-01")),
        last_violation: None,
        passed: ALL,
    }
}

fn on(checks: &[Check], date: &str) -> Standing {
    standing(checks, Need::GENERAL, day(date))
}

/// 6.4: experience since 2024-05-10 is enough from 2026-05-10.
#[test]
fn two_years_of_experience_are_full_on_their_day() {
    let new = Check {
        business_since: Some(day("2024-05-10")),
        ..check("2026-01-05")
    };
    let from = day("2026-05-10");
    let new = std::slice::from_ref(&new);
    assert_eq!(on(new, "2026-05-09"), Standing::TooNew { from });
    assert!(on(new, "2026-05-10").is_eligible());
    let leap = Check {
        business_since: Some(day("2024-02-29")),
        ..check("2026-01-05")
    };
    let leap = std::slice::from_ref(&leap);
    assert!(!on(leap, "2026-02-27").is_eligible());
    assert!(on(leap, "2026-02-28").is_eligible());
}

/// 6.4: a violation of 2024-05-10 blocks through 2026-05-10.
#[test]
fn a_violation_blocks_through_its_second_anniversary() {
    let violated = Check {
        last_violation: Some(day("2024-05-10")),
        ..check("2026-01-05")
    };
    let violated = std::slice::from_ref(&violated);
    let until = day("2026-05-10");
    assert_eq!(on(violated, "2026-05-10"), Standing::Violated { until });
    assert!(on(violated, "2026-05-11").is_eligible());
}

/// 6.4: a ban from 2024-05-10 holds through 2027-05-10, from 2024-02-29 through 2027-02-28.
#[test]
fn a_ban_ends_after_its_last_day_or_on_its_revocation() {
    for (effective, revoked, date, status) in [
        ("2024-05-10", None, "2024-05-09", BanStatus::Announced),
        ("2024-05-10", None, "2024-05-10", BanStatus::Running),
        ("2024-05-10", None, "2027-05-10", BanStatus::Running),
        ("2024-05-10", None, "2027-05-11", BanStatus::Expired),
        ("2024-02-29", None, "2027-02-28", BanStatus::Running),
        ("2024-02-29", None, "2027-03-01", BanStatus::Expired),
        (
            "2024-05-10",
            Some("2025-01-01"),
            "2024-12-31",
            BanStatus::Running,
        ),
        (
            "2024-05-10",
            Some("2025-01-01"),
            "2025-01-01",
            BanStatus::Revoked,
        ),
    ] {
        let told = ban_status(day(effective), revoked.map(day), day(date));
        assert_eq!(told, status, "{effective} {revoked:?} {date}");
    }
}

#[test]
fn a_check_is_good_for_twelve_months() {
    let checks = [check("2026-11-24")];
    assert!(on(&checks, "2027-11-24").is_eligible());
    let on_day = day("2027-11-24");
    assert_eq!(on(&checks, "2027-11-25"), Standing::Expired { on: on_day });
    assert_eq!(on(&checks, "2026-11-23"), Standing::Unchecked);
    assert_eq!(on(&[], "2026-11-24"), Standing::Unchecked);
}

#[test]
fn the_newest_check_counts_for_better_and_worse() {
    let mut worse = check("2026-11-24");
    worse.passed[1] = false;
    let checks = [worse.clone(), check("2026-03-01")];
    let conditions = vec![Condition::Credit];
    assert!(on(&checks, "2026-11-23").is_eligible(), "not known yet");
    assert_eq!(on(&checks, "2026-11-24"), Standing::Failed { conditions });
    assert!(on(&[check("2026-11-25"), worse], "2026-11-25").is_eligible());
}

/// A18: conditions 1 to 4 and 6 bind a direct implementer, 5 is advice.
#[test]
fn a_direct_implementer_needs_no_experience() {
    let direct = Need {
        mode: Mode::Direct,
        ..Need::GENERAL
    };
    for index in 0..6 {
        let mut one = check("2026-11-24");
        one.passed[index] = false;
        one.business_since = None;
        let checks = [one];
        let standing = standing(&checks, direct, day("2026-11-24"));
        assert_eq!(standing.is_eligible(), index == 4, "{index}: {standing:?}");
        assert!(!on(&checks, "2026-11-24").is_eligible());
    }
}

/// R066: what a project asks for of its own is checked for that project.
#[test]
fn a_special_condition_is_checked_for_its_project() {
    let own = Need {
        project: Some(ProjectId(7)),
        special: true,
        ..Need::GENERAL
    };
    let general = check("2026-03-01");
    let mut special = Check {
        project: Some(ProjectId(7)),
        ..check("2026-06-01")
    };
    let told = |checks: &[Check], need| standing(checks, need, day("2026-11-24"));
    let without = std::slice::from_ref(&general);
    assert_eq!(told(without, own), Standing::SpecialUnchecked);
    assert!(told(&[special.clone(), general.clone()], own).is_eligible());
    special.passed[5] = false;
    let conditions = vec![Condition::Other];
    let both = [special, general];
    assert_eq!(told(&both, own), Standing::Failed { conditions });
    // What one project asks for is no fault in another.
    assert!(told(&both, Need::GENERAL).is_eligible());
    assert_eq!(told(&both[..1], Need::GENERAL), Standing::Unchecked);
}

#[test]
fn dates_that_contradict_a_tick_are_refused_at_their_field() {
    let today = day("2026-05-10");
    let kind = |passed, since: Option<&str>, violation: Option<&str>| {
        check_dates(passed, since.map(day), violation.map(day), today)
            .err()
            .map(|refusal| (refusal.kind(), refusal.field().map(str::to_owned)))
    };
    let at = |kind, field: &str| Some((kind, Some(field.to_owned())));
    assert_eq!(kind(ALL, Some("2024-05-10"), None), None);
    assert_eq!(
        kind(ALL, Some("2024-05-11"), None),
        at("DateTooLate", "business_since")
    );
    assert_eq!(kind(ALL, None, None), at("Required", "business_since"));
    assert_eq!(kind(ALL, Some("2010-01-01"), Some("2024-05-09")), None);
    assert_eq!(
        kind(ALL, Some("2010-01-01"), Some("2024-05-10")),
        at("DateTooLate", "last_violation")
    );
    let mut honest = ALL;
    (honest[2], honest[4]) = (false, false);
    assert_eq!(kind(honest, None, Some("2026-05-10")), None);
    assert_eq!(
        kind(honest, None, Some("2026-05-11")),
        at("DateTooLate", "last_violation")
    );
}

proptest! {
    /// The day named in the refusal is the last one that is accepted.
    #[test]
    fn the_latest_day_is_the_last_that_passes(offset in 0_u64..4000) {
        let today = NaiveDate::from_ymd_opt(2024, 2, 28).unwrap() + Days::new(offset);
        let since = Some(today);
        let told = check_dates(ALL, since, None, today).unwrap_err();
        let crate::Refusal::DateTooLate { latest, .. } = told else { panic!("{told:?}") };
        prop_assert!(is_experienced_on(latest, today));
        prop_assert!(!is_experienced_on(latest + Days::new(1), today));
        let told = check_dates(ALL, Some(latest), since, today).unwrap_err();
        let crate::Refusal::DateTooLate { latest, .. } = told else { panic!("{told:?}") };
        prop_assert!(!violation_blocks(latest, today));
        prop_assert!(violation_blocks(latest + Days::new(1), today));
    }
}

#[test]
fn a_ban_case_ends_and_never_begins_again() {
    fn ends(state: BanState, steps: u32) {
        assert!(steps < 4);
        for next in state.next() {
            ends(*next, steps + 1);
        }
    }
    ends(BanState::Proposed, 0);
    let into_force: Vec<_> = BanState::ALL
        .iter()
        .filter(|state| state.next().contains(&BanState::InForce))
        .collect();
    assert_eq!(into_force, [&BanState::Heard], "nobody is banned unheard");
}
