//! An upload form: what it has sent, the page it stood on, and how it is answered.

use std::collections::BTreeMap;

use app::api::ApiError;
use axum::Json;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use backend::files::Spooled;
use domain::Refusal;
use domain::access::Action;
use domain::annex::labels::unreadable;
use domain::contract::{Answer, Fault};
use leptos::server_fn::error::ServerFnUrlError;
use serde::Serialize;

use crate::auth::{encoded, is_local};
use crate::telemetry::failure_page;

/// Characters read of a field that is no file.
const FIELD_LIMIT: usize = 200;
/// Fields beside the file.
const FIELDS: usize = 8;

/// What a form has sent.
pub(crate) struct Sent {
    fields: BTreeMap<String, String>,
    pub name: String,
    pub file: Spooled,
}

impl Sent {
    /// A field that came before the file; empty when it did not.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub async fn read(form: &mut Multipart) -> Answer<Self> {
        let mut fields = BTreeMap::new();
        let sent = loop {
            let Some(field) = form.next_field().await.map_err(broken)? else {
                return Err(no_file().into());
            };
            match field.name() {
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    if name.is_empty() {
                        return Err(no_file().into());
                    }
                    let file = backend::api::receive_upload(field).await?;
                    break Self { fields, name, file };
                }
                Some(name) if fields.len() < FIELDS => {
                    let name = name.to_owned();
                    fields.insert(name, short(field).await?);
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
pub(crate) async fn drain(mut form: Multipart) {
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

pub(crate) fn no_file() -> Refusal {
    Refusal::Required {
        field: "file".into(),
        label: "文件".into(),
    }
}

/// A form as it was sent: how to answer it, and the page to go back to.
pub(crate) struct Asked {
    action: Action,
    json: bool,
    page: String,
}

impl Asked {
    pub fn new(action: Action, headers: &HeaderMap, page: String) -> Self {
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
    pub fn nobody(&self) -> Response {
        if self.json {
            return json(&ApiError::from(Refusal::NotSignedIn));
        }
        Redirect::to(&format!("/login?next={}", encoded(&self.page))).into_response()
    }

    pub fn answer<T: Serialize>(&self, done: Answer<T>) -> Response {
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
pub(crate) fn came_from(headers: &HeaderMap) -> String {
    came_from_or(headers, "/")
}

pub(crate) fn came_from_or(headers: &HeaderMap, default: &str) -> String {
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

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

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
