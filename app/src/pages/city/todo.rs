//! 待我办理: the work of this post; each count is the length of the list below it.

use domain::access::Action;
use domain::contract::{TodoGroup, TodoPlace, TodoRow};
use leptos::prelude::*;

use crate::components::{ActForm, due_tag, rows, slice};
use crate::test_ids;

/// The work of this post, by kind.
pub fn todo(groups: Signal<Vec<TodoGroup>>) -> AnyView {
    let total = move || groups.with(|groups| groups.iter().map(|group| group.count).sum::<i64>());
    let empty = move || {
        groups.with(Vec::is_empty).then(|| {
            view! { <p class="empty">"没有等您办理的事项。有新的事项时会自动出现在这里。"</p> }
        })
    };
    view! {
        <section class="panel todo">
            <h2>"待我办理" <small>{move || format!("{} 件", total())}</small></h2>
            {rows(groups, |group| group.action, group)}
            {empty}
        </section>
    }
    .into_any()
}

fn group(group: Signal<TodoGroup>, _: Signal<bool>) -> AnyView {
    let action = group.with_untracked(|group| group.action);
    let list = slice(group, |group| group.rows.clone());
    let more = move || {
        group.with(|group| {
            let shown = i64::try_from(group.rows.len()).unwrap_or(i64::MAX);
            (group.count > shown).then(|| view! { <p class="clause">{format!("另有 {} 件，办结一件补上一件。", group.count - shown)}</p> })
        })
    };
    view! {
        <section class="todo-group" data-testid=test_ids::todo(action)>
            <h3>
                {action.label()} <span class="count">{move || group.with(|group| group.count)}</span>
                <small class="clause">{action.rule().clause}</small>
            </h3>
            <ul>{rows(list, |row| (row.place, row.filing, row.detail.clone()), move |row, fresh| item(action, row, fresh))}</ul>
            {more}
        </section>
    }
    .into_any()
}

/// The page on which a piece of work is done.
fn page(place: TodoPlace) -> String {
    match place {
        TodoPlace::Project(id) => format!("/projects/{id}"),
        TodoPlace::Application(id) => format!("/applications/{id}"),
        TodoPlace::Proposals(year) => format!("/proposals?year={year}"),
        TodoPlace::Meeting(id) => format!("/meetings/{id}"),
        TodoPlace::Urging(id) => format!("/urgings#urging-{id}"),
    }
}

fn item(action: Action, row: Signal<TodoRow>, fresh: Signal<bool>) -> AnyView {
    let first = row.get_untracked();
    let page = page(first.place);
    let href = match (action, first.place) {
        (Action::DecideBan | Action::CloseHearing, _) => "/bans#cases".to_owned(),
        (Action::ConfirmAccount, TodoPlace::Project(_)) => format!("{page}#account"),
        (Action::RecordRecovery | Action::ConsentWriteOff, TodoPlace::Project(_)) => {
            format!("{page}#claims")
        }
        (Action::AnswerFinding | Action::CloseFinding, TodoPlace::Project(id)) => {
            format!("/ledger?project={id}")
        }
        (_, TodoPlace::Project(_)) => format!("{page}#now-{}", action.code()),
        _ => page.clone(),
    };
    let next = move || row.with(|row| row.next.as_ref().map(due_tag));
    let act = match first.filing.filter(|_| action == Action::AcknowledgeFiling) {
        Some(filing) => view! {
            <ActForm action=action number=filing.0 button="签收">
                <input type="hidden" name="id" value=filing.to_string()/>
            </ActForm>
        }
        .into_any(),
        None => view! { <a class="btn" href=href>"办理"</a> }.into_any(),
    };
    view! {
        <li class:fresh=fresh>
            <div class="todo-what">
                <a href=page>{first.project_name}</a>
                <div class="clause">{first.detail}</div>
            </div>
            <div class="todo-due">{next}</div>
            {act}
        </li>
    }
    .into_any()
}
