use super::yuan;
use crate::training::*;

#[test]
fn quotas_are_those_of_the_document() {
    for (class, total) in [
        (TrainingClass::One, 760),
        (TrainingClass::Two, 650),
        (TrainingClass::Three, 550),
    ] {
        assert_eq!(Quota::of(class).daily(true, true), total);
    }
    assert_eq!(Quota::of(TrainingClass::Three).daily(false, true), 210);
    assert_eq!(Quota::of(TrainingClass::Three).daily(false, false), 80);
}

#[test]
fn days_after_the_thirtieth_count_seventy_percent() {
    let limit = |days| quota_limit(TrainingClass::Three, 1, days, true, true);
    assert_eq!(limit(0), yuan("0"));
    assert_eq!(limit(30), yuan("16500"));
    assert_eq!(limit(31), yuan("16885"));
    assert!(quota_limit(TrainingClass::One, u32::MAX, u32::MAX, true, true) > limit(31));
}

#[test]
fn a_half_day_has_four_class_hours() {
    assert_eq!(
        lecture_fee_limit(Title::Associate, 5, Some(1)),
        Some(yuan("2000"))
    );
    assert_eq!(
        lecture_fee_limit(Title::Associate, 5, Some(2)),
        Some(yuan("2500"))
    );
    assert_eq!(
        lecture_fee_limit(Title::Academician, 2, None),
        Some(yuan("3000"))
    );
    assert_eq!(lecture_fee_limit(Title::Other, 4, None), None);
    assert_eq!(
        lecture_fee_limit(Title::Full, 4, Some(u32::MAX)),
        Some(yuan("4000"))
    );
}

#[test]
fn staff_is_a_tenth_and_at_most_ten() {
    for (participants, staff) in [
        (0, 0),
        (9, 0),
        (10, 1),
        (55, 5),
        (99, 9),
        (100, 10),
        (300, 10),
        (u32::MAX, 10),
    ] {
        assert_eq!(staff_limit(participants), staff, "{participants}");
    }
}
