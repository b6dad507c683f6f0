//! What is still paid, or asked back, when a project is over (R098-R103, A37, A38; invariant I2).

use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::refusal::Refusal;

/// The two evaluations there are; no third (A08; invariant I7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Round {
    /// The acceptance.
    First,
    /// The re-evaluation after the rectification.
    Second,
}

impl Round {
    /// The round of a number as it is stored.
    ///
    /// # Errors
    /// `NoThirdRound` for anything but 1 and 2.
    pub const fn from_number(number: i16) -> Result<Self, Refusal> {
        match number {
            1 => Ok(Self::First),
            2 => Ok(Self::Second),
            _ => Err(Refusal::NoThirdRound),
        }
    }

    /// 1 or 2.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }

    /// The round after a failed one.
    ///
    /// # Errors
    /// `NoThirdRound` after the second.
    pub const fn next(self) -> Result<Self, Refusal> {
        match self {
            Self::First => Ok(Self::Second),
            Self::Second => Err(Refusal::NoThirdRound),
        }
    }
}

/// What the agency decides about a final failure (R102).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// The balance is not paid.
    Refuse,
    /// So much is deducted: more than nothing, at most the settlement amount (A38).
    Deduct(Money),
}

/// How the project ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Passed, in whichever round: the full balance (R098, R100).
    Passed {
        /// The round it passed in.
        round: Round,
    },
    /// Failed the second evaluation (R102).
    FailedFinal(Decision),
    /// Not rectified in time (R102, A07).
    RectificationOverdue(Decision),
    /// Refused to rectify: terminated, damages are claimed separately (R101).
    RefusedRectification,
    /// Terminated by the agreement's own conditions before the acceptance (machine 2.1): what was
    /// prepaid above the value of the work done goes back. The work itself was never accepted, so
    /// nothing more is paid (R098, R103; invariant I2).
    Terminated,
}

/// What is paid and what is asked back; at most one of the two is above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Still to be paid to the unit.
    pub balance: Money,
    /// To be recovered from the unit.
    pub recover: Money,
    /// Taken off the settlement amount.
    pub deduction: Money,
}

/// Settles an agreement.
///
/// # Errors
/// `OverSettlement` at `settlement` above the agreement, at `deduction` above the settlement;
/// `AmountNotPositive` at `deduction` for nothing; `AmountMalformed` for a negative figure.
pub fn settle(
    agreement: Money,
    settlement: Money,
    prepaid: Money,
    outcome: Outcome,
) -> Result<Settlement, Refusal> {
    for (field, amount) in [("settlement", settlement), ("prepaid", prepaid)] {
        if amount < Money::ZERO {
            return Err(Refusal::AmountMalformed {
                field: field.into(),
            });
        }
    }
    if settlement > agreement {
        return Err(Refusal::OverSettlement {
            field: "settlement".into(),
            limit: agreement,
        });
    }
    match outcome {
        Outcome::Passed { .. } => Ok(difference(settlement, prepaid, Money::ZERO)),
        Outcome::FailedFinal(Decision::Deduct(deduction))
        | Outcome::RectificationOverdue(Decision::Deduct(deduction)) => {
            check_deduction(settlement, deduction)?;
            Ok(difference(settlement, prepaid, deduction))
        }
        // What was prepaid above the audited cost goes back; the prepayment itself does not.
        Outcome::FailedFinal(Decision::Refuse)
        | Outcome::RectificationOverdue(Decision::Refuse)
        | Outcome::Terminated => Ok(Settlement {
            balance: Money::ZERO,
            ..difference(settlement, prepaid, Money::ZERO)
        }),
        // What is claimed is a decision of its own, not a formula.
        Outcome::RefusedRectification => Ok(Settlement {
            balance: Money::ZERO,
            recover: Money::ZERO,
            deduction: Money::ZERO,
        }),
    }
}

fn check_deduction(settlement: Money, deduction: Money) -> Result<(), Refusal> {
    if !deduction.is_positive() {
        return Err(Refusal::AmountNotPositive {
            field: "deduction".into(),
        });
    }
    if deduction > settlement {
        return Err(Refusal::OverSettlement {
            field: "deduction".into(),
            limit: settlement,
        });
    }
    Ok(())
}

fn difference(settlement: Money, prepaid: Money, deduction: Money) -> Settlement {
    let payable = settlement - deduction;
    Settlement {
        balance: payable.saturating_sub(prepaid),
        recover: prepaid.saturating_sub(payable),
        deduction,
    }
}
