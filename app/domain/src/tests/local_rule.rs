//! What a city can lay down itself, and what it cannot.

use crate::deadline::Rule;
use crate::local_rule::LocalRule;
use crate::state::DeadlineKind;

#[test]
fn the_defaults_are_within_their_ranges_and_those_of_the_clocks() {
    for rule in LocalRule::ALL {
        let (least, most) = rule.range();
        let default = rule.default_value();
        assert!((least..=most).contains(&default), "{rule}");
        assert_eq!(rule.read(&format!(" {default} ")).unwrap(), default);
    }
    for kind in DeadlineKind::ALL {
        if let Some(rule) = LocalRule::of_clock(*kind) {
            assert_eq!(Rule::of(*kind), Rule::WorkingDays(rule.default_value()));
        }
    }
}

#[test]
fn what_the_regulation_lays_down_is_no_city_s_to_change() {
    use DeadlineKind as K;
    for kind in [
        K::Determination,
        K::ProjectEnd,
        K::Acceptance,
        K::Rectification,
        K::ReEvaluation,
        K::Ban,
    ] {
        assert_eq!(LocalRule::of_clock(kind), None, "{kind}");
    }
}

#[test]
fn a_value_is_a_whole_number_of_its_range() {
    for text in ["", "0", "13", "-1", "2.5", "两次", "99999999999"] {
        let refusal = LocalRule::MeetingsPerYear.read(text).unwrap_err();
        assert_eq!(refusal.kind(), "LocalRuleValue", "{text}");
        assert_eq!(refusal.field(), Some("value"));
        assert!(refusal.sentence().contains("1 至 12 之间的整数（次）"));
    }
    assert_eq!(LocalRule::Balance.says(15), "15 个工作日");
}
