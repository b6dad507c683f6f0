//! Doorway to `StoryApi`.

use domain::ProjectId;
use domain::contract::StoryView;
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The story of a project.
#[server(name = StoryCall, endpoint = "story", input = Json, output = Json)]
pub async fn story(id: ProjectId) -> Result<StoryView, ApiError> {
    answer(backend()?.story(id).await)
}
