use std::collections::HashSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::yuan;
use crate::money::{Money, NotANumber, Percent, share};

#[test]
fn capitals_are_those_of_the_rule_on_vouchers() {
    for (fen, words) in [
        (20_500_000, "人民币贰拾万伍仟元整"),
        (140_950, "人民币壹仟肆佰零玖元伍角整"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (10_000_000_500, "人民币壹亿零伍元整"),
        (15_309_000_000, "人民币壹亿伍仟叁佰零玖万元整"),
        (1_000_100, "人民币壹万零壹元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (0, "人民币零元整"),
        (-100, "人民币负壹元整"),
    ] {
        assert_eq!(Money::from_fen(fen).in_capitals(), words);
    }
}

#[test]
fn a_person_may_type_it_in_many_ways() {
    let cases = [
        ("205000", "205000.00"),
        (" 205,000.5 ", "205000.50"),
        ("２０５，０００．５０", "205000.50"),
        ("\u{3000}12。5", "12.50"),
        ("￥1,234,567.89", "1234567.89"),
        ("¥ 12", "12.00"),
        ("100元", "100.00"),
        ("0", "0.00"),
        ("007", "7.00"),
        ("999999999999999.99", "999999999999999.99"),
    ];
    for (typed, plain) in cases {
        assert_eq!(
            Money::parse_yuan("a", typed).map(Money::plain),
            Ok(plain.to_owned()),
            "{typed}"
        );
    }
}

#[test]
fn garbage_is_refused_by_name() {
    let malformed = [
        "",
        " ",
        ".",
        "5.",
        ".5",
        "1e3",
        "1E3",
        "NaN",
        "inf",
        "--1",
        "-1",
        "－1",
        "+1",
        "1.2.3",
        "12万",
        "1,2",
        "1,2345",
        "1234,567",
        ",123",
        "123,",
        "1.2,3",
        "0x10",
        "一百",
        "1 000",
        "1000000000000000",
        "99999999999999999999999999",
    ];
    for typed in malformed {
        let refusal = Money::parse_yuan("a", typed).expect_err(typed);
        assert_eq!(
            (refusal.kind(), refusal.field()),
            ("AmountMalformed", Some("a")),
            "{typed}"
        );
    }
    for typed in ["1.234", "0.001", "1.000", "12。345元"] {
        assert_eq!(
            Money::parse_yuan("a", typed).expect_err(typed).kind(),
            "AmountPrecision",
            "{typed}"
        );
    }
    for typed in ["0", "0.00"] {
        assert_eq!(
            Money::parse_positive_yuan("a", typed)
                .expect_err(typed)
                .kind(),
            "AmountNotPositive"
        );
    }
    assert_eq!(
        Money::parse_positive_yuan("a", "0.01").map(Money::fen),
        Ok(1)
    );
}

#[test]
fn wan_is_exact_or_refused() {
    for (typed, plain) in [
        ("12.3456", "123456.00"),
        ("0.000001", "0.01"),
        ("1,053万元", "10530000.00"),
        ("20.5万", "205000.00"),
    ] {
        assert_eq!(
            Money::parse_wan("w", typed).map(Money::plain),
            Ok(plain.to_owned()),
            "{typed}"
        );
    }
    assert_eq!(
        Money::parse_wan("w", "3.7037035")
            .expect_err("7 decimals")
            .kind(),
        "WanPrecision"
    );
    assert_eq!(
        Money::parse_wan("w", "-3").expect_err("negative").kind(),
        "AmountMalformed"
    );
}

#[test]
fn amounts_show_as_people_expect() {
    let cases = [
        ("205000", "205,000.00", "205000.00", "20.50", "20.5"),
        ("0", "0.00", "0.00", "0.00", "0"),
        ("0.01", "0.01", "0.01", "0.00", "0.000001"),
        (
            "-1234567.89",
            "-1,234,567.89",
            "-1234567.89",
            "-123.46",
            "-123.456789",
        ),
        (
            "15309000",
            "15,309,000.00",
            "15309000.00",
            "1,530.90",
            "1530.9",
        ),
        ("50", "50.00", "50.00", "0.01", "0.005"),
        ("49.99", "49.99", "49.99", "0.00", "0.004999"),
        ("1000000", "1,000,000.00", "1000000.00", "100.00", "100"),
        ("999", "999.00", "999.00", "0.10", "0.0999"),
    ];
    for (text, display, plain, wan, wan_exact) in cases {
        let amount = yuan(text);
        assert_eq!(
            [
                amount.to_string(),
                amount.plain(),
                amount.wan(),
                amount.wan_exact()
            ],
            [display, plain, wan, wan_exact]
        );
    }
}

#[test]
fn finer_than_a_fen_is_no_money() {
    assert_eq!(Money::new(Decimal::new(12_345, 3)), None);
    assert_eq!(Money::new(Decimal::new(12_340, 3)), Some(yuan("12.34")));
    assert_eq!(Money::new(Decimal::new(1_000_000_000_000_000, 0)), None);
    assert_eq!("1.234".parse::<Money>(), Err(NotANumber::Precision));
    for text in ["1,234", "", "-", "--1", " 1", "1e2"] {
        assert_eq!(text.parse::<Money>(), Err(NotANumber::Malformed), "{text}");
    }
}

#[test]
fn equal_amounts_are_one_key() {
    let amounts: HashSet<Money> = [yuan("1.5"), yuan("1.50"), Money::from_fen(150)].into();
    assert_eq!(amounts.len(), 1);
    assert_eq!(yuan("1.5").decimal().scale(), 2);
    assert_eq!(Money::default(), Money::ZERO);
}

#[test]
fn the_wire_has_strings() {
    assert_eq!(
        serde_json::to_string(&yuan("12.5")).expect("writes"),
        r#""12.50""#
    );
    assert_eq!(
        serde_json::from_str::<Money>(r#""12.5""#).expect("reads"),
        yuan("12.5")
    );
    for wrong in ["12.5", r#""12.345""#, r#""1e3""#, "null"] {
        assert!(serde_json::from_str::<Money>(wrong).is_err(), "{wrong}");
    }
    let third = Percent::of_ratio("0.3333").expect("a ratio");
    assert_eq!(serde_json::to_string(&third).expect("writes"), r#""33.33""#);
    assert!(serde_json::from_str::<Percent>(r#""100.01""#).is_err());
}

#[test]
fn percentages() {
    for (typed, points, shown) in [
        ("42", 4200, "42%"),
        ("４２．５％", 4250, "42.5%"),
        ("0.05%", 5, "0.05%"),
        ("100", 10_000, "100%"),
        ("0", 0, "0%"),
    ] {
        let percent = Percent::parse("p", typed).expect(typed);
        assert_eq!(
            (percent.basis_points(), percent.to_string().as_str()),
            (points, shown)
        );
    }
    for typed in ["100.01", "-1", "1.234", "", "%", "1e1"] {
        assert_eq!(
            Percent::parse("p", typed).expect_err(typed).kind(),
            "PercentMalformed",
            "{typed}"
        );
    }
    assert_eq!(Percent::from_basis_points(10_001), None);
    assert_eq!(
        (Percent::of_ratio("1"), Percent::of_ratio("1.0001")),
        (Percent::from_basis_points(10_000), None)
    );
}

#[test]
fn a_bar_is_full_only_when_it_is() {
    let cases = [
        ("0", "10", 0),
        ("3", "10", 3000),
        ("9.99", "10", 9990),
        ("999999.99", "1000000", 9999),
        ("15", "10", 15_000),
    ];
    for (part, whole, points) in cases {
        assert_eq!(share(yuan(part), yuan(whole)), points);
    }
    assert_eq!(
        (share(yuan("1"), Money::ZERO), share(yuan("-1"), yuan("1"))),
        (0, 0)
    );
}

#[test]
fn standards_multiply() {
    assert_eq!(yuan("12.34").times(3), yuan("37.02"));
    assert!(yuan("999999999999999.99").times(u32::MAX) > yuan("999999999999999.99"));
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(fen in -99_999_999_999_999_999_i64..=99_999_999_999_999_999) {
        let amount = Money::from_fen(fen);
        prop_assert_eq!(amount.fen(), fen);
        prop_assert_eq!(amount.plain().parse(), Ok(amount));
        prop_assert_eq!(Money::new(amount.decimal()), Some(amount));
        let wire = serde_json::to_string(&amount).expect("writes");
        prop_assert_eq!(serde_json::from_str::<Money>(&wire).expect("reads"), amount);
        if fen >= 0 {
            prop_assert_eq!(Money::parse_yuan("a", &amount.to_string()), Ok(amount));
            prop_assert_eq!(Money::parse_wan("a", &amount.wan_exact()), Ok(amount));
        }
    }

    #[test]
    fn no_text_breaks_the_parsers(text in "[0-9０-９,，.。eE¥元万% -]{0,24}") {
        for parsed in [Money::parse_yuan("a", &text), Money::parse_wan("a", &text)].into_iter().flatten() {
            prop_assert!(parsed >= Money::ZERO && parsed < yuan("999999999999999.99") + yuan("0.01"));
        }
        let _ = Percent::parse("p", &text);
    }

    #[test]
    fn arithmetic_is_that_of_fen(a in -1_000_000_000_000_i64..1_000_000_000_000, b in -1_000_000_000_000_i64..1_000_000_000_000) {
        let (x, y) = (Money::from_fen(a), Money::from_fen(b));
        prop_assert_eq!((x + y).fen(), a + b);
        prop_assert_eq!((x - y).fen(), a - b);
        prop_assert_eq!((-x).fen(), -a);
        prop_assert_eq!(x.saturating_sub(y).fen(), (a - b).max(0));
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        prop_assert_eq!([x, y].iter().sum::<Money>(), [x, y].into_iter().sum::<Money>());
    }

    #[test]
    fn rounding_brackets_the_exact_share(fen in -1_000_000_000_000_i64..1_000_000_000_000, points in 0_u16..=10_000) {
        let percent = Percent::from_basis_points(points).expect("in range");
        let amount = Money::from_fen(fen);
        let exact = i128::from(fen) * i128::from(points);
        let scaled = |money: Money| i128::from(money.fen()) * 10_000;
        let (floor, ceil, half) = (percent.floor_of(amount), percent.ceil_of(amount), percent.half_up_of(amount));
        prop_assert!(scaled(floor) <= exact && exact < scaled(floor) + 10_000);
        prop_assert!(scaled(ceil) >= exact && exact > scaled(ceil) - 10_000);
        prop_assert!((scaled(half) - exact).abs() <= 5_000);
        prop_assert_eq!(percent.half_up_of(-amount), -half);
    }
}
