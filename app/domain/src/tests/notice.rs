use super::day;
use crate::calendar::notice::{Notice, check, collected, statutory_days, typed};

/// 2026 as the notice has it (国办发明电〔2025〕7号).
const Y2026: &str = "2026-01-01 元旦 休\n2026-01-02 元旦 休\n2026-01-03 元旦 休\n2026-01-04 元旦 班\n\
2026-02-14 春节 班\n2026-02-15 春节 休\n2026-02-16 春节 休\n2026-02-17 春节 休\n2026-02-18 春节 休\n\
2026-02-19 春节 休\n2026-02-20 春节 休\n2026-02-21 春节 休\n2026-02-22 春节 休\n2026-02-23 春节 休\n2026-02-28 春节 班\n\
2026-04-04 清明节 休\n2026-04-05 清明节 休\n2026-04-06 清明节 休\n\
2026-05-01 劳动节 休\n2026-05-02 劳动节 休\n2026-05-03 劳动节 休\n2026-05-04 劳动节 休\n2026-05-05 劳动节 休\n2026-05-09 劳动节 班\n\
2026-06-19 端午节 休\n2026-06-20 端午节 休\n2026-06-21 端午节 休\n2026-09-20 国庆节 班\n\
2026-09-25 中秋节 休\n2026-09-26 中秋节 休\n2026-09-27 中秋节 休\n\
2026-10-01 国庆节 休\n2026-10-02 国庆节 休\n2026-10-03 国庆节 休\n2026-10-04 国庆节 休\n\
2026-10-05 国庆节 休\n2026-10-06 国庆节 休\n2026-10-07 国庆节 休\n2026-10-10 国庆节 班\n";

fn kind(result: Result<Notice, crate::Refusal>) -> String {
    match result.and_then(|notice| check(2026, &notice, false)) {
        Ok(()) => "OK".into(),
        Err(refusal) => {
            assert_eq!(refusal.field(), Some("text"), "{refusal:?}");
            refusal.kind().into()
        }
    }
}

#[test]
fn the_notice_of_2026_is_taken() {
    let notice = typed(2026, Y2026).unwrap();
    assert_eq!((notice.off.len(), notice.makeup.len()), (33, 6));
    assert_eq!(check(2026, &notice, false), Ok(()));
    assert_eq!(statutory_days(2026), 13);
    assert_eq!(statutory_days(2024), 11);
}

#[test]
fn json_of_a_public_collection_reads_as_the_same_notice() {
    let days: Vec<_> = Y2026
        .lines()
        .map(|line| {
            let words: Vec<_> = line.split(' ').collect();
            serde_json::json!({"date": words[0], "name": words[1], "isOffDay": words[2] == "休"})
        })
        .collect();
    let text = serde_json::json!({"year": 2026, "papers": ["x"], "days": days}).to_string();
    let file = || serde_json::from_str(&text).unwrap();
    assert_eq!(collected(2026, file()), typed(2026, Y2026));
    let other = collected(2027, file()).unwrap_err();
    assert_eq!(
        (other.kind(), other.field()),
        ("CalendarOtherYear", Some("year"))
    );
}

#[test]
fn a_day_that_is_missing_or_doubled_or_no_day_is_named() {
    for (find, put, expected) in [
        ("2026-02-16 春节 休\n", "", "CalendarGap"),
        ("2026-02-23 春节 休\n", "", "CalendarSum"),
        ("2026-02-14 春节 班\n", "", "CalendarSum"),
        ("2026-02-16 春节 休", "2026-02-17 春节 休", "CalendarDay"),
        ("2026-02-14 春节 班", "2026-02-13 春节 班", "CalendarDay"),
        ("2026-02-14 春节 班", "2027-02-14 春节 班", "CalendarDay"),
        ("2026-02-14 春节 班", "2026-02-30 春节 班", "CalendarDay"),
        ("2026-02-14 春节 班", "2026-02-14 春节", "CalendarDay"),
        ("2026-02-14 春节 班", "2026-02-14 春节 上班", "CalendarDay"),
    ] {
        let text = Y2026.replacen(find, put, 1);
        assert_ne!(text, Y2026);
        assert_eq!(kind(typed(2026, &text)), expected, "{find} → {put}");
    }
    let without = Y2026.replace("端午节", "国庆节");
    assert_eq!(kind(typed(2026, &without)), "CalendarFestival");
    assert_eq!(kind(typed(2026, "{")), "CalendarDay");
    assert_eq!(kind(typed(2026, "")), "CalendarFestival");
}

#[test]
fn a_notice_may_begin_in_the_last_days_of_the_year_before() {
    let notice = typed(2023, "2022-12-31 元旦 休\n2023-01-01 元旦 休").unwrap();
    assert_eq!(notice.off[0].0, day("2022-12-31"));
    assert!(typed(2023, "2022-12-01 元旦 休").is_err());
}

#[test]
fn a_missing_day_is_told_by_its_date() {
    let notice = typed(2026, &Y2026.replace("2026-10-06 国庆节 休\n", "")).unwrap();
    let sentence = check(2026, &notice, false).unwrap_err().sentence();
    assert!(
        sentence.contains("“国庆节”假期中缺少 2026年10月6日"),
        "{sentence}"
    );
}

#[test]
fn a_later_notice_may_give_more_days_and_never_fewer() {
    let longer = typed(2026, &format!("{Y2026}2026-10-08 国庆节 休\n")).unwrap();
    assert!(check(2026, &longer, false).is_err());
    assert_eq!(check(2026, &longer, true), Ok(()));
    let shorter = typed(2026, &Y2026.replace("2026-10-07 国庆节 休\n", "")).unwrap();
    assert!(check(2026, &shorter, true).is_err());
}
