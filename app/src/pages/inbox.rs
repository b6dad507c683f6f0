//! `/inbox`: what the person was told, newest first, and which kinds they want to see.

mod mail;

use domain::access::{Action, Capacity, Role};
use domain::contract::{InboxQuery, InboxView, Me, NotificationRow, NotificationSetting};
use domain::notification::NotificationKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::inbox::inbox as load;
use crate::carried::fetched;
use crate::components::{ActForm, Follow, page, rows, slice};
use crate::live::UnreadCount;
use crate::test_ids;
use crate::text::{address, asked, long_date};

/// `/inbox`.
pub fn inbox() -> AnyView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        params.with(|params| InboxQuery {
            unread: params.get_str("unread") == Some("true"),
            before: params.get_str("before").and_then(|id| id.parse().ok()),
        })
    });
    let data = fetched(move || query.get(), load);
    page(
        "消息",
        data,
        |_| Follow::Changes("inbox".into()),
        move |me, view| body(&me, view, query),
    )
}

fn href(unread: bool, before: Option<domain::NotificationId>) -> String {
    address(
        "/inbox",
        [
            ("unread", asked(unread.then_some(true))),
            ("before", asked(before)),
        ],
    )
}

fn body(me: &Me, view: Signal<InboxView>, query: Memo<InboxQuery>) -> AnyView {
    let unread = slice(view, |view| view.unread);
    // What this page has just learned stands in its head too, socket or not.
    let head = expect_context::<UnreadCount>().0;
    Effect::new(move |_| head.set(Some(unread.get())));
    let list = slice(view, |view| view.rows.clone());
    let (with_city, only) = (
        !me.role.is_city(),
        Signal::derive(move || query.get().unread),
    );
    let current = move |this: bool| (only.get() == this).then_some("true");
    let count = move || match unread.get() {
        0 => "没有未读消息".to_owned(),
        count => format!("{count} 条未读"),
    };
    let empty = move || {
        let words = if only.get() {
            "没有未读消息。"
        } else {
            "还没有消息。期限临近、到期、逾期、因放假安排调整，以及督办和答复，都会在这里告知。"
        };
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">{words}</p> })
    };
    let row = move |row: Signal<NotificationRow>, fresh: Signal<bool>| line(row, fresh, with_city);
    view! {
        <div class="head">
            <h1>"消息"</h1>
            <span class="meta">{count}</span>
            {feed(me.role)}
            <nav class="years" aria-label="显示">
                <a href=href(false, None) aria-current=move || current(false)>"全部"</a>
                <a href=href(true, None) aria-current=move || current(true)>"未读"</a>
            </nav>
        </div>
        <section class="panel">
            <h2>"收件箱"</h2>
            {mark_all(view)}
            <ol class="inbox" data-testid=test_ids::INBOX>{rows(list, |row| row.id, row)}</ol>
            {empty}
            {pager(view, query)}
        </section>
        {settings(slice(view, |view| view.settings.clone()))}
        {mail::section(slice(view, |view| view.mail.clone()))}
    }
    .into_any()
}

/// The way to the person's own calendar, for posts that see single projects.
fn feed(role: Role) -> Option<AnyView> {
    let capacities = match role {
        Role::Organisation => vec![Capacity::Applicant],
        role => Capacity::of(role).into_iter().collect(),
    };
    Action::ViewFeed.allows(&capacities).then(|| {
        view! { <span class="head-links"><a href="/inbox/calendar">"日历订阅"</a></span> }
            .into_any()
    })
}

/// Marks what is there now; what comes meanwhile stays unread.
fn mark_all(view: Signal<InboxView>) -> AnyView {
    let upto = slice(view, |view| view.newest_unread);
    let form = move || {
        upto.get().map(|upto| {
            view! {
                <ActForm action=Action::ReadNotifications>
                    <input type="hidden" name="upto" value=upto.to_string()/>
                </ActForm>
            }
        })
    };
    view! { {form} }.into_any()
}

