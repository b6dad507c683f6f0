//! Annex 1 to 3 as one form, in the order of the paper. Everything in it is made from the catalogue.

use domain::annex::{Item, SECTIONS, Section};
use domain::contract::ApplicationView;
use domain::state::Paper;
use leptos::prelude::*;

use super::writing::Writing;
use super::{DRAFT, annex_title, files, section_id};
use crate::browser;

mod aid;
mod budget;
mod field;
mod rows;

/// The id of the list of activities that budget rows can be tied to.
const ACTIVITY_LIST: &str = "activities";

/// The form itself is empty: its controls name it, so that the forms of the papers can stand among them.
pub fn frame(writing: Writing) -> AnyView {
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        writing.save();
    };
    view! {
        <form id=DRAFT method="post" action="/api/save_application" data-testid=crate::test_ids::DRAFT_FORM on:submit=save>
            <input type="hidden" name="id" value=writing.project.to_string()/>
            <input type="hidden" name="seen" value=move || writing.seen.get().to_string()/>
        </form>
    }
    .into_any()
}

/// The sections with their fields, tables and papers.
pub fn sections(writing: Writing, view: Signal<ApplicationView>) -> AnyView {
    let typed = move |event: leptos::ev::Event| {
        if let Some((name, text)) = browser::typed(&event) {
            take(writing, &name, text);
        }
    };
    // A place that was left is saved at once: the next click may lead away.
    let left = move |_: leptos::ev::Event| writing.save();
    let all = move || {
        writing.filled.track();
        let all: Vec<_> = SECTIONS
            .iter()
            .enumerate()
            .map(|(at, section)| part(writing, view, at, section))
            .collect();
        all
    };
    view! {
        <div class="annexes" on:input=typed on:change=left>
            {all}
            {activities(writing)}
        </div>
    }
    .into_any()
}

/// What was typed goes into the draft. A budget row names its subject as soon as something stands in
/// it, and no longer when nothing does.
fn take(writing: Writing, name: &str, text: String) {
    let path = name
        .strip_prefix("fields[")
        .and_then(|rest| rest.strip_suffix(']'));
    let Some(path) = path else {
        return;
    };
    writing.write(path, text);
    let row = path
        .strip_prefix("annex3.lines.")
        .and_then(|cell| cell.split_once('.'));
    let Some((row, _)) = row.filter(|(_, key)| *key != "subject") else {
        return;
    };
    let subject = format!("annex3.lines.{row}.subject");
    let prefix = format!("annex3.lines.{row}.");
    let blank = writing.draft.with_untracked(|draft| {
        draft
            .iter()
            .filter(|(cell, _)| cell.starts_with(&prefix) && *cell != subject)
            .all(|(_, text)| text.trim().is_empty())
    });
    let named = if blank {
        String::new()
    } else {
        browser::value_of(&subject)
    };
    if writing.text(&subject) != named {
        writing.write(&subject, named);
    }
}

fn part(
    writing: Writing,
    view: Signal<ApplicationView>,
    at: usize,
    section: &'static Section,
) -> AnyView {
    let first = at == 0 || SECTIONS[at - 1].annex != section.annex;
    let title = first.then(|| annex_title(section.annex));
    let mut items: Vec<AnyView> = section
        .items
        .iter()
        .map(|item| entry(writing, view, section, item))
        .collect();
    // 等: what else belongs to the application (R043).
    if section
        .items
        .iter()
        .any(|item| matches!(item, Item::Paper(Paper::CostNote, ..)))
    {
        items.push(files::upload(view, Paper::Other, false));
    }
    let heading = format!("{} {}", section.no, section.heading);
    let named = heading.clone();
    // The title of Annex 1 says it already.
    let titled = first && annex_title(section.annex).ends_with(section.heading);
    view! {
        {title.map(|title| view! { <h2 class="annex">{title}</h2> })}
        <section class="part" class:lead=section.items.is_empty() id=section_id(at) tabindex="-1" aria-label=named>
            <h3 class:sr=titled>{heading}</h3>
            <div class="part-fields">{items}</div>
        </section>
    }
    .into_any()
}

fn entry(
    writing: Writing,
    view: Signal<ApplicationView>,
    section: &Section,
    item: &'static Item,
) -> AnyView {
    match item {
        Item::Field(field) => field::labelled(writing, field, section.heading),
        Item::Table(table) if table.path == "annex3.lines" => budget::lines(writing, table),
        Item::Table(table) => rows::table(writing, table),
        Item::Paper(paper, _, required) => files::upload(view, *paper, *required),
    }
}

/// The activities by number, for the rows of the budget to choose from.
fn activities(writing: Writing) -> AnyView {
    let known = Memo::new(move |_| {
        writing.draft.with(|draft| {
            let table = domain::annex::catalogue::table("annex3.activities");
            let table = table.map(|(_, table)| table);
            let rows = table.map(|table| (table, draft.rows(table)));
            rows.map_or_else(Vec::new, |(table, rows)| {
                rows.into_iter()
                    .map(|row| {
                        let cell = |key: &str| draft.cell(table, row, key).trim().to_owned();
                        (cell("no"), cell("name"))
                    })
                    .filter(|(no, _)| !no.is_empty())
                    .collect()
            })
        })
    });
    let options = move || {
        known.with(|known| {
            let options: Vec<_> = known
                .iter()
                .map(|(no, name)| {
                    view! { <option value=no.clone()>{name.clone()}</option> }.into_any()
                })
                .collect();
            options
        })
    };
    view! { <datalist id=ACTIVITY_LIST>{options}</datalist> }.into_any()
}
