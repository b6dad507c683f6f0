//! Doorways to `ClassificationApi`: the classifications of accidents and occupational diseases.

use domain::ClassificationId;
use domain::contract::{ClassificationForm, ClassificationsView};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The editions.
#[server(name = ClassificationsCall, endpoint = "classifications", input = Json, output = Json)]
pub async fn classifications() -> Result<ClassificationsView, ApiError> {
    answer(backend()?.classifications().await)
}

/// The region proposes an edition, or corrects one.
#[server(endpoint = "propose_classification")]
pub async fn propose_classification(
    draft: ClassificationForm,
) -> Result<ClassificationId, ApiError> {
    answer(backend()?.propose_classification(draft).await)
}

/// Another person publishes it.
#[server(endpoint = "publish_classification")]
pub async fn publish_classification(id: ClassificationId) -> Result<(), ApiError> {
    answer(backend()?.publish_classification(id).await)
}

/// Takes it back before its publication.
#[server(endpoint = "withdraw_classification")]
pub async fn withdraw_classification(id: ClassificationId, reason: String) -> Result<(), ApiError> {
    answer(backend()?.withdraw_classification(id, reason).await)
}
