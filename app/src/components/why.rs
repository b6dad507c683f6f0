//! Why a deadline falls on its day: start, count, the days skipped, the clause.

use chrono::{Datelike, NaiveDate};
use domain::calendar::{DayKind, DayMark};
use domain::contract::{DeadlineMove, DeadlineView};
use leptos::prelude::*;

use crate::text::{day_name, full_date, long_date};

/// Why this day: folded, so that it is there for whoever asks.
pub fn why(deadline: &DeadlineView) -> AnyView {
    let due = deadline.next.due;
    let counted = (deadline.days.len() > 1).then(|| count(&deadline.days, deadline.next.due));
    let provisional = deadline.next.provisional.then(|| {
        let year = due.year();
        format!("{year} 年放假安排尚未公布，本期限为暂定；公布后自动重新计算，并通知承办人。")
    });
    view! {
        <details class="why">
            <summary>"为什么是这一天"</summary>
            <p>{reason(deadline)}</p>
            {counted}
            {provisional.map(|text| view! { <p class="prov-note">{text}</p> })}
            <p class="clause">
                {format!("依据 内人社发〔2020〕16号 {} · 工作日历第 {} 版", deadline.clause, deadline.calendar_version)}
            </p>
        </details>
    }
    .into_any()
}

/// Every day it once was, and which publication changed it.
pub fn moves(deadline: &DeadlineView) -> Vec<AnyView> {
    let moves = deadline.moves.iter();
    moves
        .map(|moved| view! { <p class="moved">{move_sentence(moved)}</p> }.into_any())
        .collect()
}

fn move_sentence(moved: &DeadlineMove) -> String {
    let head = format!("{}公布 {} 年放假安排", full_date(moved.on), moved.year);
    let version = format!("（工作日历第 {} 版）", moved.version);
    if moved.old == moved.new {
        format!("{head}，到期日确认为 {}{version}。", long_date(moved.new))
    } else {
        format!(
            "{head}，到期日由 {} 调整为 {}{version}。",
            long_date(moved.old),
            long_date(moved.new)
        )
    }
}

fn reason(deadline: &DeadlineView) -> String {
    let (start, due) = (full_date(deadline.start), long_date(deadline.next.due));
    if deadline.days.len() > 1 {
        format!(
            "{start}起算，当日不计；{}届满之日为 {due}，当日 24 时截止。",
            deadline.rule
        )
    } else {
        format!("期限为{}，即 {due}，当日 24 时截止。", deadline.rule)
    }
}

fn count(days: &[DayMark], due: NaiveDate) -> AnyView {
    let chips: Vec<_> = days.iter().map(|mark| chip(mark, due)).collect();
    view! {
        <p>{skipped(days)}</p>
        <ol class="days">{chips}</ol>
    }
    .into_any()
}

/// What was skipped: `跳过周末 12 天、国庆节 5 天；调休上班 1 天计入。`
fn skipped(days: &[DayMark]) -> String {
    let weekends = days
        .iter()
        .filter(|mark| mark.kind == DayKind::Weekend)
        .count();
    let made_up = days
        .iter()
        .filter(|mark| matches!(mark.kind, DayKind::Makeup(_)))
        .count();
    let mut festivals: Vec<(&str, usize)> = Vec::new();
    for mark in days {
        if let DayKind::Holiday(name) = &mark.kind {
            match festivals.iter_mut().find(|(known, _)| known == name) {
                Some((_, days)) => *days += 1,
                None => festivals.push((name, 1)),
            }
        }
    }
    let mut parts: Vec<String> = Vec::new();
    if weekends > 0 {
        parts.push(format!("周末 {weekends} 天"));
    }
    parts.extend(
        festivals
            .iter()
            .map(|(name, days)| format!("{name} {days} 天")),
    );
    let skipped = if parts.is_empty() {
        "没有跳过任何一天".into()
    } else {
        format!("跳过{}", parts.join("、"))
    };
    if made_up > 0 {
        format!("{skipped}；调休上班 {made_up} 天计入。")
    } else {
        format!("{skipped}。")
    }
}

fn chip(mark: &DayMark, due: NaiveDate) -> AnyView {
    let date = mark.date;
    let (class, what) = match &mark.kind {
        DayKind::Start => ("start", "起算日，不计".to_owned()),
        _ if date == due => ("end", "届满日".to_owned()),
        DayKind::Counted(n) => ("counted", format!("第 {n} 个工作日")),
        DayKind::Makeup(n) => ("counted makeup", format!("调休上班，第 {n} 个工作日")),
        DayKind::Weekend => ("skipped", "周末，不计".to_owned()),
        DayKind::Holiday(name) => ("skipped", format!("{name}，不计")),
    };
    let title = format!(
        "{}月{}日 {}：{what}",
        date.month(),
        date.day(),
        day_name(date.weekday())
    );
    let said = title.clone();
    // The month is said where it begins.
    let text = if date.day() == 1 || mark.kind == DayKind::Start {
        format!("{}/{}", date.month(), date.day())
    } else {
        date.day().to_string()
    };
    view! { <li class=class title=title><span aria-hidden="true">{text}</span><span class="sr">{said}</span></li> }.into_any()
}
