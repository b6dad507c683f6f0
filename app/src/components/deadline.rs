//! Due days: the day in words from the server, the ticking hours from the browser.

use domain::contract::{DueRow, NextDue};
use leptos::prelude::*;

use super::{past_day, rows, today};
use crate::live::Live;
use crate::test_ids;
use crate::text::{countdown, left_until, level_class, long_date};

/// `剩 6 工作日 · 12月1日`, coloured and shaped by urgency, with 暂定 where the calendar is not final.
pub fn due_tag(next: &NextDue) -> AnyView {
    let class = format!("tag {}", level_class(next.level));
    let provisional = if next.provisional { " · 暂定" } else { "" };
    let text = format!("{}{provisional}", left_until(next, today()));
    view! { <span class=class title=long_date(next.due)>{text}</span> }.into_any()
}

/// Hours, minutes and seconds to the end of the due day; empty until the page is alive, and for
/// days that are over. Hidden from screen readers, which have the words beside it.
pub fn ticking(due: Signal<chrono::NaiveDate>) -> AnyView {
    let (now, past) = (expect_context::<Live>().now, past_day().is_some());
    let text = move || {
        now.get()
            .filter(|_| !past)
            .and_then(|now| countdown(due.get(), now))
            .unwrap_or_default()
    };
    view! { <span class="tick" aria-hidden="true">{text}</span> }.into_any()
}

/// Open deadlines with their project, who has to act, and the countdown.
pub fn due_table(due: Signal<Vec<DueRow>>, with_city: bool) -> AnyView {
    let row = move |row: Signal<DueRow>, fresh: Signal<bool>| {
        let day = Memo::new(move |_| row.with(|row| row.next.due));
        let cells = move || row.with(|row| cells(row, with_city));
        view! {
            <tr class:fresh=fresh>
                {cells}
                <td class="n">
                    {move || row.with(|row| due_tag(&row.next))}
                    <div>{ticking(day.into())}</div>
                </td>
            </tr>
        }
        .into_any()
    };
    let empty = move || {
        due.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有在办的法定期限。"</p> })
    };
    view! {
        <table class="due" data-testid=test_ids::DUE>
            <thead class="sr">
                <tr><th scope="col">"项目和期限"</th><th scope="col">"剩余"</th></tr>
            </thead>
            <tbody>{rows(due, |row| row.deadline, row)}</tbody>
        </table>
        {empty}
    }
    .into_any()
}

fn cells(row: &DueRow, with_city: bool) -> AnyView {
    let mut rest = String::new();
    if with_city {
        rest.push_str(&format!(" · {}", row.tenant_name));
    }
    if !row.holder.is_empty() {
        rest.push_str(&format!(" · 由{}办理", row.holder));
    }
    let kind = row.next.kind;
    view! {
        <td>
            <a href=format!("/projects/{}", row.project)>{row.project_name.clone()}</a>
            <div class="clause">
                <b title=format!("依据 {}", kind.clause())>{kind.label()}</b>
                {rest}
            </div>
        </td>
    }
    .into_any()
}
