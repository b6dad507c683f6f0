//! Numbers as text: exact, without a number type of its own in between.

use rust_decimal::Decimal;

use super::BOUND;

/// Fen in one yuan.
const FEN: i128 = 100;

/// Why a text is not a number of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotANumber {
    /// Not digits with at most one decimal point, or too large.
    #[error("not an amount")]
    Malformed,
    /// More decimals than the unit has.
    #[error("too many decimals")]
    Precision,
}

/// The sign and the size of a number.
pub(super) fn split(fen: i128) -> (&'static str, u128) {
    (if fen < 0 { "-" } else { "" }, fen.unsigned_abs())
}

/// Digits with a comma between thousands.
pub(super) fn grouped(number: u128) -> String {
    let text = number.to_string();
    let mut out = String::with_capacity(text.len() + text.len() / 3);
    for (at, digit) in text.chars().enumerate() {
        if at > 0 && (text.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What a Chinese input method writes, as the plain characters it stands for; ends trimmed.
pub(super) fn half_width(text: &str) -> String {
    let plain = text.trim().chars().map(|c| match c {
        '０'..='９' | '，' | '．' | '％' | '－' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '。' => '.',
        '￥' => '¥',
        other => other,
    });
    plain.collect()
}

/// An unsigned number times 10^`decimals`, exactly. Commas only where thousands end.
pub(super) fn digits(text: &str, decimals: usize) -> Result<i128, NotANumber> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(NotANumber::Malformed),
        None => (text, ""),
    };
    let whole = ungrouped(whole).ok_or(NotANumber::Malformed)?;
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    // The limit keeps the number below inside 128 bits; what is over the bound is refused after it.
    if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) || whole.len() > 20 {
        return Err(NotANumber::Malformed);
    }
    if fraction.len() > decimals {
        return Err(NotANumber::Precision);
    }
    let value: i128 = format!("{whole}{fraction:0<decimals$}")
        .parse()
        .map_err(|_| NotANumber::Malformed)?;
    if value < BOUND * FEN {
        Ok(value)
    } else {
        Err(NotANumber::Malformed)
    }
}

/// A number that is no amount, read as amounts are.
pub(crate) fn number(text: &str, decimals: usize) -> Result<Decimal, NotANumber> {
    let scale = u32::try_from(decimals).unwrap_or(u32::MAX);
    let value = digits(&half_width(text), decimals)?;
    Decimal::try_from_i128_with_scale(value, scale).map_err(|_| NotANumber::Malformed)
}

/// The whole part without its commas; `None` if one stands in the wrong place.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits = rest.is_empty()
        || (matches!(first.len(), 1..=3) && rest.iter().all(|group| group.len() == 3));
    fits.then(|| format!("{first}{}", rest.concat()))
}
