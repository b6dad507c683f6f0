//! From texts to an injury, or to the reason why not.

use std::collections::HashSet;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use domain::Money;
use domain::classification::ClassificationKind;
use domain::code::{CreditCode, normalise};
use serde::{Deserialize, Serialize};

use super::{ImportError, Judge, Rejected};
use crate::classification::Classifications;
use crate::reference;

/// The column that names a row, by which a table of ours is known.
pub(super) const KEY: &str = "认定编号";
/// The column of the city.
pub(super) const TENANT: &str = "盟市代码";

/// The columns in the order of [`Injury`].
const HEADERS: [&str; 15] = [
    KEY,
    TENANT,
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

/// The circumstances of 工伤认定; only the first has an accident type (4.4).
const CIRCUMSTANCES: [&str; 5] = ["工作事故", "上下班途中", "突发疾病视同", "职业病", "其他"];

static TENANTS: LazyLock<HashSet<i32>> = LazyLock::new(|| {
    reference::tenants()
        .iter()
        .map(|tenant| tenant.code)
        .collect()
});
static INDUSTRIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    reference::industries()
        .iter()
        .map(|industry| industry.code.as_str())
        .collect()
});

/// One recognised work injury.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Injury {
    pub number: String,
    pub tenant: i32,
    pub county: String,
    pub employer: String,
    pub credit_code: String,
    pub industry: String,
    pub trade: String,
    pub post: String,
    pub date: NaiveDate,
    pub circumstance: String,
    /// Edition of the accident classification, by the date of the accident.
    pub classification: String,
    pub accident_type: String,
    pub disability: Option<i32>,
    pub died: bool,
    pub disease: String,
    pub cost: Money,
}

/// Where each column stands in this file.
pub(super) struct Columns([usize; 15]);

impl Columns {
    /// Finds every column by its header, in any order.
    pub(super) fn of(header: &[String]) -> Result<Self, ImportError> {
        let mut places = [0; 15];
        let mut missing = Vec::new();
        for (place, wanted) in places.iter_mut().zip(HEADERS) {
            // Half-width brackets are a frequent slip in the last header.
            let same =
                |found: &String| found.trim().replace('(', "（").replace(')', "）") == wanted;
            match header.iter().position(same) {
                Some(found) => *place = found,
                None => missing.push(wanted),
            }
        }
        if missing.is_empty() {
            return Ok(Self(places));
        }
        Err(ImportError(format!(
            "文件缺少这些列：{}。第一行应为列名，请对照导入模板。",
            missing.join("、")
        )))
    }

    /// The city of a row, if it names one.
    pub(super) fn tenant(&self, row: &[String]) -> Option<i32> {
        tenant(self.get(row, 1)).ok()
    }

    fn get<'a>(&self, row: &'a [String], column: usize) -> &'a str {
        row.get(self.0[column]).map_or("", |text| text.trim())
    }
}

/// What is wrong with a row; the line is added by the caller.
#[derive(Debug)]
pub(super) struct Fault {
    column: &'static str,
    value: String,
    reason: String,
}

impl Fault {
    pub(super) fn at(self, line: usize) -> Rejected {
        Rejected {
            line,
            column: self.column,
            value: self.value,
            reason: self.reason,
        }
    }
}

fn fault(column: usize, value: &str, reason: impl Into<String>) -> Fault {
    Fault {
        column: HEADERS[column],
        value: value.chars().take(40).collect(),
        reason: reason.into(),
    }
}

/// Checks a row, column by column; the first fault is told.
pub(super) fn injury(columns: &Columns, row: &[String], by: &Judge) -> Result<Injury, Fault> {
    let text = |column: usize| columns.get(row, column);
    let filled = |column: usize, max: usize| {
        let value = text(column);
        match value.chars().count() {
            0 => Err(fault(column, value, "不能为空")),
            count if count > max => Err(fault(column, value, format!("超过 {max} 个字"))),
            _ if value.contains(unseen) => Err(fault(column, value, "含有不可见字符")),
            _ => Ok(value.to_owned()),
        }
    };
    let date = date(text(8), by.today)?;
    let circumstance = text(9);
    if !CIRCUMSTANCES.contains(&circumstance) {
        return Err(fault(
            9,
            circumstance,
            format!("应为{}之一", CIRCUMSTANCES.join("、")),
        ));
    }
    let (classification, accident_type) = accident_type(text(10), circumstance, date, &by.lists)?;
    let disease = disease(text(13), circumstance, date, &by.lists)?;
    Ok(Injury {
        number: filled(0, 40)?,
        tenant: tenant(text(1))?,
        county: filled(2, 40)?,
        employer: filled(3, 100)?,
        credit_code: credit_code(text(4))?,
        industry: industry(text(5))?,
        trade: filled(6, 40)?,
        post: filled(7, 40)?,
        date,
        circumstance: circumstance.to_owned(),
        classification,
        accident_type,
        disability: disability(text(11))?,
        died: died(text(12))?,
        disease,
        cost: cost(text(14))?,
    })
}

