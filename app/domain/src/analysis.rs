//! The three-year analysis (R030, R031): which years it looks at, and what a rate is.

/// How many years it looks at (近三年).
pub const YEARS: usize = 3;

/// The calendar years of the analysis for a plan year, oldest first: the last three complete ones
/// before the year in which the plan is decided (A12). Plan year 2027 is decided in 2026 and looks
/// at 2023 to 2025.
#[must_use]
pub const fn window(plan_year: i32) -> [i32; YEARS] {
    [plan_year - 4, plan_year - 3, plan_year - 2]
}

/// Cases per 1,000 insured persons and year, in thousandths, rounded down: 1234 is 1.234‰. `None`
/// unless the insured persons of every year are known, since a sum over fewer years says something
/// else (R031).
#[must_use]
pub fn rate(count: i64, insured: &[Option<i64>]) -> Option<i64> {
    let persons: Option<i64> = insured.iter().copied().sum();
    let persons = persons.filter(|persons| *persons > 0)?;
    count.checked_mul(1_000_000).map(|count| count / persons)
}
