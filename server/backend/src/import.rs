//! Recognised work injuries from the cities' own systems (R123): CSV in UTF-8 or GB18030, or xlsx.
//!
//! A bad row is reported by line, column and reason and does not hold up the good ones; the same
//! 认定编号 again updates. Everything happens in one transaction: read → check → store.

mod check;
mod read;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::time::Instant;

use crate::AdminDb;
use check::{Columns, Injury};

/// The largest file that is read into memory.
pub const MAX_MIB: u32 = 64;

/// How far an import is, in rows.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Line of the file, the header being line 1.
    pub line: usize,
    /// The header of the column.
    pub column: &'static str,
    /// What stands there, at most 40 characters of it.
    pub value: String,
    /// Why not.
    pub reason: String,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct ImportReport {
    pub read: usize,
    pub inserted: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: Vec<Rejected>,
    pub millis: u128,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "读取 {} 行：新增 {}，更新 {}，未变 {}，未采纳 {}；用时 {} 毫秒。",
            self.read,
            self.inserted,
            self.updated,
            self.unchanged,
            self.rejected.len(),
            self.millis
        )?;
        for row in self.rejected.iter().take(50) {
            write!(f, "\n第 {} 行“{}”：{}（“{}”）", row.line, row.column, row.reason, row.value)?;
        }
        if self.rejected.len() > 50 {
            write!(f, "\n……另有 {} 行未列出。", self.rejected.len() - 50)?;
        }
        Ok(())
    }
}

/// Why nothing was imported: one Chinese sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ImportError(pub String);

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Self(format!("写入数据库失败，未导入任何数据：{error}"))
    }
}

/// Imports a file of injuries. All good rows or, on a failure, none.
///
/// # Errors
/// A file that cannot be read at all, a missing column, or what PostgreSQL said.
pub async fn injuries(
    admin: &AdminDb,
    path: &Path,
    mut on_progress: impl FnMut(Progress),
) -> Result<ImportReport, ImportError> {
    let started = Instant::now();
    let table = read::table(path)?;
    let columns = Columns::of(&table.header)?;
    let total = u64::try_from(table.rows.len()).unwrap_or(u64::MAX);
    let mut report = ImportReport { read: table.rows.len(), ..ImportReport::default() };
    let mut good = Vec::with_capacity(table.rows.len());
    let mut numbers = HashSet::new();
    for (index, row) in table.rows.iter().enumerate() {
        match check::injury(&columns, row, admin.today()) {
            Ok(injury) if !numbers.insert(injury.number.clone()) => {
                let reason = "同一文件中认定编号重复".to_owned();
                report.rejected.push(Rejected { line: index + 2, column: "认定编号", value: injury.number, reason });
            }
            Ok(injury) => good.push(injury),
            Err(fault) => report.rejected.push(fault.at(index + 2)),
        }
    }
    let mut tx = admin.begin().await?;
    for chunk in good.chunks(5_000) {
        let (inserted, updated) = store::upsert(&mut tx, chunk).await?;
        report.inserted += inserted;
        report.updated += updated;
        report.unchanged += u64::try_from(chunk.len()).unwrap_or(0) - inserted - updated;
        let done = report.inserted + report.updated + report.unchanged;
        on_progress(Progress { done, total });
    }
    store::summarise(&mut tx, &good, admin.clock.now()).await?;
    tx.commit().await?;
    on_progress(Progress { done: total, total });
    report.millis = started.elapsed().as_millis();
    Ok(report)
}
