use super::day;
use crate::calendar::{CalendarYear, WorkCalendar};
use crate::deadline::*;
use crate::state::DeadlineKind;

fn plain_weeks() -> WorkCalendar {
    let year = |year| CalendarYear {
        year,
        announced: true,
        version: 1,
        notice: None,
        off: vec![],
        makeup: vec![],
    };
    WorkCalendar::new([year(2026), year(2027)])
}

#[test]
fn every_kind_has_its_rule() {
    let calendar = plain_weeks();
    let start = day("2026-11-23");
    for (kind, last) in [
        (DeadlineKind::Determination, "2026-11-23"),
        (DeadlineKind::Intake, "2026-11-30"),
        (DeadlineKind::Filing, "2026-12-07"),
        (DeadlineKind::ProjectEnd, "2026-11-23"),
        (DeadlineKind::Acceptance, "2027-01-04"),
        (DeadlineKind::Rectification, "2027-01-04"),
        (DeadlineKind::ReEvaluation, "2027-01-04"),
        (DeadlineKind::Ban, "2029-11-23"),
    ] {
        assert_eq!(
            due(kind, start, &calendar).map(|due| due.date),
            Ok(day(last)),
            "{kind}"
        );
    }
    assert_eq!(
        Rule::of(DeadlineKind::Acceptance).to_string(),
        "30 个工作日"
    );
}

#[test]
fn the_due_day_itself_is_not_late() {
    let last = day("2026-11-30");
    for (today, left, provisional, expected) in [
        ("2026-12-01", -1, false, Level::Late),
        ("2026-12-01", -1, true, Level::Late),
        ("2026-11-30", 0, false, Level::Near),
        ("2026-11-23", 5, true, Level::Near),
        ("2026-11-20", 6, false, Level::Ok),
        ("2026-11-20", 6, true, Level::Provisional),
    ] {
        assert_eq!(
            level(last, day(today), left, provisional),
            expected,
            "{today}"
        );
    }
}
