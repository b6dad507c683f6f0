//! Doorways to `CalendarApi`: the working calendar.

use domain::CalendarDraftId;
use domain::contract::{CalendarDraftForm, CalendarView};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The calendar.
#[server(name = CalendarCall, endpoint = "calendar", input = Json, output = Json)]
pub async fn calendar() -> Result<CalendarView, ApiError> {
    answer(backend()?.calendar().await)
}

/// The region enters a notice.
#[server(endpoint = "draft_calendar")]
pub async fn draft_calendar(draft: CalendarDraftForm) -> Result<CalendarDraftId, ApiError> {
    answer(backend()?.draft_calendar(draft).await)
}

/// Another person publishes it.
#[server(endpoint = "publish_calendar")]
pub async fn publish_calendar(id: CalendarDraftId) -> Result<(), ApiError> {
    answer(backend()?.publish_calendar(id).await)
}

/// Takes it back before its publication.
#[server(endpoint = "withdraw_calendar")]
pub async fn withdraw_calendar(id: CalendarDraftId, reason: String) -> Result<(), ApiError> {
    answer(backend()?.withdraw_calendar(id, reason).await)
}
