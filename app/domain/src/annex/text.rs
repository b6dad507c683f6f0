//! What a person types, read as numbers, days and codes.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::code::{self, half_width};
use crate::money::{NotANumber, number};

/// Decimals of a number that is no amount.
const DECIMALS: usize = 6;
/// Length of a legacy organisation code: `60003734-1`.
const LEGACY_CODE: usize = 10;
/// The divisions of GB/T 4754-2017 run from 01 to this.
const LAST_DIVISION: u8 = 97;

/// Characters of a text: what its limits count.
pub(super) fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// A number without sign and with at most six decimals; `,` between thousands is fine.
pub(super) fn decimal(text: &str) -> Result<Decimal, NotANumber> {
    number(text, DECIMALS)
}

/// A whole number without sign.
pub(super) fn whole(text: &str) -> Result<u32, NotANumber> {
    let number = decimal(text)?.normalize();
    if number.scale() > 0 {
        return Err(NotANumber::Precision);
    }
    u32::try_from(number.mantissa()).map_err(|_| NotANumber::Malformed)
}

/// A day: `2027-04-10`, `2027/4/10`, `2027.4.10` or `2027年4月10日`.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let plain = half_width(text.trim());
    let fits = plain
        .chars()
        .all(|c| c.is_ascii_digit() || "-/.年月日".contains(c));
    let groups = digit_groups(&plain);
    match groups[..] {
        [year, month, day] if fits => date_of(year, month, day),
        _ => None,
    }
}

/// The first and the last day of a text such as `2027-04-10 至 2027-10-20`; one day is both.
/// `None` unless it names one or two whole days.
pub(super) fn span(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let plain = half_width(text);
    let groups = digit_groups(&plain);
    let mut days = Vec::new();
    let mut rest = &groups[..];
    while let [first, tail @ ..] = rest {
        rest = tail;
        if let ([month, day, after @ ..], 4) = (tail, first.len()) {
            days.push(date_of(first, month, day)?);
            rest = after;
        }
    }
    match days[..] {
        [only] => Some((only, only)),
        [first, last] => Some((first, last)),
        _ => None,
    }
}

/// The two-digit division of an industry code.
pub(super) fn division(text: &str) -> Option<u8> {
    let plain = code::normalise(text);
    let fits = (2..=4).contains(&plain.len()) && plain.bytes().all(|c| c.is_ascii_digit());
    let division: u8 = plain.get(..2).filter(|_| fits)?.parse().ok()?;
    (1..=LAST_DIVISION).contains(&division).then_some(division)
}

/// Whether a code has the length of a legacy organisation code.
pub(super) fn is_legacy(code: &str) -> bool {
    code.len() == LEGACY_CODE && code.contains('-')
}

/// A mobile number, a landline with its area code (and extension), or a 400 or 800 number.
pub(super) fn is_phone(text: &str) -> bool {
    let plain = half_width(text.trim());
    let plain = plain.strip_prefix("+86").unwrap_or(&plain).trim();
    if !plain
        .chars()
        .all(|c| c.is_ascii_digit() || "- ()（）".contains(c))
    {
        return false;
    }
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let mobile = digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
    let landline =
        (10..=16).contains(&digits.len()) && matches!(digits.as_bytes(), [b'0', b'1'..=b'9', ..]);
    let service = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    mobile || landline || service
}

fn date_of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let part = |text: &str| (text.len() <= 2).then(|| text.parse().ok()).flatten();
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    NaiveDate::from_ymd_opt(year, part(month)?, part(day)?)
}

fn digit_groups(plain: &str) -> Vec<&str> {
    plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect()
}
