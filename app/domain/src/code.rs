//! Unified social credit codes (统一社会信用代码, GB 32100-2015) and the legacy organisation codes
//! inside them (组织机构代码, GB 11714-1997). R136, 4.6.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Field, Refusal};
use crate::state::ProjectKind;

/// The 31 characters, each at its value. I, O, S, V and Z look like others and are left out.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// 3^(i-1) mod 31 for the first 17 characters.
const WEIGHTS: [usize; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
const MODULUS: usize = 31;
const LENGTH: usize = 18;
/// Weights of the eight characters of an organisation code.
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A valid unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

impl CreditCode {
    /// Checks a code exactly as written; use [`normalise`] on what a person typed.
    ///
    /// # Errors
    /// `CreditCode`, whose fault says which part is wrong.
    pub fn parse(field: impl Into<Field>, text: &str) -> Result<Self, Refusal> {
        match fault(text) {
            None => Ok(Self(text.to_owned())),
            Some(fault) => Err(Refusal::CreditCode {
                field: field.into(),
                fault,
            }),
        }
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Characters 9 to 17 in the old spelling: `M000100Y-4`.
    #[must_use]
    pub fn embedded_organisation_code(&self) -> String {
        format!("{}-{}", &self.0[8..16], &self.0[16..17])
    }

    /// What was registered, by the first two characters; `None` for a prefix we do not know, which
    /// is no fault.
    #[must_use]
    pub fn kind(&self) -> Option<Registration> {
        Registration::from_code(&self.0[..2])
    }

    /// Whether the prefix fits who asks for a project; a mismatch is a warning only (R136).
    #[must_use]
    pub fn fits(&self, applicant: ProjectKind) -> bool {
        match applicant {
            ProjectKind::Enterprise => self.kind() == Some(Registration::Enterprise),
            ProjectKind::Association => self.kind() == Some(Registration::Association),
            ProjectKind::PublicSme => true,
        }
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for CreditCode {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse("", &text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

codes! {
    /// What is registered under a code, by its first two characters.
    Registration {
        Authority = "11" "机关",
        Institution = "12" "事业单位",
        MassOrganisation = "13" "编办直接管理编制的群众团体",
        Association = "51" "社会团体",
        PrivateNonEnterprise = "52" "民办非企业单位",
        Foundation = "53" "基金会",
        Enterprise = "91" "企业",
        SoleTrader = "92" "个体工商户",
        Cooperative = "93" "农民专业合作社",
    }
}

/// What a person typed, as the code they mean: no blanks, full-width characters and lower case
/// turned into what the standard has.
#[must_use]
pub fn normalise(text: &str) -> String {
    let visible = |c: &char| !c.is_whitespace();
    let plain = half_width(text);
    let plain = plain.chars().filter(visible);
    plain.map(|c| c.to_ascii_uppercase()).collect()
}

/// The plain characters a Chinese input method's full-width ones stand for.
pub(crate) fn half_width(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    });
    plain.collect()
}

/// Whether an organisation code of before 2015, `XXXXXXXX-X`, has the right check character. Inside a credit
/// code a wrong one is a warning only: historic codes exist.
#[must_use]
pub fn organisation_code_ok(text: &str) -> bool {
    let Some((body, [b'-', check])) = text.as_bytes().split_at_checked(8) else {
        return false;
    };
    let values: Option<Vec<usize>> = body.iter().map(|c| organisation_value(*c)).collect();
    let Some(values) = values else { return false };
    let sum: usize = values
        .iter()
        .zip(ORGANISATION_WEIGHTS)
        .map(|(value, weight)| value * weight)
        .sum();
    let expected = match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b"0123456789"[digit],
    };
    *check == expected
}

/// Checks a legacy organisation code.
///
/// # Errors
/// `OrganisationCode` if it is none.
pub fn check_organisation_code(field: impl Into<Field>, text: &str) -> Result<(), Refusal> {
    if organisation_code_ok(text) {
        Ok(())
    } else {
        Err(Refusal::OrganisationCode {
            field: field.into(),
        })
    }
}

/// Digits are themselves, letters A to Z are 10 to 35.
fn organisation_value(character: u8) -> Option<usize> {
    match character {
        b'0'..=b'9' => Some(usize::from(character - b'0')),
        b'A'..=b'Z' => Some(usize::from(character - b'A') + 10),
        _ => None,
    }
}

/// What is wrong with a code, `None` if nothing is.
fn fault(text: &str) -> Option<String> {
    let length = text.chars().count();
    if length != LENGTH {
        return Some(format!("应为 {LENGTH} 位，实为 {length} 位"));
    }
    if let Some(fault) = text
        .chars()
        .enumerate()
        .find_map(|(at, c)| fault_at(at + 1, c))
    {
        return Some(fault);
    }
    let values: Vec<usize> = text.bytes().filter_map(value).collect();
    let sum: usize = values
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| value * weight)
        .sum();
    let expected = (MODULUS - sum % MODULUS) % MODULUS;
    // The expected character is not told: the fault may be anywhere in the code.
    (values.last() != Some(&expected))
        .then(|| "第 18 位校验码不符，前 17 位或校验码有误".to_owned())
}

/// What is wrong with the character at a place, counted from 1.
fn fault_at(place: usize, character: char) -> Option<String> {
    if character.is_ascii_lowercase() {
        return Some(format!("第 {place} 位“{character}”应为大写字母"));
    }
    if (3..=8).contains(&place) && !character.is_ascii_digit() {
        return Some(format!(
            "第 {place} 位“{character}”应为数字（第 3 至 8 位为行政区划码）"
        ));
    }
    let known = u8::try_from(character).is_ok_and(|byte| value(byte).is_some());
    (!known).then(|| {
        format!(
            "第 {place} 位“{character}”不是代码可用字符（只用数字和大写字母，且不用 I、O、S、V、Z）"
        )
    })
}

fn value(character: u8) -> Option<usize> {
    CHARACTERS.iter().position(|c| *c == character)
}
