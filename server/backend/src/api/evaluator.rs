//! The contract of the pool of evaluators.

use async_trait::async_trait;
use domain::contract::{Answer, EvaluatorApi, ExpertDraft, ExpertsView};
use domain::{ProjectId, UserId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::{acceptance, expert};

#[async_trait]
impl EvaluatorApi for Session {
    async fn experts(&self) -> Answer<ExpertsView> {
        answer("experts", expert::experts(self).await)
    }
    async fn keep_expert(&self, draft: ExpertDraft) -> Answer<()> {
        answer("keep_expert", expert::keep(self, draft).await)
    }
    async fn remove_expert(&self, id: UserId, reason: String) -> Answer<()> {
        answer("remove_expert", expert::remove(self, id, reason).await)
    }
    async fn declare_conflict(
        &self,
        id: ProjectId,
        seen: Version,
        conflict: String,
        text: String,
    ) -> Answer<()> {
        answer(
            "declare_conflict",
            acceptance::declare_conflict(self, id, seen, conflict, text).await,
        )
    }
}
