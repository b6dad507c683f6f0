//! Doorways to `FeedApi`: the person's own calendar address.

use domain::contract::FeedView;
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend, land_on};

/// Whether there is one.
#[server(name = CalendarFeedCall, endpoint = "calendar_feed", input = Json, output = Json)]
pub async fn calendar_feed() -> Result<FeedView, ApiError> {
    answer(backend()?.calendar_feed().await)
}

/// A new one: leads to the page that shows it, this once.
#[server(endpoint = "grant_feed")]
pub async fn grant_feed() -> Result<(), ApiError> {
    let token = answer(backend()?.grant_feed().await)?;
    land_on(&format!("/inbox/calendar?token={token}"));
    Ok(())
}

/// Takes it back.
#[server(endpoint = "revoke_feed")]
pub async fn revoke_feed() -> Result<(), ApiError> {
    answer(backend()?.revoke_feed().await)?;
    land_on("/inbox/calendar");
    Ok(())
}
