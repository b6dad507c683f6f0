//! Account numbers: what one is, and how it is shown to whoever may not know it (R119, 3.3).

use crate::refusal::{Field, Refusal};

/// How many digits a bank's account number has.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=30;

/// Reads a number as banks print it: blanks and hyphens between the digits are fine.
///
/// # Errors
/// `Required` for nothing, `AccountNumber` for anything but 8 to 30 digits.
pub fn number(field: impl Into<Field>, text: &str) -> Result<String, Refusal> {
    let field = field.into();
    let number: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if number.is_empty() {
        return Err(Refusal::Required {
            field,
            label: "收款账号".into(),
        });
    }
    if !DIGITS.contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::AccountNumber { field });
    }
    Ok(number)
}

/// The first and the last four digits: enough to recognise an account, too little to pay into it.
#[must_use]
pub fn masked(number: &str) -> String {
    let head: String = number.chars().take(4).collect();
    let tail: String = number
        .chars()
        .skip(number.chars().count().saturating_sub(4))
        .collect();
    format!("{head}****{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_eight_to_thirty_digits_however_it_is_printed() {
        assert_eq!(
            number("number", " 6222 0000-1111 2222 ").unwrap(),
            "6222000011112222"
        );
        for bad in [
            "1234567",
            "12345678901234567890123456789012",
            "6222x0001111",
            "六二二二〇〇〇〇",
        ] {
            let refusal = number("number", bad).unwrap_err();
            assert_eq!(
                (refusal.kind(), refusal.field()),
                ("AccountNumber", Some("number"))
            );
        }
        assert_eq!(number("number", " ").unwrap_err().kind(), "Required");
    }

    #[test]
    fn what_others_see_names_no_account() {
        assert_eq!(masked("6222000011112222"), "6222****2222");
    }
}
