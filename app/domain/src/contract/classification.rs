//! The classifications of accidents and occupational diseases: who proposes an edition or its correction,
//! who publishes it, and what it changes.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, Offer};
use crate::ClassificationId;
use crate::classification::{Classification, ListChanges};

codes! {
    /// How a published list stands to today.
    ClassificationPhase {
        Coming = "COMING" "待施行",
        Current = "CURRENT" "现行",
        Past = "PAST" "已被替代",
        Corrected = "CORRECTED" "已更正",
    }
}

/// The published editions, and what waits to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassificationsView {
    /// Of each classification the newest edition first; a corrected list after the one that replaced it.
    pub editions: Vec<ClassificationView>,
    /// Proposed and not yet published; only for the region.
    pub drafts: Vec<ClassificationDraft>,
    pub offers: Vec<Offer>,
}

/// A published list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassificationView {
    pub id: ClassificationId,
    pub list: Classification,
    pub phase: ClassificationPhase,
    /// Whether somebody has compared it with the document.
    pub certain: bool,
    /// By whom and when it was proposed and published; empty for those the program began with.
    pub published: String,
}

/// A list before its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassificationDraft {
    pub id: ClassificationId,
    pub list: Classification,
    pub by: String,
    pub on: NaiveDate,
    /// What it is compared with: the list of the same edition, or else the edition in force before it.
    pub against: Option<Against>,
    /// Why the reader cannot publish it: it is their own.
    pub why_not: Option<String>,
}

/// A list beside the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Against {
    /// For people, with its edition.
    pub named: String,
    /// Whether it is the same edition, which is corrected.
    pub same: bool,
    pub document: String,
    pub from: NaiveDate,
    pub changes: ListChanges,
}

/// An edition as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClassificationForm {
    /// Code of [`crate::classification::ClassificationKind`].
    pub kind: String,
    pub edition: String,
    pub title: String,
    pub document: String,
    pub from: String,
    /// One line each; see [`crate::classification::read`].
    pub text: String,
}

/// The classifications.
#[async_trait]
pub trait ClassificationApi {
    /// The editions, those in force and those before and after them (4.4).
    async fn classifications(&self) -> Answer<ClassificationsView>;
    /// The region proposes an edition, or corrects the one of the same number; it counts once another
    /// person has published it.
    async fn propose_classification(&self, draft: ClassificationForm) -> Answer<ClassificationId>;
    /// Publishes it: what is imported from now on is checked by it.
    async fn publish_classification(&self, id: ClassificationId) -> Answer<()>;
    /// Takes it back before its publication.
    async fn withdraw_classification(&self, id: ClassificationId, reason: String) -> Answer<()>;
}
