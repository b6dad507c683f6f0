//! The application as it was handed in, to be read: by the city, the region, and its applicant.

use domain::contract::{ApplicationView, Me};
use leptos::prelude::*;

use super::{check, deeds, files, paper, story};
use crate::components::slice;

/// The paper itself, and beside it what the rules say, what can be done, and the applicant's past.
pub fn body(me: &Me, view: Signal<ApplicationView>) -> AnyView {
    let findings = slice(view, |view| view.findings.clone());
    let past = (me.role.is_city() || me.role.is_region()).then(|| story::past(view));
    view! {
        {move || view.with(story::defects)}
        <div class="desk reading">
            {check::outline(findings)}
            <div class="desk-form">{move || view.with(|view| paper::annexes(view, None))}</div>
            <div class="desk-side">
                {deeds::panel(view, findings)}
                {past}
                {story::submissions(view)}
                {check::panel(findings)}
                {files::panel(view)}
            </div>
        </div>
    }
    .into_any()
}
