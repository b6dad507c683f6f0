//! Files between a city and its bank: a list out, a statement in. What they hold, `backend::books` decides.

use axum::Extension;
use axum::extract::Path;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use backend::Session;
use domain::access::Action;
use domain::contract::Fault;
use domain::{BatchId, Refusal};

use crate::files::disposition;
use crate::telemetry::failure_page;
use crate::uploads::{back, file};

/// What a spreadsheet is.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `POST /bank/statements`: the file in the field `file` is compared.
pub async fn statement(
    session: Option<Extension<Session>>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(Extension(session)) = session else {
        return Redirect::to("/login").into_response();
    };
    let action = Action::UploadStatement;
    let (name, content) = match file(form).await {
        Ok(file) => file,
        Err(refusal) => return back(action, "/bank", refusal),
    };
    match session.upload_statement(name, content).await {
        Ok(id) => Redirect::to(&format!("/bank/statements/{id}")).into_response(),
        Err(Fault::Refused(refusal)) => back(action, "/bank", refusal),
        Err(Fault::Internal(id)) => failure_page(&id),
    }
}

/// `GET /bank/batches/{id}/list.xlsx`: a list as it was taken.
pub async fn list(session: Option<Extension<Session>>, Path(id): Path<String>) -> Response {
    let Some(Extension(session)) = session else {
        return Redirect::to("/login").into_response();
    };
    let answer = match id.parse() {
        Ok(id) => session.batch_file(BatchId(id)).await,
        Err(_) => Err(Refusal::NotFound.into()),
    };
    match answer {
        Ok((name, content)) => download(&name, content),
        Err(Fault::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN);
            (status, format!("{}\n", refusal.sentence())).into_response()
        }
        Err(Fault::Internal(id)) => failure_page(&id),
    }
}

/// A spreadsheet to keep.
pub fn download(name: &str, content: Vec<u8>) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(XLSX));
    // Account numbers are in it: no cache keeps them.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&disposition(name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
