//! From a file to a table of texts. The format is decided by what is in the file, not by its name.

use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::{ImportError, MAX_MIB};

/// A header and its rows.
#[derive(Debug)]
pub(super) struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Reads the file whole; the limit keeps that bounded.
pub(super) fn table(path: &Path) -> Result<Table, ImportError> {
    let shown = path.display();
    let size = std::fs::metadata(path).map_err(|error| ImportError(format!("打不开文件 {shown}：{error}")))?.len();
    if size > u64::from(MAX_MIB) << 20 {
        return Err(ImportError(format!("文件 {shown} 超过 {MAX_MIB} MiB，请按年度或盟市拆分后导入。")));
    }
    let bytes = std::fs::read(path).map_err(|error| ImportError(format!("打不开文件 {shown}：{error}")))?;
    if bytes.is_empty() {
        return Err(ImportError(format!("文件 {shown} 是空的。")));
    }
    if bytes.starts_with(b"PK\x03\x04") { xlsx(&bytes) } else { csv(&text(&bytes)?) }
}

fn xlsx(bytes: &[u8]) -> Result<Table, ImportError> {
    let bad = |error: calamine::XlsxError| ImportError(format!("不是可读的 xlsx 文件：{error}"));
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(bad)?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or_else(|| ImportError("工作簿中没有工作表。".into()))?
        .map_err(bad)?;
    let mut rows = sheet.rows().map(|row| row.iter().map(cell).collect::<Vec<_>>());
    let header = rows.next().ok_or_else(|| ImportError("工作表是空的。".into()))?;
    Ok(Table { header, rows: rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect() })
}

/// A cell as it would stand in a CSV: whole numbers without a fraction, dates as dates.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(at) => at.as_datetime().map(|at| at.date().to_string()).unwrap_or_default(),
        other => other.to_string().trim().to_owned(),
    }
}

/// UTF-8 with or without a byte-order mark, else GB18030; undecodable bytes are named by line.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
    if broken || text.contains('\0') {
        let line = text.split('\n').position(|line| line.contains(['\u{FFFD}', '\0'])).unwrap_or(0) + 1;
        return Err(ImportError(format!(
            "第 {line} 行的字符既不是 UTF-8 也不是 GB18030 编码。请用 WPS 或 Excel 另存为“CSV UTF-8”后重试。"
        )));
    }
    Ok(text)
}

fn csv(text: &str) -> Result<Table, ImportError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let bad = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        ImportError(format!("第 {line} 行不是完整的 CSV 记录，请检查引号是否成对。"))
    };
    let header = reader.headers().map_err(bad)?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record.map_err(bad)?.iter().map(str::to_owned).collect());
    }
    Ok(Table { header, rows })
}
