//! One item of the agenda: what it is about, the report or the motion, the four opinions, the
//! outcome, and the forms of this person.

use chrono::Datelike;
use domain::Money;
use domain::access::Role;
use domain::contract::{Item, MeetingView, Spoken};
use domain::state::{ItemKind, MeetingState, Member, Motion};
use leptos::prelude::*;

use super::{deeds, forms, marks};
use crate::components::{badge, project_badge, rows, slice};
use crate::pages::place::address;
use crate::test_ids;
use crate::text::numeral;

/// An item as a row of the agenda.
pub fn row(
    item: Signal<Item>,
    fresh: Signal<bool>,
    view: Signal<MeetingView>,
    role: Role,
) -> AnyView {
    let id = item.with_untracked(|item| item.id);
    let current =
        Memo::new(move |_| view.with(|view| deeds::current(view).map(|item| item.id)) == Some(id));
    let state = slice(view, |view| view.state);
    let place = Memo::new(move |_| item.with(|item| view.with(|view| deeds::place(view, item))));
    let areas = view.with_untracked(|view| {
        let tenant = role.is_region().then_some(view.tenant);
        address("/areas", Some(view.planned.year() + 1), tenant)
    });
    let acts =
        Memo::new(move |_| item.with(|item| view.with(|view| deeds::on_item(view, item, role))));
    let marks = move || item.with(|item| head_marks(item, state.get(), current.get()));
    view! {
        <li
            id=format!("item-{id}")
            class="item"
            class:current=current
            class:fresh=fresh
            aria-current=move || current.get().then_some("step")
            data-testid=test_ids::item(id)
        >
            <div class="item-head">
                <span class="no">{move || format!("{}、", numeral(place.get()))}</span>
                <h3>{move || item.with(|item| item.title.clone())}</h3>
                {marks}
            </div>
            <div class="item-body">
                {move || item.with(|item| subject(item, areas.clone()))}
                {move || item.with(|item| substance(item, state.get()))}
                <div class="item-do">
                    {rows(acts.into(), |action| *action, move |action, _| forms::on_item(action.get_untracked(), item, view))}
                </div>
            </div>
        </li>
    }
    .into_any()
}

fn head_marks(item: &Item, state: MeetingState, current: bool) -> AnyView {
    let now = current.then(|| badge("near", "正在进行"));
    let reported = item.kind.is_report().then(|| {
        if item.report.is_empty() {
            badge("done", "待通报")
        } else if item.no_report {
            badge("run", "本次无通报")
        } else {
            badge("ok", "已通报")
        }
    });
    view! { <span class="marks">{now} {reported} {marks::outcome(item, state)}</span> }.into_any()
}

/// What the item is about, with the way to it.
fn subject(item: &Item, areas: String) -> AnyView {
    if item.kind.is_report() {
        let by = deeds::reporter(item.kind);
        return view! { <p class="clause">{format!("由{by}通报")}</p> }.into_any();
    }
    let project = item.project.map(|id| {
        view! { <a href=format!("/projects/{id}")>"项目情况"</a> }
    });
    let areas = item
        .area_set
        .map(|_| view! { <a href=areas>"重点领域建议"</a> });
    let sum = |word: &'static str, amount: Option<Money>| {
        amount.map(|amount| view! { <span>{word} " " <b>{amount.to_string()}</b> " 元"</span> })
    };
    let state = item.project_state.map(project_badge);
    view! {
        <p class="subject-line">
            {sum("申报", item.requested)}
            {sum("经办机构建议", item.proposed)}
            {state}
            {project}
            {areas}
        </p>
    }
    .into_any()
}

/// The report, or the motion with what was said on it.
fn substance(item: &Item, state: MeetingState) -> AnyView {
    if item.kind.is_report() {
        let text = item.report.clone();
        let word = if item.no_report {
            "无通报的理由："
        } else {
            ""
        };
        return (!text.is_empty())
            .then(|| view! { <p class="text report-text">{word}{text}</p> })
            .into_any();
    }
    let resolution = (!item.resolution.is_empty()).then(|| {
        view! { <p class="resolution">"决议 " <b>{item.resolution.clone()}</b></p> }
    });
    let wanted = state == MeetingState::Held && item.motion.is_none();
    let waiting = wanted.then(|| view! { <p class="clause">"决议建议尚未提出。"</p> });
    let spoken = (item.motion.is_some() || !item.opinions.is_empty()).then(|| opinions(item));
    view! {
        {item.motion.map(|motion| self::motion(item, motion))}
        {waiting}
        {spoken}
        {resolution}
    }
    .into_any()
}

fn motion(item: &Item, motion: Motion) -> AnyView {
    let amount = item
        .amount
        .map(|amount| view! { "，核定 " <b>{amount.to_string()}</b> " 元" });
    let line = |word: &'static str, text: &str| {
        let text = text.to_owned();
        (!text.is_empty()).then(|| view! { <p class="text">{word} {text}</p> })
    };
    let word = match (item.kind, motion) {
        (ItemKind::Cancel, Motion::Approve) => "同意取消",
        (ItemKind::Areas, Motion::Approve) => "同意确定为重点领域",
        (ItemKind::Project, Motion::Approve) => "同意列入计划",
        _ => motion.label(),
    };
    view! {
        <p class="motion">"决议建议：" <b>{word}</b> {amount}</p>
        {line("附加条件：", &item.conditions)}
        {line("理由：", &item.reason)}
    }
    .into_any()
}

/// The four seats side by side, each with what it has said so far.
fn opinions(item: &Item) -> AnyView {
    let seats: Vec<_> = Member::ALL
        .iter()
        .map(|member| {
            let said = item.opinions.iter().find(|said| said.member == *member);
            seat(*member, said)
        })
        .collect();
    view! { <ul class="opinions" aria-label="成员单位意见">{seats}</ul> }.into_any()
}

fn seat(member: Member, said: Option<&Spoken>) -> AnyView {
    let by = said.map(|said| view! { <span class="clause">{said.by.clone()}</span> });
    let comment = said
        .filter(|said| !said.comment.is_empty())
        .map(|said| view! { <p class="text">{said.comment.clone()}</p> });
    view! {
        <li>
            <b>{member.label()}</b>
            {marks::opinion(said.map(|said| said.opinion))}
            {by}
            {comment}
        </li>
    }
    .into_any()
}
