//! `/templates`: the agreement templates of the city, nine blocks for each kind of agreement.

use domain::access::Action;
use domain::contract::{Me, TemplateView, TemplatesView};
use domain::state::{Clause, Mode, ProjectKind};
use domain::template::Placeholder;
use leptos::prelude::*;

use super::project::agreement::clauses;
use crate::api::doing::templates as load;
use crate::carried::fetched;
use crate::components::{ActForm, Follow, TextField, page, rows, slice, was_refused};

/// `/templates`.
pub fn templates() -> AnyView {
    let data = fetched(|| (), |()| load());
    page("协议范本", data, |_| Follow::Nothing, body)
}

fn body(_: Me, view: Signal<TemplatesView>) -> AnyView {
    let list = slice(view, |view| view.templates.clone());
    let editable = view.with_untracked(|view| view.editable);
    let parts: Vec<_> = Placeholder::ALL
        .iter()
        .map(|part| view! { <dt><code>{format!("{{{}}}", part.code())}</code></dt><dd>{part.label()}</dd> })
        .collect();
    view! {
        <div class="head">
            <h1>"服务协议范本"</h1>
            <span class="meta">{move || view.with(|view| view.name.clone())} " · 四（五）"</span>
        </div>
        <div class="cols">
        <section class="panel">
            <p>"起草服务协议时，按项目的提出单位类型和实施方式选用范本，花括号中的填充项自动换成项目内容。修订后另存为新版本，已起草的协议不受影响。"</p>
            <details>
                <summary>{format!("可用的填充项（{} 个）", Placeholder::ALL.len())}</summary>
                <dl>{parts}</dl>
            </details>
        </section>
        {rows(list, |one| (one.kind, one.mode), move |one, _| template(one, editable))}
        </div>
    }
    .into_any()
}

/// A number that tells the forms of the kinds apart.
fn number(kind: ProjectKind, mode: Mode) -> i64 {
    let place = domain::template::KINDS
        .iter()
        .position(|one| *one == (kind, mode));
    i64::try_from(place.unwrap_or_default()).unwrap_or_default() + 1
}

fn template(one: Signal<TemplateView>, editable: bool) -> AnyView {
    let first = one.get_untracked();
    let title = format!("{} · {}", first.kind.label(), first.mode.label());
    let texts = move || one.with(blocks);
    let form = editable.then(|| form(one));
    view! {
        <section class="panel template">
            <h2>{title} {move || one.with(edition)}</h2>
            <details>
                <summary>"查看九项条款"</summary>
                {texts}
            </details>
            {form}
            {move || one.with(earlier)}
        </section>
    }
    .into_any()
}

fn edition(one: &TemplateView) -> AnyView {
    if one.no == 0 {
        return view! { <small>"标准文本"</small> }.into_any();
    }
    let changed: Vec<_> = one.changed.iter().map(|clause| clause.label()).collect();
    let changed = if changed.is_empty() {
        "与标准文本一致".to_owned()
    } else {
        format!("与标准文本不同：{}", changed.join("、"))
    };
    view! { <small>{format!("第 {} 版 · {} · {changed}", one.no, one.saved)}</small> }.into_any()
}

fn blocks(one: &TemplateView) -> AnyView {
    let blocks: Vec<_> = Clause::ALL
        .iter()
        .map(|clause| view! { <h3>{clause.label()}</h3><p class="text">{one.texts.get(*clause).to_owned()}</p> })
        .collect();
    view! { {blocks} }.into_any()
}

fn form(one: Signal<TemplateView>) -> AnyView {
    let first = one.get_untracked();
    view! {
        <details open=was_refused(Action::SaveTemplate)>
            <summary>"修订"</summary>
            <ActForm action=Action::SaveTemplate number=number(first.kind, first.mode) button="保存为新版本">
                <input type="hidden" name="kind" value=first.kind.code()/>
                <input type="hidden" name="mode" value=first.mode.code()/>
                <input type="hidden" name="seen" value=move || one.with(|one| one.no.to_string())/>
                <TextField name="draft[note]" label="修订说明" hint="写明修订的原因和依据。"/>
                {clauses("draft[clauses]", &first.texts)}
            </ActForm>
        </details>
    }
    .into_any()
}

fn earlier(one: &TemplateView) -> Option<AnyView> {
    let rows: Vec<_> = one
        .earlier
        .iter()
        .map(|(no, saved, note)| view! { <li>{format!("第 {no} 版 · {saved} · {note}")}</li> })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>{format!("历次版本（{} 个）", rows.len())}</summary>
                <ul>{rows}</ul>
            </details>
        }
        .into_any()
    })
}
