//! Prepayments: none, or 30% to 70% of the agreement in all (R118, A25; invariant I1).

use crate::money::{Money, Percent};
use crate::refusal::{Field, Refusal};

/// The least that may be prepaid.
pub const MIN_PERCENT: Percent = Percent::whole(30);
/// The most that may be prepaid.
pub const MAX_PERCENT: Percent = Percent::whole(70);

/// The least (up to the fen) and the most (down to the fen) that may be prepaid on an agreement.
/// Of one fen nothing can: the least is then above the most.
#[must_use]
pub fn band(agreement: Money) -> (Money, Money) {
    (
        MIN_PERCENT.ceil_of(agreement),
        MAX_PERCENT.floor_of(agreement),
    )
}

/// Whether a prepayment may be made after `already` was prepaid: what counts is the sum after it,
/// so a second instalment may be small, a first one may not.
///
/// # Errors
/// `AmountNotPositive` for nothing, `PrepaymentOutOfBand` for a sum outside the band.
pub fn check(
    field: impl Into<Field>,
    agreement: Money,
    already: Money,
    requested: Money,
) -> Result<(), Refusal> {
    if !requested.is_positive() {
        return Err(Refusal::AmountNotPositive {
            field: field.into(),
        });
    }
    let (min, max) = band(agreement);
    if (min..=max).contains(&(already + requested)) {
        Ok(())
    } else {
        Err(Refusal::PrepaymentOutOfBand {
            field: field.into(),
            min,
            max,
            already,
        })
    }
}

/// Whether what was prepaid still fits when the agreement amount changes (I1).
///
/// # Errors
/// `PrepaymentOutOfBand` for a sum outside the band of the new amount.
pub fn check_kept(
    field: impl Into<Field>,
    agreement: Money,
    already: Money,
) -> Result<(), Refusal> {
    let (min, max) = band(agreement);
    if (min..=max).contains(&already) {
        Ok(())
    } else {
        Err(Refusal::PrepaymentOutOfBand {
            field: field.into(),
            min,
            max,
            already,
        })
    }
}

/// Whether an agreement may promise this share (R077): 30% to 70%.
///
/// # Errors
/// `PrepaymentOutOfBand` otherwise.
pub fn check_ratio(
    field: impl Into<Field>,
    agreement: Money,
    ratio: Percent,
) -> Result<(), Refusal> {
    if (MIN_PERCENT..=MAX_PERCENT).contains(&ratio) {
        return Ok(());
    }
    let (min, max) = band(agreement);
    Err(Refusal::PrepaymentOutOfBand {
        field: field.into(),
        min,
        max,
        already: Money::ZERO,
    })
}

/// The amount of a share: half-up, then moved into the band, which rounding alone can leave.
#[must_use]
pub fn from_ratio(agreement: Money, ratio: Percent) -> Money {
    let (min, max) = band(agreement);
    ratio.half_up_of(agreement).max(min).min(max)
}