/// What no text holds; a line may well be broken inside a cell.
fn unseen(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

fn tenant(text: &str) -> Result<i32, Fault> {
    let code = text.parse().ok().filter(|code| TENANTS.contains(code));
    code.ok_or_else(|| fault(1, text, "不是自治区十二个盟市的代码"))
}

fn credit_code(text: &str) -> Result<String, Fault> {
    let code = CreditCode::parse("credit_code", &normalise(text))
        .map_err(|refusal| fault(4, text, refusal.sentence()))?;
    Ok(code.as_str().to_owned())
}

fn industry(text: &str) -> Result<String, Fault> {
    // Spreadsheets turn 06 into 6.
    let code = format!("{text:0>2}");
    if INDUSTRIES.contains(code.as_str()) {
        Ok(code)
    } else {
        Err(fault(5, text, "不是 GB/T 4754 的行业大类代码"))
    }
}

fn date(text: &str, today: NaiveDate) -> Result<NaiveDate, Fault> {
    let parsed = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
        .ok_or_else(|| fault(8, text, "不是日期，应如 2025-03-08"))?;
    if parsed > today {
        return Err(fault(8, text, "晚于今天"));
    }
    // 25-03-08 is a date too, of the year 25.
    if parsed.year() < 1980 {
        return Err(fault(8, text, "早于 1980 年，请写四位年份"));
    }
    Ok(parsed)
}

/// The classification is the one in force on the day of the accident; the two are never mixed.
/// Only accidents at work must have a type.
fn accident_type(
    text: &str,
    circumstance: &str,
    date: NaiveDate,
    lists: &Classifications,
) -> Result<(String, String), Fault> {
    if text.is_empty() {
        return match circumstance {
            "工作事故" => Err(fault(10, text, "情形为工作事故时必填")),
            _ => Ok((String::new(), String::new())),
        };
    }
    let edition = lists
        .on(ClassificationKind::Accident, date)
        .ok_or_else(|| fault(10, text, "该日期没有适用的事故分类标准"))?;
    let list = &edition.list;
    let by_name = list.items.iter().all(|item| item.code.is_empty());
    let hint = if by_name { "，请填类别名称" } else { "" };
    let key = edition.key(text).ok_or_else(|| {
        let reason = format!("不在事故发生时适用的《{}》中{hint}", list.title);
        fault(10, text, reason)
    })?;
    Ok((list.edition.clone(), key.to_owned()))
}

/// The list of diseases is the one in force on the day.
fn disease(
    text: &str,
    circumstance: &str,
    date: NaiveDate,
    lists: &Classifications,
) -> Result<String, Fault> {
    match (circumstance, text) {
        ("职业病", "") => Err(fault(13, text, "情形为职业病时必填")),
        (_, "") => Ok(String::new()),
        _ if is_disease(text, date, lists) => Ok(text.to_owned()),
        _ => Err(fault(13, text, "不在当时适用的《职业病分类和目录》中")),
    }
}

fn is_disease(text: &str, date: NaiveDate, lists: &Classifications) -> bool {
    let list = lists.on(ClassificationKind::Disease, date);
    list.is_some_and(|list| list.key(text).is_some())
}

/// How many checked rows the lists of now would not take as they are: a list was published since.
pub(crate) fn outdated(injuries: &[Injury], lists: &Classifications) -> usize {
    let holds = |injury: &&Injury| {
        let list = lists.on(ClassificationKind::Accident, injury.date);
        let accident = list.is_some_and(|list| {
            list.list.edition == injury.classification && list.key(&injury.accident_type).is_some()
        });
        (injury.accident_type.is_empty() || accident)
            && (injury.disease.is_empty() || is_disease(&injury.disease, injury.date, lists))
    };
    let good = injuries.iter().filter(holds);
    injuries.len() - good.count()
}

fn disability(text: &str) -> Result<Option<i32>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let grade = text.parse().ok().filter(|grade| (1..=10).contains(grade));
    grade
        .map(Some)
        .ok_or_else(|| fault(11, text, "应为 1 至 10，未评定的留空"))
}

fn died(text: &str) -> Result<bool, Fault> {
    match text {
        "是" => Ok(true),
        "否" => Ok(false),
        _ => Err(fault(12, text, "应为“是”或“否”")),
    }
}

fn cost(text: &str) -> Result<Money, Fault> {
    Money::parse_yuan("cost", text).map_err(|refusal| fault(14, text, refusal.sentence()))
}
