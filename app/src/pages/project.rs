//! `/projects/:id`: the whole story of a project on one page, and the one thing to do next.

use std::cmp::Reverse;

use domain::access::{Action, Capacity};
use domain::contract::{Me, ProjectView};
use domain::state::ProjectState;
use leptos::prelude::*;

use crate::api::project::project as load;
use crate::components::{
    Follow, acceptance_badge, due_tag, moves, not_now, page_of, project_badge, rows, slice,
    ticking, timeline, why,
};
use crate::test_ids;
use crate::text::{left, level_class, long_date};

mod acceptance;
mod account;
pub(super) mod agreement;
mod amendment;
mod attached;
mod claims;
mod deed;
mod fields;
mod inspection;
mod money;
pub(super) mod notice;
mod papers;
pub(super) mod print;
mod progress;
mod selection;
mod thread;
mod work;

/// `/projects/:id`.
pub fn project() -> AnyView {
    page_of(
        "项目",
        load,
        |view| Follow::Views(format!("project:{}", view.id)),
        body,
    )
}

fn body(_: Me, view: Signal<ProjectView>) -> AnyView {
    view! {
        {move || view.with(head)}
        {hero(view)}
        <div class="cols wide-left">
            <div>
                <section class="panel">
                    <h2>"办理过程"</h2>
                    {move || view.with(|view| timeline(&view.timeline))}
                </section>
                {acceptance::panel(view)}
                {progress::panel(view)}
                {agreement::panel(view)}
                {selection::panel(view)}
                {amendment::panel(view)}
                {papers::history(view)}
            </div>
            <div>
                {money::panel(view)}
                {account::panel(view)}
                {claims::panel(view)}
                {thread::panel(view)}
                {deadlines(view)}
                {inspection::panel(view)}
                {work::panel(view)}
                {attached::panel(view)}
                {papers::filings(view)}
                {papers::facts(view)}
            </div>
        </div>
    }
    .into_any()
}

/// The way to what was applied for, for whoever may read it.
fn application(view: &ProjectView) -> Option<AnyView> {
    view.application
        .then(|| view! { <a href=format!("/applications/{}", view.id)>"申报材料"</a> }.into_any())
}

/// The way to what the region asks about the project, for those who may know of it.
fn urging(view: &ProjectView) -> Option<AnyView> {
    let role = use_context::<Me>().map(|me| me.role)?;
    let capacities: Vec<_> = Capacity::of(role).into_iter().collect();
    Action::ViewUrgings
        .allows(&capacities)
        .then(|| view! { <a href=format!("/urgings?project={}", view.id)>"督办"</a> }.into_any())
}

fn head(view: &ProjectView) -> AnyView {
    let meta = format!(
        "{} · {} 年度 · {} · 编号 {}",
        view.tenant_name,
        view.year,
        view.mode.label(),
        view.code
    );
    let running = view.acceptance.as_ref().map(|acceptance| acceptance.state);
    let running = running.filter(|_| view.state == ProjectState::Completed);
    view! {
        <leptos_meta::Title text=view.name.clone()/>
        <div class="head">
            <h1>{view.name.clone()}</h1>
            <span data-testid=test_ids::PROJECT_STATE>{project_badge(view.state)}</span>
            {running.map(acceptance_badge)}
            <span class="meta">{meta}</span>
            <span class="head-links">
                {application(view)} " "
                {notice::any(view).then(|| view! { <a href=format!("/projects/{}/notice/print", view.id)>"打印告知书、通知书"</a> })} " "
                {urging(view)} " "
                <a href=format!("/projects/{}/story", view.id)>"全程记录"</a>
            </span>
        </div>
    }
    .into_any()
}

/// Whose turn it is, by when, and what this person can do about it.
fn hero(view: Signal<ProjectView>) -> AnyView {
    let next = slice(view, next_due);
    let day = move || next.with(|next| next.as_ref().map(|next| next.due));
    let tick = move || day().map(|day| ticking(Signal::stored(day)));
    let class = move || {
        next.with(|next| {
            format!(
                "hero {}",
                next.as_ref().map_or("done", |next| level_class(next.level))
            )
        })
    };
    let title = move || {
        next.with(|next| match next {
            Some(next) => format!(
                "{} {}",
                next.kind.label(),
                left(next, crate::components::today())
            ),
            None => view.with(|view| view.state.label().to_owned()),
        })
    };
    let when = move || {
        next.with(|next| match next {
            Some(next) => format!("最迟 {}，当日 24 时截止", long_date(next.due)),
            None => "目前没有起算的法定期限".to_owned(),
        })
    };
    let holder = move || {
        view.with(|view| (!view.holder.is_empty()).then(|| format!("现由{}办理", view.holder)))
    };
    let deeds = slice(view, deed::possible);
    let none = move || {
        deeds
            .with(Vec::is_empty)
            .then(|| view! { <p class="clause">"您目前没有可以办理的事项。页面会自动更新。"</p> })
    };
    view! {
        <section class=class>
            <div class="hero-now">
                <p class="holder">{holder}</p>
                <p class="big-number">{title} " " {tick}</p>
                <p class="when">
                    {when} {move || day().map(|_| view! { " · " <a href="#deadlines">"为什么是这一天"</a> })}
                </p>
                {move || view.with(|view| not_now(&view.offers))}
            </div>
            <div class="hero-do">
                {rows(deeds, |deed| *deed, move |deed, _| deed::form(deed.get_untracked(), view))}
                {none}
            </div>
        </section>
    }
    .into_any()
}

/// The open deadline that ends first.
fn next_due(view: &ProjectView) -> Option<domain::contract::NextDue> {
    let open = view
        .deadlines
        .iter()
        .filter(|deadline| deadline.result.is_none() && deadline.stopped.is_none());
    open.min_by_key(|deadline| deadline.next.due)
        .map(|deadline| deadline.next.clone())
}

fn deadlines(view: Signal<ProjectView>) -> AnyView {
    // Running ones first, then the latest.
    let list = slice(view, |view| {
        let mut list = view.deadlines.clone();
        list.sort_by_key(|deadline| (deadline.result.is_some(), Reverse(deadline.start)));
        list
    });
    let row = |deadline: Signal<domain::contract::DeadlineView>, fresh: Signal<bool>| {
        let line = move || {
            deadline.with(|deadline| {
                let ended = deadline.result.map(|result| {
                    let day = deadline.stopped.map(long_date).unwrap_or_default();
                    view! { <span class="tag done">{format!("{} {day}", result.label())}</span> }
                });
                let running = deadline.result.is_none().then(|| due_tag(&deadline.next));
                view! {
                    <div class="deadline-head">
                        <b>{deadline.kind.label()}</b>
                        <span class="clause">{format!("{} · {}", deadline.clause, deadline.rule)}</span>
                        {(!deadline.assumption.is_empty()).then(|| view! { <span class="clause whole">{deadline.assumption.clone()}</span> })}
                        {(!deadline.reason.is_empty()).then(|| view! { <span class="clause whole">{deadline.reason.clone()}</span> })}
                        {ended}
                        {running}
                    </div>
                    {moves(deadline)}
                    {why(deadline)}
                }
            })
        };
        view! { <li class:fresh=fresh>{line}</li> }.into_any()
    };
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"还没有起算的期限。"</p> })
    };
    view! {
        <section class="panel" id="deadlines">
            <h2>"期限" <small>"截止日当日 24 时"</small></h2>
            <ul class="deadlines">{rows(list, |deadline| deadline.id, row)}</ul>
            {empty}
        </section>
    }
    .into_any()
}
