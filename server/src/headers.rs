//! The headers every answer carries, whoever wrote it.
//!
//! Pages bring their own Content-Security-Policy: only the renderer knows the nonce of its inline
//! scripts (`app::api::content_security_policy`).

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::router::Server;

const FIXED: [(HeaderName, &str); 5] = [
    // What is not a page loads nothing and is framed by nobody.
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
];

/// Adds what the answer does not say itself.
pub async fn secure(State(server): State<Server>, request: Request, next: Next) -> Response {
    let cache = cache_of(request.uri().path());
    let mut response = next.run(request).await;
    let cacheable = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let cache = if cacheable { cache } else { "no-store" };
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(cache));
    if server.config.tls {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

/// Files in `/pkg` have their hash in the name; everything else is personal or changes.
fn cache_of(path: &str) -> &'static str {
    if path.starts_with("/pkg/") {
        "public, max-age=31536000, immutable"
    } else if path == "/favicon.svg" {
        "public, max-age=86400"
    } else {
        "no-store"
    }
}
