//! The rest of the story: filings, the facts of the application, the history.

use chrono::Datelike;
use domain::access::{Action, Capacity};
use domain::contract::{FilingView, HistoryRow, Me, ProjectView};
use domain::state::FilingSubject;
use leptos::prelude::*;

use crate::components::{filing_mark, rows, slice};
use crate::test_ids;
use crate::text::full_date;

/// So many steps of the history are open; the rest is folded.
const LATEST: usize = 10;

/// Filings with the four members, by subject; nothing for people they are not between.
pub fn filings(view: Signal<ProjectView>) -> AnyView {
    let filings = slice(view, |view| view.filings.clone());
    let inner = move || {
        filings.with(|filings| {
            let subjects: Vec<_> = FilingSubject::ALL.iter().filter_map(|subject| group(*subject, filings)).collect();
            (!subjects.is_empty()).then(|| view! { <section class="panel" id="filings"><h2>"备案"</h2>{subjects}</section> })
        })
    };
    view! { {inner} }.into_any()
}

fn group(subject: FilingSubject, all: &[FilingView]) -> Option<AnyView> {
    let filings: Vec<_> = all
        .iter()
        .filter(|filing| filing.subject == subject)
        .collect();
    let done = filings
        .iter()
        .filter(|filing| filing.acknowledged.is_some())
        .count();
    let total = filings.len();
    let rows: Vec<_> = filings
        .into_iter()
        .map(|filing| {
            let when = match filing.acknowledged {
                Some(day) => format!("{} 签收", full_date(day)),
                None => format!("{} 送出", full_date(filing.sent)),
            };
            view! {
                <tr>
                    <td>{filing.member.label()}</td>
                    <td class="clause">{when}</td>
                    <td class="n">{filing_mark(filing.acknowledged.is_some())}</td>
                </tr>
            }
        })
        .collect();
    (total > 0).then(|| {
        view! {
            <h3>{subject.label()} <span class="count">{format!("{done}/{total}")}</span></h3>
            <table><tbody>{rows}</tbody></table>
        }
        .into_any()
    })
}

/// What was applied for and determined.
pub fn facts(view: Signal<ProjectView>) -> AnyView {
    let inner = move || view.with(content);
    view! { <section class="panel" id="facts"><h2>"项目概况"</h2>{inner}</section> }.into_any()
}

fn content(view: &ProjectView) -> AnyView {
    let line = |word: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{word}</dt><dd>{text}</dd> })
    };
    let goals: Vec<_> = view
        .goals
        .iter()
        .map(|goal| {
            view! { <li>{goal.goal.clone()}<div class="clause">{format!("目标值 {} · {}", goal.target, goal.method)}</div></li> }
        })
        .collect();
    view! {
        <dl>
            {line("提出单位", format!("{}（{}）", view.applicant, view.kind.label()))}
            {line("实施单位", view.unit.clone().unwrap_or_else(|| "未选定".into()))}
            {line("实施方式", view.mode.label().into())}
            {line("类别", view.category.label().into())}
            {line("行业", view.industry.clone())}
            {line("重点领域", view.key_area.clone())}
            {line("实施周期", format!("{} 至 {}", full_date(view.start), full_date(view.end)))}
            {line("申报金额", format!("{} 元", view.requested))}
            {line("核定金额", format!("{} 元", view.approved))}
            {line("确定", view.determined_on.map(full_date).unwrap_or_default())}
            {resolution(view)}
        </dl>
        <h3>"绩效目标"</h3>
        <ol class="goals">{goals}</ol>
    }
    .into_any()
}

/// The resolution, with the way to the meetings of that year for those who may read them.
fn resolution(view: &ProjectView) -> Option<AnyView> {
    let text = view.resolution.clone();
    let year = view.determined_on.map_or(view.year - 1, |day| day.year());
    let me = use_context::<Me>()?;
    let reads = Capacity::of(me.role).is_some_and(|one| Action::ViewMeetings.allows(&[one]));
    let href = if me.role.is_region() {
        format!("/meetings?year={year}&tenant={}", view.tenant)
    } else {
        format!("/meetings?year={year}")
    };
    let text = if reads {
        view! { <a href=href>{text}</a> }.into_any()
    } else {
        text.into_any()
    };
    (!view.resolution.is_empty()).then(|| view! { <dt>"决议"</dt><dd>{text}</dd> }.into_any())
}

/// Who did what, newest first.
pub fn history(view: Signal<ProjectView>) -> AnyView {
    let latest = slice(view, |view| {
        view.history
            .iter()
            .take(LATEST)
            .cloned()
            .collect::<Vec<_>>()
    });
    let earlier = slice(view, |view| {
        view.history
            .iter()
            .skip(LATEST)
            .cloned()
            .collect::<Vec<_>>()
    });
    let count = move || earlier.with(Vec::len);
    let row = |row: Signal<HistoryRow>, fresh: Signal<bool>| {
        let HistoryRow {
            at,
            who,
            role,
            text,
            clause,
            ..
        } = row.get_untracked();
        view! {
            <li class:fresh=fresh>
                <time>{at}</time>
                <div>
                    {text}
                    <div class="clause">{format!("{who} · {role}")} {(!clause.is_empty()).then(|| format!(" · {clause}"))}</div>
                </div>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="panel">
            <h2>"办理记录" <small>"每一步由谁、何时办理"</small></h2>
            <ol class="feed history" data-testid=test_ids::HISTORY>{rows(latest, |row| row.id, row)}</ol>
            <details class="earlier" class:none=move || count() == 0>
                <summary>{move || format!("更早的 {} 条", count())}</summary>
                <ol class="feed history">{rows(earlier, |row| row.id, row)}</ol>
            </details>
        </section>
    }
    .into_any()
}
