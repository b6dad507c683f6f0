use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::*;

use super::calendar::CALENDAR;
use super::day;
use crate::access::Role;
use crate::calendar::WorkCalendar;
use crate::deadline::due;
use crate::reminder::*;
use crate::state::{DeadlineKind as K, Organiser};

fn days(kind: K, started: &str, due: &str) -> [String; 3] {
    ladder(kind, day(started), day(due), &CALENDAR).map(|rung| rung.on.to_string())
}

#[test]
fn each_step_is_on_a_working_day_before_on_and_after_the_last_one() {
    // Kind, start, last day, then the days of 承办人, 负责人, 自治区.
    let cases = [
        // 30 working days over New Year; the year after is not announced.
        (
            K::Acceptance,
            "2026-11-24",
            "2027-01-06",
            ["2026-12-29", "2027-01-06", "2027-01-07"],
        ),
        // 31 October 2026 is a Saturday: the last working day before it, and the Monday after.
        (
            K::Determination,
            "2026-08-03",
            "2026-10-31",
            ["2026-10-23", "2026-10-30", "2026-11-02"],
        ),
        // In the middle of the long October holiday, which is worked off on the 10th, a Saturday.
        (
            K::ProjectEnd,
            "2026-03-02",
            "2026-10-04",
            ["2026-09-22", "2026-09-30", "2026-10-08"],
        ),
        (
            K::ProjectEnd,
            "2026-03-02",
            "2026-10-09",
            ["2026-09-24", "2026-10-09", "2026-10-10"],
        ),
        // A short clock: two working days before.
        (
            K::Intake,
            "2026-11-24",
            "2026-12-01",
            ["2026-11-27", "2026-12-01", "2026-12-02"],
        ),
        (
            K::Filing,
            "2026-11-24",
            "2026-12-08",
            ["2026-12-04", "2026-12-08", "2026-12-09"],
        ),
        // A clock that started yesterday and ends tomorrow: not before it began to run.
        (
            K::ProjectEnd,
            "2026-11-24",
            "2026-11-26",
            ["2026-11-25", "2026-11-26", "2026-11-27"],
        ),
        // One that ends on the day it starts.
        (
            K::ProjectEnd,
            "2026-11-24",
            "2026-11-24",
            ["2026-11-24", "2026-11-24", "2026-11-25"],
        ),
    ];
    for (kind, started, due, wanted) in cases {
        assert_eq!(days(kind, started, due), wanted, "{kind} {started} {due}");
    }
}

#[test]
fn a_year_without_a_calendar_still_reminds_by_weekdays() {
    assert_eq!(
        days(K::ProjectEnd, "2029-01-01", "2030-06-30"),
        ["2030-06-21", "2030-06-28", "2030-07-01"]
    );
}

#[test]
fn whose_turn_it_is_follows_from_the_clock_and_the_organiser() {
    let (agency, proposer) = (Some(Organiser::Agency), Some(Organiser::Proposer));
    for (kind, organiser, wanted) in [
        (K::Intake, None, Some(Holder::Agency)),
        (K::Determination, None, Some(Holder::Agency)),
        (K::Filing, None, Some(Holder::Agency)),
        (K::Disclosure, None, Some(Holder::Agency)),
        (K::ProjectEnd, None, Some(Holder::Unit)),
        (K::Progress, None, Some(Holder::Unit)),
        (K::Rectification, proposer, Some(Holder::Unit)),
        (K::Acceptance, agency, Some(Holder::Agency)),
        (K::Acceptance, proposer, Some(Holder::Applicant)),
        (K::ReEvaluation, proposer, Some(Holder::Applicant)),
        (K::Ban, None, None),
    ] {
        assert_eq!(holder(kind, organiser), wanted, "{kind} {organiser:?}");
    }
}

#[test]
fn who_is_reminded_at_each_step() {
    use ReminderStep as S;
    let cases: [(S, Holder, &[Role], Option<Holder>); 6] = [
        (S::Holder, Holder::Agency, &[Role::AgencyClerk], None),
        (S::Head, Holder::Agency, &[Role::AgencyReviewer], None),
        (S::Region, Holder::Agency, &[Role::RegionHrss], None),
        (S::Holder, Holder::Unit, &[], Some(Holder::Unit)),
        (
            S::Head,
            Holder::Unit,
            &[Role::AgencyReviewer],
            Some(Holder::Unit),
        ),
        (S::Region, Holder::Unit, &[Role::RegionHrss], None),
    ];
    for (step, holder, posts, organisation) in cases {
        let wanted = Recipients {
            posts,
            organisation,
        };
        assert_eq!(recipients(step, holder), wanted, "{step} {holder}");
    }
}

#[test]
fn the_words_say_until_when_and_why() {
    let running = |today: &str, left| Running {
        kind: K::Acceptance,
        holder: Holder::Agency,
        project: "井下安全培训",
        started: day("2026-11-24"),
        working_days: Some(30),
        due: day("2027-01-06"),
        provisional: true,
        today: day(today),
        left,
    };
    assert_eq!(
        running("2026-12-29", 5).title(),
        "“验收”期限还剩 5 个工作日"
    );
    assert_eq!(running("2027-01-06", 0).title(), "“验收”期限今天到期");
    assert_eq!(
        running("2027-01-08", -2).title(),
        "“验收”期限已逾期 2 个工作日"
    );
    assert_eq!(running("2027-01-05", 0).title(), "“验收”期限还剩 1 天");
    assert_eq!(
        running("2026-12-29", 5).text(ReminderStep::Holder),
        "项目“井下安全培训”由经办机构办理，自2026年11月24日起 30 个工作日，最迟 2027年1月6日（暂定），\
         依据四（七）。您是承办人，请按期办结。"
    );
}

fn rests(calendar: &WorkCalendar, on: NaiveDate) -> bool {
    calendar.rests(on) || calendar.is_workday(on) == Ok(false)
}

proptest! {
    #[test]
    fn no_step_of_any_clock_is_on_a_rest_day(offset in 0_u64..700, length in 0_u64..120) {
        let started = day("2025-01-01") + Days::new(offset);
        for kind in K::ALL {
            let due = due(*kind, started, &CALENDAR).map_or(started, |due| due.date);
            for last in [due, started + Days::new(length)] {
                let [holder, head, region] = ladder(*kind, started, last, &CALENDAR);
                prop_assert!(holder.on <= head.on && head.on <= last && last < region.on);
                // What starts and ends within one holiday has its last working day before it began.
                prop_assert!(holder.on > started || holder.on == head.on);
                prop_assert!(last - holder.on <= chrono::TimeDelta::days(i64::try_from(HORIZON_DAYS).unwrap()));
                for rung in [holder, head, region] {
                    prop_assert!(!rests(&CALENDAR, rung.on), "{kind} {} {}", rung.step, rung.on);
                    let weekend = matches!(rung.on.weekday(), Weekday::Sat | Weekday::Sun);
                    let worked = CALENDAR.years().any(|year| year.makeup.contains(&rung.on));
                    prop_assert!(!weekend || worked);
                }
            }
        }
    }
}
