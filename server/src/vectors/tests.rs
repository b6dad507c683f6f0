use super::*;

fn one(json: &str) -> Failure {
    let report = run(json).expect("fits the schema");
    assert!(!report.holds(), "the failure went unseen: {report}");
    report.groups[0].failures[0].clone()
}

#[test]
fn every_example_of_the_project_holds() {
    let report = run(include_str!("../../tests/data/vectors.json")).expect("fits the schema");
    assert!(report.holds(), "{report}");
    assert_eq!(
        report.groups.len(),
        GROUPS.len(),
        "a group has no example:\n{report}"
    );
    let counts = report.to_string();
    assert!(
        counts.starts_with("working_day_deadlines  56/56\n"),
        "{counts}"
    );
}

/// Every leaf of the file that a rule should reproduce is changed once: each must be noticed.
#[test]
fn every_changed_expectation_is_noticed() {
    let file: Value =
        serde_json::from_str(include_str!("../../tests/data/vectors.json")).expect("JSON");
    let mut changed = 0;
    for (name, _) in GROUPS {
        let cases = file[name].as_array().map_or(0, Vec::len);
        for at in 0..cases {
            for field in file[name][at].as_object().expect("a case").keys() {
                if !EXPECTED.contains(&field.as_str()) {
                    continue;
                }
                let mut group = file[name].clone();
                group[at][field] = other(&file[name][at][field]);
                let json = serde_json::json!({ *name: group }).to_string();
                assert!(
                    !run(&json).is_ok_and(|report| report.holds()),
                    "{name} {at} {field}"
                );
                changed += 1;
            }
        }
    }
    assert!(changed > 400, "{changed}");
}

const EXPECTED: [&str; 29] = [
    "start_weekday",
    "expected",
    "expected_weekday",
    "provisional",
    "weekday",
    "is_workday",
    "working_days",
    "determination_deadline",
    "last_working_day_of_october",
    "retained",
    "cap",
    "allowed",
    "remaining_after",
    "contribution_wan",
    "min_prepayment",
    "max_prepayment",
    "balance_payable",
    "recoverable_from_unit",
    "deduction",
    "yuan",
    "ok",
    "quota_limit",
    "max_after_tax",
    "latest_end",
    "ban_last_day",
    "banned",
    "eligible",
    "valid",
    "org_code_embedded",
];

/// Another value of the same type.
fn other(value: &Value) -> Value {
    match value {
        Value::Bool(flag) => Value::Bool(!flag),
        Value::Number(number) => (number.as_i64().expect("whole") + 1).into(),
        Value::Null => "77777.77".into(),
        Value::String(text) if text.starts_with("20") && text.len() == 10 => "2019-05-05".into(),
        Value::String(text) if text.parse::<domain::Money>().is_ok() => "77777.77".into(),
        Value::String(text) => format!("{text}x").into(),
        _ => Value::Null,
    }
}

#[test]
fn a_failing_case_says_what_was_expected_and_what_came_out() {
    let failure = one(r#"{"working_day_deadlines": [
        {"id": "ok", "start": "2026-02-13", "working_days": 1, "expected": "2026-02-14"},
        {"id": "off", "start": "2026-02-13", "working_days": 1, "expected": "2026-02-16"}
    ]}"#);
    assert_eq!(failure.id, "off");
    assert_eq!(
        failure.fields,
        [("expected", "2026-02-16".to_owned(), "2026-02-14".to_owned())]
    );
    let report =
        run(r#"{"is_workday": [{"date": "2026-02-14", "is_workday": false}]}"#).expect("fits");
    assert!(
        report
            .to_string()
            .contains("is_workday  0/1\n  2026-02-14: is_workday: expected false, got true")
    );
}

#[test]
fn a_refusal_is_what_came_out() {
    let failure = one(r#"{"working_day_deadlines": [
        {"id": "far", "start": "2027-12-20", "working_days": 30, "expected": "2028-02-01", "expected_weekday": "Tue"}
    ]}"#);
    assert_eq!(
        failure.fields,
        [(
            "expected",
            "2028-02-01".to_owned(),
            "UnknownYear".to_owned()
        )]
    );
}

#[test]
fn what_does_not_fit_the_schema_is_named() {
    let cases = [
        (r#"{"city_caps": []}"#, r#"unknown group "city_caps""#),
        (
            r#"{"organisation_code": [{"id": "O", "code": "M000100Y-4"}]}"#,
            r#"organisation_code O: missing field "valid""#,
        ),
        (
            r#"{"organisation_code": [{"id": "O", "code": "M000100Y-4", "valid": true, "valdi": true}]}"#,
            r#"organisation_code O: unknown field "valdi""#,
        ),
        (
            r#"{"is_workday": [{"date": "2026-02-30", "is_workday": true}]}"#,
            r#"field "date" is "2026-02-30", not a date"#,
        ),
        (
            r#"{"wan_yuan_conversion": [{"id": "W", "wan": 12, "yuan": null}]}"#,
            r#"field "wan" is 12, not a text"#,
        ),
        (
            r#"{"calendar_periods": [{"id": "P", "kind": "four_years"}]}"#,
            r#"field "kind" is "four_years""#,
        ),
        (r#"{"is_workday": {}}"#, "is_workday: not a list of cases"),
        (r#"{"meta": {"anything": 1}}"#, "the file has no cases"),
        ("[]", "not a file of vectors"),
    ];
    for (json, message) in cases {
        let error = run(json).expect_err(json);
        assert!(error.contains(message), "{error}");
    }
}
