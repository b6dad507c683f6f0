//! `LocalRuleApi` for the session.

use async_trait::async_trait;
use domain::LocalRuleId;
use domain::contract::{Answer, LocalRuleApi, LocalRuleForm, LocalRulesView};

use crate::door::Session;
use crate::error::answer;
use crate::local_rule;

#[async_trait]
impl LocalRuleApi for Session {
    async fn local_rules(&self) -> Answer<LocalRulesView> {
        answer("local_rules", local_rule::view(self).await)
    }
    async fn propose_local_rule(&self, draft: LocalRuleForm) -> Answer<LocalRuleId> {
        answer("propose_local_rule", local_rule::propose(self, draft).await)
    }
    async fn publish_local_rule(&self, id: LocalRuleId) -> Answer<()> {
        answer("publish_local_rule", local_rule::publish(self, id).await)
    }
    async fn withdraw_local_rule(&self, id: LocalRuleId, reason: String) -> Answer<()> {
        answer(
            "withdraw_local_rule",
            local_rule::withdraw(self, id, reason).await,
        )
    }
}
