//! What cities lay down where the regulation is silent: who proposes it, who publishes it, what holds.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Offer};
use crate::local_rule::LocalRule;
use crate::{LocalRuleId, TenantId};

/// Rows of what was published that are listed.
pub const SHOWN_LOCAL_RULES: usize = 100;

/// What holds where, what waits, and what was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalRulesView {
    /// The cities the reader may see, in the order of their codes.
    pub cities: Vec<CityRules>,
    /// Proposed and not yet published; only for the region.
    pub drafts: Vec<LocalRuleDraft>,
    /// The newest first.
    pub published: Vec<PublishedRule>,
    pub offers: Vec<Offer>,
}

/// What a city goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityRules {
    pub tenant: TenantId,
    pub name: String,
    /// In the order of [`LocalRule::ALL`].
    pub values: Vec<u32>,
}

/// A rule before its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalRuleDraft {
    pub id: LocalRuleId,
    pub city: String,
    pub rule: LocalRule,
    /// What the city goes by until then.
    pub before: u32,
    pub after: u32,
    /// The city's document or resolution.
    pub basis: String,
    pub by: String,
    pub on: NaiveDate,
    /// Why the reader cannot publish it: it is their own.
    pub why_not: Option<String>,
}

/// A rule that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRule {
    pub id: LocalRuleId,
    pub city: String,
    pub rule: LocalRule,
    pub value: u32,
    pub basis: String,
    /// Whether the city goes by it today.
    pub holds: bool,
    /// By whom and when it was proposed and published.
    pub published: String,
}

/// A rule as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocalRuleForm {
    pub tenant: String,
    pub rule: String,
    pub value: String,
    pub basis: String,
}

/// The rules of cities.
#[async_trait]
pub trait LocalRuleApi {
    /// What holds where; a city sees its own. A11, A16, A36.
    async fn local_rules(&self) -> Answer<LocalRulesView>;
    /// The region proposes one; it counts once another person has published it.
    async fn propose_local_rule(&self, draft: LocalRuleForm) -> Answer<LocalRuleId>;
    /// Publishes it: clocks that start from then on run by it.
    async fn publish_local_rule(&self, id: LocalRuleId) -> Answer<()>;
    /// Takes it back before its publication.
    async fn withdraw_local_rule(&self, id: LocalRuleId, reason: String) -> Answer<()>;
}
