//! Sends a form to its server function without leaving the page.
//!
//! Every form of an action is sent by this one piece of code: thirty typed copies of the same
//! request would be a third of the download.

use gloo_net::http::Request;
use leptos::ev::SubmitEvent;
use leptos::form::form_data_from_event;
use leptos::task::spawn_local;
use server_fn::error::FromServerFnError;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement, UrlSearchParams, window};

use super::{OnSent, Sent};
use crate::api::ApiError;
use crate::text::encode;

/// The header of an answer that leads to another page.
const LEADS: &str = "serverfnredirect";
/// What is asked for: the answer, not a page.
const JSON: &str = "application/json";

/// Posts the form's data to `url`, exactly as the browser would, and hands on the answer.
pub fn send(event: &SubmitEvent, url: String, on_sent: OnSent) {
    let data = form_data_from_event(event).ok();
    let body = data.and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data).ok());
    let body = body
        .map(|body| String::from(body.to_string()))
        .unwrap_or_default();
    spawn_local(async move { on_sent(sent(plain(&url, body)).await) });
}

/// Posts a form that carries files, and empties it once they have arrived.
pub fn send_files(event: &SubmitEvent, url: String, on_sent: OnSent) {
    let Ok(data) = form_data_from_event(event) else {
        return;
    };
    let form = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    // The browser itself says what the body is and where its parts end.
    let request = Request::post(&url).header("accept", JSON).body(data);
    spawn_local(async move {
        let answer = sent(request).await;
        if let Some(form) = form.filter(|_| answer.is_ok()) {
            form.reset();
        }
        on_sent(answer);
    });
}

/// Posts these pairs as a form would.
pub fn post(url: String, pairs: Vec<(String, String)>, on_sent: OnSent) {
    let mut body = String::new();
    for (name, value) in pairs {
        if !body.is_empty() {
            body.push('&');
        }
        encode(&name, &mut body);
        body.push('=');
        encode(&value, &mut body);
    }
    spawn_local(async move { on_sent(sent(plain(&url, body)).await) });
}

fn plain(url: &str, body: String) -> Result<Request, gloo_net::Error> {
    Request::post(url)
        .header("accept", JSON)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
}

async fn sent(request: Result<Request, gloo_net::Error>) -> Result<Sent, ApiError> {
    let lost = |error: gloo_net::Error| ApiError::Transport(error.to_string());
    let response = request.map_err(lost)?.send().await.map_err(lost)?;
    if response.ok() {
        let headers = response.headers();
        let to = headers.get(LEADS).and_then(|_| headers.get("location"));
        let body = response.text().await.map_err(lost)?;
        return Ok(Sent { body, to });
    }
    let body = response.binary().await.map_err(lost)?;
    Err(ApiError::de(body.into()))
}

/// The fields of a form that have a name and a value.
pub fn filled(event: &SubmitEvent) -> Vec<(String, String)> {
    let Ok(data) = form_data_from_event(event) else {
        return Vec::new();
    };
    let pairs = data
        .entries()
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(|pair| {
            let pair = js_sys::Array::from(&pair);
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        });
    pairs
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .collect()
}

/// Empties the form with this id: every field is again as the page was made.
pub fn clear(form: &str) {
    let Some(document) = window().and_then(|window| window.document()) else {
        return;
    };
    let found = document.get_element_by_id(form);
    if let Some(form) = found.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
        form.reset();
    }
}

/// Moves the focus to a field of the form with this id: the field itself, or one it is part of
/// (`amount` is also `draft[amount]`), or the place on the page that has the field's name as its id.
pub fn focus_field(form: &str, field: &str) {
    let Some(document) = window().and_then(|window| window.document()) else {
        return;
    };
    let name = field.replace(['"', '\\'], "");
    let selector = format!("#{form} [name=\"{name}\"], #{form} [name$=\"[{name}]\"]");
    let found = document.query_selector(&selector).ok().flatten();
    let found = found.or_else(|| document.get_element_by_id(&name));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
