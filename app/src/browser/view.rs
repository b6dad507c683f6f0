//! What the window shows.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, window};

/// Scrolls an element into view, unless somebody is typing: then nothing moves under their hands.
pub fn bring_into_view(id: &str) {
    let Some(document) = window().and_then(|window| window.document()) else {
        return;
    };
    let typing = document
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        });
    if let Some(element) = document.get_element_by_id(id).filter(|_| !typing) {
        element.scroll_into_view();
    }
}
