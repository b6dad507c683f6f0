use crate::selection::*;

fn scores(points: &[&str]) -> Vec<(Option<Score>, String)> {
    let field = |index| format!("candidates[{index}][score]");
    points
        .iter()
        .enumerate()
        .map(|(index, points)| (Score::parse("", points).ok(), field(index)))
        .collect()
}

#[test]
fn points_are_read_as_people_type_them() {
    for (text, hundredths) in [
        ("92", Some(9200)),
        ("92.5", Some(9250)),
        ("９２．０５", Some(9205)),
        ("100", Some(10_000)),
        ("0", Some(0)),
        ("100.01", None),
        ("92%", None),
        ("92.555", None),
        ("-1", None),
        ("", None),
    ] {
        let read = Score::parse("score", text);
        assert_eq!(
            read.clone().ok().map(Score::hundredths),
            hundredths,
            "{text}"
        );
        if let Err(refusal) = read {
            assert_eq!(
                (refusal.kind(), refusal.field()),
                ("ScoreMalformed", Some("score"))
            );
        }
    }
    for text in ["92", "92.5", "92.05"] {
        assert_eq!(text.parse::<Score>().unwrap().to_string(), text);
    }
    assert!(Score::of_hundredths(10_001).is_none());
}

#[test]
fn what_is_unusual_is_explained() {
    let told = |points: &[&str], winner, few: &str, choice: &str| {
        check_choice(&scores(points), winner, few, choice)
            .err()
            .map(|refusal| (refusal.kind(), refusal.field().unwrap_or("").to_owned()))
    };
    let at = |kind, field: &str| Some((kind, field.to_owned()));
    assert_eq!(told(&["90", "85", "80"], 0, "", ""), None);
    assert_eq!(told(&["90", "90", "80"], 1, "", ""), None);
    assert_eq!(
        told(&["90", "85"], 0, " ", ""),
        at("ReasonNeeded", "few_reason")
    );
    assert_eq!(told(&["90", "85"], 0, "仅两家报名", ""), None);
    assert_eq!(told(&["x"], 0, "单一来源", ""), None);
    assert_eq!(
        told(&["90", "85", "x"], 0, "", ""),
        at("Required", "candidates[2][score]")
    );
    assert_eq!(
        told(&["90", "85", "80"], 1, "", ""),
        at("ReasonNeeded", "choice_reason")
    );
    assert_eq!(told(&["90", "85", "80"], 1, "", "第一名放弃"), None);
}
