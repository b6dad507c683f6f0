//! Doorways to `LocalRuleApi`: what cities lay down where the regulation is silent.

use domain::LocalRuleId;
use domain::contract::{LocalRuleForm, LocalRulesView};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// What holds where.
#[server(name = LocalRulesCall, endpoint = "local_rules", input = Json, output = Json)]
pub async fn local_rules() -> Result<LocalRulesView, ApiError> {
    answer(backend()?.local_rules().await)
}

/// The region proposes one.
#[server(endpoint = "propose_local_rule")]
pub async fn propose_local_rule(draft: LocalRuleForm) -> Result<LocalRuleId, ApiError> {
    answer(backend()?.propose_local_rule(draft).await)
}

/// Another person publishes it.
#[server(endpoint = "publish_local_rule")]
pub async fn publish_local_rule(id: LocalRuleId) -> Result<(), ApiError> {
    answer(backend()?.publish_local_rule(id).await)
}

/// Takes it back before its publication.
#[server(endpoint = "withdraw_local_rule")]
pub async fn withdraw_local_rule(id: LocalRuleId, reason: String) -> Result<(), ApiError> {
    answer(backend()?.withdraw_local_rule(id, reason).await)
}
