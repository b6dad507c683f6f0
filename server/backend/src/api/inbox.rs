//! `InboxApi` for the session.

use async_trait::async_trait;
use domain::NotificationId;
use domain::contract::{Answer, InboxApi, InboxQuery, InboxView, Unread};
use domain::notification::NotificationKind;

use crate::door::Session;
use crate::error::answer;
use crate::{inbox, mail};

#[async_trait]
impl InboxApi for Session {
    async fn inbox(&self, query: InboxQuery) -> Answer<InboxView> {
        answer("inbox", inbox::view(self, query).await)
    }
    async fn unread(&self) -> Answer<Unread> {
        answer("unread", inbox::unread(self).await)
    }
    async fn read_notification(&self, id: NotificationId) -> Answer<()> {
        answer("read_notification", inbox::read(self, id).await)
    }
    async fn read_notifications(&self, upto: NotificationId) -> Answer<()> {
        answer("read_notifications", inbox::read_all(self, upto).await)
    }
    async fn set_notification(&self, kind: NotificationKind, page: bool) -> Answer<()> {
        answer("set_notification", inbox::set(self, kind, page).await)
    }
    async fn set_mail(&self, address: String) -> Answer<()> {
        answer("set_mail", mail::set(self, &address).await)
    }
    async fn confirm_mail(&self, code: String) -> Answer<()> {
        answer("confirm_mail", mail::confirm(self, &code).await)
    }
    async fn remove_mail(&self) -> Answer<()> {
        answer("remove_mail", mail::remove(self).await)
    }
}