fn pager(view: Signal<InboxView>, query: Memo<InboxQuery>) -> AnyView {
    let back = move || {
        let query = query.get();
        query
            .before
            .is_some()
            .then(|| view! { <a class="btn" href=href(query.unread, None)>"回到首页"</a> })
    };
    let next = move || {
        let older = view.with(|view| view.older);
        older.map(|older| view! { <a class="btn" rel="next" href=href(query.get().unread, Some(older))>"更早的消息"</a> })
    };
    view! { <nav class="pager" aria-label="翻页">{back} {next}</nav> }.into_any()
}

fn line(row: Signal<NotificationRow>, fresh: Signal<bool>, with_city: bool) -> AnyView {
    let unread = slice(row, |row| row.unread);
    let NotificationRow {
        id,
        kind,
        title,
        text,
        tenant_name,
        project,
        project_name,
        due,
        at,
        ..
    } = row.get_untracked();
    let mark = move || {
        unread.get().then(|| {
            view! {
                <ActForm action=Action::ReadNotification number=id.0 button="标为已读">
                    <input type="hidden" name="id" value=id.to_string()/>
                </ActForm>
            }
        })
    };
    let state = move || if unread.get() { "未读" } else { "已读" };
    let link = project.filter(|_| !project_name.is_empty()).map(|project| {
        view! { " · " <a href=format!("/projects/{project}#deadlines")>{project_name}</a> }
    });
    view! {
        <li class:fresh=fresh class:unread=unread data-testid=test_ids::NOTIFICATION>
            <p>
                <span class=class(kind)>{kind.label()}</span>
                " " <b>{title}</b>
                " " <small>{state}</small>
            </p>
            <p class="text">{text}</p>
            <p class="clause">
                <time>{at}</time>
                {with_city.then(|| format!(" · {tenant_name}"))}
                {link}
                {(kind == NotificationKind::Urging).then(|| view! { " · " <a href="/urgings">"查看督办"</a> })}
                {due.map(|due| format!(" · 最迟 {}", long_date(due)))}
            </p>
            {mark}
        </li>
    }
    .into_any()
}

const fn class(kind: NotificationKind) -> &'static str {
    match kind {
        NotificationKind::Reminder => "tag near",
        NotificationKind::Moved => "tag run",
        NotificationKind::Urging => "tag late",
    }
}

/// Which kinds show: what reminds of a clock of the regulation always does.
fn settings(settings: Signal<Vec<NotificationSetting>>) -> AnyView {
    let row = |row: Signal<NotificationSetting>, fresh: Signal<bool>| setting(row, fresh);
    view! {
        <section class="panel" id="settings">
            <h2>"消息设置" <small>"关闭后，这类消息不再显示，也不计入未读"</small></h2>
            <ul class="inbox-settings" data-testid=test_ids::INBOX_SETTINGS>{rows(settings, |row| row.kind, row)}</ul>
        </section>
    }
    .into_any()
}

fn setting(row: Signal<NotificationSetting>, fresh: Signal<bool>) -> AnyView {
    let kind = row.with_untracked(|row| row.kind);
    let page = slice(row, |row| row.page);
    let number = NotificationKind::ALL.iter().position(|one| *one == kind);
    let number = number
        .and_then(|at| i64::try_from(at + 1).ok())
        .unwrap_or(1);
    let form = move || {
        let (button, to) = if page.get() {
            ("关闭", "false")
        } else {
            ("打开", "true")
        };
        kind.can_be_off().then(|| {
            view! {
                <ActForm action=Action::SetNotification number=number button=button>
                    <input type="hidden" name="kind" value=kind.code()/>
                    <input type="hidden" name="page" value=to/>
                </ActForm>
            }
        })
    };
    let state = move || match (kind.can_be_off(), page.get()) {
        (false, _) => "始终显示，不能关闭",
        (true, true) => "显示",
        (true, false) => "已关闭",
    };
    view! { <li class:fresh=fresh><b>{kind.label()}</b> " " <span>{state}</span> {form}</li> }
        .into_any()
}
