//! The WebAssembly entry: takes over the page the server rendered. Nothing else belongs here.

use leptos::mount::hydrate_from_async;
use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that `HydrationScripts` writes into every page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = document().body() else {
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        hydrate_from_async(body, app::App).await.forget();
        app::taken_over();
    });
}
