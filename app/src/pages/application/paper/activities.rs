//! 项目实施方案和进度安排: publicity online and offline, then trainings, each activity a small table.

use domain::annex::{Field, Kind, Table, catalogue};
use leptos::prelude::*;

use super::{Sheet, cell};

/// Where the activities stand.
const PATH: &str = "annex3.activities";

/// The activities in the order of the paper; what fits nowhere comes last, nothing is left out.
pub fn list(sheet: Sheet<'_>) -> AnyView {
    let Some((_, table)) = catalogue::table(PATH) else {
        return ().into_any();
    };
    let (mut online, mut offline, mut trainings, mut others) = (vec![], vec![], vec![], vec![]);
    for row in sheet.draft.rows(table) {
        let key = |key| sheet.draft.cell(table, row, key).trim();
        let group = match (key("category"), key("channel")) {
            ("宣传", "线上") => &mut online,
            ("宣传", "线下") => &mut offline,
            ("培训", _) => &mut trainings,
            _ => &mut others,
        };
        group.push(activity(sheet, table, row));
    }
    let others = (!others.is_empty()).then(|| view! { <h4>"其他活动"</h4> {others} });
    view! {
        <div id=sheet.id(PATH) tabindex="-1">
            <h4>"1、宣传类项目。" <span class="prompt">"（详细描述活动的名称、时间、地点、组织形式、参加人数、所用材料、广告等内容）"</span></h4>
            <h5>"（1）线上活动；"</h5>
            {online}
            <h5>"（2）线下活动。"</h5>
            {offline}
            <h4>"2、培训类项目。" <span class="prompt">"（详细描述培训的课程安排、组织时间、地点、讲师、讲师专业职称、参加人数、培训计划或大纲等内容）"</span></h4>
            {trainings}
            {others}
        </div>
    }
    .into_any()
}

/// What is filled in of one activity, two fields to a line, long ones over the whole line.
fn activity(sheet: Sheet<'_>, table: &'static Table, row: u32) -> AnyView {
    let filled: Vec<&'static Field> = table
        .columns
        .iter()
        .filter(|column| !sheet.draft.cell(table, row, column.path).trim().is_empty())
        .collect();
    let (long, short): (Vec<&'static Field>, Vec<&'static Field>) = filled
        .into_iter()
        .partition(|column| matches!(column.kind, Kind::Text { .. }) || column.path == "name");
    let (name, long): (Vec<&'static Field>, Vec<&'static Field>) =
        long.into_iter().partition(|column| column.path == "name");
    let mut lines: Vec<AnyView> = name
        .into_iter()
        .map(|column| over(sheet, table, row, column))
        .collect();
    lines.extend(short.chunks(2).map(|pair| {
        let mut cells: Vec<AnyView> = Vec::new();
        for column in pair {
            cells.push(head(column));
            cells.push(cell(sheet, &table.cell(row, column.path)));
        }
        if pair.len() == 1 {
            cells.push(view! { <td colspan="2"></td> }.into_any());
        }
        view! { <tr>{cells}</tr> }.into_any()
    }));
    lines.extend(
        long.into_iter()
            .map(|column| over(sheet, table, row, column)),
    );
    view! { <table class="ruled activity"><tbody>{lines}</tbody></table> }.into_any()
}

fn head(column: &'static Field) -> AnyView {
    view! { <th scope="row">{column.label}</th> }.into_any()
}

fn over(sheet: Sheet<'_>, table: &'static Table, row: u32, column: &'static Field) -> AnyView {
    let path = table.cell(row, column.path);
    view! {
        <tr>
            {head(column)}
            <td class="text" colspan="3" id=sheet.id(&path) tabindex="-1">{sheet.text(&path)}</td>
        </tr>
    }
    .into_any()
}
