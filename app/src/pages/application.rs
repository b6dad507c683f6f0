//! `/applications/:id`: Annex 1 to 3, as the applicant writes it and the city reads it; and its print.

use domain::contract::{ApplicationView, Me};
use leptos::prelude::*;

use crate::api::application::application as load;
use crate::components::{Follow, page_of, slice};

mod check;
mod clash;
mod deeds;
mod editor;
mod files;
mod form;
mod paper;
mod print;
mod reader;
mod story;
mod writing;

/// The id of the form everything in a draft belongs to.
const DRAFT: &str = "draft";

/// `/applications/:id`.
pub fn application() -> AnyView {
    of_address("申报材料", body)
}

/// `/applications/:id/print`.
pub fn print() -> AnyView {
    of_address("打印申报材料", print::body)
}

/// A page of the application that the address names. Another one is another page: no text of the first
/// may be carried over.
fn of_address(title: &'static str, body: fn(Me, Signal<ApplicationView>) -> AnyView) -> AnyView {
    page_of(
        title,
        load,
        |view| Follow::Changes(format!("project:{}", view.project)),
        body,
    )
}

fn body(me: Me, view: Signal<ApplicationView>) -> AnyView {
    let editable = slice(view, |view| view.editable);
    let content = move || {
        if editable.get() {
            editor::body(view)
        } else {
            reader::body(&me, view)
        }
    };
    view! {
        {move || view.with(story::head)}
        {content}
    }
    .into_any()
}

/// What is printed over an annex; for what no annex asks, what it is about.
const fn annex_title(annex: u8) -> &'static str {
    match annex {
        1 => "附件1 各盟、市行业协会/大中型企业工伤预防项目申请表",
        2 => "附件2 可行性研究报告（提纲）",
        3 => "附件3 工伤预防项目实施方案（框架模板）",
        _ => "申报范围与材料",
    }
}

/// The id of a section on the page.
fn section_id(at: usize) -> String {
    format!("part-{at}")
}
