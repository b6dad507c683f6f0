//! Percentages, exact to a hundredth of a percent.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Money;
use super::text::{digits, half_width};
use crate::refusal::{Field, Refusal};

/// Basis points in the whole.
pub(super) const WHOLE: i128 = 10_000;

/// A share from 0% to 100%, exact to a hundredth of a percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u16);

impl Percent {
    /// A percentage known when the program is written.
    pub(crate) const fn whole(percent: u8) -> Self {
        assert!(percent <= 100, "a percentage is at most 100");
        Self(percent as u16 * 100)
    }

    /// So many hundredths of a percent (30% = 3000); `None` above 10000.
    #[must_use]
    pub const fn from_basis_points(points: u16) -> Option<Self> {
        if points <= 10_000 {
            Some(Self(points))
        } else {
            None
        }
    }

    /// Hundredths of a percent, 0 to 10000.
    #[must_use]
    pub const fn basis_points(self) -> u16 {
        self.0
    }

    /// Reads a percentage as a person types it: `42`, `42.5`, `４２％`.
    ///
    /// # Errors
    /// `PercentMalformed` for anything else than 0 to 100 with at most two decimals.
    pub fn parse(field: impl Into<Field>, text: &str) -> Result<Self, Refusal> {
        Self::read(half_width(text).trim_end_matches('%').trim(), 2).ok_or_else(|| {
            Refusal::PercentMalformed {
                field: field.into(),
            }
        })
    }

    /// Reads a ratio from 0 to 1 with at most four decimals: `0.3333`; `None` for anything else.
    #[must_use]
    pub fn of_ratio(text: &str) -> Option<Self> {
        Self::read(text, 4)
    }

    fn read(text: &str, decimals: usize) -> Option<Self> {
        let points = digits(text, decimals).ok()?;
        u16::try_from(points).ok().and_then(Self::from_basis_points)
    }

    /// This share of an amount, rounded down to the fen: for upper limits.
    #[must_use]
    pub fn floor_of(self, amount: Money) -> Money {
        Money::of_fen(self.points_of(amount).div_euclid(WHOLE))
    }

    /// This share of an amount, rounded up to the fen: for lower limits.
    #[must_use]
    pub fn ceil_of(self, amount: Money) -> Money {
        Money::of_fen(-(-self.points_of(amount)).div_euclid(WHOLE))
    }

    /// This share of an amount, half a fen rounded away from zero: for values.
    #[must_use]
    pub fn half_up_of(self, amount: Money) -> Money {
        let points = self.points_of(amount);
        let fen = (points.abs() + WHOLE / 2) / WHOLE;
        Money::of_fen(fen * points.signum())
    }

    fn points_of(self, amount: Money) -> i128 {
        amount.whole_fen().saturating_mul(i128::from(self.0))
    }
}

impl fmt::Display for Percent {
    /// Only the decimals there are: `42%`, `33.33%`, `12.5%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}%"),
            (_, 0) => write!(f, "{whole}.{}%", rest / 10),
            _ => write!(f, "{whole}.{rest:02}%"),
        }
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.to_string().trim_end_matches('%'))
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(deserializer)?, 2)
            .ok_or_else(|| de::Error::custom("not a percentage"))
    }
}
