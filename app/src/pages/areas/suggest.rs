//! What the four members suggest, and whether the analysis is there (R020).

use domain::access::Action;
use domain::contract::{AreasView, Suggestion};
use domain::state::Member;
use leptos::prelude::*;

use crate::components::{ActForm, AreaField, deed, offered, slice};
use crate::text::full_date;

/// The suggestions by member, and the form.
pub fn panel(view: Signal<AreasView>) -> AnyView {
    let offers = slice(view, |view| view.offers.clone());
    let suggestions = slice(view, |view| view.suggestions.clone());
    let year = view.with_untracked(|view| view.year);
    let form = move || {
        let form = view! {
            <ActForm action=Action::SuggestArea main=true>
                <input type="hidden" name="year" value=year.to_string()/>
                <AreaField name="draft[text]" label="建议" rows=5 hint="写明重点地区、行业、人群，以及依据的数据。"/>
            </ActForm>
        };
        deed(Action::SuggestArea, "", false, form)
    };
    view! {
        <section class="panel" id="suggestions">
            <h2>"成员单位建议" <small>"四（一）2、四（二）"</small></h2>
            {move || suggestions.with(|all| by_member(all))}
            {offered(offers, Action::SuggestArea, form)}
        </section>
        <section class="panel">
            <h2>"三年分析"</h2>
            {move || view.with(analysis)}
        </section>
    }
    .into_any()
}

fn by_member(all: &[Suggestion]) -> AnyView {
    let members: Vec<_> = Member::ALL
        .iter()
        .map(|member| {
            let own: Vec<_> = all
                .iter()
                .filter(|suggestion| suggestion.member == *member)
                .map(one)
                .collect();
            let none = own
                .is_empty()
                .then(|| view! { <p class="empty">"还没有提出建议。"</p> });
            view! { <h3>{member.label()}</h3> {own} {none} }
        })
        .collect();
    view! { {members} }.into_any()
}

fn one(suggestion: &Suggestion) -> AnyView {
    view! {
        <blockquote>
            <p class="text">{suggestion.text.clone()}</p>
            <footer class="clause">{format!("{} · {}", suggestion.by, full_date(suggestion.on))}</footer>
        </blockquote>
    }
    .into_any()
}

fn analysis(view: &AreasView) -> AnyView {
    let state = if view.analysed {
        "已定稿，重点领域据此拟定。"
    } else {
        "尚未定稿。定稿后才能拟定重点领域。"
    };
    // The same city and year as here.
    let asked = leptos_router::hooks::use_query_map().with_untracked(|query| query.get("tenant"));
    let tenant = asked.and_then(|tenant| tenant.parse().ok());
    let href = crate::pages::place::address("/analysis", Some(view.year), tenant);
    view! { <p>{state} " " <a href=href>"查看三年分析"</a></p> }.into_any()
}
