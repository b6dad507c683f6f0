//! Annex 1 to 3 as they stand on paper: what the city reads on the screen is what is printed.
//!
//! The words are those of the annexes to 内人社发〔2020〕16号, with the misprints put right
//! (对重点行业) and the one name 工伤预防项目实施方案 for Annex 3 (A31).

use domain::annex::{Draft, Field, Item, Kind, SECTIONS, Section, Table, catalogue};
use domain::contract::ApplicationView;
use leptos::prelude::*;

use super::{annex_title, section_id};
use crate::text::full_date;

mod activities;
mod budget;
mod form;
mod prompts;

/// A text this long may run over a page; shorter rows stay whole.
const LONG: usize = 700;

/// A table of so few rows stays on one page.
const WHOLE: usize = 12;

/// What is printed from, and how.
#[derive(Clone, Copy)]
struct Sheet<'v> {
    view: &'v ApplicationView,
    draft: &'v Draft,
    /// Places carry their ids: not in a print, where they would be there twice.
    anchors: bool,
}

/// All annexes of one copy; `keeper` says who keeps it, `None` on the screen.
pub fn annexes(view: &ApplicationView, keeper: Option<&'static str>) -> AnyView {
    let sheet = Sheet {
        view,
        draft: &view.draft,
        anchors: keeper.is_none(),
    };
    let body = |annex: u8| match annex {
        1 => form::table(sheet),
        annex => sections(sheet, annex),
    };
    let all: Vec<_> = [1, 2, 3, 0]
        .into_iter()
        .map(|annex| {
            let (no, title) = annex_title(annex)
                .split_once(' ')
                .unwrap_or(("附表", annex_title(annex)));
            let named = format!("{title} {}", keeper.unwrap_or_default());
            let keeper = keeper.map(|keeper| view! { <span class="keeper">{keeper}</span> });
            view! {
                <section class="sheet" tabindex="0" aria-label=named>
                    <p class="sheet-no">{no} {keeper}</p>
                    <h2>{title}</h2>
                    {body(annex)}
                </section>
            }
            .into_any()
        })
        .collect();
    let class = match keeper {
        None => "copy",
        Some(keeper) if keeper.starts_with('申') => "copy of-applicant",
        Some(_) => "copy of-agency",
    };
    view! { <article class=class>{all}</article> }.into_any()
}

/// An annex that is a sequence of numbered parts.
fn sections(sheet: Sheet<'_>, annex: u8) -> AnyView {
    let parts: Vec<_> = SECTIONS
        .iter()
        .enumerate()
        .filter(|(_, section)| section.annex == annex)
        .map(|(at, section)| part(sheet, at, section))
        .collect();
    parts.into_any()
}

fn part(sheet: Sheet<'_>, at: usize, section: &'static Section) -> AnyView {
    let heading = format!("{}{}", number(section.no), section.heading);
    let prompt = prompts::of(section);
    let id = sheet.anchors.then(|| section_id(at));
    let top = !section.no.contains('（');
    let content = match (section.annex, section.no) {
        (3, "二（三）") => activities::list(sheet),
        (3, "四") => budget::tables(sheet),
        _ => items(sheet, section),
    };
    view! {
        <section class="sheet-part" class:top=top id=id tabindex="-1">
            <h3>{heading} <span class="prompt">{prompt}</span></h3>
            {content}
        </section>
    }
    .into_any()
}

/// `一` is `一、`, `一（二）` is `（二）`, `二（五）1` is `1、`.
fn number(no: &str) -> String {
    let last = no.chars().last();
    match (last, no.find('（')) {
        (Some(digit), _) if digit.is_ascii_digit() => format!("{digit}、"),
        (_, Some(at)) => no[at..].to_owned(),
        (Some(_), None) => format!("{no}、"),
        (None, None) => String::new(),
    }
}

