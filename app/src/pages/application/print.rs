//! The print: Annex 1 to 3 in the layout of the paper, in two copies (R150).

use domain::contract::{ApplicationView, Me};
use leptos::prelude::*;

use super::paper;
use crate::browser;

/// Who keeps which copy (填表说明 3).
const KEEPERS: [&str; 2] = ["申报单位留存", "工伤保险经办机构留存"];

/// Both copies, and the button that only a screen shows.
pub fn body(_: Me, view: Signal<ApplicationView>) -> AnyView {
    let id = view.with_untracked(|view| view.project);
    let copies = move || {
        view.with(|view| {
            KEEPERS
                .iter()
                .map(|keeper| paper::annexes(view, Some(keeper)))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="print-bar">
            <h1>"打印申报材料"</h1>
            <p class="clause">"一式两份，申报单位、工伤保险经办机构各一份。A4 纵向，建议在打印对话框中关闭页眉页脚。"</p>
            <button type="button" class="main scripted" on:click=|_| browser::print()>"打印"</button>
            <a class="btn" href=format!("/applications/{id}")>"返回申报材料"</a>
        </div>
        <div class="sheets">{copies}</div>
    }
    .into_any()
}
