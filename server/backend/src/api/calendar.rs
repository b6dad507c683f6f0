//! `CalendarApi` for the session.

use async_trait::async_trait;
use domain::CalendarDraftId;
use domain::contract::{Answer, CalendarApi, CalendarDraftForm, CalendarView};

use crate::calendar::notice;
use crate::door::Session;
use crate::error::answer;

#[async_trait]
impl CalendarApi for Session {
    async fn calendar(&self) -> Answer<CalendarView> {
        answer("calendar", notice::view(self).await)
    }
    async fn draft_calendar(&self, draft: CalendarDraftForm) -> Answer<CalendarDraftId> {
        answer("draft_calendar", notice::draft(self, draft).await)
    }
    async fn publish_calendar(&self, id: CalendarDraftId) -> Answer<()> {
        answer("publish_calendar", notice::publish(self, id).await)
    }
    async fn withdraw_calendar(&self, id: CalendarDraftId, reason: String) -> Answer<()> {
        answer(
            "withdraw_calendar",
            notice::withdraw(self, id, reason).await,
        )
    }
}
