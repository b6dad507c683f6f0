//! Doorways to `AcceptanceApi`: what happens between a fail report and its end.

use domain::state::AnswerKind;
use domain::{ProjectId, Version};
use leptos::server;

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The unit acknowledges the fail report.
#[server(endpoint = "acknowledge_report")]
pub async fn acknowledge_report(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.acknowledge_report(id, seen).await)
}

/// The unit answers before it has rectified.
#[server(endpoint = "answer_rectification")]
pub async fn answer_rectification(
    id: ProjectId,
    seen: Version,
    kind: AnswerKind,
    text: String,
) -> Result<(), ApiError> {
    answer(backend()?.answer_rectification(id, seen, kind, text).await)
}

/// The agency reminds the unit, once.
#[server(endpoint = "remind_rectification")]
pub async fn remind_rectification(
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<(), ApiError> {
    answer(backend()?.remind_rectification(id, seen, text).await)
}

/// The unit offers a rectification after the period.
#[server(endpoint = "offer_late")]
pub async fn offer_late(id: ProjectId, seen: Version, text: String) -> Result<(), ApiError> {
    answer(backend()?.offer_late(id, seen, text).await)
}

/// The agency has a late rectification evaluated.
#[server(endpoint = "accept_late")]
pub async fn accept_late(id: ProjectId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.accept_late(id, seen, reason).await)
}

/// Health evaluates a project that is over.
#[server(endpoint = "record_review")]
pub async fn record_review(
    id: ProjectId,
    seen: Version,
    findings: String,
    #[server(default)] advice: String,
) -> Result<(), ApiError> {
    answer(backend()?.record_review(id, seen, findings, advice).await)
}
