//! `StandardApi` for the session.

use async_trait::async_trait;
use domain::StandardId;
use domain::contract::{Answer, StandardApi, StandardForm, StandardsView};

use crate::door::Session;
use crate::error::answer;
use crate::standard;

#[async_trait]
impl StandardApi for Session {
    async fn standards(&self) -> Answer<StandardsView> {
        answer("standards", standard::view(self).await)
    }
    async fn propose_standard(&self, draft: StandardForm) -> Answer<StandardId> {
        answer("propose_standard", standard::propose(self, draft).await)
    }
    async fn publish_standard(&self, id: StandardId) -> Answer<()> {
        answer("publish_standard", standard::publish(self, id).await)
    }
    async fn withdraw_standard(&self, id: StandardId, reason: String) -> Answer<()> {
        answer(
            "withdraw_standard",
            standard::withdraw(self, id, reason).await,
        )
    }
}
