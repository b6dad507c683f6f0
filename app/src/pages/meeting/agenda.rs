//! The agenda, and what can still be put on it.

use domain::access::Action;
use domain::contract::{Candidates, Me, MeetingView};
use domain::state::ItemKind;
use leptos::prelude::*;

use super::item;
use crate::components::{ActFold, ActForm, TextField, possible, rows, slice};

/// The agenda in its order.
pub fn panel(view: Signal<MeetingView>, me: &Me) -> AnyView {
    let items = slice(view, |view| view.items.clone());
    let role = me.role;
    let count = move || items.with(|items| format!("{} 项", items.len()));
    let empty = move || {
        items
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">"议程还没有议题。"</p> })
    };
    view! {
        <section class="panel" id="agenda">
            <h2>"议程" <small>{count}</small></h2>
            <ol class="agenda">{rows(items, |item| item.id, move |item, fresh| item::row(item, fresh, view, role))}</ol>
            {empty}
        </section>
    }
    .into_any()
}

/// What is ready to be put on the agenda; only for those who can.
pub fn candidates(view: Signal<MeetingView>) -> AnyView {
    let adds = slice(view, |view| possible(&view.offers, Action::AddItem));
    let panel = move || {
        adds.get().then(|| {
            view! {
                <section class="panel" id="candidates">
                    <h2>"增加议题" <small>"已具备条件的事项"</small></h2>
                    {group(view, ItemKind::Areas, "重点领域", "重点领域建议形成后可列入。", |all| {
                        all.areas.iter().map(|(id, words)| (id.0, words.clone())).collect()
                    })}
                    {group(view, ItemKind::Project, "项目（按建议排序）", "项目建议清单定稿后可列入。", |all| {
                        all.projects.iter().map(|(id, words)| (id.0, words.clone())).collect()
                    })}
                    {group(view, ItemKind::Cancel, "取消已列入计划的项目", "", |all| {
                        all.cancellable.iter().map(|(id, words)| (id.0, words.clone())).collect()
                    })}
                    {other(view)}
                </section>
            }
        })
    };
    view! { {panel} }.into_any()
}

/// One kind of candidates; without any it says when there will be some, or nothing.
fn group(
    view: Signal<MeetingView>,
    kind: ItemKind,
    title: &'static str,
    none: &'static str,
    pick: fn(&Candidates) -> Vec<(i64, String)>,
) -> AnyView {
    let list = slice(view, move |view| pick(&view.candidates));
    let row = move |row: Signal<(i64, String)>, fresh: Signal<bool>| {
        let (id, words) = row.get_untracked();
        view! {
            <li class:fresh=fresh>
                <span>{words.clone()}</span>
                <ActForm action=Action::AddItem number=number(kind, id) button="列入">
                    {hidden(view, kind)}
                    <input type="hidden" name="subject" value=id.to_string()/>
                    <input type="hidden" name="title" value=""/>
                    <span class="sr">{words}</span>
                </ActForm>
            </li>
        }
        .into_any()
    };
    // Cancelling is rare: its list stays folded and is left out when there is nothing in it.
    let bare = none.is_empty();
    let hidden_group = move || bare && list.with(Vec::is_empty);
    let empty =
        move || (!bare && list.with(Vec::is_empty)).then(|| view! { <p class="empty">{none}</p> });
    let inner = view! {
        <ul class="candidates">{rows(list, |row| row.0, row)}</ul>
        {empty}
    };
    if bare {
        view! { <details class:none=hidden_group><summary>{title}</summary>{inner}</details> }
            .into_any()
    } else {
        view! { <h3>{title}</h3> {inner} }.into_any()
    }
}

/// Tells the forms of the same use case apart: numbers of projects and of area sets overlap.
fn number(kind: ItemKind, id: i64) -> i64 {
    let kinds = i64::try_from(ItemKind::ALL.len()).unwrap_or(1);
    let place = ItemKind::ALL.iter().position(|one| *one == kind);
    id * kinds + i64::try_from(place.unwrap_or_default()).unwrap_or_default()
}

fn hidden(view: Signal<MeetingView>, kind: ItemKind) -> AnyView {
    view! {
        <input type="hidden" name="id" value=move || view.with(|view| view.id.to_string())/>
        <input type="hidden" name="seen" value=move || view.with(|view| view.version.to_string())/>
        <input type="hidden" name="kind" value=kind.code()/>
    }
    .into_any()
}

fn other(view: Signal<MeetingView>) -> AnyView {
    view! {
        <ActFold action=Action::AddItem title="其他事项" button="列入">
            {hidden(view, ItemKind::Other)}
            <TextField name="title" label="议题"/>
        </ActFold>
    }
    .into_any()
}
