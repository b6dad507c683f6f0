//! Which types of an old classification are counted as which of the new one: said, never assumed (4.4).

use domain::access::Action;
use domain::contract::{AnalysisView, TypeMapping, TypeName};
use leptos::prelude::*;

use crate::components::{ActForm, Choice, ChoiceField, deed, offered, rows, slice};
use crate::text::full_date;

/// The mappings there are, and the form for another one.
pub fn panel(view: Signal<AnalysisView>) -> AnyView {
    let mappings = slice(view, |view| view.mappings.clone());
    let offers = slice(view, |view| view.offers.clone());
    let empty = move || {
        mappings.with(Vec::is_empty).then(|| {
            view! { <p class="empty">"没有设定对照关系：新旧分类各自列示，不合并。"</p> }
        })
    };
    view! {
        <section class="panel" id="mapping">
            <h2>"新旧类别对照" <small>"事故和职业病分类换版时，按对照合并；没有对照的分别列示"</small></h2>
            <table class="blocks" class:none=move || mappings.with(Vec::is_empty)>
                <thead>
                    <tr>
                        <th scope="col">"旧类别"</th>
                        <th scope="col">"计入新类别"</th>
                        <th scope="col">"设定"</th>
                    </tr>
                </thead>
                <tbody>{rows(mappings, |mapping| mapping.from.key.clone(), row)}</tbody>
            </table>
            {empty}
            {offered(offers, Action::MapType, move || form(view))}
        </section>
    }
    .into_any()
}

fn row(mapping: Signal<TypeMapping>, fresh: Signal<bool>) -> AnyView {
    let cells = move || {
        mapping.with(|mapping| {
            view! {
                <td class="whole">{named(&mapping.from)}</td>
                <td class="whole" data-label="计入新类别">{named(&mapping.to)}</td>
                <td class="whole" data-label="设定">{format!("{} · {}", mapping.by, full_date(mapping.on))}</td>
            }
        })
    };
    view! { <tr class:fresh=fresh>{cells}</tr> }.into_any()
}

fn named(kind: &TypeName) -> AnyView {
    view! { {kind.name.clone()} <div class="clause">{kind.edition.clone()}</div> }.into_any()
}

fn form(view: Signal<AnalysisView>) -> AnyView {
    let (old, new) =
        view.with_untracked(|view| (choices(&view.old_types), choices(&view.new_types)));
    let mut new = new;
    new.insert(0, (String::new(), "不合并（取消对照）".into()));
    let form = view! {
        <ActForm action=Action::MapType>
            <div class="fields long">
                <ChoiceField name="from" label="旧类别" choices=old/>
                <ChoiceField name="to" label="计入新类别" choices=new hint="已定稿的分析不受影响。"/>
            </div>
        </ActForm>
    };
    deed(Action::MapType, "", false, form)
}

fn choices(types: &[TypeName]) -> Vec<Choice> {
    types
        .iter()
        .map(|kind| {
            (
                kind.key.clone(),
                format!("{} · {}", kind.name, kind.edition),
            )
        })
        .collect()
}
