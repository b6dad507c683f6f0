//! Which sets are wanted, which are there, who sends them: kind by year (R014, R020, R022, R030).

use chrono::NaiveDate;
use domain::contract::{FiguresView, SetRow};
use domain::state::DatasetKind;
use leptos::prelude::*;

use crate::components::{badge, rows, slice, today};
use crate::test_ids;
use crate::text::{count, short_date};

/// A kind with its sets by year; `None` where none is wanted.
#[derive(Clone, PartialEq)]
struct KindRow {
    kind: DatasetKind,
    sender: String,
    cells: Vec<(i32, Option<SetRow>)>,
}

/// What the cells lead to.
#[derive(Clone, Copy)]
struct Leads {
    /// Whether this post may open sets.
    opens: bool,
    plan_year: i32,
    today: NaiveDate,
}

/// The matrix; `opens` says whether this post may open a set.
pub fn panel(view: Signal<FiguresView>, opens: bool) -> AnyView {
    let years = slice(view, years);
    let kinds = slice(view, kinds);
    let mine = slice(view, |view| view.mine.clone());
    let leads = Leads {
        opens,
        plan_year: view.with_untracked(|view| view.year),
        today: today(),
    };
    let row = move |row: Signal<KindRow>, fresh: Signal<bool>| {
        let cells = move || row.with(|row| mine.with(|mine| cells(row, mine, leads)));
        view! { <tr class:fresh=fresh>{cells}</tr> }.into_any()
    };
    let heads = move || {
        years.with(|years| {
            years
                .iter()
                .map(|year| view! { <th scope="col">{format!("{year} 年")}</th> })
                .collect_view()
        })
    };
    let missing = move || view.with(missing);
    view! {
        <section class="panel" id="sets">
            <h2>"部门数据" <small>{missing}</small></h2>
            <table class="blocks matrix">
                <thead>
                    <tr>
                        <th scope="col">"数据"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows(kinds, |row| row.kind, row)}</tbody>
            </table>
            <p class="clause">
                "各部门报送的数据由本市其他成员单位和经办机构查阅；报送和查阅均记入信息互通记录（四（一）1）。重新报送即形成新版本，旧版本保留。"
            </p>
        </section>
    }
    .into_any()
}

fn years(view: &FiguresView) -> Vec<i32> {
    let mut years: Vec<_> = view.sets.iter().map(|set| set.year).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn kinds(view: &FiguresView) -> Vec<KindRow> {
    let years = years(view);
    let row = |kind: DatasetKind| {
        let of_kind = || view.sets.iter().filter(move |set| set.kind == kind);
        let sender = of_kind().next()?.sender.clone();
        let cell = |year: &i32| (*year, of_kind().find(|set| set.year == *year).cloned());
        Some(KindRow {
            kind,
            sender,
            cells: years.iter().map(cell).collect(),
        })
    };
    DatasetKind::ALL
        .iter()
        .filter_map(|kind| row(*kind))
        .collect()
}

fn missing(view: &FiguresView) -> String {
    let needed = view
        .sets
        .iter()
        .filter(|set| set.needed && set.id.is_none());
    match needed.count() {
        0 => "三年分析所需数据已齐全".to_owned(),
        missing => format!("三年分析还缺 {missing} 套部门数据 · 四（二）"),
    }
}

fn cells(row: &KindRow, mine: &[DatasetKind], leads: Leads) -> AnyView {
    let sends = mine.contains(&row.kind);
    let cells: Vec<_> = row
        .cells
        .iter()
        .map(|(year, set)| {
            let inner = set.as_ref().map(|set| cell(set, sends, leads));
            let inner = inner.unwrap_or_else(|| {
                view! { <span class="clause">"—"<span class="sr">"不需要"</span></span> }.into_any()
            });
            view! {
                <td data-label=format!("{year} 年") class:unwanted=set.is_none() data-testid=test_ids::set(row.kind, *year)>
                    {inner}
                </td>
            }
        })
        .collect();
    view! {
        <th scope="row" class="whole">
            <b>{row.kind.label()}</b>
            <div class="clause">{row.sender.clone()}</div>
        </th>
        {cells}
    }
    .into_any()
}

fn cell(set: &SetRow, sends: bool, leads: Leads) -> AnyView {
    let about = format!("{} 年{}", set.year, set.kind.label());
    let Some(id) = set.id else {
        let tag = if set.needed {
            badge("near", "待报送")
        } else {
            badge("done", "未报送")
        };
        let href = format!(
            "/figures?year={}&kind={}&of={}#submit",
            leads.plan_year,
            set.kind.code(),
            set.year
        );
        let send =
            sends.then(|| view! { " " <a href=href>"报送"<span class="sr">{about}</span></a> });
        let needed = set
            .needed
            .then(|| view! { <div class="clause">"三年分析必需"</div> });
        return view! { {tag} {send} {needed} }.into_any();
    };
    let open = leads.opens.then(|| {
        view! { " " <a href=format!("/figures/sets/{id}")>"查阅"<span class="sr">{about}</span></a> }
    });
    let day = set.submitted.map(|day| short_date(day, leads.today));
    view! {
        {badge("ok", "已报送")}
        {open}
        <div class="clause">
            {format!("第 {} 版 · {} 行", set.version, count(set.rows))}
        </div>
        <div class="clause">{format!("{} · {}", set.by, day.unwrap_or_default())}</div>
    }
    .into_any()
}
