//! What each person was told, whether they have read it, and what they want to be told.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::mail::MailState;
use crate::notification::NotificationKind;
use crate::{NotificationId, ProjectId};

/// How many notifications a page of the inbox shows.
pub const SHOWN_NOTIFICATIONS: usize = 50;

/// Which part of the inbox, as it stands in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InboxQuery {
    /// Only what was not read.
    pub unread: bool,
    /// Only what came before this one.
    pub before: Option<NotificationId>,
}

/// The inbox of the person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxView {
    /// Newest first, at most [`SHOWN_NOTIFICATIONS`].
    pub rows: Vec<NotificationRow>,
    /// In the whole inbox.
    pub unread: i64,
    /// The newest unread one: what is marked when everything is.
    pub newest_unread: Option<NotificationId>,
    /// Where the next page begins.
    pub older: Option<NotificationId>,
    pub settings: Vec<NotificationSetting>,
    pub mail: MailView,
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationRow {
    pub id: NotificationId,
    pub kind: NotificationKind,
    pub title: String,
    pub text: String,
    pub tenant_name: String,
    /// `None` = about the city as a whole.
    pub project: Option<ProjectId>,
    /// Empty where the project is not the person's to see any more.
    pub project_name: String,
    /// The day it is about, as it was told.
    pub due: Option<NaiveDate>,
    /// "14:03:22" today, "11月23日 14:03" before.
    pub at: String,
    pub unread: bool,
}

/// Whether the person sees a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSetting {
    pub kind: NotificationKind,
    pub page: bool,
}

/// Where unread messages are mailed to, once every working day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// Whether the system has a mail server at all.
    pub offered: bool,
    pub state: MailState,
    /// Empty where none is set.
    pub address: String,
}

/// What the head of every page says about the inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub unread: i64,
    /// The newest notification, read or not: it changes with each that comes.
    pub newest: Option<NotificationId>,
}

/// The person's own inbox.
#[async_trait]
pub trait InboxApi {
    /// The inbox.
    async fn inbox(&self, query: InboxQuery) -> Answer<InboxView>;
    /// How much of it was not read.
    async fn unread(&self) -> Answer<Unread>;
    /// One notification was read; again does no harm. `NotFound` for anybody else's.
    async fn read_notification(&self, id: NotificationId) -> Answer<()>;
    /// Everything through one of them was read; what came later was not.
    async fn read_notifications(&self, upto: NotificationId) -> Answer<()>;
    /// Shows or hides a kind. `AlwaysShown` for what reminds of a clock of the regulation.
    async fn set_notification(&self, kind: NotificationKind, page: bool) -> Answer<()>;
    /// Takes an address for mails and sends a code there; until that is typed in, nothing else goes there.
    async fn set_mail(&self, address: String) -> Answer<()>;
    /// Types the code in.
    async fn confirm_mail(&self, code: String) -> Answer<()>;
    /// No more mails; again does no harm.
    async fn remove_mail(&self) -> Answer<()>;
}
