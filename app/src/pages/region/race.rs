//! The way to 31 October, by which the joint meetings determine the next year's plan (R047).

use domain::contract::{ListPart, ListQuery, RaceRow};
use leptos::prelude::*;

use crate::components::{behind_rows, number_or_link, rows, today};
use crate::text::{full_date, short_date};

/// Who has determined the next year's plan, when, and who still has to.
pub fn table(all: Signal<Vec<RaceRow>>) -> AnyView {
    let day = today();
    let row = move |row: Signal<RaceRow>, fresh: Signal<bool>| {
        let on_time = move || row.with(|row| row.on_time == Some(true)).to_string();
        view! { <tr class:fresh=fresh data-on-time=on_time>{move || row.with(|row| cells(row, day))}</tr> }
            .into_any()
    };
    let title = move || {
        all.with(|all| all.first().map(|row| {
            let left = (row.due - day).num_days();
            let left = if left >= 0 { format!("还有 {left} 天") } else { format!("已过 {} 天", -left) };
            view! { {format!("{} 年度计划的确定 ", row.plan_year)} <small>{format!("最迟 {}，{left}", full_date(row.due))}</small> }
        }))
    };
    view! {
        <section class="panel" id="race">
            <h2>{title}</h2>
            <table class="race">
                <thead>
                    <tr>
                        <th scope="col">"盟市"</th>
                        <th scope="col" class="n">"已确定"</th>
                        <th scope="col" class="n">"待议定"</th>
                        <th scope="col">"最后一次确定"</th>
                        <th scope="col">"进度"</th>
                    </tr>
                </thead>
                <tbody>{rows(all, |row| row.tenant, row)}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn cells(row: &RaceRow, day: chrono::NaiveDate) -> AnyView {
    let number = |part, count: i64| {
        let query = ListQuery {
            tenant: Some(row.tenant.0),
            year: Some(row.plan_year),
            part: Some(part),
            ..Default::default()
        };
        number_or_link(query, behind_rows(count), count.to_string())
    };
    let left = (row.due - day).num_days();
    let (class, word) = match (row.on_time, row.last) {
        (Some(true), _) => ("tag ok", "按期完成".to_owned()),
        (Some(false), Some(_)) => ("tag late", "迟于 10 月底".to_owned()),
        (Some(false), None) => ("tag late", format!("未确定，已逾期 {} 天", -left)),
        (None, _) if left <= 30 => ("tag near", format!("未确定，剩 {left} 天")),
        (None, _) => ("tag", format!("未确定，剩 {left} 天")),
    };
    view! {
        <th scope="row">{row.name.clone()}</th>
        <td class="n" data-label="已确定">{number(ListPart::Determined, row.determined)}</td>
        <td class="n" data-label="待议定">{number(ListPart::Undecided, row.waiting)}</td>
        <td data-label="最后一次确定">{row.last.map(|last| short_date(last, day))}</td>
        <td><span class=class>{word}</span></td>
    }
    .into_any()
}
