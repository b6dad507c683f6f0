//! Doorways to `UrgingApi`: what the region asks of the cities.

use domain::UrgingId;
use domain::contract::{UrgingForm, UrgingsQuery, UrgingsView};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The urgings of the reader's view.
#[server(name = UrgingsCall, endpoint = "urgings", input = Json, output = Json)]
pub async fn urgings(query: UrgingsQuery) -> Result<UrgingsView, ApiError> {
    answer(backend()?.urgings(query).await)
}

/// The region urges a city.
#[server(endpoint = "urge")]
pub async fn urge(draft: UrgingForm) -> Result<UrgingId, ApiError> {
    answer(backend()?.urge(draft).await)
}

/// The city's agency answers.
#[server(endpoint = "answer_urging")]
pub async fn answer_urging(id: UrgingId, text: String) -> Result<(), ApiError> {
    answer(backend()?.answer_urging(id, text).await)
}
