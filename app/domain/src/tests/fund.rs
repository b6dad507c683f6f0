use proptest::prelude::*;

use super::yuan;
use crate::budget::{Subject, check_detail, check_sums, check_years};
use crate::fund::*;
use crate::money::{Money, Percent};
use crate::prepayment;
use crate::refusal::Refusal;

#[test]
fn a_base_is_what_is_left_of_the_levy() {
    let base = FundBase::new(yuan("123456789.37"), yuan("12345678.94")).expect("valid");
    assert_eq!(
        (base.retained(), base.city_cap()),
        (yuan("111111110.43"), yuan("3333333.31"))
    );
    for (levy, remitted, kind, field) in [
        ("1", "1.01", "AmountTooLarge", "remitted"),
        ("1", "-0.01", "AmountMalformed", "remitted"),
        ("-1", "0", "AmountMalformed", "levy"),
    ] {
        let refusal = FundBase::new(yuan(levy), yuan(remitted)).expect_err(kind);
        assert_eq!((refusal.kind(), refusal.field()), (kind, Some(field)));
    }
    let wire = r#"{"levy":"1.00","remitted":"2.00"}"#;
    assert!(
        serde_json::from_str::<FundBase>(wire).is_err(),
        "the wire is checked too"
    );
}

#[test]
fn benefits_come_first() {
    let check = |planned: &str| benefits_first(yuan("120"), yuan("80"), yuan("195"), yuan(planned));
    assert_eq!(check("5"), Ok(Money::ZERO));
    assert_eq!(
        check("5.01"),
        Err(Refusal::BenefitsFirst {
            short: yuan("0.01")
        })
    );
}

#[test]
fn instalments_are_judged_by_their_sum() {
    for (already, requested, kind) in [
        ("0", "29999.99", Some("PrepaymentOutOfBand")),
        ("0", "30000", None),
        ("30000", "0.01", None),
        ("30000", "40000", None),
        ("30000", "40000.01", Some("PrepaymentOutOfBand")),
        ("10000", "20000", None),
        ("30000", "0", Some("AmountNotPositive")),
        ("30000", "-1", Some("AmountNotPositive")),
    ] {
        let refusal =
            prepayment::check("amount", yuan("100000"), yuan(already), yuan(requested)).err();
        assert_eq!(
            refusal.as_ref().map(Refusal::kind),
            kind,
            "{already} + {requested}"
        );
    }
}

#[test]
fn an_agreement_of_a_fen_has_no_prepayment() {
    let (min, max) = prepayment::band(yuan("0.01"));
    assert!(min > max);
    assert!(prepayment::check("amount", yuan("0.01"), Money::ZERO, yuan("0.01")).is_err());
    assert_eq!(
        prepayment::from_ratio(yuan("0.01"), Percent::whole(50)),
        Money::ZERO
    );
}

#[test]
fn an_agreement_promises_30_to_70_percent() {
    for (points, fits) in [(2999, false), (3000, true), (7000, true), (7001, false)] {
        let ratio = Percent::from_basis_points(points).expect("in range");
        assert_eq!(
            prepayment::check_ratio("ratio", yuan("100"), ratio).is_ok(),
            fits,
            "{points}"
        );
    }
}

#[test]
fn the_twelve_subjects_have_two_names() {
    assert_eq!(Subject::ALL.len(), 12);
    for subject in Subject::ALL {
        assert_eq!(Subject::from_name(subject.short()), Some(*subject));
        assert_eq!(Subject::from_name(subject.label()), Some(*subject));
        assert!(subject.label().ends_with(subject.short()), "{subject}");
    }
    assert_eq!(Subject::from_name("宣传费"), None);
}

#[test]
fn a_budget_adds_up() {
    let lines = [(Subject::Experts, yuan("10")), (Subject::Tax, yuan("2.50"))];
    assert_eq!(
        check_sums(&lines, yuan("12.50"), yuan("20")),
        Ok(yuan("7.50"))
    );
    assert_eq!(
        check_sums(&lines, yuan("12.51"), yuan("20"))
            .expect_err("wrong")
            .kind(),
        "WrongSum"
    );
    assert_eq!(
        check_sums(&lines, yuan("12.50"), yuan("12.49"))
            .expect_err("less")
            .kind(),
        "AmountTooLarge"
    );
    let negative = [(Subject::Experts, yuan("10")), (Subject::Tax, yuan("-1"))];
    assert_eq!(
        check_sums(&negative, yuan("9"), yuan("9"))
            .expect_err("negative")
            .field(),
        Some("TAX")
    );
}

