//! Doorways to `InboxApi`: the person's own inbox.

use domain::NotificationId;
use domain::contract::{InboxQuery, InboxView};
use domain::notification::NotificationKind;
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The inbox.
#[server(name = InboxCall, endpoint = "inbox", input = Json, output = Json)]
pub async fn inbox(query: InboxQuery) -> Result<InboxView, ApiError> {
    answer(backend()?.inbox(query).await)
}

/// One was read.
#[server(endpoint = "read_notification")]
pub async fn read_notification(id: NotificationId) -> Result<(), ApiError> {
    answer(backend()?.read_notification(id).await)
}

/// Everything through one of them was read.
#[server(endpoint = "read_notifications")]
pub async fn read_notifications(upto: NotificationId) -> Result<(), ApiError> {
    answer(backend()?.read_notifications(upto).await)
}

/// Shows or hides a kind.
#[server(endpoint = "set_notification")]
pub async fn set_notification(kind: NotificationKind, page: bool) -> Result<(), ApiError> {
    answer(backend()?.set_notification(kind, page).await)
}

/// Takes an address for mails, and sends a code there.
#[server(endpoint = "set_mail")]
pub async fn set_mail(#[server(default)] address: String) -> Result<(), ApiError> {
    answer(backend()?.set_mail(address).await)
}

/// Types the code in.
#[server(endpoint = "confirm_mail")]
pub async fn confirm_mail(#[server(default)] code: String) -> Result<(), ApiError> {
    answer(backend()?.confirm_mail(code).await)
}

/// No more mails.
#[server(endpoint = "remove_mail")]
pub async fn remove_mail() -> Result<(), ApiError> {
    answer(backend()?.remove_mail().await)
}
