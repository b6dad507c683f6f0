//! When a fail report is served, and what a refusal is (A05, A06).

use super::day;
use crate::Refusal;
use crate::rectification::Rectification;
use crate::state::AnswerKind::{Plan, Refusal as Refuses, Reply};

/// Sent on 2026-11-24, served on 2026-12-01 at the latest.
fn sent() -> Rectification {
    Rectification {
        presumed: Some(day("2026-12-01")),
        ..Rectification::default()
    }
}

fn kind(answer: Result<(), Refusal>) -> &'static str {
    answer.map_or_else(|refusal| refusal.kind(), |()| "OK")
}

#[test]
fn a_report_is_served_when_acknowledged_or_on_the_presumed_day() {
    let report = sent();
    assert_eq!(report.served(day("2026-11-30")), None);
    assert!(report.awaits_receipt(day("2026-11-30")));
    assert_eq!(kind(report.acknowledge(day("2026-11-30"))), "OK");
    assert_eq!(report.served(day("2026-12-01")), Some(day("2026-12-01")));
    assert_eq!(kind(report.acknowledge(day("2026-12-01"))), "ServedAlready");
    let acknowledged = Rectification {
        acknowledged: Some(day("2026-11-25")),
        ..sent()
    };
    assert_eq!(
        acknowledged.served(day("2026-12-09")),
        Some(day("2026-11-25"))
    );
    assert!(!Rectification::default().awaits_receipt(day("2026-11-30")));
}

#[test]
fn a_reminder_is_sent_once_after_the_service_and_only_to_the_silent() {
    let remind = |report: Rectification| kind(report.remind(day("2026-12-02")));
    assert_eq!(kind(sent().remind(day("2026-11-30"))), "WrongState");
    assert_eq!(remind(sent()), "OK");
    let with = |answers| Rectification { answers, ..sent() };
    assert_eq!(remind(with(vec![(Reply, day("2026-12-01"))])), "OK");
    assert_eq!(remind(with(vec![(Plan, day("2026-12-01"))])), "WrongState");
    assert_eq!(
        remind(with(vec![(Refuses, day("2026-12-01"))])),
        "WrongState"
    );
    let reminded = Rectification {
        reminder: Some((day("2026-12-01"), day("2026-12-08"))),
        ..sent()
    };
    assert_eq!(remind(reminded), "WrongState");
}

#[test]
fn a_refusal_is_written_or_silence_after_the_reminder() {
    let reminder = Some((day("2026-12-02"), day("2026-12-09")));
    let find = |reminder, answers: Vec<_>, on: &str| {
        let report = Rectification {
            reminder,
            answers,
            ..sent()
        };
        kind(report.find_refusal(day(on)))
    };
    let (before, after) = (day("2026-12-01"), day("2026-12-03"));
    assert_eq!(find(None, vec![], "2026-12-20"), "NotRefusing");
    assert_eq!(find(None, vec![(Refuses, before)], "2026-12-01"), "OK");
    assert_eq!(find(reminder, vec![], "2026-12-09"), "NotRefusing");
    assert_eq!(find(reminder, vec![], "2026-12-10"), "OK");
    assert_eq!(find(reminder, vec![(Reply, before)], "2026-12-10"), "OK");
    assert_eq!(
        find(reminder, vec![(Reply, after)], "2026-12-10"),
        "NotRefusing"
    );
    assert_eq!(
        find(reminder, vec![(Plan, before)], "2026-12-10"),
        "NotRefusing"
    );
    // What was said last counts.
    let turned = vec![(Refuses, before), (Plan, after)];
    assert_eq!(find(reminder, turned, "2026-12-10"), "NotRefusing");
    assert_eq!(
        find(None, vec![(Plan, before), (Refuses, after)], "2026-12-10"),
        "OK"
    );
}

#[test]
fn every_refusal_of_the_rectification_has_a_sentence_and_a_clause() {
    let all = [
        Refusal::ServedAlready {
            on: day("2026-12-01"),
        },
        Refusal::NotRefusing {
            because: "未经催告。".into(),
        },
    ];
    for refusal in all {
        assert!(refusal.sentence().chars().count() > 15, "{refusal:?}");
        assert_eq!(refusal.clause().as_deref(), Some("四（七）"));
    }
}
