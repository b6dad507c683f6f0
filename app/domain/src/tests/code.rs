use proptest::prelude::*;

use crate::code::*;
use crate::state::ProjectKind;

const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const VALID: [&str; 5] = [
    "91350100M000100Y43",
    "91110000600037341L",
    "91150100DEM0013590",
    "91150100DEN00018XL",
    "51150000DEM000030Q",
];

fn fault(text: &str) -> String {
    CreditCode::parse("uscc", text).expect_err(text).sentence()
}

#[test]
fn the_fault_is_named() {
    for (code, part) in [
        ("", "应为 18 位，实为 0 位"),
        ("91350100M000100Y4", "应为 18 位，实为 17 位"),
        ("91350100M000100Y433", "实为 19 位"),
        ("91350100m000100Y43", "第 9 位“m”应为大写字母"),
        ("9135010OM000100Y43", "第 8 位“O”应为数字"),
        ("91350100M000100S43", "第 16 位“S”不是代码可用字符"),
        ("91350100M000100Y4Z", "第 18 位“Z”不是代码可用字符"),
        ("91350100M000100Y4３", "第 18 位“３”不是代码可用字符"),
        ("913501ABM000100Y43", "第 7 位“A”应为数字"),
        ("91350100M000100Y44", "第 18 位校验码不符"),
        ("19350100M000100Y43", "校验码不符"),
    ] {
        assert!(fault(code).contains(part), "{code}: {}", fault(code));
    }
}

#[test]
fn what_is_typed_can_be_normalised() {
    for typed in [
        " 91350100m000100y43",
        "9135 0100 M000 100Y 43",
        "９１３５０１００Ｍ０００１００Ｙ４３\n",
    ] {
        assert_eq!(normalise(typed), "91350100M000100Y43");
    }
}

#[test]
fn a_code_says_who_it_is() {
    let code = CreditCode::parse("uscc", "91350100M000100Y43").expect("valid");
    assert_eq!(code.kind(), Some(Registration::Enterprise));
    assert_eq!(code.embedded_organisation_code(), "M000100Y-4");
    assert!(code.fits(ProjectKind::Enterprise) && !code.fits(ProjectKind::Association));
    let code = CreditCode::parse("uscc", "51150000DEM000030Q").expect("valid");
    assert!(code.fits(ProjectKind::Association) && code.fits(ProjectKind::PublicSme));
}

#[test]
fn the_wire_is_checked() {
    let wire = r#""91350100M000100Y43""#;
    let code: CreditCode = serde_json::from_str(wire).expect("valid");
    assert_eq!(serde_json::to_string(&code).expect("writes"), wire);
    assert!(serde_json::from_str::<CreditCode>(r#""91350100M000100Y44""#).is_err());
}

#[test]
fn organisation_codes() {
    for (code, valid) in [
        ("M000100Y-4", true),
        ("DEN00018-X", true),
        ("DEM00003-0", true),
        ("60003734-2", false),
        ("600037341", false),
        ("60003734-", false),
        ("60003734-11", false),
        ("６0003734-1", false),
        ("6000373a-1", false),
        ("", false),
    ] {
        assert_eq!(organisation_code_ok(code), valid, "{code}");
        assert_eq!(check_organisation_code("org", code).is_ok(), valid);
    }
}

/// Every single substitution in every valid example, tried one by one.
#[test]
fn any_wrong_character_is_detected() {
    for valid in VALID {
        assert!(CreditCode::parse("uscc", valid).is_ok(), "{valid}");
        for at in 0..18 {
            for wrong in CHARACTERS
                .chars()
                .filter(|c| *c != char::from(valid.as_bytes()[at]))
            {
                let changed = format!("{}{wrong}{}", &valid[..at], &valid[at + 1..]);
                assert!(CreditCode::parse("uscc", &changed).is_err(), "{changed}");
            }
        }
    }
}

proptest! {
    /// Exactly one check character fits any 17 others.
    #[test]
    fn one_check_character_fits(head in "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}") {
        let fitting = CHARACTERS.chars().filter(|check| CreditCode::parse("uscc", &format!("{head}{check}")).is_ok());
        prop_assert_eq!(fitting.count(), 1);
    }

    #[test]
    fn no_text_breaks_the_parsers(text in "\\PC{0,20}") {
        let _ = CreditCode::parse("uscc", &text);
        let _ = organisation_code_ok(&text);
        let _ = normalise(&text);
    }
}