/// What a part asks: short fields side by side, texts as paragraphs, tables as tables.
fn items(sheet: Sheet<'_>, section: &'static Section) -> AnyView {
    let mut out: Vec<AnyView> = Vec::new();
    let mut short: Vec<AnyView> = Vec::new();
    for item in section.items {
        match item {
            Item::Field(field) if !matches!(field.kind, Kind::Text { .. }) => {
                short.push(pair(sheet, field, field.label));
                continue;
            }
            _ => {}
        }
        if !short.is_empty() {
            let pairs = std::mem::take(&mut short);
            out.push(view! { <p class="pairs">{pairs}</p> }.into_any());
        }
        out.push(match item {
            Item::Field(field) => essay(sheet, section, field),
            Item::Table(table) => rows(sheet, table),
            Item::Paper(paper, ..) => attached(sheet, *paper),
        });
    }
    if !short.is_empty() {
        out.push(view! { <p class="pairs">{short}</p> }.into_any());
    }
    out.into_any()
}

/// A paragraph; its label only where the heading does not say it already.
fn essay(sheet: Sheet<'_>, section: &Section, field: &'static Field) -> AnyView {
    let named = section.heading.contains(field.name());
    let label = (!named).then(|| view! { <b>{field.label} "："</b> });
    let id = sheet.id(field.path);
    view! { <div class="essay">{label} <span class="text" id=id tabindex="-1">{sheet.text(field.path)}</span></div> }
        .into_any()
}

/// `姓名：演示人丙`.
fn pair(sheet: Sheet<'_>, field: &'static Field, label: &'static str) -> AnyView {
    let id = sheet.id(field.path);
    view! {
        <span class="pair">
            <b>{label} "："</b>
            <span class="blank" id=id tabindex="-1">{sheet.text(field.path)}</span>
        </span>
    }
    .into_any()
}

/// A table with its rows; an empty one has two lines to write on.
fn rows(sheet: Sheet<'_>, table: &'static Table) -> AnyView {
    let written = sheet.draft.rows(table);
    if written.is_empty() && table.min_rows == 0 {
        return ().into_any();
    }
    let heads: Vec<_> = table
        .columns
        .iter()
        .map(|column| view! { <th scope="col">{column.label}</th> }.into_any())
        .collect();
    let shown = if written.is_empty() {
        vec![0, 0]
    } else {
        written
    };
    let class = if shown.len() <= WHOLE {
        "ruled whole"
    } else {
        "ruled"
    };
    let lines: Vec<_> = shown
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = table
                .columns
                .iter()
                .map(|column| cell(sheet, &table.cell(row, column.path)))
                .collect();
            view! { <tr>{cells}</tr> }.into_any()
        })
        .collect();
    // The heading of the part may be the table's name already.
    let id = sheet.id(table.path);
    view! {
        <table class=class id=id tabindex="-1">
            <caption>{table.label}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

fn cell(sheet: Sheet<'_>, path: &str) -> AnyView {
    let id = sheet.id(path);
    view! { <td class="text" id=id tabindex="-1">{sheet.text(path)}</td> }.into_any()
}

/// Which files are attached.
fn attached(sheet: Sheet<'_>, paper: domain::state::Paper) -> AnyView {
    let names: Vec<&str> = sheet
        .view
        .files
        .iter()
        .filter(|(kind, _)| *kind == paper)
        .map(|(_, file)| file.name.as_str())
        .collect();
    let names = if names.is_empty() {
        "未附".to_owned()
    } else {
        names.join("、")
    };
    view! { <p class="attached">{format!("附：{}（{names}）", paper.label())}</p> }.into_any()
}

impl Sheet<'_> {
    /// The id of a place, where places carry one.
    fn id(self, path: &str) -> Option<String> {
        self.anchors.then(|| path.to_owned())
    }

    /// A value as it is printed: days in words, everything else as typed.
    fn text(self, path: &str) -> String {
        let typed = self.draft.get(path);
        let date = catalogue::field(path).is_some_and(|(_, field, _)| field.kind == Kind::Date);
        match self.draft.date(path) {
            Some(Ok(day)) if date => full_date(day),
            _ => typed.to_owned(),
        }
    }
}
