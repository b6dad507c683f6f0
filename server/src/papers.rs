//! Papers of a project over HTTP, as [`crate::files`] does it for applications.

use axum::Extension;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, Request};
use axum::http::HeaderMap;
use axum::response::Response;
use backend::Session;
use backend::paper::Wanted;
use domain::access::Action;
use domain::{AttachmentId, ProjectId};

use crate::auth::to_login;
use crate::files::{Asked, Sent, came_from_or, drain, no_file, shown};

/// `POST /projects/{id}/papers`: a paper of a project; fields `kind`, `part`, `about`, then `file`.
pub async fn add(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let page = came_from_or(&headers, &format!("/projects/{id}"));
    let asked = Asked::new(Action::AddPaper, &headers, page);
    let Some(Extension(session)) = session else {
        return asked.nobody();
    };
    let id = ProjectId(id);
    let Ok(mut form) = form else {
        return asked.answer::<()>(Err(no_file().into()));
    };
    let done = async {
        session.may_add_paper(id).await?;
        let sent = Sent::read(&mut form).await?;
        let wanted = Wanted {
            kind: sent.field("kind").to_owned(),
            part: sent.field("part").to_owned(),
            about: sent.field("about").to_owned(),
        };
        session.add_paper(id, &wanted, &sent.name, sent.file).await
    };
    let done = done.await;
    drain(form).await;
    asked.answer(done)
}

/// `POST /papers/{id}/remove`: takes a paper away.
pub async fn remove(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Response {
    let asked = Asked::new(Action::RemovePaper, &headers, came_from_or(&headers, "/"));
    let Some(Extension(session)) = session else {
        return asked.nobody();
    };
    let done = session.remove_paper(AttachmentId(id)).await;
    asked.answer(done.map(drop))
}

/// `GET /papers/{id}`: a paper of a project.
pub async fn open(
    session: Option<Extension<Session>>,
    Path(id): Path<i64>,
    request: Request,
) -> Response {
    let Some(Extension(session)) = session else {
        return to_login(&request);
    };
    shown(
        session.open_paper(AttachmentId(id)).await,
        request.headers(),
    )
}
