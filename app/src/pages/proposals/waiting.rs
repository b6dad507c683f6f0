//! What waits for the agency: applications to be taken in (R044), accepted ones to be proposed.

use domain::access::Action;
use domain::contract::{ProposalsView, WaitingProject};
use leptos::prelude::*;

use super::{draft, offered};
use crate::components::{ActFold, badge, rows, slice, today};
use crate::test_ids;
use crate::text::{full_date, short_date};

/// Submitted applications; taking in is done where their papers are read.
pub fn intake(view: Signal<ProposalsView>) -> AnyView {
    let list = slice(view, |view| view.intake.clone());
    let row = |row: Signal<WaitingProject>, fresh: Signal<bool>| {
        let id = row.with_untracked(|row| row.id);
        view! {
            <li class:fresh=fresh data-testid=test_ids::waiting(id)>{move || row.with(submitted)}</li>
        }
        .into_any()
    };
    view! {
        <section class="panel waiting" id="intake">
            <h2>"待受理" <span class="count">{move || list.with(Vec::len)}</span> <small>{move || view.with(|view| format!("收到申报后 {} 个工作日内", view.intake_days))}</small></h2>
            <ul>{rows(list, |row| row.id, row)}</ul>
            {move || list.with(Vec::is_empty).then(|| view! { <p class="empty">"没有等待受理的申报。"</p> })}
        </section>
    }
    .into_any()
}

fn submitted(row: &WaitingProject) -> AnyView {
    let due = row.due.map(|day| {
        let day = short_date(day, today());
        if row.late {
            badge("late", format!("应于 {day} 前受理，已超期"))
        } else {
            badge("ok", format!("{day} 前受理"))
        }
    });
    view! {
        <div class="waiting-head">
            <a href=format!("/applications/{}", row.id)>{row.name.clone()}</a>
            {due}
        </div>
        <div class="clause">{facts(row)}</div>
        <div class="clause">{format!("{} 提交", full_date(row.since))}</div>
    }
    .into_any()
}

fn facts(row: &WaitingProject) -> String {
    format!(
        "{} · {} · 申报 {} 元",
        row.applicant,
        row.kind.label(),
        row.requested
    )
}

/// Accepted projects that are not on the list yet, each with the form that puts it there.
pub fn accepted(view: Signal<ProposalsView>) -> AnyView {
    let list = slice(view, |view| view.waiting.clone());
    let row = move |row: Signal<WaitingProject>, fresh: Signal<bool>| waiting(row, fresh, view);
    view! {
        <section class="panel waiting" id="waiting">
            <h2>"待提请审议" <span class="count">{move || list.with(Vec::len)}</span> <small>"已受理，尚未列入建议清单"</small></h2>
            <ul>{rows(list, |row| row.id, row)}</ul>
            {move || list.with(Vec::is_empty).then(|| view! { <p class="empty">"已受理的项目都已列入建议清单。"</p> })}
        </section>
    }
    .into_any()
}

fn waiting(
    row: Signal<WaitingProject>,
    fresh: Signal<bool>,
    view: Signal<ProposalsView>,
) -> AnyView {
    let first = row.get_untracked();
    let seen = move || row.with(|row| row.version.to_string());
    let id = first.id;
    let proposes = slice(view, |view| offered(view, Action::ProposeProject));
    // The next free rank is only a suggestion: the form keeps what was typed when the list grows.
    let rank = move || {
        view.with_untracked(|view| view.rows.iter().map(|row| row.rank).max())
            .map_or(1, |last| last + 1)
    };
    let form = move || {
        proposes.get().then(|| {
            let known = row.with_untracked(|row| draft::Known::of_waiting(row, rank()));
            view! {
                <ActFold action=Action::ProposeProject number=id.0>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="seen" value=seen/>
                    {draft::fields(&known)}
                </ActFold>
            }
        })
    };
    let what = move || {
        row.with(|row| {
            let href = if row.kind == domain::state::ProjectKind::PublicSme {
                format!("/projects/{}", row.id)
            } else {
                format!("/applications/{}", row.id)
            };
            view! {
                <div class="waiting-head">
                    <a href=href>{row.name.clone()}</a>
                </div>
                <div class="clause">{facts(row)}</div>
                <div class="clause">{format!("{} 受理", full_date(row.since))}</div>
            }
        })
    };
    view! {
        <li id=format!("waiting-{id}") class:fresh=fresh data-testid=test_ids::waiting(id)>
            {what}
            {form}
        </li>
    }
    .into_any()
}
