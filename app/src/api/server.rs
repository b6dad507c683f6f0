//! What the doorways and the shell need on the server: the request and the response.

use std::sync::Arc;

use domain::contract::{Answer, Backend, DemoLogin, Fault, Public, PublicApi, Signed};
use domain::{Money, Refusal};
use http::header::{ACCEPT, CONTENT_SECURITY_POLICY, HeaderValue, LOCATION, REFERER};
use http::request::Parts;
use http::{Method, StatusCode};
use leptos::nonce::use_nonce;
use leptos::prelude::{use_context, with_context};
use leptos_axum::ResponseOptions;
use server_fn::error::ServerFnUrlError;

use super::ApiError;
use crate::DemoLogins;

/// The signed-in session of this request. Never panics: the listing of the routes has no request.
pub(crate) fn backend() -> Result<Arc<dyn Backend>, ApiError> {
    with_context::<Parts, _>(|parts| {
        parts
            .extensions
            .get::<Signed>()
            .map(|signed| signed.0.clone())
    })
    .flatten()
    .ok_or_else(|| refuse(Refusal::NotSignedIn.into()))
}

/// What anybody may ask, signed in or not. Never panics, as [`backend`].
pub(crate) fn public() -> Result<Arc<dyn PublicApi>, ApiError> {
    with_context::<Parts, _>(|parts| {
        parts
            .extensions
            .get::<Public>()
            .map(|public| public.0.clone())
    })
    .flatten()
    .ok_or_else(|| refuse(Refusal::NotFound.into()))
}

/// Turns the answer of a use case into that of its doorway.
pub(crate) fn answer<T>(answer: Answer<T>) -> Result<T, ApiError> {
    answer.map_err(|fault| {
        refuse(match fault {
            Fault::Refused(refusal) => ApiError::Refused(refusal),
            Fault::Internal(id) => ApiError::Internal(id),
        })
    })
}

/// Parses an amount in yuan as a person types it; the refusal points at the field.
pub(crate) fn amount(field: &'static str, text: &str) -> Result<Money, ApiError> {
    Money::parse_positive_yuan(field, text).map_err(|refusal| refuse(refusal.into()))
}

/// The printed logins of a demo, empty outside of it.
pub(crate) fn demo_logins() -> Vec<DemoLogin> {
    with_context::<Parts, _>(|parts| {
        parts
            .extensions
            .get::<DemoLogins>()
            .map(|logins| logins.0.clone())
    })
    .flatten()
    .unwrap_or_default()
}

fn refuse(error: ApiError) -> ApiError {
    api_status(&error);
    send_back(&error);
    error
}

/// Sends a plain form back to its page, to the very form (`?form=`) that was refused, with the
/// refusal in the address and an earlier one taken out of it.
fn send_back(error: &ApiError) {
    let asked = with_context::<Parts, _>(|parts| {
        let referer = parts.headers.get(REFERER)?.to_str().ok()?.to_owned();
        let address = parts.uri.path_and_query()?.as_str().to_owned();
        is_plain_form(parts).then_some((address, referer))
    });
    let Some((address, mut referer)) = asked.flatten() else {
        return;
    };
    ServerFnUrlError::<ApiError>::strip_error_info(&mut referer);
    let Ok(mut back) = ServerFnUrlError::new(&address, error.clone()).to_url(&referer) else {
        return;
    };
    back.set_fragment(address.split_once("?form=").map(|(_, form)| form));
    if let (Some(response), Ok(back)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(back.as_str()),
    ) {
        response.insert_header(LOCATION, back);
    }
}

/// Whether it is a form sent by a browser without a script.
fn is_plain_form(parts: &Parts) -> bool {
    let accepts = parts
        .headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok());
    parts.method == Method::POST
        && parts.uri.path().starts_with("/api/")
        && accepts.is_some_and(|value| value.contains("text/html"))
}

/// Sets the status of a call under `/api/`. Not while a page is rendered (one refused part is not
/// the page's status, see [`page_status`]), and not for a plain form, which is redirected back.
pub(super) fn api_status(error: &ApiError) {
    let own = with_context::<Parts, _>(|parts| {
        parts.uri.path().starts_with("/api/") && !is_plain_form(parts)
    });
    if own == Some(true) {
        page_status(error);
    }
}

/// Leads a form to another page than the one it stands on: a plain form by the status, a form sent from
/// the page by the header that `browser::send` looks for.
pub(crate) fn land_on(path: &str) {
    // A server function called while a page is rendered leads nowhere.
    let called = with_context::<Parts, _>(|parts| parts.method == Method::POST);
    if called == Some(true) {
        leptos_axum::redirect(path);
    }
}

/// Sets the status of the response to that of the error.
pub(crate) fn page_status(error: &ApiError) {
    if let (Some(response), Ok(status)) = (
        use_context::<ResponseOptions>(),
        StatusCode::from_u16(error.status()),
    ) {
        response.set_status(status);
    }
}

/// Forbids everything but our own files and the inline scripts of this very response. Only the
/// renderer knows the nonce, so the header is set here and not in a layer.
pub fn content_security_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}
