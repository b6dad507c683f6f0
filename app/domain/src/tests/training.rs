use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{day, yuan};
use crate::refusal::{Refusal, StandardFault};
use crate::training::*;

/// The standard the product begins with.
pub(super) static FIRST: LazyLock<TrainingStandard> = LazyLock::new(|| {
    let file: serde_json::Value = serde_json::from_str(include_str!(
        "../../../../server/backend/data/reference.json"
    ))
    .expect("JSON");
    serde_json::from_value(file["training_standard"].clone()).expect("a standard")
});

/// A later one: every amount half as much again, other rules.
pub(super) fn later(from: &str) -> TrainingStandard {
    let mut standard = TrainingStandard {
        from: day(from),
        document: "内财行〔2027〕3号".into(),
        ..FIRST.clone()
    };
    for figure in Figure::ALL.iter().filter(|figure| figure.is_amount()) {
        let more = FIRST.figure(*figure) * Decimal::new(15, 1);
        standard.set(*figure, more).expect("fits");
    }
    (standard.long_percent, standard.staff_max) = (50, 15);
    standard
}

#[test]
fn quotas_are_those_of_the_document() {
    for (class, total) in [
        (TrainingClass::One, "760"),
        (TrainingClass::Two, "650"),
        (TrainingClass::Three, "550"),
    ] {
        assert_eq!(FIRST.quota(class).daily(true, true), yuan(total));
    }
    let three = FIRST.quota(TrainingClass::Three);
    assert_eq!(three.daily(false, true), yuan("210"));
    assert_eq!(three.daily(false, false), yuan("80"));
}

#[test]
fn days_after_the_thirtieth_count_seventy_percent() {
    let limit = |days| FIRST.quota_limit(TrainingClass::Three, 1, days, true, true);
    assert_eq!(limit(0), yuan("0"));
    assert_eq!(limit(30), yuan("16500"));
    assert_eq!(limit(31), yuan("16885"));
    let absurd = FIRST.quota_limit(TrainingClass::One, u32::MAX, u32::MAX, true, true);
    assert!(absurd > limit(31));
}

#[test]
fn a_limit_of_fen_is_rounded_down() {
    let mut odd = FIRST.clone();
    odd.set(Figure::ThreeOther, Decimal::new(3_033, 2)).unwrap();
    let limit = |people| odd.quota_limit(TrainingClass::Three, people, 31, false, false);
    // 80.33 × 30 + 80.33 × 70 % = 2,466.131.
    assert_eq!(limit(1), yuan("2466.13"));
    assert_eq!(limit(10), yuan("24661.31"), "the whole is rounded, once");
}

#[test]
fn a_half_day_has_four_class_hours() {
    let limit = |title, hours, half_days| FIRST.lecture_fee_limit(title, hours, half_days);
    assert_eq!(limit(Title::Associate, 5, Some(1)), Some(yuan("2000")));
    assert_eq!(limit(Title::Associate, 5, Some(2)), Some(yuan("2500")));
    assert_eq!(limit(Title::Academician, 2, None), Some(yuan("3000")));
    assert_eq!(limit(Title::Other, 4, None), None);
    assert_eq!(limit(Title::Full, 4, Some(u32::MAX)), Some(yuan("4000")));
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
        assert_eq!(FIRST.staff_limit(participants), staff, "{participants}");
    }
}

#[test]
fn the_day_decides_which_standard_holds() {
    // In whatever order they come.
    let list = [
        later("2027-07-01"),
        FIRST.clone(),
        TrainingStandard {
            from: day("2027-03-01"),
            ..FIRST.clone()
        },
    ];
    for (on, from) in [
        ("2016-12-31", None),
        ("2017-01-01", Some("2017-01-01")),
        ("2027-02-28", Some("2017-01-01")),
        ("2027-03-01", Some("2027-03-01")),
        ("2027-06-30", Some("2027-03-01")),
        ("2027-07-01", Some("2027-07-01")),
        ("2099-01-01", Some("2027-07-01")),
    ] {
        let held = holding(&list, day(on)).map(|standard| standard.from);
        assert_eq!(held, from.map(day), "{on}");
    }
    assert_eq!(holding(&[], day("2027-01-01")), None);
    let (handed_in, today) = (day("2027-06-30"), day("2027-08-15"));
    assert_eq!(measured_on(None, today), today);
    assert_eq!(measured_on(Some(handed_in), today), handed_in);
}

#[test]
fn each_figure_is_read_and_kept_by_its_name() {
    let mut standard = TrainingStandard::default();
    for (number, figure) in (1_i64..).zip(Figure::ALL) {
        standard
            .set(*figure, Decimal::from(number % 12 + 1))
            .unwrap();
    }
    let kept = Figure::ALL.iter().map(|figure| standard.figure(*figure));
    let set = (1_i64..).map(|number| Decimal::from(number % 12 + 1));
    assert!(kept.eq(set.take(Figure::ALL.len())));
    let read = |figure: Figure, typed: &str| figure.read(typed);
    assert_eq!(
        read(Figure::OneMeals, " １５０．５０ 元"),
        Ok(Decimal::new(1505, 1))
    );
    assert_eq!(read(Figure::OneMeals, "100000"), Ok(Decimal::from(100_000)));
    assert_eq!(read(Figure::StaffMax, "10"), Ok(Decimal::from(10)));
}

#[test]
fn a_figure_that_is_none_is_named_with_the_way_out() {
    for (figure, typed, words) in [
        (
            Figure::OneMeals,
            "",
            "“一类培训伙食费”应填写 0 至 100000 之间的金额",
        ),
        (Figure::OneMeals, "-1", "最多两位小数"),
        (Figure::OneMeals, "100000.01", "100000"),
        (Figure::OneMeals, "1.005", "最多两位小数"),
        (Figure::FullDays, "0", "1 至 366 之间的整数"),
        (Figure::LongPercent, "70.5", "0 至 100 之间的整数（%）"),
        (Figure::StaffPercent, "101", "“工作人员占参训人数的比例”"),
        (Figure::HalfDayHours, "四", "“半天最多计算的学时”"),
    ] {
        let refusal: Refusal = figure.read(typed).unwrap_err();
        assert_eq!(refusal, StandardFault::Figure { figure }.into(), "{typed}");
        assert_eq!(refusal.kind(), "StandardFigure");
        assert_eq!(refusal.field(), Some(figure.code()));
        let sentence = refusal.sentence();
        assert!(sentence.contains(words), "{sentence}");
    }
    let mut standard = FIRST.clone();
    let over = Decimal::from(100_001);
    assert!(standard.set(Figure::FullFee, over).is_err());
    assert_eq!(standard, *FIRST);
}

#[test]
fn only_what_changed_is_listed() {
    assert_eq!(FIRST.changes_from(&FIRST), []);
    let mut standard = FIRST.clone();
    standard
        .set(Figure::ThreeMeals, Decimal::new(1505, 1))
        .unwrap();
    standard
        .set(Figure::LongPercent, Decimal::from(50))
        .unwrap();
    let said: Vec<_> = standard
        .changes_from(&FIRST)
        .into_iter()
        .map(|change| (change.figure, change.before, change.after))
        .collect();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        said,
        [
            (
                Figure::ThreeMeals,
                text("130 元/人天"),
                text("150.5 元/人天")
            ),
            (Figure::LongPercent, text("70%"), text("50%")),
        ]
    );
}
