//! Rows of a table: as a table where the columns fit on a line, as a block for each row where not.
//!
//! Without JavaScript a few empty rows stand ready below the written ones, and more after each save;
//! with it they are not shown, and rows are added and taken out by a button.

use domain::annex::{Field, Kind, Table};
use leptos::prelude::*;

use super::field::{control, says};
use crate::pages::application::writing::Writing;

/// More columns than this do not fit on a line.
const LINE: usize = 7;
/// Empty rows that stand ready without JavaScript.
const SPARE: u32 = 2;

/// The rows of a table that are shown: the written ones, and those opened to be written.
#[derive(Clone, Copy)]
pub struct Rows {
    writing: Writing,
    table: &'static Table,
    opened: RwSignal<Vec<u32>>,
    /// Rows that are only there for people without JavaScript.
    spare: StoredValue<Vec<u32>>,
    shown: Signal<Vec<u32>>,
}

impl Rows {
    /// The rows of a table, with the `first` one to begin with where nothing is written, and `spare`
    /// ones for people without JavaScript.
    pub fn new(writing: Writing, table: &'static Table, first: bool, spare: u32) -> Self {
        let mut all = writing.draft.with_untracked(|draft| draft.rows(table));
        if first && all.is_empty() {
            all.push(1);
        }
        let next = all.last().map_or(1, |last| last + 1);
        let spare: Vec<u32> = (next..=table.max_rows.min(next + spare - 1)).collect();
        all.extend(&spare);
        let opened = RwSignal::new(all);
        let shown = Memo::new(move |_| {
            let mut rows = writing.draft.with(|draft| draft.rows(table));
            opened.with(|opened| rows.extend(opened));
            rows.sort_unstable();
            rows.dedup();
            rows
        });
        let rows = Self {
            writing,
            table,
            opened,
            spare: StoredValue::new(spare),
            shown: shown.into(),
        };
        Effect::new(move |_| rows.drop_spare());
        rows
    }

    /// Whose rows they are.
    pub const fn table(self) -> &'static Table {
        self.table
    }

    /// The numbers of the rows.
    pub fn shown(self) -> Signal<Vec<u32>> {
        self.shown
    }

    /// Whether a row is only there for people without JavaScript.
    pub fn is_spare(self, row: u32) -> bool {
        self.spare.with_value(|spare| spare.contains(&row))
    }

    /// Opens the next row; `None` when the table is full.
    pub fn add(self) -> Option<u32> {
        let next = self
            .shown
            .with_untracked(|rows| rows.last().map_or(1, |last| last + 1));
        if next > self.table.max_rows {
            return None;
        }
        self.opened.update(|opened| opened.push(next));
        Some(next)
    }

    /// Takes a row out with everything in it.
    pub fn remove(self, row: u32) {
        self.opened
            .update(|opened| opened.retain(|other| *other != row));
        for column in self.table.columns {
            self.writing
                .write(&self.table.cell(row, column.path), String::new());
        }
        self.writing.save();
    }

    fn drop_spare(self) {
        let spare = self
            .spare
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        let rows = self.writing;
        self.opened.update(|opened| {
            opened.retain(|row| {
                let written = rows
                    .draft
                    .with_untracked(|draft| draft.rows(self.table).contains(row));
                written || !spare.contains(row)
            });
        });
    }
}

/// One view per row number; rows that stay keep their elements.
pub fn each_row(
    shown: Signal<Vec<u32>>,
    row: impl Fn(u32) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    view! { <For each=move || shown.get() key=|row| *row children=row/> }.into_any()
}

/// A table with its rows and the button for one more.
pub fn table(writing: Writing, table: &'static Table) -> AnyView {
    let rows = Rows::new(writing, table, table.min_rows > 0, SPARE);
    let wide = table.columns.len() > LINE;
    let body = if wide { blocks(rows) } else { lines(rows) };
    let need = match table.min_rows {
        0 => view! { <small class="optional">"选填"</small> }.into_any(),
        least => view! { <small class="optional">{format!("至少 {least} 行")}</small> }.into_any(),
    };
    view! {
        <div class="rows" id=table.path tabindex="-1">
            <h4>{table.label} " " {need}</h4>
            {body}
            <button type="button" class="scripted add" on:click=move |_| { rows.add(); }>"＋ 增加一行"</button>
        </div>
    }
    .into_any()
}

fn lines(rows: Rows) -> AnyView {
    let table = rows.table;
    let heads: Vec<_> = table
        .columns
        .iter()
        .map(|column| {
            let hint = (!column.hint.is_empty()).then_some(column.hint);
            view! { <th scope="col" class=width(column) title=hint>{column.label}</th> }.into_any()
        })
        .collect();
    let row = move |row: u32| {
        let cells: Vec<_> = table
            .columns
            .iter()
            .map(|column| cell(rows, row, column))
            .collect();
        view! {
            <tr class:spare=rows.is_spare(row)>
                <th scope="row">{row}</th>
                {cells}
                <td class="take">{remove(rows, row)}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <table class=format!("entry of-{}", table.columns.len())>
            <thead><tr><th scope="col"><span class="sr">"行"</span></th>{heads}<th><span class="sr">"删除"</span></th></tr></thead>
            <tbody>{each_row(rows.shown(), row)}</tbody>
        </table>
    }
    .into_any()
}

/// A number or a few characters need less room than a sentence.
fn width(column: &Field) -> &'static str {
    match column.kind {
        Kind::Integer | Kind::Decimal | Kind::Wan | Kind::Yuan | Kind::Choice(_) => "brief",
        Kind::Line { max: ..=20 } => "brief",
        Kind::OrgCode => "code",
        _ => "",
    }
}

fn cell(rows: Rows, row: u32, column: &'static Field) -> AnyView {
    let path = rows.table.cell(row, column.path);
    let named = format!("{}，第 {row} 行", column.label);
    view! {
        <td data-label=column.label>
            {control(rows.writing, path.clone(), column, Some(named))}
            {says(rows.writing, path)}
        </td>
    }
    .into_any()
}

fn blocks(rows: Rows) -> AnyView {
    let table = rows.table;
    let row = move |row: u32| {
        let fields: Vec<_> = table
            .columns
            .iter()
            .map(|column| {
                let path = table.cell(row, column.path);
                let long = matches!(column.kind, Kind::Text { .. });
                let class = if long { "field long" } else { "field" };
                let optional =
                    (!column.required).then(|| view! { <small class="optional">"选填"</small> });
                let hint =
                    (!column.hint.is_empty()).then(|| view! { <small>{column.hint}</small> });
                let named = format!("{}，第 {row} 行", column.label);
                view! {
                    <div class=class>
                        <label for=path.clone()>{column.label} " " {optional}</label>
                        {control(rows.writing, path.clone(), column, Some(named))}
                        {hint}
                        {says(rows.writing, path)}
                    </div>
                }
                .into_any()
            })
            .collect();
        view! {
            <fieldset class="block" class:spare=rows.is_spare(row)>
                <legend>{format!("{} {row}", table.label)} {remove(rows, row)}</legend>
                {fields}
            </fieldset>
        }
        .into_any()
    };
    view! { <div class="block-list">{each_row(rows.shown(), row)}</div> }.into_any()
}

/// The button that takes a row out.
pub fn remove(rows: Rows, row: u32) -> AnyView {
    let said = format!("删除{}第 {row} 行", rows.table.label);
    view! {
        <button type="button" class="quiet scripted" aria-label=said on:click=move |_| rows.remove(row)>"删除"</button>
    }
    .into_any()
}
