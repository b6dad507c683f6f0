//! Annex 1: one table of six columns, with the boxes for the seals.

use domain::annex::catalogue;
use domain::contract::MeetingOpinion;
use leptos::prelude::*;

use super::{LONG, Sheet, pair};
use crate::text::full_date;

/// 填表说明, word for word.
const NOTES: [&str; 3] = [
    "1、此表由行业协会/大中型企业在申请工伤预防项目时使用。",
    "2、此表后需附《可行性研究报告》《工伤预防项目实施方案》。",
    "3、此表一式两份，申报单位、工伤保险经办机构各一份。",
];

/// The parts of 企业简介 that stand before its text.
const PROFILE: [&str; 5] = ["revenue", "tax", "employees", "size", "assets"];

/// The table of Annex 1.
pub fn table(sheet: Sheet<'_>) -> AnyView {
    let rows = vec![
        wide(sheet, "unit_name", 1),
        wide(sheet, "project_name", 1),
        ticked(sheet, "applicant_type"),
        wide(sheet, "industry", 1),
        line(vec![
            head(sheet, "industry_body", 1),
            value(sheet, "industry_body", 1),
            head(sheet, "legal_person", 1),
            value(sheet, "legal_person", 1),
            head(sheet, "org_code", 1),
            value(sheet, "org_code", 1),
        ]),
        profile(sheet),
        text(sheet, "accidents"),
        text(sheet, "summary"),
        wide(sheet, "contribution", 2),
        wide(sheet, "budget", 2),
        mode(sheet, 0),
        mode(sheet, 1),
        period(sheet),
        line(vec![
            head(sheet, "contact", 1),
            value(sheet, "contact", 2),
            head(sheet, "phone", 1),
            value(sheet, "phone", 2),
        ]),
        applicant_opinion(sheet),
        meeting_opinion(sheet.view.opinion.as_ref()),
    ];
    let id = sheet.anchors.then(|| super::section_id(FORM_AT));
    let opinion = sheet.anchors.then(|| super::section_id(FORM_AT + 1));
    let notes: Vec<_> = NOTES
        .into_iter()
        .map(|note| view! { <li>{note}</li> }.into_any())
        .collect();
    view! {
        <table class="ruled annex1" id=id tabindex="-1">
            <colgroup><col/><col/><col/><col/><col/><col/></colgroup>
            <tbody>{rows}</tbody>
        </table>
        <div class="fill-notes" id=opinion tabindex="-1">
            <p>"填表说明："</p>
            <ul>{notes}</ul>
        </div>
    }
    .into_any()
}

/// Where Annex 1 stands in the catalogue; the part after it is 申请单位意见.
const FORM_AT: usize = 2;

fn path(key: &str) -> String {
    format!("annex1.{key}")
}

fn label(key: &str) -> &'static str {
    catalogue::field(&path(key)).map_or("", |(_, field, _)| field.label)
}

fn line(cells: Vec<AnyView>) -> AnyView {
    view! { <tr>{cells}</tr> }.into_any()
}

fn head(_: Sheet<'_>, key: &str, span: u32) -> AnyView {
    view! { <th scope="row" colspan=span.to_string()>{label(key)}</th> }.into_any()
}

fn value(sheet: Sheet<'_>, key: &str, span: u32) -> AnyView {
    let path = path(key);
    view! { <td class="text" colspan=span.to_string() id=sheet.id(&path) tabindex="-1">{sheet.text(&path)}</td> }
        .into_any()
}

/// A label of `span` columns, its value over the rest of the line.
fn wide(sheet: Sheet<'_>, key: &str, span: u32) -> AnyView {
    line(vec![head(sheet, key, span), value(sheet, key, 6 - span)])
}

/// A choice as boxes, the chosen one ticked.
fn ticked(sheet: Sheet<'_>, key: &str) -> AnyView {
    let path = path(key);
    let boxes: Vec<_> = choices(key)
        .iter()
        .map(|choice| {
            view! { <span class="tick-box">{*choice} " " {mark(sheet, &path, choice)}</span> }
                .into_any()
        })
        .collect();
    let odd = odd(sheet, &path, choices(key));
    line(vec![
        head(sheet, key, 1),
        view! { <td colspan="5" id=sheet.id(&path) tabindex="-1">{boxes} {odd}</td> }.into_any(),
    ])
}

