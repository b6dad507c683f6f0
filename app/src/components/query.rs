//! A form that asks by address: `GET`, works without JavaScript; with it, the address says only what
//! was asked.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::browser;
use crate::text::address;

/// A `GET` form to `action`.
#[component]
pub fn QueryForm(action: &'static str, children: Children) -> impl IntoView {
    let navigate = use_navigate();
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let path = browser::filled(&event)
            .into_iter()
            .fold(action.to_owned(), |path, (name, value)| {
                address(&path, [(name.as_str(), value)])
            });
        navigate(&path, NavigateOptions::default());
    };
    view! { <form method="get" action=action on:submit=ask>{children()}</form> }.into_any()
}
