//! Progress: planned and real side by side, and each report.

use domain::contract::{ProgressView, ProjectView};
use domain::progress::{ActivityRow, Comparison, SubjectRow};
use leptos::prelude::*;

use crate::components::slice;
use crate::text::{count, full_date};

/// Once the agreement is in force and there is a plan or a report.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let parts = slice(view, |view| {
        (view.doing.comparison.clone(), view.doing.reports.clone())
    });
    let inner = move || {
        parts.with(|(comparison, reports)| comparison.as_ref().map(|table| content(table, reports)))
    };
    view! { {inner} }.into_any()
}

fn content(table: &Comparison, reports: &[ProgressView]) -> AnyView {
    let planned = table
        .planned_people
        .map(|people| format!("，计划 {}", count(people)))
        .unwrap_or_default();
    let over = table
        .over
        .then(|| view! { <span class="tag late">"超出协议金额"</span> });
    let activities = (!table.activities.is_empty()).then(|| activities(&table.activities));
    let subjects = (!table.subjects.is_empty()).then(|| subjects(&table.subjects));
    let list: Vec<_> = reports.iter().map(report).collect();
    let none = reports
        .is_empty()
        .then(|| view! { <p class="empty">"还没有进展报告。"</p> });
    view! {
        <section class="panel" id="progress">
            <h2>"实施进展" <small>"计划与实际对照 · 四（六）"</small></h2>
            <dl>
                <dt>"参加人次"</dt>
                <dd>{format!("{}{planned}", count(table.people))}</dd>
                <dt>"经费支出"</dt>
                <dd>{format!("{} 元，协议金额 {} 元", table.spent, table.planned_money)} " " {over}</dd>
            </dl>
            {activities}
            {subjects}
            <h3>"进展报告"</h3>
            {none}
            {list}
        </section>
    }
    .into_any()
}

fn activities(rows: &[ActivityRow]) -> AnyView {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let planned = if row.extra {
                "方案外".to_owned()
            } else {
                row.planned.map_or_else(|| "—".to_owned(), count)
            };
            let held = match row.last {
                Some(day) => format!("{} 场，最近 {}", row.times, full_date(day)),
                None => "未开展".into(),
            };
            view! {
                <tr>
                    <td>{format!("{} {}", row.no, row.name)}<div class="clause">{format!("{} {}", row.category, row.time)}</div></td>
                    <td>{held}</td>
                    <td class="n">{planned}</td>
                    <td class="n">{count(row.people)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroll">
            <table>
                <thead><tr>
                    <th scope="col">"活动"</th><th scope="col">"开展情况"</th>
                    <th scope="col" class="n">"计划人数"</th><th scope="col" class="n">"实际人次"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn subjects(rows: &[SubjectRow]) -> AnyView {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let planned = row
                .planned
                .map_or_else(|| "—".to_owned(), |amount| amount.to_string());
            let over = row
                .over
                .then(|| view! { <span class="tag near">"超预算"</span> });
            view! {
                <tr>
                    <td>{row.subject.short()} " " {over}</td>
                    <td class="n">{planned}</td>
                    <td class="n">{row.spent.to_string()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table>
            <thead><tr>
                <th scope="col">"科目（元）"</th><th scope="col" class="n">"预算"</th><th scope="col" class="n">"已支出"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn report(one: &ProgressView) -> AnyView {
    let late = one
        .late
        .then(|| view! { <span class="tag late">"逾期报告"</span> });
    let rate = one
        .pass_rate
        .map(|rate| format!("，考核合格率 {rate}"))
        .unwrap_or_default();
    let held: Vec<_> = one
        .done
        .held
        .iter()
        .map(|held| {
            view! { <li>{format!("{} {} {}，{} 人", full_date(held.on), held.no, held.name, count(held.people))}</li> }
        })
        .collect();
    let spent: Vec<_> = one
        .done
        .spent
        .iter()
        .map(|(subject, amount)| format!("{} {amount} 元", subject.short()))
        .collect();
    let spent =
        (!spent.is_empty()).then(|| view! { <p>{format!("支出：{}", spent.join("，"))}</p> });
    let deviations = (!one.deviations.is_empty())
        .then(|| view! { <p class="text">{format!("差异：{}", one.deviations)}</p> });
    view! {
        <details>
            <summary>
                {format!(
                    "第 {} 次 · {} 至 {} · {} 人次，支出 {} 元{rate}",
                    one.no,
                    full_date(one.from),
                    full_date(one.to),
                    count(one.people),
                    one.spent,
                )}
                " " {late}
            </summary>
            <p class="clause">{format!("{} · {}", full_date(one.on), one.by)}</p>
            <ul>{held}</ul>
            {spent}
            {deviations}
        </details>
    }
    .into_any()
}