/// One of the two ways to carry it out, each on a line of its own.
fn mode(sheet: Sheet<'_>, at: usize) -> AnyView {
    let path = path("mode");
    let ways = choices("mode");
    let way = ways.get(at).copied().unwrap_or_default();
    let head = (at == 0)
        .then(|| view! { <th scope="row" colspan="2" rowspan="2">{label("mode")}</th> }.into_any());
    let id = sheet.id(&path).filter(|_| at == 0);
    let odd = (at == 0).then(|| odd(sheet, &path, ways)).flatten();
    let cell = view! { <td colspan="4" id=id tabindex="-1">{mark(sheet, &path, way)} " " {way} {odd}</td> };
    line(head.into_iter().chain([cell.into_any()]).collect())
}

fn choices(key: &str) -> &'static [&'static str] {
    match catalogue::field(&path(key)).map(|(_, field, _)| field.kind) {
        Some(domain::annex::Kind::Choice(choices)) => choices,
        _ => &[],
    }
}

fn mark(sheet: Sheet<'_>, path: &str, choice: &str) -> &'static str {
    if sheet.draft.get(path).trim() == choice {
        "☑"
    } else {
        "□"
    }
}

/// What was typed and is none of the choices is printed all the same.
fn odd(sheet: Sheet<'_>, path: &str, choices: &[&str]) -> Option<String> {
    let typed = sheet.draft.get(path).trim();
    (!typed.is_empty() && !choices.contains(&typed)).then(|| format!("（填写为“{typed}”）"))
}

/// A box over the whole line: the label, then the text.
fn text(sheet: Sheet<'_>, key: &str) -> AnyView {
    boxed(sheet, key, ().into_any())
}

fn boxed(sheet: Sheet<'_>, key: &str, before: AnyView) -> AnyView {
    let path = path(key);
    let typed = sheet.text(&path);
    let long = typed.chars().count() > LONG;
    view! {
        <tr class="box" class:long=long>
            <td colspan="6">
                <b>{label(key)} "："</b>
                {before}
                <div class="text" id=sheet.id(&path) tabindex="-1">{typed}</div>
            </td>
        </tr>
    }
    .into_any()
}

fn profile(sheet: Sheet<'_>) -> AnyView {
    let parts = PROFILE.iter().filter_map(|key| {
        let (_, field, _) = catalogue::field(&path(&format!("profile.{key}")))?;
        let part = field
            .label
            .split_once('：')
            .map_or(field.label, |(_, part)| part);
        Some(pair(sheet, field, part))
    });
    let parts: Vec<_> = parts.collect();
    boxed(
        sheet,
        "profile.text",
        view! { <p class="pairs">{parts}</p> }.into_any(),
    )
}

fn period(sheet: Sheet<'_>) -> AnyView {
    let day = |key: &'static str, word: &'static str| {
        let path = path(key);
        view! { <span class="pair">{word} " " <span id=sheet.id(&path) tabindex="-1">{sheet.text(&path)}</span></span> }
    };
    let cell = view! { <td colspan="4">{day("start", "开始")} {day("end", "结束")}</td> };
    line(vec![
        view! { <th scope="row" colspan="2">"实施周期"</th> }.into_any(),
        cell.into_any(),
    ])
}

/// The box of the applicant: the stamped page is attached, person and day are printed.
fn applicant_opinion(sheet: Sheet<'_>) -> AnyView {
    let (person, date) = (path("opinion.person"), path("opinion.date"));
    let signed = vec![
        signature("负责人：", sheet.text(&person), sheet.id(&person)),
        signature("日期：", sheet.text(&date), sheet.id(&date)),
    ];
    opinion("申请单位意见：", String::new(), signed)
}

/// 联席会议意见, filled from the resolution (R147).
fn meeting_opinion(given: Option<&MeetingOpinion>) -> AnyView {
    let (text, person, on) = given.map_or_else(Default::default, |given| {
        (
            given.text.clone(),
            given.person.clone(),
            full_date(given.on),
        )
    });
    let signed = vec![
        signature("负责人：", person, None),
        signature("日期：", on, None),
    ];
    opinion("联席会议意见", text, signed)
}

fn opinion(label: &'static str, text: String, signed: Vec<AnyView>) -> AnyView {
    view! {
        <tr class="seal">
            <td colspan="6">
                <b>{label}</b>
                <div class="text">{text}</div>
                <div class="seal-line"><span class="seal-box">"公章："</span> {signed}</div>
            </td>
        </tr>
    }
    .into_any()
}

fn signature(label: &'static str, text: String, id: Option<String>) -> AnyView {
    view! { <span class="signature">{label} <span id=id tabindex="-1">{text}</span></span> }
        .into_any()
}
