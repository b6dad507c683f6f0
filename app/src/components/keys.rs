//! Where the keyboard leads.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// `/` search, `g d` first page, `g p` projects, `g i` inbox.
#[component]
pub fn Keys() -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let navigate = navigate.clone();
        crate::browser::listen_to_keys(move |key| {
            let path = match key {
                "d" => "/",
                "p" => "/projects",
                "i" => "/inbox",
                _ => return,
            };
            navigate(path, NavigateOptions::default());
        });
    });
}
