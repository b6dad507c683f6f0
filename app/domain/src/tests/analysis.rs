use crate::analysis::{rate, window};

#[test]
fn the_window_is_the_last_three_complete_years_before_the_deciding_one() {
    assert_eq!(window(2027), [2023, 2024, 2025]);
    assert_eq!(window(2020), [2016, 2017, 2018]);
}

#[test]
fn a_rate_is_per_thousand_insured_and_year() {
    // 300 cases among 50,000 in each of three years: 2 per 1,000 and year.
    assert_eq!(rate(300, &[Some(50_000); 3]), Some(2_000));
    assert_eq!(
        rate(1, &[Some(3), Some(3), Some(1)]),
        Some(142_857),
        "rounded down"
    );
    assert_eq!(rate(0, &[Some(10); 3]), Some(0));
}

#[test]
fn without_every_year_there_is_no_rate() {
    assert_eq!(rate(5, &[Some(10), None, Some(10)]), None);
    assert_eq!(rate(5, &[Some(0); 3]), None);
    assert_eq!(rate(i64::MAX, &[Some(1); 3]), None);
}
