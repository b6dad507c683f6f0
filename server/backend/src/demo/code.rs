//! Credit codes that are valid and nobody's: the organisation part is `DEMnnnnn`.

use domain::code::CreditCode;

const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The code of the demo's n-th organisation: an enterprise registered in the region.
#[must_use]
pub(crate) fn credit_code(number: u32) -> String {
    coded("91", 150_000, number)
}

/// The same with another kind of registration (51 associations, 52 schools) and division.
#[must_use]
pub(crate) fn coded(prefix: &str, division: i32, number: u32) -> String {
    let body = format!("DEM{:05}", number % 100_000);
    let organisation = format!("{body}{}", organisation_check(&body));
    let front = format!("{prefix}{division:06}{organisation}");
    // One of the 31 fits, by the construction of the check; asking the domain keeps one algorithm.
    let found = CHARACTERS
        .chars()
        .map(|check| format!("{front}{check}"))
        .find(|code| CreditCode::parse("", code).is_ok());
    found.unwrap_or(front)
}

/// GB 11714 over eight characters; `X` stands for ten and is a character of credit codes as well.
fn organisation_check(body: &str) -> char {
    let found = "0123456789X"
        .chars()
        .find(|check| domain::code::organisation_code_ok(&format!("{body}-{check}")));
    found.unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_valid_and_distinct() {
        let codes: Vec<String> = (0..2_000).map(credit_code).collect();
        for code in &codes {
            let code = CreditCode::parse("", code).expect("valid");
            assert!(domain::code::organisation_code_ok(
                &code.embedded_organisation_code()
            ));
        }
        assert_eq!(
            codes
                .iter()
                .collect::<std::collections::BTreeSet<_>>()
                .len(),
            codes.len()
        );
        assert!(CreditCode::parse("", &coded("51", 150_600, 77)).is_ok());
    }
}
