//! The first sheet of a workbook, cell by cell: a stray cell in the last row of the sheet must not
//! make us hold a million empty ones.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, XlsxError};

use super::ImportError;
use super::read::Table;

/// Columns beyond these hold nothing of ours.
const COLUMNS: u32 = 64;
/// Rows beyond these are more than a city has in ten years.
const ROWS: usize = 500_000;

/// Reads the first sheet; its first row that holds anything is the header.
pub(super) fn table(bytes: &[u8]) -> Result<Table, ImportError> {
    let bad = |error: XlsxError| ImportError(format!("不是可读的 xlsx 文件：{error}"));
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(bad)?;
    let name = book
        .sheet_names()
        .into_iter()
        .next()
        .ok_or_else(|| ImportError("工作簿中没有工作表。".into()))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(bad)?;
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    while let Some(found) = cells.next_cell().map_err(bad)? {
        let (row, column) = found.get_position();
        let text = text(&Data::from(found.get_value().clone()));
        if text.is_empty() || column >= COLUMNS {
            continue;
        }
        put(&mut rows, row as usize + 1, column as usize, text);
        if rows.len() > ROWS {
            return Err(ImportError(format!(
                "工作表超过 {ROWS} 行，请按年度拆分后导入。"
            )));
        }
    }
    // Rows come in order; a file made by hand may say otherwise.
    rows.sort_by_key(|(line, _)| *line);
    let mut rows = rows.into_iter();
    let (_, header) = rows
        .next()
        .ok_or_else(|| ImportError("工作表是空的。".into()))?;
    Ok(Table {
        header,
        rows: rows.collect(),
    })
}

fn put(rows: &mut Vec<(usize, Vec<String>)>, line: usize, column: usize, text: String) {
    if rows.last().is_none_or(|(last, _)| *last != line) {
        rows.push((line, Vec::new()));
    }
    if let Some((_, cells)) = rows.last_mut() {
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    }
}

/// A cell as it would stand in a CSV: whole numbers without a fraction, dates as dates.
fn text(data: &Data) -> String {
    match data {
        Data::DateTime(at) => at
            .as_datetime()
            .map(|at| at.date().to_string())
            .unwrap_or_default(),
        Data::DateTimeIso(at) => at.split('T').next().unwrap_or_default().to_owned(),
        other => other.to_string().trim().to_owned(),
    }
}
