use super::day;
use crate::urging::*;

#[test]
fn the_last_day_is_in_time_and_the_day_after_is_not() {
    use UrgingStanding as S;
    let due = day("2026-12-01");
    for (answered, today, wanted) in [
        (None, "2026-12-01", S::Waiting),
        (None, "2026-12-02", S::Overdue),
        (Some("2026-12-01"), "2026-12-20", S::Answered),
        (Some("2026-12-02"), "2026-12-02", S::Late),
    ] {
        assert_eq!(
            standing(due, answered.map(day), day(today)),
            wanted,
            "{answered:?} {today}"
        );
    }
}

#[test]
fn a_term_is_one_of_those_offered() {
    assert_eq!(term(" "), Ok(URGING_WORKING_DAYS));
    assert_eq!(term("10"), Ok(10));
    for wrong in ["0", "-3", "2", "五", "100000000000"] {
        assert_eq!(term(wrong).unwrap_err().kind(), "UnknownChoice", "{wrong}");
    }
}
