//! Files over HTTP: multipart in, streamed out. Who may, and what a file is, `backend::files` decides.
//!
//! A plain form works without JavaScript: it is led back to its page, with the refusal in the address
//! as server functions write it there. Whoever accepts `application/json` gets the answer itself.

use app::api::ApiError;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Json};
use backend::Session;
use backend::files::city::Owner;
use backend::files::{Opened, Spooled};
use domain::access::Action;
use domain::annex::labels::unreadable;
use domain::contract::{Answer, Fault};
use domain::{AttachmentId, ProjectId, Refusal};
use leptos::server_fn::error::ServerFnUrlError;
use serde::Serialize;

use crate::auth::{encoded, is_local, to_login};
use crate::telemetry::failure_page;

/// The largest body of an upload. Above the limit of a file, so that whoever sends too much is told
/// so instead of being cut off.
pub const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// Characters read of a field that is no file.
const FIELD_LIMIT: usize = 200;

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
        session.attach(id, &sent.paper, &sent.name, sent.file).await
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

/// What a form has sent.
struct Sent {
    paper: String,
    name: String,
    file: Spooled,
}

impl Sent {
    async fn read(form: &mut Multipart) -> Answer<Self> {
        let mut paper = String::new();
        let sent = loop {
            let Some(field) = form.next_field().await.map_err(broken)? else {
                return Err(no_file().into());
            };
            match field.name() {
                Some("paper") => paper = short(field).await?,
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    if name.is_empty() {
                        return Err(no_file().into());
                    }
                    let file = backend::api::receive_upload(field).await?;
                    break Self { paper, name, file };
                }
                _ => {}
            }
        };
        while let Some(field) = form.next_field().await.map_err(broken)? {
            if field.name() == Some("file")
                && field.file_name().is_some_and(|name| !name.is_empty())
            {
                return Err(Refusal::FileType {
                    because: "一次只能上传一个文件，请逐个上传".into(),
                }
                .into());
            }
        }
        Ok(sent)
    }
}

/// A short field; what is longer is no choice of ours anyway.
async fn short(mut field: Field<'_>) -> Answer<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        bytes.extend(piece.iter().take(FIELD_LIMIT.saturating_sub(bytes.len())));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads what is left: a browser that is still sending would not look at the answer.
async fn drain(mut form: Multipart) {
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(_)) = field.chunk().await {}
    }
}

fn broken(error: MultipartError) -> Fault {
    tracing::debug!(%error, "a form could not be read");
    let refusal = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Refusal::FileTooLarge {
            max_mib: domain::file::FILE_MIB,
        }
    } else {
        unreadable("上传中断，请重新上传")
    };
    refusal.into()
}

fn no_file() -> Refusal {
    Refusal::Required {
        field: "file".into(),
        label: "文件".into(),
    }
}

/// A form as it was sent: how to answer it, and the page to go back to.
struct Asked {
    action: Action,
    json: bool,
    page: String,
}

impl Asked {
    fn new(action: Action, headers: &HeaderMap, page: String) -> Self {
        let accepted = headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Self {
            action,
            json: accepted.contains("application/json") && !accepted.contains("text/html"),
            page,
        }
    }

    /// The answer to somebody without a session.
    fn nobody(&self) -> Response {
        if self.json {
            return json(&ApiError::from(Refusal::NotSignedIn));
        }
        Redirect::to(&format!("/login?next={}", encoded(&self.page))).into_response()
    }

    fn answer<T: Serialize>(&self, done: Answer<T>) -> Response {
        let error = match done {
            Ok(value) if self.json => return Json(value).into_response(),
            Ok(_) => return Redirect::to(&self.page).into_response(),
            Err(Fault::Refused(refusal)) => ApiError::Refused(refusal),
            Err(Fault::Internal(id)) if self.json => ApiError::Internal(id),
            Err(Fault::Internal(id)) => return failure_page(&id),
        };
        if self.json {
            return json(&error);
        }
        Redirect::to(&self.with_error(error)).into_response()
    }

    /// The page with the refusal in its address, where the form of the action looks for it.
    fn with_error(&self, error: ApiError) -> String {
        let path = format!("/api/{}", self.action.code());
        // Any host will do: only what comes after it is used.
        let base = format!("http://host{}", self.page);
        ServerFnUrlError::new(path, error)
            .to_url(&base)
            .map_or_else(
                |_| self.page.clone(),
                |url| {
                    let query = url.query().unwrap_or_default();
                    format!("{}?{query}", url.path())
                },
            )
    }
}

fn json(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    (status, Json(error)).into_response()
}

/// The page of this site that a form stood on, without an older refusal.
fn came_from(headers: &HeaderMap) -> String {
    came_from_or(headers, "/")
}

fn came_from_or(headers: &HeaderMap, default: &str) -> String {
    let from = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]))
        .map(|path| path.split(['?', '#']).next().unwrap_or_default());
    from.filter(|path| is_local(path))
        .unwrap_or(default)
        .to_owned()
}

/// Sends a file to be kept, never to be shown inside of this site.
fn shown(opened: Answer<Opened>, asked: &HeaderMap) -> Response {
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

    #[test]
    fn one_goes_back_to_a_page_of_this_site_only() {
        let from = |referer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, HeaderValue::from_str(referer).unwrap());
            came_from(&headers)
        };
        assert_eq!(
            from("https://yufang.example/applications/7?__err=x#top"),
            "/applications/7"
        );
        assert_eq!(from("https://evil.example//evil.example/x"), "/");
        assert_eq!(from("nonsense"), "/");
        assert_eq!(came_from_or(&HeaderMap::new(), "/areas"), "/areas");
    }

    #[test]
    fn a_refusal_comes_back_where_the_form_looks_for_it() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("text/html,*/*"));
        let asked = Asked::new(Action::Attach, &headers, "/applications/7".into());
        let url = asked.with_error(Refusal::TooManyFiles { max: 60 }.into());
        let (page, query) = url.split_once('?').unwrap();
        assert_eq!(page, "/applications/7");
        let error = query
            .strip_prefix("__path=%2Fapi%2Fattach&__err=")
            .expect(query);
        let decoded = ServerFnUrlError::<ApiError>::decode_err(&error.replace("%3D", "="));
        assert_eq!(decoded, Refusal::TooManyFiles { max: 60 }.into());
    }
}
