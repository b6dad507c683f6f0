//! Recognised injuries by web (R123), and how an old accident or disease type is counted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Offer;
use crate::UploadId;
use crate::state::UploadState;

/// An uploaded file of injuries: what it would do, or what it did (R123). Nothing is imported until
/// the preview is confirmed by [`super::FiguresApi::import_injuries`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjuryUploadView {
    pub id: UploadId,
    /// Name of the file, without any path.
    pub file: String,
    /// The years the good rows belong to, oldest first.
    pub years: Vec<i32>,
    /// Of a preview: what would happen; once imported: what happened.
    pub counts: UploadCounts,
    /// Headings of `sample`, as they stand in the file.
    pub heads: Vec<String>,
    /// The first rows of the file, at most 20.
    pub sample: Vec<Vec<String>>,
    /// Line of the file and why it is not taken, at most 100. All of them, with their cells, at
    /// `/figures/uploads/{id}/rejected.csv`.
    pub rejected: Vec<(i64, String)>,
    pub state: UploadState,
    /// Who uploaded it.
    pub by: String,
    pub on: NaiveDate,
    pub offers: Vec<Offer>,
}

/// Rows of an upload by what becomes of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadCounts {
    pub new: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub rejected: i64,
}

/// An upload in the list of the newest ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRow {
    pub id: UploadId,
    pub file: String,
    pub counts: UploadCounts,
    pub state: UploadState,
    pub by: String,
    pub on: NaiveDate,
}

/// A type of one edition of a classification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeName {
    /// What a form sends, such as `ACCIDENT:GB6441-1986:01`.
    pub key: String,
    /// The edition, for people: 企业职工伤亡事故分类（GB 6441-1986）.
    pub edition: String,
    /// 物体打击.
    pub name: String,
}

/// An old type that is counted as a new one. Without such a row both are listed by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeMapping {
    pub from: TypeName,
    pub to: TypeName,
    pub by: String,
    pub on: NaiveDate,
}
