//! The application as its applicant writes it.

use domain::access::Action;
use domain::contract::ApplicationView;
use leptos::prelude::*;

use super::writing::{Keeping, Writing};
use super::{DRAFT, check, clash, deeds, files, form, story};
use crate::browser;
use crate::components::{ActForm, AreaField};
use crate::test_ids;

/// The editor: where one is, the form, and beside it what the rules say and what can be done.
pub fn body(view: Signal<ApplicationView>) -> AnyView {
    let writing = Writing::new(view);
    let findings = writing.findings.into();
    view! {
        {move || view.with(story::defects)}
        {files::refusal()}
        {clash::panel(writing)}
        {restored(writing)}
        {form::frame(writing)}
        <div class="desk-bar">
            {state_line(writing)}
            {check::tally(findings)}
            <button form=DRAFT>"保存"</button>
        </div>
        <div class="desk">
            {check::outline(findings)}
            <div class="desk-form">{form::sections(writing, view)}</div>
            <div class="desk-side">
                {deeds::panel(view, findings)}
                {check::panel(findings)}
                {import(writing)}
                {story::submissions(view)}
                {story::saves(view)}
            </div>
        </div>
    }
    .into_any()
}

/// Where the text is safe: always on the screen, never only a colour.
fn state_line(writing: Writing) -> AnyView {
    let kind = move || {
        writing.keeping.with(|keeping| match keeping {
            Keeping::Saved(_) => "synced",
            Keeping::Typed | Keeping::Saving | Keeping::Held => "polling",
            Keeping::Offline | Keeping::Refused(_) => "offline",
        })
    };
    let words = move || writing.keeping.with(words);
    let fault = move || {
        writing.keeping.with(|keeping| match keeping {
            Keeping::Refused(fault) => Some(crate::components::note(fault)),
            _ => None,
        })
    };
    view! {
        <span class="sync keeping" data-kind=kind data-testid=test_ids::KEEPING role="status">{words}</span>
        {fault}
    }
    .into_any()
}

fn words(keeping: &Keeping) -> String {
    match keeping {
        Keeping::Saved(at) if at.is_empty() => "尚未保存过".into(),
        Keeping::Saved(at) => format!("已保存 {at}"),
        Keeping::Typed => "有改动，即将自动保存".into(),
        Keeping::Saving => "正在保存".into(),
        Keeping::Held => "有内容待您选择".into(),
        Keeping::Offline => "未连接，内容已存于本机".into(),
        Keeping::Refused(_) => "未保存，内容已存于本机".into(),
    }
}

/// What this browser had kept, and the way to be rid of it.
fn restored(writing: Writing) -> AnyView {
    let note = move || {
        writing.restored.get().map(|text| {
            view! {
                <p class="notice" role="status" data-testid=test_ids::RESTORED>
                    {text}
                    <button type="button" class="quiet" on:click=move |_| writing.forget()>"放弃本机内容"</button>
                </p>
            }
        })
    };
    view! { {note} }.into_any()
}

/// Fills the draft from a file with the labels of the form as keys.
fn import(writing: Writing) -> AnyView {
    let chosen = |event: leptos::ev::Event| {
        browser::read_file(&event, |text| browser::fill("text", &text));
    };
    let open = crate::components::was_refused(Action::LoadApplication);
    view! {
        <details class="panel import" open=open>
            <summary>"从文件导入"</summary>
            <ActForm action=Action::LoadApplication button="导入">
                <p class="clause">"JSON 文件，以表格栏目名称为键。文件中有的栏目替换现有内容，没有的栏目保持不变；栏目名称不符的，指出是哪一个，不导入任何内容。"</p>
                <input type="hidden" name="id" value=writing.project.to_string()/>
                <input type="hidden" name="seen" value=move || writing.seen.get().to_string()/>
                <div class="field scripted">
                    <label for="import-file">"选择文件"</label>
                    <input id="import-file" type="file" accept=".json,application/json" on:change=chosen/>
                </div>
                <AreaField name="text" label="或粘贴内容" rows=4/>
            </ActForm>
        </details>
    }
    .into_any()
}
