//! The budget of Annex 3: detail rows under each of the twelve fixed subjects, with their sums and the
//! arithmetic of the training standard.

use domain::annex::totals::{self, Totals};
use domain::annex::{Draft, Table};
use domain::budget::Subject;
use leptos::prelude::*;

use super::field::{control, says};
use super::rows::{Rows, each_row, remove};
use crate::pages::application::DRAFT;
use crate::pages::application::writing::Writing;

/// The column that says which subject a row belongs to.
const SUBJECT: &str = "subject";

/// The detail rows by subject.
pub fn lines(writing: Writing, table: &'static Table) -> AnyView {
    let subjects = u32::try_from(Subject::ALL.len()).unwrap_or_default();
    let rows = Rows::new(writing, table, false, subjects);
    let totals = Memo::new(move |_| writing.draft.with(totals::of));
    // An empty row belongs to the subject it was opened under.
    let ready = rows
        .shown()
        .get_untracked()
        .into_iter()
        .filter(|row| rows.is_spare(*row));
    let homes: Vec<(u32, usize)> = ready.zip(0..).collect();
    let homes = RwSignal::new(homes);
    let groups: Vec<_> = (0..=Subject::ALL.len())
        .map(|at| group(writing, totals, rows, homes, at))
        .collect();
    let heads: Vec<_> = [
        "事项",
        "支出标准（元）",
        "数量",
        "计量",
        "关联活动",
        "备注",
        "金额（元）",
    ]
    .into_iter()
    .map(|head| view! { <th scope="col">{head}</th> }.into_any())
    .collect();
    view! {
        <div class="rows" id=table.path tabindex="-1">
            <h4>{table.label} " " <small class="optional">"金额 = 支出标准 × 数量，自动计算；每一行都要关联附件3的活动"</small></h4>
            <table class="entry budget">
                <thead><tr><th scope="col"><span class="sr">"行"</span></th>{heads}<th><span class="sr">"删除"</span></th></tr></thead>
                {groups}
                {foot(totals)}
            </table>
            {standard(writing)}
        </div>
    }
    .into_any()
}

/// The subject of the group at this place; the one after the last is for rows without a subject.
fn subject_at(at: usize) -> Option<Subject> {
    Subject::ALL.get(at).copied()
}

/// The group a row stands in.
fn place(draft: &Draft, homes: &[(u32, usize)], row: u32) -> usize {
    let named = totals::subject(draft, row);
    let known = named.and_then(|named| Subject::ALL.iter().position(|subject| *subject == named));
    let opened = || {
        homes
            .iter()
            .find(|(home, _)| *home == row)
            .map(|(_, at)| *at)
    };
    known.or_else(opened).unwrap_or(Subject::ALL.len())
}

fn group(
    writing: Writing,
    totals: Memo<Totals>,
    rows: Rows,
    homes: RwSignal<Vec<(u32, usize)>>,
    at: usize,
) -> AnyView {
    let mine = Memo::new(move |_| {
        let shown = rows.shown().get();
        writing.draft.with(|draft| {
            homes.with(|homes| {
                let here = |row: &u32| place(draft, homes, *row) == at;
                shown.into_iter().filter(here).collect::<Vec<_>>()
            })
        })
    });
    let sum = move || {
        let subject = subject_at(at)?;
        totals.with(|totals| {
            let line = totals.subjects.iter().find(|line| line.0 == subject)?;
            line.1.is_positive().then(|| line.1.to_string())
        })
    };
    let add = move |_| {
        if let Some(row) = rows.add() {
            homes.update(|homes| {
                homes.retain(|(home, _)| *home != row);
                homes.push((row, at));
            });
        }
    };
    let button = subject_at(at).map(|subject| {
        let said = format!("在{}下增加一行", subject.label());
        view! { <button type="button" class="quiet scripted" aria-label=said on:click=add>"＋ 增加"</button> }
    });
    let label = subject_at(at).map_or("未归入科目", Subject::label);
    let hidden = move || at == Subject::ALL.len() && mine.with(Vec::is_empty);
    view! {
        <tbody class:none=hidden>
            <tr class="subject">
                <th scope="rowgroup" colspan="7">{label} " " {button}</th>
                <td class="n">{sum}</td>
                <td></td>
            </tr>
            {each_row(mine.into(), move |row| line(writing, rows, at, row))}
        </tbody>
    }
    .into_any()
}

fn line(writing: Writing, rows: Rows, at: usize, row: u32) -> AnyView {
    let table = rows.table();
    let amount = move || {
        writing
            .draft
            .with(|draft| totals::line_amount(draft, row).map(|amount| amount.to_string()))
    };
    let path = table.cell(row, SUBJECT);
    let columns = table.columns.iter().filter(|column| column.path != SUBJECT);
    let cells: Vec<AnyView> = columns
        .map(|column| {
            let path = table.cell(row, column.path);
            let named = format!("{}，第 {row} 行", column.label);
            view! {
                <td data-label=column.label>
                    {control(writing, path.clone(), column, Some(named))}
                    {says(writing, path)}
                </td>
            }
            .into_any()
        })
        .collect();
    // A row under a subject carries it unseen; one without has to choose.
    let subject = match (subject_at(at), table.columns.first()) {
        (None, Some(column)) => control(
            writing,
            path,
            column,
            Some(format!("{}，第 {row} 行", column.label)),
        ),
        (subject, _) => {
            let label = subject.map_or("", Subject::label);
            view! { <input type="hidden" id=path name=format!("fields[{}]", table.cell(row, SUBJECT)) form=DRAFT value=label/> }.into_any()
        }
    };
    view! {
        <tr class:spare=rows.is_spare(row)>
            <th scope="row">{row} {subject}</th>
            {cells}
            <td class="n" data-label="金额（元）">{amount}</td>
            <td class="take">{remove(rows, row)}</td>
        </tr>
    }
    .into_any()
}

fn foot(totals: Memo<Totals>) -> AnyView {
    let sum = move || totals.with(|totals| totals.sum);
    view! {
        <tfoot>
            <tr>
                <th scope="row" colspan="7">"明细合计" <span class="clause">{move || format!(" 即 {} 万元", sum().wan_exact())}</span></th>
                <td class="n">{move || sum().to_string()}</td>
                <td></td>
            </tr>
        </tfoot>
    }
    .into_any()
}

/// The training standard, with its arithmetic.
fn standard(writing: Writing) -> AnyView {
    let trainings = move || {
        let measured = writing.measured();
        let rows: Vec<_> = measured
            .into_iter()
            .map(|training| {
                let (class, word) = if training.fits() {
                    ("tag ok", "未超标准")
                } else {
                    ("tag late", "超出标准")
                };
                view! { <li><span class=class>{word}</span> " " {training.text}</li> }.into_any()
            })
            .collect();
        (!rows.is_empty()).then(|| {
            view! {
                <h4>"培训费标准核算"</h4>
                <ul class="standard">{rows}</ul>
            }
        })
    };
    view! { <div aria-live="off">{trainings}</div> }.into_any()
}
