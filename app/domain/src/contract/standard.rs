//! The training-fee standards: who proposes them, who publishes them, and what they change.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Offer};
use crate::StandardId;
use crate::training::{FigureChange, TrainingStandard};

codes! {
    /// How a published standard stands to today.
    StandardPhase {
        Coming = "COMING" "待施行",
        Current = "CURRENT" "现行",
        Past = "PAST" "已被替代",
    }
}

/// The published standards, and what waits to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardsView {
    /// The newest first.
    pub standards: Vec<StandardView>,
    /// Proposed and not yet published; only for the region.
    pub drafts: Vec<StandardDraft>,
    /// The first day a new standard can begin.
    pub earliest: NaiveDate,
    pub offers: Vec<Offer>,
}

/// A published standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardView {
    pub id: StandardId,
    pub standard: TrainingStandard,
    pub phase: StandardPhase,
    /// By whom and when it was proposed and published; empty for the one the program began with.
    pub published: String,
}

/// A standard before its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardDraft {
    pub id: StandardId,
    pub standard: TrainingStandard,
    pub by: String,
    pub on: NaiveDate,
    /// Number of the document that is in force before it.
    pub replaces: String,
    /// What it has otherwise than that one.
    pub changes: Vec<FigureChange>,
    /// Why the reader cannot publish it: it is their own.
    pub why_not: Option<String>,
}

/// A standard as typed; the figures by the codes of [`crate::training::Figure`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StandardForm {
    pub name: String,
    pub document: String,
    pub from: String,
    pub figures: BTreeMap<String, String>,
}

/// The training-fee standards.
#[async_trait]
pub trait StandardApi {
    /// The standards, the current one and those before and after it. R198, A33.
    async fn standards(&self) -> Answer<StandardsView>;
    /// The region proposes one; it counts once another person has published it.
    async fn propose_standard(&self, draft: StandardForm) -> Answer<StandardId>;
    /// Publishes it: from its first day on, applications are measured by it.
    async fn publish_standard(&self, id: StandardId) -> Answer<()>;
    /// Takes it back before its publication.
    async fn withdraw_standard(&self, id: StandardId, reason: String) -> Answer<()>;
}
