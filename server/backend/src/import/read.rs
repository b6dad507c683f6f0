//! From a file to a table of texts. The format is decided by what is in the file, not by its name.

use std::borrow::Cow;
use std::path::Path;

use super::{ImportError, MAX_MIB, xlsx};

/// A header and its rows, each with the line it stands on.
#[derive(Debug)]
pub(super) struct Table {
    pub header: Vec<String>,
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads the file whole; the limit keeps that bounded.
pub(super) fn table(path: &Path) -> Result<Table, ImportError> {
    let shown = path.display();
    let unopened = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ImportError(format!("打不开文件 {shown}：没有这个文件。")),
        _ => ImportError(format!("打不开文件 {shown}：{error}")),
    };
    let about = std::fs::metadata(path).map_err(unopened)?;
    if !about.is_file() {
        return Err(ImportError(format!(
            "打不开文件 {shown}：它是目录或设备，不是文件。"
        )));
    }
    if about.len() > u64::from(MAX_MIB) << 20 {
        return Err(ImportError(format!(
            "文件 {shown} 超过 {MAX_MIB} MiB，请按年度或盟市拆分后导入。"
        )));
    }
    bytes(&std::fs::read(path).map_err(unopened)?)
}

/// The same of a file that is in memory already.
pub(super) fn bytes(bytes: &[u8]) -> Result<Table, ImportError> {
    match bytes {
        [] => Err(ImportError("文件是空的。".into())),
        [b'P', b'K', 3, 4, ..] => xlsx::table(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(ImportError(
            "这是旧版 Excel（.xls）文件，请用 WPS 或 Excel 另存为 .xlsx 后重试。".into(),
        )),
        [b'%', b'P', b'D', b'F', ..] => Err(ImportError(
            "这是 PDF 文件，请导出为 CSV 或 xlsx 后重试。".into(),
        )),
        _ => csv(&text(bytes)?),
    }
}

/// UTF-8 with or without a byte-order mark, else GB18030; undecodable bytes are named by line.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    let marked = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let bytes = marked.unwrap_or(bytes);
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => bytes.get(..error.valid_up_to()).unwrap_or_default(),
    };
    let utf8_line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
    // Broken UTF-8 often reads as other Chinese words in GB18030: only the header tells the two apart.
    let header = std::str::from_utf8(valid)
        .ok()
        .and_then(|text| text.lines().next())
        .unwrap_or_default();
    if marked.is_some() || header.contains(super::check::KEY) {
        return Err(ImportError(format!(
            "第 {utf8_line} 行的字符不是 UTF-8 编码，而文件开头是。请重新导出后重试。"
        )));
    }
    let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
    if broken || text.contains('\0') {
        let line = text
            .split('\n')
            .position(|line| line.contains(['\u{FFFD}', '\0']))
            .unwrap_or(0)
            + 1;
        return Err(ImportError(format!(
            "第 {line} 行的字符既不是 UTF-8 也不是 GB18030 编码。请用 WPS 或 Excel 另存为“CSV UTF-8”后重试。"
        )));
    }
    Ok(text)
}

fn csv(text: &str) -> Result<Table, ImportError> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let bad = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        ImportError(format!(
            "第 {line} 行不是完整的 CSV 记录，请检查引号是否成对。"
        ))
    };
    let header = reader
        .headers()
        .map_err(bad)?
        .iter()
        .map(str::to_owned)
        .collect();
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(bad)?;
        // The reader's own count stands before the line break and before blank lines.
        let before = record
            .position()
            .and_then(|at| usize::try_from(at.byte()).ok())
            .unwrap_or(counted);
        let rest = text.as_bytes().get(before..).unwrap_or_default();
        let starts = before
            + rest
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
        let passed = text.as_bytes().get(counted..starts).unwrap_or_default();
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        counted = starts;
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(Table { header, rows })
}
