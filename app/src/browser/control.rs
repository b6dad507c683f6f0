//! What a page that saves itself needs: the control an event comes from, a copy that outlives the tab,
//! and time.
//!
//! The copy is in the local storage and not in IndexedDB: it holds only what is not saved yet, is read
//! and written at once, and costs no library.

use gloo_timers::callback::Timeout;
use leptos::ev::{Event, MouseEvent};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Storage, window};

/// Name and value of the control an event comes from: a field, a choice, or several lines of text.
pub fn typed(event: &Event) -> Option<(String, String)> {
    // All three have both; that is all that is asked of them here.
    let control: HtmlInputElement = event.target()?.unchecked_into();
    Some((control.name(), control.value()))
}

/// The value of the control with this id.
pub fn value_of(id: &str) -> String {
    let control = document().and_then(|document| document.get_element_by_id(id));
    control
        .map(|control| control.unchecked_into::<HtmlInputElement>().value())
        .unwrap_or_default()
}

/// Writes a text into the control of this name, or chooses it among its choices.
pub fn fill(name: &str, text: &str) {
    let Some(document) = document() else {
        return;
    };
    let Ok(controls) = document.query_selector_all(&format!("[name=\"{name}\"]")) else {
        return;
    };
    for index in 0..controls.length() {
        let Some(control) = controls.get(index) else {
            continue;
        };
        let control: HtmlInputElement = control.unchecked_into();
        if control.type_() == "radio" {
            control.set_checked(control.value() == text);
        } else {
            control.set_value(text);
        }
    }
}

/// Follows a link to a place on this page by moving the focus there.
pub fn focus_link(event: &MouseEvent) {
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href^=\"#\"]").ok().flatten());
    let Some(href) = link.and_then(|link| link.get_attribute("href")) else {
        return;
    };
    let Some(place) = document().and_then(|document| nearest(&document, &href[1..])) else {
        return;
    };
    event.prevent_default();
    place.scroll_into_view();
    let _ = place.focus();
}

/// The element with this id; for a cell of a row that is not there, its table.
fn nearest(document: &Document, id: &str) -> Option<HtmlElement> {
    let mut id = id;
    loop {
        if let Some(found) = document.get_element_by_id(id) {
            return found.dyn_into().ok();
        }
        (id, _) = id.rsplit_once('.')?;
    }
}

/// Reads the file that was just chosen as text.
pub fn read_file(event: &Event, on_text: impl FnOnce(String) + 'static) {
    let control = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let file = control
        .and_then(|control| control.files())
        .and_then(|files| files.get(0));
    let Some(file) = file else {
        return;
    };
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        if let Some(text) = text.ok().and_then(|text: JsValue| text.as_string()) {
            on_text(text);
        }
    });
}

/// Keeps a text in this browser.
pub fn keep(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: then there is no copy, and the state line goes on saying what is unsaved.
        let _ = storage.set_item(key, text);
    }
}

/// A text kept in this browser.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps it no longer.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Does something after so many milliseconds.
pub fn later(millis: u32, then: impl FnOnce() + 'static) {
    Timeout::new(millis, then).forget();
}

/// Opens the browser's print dialogue.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

fn document() -> Option<Document> {
    window()?.document()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
