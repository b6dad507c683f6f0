//! Files over HTTP: multipart in, streamed out. Who may, and what a file is, `backend::files` decides.
//!
//! A plain form works without JavaScript: it is led back to its page, with the refusal in the address
//! as server functions write it there. Whoever accepts `application/json` gets the answer itself.

use axum::Extension;
use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::Session;
use backend::files::Opened;
use backend::files::city::Owner;
use domain::access::Action;
use domain::contract::{Answer, Fault};
use domain::{AttachmentId, ProjectId, Refusal};

use crate::auth::{encoded, to_login};
use crate::telemetry::failure_page;

mod form;

use self::form::came_from;
pub(crate) use self::form::{Asked, Sent, came_from_or, drain, no_file};

/// The largest body of an upload. Above the limit of a file, so that whoever sends too much is told
/// so instead of being cut off.
pub const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// `POST /projects/{id}/files`: a paper of an application; field `paper`, then `file`.
pub async fn attach(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let asked = Asked::new(Action::Attach, &headers, format!("/applications/{id}"));
    let Some(Extension(session)) = session else {
        return asked.nobody();
    };
    let id = ProjectId(id);
    let Ok(mut form) = form else {
        return asked.answer::<()>(Err(no_file().into()));
    };
    let done = async {
        session.may_attach(id).await?;
        let sent = Sent::read(&mut form).await?;
        let paper = sent.field("paper").to_owned();
        session.attach(id, &paper, &sent.name, sent.file).await
    };
    let done = done.await;
    drain(form).await;
    asked.answer(done)
}

/// `POST /files/{id}/remove`: takes a paper out of an application in writing.
pub async fn detach(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::new(Action::Detach, &headers, came_from(&headers));
    let Some(Extension(session)) = session else {
        return asked.nobody();
    };
    let done = session.detach(AttachmentId(id)).await;
    asked.answer(done.map(drop))
}

/// `GET /files/{id}`: a paper of an application.
pub async fn open(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    request: Request,
) -> Response {
    let Some(Extension(session)) = session else {
        return to_login(&request);
    };
    shown(session.open_file(AttachmentId(id)).await, request.headers())
}

/// `POST /city-files/{kind}/{id}`: a paper of a record of the city; field `file`.
pub async fn attach_to_city(
    session: Option<Extension<Session>>,
    Path((kind, id)): Path<(String, i64)>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let owner = Owner::of(&kind, id);
    let page = owner.map_or("/", Owner::page);
    let asked = Asked::new(Action::Attach, &headers, came_from_or(&headers, page));
    let Some(Extension(session)) = session else {
        return asked.nobody();
    };
    let (Some(owner), Ok(mut form)) = (owner, form) else {
        let refusal = if owner.is_none() {
            Refusal::NotFound
        } else {
            no_file()
        };
        return asked.answer::<()>(Err(refusal.into()));
    };
    let done = async {
        session.may_attach_to(owner).await?;
        let sent = Sent::read(&mut form).await?;
        session.attach_to(owner, &sent.name, sent.file).await
    };
    let done = done.await;
    drain(form).await;
    asked.answer(done)
}

/// `POST /files/city/{id}/remove`: takes a file off a record of the city.
pub async fn detach_from_city(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::new(Action::Detach, &headers, came_from(&headers));
    let Some(Extension(session)) = session else {
        return asked.nobody();
    };
    let done = session.detach_from(AttachmentId(id)).await;
    asked.answer(done.map(drop))
}

/// `GET /files/city/{id}`: a file of a city.
pub async fn open_city(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    request: Request,
) -> Response {
    let Some(Extension(session)) = session else {
        return to_login(&request);
    };
    shown(
        session.open_city_file(AttachmentId(id)).await,
        request.headers(),
    )
}

/// Sends a file to be kept, never to be shown inside of this site.
pub(crate) fn shown(opened: Answer<Opened>, asked: &HeaderMap) -> Response {
    let opened = match opened {
        Ok(opened) => opened,
        Err(Fault::Internal(id)) => return failure_page(&id),
        Err(Fault::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::NOT_FOUND);
            return (status, format!("{}\n", refusal.sentence())).into_response();
        }
    };
    let tag = format!("\"{}\"", opened.hash);
    let known = asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from_stream(opened.content).into_response()
    };
    let headers = response.headers_mut();
    let mut set = |name, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    // The browser may keep it, but has to ask each time whether it still may be seen.
    set(header::CACHE_CONTROL, "private, no-cache".into());
    set(header::ETAG, tag);
    if !known {
        set(header::CONTENT_TYPE, opened.mime);
        set(header::CONTENT_LENGTH, opened.bytes.to_string());
        set(header::CONTENT_DISPOSITION, disposition(&opened.name));
    }
    response
}

/// `attachment` with the name twice: in plain ASCII, and as RFC 5987 writes other languages.
pub(crate) fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_. ()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        encoded(name)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_header_is_nothing_but_a_name() {
        assert_eq!(
            disposition("职称 (1)\";x.pdf"),
            "attachment; filename=\"__ (1)__x.pdf\"; filename*=UTF-8''%E8%81%8C%E7%A7%B0%20%281%29%22%3Bx.pdf"
        );
    }
}
