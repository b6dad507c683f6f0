//! Amounts in yuan, exact to the fen, and percentages. No binary fraction ever touches either.
//!
//! Rounding is stated here once: an upper limit is rounded down to the fen ([`Percent::floor_of`]),
//! a lower limit up ([`Percent::ceil_of`]), a value computed from a ratio half-up
//! ([`Percent::half_up_of`]); comparisons are inclusive.

mod capital;
mod percent;
mod text;

use std::{fmt, iter, ops, str};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::refusal::{Field, Refusal};

pub use percent::Percent;
pub use text::NotANumber;
pub(crate) use text::number;

use percent::WHOLE;
use text::{digits, grouped, half_width, split};

/// Yuan an amount must stay below: far above any fund, far below what could overflow.
const BOUND: i128 = 1_000_000_000_000_000;
/// Fen in ten thousand yuan (万元).
const WAN_FEN: i128 = 1_000_000;

/// An amount in yuan with two decimals; negative only for reversing entries and differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The amount of so many fen (分).
    #[must_use]
    pub fn from_fen(fen: i64) -> Self {
        Self::of_fen(i128::from(fen))
    }

    /// The amount of a decimal in yuan; `None` if it is finer than a fen or not below 10¹⁵.
    #[must_use]
    pub fn new(yuan: Decimal) -> Option<Self> {
        let yuan = yuan.normalize();
        let fits = yuan.scale() <= 2 && yuan.abs() < Decimal::from(BOUND);
        fits.then_some(Self(yuan))
    }

    /// The amount in fen. Saturates, which no amount below the bound can reach.
    #[must_use]
    pub fn fen(self) -> i64 {
        let fen = self.whole_fen();
        i64::try_from(fen).unwrap_or(if fen < 0 { i64::MIN } else { i64::MAX })
    }

    /// The amount in yuan, always with scale 2: what the database column holds.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        let mut yuan = self.0;
        yuan.rescale(2);
        yuan
    }

    /// Whether something is left to pay: above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self > Self::ZERO
    }

    /// The difference, not below zero.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        (self - other).max(Self::ZERO)
    }

    /// A standard times a number of persons, days or pieces (R194).
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self::of_fen(self.whole_fen().saturating_mul(i128::from(count)))
    }

    /// Two decimals without separators, for form fields and files: `205000.00`.
    #[must_use]
    pub fn plain(self) -> String {
        let (sign, fen) = split(self.whole_fen());
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }

    /// In capitals, as a contract names it: `人民币贰拾万伍仟元整`.
    #[must_use]
    pub fn in_capitals(self) -> String {
        capital::yuan(self.whole_fen())
    }

    /// 万元 with two decimals, half-up, with separators, for dashboards: `1,530.90`.
    #[must_use]
    pub fn wan(self) -> String {
        let (sign, fen) = split(self.whole_fen());
        let hundredths = (fen + 5_000) / 10_000;
        format!(
            "{sign}{}.{:02}",
            grouped(hundredths / 100),
            hundredths % 100
        )
    }

    /// 万元 without loss: up to six decimals, trailing zeros dropped, no separators: `12.3456`.
    #[must_use]
    pub fn wan_exact(self) -> String {
        let (sign, fen) = split(self.whole_fen());
        let wan = WAN_FEN.unsigned_abs();
        let text = format!("{sign}{}.{:06}", fen / wan, fen % wan);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// Reads an amount in yuan as a person types it: blanks around it, full-width digits, `,`
    /// between thousands, `￥` before and `元` after are all fine.
    ///
    /// # Errors
    /// `AmountPrecision` for more than two decimals, else `AmountMalformed` (also for a negative).
    pub fn parse_yuan(field: impl Into<Field>, text: &str) -> Result<Self, Refusal> {
        let text = half_width(text);
        let text = text.trim_start_matches('¥').trim_end_matches('元').trim();
        digits(text, 2).map(Self::of_fen).map_err(|why| match why {
            NotANumber::Malformed => Refusal::AmountMalformed {
                field: field.into(),
            },
            NotANumber::Precision => Refusal::AmountPrecision {
                field: field.into(),
            },
        })
    }

    /// Like [`Money::parse_yuan`], for something that must be paid.
    ///
    /// # Errors
    /// As `parse_yuan`, and `AmountNotPositive` for zero.
    pub fn parse_positive_yuan(field: impl Into<Field>, text: &str) -> Result<Self, Refusal> {
        let field = field.into();
        let amount = Self::parse_yuan(field.clone(), text)?;
        if amount.is_positive() {
            Ok(amount)
        } else {
            Err(Refusal::AmountNotPositive { field })
        }
    }

    /// Reads an amount in 万元: six decimals are one fen, finer is refused, never rounded (R140).
    ///
    /// # Errors
    /// `WanPrecision` for more than six decimals, else `AmountMalformed`.
    pub fn parse_wan(field: impl Into<Field>, text: &str) -> Result<Self, Refusal> {
        let text = half_width(text);
        let text = text
            .trim_start_matches('¥')
            .trim_end_matches('元')
            .trim_end_matches('万')
            .trim();
        digits(text, 6).map(Self::of_fen).map_err(|why| match why {
            NotANumber::Malformed => Refusal::AmountMalformed {
                field: field.into(),
            },
            NotANumber::Precision => Refusal::WanPrecision {
                field: field.into(),
            },
        })
    }

    fn of_fen(fen: i128) -> Self {
        // 2^96 is what a decimal holds; only a product of absurd counts comes near it.
        let limit = BOUND * BOUND / 10_000;
        Self(Decimal::from_i128_with_scale(fen.clamp(-limit, limit), 2))
    }

    fn whole_fen(self) -> i128 {
        self.decimal().mantissa()
    }
}

impl fmt::Display for Money {
    /// Thousands separators and two decimals: `205,000.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, fen) = split(self.whole_fen());
        f.pad(&format!("{sign}{}.{:02}", grouped(fen / 100), fen % 100))
    }
}

impl str::FromStr for Money {
    type Err = NotANumber;

    /// Strict: what [`Money::plain`] writes, with fewer decimals allowed. For forms use `parse_yuan`.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        if rest.contains(',') {
            return Err(NotANumber::Malformed);
        }
        digits(rest, 2).map(|fen| Self::of_fen(sign * fen))
    }
}

impl ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl ops::AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl ops::Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl ops::SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl ops::Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, ops::Add::add)
    }
}

impl<'a> iter::Sum<&'a Self> for Money {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// How much of `whole` is `part`, in hundredths of a percent, rounded down (a bar is never full
/// before it is); 0 when either is not positive, above 10000 when the part is larger.
#[must_use]
pub fn share(part: Money, whole: Money) -> u32 {
    if !part.is_positive() || !whole.is_positive() {
        return 0;
    }
    u32::try_from(part.whole_fen().saturating_mul(WHOLE) / whole.whole_fen()).unwrap_or(u32::MAX)
}
