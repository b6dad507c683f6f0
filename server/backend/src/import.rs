//! Recognised work injuries from the cities' own systems (R123): CSV in UTF-8 or GB18030, or xlsx.
//!
//! A bad row is reported by line, column and reason and does not hold up the good ones; the same
//! 认定编号 again updates. Everything happens in one transaction: read → check → store.

mod check;
mod read;
mod sheet;
mod store;
#[cfg(test)]
mod tests;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::path::Path;
use std::time::Instant;

use chrono::{Datelike, NaiveDate};

use sqlx::PgConnection;

use self::check::Columns;
use self::read::Table;
use crate::AdminDb;
use crate::classification::Classifications;

pub(crate) use self::check::{Injury, outdated};
pub(crate) use self::sheet::{Refused, Sheet};
pub(crate) use self::store::Count;

/// The largest file that is read into memory.
pub const MAX_MIB: u32 = 64;
/// Rows of one statement.
const CHUNK: usize = 5_000;

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
            write!(
                f,
                "\n第 {} 行“{}”：{}（“{}”）",
                row.line, row.column, row.reason, row.value
            )?;
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
    let mut report = ImportReport {
        read: table.rows.len(),
        ..ImportReport::default()
    };
    let mut counts: BTreeMap<i32, Count> = BTreeMap::new();
    let mut tx = admin.begin().await?;
    let by = Judge {
        today: admin.today(),
        lists: Classifications::load(&mut tx).await?,
    };
    let good = sort(&table, &columns, &by, &mut report.rejected, &mut counts);
    let done = u64::try_from(report.rejected.len()).unwrap_or(0);
    write(&mut tx, &good, &mut counts, |rows| {
        on_progress(Progress {
            done: done + rows,
            total,
        });
    })
    .await?;
    store::record(&mut tx, &counts, admin.clock.now()).await?;
    tx.commit().await?;
    for count in counts.values() {
        report.inserted += count.inserted;
        report.updated += count.updated;
        report.unchanged += count.unchanged;
    }
    report.millis = started.elapsed().as_millis();
    Ok(report)
}

/// What a row is judged by, beside its own words.
pub(crate) struct Judge {
    pub today: NaiveDate,
    pub lists: Classifications,
}

/// Rows of texts, each with the line it stands on.
type Lines = Vec<(usize, Vec<String>)>;

/// A file of ours or of a bank as a table of texts: the header, and each row with its line.
///
/// # Errors
/// A sentence when it is neither CSV nor xlsx, or empty.
pub(crate) fn table_of(content: &[u8]) -> Result<(Vec<String>, Lines), ImportError> {
    let table = read::bytes(content)?;
    Ok((table.header, table.rows))
}

/// Writes checked rows and the sums of their years; tells how many rows are done.
pub(crate) async fn write(
    conn: &mut PgConnection,
    good: &[Injury],
    counts: &mut BTreeMap<i32, Count>,
    mut on_rows: impl FnMut(u64),
) -> sqlx::Result<()> {
    let mut touched: BTreeSet<(i32, i32)> = good
        .iter()
        .map(|injury| (injury.tenant, injury.date.year()))
        .collect();
    let mut done = 0;
    for chunk in good.chunks(CHUNK) {
        touched.extend(store::years_before(conn, chunk).await?);
        store::upsert(conn, chunk, counts).await?;
        done += u64::try_from(chunk.len()).unwrap_or(0);
        on_rows(done);
    }
    store::summarise(conn, &touched).await
}

/// What writing the rows would do now.
pub(crate) async fn compare(conn: &mut PgConnection, good: &[Injury]) -> sqlx::Result<Count> {
    let mut sum = Count::default();
    for chunk in good.chunks(CHUNK) {
        let count = store::compare(conn, chunk).await?;
        sum.inserted += count.inserted;
        sum.updated += count.updated;
        sum.unchanged += count.unchanged;
    }
    Ok(sum)
}

/// A row, checked; a number that stood in an earlier row of the file is not taken again.
fn take(
    columns: &Columns,
    line: usize,
    row: &[String],
    by: &Judge,
    numbers: &mut HashSet<String>,
) -> Result<Injury, Rejected> {
    let injury = check::injury(columns, row, by).map_err(|fault| fault.at(line))?;
    if numbers.insert(injury.number.clone()) {
        return Ok(injury);
    }
    Err(Rejected {
        line,
        column: check::KEY,
        value: injury.number,
        reason: "同一文件中认定编号重复，只采纳了前面的一行".to_owned(),
    })
}

/// Takes the good rows and reports the others.
fn sort(
    table: &Table,
    columns: &Columns,
    by: &Judge,
    rejected: &mut Vec<Rejected>,
    counts: &mut BTreeMap<i32, Count>,
) -> Vec<Injury> {
    let mut numbers = HashSet::new();
    let mut good = Vec::with_capacity(table.rows.len());
    for (line, row) in &table.rows {
        match take(columns, *line, row, by, &mut numbers) {
            Ok(injury) => good.push(injury),
            Err(row_fault) => {
                // Whose row it is can be said even where something else is wrong with it.
                if let Some(tenant) = columns.tenant(row) {
                    counts.entry(tenant).or_default().rejected += 1;
                }
                rejected.push(row_fault);
            }
        }
    }
    good
}
