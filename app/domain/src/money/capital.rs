//! Amounts as contracts and vouchers write them (正确填写票据和结算凭证的基本规定, 1997): capitals that
//! nobody can add a stroke to.

use super::text::split;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];

/// `人民币贰拾万伍仟元整`, `人民币壹仟肆佰零玖元伍角整`, `人民币叁佰贰拾伍元零肆分`.
pub(super) fn yuan(fen: i128) -> String {
    let (sign, size) = split(fen);
    let sign = if sign.is_empty() { "" } else { "负" };
    let (whole, jiao, fen) = (size / 100, size / 10 % 10, size % 10);
    let mut out = integer(whole);
    if !out.is_empty() {
        out.push('元');
    }
    if jiao > 0 {
        out.push_str(digit(jiao));
        out.push('角');
    } else if fen > 0 && whole > 0 {
        out.push('零');
    }
    match (fen, out.is_empty()) {
        (0, true) => out.push_str("零元整"),
        (0, false) => out.push('整'),
        _ => {
            out.push_str(digit(fen));
            out.push('分');
        }
    }
    format!("人民币{sign}{out}")
}

fn digit(value: u128) -> &'static str {
    usize::try_from(value)
        .ok()
        .and_then(|at| DIGITS.get(at).copied())
        .unwrap_or_default()
}

/// Groups of four digits from the highest; one 零 stands for any run of them inside the number.
fn integer(number: u128) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (group, name) in GROUPS.iter().enumerate().rev() {
        let scale = u32::try_from(group * 4).unwrap_or_default();
        let part = number / 10_u128.pow(scale) % 10_000;
        if part == 0 {
            gap = !out.is_empty();
            continue;
        }
        if !out.is_empty() && (gap || part < 1000) {
            out.push('零');
        }
        gap = false;
        out.push_str(&four(part));
        out.push_str(name);
    }
    out
}

fn four(part: u128) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (place, name) in PLACES.iter().enumerate().rev() {
        let value = part / 10_u128.pow(u32::try_from(place).unwrap_or_default()) % 10;
        if value == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
        }
        gap = false;
        out.push_str(digit(value));
        out.push_str(name);
    }
    out
}
