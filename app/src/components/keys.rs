//! Where the keyboard leads.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// `/` search, `g d` first page, `g p` projects.
#[component]
pub fn Keys() -> impl IntoView {
    let navigate = use_navigate();
    let navigate = StoredValue::new_local(navigate);
    Effect::new(move |_| {
        crate::browser::listen_to_keys(move |key| {
            let path = match key {
                "d" => "/",
                "p" => "/projects",
                _ => return,
            };
            let _ = navigate.try_with_value(|navigate| navigate(path, NavigateOptions::default()));
        });
    });
}
