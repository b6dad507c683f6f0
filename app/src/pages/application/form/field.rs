//! One field of the annexes as a control: what it is comes from the catalogue, so all of them are made
//! by the same few functions.

use domain::annex::catalogue::{self, name_of};
use domain::annex::{Field, Kind, Verdict};
use leptos::prelude::*;

use super::aid;
use crate::components::inner_text;
use crate::pages::application::DRAFT;
use crate::pages::application::writing::Writing;

/// A field under its own label. Where the heading above says the same, the label is not shown twice.
pub fn labelled(writing: Writing, field: &'static Field, heading: &str) -> AnyView {
    let path = field.path;
    let class = match field.kind {
        Kind::Text { .. } => "field long",
        // The first day of a period begins a line, so that the last one stands beside it.
        Kind::Date if path.ends_with(".start") => "field first",
        _ => "field",
    };
    let said = field.required && heading.ends_with(field.label);
    let optional = (!field.required).then(|| view! { <small class="optional">"选填"</small> });
    let hint = (!field.hint.is_empty())
        .then(|| view! { <small id=format!("{path}-hint")>{field.hint}</small> });
    let control = control(writing, path.to_owned(), field, None);
    let aid = aid::of(writing, path);
    if is_radio(field) {
        return view! {
            <fieldset class="field radios" id=path tabindex="-1">
                <legend>{field.label} " " {optional}</legend>
                {control}
                {hint}
                {says(writing, path.to_owned())}
            </fieldset>
        }
        .into_any();
    }
    view! {
        <div class=class>
            <label for=path class:sr=said>{field.label} " " {optional}</label>
            {control}
            {hint}
            {aid}
            {says(writing, path.to_owned())}
        </div>
    }
    .into_any()
}

/// The control of a path. In a table it is named for a screen reader, elsewhere by its label.
pub fn control(
    writing: Writing,
    path: String,
    field: &'static Field,
    named: Option<String>,
) -> AnyView {
    let value = writing.text(&path);
    let described = match named {
        Some(_) => format!("{path}-says"),
        None => format!("{path}-hint {path}-says"),
    };
    let wrong = {
        let path = path.clone();
        move || wrong(writing, &path).map(|_| "true")
    };
    let name = format!("fields[{path}]");
    match field.kind {
        Kind::Text { max } => {
            let rows = match (&named, max) {
                (Some(_), _) => "2",
                (None, ..=1000) => "3",
                _ => "5",
            };
            view! {
                <textarea id=path name=name form=DRAFT rows=rows aria-label=named aria-describedby=described aria-invalid=wrong>
                    {inner_text(value)}
                </textarea>
            }
            .into_any()
        }
        Kind::Choice(choices) if is_radio(field) && named.is_none() => {
            radios(name, choices, field, &value)
        }
        Kind::Choice(choices) => {
            let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
            select(path, name, choices, value, named, described)
        }
        Kind::Line { .. } if path.starts_with("areas.") => {
            select(path, name, writing.areas(), value, named, described)
        }
        kind => {
            // What was imported and is no date must stay to be seen.
            let date = kind == Kind::Date && (value.is_empty() || is_iso(&value));
            let mode = match kind {
                Kind::Wan | Kind::Yuan | Kind::Decimal => "decimal",
                Kind::Integer => "numeric",
                Kind::Phone => "tel",
                _ => "text",
            };
            let list = path.ends_with(".activity").then_some(super::ACTIVITY_LIST);
            view! {
                <input
                    id=path
                    name=name
                    form=DRAFT
                    type=if date { "date" } else { "text" }
                    inputmode=mode
                    value=value
                    list=list
                    autocomplete="off"
                    aria-label=named
                    aria-describedby=described
                    aria-invalid=wrong
                />
            }
            .into_any()
        }
    }
}

/// What the rules say about a place, below it; nothing while there is nothing wrong.
pub fn says(writing: Writing, path: String) -> AnyView {
    let id = format!("{path}-says");
    let text = move || wrong(writing, &path);
    view! { <p class="says" id=id>{text}</p> }.into_any()
}

/// What is wrong at a path. An empty field says it in the list of the rules only: a new form must not
/// be red all over.
fn wrong(writing: Writing, path: &str) -> Option<String> {
    let text = writing.findings.with(|findings| {
        findings
            .iter()
            .find(|found| found.verdict == Verdict::Broken && found.field.as_deref() == Some(path))
            .map(|found| found.text.clone())
    })?;
    if writing.text(path).trim().is_empty() && !is_begun(writing, path) {
        return None;
    }
    let place = name_of(path);
    let short = text.strip_prefix(&place).unwrap_or(&text);
    Some(short.trim_start_matches('：').to_owned())
}

/// Whether something stands in the row that a path lies in.
fn is_begun(writing: Writing, path: &str) -> bool {
    let row = catalogue::field(path).and_then(|(_, _, row)| row);
    let table = catalogue::table(path).map(|(_, table)| table);
    row.zip(table).is_some_and(|(row, table)| {
        writing
            .draft
            .with_untracked(|draft| draft.rows(table).contains(&row))
    })
}

/// Few choices stand side by side, as on the paper.
fn is_radio(field: &Field) -> bool {
    matches!(field.kind, Kind::Choice(choices) if choices.len() <= 3) && field.path.contains('.')
}

fn radios(
    name: String,
    choices: &'static [&'static str],
    field: &'static Field,
    value: &str,
) -> AnyView {
    let mut all: Vec<(String, String)> = choices
        .iter()
        .map(|choice| ((*choice).to_owned(), (*choice).to_owned()))
        .collect();
    if !field.required {
        all.push((String::new(), "不填".to_owned()));
    }
    if !value.is_empty() && !choices.contains(&value) {
        all.push((value.to_owned(), format!("“{value}”（不在选项内）")));
    }
    let all: Vec<_> = all
        .into_iter()
        .map(|(code, word)| {
            let checked = code == value;
            view! {
                <label>
                    <input type="radio" name=name.clone() form=DRAFT value=code checked=checked/>
                    {word}
                </label>
            }
            .into_any()
        })
        .collect();
    view! { <div class="choices">{all}</div> }.into_any()
}

fn select(
    path: String,
    name: String,
    choices: Vec<String>,
    value: String,
    named: Option<String>,
    described: String,
) -> AnyView {
    let unknown = !value.is_empty() && !choices.contains(&value);
    let mut all = vec![(String::new(), "—".to_owned())];
    all.extend(choices.into_iter().map(|choice| (choice.clone(), choice)));
    if unknown {
        all.push((value.clone(), format!("“{value}”（不在选项内）")));
    }
    let options: Vec<_> = all
        .into_iter()
        .map(|(code, word)| {
            let selected = code == value;
            view! { <option value=code selected=selected>{word}</option> }.into_any()
        })
        .collect();
    view! { <select id=path name=name form=DRAFT autocomplete="off" aria-label=named aria-describedby=described>{options}</select> }
        .into_any()
}

fn is_iso(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}
