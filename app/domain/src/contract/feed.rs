//! The calendar of deadlines that a person's own calendar program fetches.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::state::DeadlineKind;
use crate::{DeadlineId, TenantId};

/// How many deadlines a calendar holds: the nearest.
pub const FEED_DEADLINES: usize = 1000;

/// The person's address of a calendar, as they see it afterwards: never the address itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedView {
    /// "2026-11-24 09:12"; `None` = there is none.
    pub since: Option<String>,
}

/// A running deadline in a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    pub tenant: TenantId,
    pub deadline: DeadlineId,
    pub kind: DeadlineKind,
    pub due: NaiveDate,
    pub provisional: bool,
    pub project_name: String,
    pub project_code: String,
    pub tenant_name: String,
    /// Whose turn it is.
    pub holder: String,
    /// 自 2026年11月24日起 30 个工作日; empty for a fixed day.
    pub why: String,
}

/// The person's own calendar address.
#[async_trait]
pub trait FeedApi {
    /// Whether there is one.
    async fn calendar_feed(&self) -> Answer<FeedView>;
    /// A new one, shown this once; the one before opens nothing any more.
    async fn grant_feed(&self) -> Answer<String>;
    /// Takes it back; again does no harm.
    async fn revoke_feed(&self) -> Answer<()>;
}
