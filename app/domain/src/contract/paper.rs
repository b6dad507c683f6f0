//! Papers of a project, as its page shows them. What carries them is no server function: see
//! `server/src/papers.rs`.

use serde::{Deserialize, Serialize};

use super::FileView;
use crate::paper::PaperKind;

/// A paper of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperView {
    pub kind: PaperKind,
    /// Party of a signature page, part of the archive, condition that is proved; empty otherwise.
    pub part: String,
    /// Number of the supplementary agreement, progress report, inspection or payment; 0 = the agreement
    /// itself, or not reported yet.
    pub about: i64,
    pub file: FileView,
    /// Whether this person can take it away now.
    pub removable: bool,
}

/// A place where this person can add a paper now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperSlot {
    pub kind: PaperKind,
    /// As in [`PaperView`]; where a kind has parts the person chooses one.
    pub part: String,
    pub about: i64,
    /// What it is: `第 1 号补充协议签字盖章页`.
    pub label: String,
}
