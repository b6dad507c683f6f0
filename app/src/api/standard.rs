//! Doorways to `StandardApi`: the training-fee standards.

use domain::StandardId;
use domain::contract::{StandardForm, StandardsView};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The standards.
#[server(name = StandardsCall, endpoint = "standards", input = Json, output = Json)]
pub async fn standards() -> Result<StandardsView, ApiError> {
    answer(backend()?.standards().await)
}

/// The region proposes one.
#[server(endpoint = "propose_standard")]
pub async fn propose_standard(draft: StandardForm) -> Result<StandardId, ApiError> {
    answer(backend()?.propose_standard(draft).await)
}

/// Another person publishes it.
#[server(endpoint = "publish_standard")]
pub async fn publish_standard(id: StandardId) -> Result<(), ApiError> {
    answer(backend()?.publish_standard(id).await)
}

/// Takes it back before its publication.
#[server(endpoint = "withdraw_standard")]
pub async fn withdraw_standard(id: StandardId, reason: String) -> Result<(), ApiError> {
    answer(backend()?.withdraw_standard(id, reason).await)
}
