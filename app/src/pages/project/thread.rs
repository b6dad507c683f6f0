//! Messages between the parties of the project and the agency.

use domain::access::Action;
use domain::contract::{MessageView, ProjectView};
use leptos::prelude::*;

use crate::components::{ActForm, AreaField, rows, slice};
use crate::test_ids;

/// For the parties and the posts of the city; the others have no thread.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let there = slice(view, |view| view.doing.thread.is_some());
    let inner = move || there.get().then(|| content(view));
    view! { {inner} }.into_any()
}

fn content(view: Signal<ProjectView>) -> AnyView {
    let thread = slice(view, |view| view.doing.thread.clone().unwrap_or_default());
    let messages = slice(thread, |thread| thread.messages.clone());
    let unread = slice(thread, |thread| thread.unread);
    let writes = slice(thread, |thread| thread.side.is_some());
    let id = view.with_untracked(|view| view.id);
    let last = move || {
        messages.with(|messages| {
            messages
                .last()
                .map(|one| one.id.to_string())
                .unwrap_or_default()
        })
    };
    let some = slice(unread, |unread| *unread > 0);
    let mark = move || {
        some.get().then(|| {
            view! {
                <ActForm action=Action::ReadMessages button="标为已读">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="upto" value=last/>
                </ActForm>
            }
        })
    };
    let write = move || {
        writes.get().then(|| {
            view! {
                <ActForm action=Action::SendMessage button="发送" clears=true>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <AreaField name="text" label="写留言" hint="项目各方和本盟市各部门可见，发送后不能修改。"/>
                </ActForm>
            }
        })
    };
    let new = move || {
        (unread.get() > 0)
            .then(|| view! { <span class="tag near">{format!("{} 条未读", unread.get())}</span> })
    };
    let empty = move || {
        messages
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">"还没有留言。"</p> })
    };
    view! {
        <section class="panel" id="thread" data-testid=test_ids::THREAD>
            <h2>"项目留言" {new}</h2>
            <ol class="thread" tabindex="0" aria-label="项目留言">{rows(messages, |one| one.id, message)}</ol>
            {empty}
            {mark}
            {write}
        </section>
    }
    .into_any()
}

fn message(one: Signal<MessageView>, fresh: Signal<bool>) -> AnyView {
    let MessageView {
        who,
        at,
        text,
        side,
        ..
    } = one.get_untracked();
    let unread = move || one.with(|one| one.unread);
    view! {
        <li class:fresh=fresh class:unread=unread>
            <p class="clause">{format!("{at} · {who}（{}）", side.label())}</p>
            <p class="text">{text}</p>
        </li>
    }
    .into_any()
}
