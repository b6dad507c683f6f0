//! The keyboard: single keys, unless somebody is typing.

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::{on_cleanup, window_event_listener};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, window};

/// `/` puts the focus into the search field; `g` and a second key go to `on_go` ("d", "p", "i").
pub fn listen_to_keys(on_go: impl Fn(&str) + 'static) {
    let before = RefCell::new(String::new());
    let handle = window_event_listener(ev::keydown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let typing = target.is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                || element.is_content_editable()
        });
        if typing || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        if key == "/" {
            event.prevent_default();
            focus_search();
        } else if *before.borrow() == "g" {
            on_go(&key);
        }
        before.replace(key);
    });
    on_cleanup(move || handle.remove());
}

fn focus_search() {
    let document = window().and_then(|window| window.document());
    let field = document.and_then(|document| document.get_element_by_id("search"));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}
