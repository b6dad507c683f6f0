//! `/figures/sets/:id`: a set, opened. Opening it is recorded, so this page never asks twice.

use domain::contract::{DatasetView, Me};
use domain::dataset::{self, Cell, Column};
use leptos::prelude::*;

use super::moment;
use crate::api::figures::dataset as load;
use crate::components::{Follow, page_of};
use crate::text::{count, full_date};

/// `/figures/sets/:id`.
pub fn set() -> AnyView {
    page_of("部门数据", load, |_| Follow::Nothing, body)
}

fn body(_: Me, view: Signal<DatasetView>) -> AnyView {
    let inner = move || {
        view.with(|view| {
            view! {
                <leptos_meta::Title text=title(view)/>
                <div class="head">
                    <h1>{title(view)}</h1>
                    <span class="meta">
                        {format!("第 {} 版 · {} · {} 报送 · {} 行", view.version, view.by, full_date(view.submitted), count(count_of(&view.rows)))}
                    </span>
                </div>
                <div class="flow">
                    <section class="panel">
                        <p class="clause" role="note">"本次查阅已记入信息互通记录（四（一）1）。数据仅供本市工伤预防工作使用。"</p>
                        {(!view.note.is_empty()).then(|| view! { <p class="text">"说明：" {view.note.clone()}</p> })}
                        {table(view)}
                        <p class="back"><a class="btn" href="/figures">"返回数据报送"</a></p>
                    </section>
                    {readers(view)}
                </div>
            }
        })
    };
    view! { {inner} }.into_any()
}

fn title(view: &DatasetView) -> String {
    format!("{} 年{}", view.year, view.kind.label())
}

fn count_of<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}

const fn class((_, cell): &Column) -> &'static str {
    match cell {
        Cell::Count | Cell::Yuan => "n",
        _ => "",
    }
}

fn table(view: &DatasetView) -> AnyView {
    let columns = dataset::columns(view.kind);
    let heads: Vec<_> = columns
        .iter()
        .map(|column| view! { <th scope="col" class=class(column)>{column.0}</th> })
        .collect();
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = columns
                .iter()
                .zip(row)
                .map(|(column, cell)| view! { <td class=class(column)>{cell.clone()}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=title(view)>
            <table>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn readers(view: &DatasetView) -> AnyView {
    let lines: Vec<_> = view
        .readers
        .iter()
        .map(|reader| {
            view! {
                <li>
                    <time>{moment(reader)}</time>
                    <div>{reader.who.clone()} " " {reader.what.clone()}</div>
                </li>
            }
        })
        .collect();
    view! {
        <section class="panel">
            <h2>"报送和查阅记录" <small>"最近的在前"</small></h2>
            <ol class="feed history">{lines}</ol>
        </section>
    }
    .into_any()
}
