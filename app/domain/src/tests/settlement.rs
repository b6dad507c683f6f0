use proptest::prelude::*;

use super::yuan;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::settlement::*;

#[test]
fn what_cannot_be_settled_is_refused() {
    let passed = Outcome::Passed {
        round: Round::First,
    };
    let deduct = |amount: &str| Outcome::FailedFinal(Decision::Deduct(yuan(amount)));
    for (settlement, prepaid, outcome, kind, field) in [
        ("100.01", "30", passed, "OverSettlement", "settlement"),
        ("100", "-1", passed, "AmountMalformed", "prepaid"),
        ("-1", "0", passed, "AmountMalformed", "settlement"),
        ("100", "30", deduct("100.01"), "OverSettlement", "deduction"),
        ("100", "30", deduct("0"), "AmountNotPositive", "deduction"),
        ("100", "30", deduct("-5"), "AmountNotPositive", "deduction"),
        (
            "90",
            "30",
            Outcome::RectificationOverdue(Decision::Deduct(yuan("90.01"))),
            "OverSettlement",
            "deduction",
        ),
    ] {
        let refusal =
            settle(yuan("100"), yuan(settlement), yuan(prepaid), outcome).expect_err(kind);
        assert_eq!((refusal.kind(), refusal.field()), (kind, Some(field)));
    }
}

#[test]
fn refusing_pays_nothing_and_asks_back_only_what_was_never_earned() {
    let refuse = Outcome::FailedFinal(Decision::Refuse);
    let got = settle(yuan("200"), yuan("200"), yuan("60"), refuse).expect("settles");
    assert_eq!((got.balance, got.recover), (Money::ZERO, Money::ZERO));
    let got = settle(yuan("200"), yuan("50"), yuan("60"), refuse).expect("settles");
    assert_eq!((got.balance, got.recover), (Money::ZERO, yuan("10")));
}

#[test]
fn there_is_no_third_round() {
    assert_eq!(
        (Round::First.next(), Round::Second.next()),
        (Ok(Round::Second), Err(Refusal::NoThirdRound))
    );
    for number in [-1, 0, 3, i16::MAX] {
        assert_eq!(Round::from_number(number), Err(Refusal::NoThirdRound));
    }
    for round in [Round::First, Round::Second] {
        assert_eq!(Round::from_number(round.number()), Ok(round));
    }
}

proptest! {
    /// Invariant I2, the settlement side: a balance needs a pass or a deduction, nobody is paid more
    /// than the settlement amount, and what is paid, deducted and recovered accounts for every fen.
    #[test]
    fn every_fen_is_accounted_for(agreement in 0_i64..100_000_000_000, cut in 0_i64..=10_000, prepaid in 0_i64..=7_000, share in 0_i64..=10_000, which in 0_u8..6) {
        let of = |whole: Money, points: i64| Money::from_fen(i64::try_from(i128::from(whole.fen()) * i128::from(points) / 10_000).expect("small"));
        let agreement = Money::from_fen(agreement);
        let (settlement, prepaid) = (of(agreement, cut), of(agreement, prepaid));
        let deduction = of(settlement, share);
        let outcome = match which {
            0 => Outcome::Passed { round: Round::First },
            1 => Outcome::Passed { round: Round::Second },
            2 => Outcome::FailedFinal(Decision::Refuse),
            3 => Outcome::FailedFinal(Decision::Deduct(deduction)),
            4 => Outcome::RectificationOverdue(Decision::Deduct(deduction)),
            _ => Outcome::RefusedRectification,
        };
        let got = settle(agreement, settlement, prepaid, outcome);
        let Ok(got) = got else {
            prop_assert!(matches!(which, 3 | 4) && deduction == Money::ZERO);
            return Ok(());
        };
        prop_assert!(got.balance >= Money::ZERO && got.recover >= Money::ZERO);
        prop_assert!(got.balance == Money::ZERO || got.recover == Money::ZERO);
        prop_assert!(got.balance == Money::ZERO || prepaid + got.balance <= settlement);
        match outcome {
            Outcome::Passed { .. } | Outcome::FailedFinal(Decision::Deduct(_)) | Outcome::RectificationOverdue(Decision::Deduct(_)) => {
                prop_assert_eq!(prepaid + got.balance - got.recover, settlement - got.deduction);
            }
            _ => prop_assert_eq!((got.balance, got.deduction), (Money::ZERO, Money::ZERO)),
        }
    }
}
