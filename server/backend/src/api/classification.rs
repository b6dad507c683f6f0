//! `ClassificationApi` for the session.

use async_trait::async_trait;
use domain::ClassificationId;
use domain::contract::{Answer, ClassificationApi, ClassificationForm, ClassificationsView};

use crate::classification;
use crate::door::Session;
use crate::error::answer;

#[async_trait]
impl ClassificationApi for Session {
    async fn classifications(&self) -> Answer<ClassificationsView> {
        answer("classifications", classification::view(self).await)
    }
    async fn propose_classification(&self, draft: ClassificationForm) -> Answer<ClassificationId> {
        answer(
            "propose_classification",
            classification::propose(self, draft).await,
        )
    }
    async fn publish_classification(&self, id: ClassificationId) -> Answer<()> {
        answer(
            "publish_classification",
            classification::publish(self, id).await,
        )
    }
    async fn withdraw_classification(&self, id: ClassificationId, reason: String) -> Answer<()> {
        answer(
            "withdraw_classification",
            classification::withdraw(self, id, reason).await,
        )
    }
}