#[test]
fn a_detail_needs_a_number_and_a_standard() {
    for (standard, count, stated, kind) in [
        ("120", 3, "360", None),
        ("120", 3, "360.01", Some("WrongSum")),
        ("120", 0, "0", Some("AmountNotPositive")),
        ("0", 3, "0", Some("AmountNotPositive")),
    ] {
        let refusal = check_detail("row", yuan(standard), count, yuan(stated)).err();
        assert_eq!(refusal.as_ref().map(Refusal::kind), kind);
    }
}

fn fen(most: i64) -> impl Strategy<Value = Money> {
    (0..most).prop_map(Money::from_fen)
}

proptest! {
    /// Invariant I1.
    #[test]
    fn what_may_be_prepaid_lies_in_the_band(agreement in 1_i64..100_000_000_000, part in 0_i64..12_000, already in 0_i64..4_000) {
        let of = |points: i64| Money::from_fen(i64::try_from(i128::from(agreement) * i128::from(points) / 10_000).expect("small"));
        let (already, requested) = (of(already), of(part));
        let allowed = prepayment::check("a", Money::from_fen(agreement), already, requested).is_ok();
        let sum = i128::from((already + requested).fen());
        let inside = sum * 10 >= i128::from(agreement) * 3 && sum * 10 <= i128::from(agreement) * 7;
        prop_assert_eq!(allowed, inside && requested.is_positive());
    }

    /// Invariant I1, for amounts that come from a share.
    #[test]
    fn a_promised_share_can_be_paid(agreement in 3_i64..100_000_000_000, points in 3_000_u16..=7_000) {
        let agreement = Money::from_fen(agreement);
        let (min, max) = prepayment::band(agreement);
        prop_assume!(min <= max);
        let amount = prepayment::from_ratio(agreement, Percent::from_basis_points(points).expect("in range"));
        prop_assert!(prepayment::check("a", agreement, Money::ZERO, amount).is_ok());
    }

    /// Invariant I3: whatever is asked for in whatever order, what is let through stays below the cap.
    #[test]
    fn the_cap_is_never_passed(levy in fen(10_000_000_000_000), remitted in 0_u16..=10_000, asked in prop::collection::vec(fen(100_000_000_000), 0..20)) {
        let remitted = Percent::from_basis_points(remitted).expect("in range").floor_of(levy);
        let cap = FundBase::new(levy, remitted).expect("valid").city_cap();
        let mut committed = Money::ZERO;
        for requested in asked {
            if let Ok(left) = check_cap(cap, committed, requested) {
                committed += requested;
                prop_assert_eq!(left, cap - committed);
            }
        }
        prop_assert!(committed <= cap);
        prop_assert!(i128::from(committed.fen()) * 100 <= i128::from((levy - remitted).fen()) * 3);
    }

    /// Invariant I11: sums are exact in any order, and one fen more is noticed.
    #[test]
    fn sums_are_exact(amounts in prop::collection::vec(0_i64..1_000_000_000_000, 1..13)) {
        let years: Vec<Money> = amounts.iter().copied().map(Money::from_fen).collect();
        let total = Money::from_fen(amounts.iter().sum());
        prop_assert_eq!(check_years(total, &years), Ok(()));
        let off = total + Money::from_fen(1);
        prop_assert_eq!(check_years(off, &years), Err(Refusal::BudgetSum { approved: off, sum: total }));
        let lines: Vec<(Subject, Money)> = Subject::ALL.iter().copied().zip(years.iter().rev().copied()).collect();
        let sum = lines.iter().map(|(_, amount)| *amount).sum();
        prop_assert_eq!(check_sums(&lines, sum, sum), Ok(Money::ZERO));
    }
}
