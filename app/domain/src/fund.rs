//! The base of the prevention fee and its limits (R002, R115, R116, R141).

use serde::{Deserialize, Serialize};

use crate::money::{Money, Percent};
use crate::refusal::Refusal;

/// 3%: of the retained levy for a city, of the year's contribution for an applicant.
pub const CAP_PERCENT: Percent = Percent::whole(3);

/// What a city levied in the year before, and what it remitted as adjustment fund (R002).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Figures", into = "Figures")]
pub struct FundBase {
    levy: Money,
    remitted: Money,
}

/// The two figures before they are checked against each other.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Figures {
    levy: Money,
    remitted: Money,
}

impl FundBase {
    /// A base with `0 <= remitted <= levy`.
    ///
    /// # Errors
    /// `AmountMalformed` at `levy` or `remitted` for a negative figure, `AmountTooLarge` at
    /// `remitted` if more was remitted than levied.
    pub fn new(levy: Money, remitted: Money) -> Result<Self, Refusal> {
        if levy < Money::ZERO {
            return Err(Refusal::AmountMalformed {
                field: "levy".into(),
            });
        }
        if remitted < Money::ZERO {
            return Err(Refusal::AmountMalformed {
                field: "remitted".into(),
            });
        }
        if remitted > levy {
            return Err(Refusal::AmountTooLarge {
                field: "remitted".into(),
                limit: levy,
            });
        }
        Ok(Self { levy, remitted })
    }

    /// Income from contributions of the year (征缴收入).
    #[must_use]
    pub const fn levy(self) -> Money {
        self.levy
    }

    /// Remitted to the region as adjustment fund (上解调剂金).
    #[must_use]
    pub const fn remitted(self) -> Money {
        self.remitted
    }

    /// What is retained: always computed, never typed.
    #[must_use]
    pub fn retained(self) -> Money {
        self.levy - self.remitted
    }

    /// The most the city may spend on prevention in the next year, down to the fen (R116).
    #[must_use]
    pub fn city_cap(self) -> Money {
        CAP_PERCENT.floor_of(self.retained())
    }
}

impl TryFrom<Figures> for FundBase {
    type Error = Refusal;
    fn try_from(figures: Figures) -> Result<Self, Refusal> {
        Self::new(figures.levy, figures.remitted)
    }
}

impl From<FundBase> for Figures {
    fn from(base: FundBase) -> Self {
        Self {
            levy: base.levy,
            remitted: base.remitted,
        }
    }
}

/// What is left of a cap after a request; the cap itself may be reached (R116; invariant I3).
///
/// # Errors
/// `OverCap` if what is committed and requested exceeds the cap.
pub fn check_cap(cap: Money, committed: Money, requested: Money) -> Result<Money, Refusal> {
    if committed + requested <= cap {
        Ok(cap - committed - requested)
    } else {
        Err(Refusal::OverCap {
            cap,
            committed,
            requested,
        })
    }
}

/// The most an applicant may ask for in one plan year: 3% of its contribution of the year before,
/// down to the fen (R141, A28).
#[must_use]
pub fn enterprise_cap(contribution: Money) -> Money {
    CAP_PERCENT.floor_of(contribution)
}

/// What is left to an applicant after its other projects of the year and this one (R141, A29).
///
/// # Errors
/// `OverCap` if they exceed its cap together.
pub fn check_enterprise_cap(
    contribution: Money,
    committed: Money,
    budget: Money,
) -> Result<Money, Refusal> {
    check_cap(enterprise_cap(contribution), committed, budget)
}

/// Prevention comes after the benefits of the year (R115): what is left when both are paid.
///
/// # Errors
/// `BenefitsFirst` with what is short.
pub fn benefits_first(
    opening: Money,
    income: Money,
    benefits: Money,
    planned: Money,
) -> Result<Money, Refusal> {
    let left = opening + income - benefits - planned;
    if left >= Money::ZERO {
        Ok(left)
    } else {
        Err(Refusal::BenefitsFirst { short: -left })
    }
}
