//! Inspections: what was found, demanded, answered.

use domain::contract::{InspectionView, ProjectView};
use domain::state::InspectionState;
use leptos::prelude::*;

use crate::components::slice;
use crate::text::full_date;

/// Once there was one.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let list = slice(view, |view| view.doing.inspections.clone());
    let inner = move || list.with(|list| (!list.is_empty()).then(|| content(list)));
    view! { {inner} }.into_any()
}

fn content(list: &[InspectionView]) -> AnyView {
    let rows: Vec<_> = list.iter().map(one).collect();
    view! {
        <section class="panel" id="inspections">
            <h2>"监督检查" <small>"四（六）"</small></h2>
            {rows}
        </section>
    }
    .into_any()
}

fn one(one: &InspectionView) -> AnyView {
    let (class, word) = match one.state {
        InspectionState::Closed => ("tag ok", "已办结"),
        InspectionState::Answered => ("tag run", "已答复"),
        InspectionState::Open if one.late => ("tag late", "逾期未答复"),
        InspectionState::Open => ("tag near", "待答复"),
    };
    let line = |word: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{word}</dt><dd class="text">{text}</dd> })
    };
    let answer = if one.answer.is_empty() {
        String::new()
    } else {
        format!("{}（{}）", one.answer, one.answered)
    };
    let closed = match one.closed {
        Some(day) if !one.closure.is_empty() => format!("{}（{}）", one.closure, full_date(day)),
        _ => String::new(),
    };
    view! {
        <article class="report">
            <h3>{one.inspector.label()} " " <span class=class>{word}</span></h3>
            <p class="clause">{format!("{} · {}", full_date(one.on), one.by)}</p>
            <dl>
                {line("检查情况", one.findings.clone())}
                {line("整改要求", one.demand.clone())}
                {line("整改期限", one.due.map(full_date).unwrap_or_default())}
                {line("答复", answer)}
                {line("办结意见", closed)}
            </dl>
        </article>
    }
    .into_any()
}
