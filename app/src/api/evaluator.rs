//! Doorways to `EvaluatorApi`: the pool, and the declaration of each evaluator.

use domain::contract::{ExpertDraft, ExpertsView};
use domain::{ProjectId, UserId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The pool of the own city.
#[server(name = ExpertsCall, endpoint = "experts", input = Json, output = Json)]
pub async fn experts() -> Result<ExpertsView, ApiError> {
    answer(backend()?.experts().await)
}

/// Enters an expert, or replaces what was entered.
#[server(endpoint = "keep_expert")]
pub async fn keep_expert(draft: ExpertDraft) -> Result<(), ApiError> {
    answer(backend()?.keep_expert(draft).await)
}

/// Takes an expert out of the pool.
#[server(endpoint = "remove_expert")]
pub async fn remove_expert(id: UserId, reason: String) -> Result<(), ApiError> {
    answer(backend()?.remove_expert(id, reason).await)
}

/// The evaluator declares whether he has a conflict.
#[server(endpoint = "declare_conflict")]
pub async fn declare_conflict(
    id: ProjectId,
    seen: Version,
    conflict: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    answer(backend()?.declare_conflict(id, seen, conflict, text).await)
}
