//! The contract of the acceptance beside the steps every project takes.

use async_trait::async_trait;
use domain::contract::{AcceptanceApi, Answer};
use domain::state::AnswerKind;
use domain::{ProjectId, Version};

use crate::acceptance;
use crate::door::Session;
use crate::error::answer;

#[async_trait]
impl AcceptanceApi for Session {
    async fn acknowledge_report(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer(
            "acknowledge_report",
            acceptance::acknowledge_report(self, id, seen).await,
        )
    }
    async fn answer_rectification(
        &self,
        id: ProjectId,
        seen: Version,
        kind: AnswerKind,
        text: String,
    ) -> Answer<()> {
        answer(
            "answer_rectification",
            acceptance::answer_rectification(self, id, seen, kind, text).await,
        )
    }
    async fn remind_rectification(&self, id: ProjectId, seen: Version, text: String) -> Answer<()> {
        answer(
            "remind_rectification",
            acceptance::remind_rectification(self, id, seen, text).await,
        )
    }
    async fn offer_late(&self, id: ProjectId, seen: Version, text: String) -> Answer<()> {
        answer(
            "offer_late",
            acceptance::offer_late(self, id, seen, text).await,
        )
    }
    async fn accept_late(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "accept_late",
            acceptance::accept_late(self, id, seen, reason).await,
        )
    }
    async fn record_review(
        &self,
        id: ProjectId,
        seen: Version,
        findings: String,
        advice: String,
    ) -> Answer<()> {
        answer(
            "record_review",
            acceptance::record_review(self, id, seen, findings, advice).await,
        )
    }
}
