//! Who may evaluate (A45, I8).

use super::day;
use crate::OrgId;
use crate::evaluator::{Job, Side, conflict};

fn job(employer: &str, org: Option<i64>, to: Option<&str>) -> Job {
    Job {
        employer: employer.into(),
        org: org.map(OrgId),
        from: day("2015-01-01"),
        to: to.map(day),
    }
}

fn sides() -> [Side; 2] {
    let side = |org, name: &str| Side {
        org: Some(OrgId(org)),
        name: name.into(),
    };
    [side(1, "煤业公司"), side(2, "培训公司")]
}

#[test]
fn an_expert_of_a_party_or_lately_of_one_may_not_evaluate() {
    let today = day("2026-11-24");
    let may = |one: Job| conflict(&[one], &sides(), today).is_none();
    assert!(may(job("大学", Some(3), None)));
    assert!(!may(job("煤业公司", Some(1), None)));
    assert!(!may(job("培训公司", None, None)), "by its name");
    // The same name under another number is another employer.
    assert!(may(job("培训公司", Some(3), None)));
    assert!(!may(job("煤业公司", Some(1), Some("2026-01-31"))));
    assert!(
        !may(job("煤业公司", Some(1), Some("2024-11-24"))),
        "the anniversary"
    );
    assert!(may(job("煤业公司", Some(1), Some("2024-11-23"))));
    assert!(conflict(&[], &sides(), today).is_none());
}

#[test]
fn the_reason_names_the_employer() {
    let today = day("2026-11-24");
    let jobs = [
        job("大学", None, None),
        job("煤业公司", Some(1), Some("2025-06-30")),
    ];
    let because = conflict(&jobs, &sides(), today).expect("a conflict");
    assert!(
        because.contains("煤业公司") && because.contains("2025年6月30日"),
        "{because}"
    );
}
