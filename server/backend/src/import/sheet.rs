//! A file of one city, read and checked and not yet written: what an upload by web is made of.

use std::collections::HashSet;

use domain::TenantId;
use serde::{Deserialize, Serialize};

use super::check::{Columns, Injury};
use super::{ImportError, Judge, Rejected, read, take};

/// Rows that are shown before anything is imported.
const SAMPLE: usize = 20;

/// What was read from a file.
pub(crate) struct Sheet {
    /// The first line, as it stands in the file.
    pub heads: Vec<String>,
    /// The first rows, good or not, as they stand in the file.
    pub sample: Vec<Vec<String>>,
    pub good: Vec<Injury>,
    pub rejected: Vec<Refused>,
}

/// A row that is not taken, with everything that stood in it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Refused {
    pub line: usize,
    pub cells: Vec<String>,
    pub reason: String,
}

impl Sheet {
    /// Reads and checks. Rows of another city are rejected like any other bad row.
    ///
    /// # Errors
    /// A file that cannot be read at all, or a missing column.
    pub(crate) fn read(content: &[u8], tenant: TenantId, by: &Judge) -> Result<Self, ImportError> {
        let table = read::bytes(content)?;
        let columns = Columns::of(&table.header)?;
        let mut sheet = Self {
            heads: table.header.iter().map(|cell| plain(cell)).collect(),
            sample: table
                .rows
                .iter()
                .take(SAMPLE)
                .map(|(_, row)| cells(row))
                .collect(),
            good: Vec::with_capacity(table.rows.len()),
            rejected: Vec::new(),
        };
        let mut numbers = HashSet::new();
        for (line, row) in &table.rows {
            let injury = take(&columns, *line, row, by, &mut numbers)
                .and_then(|injury| own(injury, *line, tenant));
            match injury {
                Ok(injury) => sheet.good.push(injury),
                Err(why) => sheet.rejected.push(Refused {
                    line: *line,
                    cells: cells(row),
                    reason: sentence(&why),
                }),
            }
        }
        Ok(sheet)
    }
}

fn own(injury: Injury, line: usize, tenant: TenantId) -> Result<Injury, Rejected> {
    if injury.tenant == tenant.0 {
        return Ok(injury);
    }
    Err(Rejected {
        line,
        column: super::check::TENANT,
        value: injury.tenant.to_string(),
        reason: "不是本盟市的数据".into(),
    })
}

/// “事故日期”晚于今天（2099-01-01）.
fn sentence(why: &Rejected) -> String {
    let value = plain(&why.value);
    if value.is_empty() {
        format!("“{}”{}", why.column, why.reason)
    } else {
        format!("“{}”{}（{value}）", why.column, why.reason)
    }
}

fn cells(row: &[String]) -> Vec<String> {
    row.iter().map(|cell| plain(cell)).collect()
}

/// PostgreSQL keeps no NUL in a text.
fn plain(cell: &str) -> String {
    cell.replace('\0', "")
}
