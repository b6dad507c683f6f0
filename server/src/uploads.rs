//! Files of injuries: in by `POST /figures/injuries`, and what was rejected out again.
//!
//! A form with a file is answered like any other plain form: on to the page of the upload, or back
//! to the figures with the refusal in the address (see `app/src/components/act.rs`).

use app::api::ApiError;
use axum::Extension;
use axum::extract::Path;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use backend::Session;
use domain::access::Action;
use domain::contract::{Fault, FiguresApi as _};
use domain::{Refusal, UploadId};
use leptos::server_fn::error::ServerFnUrlError;

use crate::telemetry::failure_page;

/// The largest file, in MiB.
const MAX_MIB: u32 = 32;
/// The largest body: what is a little too large is read to its end, so that the browser can show
/// the answer; beyond this the connection is closed.
pub const BODY_LIMIT: usize = (2 * (MAX_MIB as usize)) << 20;

/// `POST /figures/injuries`: the file in the field `file` becomes a preview.
pub async fn injuries(
    session: Option<Extension<Session>>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(Extension(session)) = session else {
        return Redirect::to("/login").into_response();
    };
    let (name, content) = match file(form).await {
        Ok(file) => file,
        Err(refusal) => return back(Action::PreviewInjuries, "/figures", refusal),
    };
    match session.preview_injuries(name, content).await {
        Ok(id) => Redirect::to(&format!("/figures/uploads/{id}")).into_response(),
        Err(Fault::Refused(refusal)) => back(Action::PreviewInjuries, "/figures", refusal),
        Err(Fault::Internal(id)) => failure_page(&id),
    }
}

/// Name and content of the field `file`.
pub(crate) async fn file(
    form: Result<Multipart, MultipartRejection>,
) -> Result<(String, Vec<u8>), Refusal> {
    let mut form = form.map_err(|_| unread("请用页面上的表单上传文件"))?;
    let mut found = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            found = Some((name, content(field).await?));
        }
    }
    found.ok_or_else(|| unread("没有选择文件"))
}

const TOO_LARGE: Refusal = Refusal::FileTooLarge { max_mib: MAX_MIB };

fn unread(because: &str) -> Refusal {
    Refusal::FileUnreadable {
        because: because.to_owned(),
    }
}

/// A body that ends early, is no form, or is beyond [`BODY_LIMIT`].
fn broken(error: MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        TOO_LARGE
    } else {
        unread("上传中断，请重新上传")
    }
}

/// Reads a file as it comes and keeps no more of it than is allowed.
async fn content(mut field: Field<'_>) -> Result<Vec<u8>, Refusal> {
    let limit = (MAX_MIB as usize) << 20;
    let (mut content, mut size) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        size += chunk.len();
        if size > limit {
            content = Vec::new();
        } else {
            content.extend_from_slice(&chunk);
        }
    }
    if size > limit {
        return Err(TOO_LARGE);
    }
    Ok(content)
}

/// To the page of the form, with the refusal where a refused form finds it.
pub(crate) fn back(action: Action, page: &str, refusal: Refusal) -> Response {
    let form = format!("/api/{}", action.code());
    // The encoding wants a whole address; only its path and query are used.
    let address =
        ServerFnUrlError::new(form, ApiError::from(refusal)).to_url(&format!("http://here{page}"));
    let to = address.map_or_else(
        |_| page.to_owned(),
        |address| format!("{}?{}", address.path(), address.query().unwrap_or_default()),
    );
    Redirect::to(&to).into_response()
}

/// `GET /figures/uploads/{id}/rejected.csv`: every rejected row with its reason.
pub async fn rejected(session: Option<Extension<Session>>, Path(id): Path<String>) -> Response {
    let Some(Extension(session)) = session else {
        return Redirect::to("/login").into_response();
    };
    let answer = match id.parse() {
        Ok(id) => session.rejected_injuries(UploadId(id)).await,
        Err(_) => Err(Refusal::NotFound.into()),
    };
    match answer {
        Ok(csv) => download(&id, csv),
        Err(Fault::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN);
            (status, format!("{}\n", refusal.sentence())).into_response()
        }
        Err(Fault::Internal(id)) => failure_page(&id),
    }
}

fn download(id: &str, csv: String) -> Response {
    let mut response = csv.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // 未采纳的行, as RFC 8187 writes it, and a plain name for whoever does not read that.
    let name = format!(
        "attachment; filename=\"rejected-{id}.csv\"; filename*=UTF-8''%E6%9C%AA%E9%87%87%E7%BA%B3%E7%9A%84%E8%A1%8C-{id}.csv"
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
