//! `UrgingApi` for the session.

use async_trait::async_trait;
use domain::UrgingId;
use domain::contract::{Answer, UrgingApi, UrgingForm, UrgingsQuery, UrgingsView};

use crate::door::Session;
use crate::error::answer;
use crate::urging;

#[async_trait]
impl UrgingApi for Session {
    async fn urgings(&self, query: UrgingsQuery) -> Answer<UrgingsView> {
        answer("urgings", urging::view(self, query).await)
    }
    async fn urge(&self, urging: UrgingForm) -> Answer<UrgingId> {
        answer("urge", urging::urge(self, urging).await)
    }
    async fn answer_urging(&self, id: UrgingId, text: String) -> Answer<()> {
        answer("answer_urging", urging::answer(self, id, text).await)
    }
}
