//! A form that asks by address: `GET`, works without JavaScript; with it, the address says only what
//! was asked.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::browser;
use crate::text::encode;

/// A `GET` form to `action`.
#[component]
pub fn QueryForm(action: &'static str, children: Children) -> impl IntoView {
    let navigate = use_navigate();
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut path = action.to_owned();
        for (name, value) in browser::filled(&event) {
            path.push(if path.contains('?') { '&' } else { '?' });
            encode(&name, &mut path);
            path.push('=');
            encode(&value, &mut path);
        }
        navigate(&path, NavigateOptions::default());
    };
    view! { <form method="get" action=action on:submit=ask>{children()}</form> }.into_any()
}
