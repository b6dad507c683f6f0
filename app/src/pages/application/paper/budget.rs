//! 项目预算: the twelve subjects with their details and sums, as on the paper.

use domain::annex::totals::{self, Totals};
use domain::annex::{Item, SECTIONS, Table, catalogue};
use domain::budget::Subject;
use domain::money::Money;
use leptos::prelude::*;

use super::{Sheet, cell, pair};

/// Where the detail rows stand.
const PATH: &str = "annex3.lines";

/// What a detail row says, in the order of the columns.
const DETAIL: [&str; 6] = ["item", "standard", "quantity", "unit", "activity", "note"];

/// 预算编制要求, word for word.
const RULES: [&str; 5] = [
    "1. 项目支出应当用于受益对象和开展活动，以受益对象和活动为基础编列预算，预算需列明受益人数、人次、支出标准或单次服务金额等，预算的人数和标准应符合实际，并接受社会监督。",
    "2. 培训费用标准应参照《中央和国家机关培训费管理办法》执行。",
    "3. 项目活动确需印刷费、宣传费的，应列明费用的种类、标准和金额。",
    "4. 立项单位工伤预防费用必须用于培训和宣传项目，不得用作其他用途。",
    "5. 项目预算是否合理、节约，将作为项目评审的重要指标之一。",
];

/// The table of the budget, what the training standard needs, and the five rules.
pub fn tables(sheet: Sheet<'_>) -> AnyView {
    let Some((_, table)) = catalogue::table(PATH) else {
        return ().into_any();
    };
    let totals = totals::of(sheet.draft);
    let rows = sheet.draft.rows(table);
    let mut lines: Vec<AnyView> = Subject::ALL
        .iter()
        .flat_map(|subject| {
            let own: Vec<u32> = rows
                .iter()
                .copied()
                .filter(|row| totals::subject(sheet.draft, *row) == Some(*subject))
                .collect();
            group(sheet, table, &totals, *subject, &own)
        })
        .collect();
    // Nothing that was typed is left out.
    let strays = rows
        .iter()
        .filter(|row| totals::subject(sheet.draft, **row).is_none());
    lines.extend(strays.map(|row| {
        let subject = view! { <th scope="row">{sheet.text(&table.cell(*row, "subject"))}</th> };
        let cells = detail(sheet, table, *row);
        view! { <tr>{subject} {cells} <td></td></tr> }.into_any()
    }));
    let rules: Vec<_> = RULES
        .into_iter()
        .map(|rule| view! { <li>{rule}</li> }.into_any())
        .collect();
    view! {
        <p class="pairs">
            <span class="pair">
                <b>"申报资金"</b>
                <span class="blank" id=sheet.id("annex3.requested") tabindex="-1">{sheet.text("annex3.requested")}</span>
                "（万元）"
            </span>
        </p>
        <table class="ruled budget-sheet" id=sheet.id(PATH) tabindex="-1">
            <caption>"申报资金预算支出明细"</caption>
            <colgroup><col/><col/><col/><col/><col/><col/><col/><col/><col/></colgroup>
            <thead>
                {heads(table)}
            </thead>
            <tbody>{lines}</tbody>
            <tbody>
                {sum(sheet, "申报资金支出合计", "annex3.total_requested")}
                {sum(sheet, "资金支出合计", "annex3.total")}
            </tbody>
        </table>
        {training(sheet)}
        <div class="fill-notes">
            <p>"预算编制要求："</p>
            <ul>{rules}</ul>
        </div>
    }
    .into_any()
}

fn heads(table: &'static Table) -> AnyView {
    let columns: Vec<_> = DETAIL
        .iter()
        .filter_map(|key| table.columns.iter().find(|column| column.path == *key))
        .map(|column| view! { <th scope="col">{column.label}</th> }.into_any())
        .collect();
    view! {
        <tr>
            <th scope="col" rowspan="2">"科目"</th>
            <th scope="colgroup" colspan="7">"明细"</th>
            <th scope="col" rowspan="2">"金额（万元）"</th>
        </tr>
        <tr>{columns} <th scope="col">"金额（元）"</th></tr>
    }
    .into_any()
}

/// The rows of a subject; one without details keeps its line.
fn group(
    sheet: Sheet<'_>,
    table: &'static Table,
    totals: &Totals,
    subject: Subject,
    rows: &[u32],
) -> Vec<AnyView> {
    let span = rows.len().max(1).to_string();
    let sum = totals.subjects.iter().find(|line| line.0 == subject);
    let sum = sum.map(|line| line.1).filter(|sum| sum.is_positive());
    let sum = sum.map(Money::wan_exact);
    let head =
        view! { <th scope="rowgroup" rowspan=span.clone()>{subject.label()}</th> }.into_any();
    let total = view! { <td class="n" rowspan=span>{sum}</td> }.into_any();
    let Some((first, rest)) = rows.split_first() else {
        let blank: Vec<_> = (0..=DETAIL.len())
            .map(|_| view! { <td></td> }.into_any())
            .collect();
        return vec![view! { <tr>{head} {blank} {total}</tr> }.into_any()];
    };
    let first = view! { <tr>{head} {detail(sheet, table, *first)} {total}</tr> }.into_any();
    let rest = rest
        .iter()
        .map(|row| view! { <tr>{detail(sheet, table, *row)}</tr> }.into_any());
    [first].into_iter().chain(rest).collect()
}

fn detail(sheet: Sheet<'_>, table: &'static Table, row: u32) -> AnyView {
    let mut cells: Vec<AnyView> = DETAIL
        .iter()
        .map(|key| cell(sheet, &table.cell(row, key)))
        .collect();
    let amount = totals::line_amount(sheet.draft, row).map(|amount| amount.to_string());
    cells.push(view! { <td class="n">{amount}</td> }.into_any());
    cells.into_any()
}

/// A sum as typed in yuan, and in the unit of the column.
fn sum(sheet: Sheet<'_>, label: &'static str, path: &str) -> AnyView {
    let wan = match sheet.draft.money_yuan(path) {
        Some(Ok(amount)) => amount.wan_exact(),
        _ => String::new(),
    };
    view! {
        <tr class="sum">
            <th scope="row" colspan="7">{label}</th>
            <td class="n" id=sheet.id(path) tabindex="-1">{sheet.text(path)}</td>
            <td class="n">{wan}</td>
        </tr>
    }
    .into_any()
}

/// What the training standard is reckoned by, with its arithmetic.
fn training(sheet: Sheet<'_>) -> AnyView {
    let asked = SECTIONS
        .last()
        .into_iter()
        .flat_map(|section| section.items);
    let pairs: Vec<_> = asked
        .filter_map(|item| match item {
            Item::Field(field) if is_training(field.path) => Some(pair(sheet, field, field.label)),
            _ => None,
        })
        .collect();
    let measured: Vec<_> = totals::trainings(sheet.draft, &sheet.view.standard)
        .into_iter()
        .map(|training| view! { <li>{training.text}</li> }.into_any())
        .collect();
    view! { <p class="pairs">{pairs}</p> <ul class="measured">{measured}</ul> }.into_any()
}

fn is_training(path: &str) -> bool {
    path.starts_with("annex3.training.") || path == "annex3.declared"
}
