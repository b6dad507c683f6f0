//! Placeholder until the importer lands: its shapes only.
use std::path::Path;

use crate::AdminDb;

pub struct Progress {
    pub done: u64,
    pub total: u64,
}
#[derive(Debug, Default)]
pub struct ImportReport {}
impl std::fmt::Display for ImportReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("-")
    }
}
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ImportError(pub String);
pub async fn injuries(_: &AdminDb, _: &Path, _: impl FnMut(Progress)) -> Result<ImportReport, ImportError> {
    Err(ImportError("暂未提供".into()))
}
