//! Numbers that lead to the rows behind them.

use domain::contract::{ListQuery, Me};
use domain::money::Money;
use leptos::prelude::*;

use super::past_day;
use crate::text::{list_href, may_list};

/// Says of a number that it counts the rows of its list; `end2end` and the crawl of the tests compare.
#[must_use]
pub fn behind_rows(count: i64) -> String {
    format!("rows:{count}")
}

/// Says of a number that it sums one amount over the rows of its list.
#[must_use]
pub fn behind_sum(amount: &str, sum: Money) -> String {
    format!("{amount}:{}", sum.plain())
}

/// A link to a list, for people who may open lists; the bare content for others.
#[component]
pub fn ToList(
    #[prop(into)] query: Signal<ListQuery>,
    #[prop(optional)] class: &'static str,
    /// What the number is made of: [`behind_rows`] or [`behind_sum`].
    #[prop(optional)]
    behind: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    let listed = use_context::<Me>().is_some_and(|me| may_list(me.role)) && past_day().is_none();
    let children = children();
    if listed {
        let href = move || query.with(list_href);
        let behind = move || behind.map(|behind| behind.get());
        view! { <a class=class href=href data-behind=behind>{children}</a> }.into_any()
    } else {
        view! { <span class=class>{children}</span> }.into_any()
    }
}

/// The same for one piece of text.
pub fn number_or_link(query: ListQuery, behind: String, text: String) -> AnyView {
    view! { <ToList query=Signal::stored(query) behind=Signal::stored(behind)>{text}</ToList> }
        .into_any()
}
