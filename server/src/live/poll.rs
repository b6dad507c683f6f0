//! `GET /live/poll`: the same views for networks that block sockets.

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::Session;
use domain::Refusal;
use serde::Deserialize;
use tokio::time::timeout;

use super::frames::clock;
use super::topic::Key;
use crate::router::Server;

/// What is asked for, and the hash of what the client has.
#[derive(Deserialize)]
pub struct Question {
    topic: String,
    #[serde(default)]
    have: String,
}

/// Answers with the current view, or with `data: null` when the client has it already.
pub async fn poll(
    State(server): State<Server>,
    session: Option<Extension<Session>>,
    Query(question): Query<Question>,
) -> Response {
    let Some(Extension(session)) = session else {
        return refused(&Refusal::NotSignedIn);
    };
    let Ok(topic) = question.topic.parse() else {
        return refused(&Refusal::NotFound);
    };
    let live = &server.live.0;
    let mut watch = server.live.watch(&Key::of(&session, topic));
    // The receiver starts unchanged, or with a view of the last second.
    let changed = timeout(live.timing.answer, watch.changed()).await;
    let current = watch.borrow().as_ref().map(|current| current.view.clone());
    let (Ok(Ok(())), Some(view)) = (changed, current) else {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "暂时没有数据，请稍后再试。\n",
        )
            .into_response();
    };
    if let Some(refusal) = &view.refusal {
        return refused(refusal);
    }
    let data = if view.hash == question.have {
        "null"
    } else {
        view.data()
    };
    let body = format!(
        r#"{{"hash":"{}","cursor":"{}","at":"{}","data":{data}}}"#,
        view.hash,
        view.cursor,
        clock(&live.db)
    );
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn refused(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let body = format!(r#"{{"kind":"{}"}}"#, refusal.kind());
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
