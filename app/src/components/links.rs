//! Numbers that lead to the rows behind them.

use domain::contract::{ListQuery, Me};
use leptos::prelude::*;

use crate::text::{list_href, may_list};

/// A link to a list, for people who may open lists; the bare content for others.
#[component]
pub fn ToList(
    #[prop(into)] query: Signal<ListQuery>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let listed = use_context::<Me>().is_some_and(|me| may_list(me.role));
    let children = children();
    if listed {
        let href = move || query.with(list_href);
        view! { <a class=class href=href>{children}</a> }.into_any()
    } else {
        view! { <span class=class>{children}</span> }.into_any()
    }
}

/// The same for one piece of text.
pub fn number_or_link(query: ListQuery, text: String) -> AnyView {
    view! { <ToList query=Signal::stored(query)>{text}</ToList> }.into_any()
}
