//! The sets of figures departments send each other (R014, R020, R022, R030): which there are, who
//! sends them, their columns, and the check of what was typed.

use std::collections::BTreeSet;

use crate::access::Role;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::state::DatasetKind;

/// The most rows of one set.
pub const MAX_ROWS: usize = 5_000;

/// What insured persons can be counted by: the dimensions of the analysis (R031).
pub const SCOPES: &[&str] = &["全市", "旗县区", "行业", "用人单位", "工种", "岗位"];

/// The columns of a file of recognised injuries, in the order of the template (R123). The first one
/// names a row.
pub const INJURY_COLUMNS: [&str; 15] = [
    "认定编号",
    "盟市代码",
    "旗县区",
    "用人单位",
    "统一社会信用代码",
    "行业大类",
    "工种",
    "岗位",
    "事故日期",
    "情形",
    "事故类别",
    "伤残等级",
    "死亡",
    "职业病种类",
    "基金支付（元）",
];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, must be there.
    Words,
    /// Words or nothing.
    Optional,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A whole number, 0 or more.
    Count,
    /// Yuan with at most two decimals, 0 or more.
    Yuan,
}

/// A column: its heading and what it holds.
pub type Column = (&'static str, Cell);

/// The columns of a kind, in order.
#[must_use]
pub const fn columns(kind: DatasetKind) -> &'static [Column] {
    match kind {
        DatasetKind::Fund => &[
            ("年初结余（元）", Cell::Yuan),
            ("基金收入（元）", Cell::Yuan),
            ("基金支出（元）", Cell::Yuan),
        ],
        DatasetKind::Forecast => &[
            ("年初结余（元）", Cell::Yuan),
            ("预计收入（元）", Cell::Yuan),
            ("预计待遇支出（元）", Cell::Yuan),
        ],
        DatasetKind::Insured => &[
            ("口径", Cell::Choice(SCOPES)),
            ("名称", Cell::Optional),
            ("参保人数", Cell::Count),
        ],
        DatasetKind::Disease => &[
            ("行业", Cell::Words),
            ("用人单位", Cell::Words),
            ("工种", Cell::Optional),
            ("岗位", Cell::Optional),
            ("职业病类别", Cell::Words),
            ("例数", Cell::Count),
        ],
        DatasetKind::HealthCheck => &[
            ("行业", Cell::Words),
            ("检查人数", Cell::Count),
            ("异常人数", Cell::Count),
            ("疑似职业病人数", Cell::Count),
        ],
        DatasetKind::Accident => &[
            ("行业", Cell::Words),
            ("企业", Cell::Words),
            ("事故类别", Cell::Words),
            ("起数", Cell::Count),
            ("死亡人数", Cell::Count),
            ("重伤人数", Cell::Count),
        ],
    }
}

/// Who sends a kind.
#[must_use]
pub const fn sender(kind: DatasetKind) -> Role {
    match kind {
        DatasetKind::Fund | DatasetKind::Forecast | DatasetKind::Insured => Role::AgencyClerk,
        DatasetKind::Disease | DatasetKind::HealthCheck => Role::CityHealth,
        DatasetKind::Accident => Role::CityEmergency,
    }
}

/// Whether the three-year analysis is incomplete without the set of each of its years (R030).
#[must_use]
pub const fn needed(kind: DatasetKind) -> bool {
    matches!(
        kind,
        DatasetKind::Fund | DatasetKind::Disease | DatasetKind::Accident
    )
}

/// Whether the set is one row of totals and not a list.
#[must_use]
pub const fn single(kind: DatasetKind) -> bool {
    matches!(kind, DatasetKind::Fund | DatasetKind::Forecast)
}

/// Reads what was typed or pasted: a row per line, cells by tab or comma (also the Chinese one).
/// A first line that repeats the headings is left out.
///
/// # Errors
/// `DatasetRow` with line and reason for the first bad row, `Required` for no rows at all.
pub fn read(kind: DatasetKind, text: &str) -> Result<Vec<Vec<String>>, Refusal> {
    let columns = columns(kind);
    let (mut rows, mut scopes) = (Vec::new(), BTreeSet::new());
    for (number, line) in text.lines().enumerate() {
        let cells = cells(line);
        let blank = cells.iter().all(String::is_empty);
        let heading = number == 0 && is_heading(columns, &cells);
        if blank || heading {
            continue;
        }
        let row = row(columns, cells, number + 1)?;
        together(kind, &row, number + 1)?;
        // Two figures for the same persons cannot both hold.
        let whom: Vec<_> = row.iter().take(2).cloned().collect();
        if kind == DatasetKind::Insured && !scopes.insert(whom) {
            return Err(bad(number + 1, "同一口径、同一名称重复填报"));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Refusal::Required {
            field: "rows".into(),
            label: "数据行".into(),
        });
    }
    if rows.len() > MAX_ROWS || single(kind) && rows.len() > 1 {
        return Err(bad(rows.len(), "行数超过限制，请核对后分次报送"));
    }
    Ok(rows)
}

/// Whether a line repeats the headings, with or without their units.
fn is_heading(columns: &[Column], cells: &[String]) -> bool {
    let bare = |text: &str| text.split('（').next().unwrap_or_default().to_owned();
    cells.len() == columns.len()
        && cells
            .iter()
            .zip(columns)
            .all(|(cell, (heading, _))| bare(cell) == bare(heading))
}

fn cells(line: &str) -> Vec<String> {
    let separator = if line.contains('\t') {
        &['\t'][..]
    } else {
        &[',', '，'][..]
    };
    line.split(separator)
        .map(|cell| cell.trim().to_owned())
        .collect()
}

fn row(columns: &[Column], cells: Vec<String>, line: usize) -> Result<Vec<String>, Refusal> {
    if cells.len() != columns.len() {
        let wanted: Vec<_> = columns.iter().map(|(heading, _)| *heading).collect();
        return Err(bad(
            line,
            &format!("应有 {} 列：{}", columns.len(), wanted.join("、")),
        ));
    }
    cells
        .into_iter()
        .zip(columns)
        .map(|(cell, (heading, kind))| check(cell, heading, *kind, line))
        .collect()
}

/// What the cells of one row say together.
fn together(kind: DatasetKind, row: &[String], line: usize) -> Result<(), Refusal> {
    let text = |place: usize| row.get(place).map_or("", String::as_str);
    let count = |place: usize| text(place).parse::<u32>().unwrap_or_default();
    let fault = match kind {
        DatasetKind::Insured if text(0) == SCOPES[0] && !text(1).is_empty() => {
            Some("口径为“全市”时不填名称")
        }
        DatasetKind::Insured if text(0) != SCOPES[0] && text(1).is_empty() => {
            Some("口径不是“全市”时必须填写名称")
        }
        DatasetKind::HealthCheck if count(2) > count(1) || count(3) > count(1) => {
            Some("异常人数、疑似职业病人数不能多于检查人数")
        }
        _ => None,
    };
    fault.map_or(Ok(()), |fault| Err(bad(line, fault)))
}

fn check(cell: String, heading: &str, kind: Cell, line: usize) -> Result<String, Refusal> {
    if let Cell::Choice(words) = kind {
        return if words.contains(&cell.as_str()) {
            Ok(cell)
        } else {
            Err(bad(
                line,
                &format!("“{heading}”应为{}之一", words.join("、")),
            ))
        };
    }
    let fault = match kind {
        Cell::Words if cell.is_empty() => Some("不能为空"),
        Cell::Words | Cell::Optional if cell.contains(char::is_control) => Some("含有不可见字符"),
        Cell::Words | Cell::Optional if cell.chars().count() > 100 => Some("超过 100 个字"),
        Cell::Words | Cell::Optional | Cell::Choice(_) => None,
        Cell::Count => cell.parse::<u32>().err().map(|_| "应为不小于 0 的整数"),
        Cell::Yuan => match Money::parse_yuan("rows", &cell) {
            Ok(amount) if amount >= Money::ZERO => None,
            _ => Some("应为不小于 0 的金额，最多两位小数"),
        },
    };
    match fault {
        Some(fault) => Err(bad(line, &format!("“{heading}”{fault}"))),
        None => Ok(cell),
    }
}

fn bad(line: usize, reason: &str) -> Refusal {
    Refusal::DatasetRow {
        field: "rows".into(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        because: reason.to_owned(),
    }
}
