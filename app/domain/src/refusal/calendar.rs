//! What can be wrong with a holiday notice.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::full_date;

/// Why a notice is not taken or not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CalendarFault {
    /// Neither this year nor the next: there is no notice of it, or it is history.
    Year { from: i32, to: i32 },
    /// The file is of another year.
    OtherYear { year: i32, file: i32 },
    /// Not JSON of a collection.
    File { line: u32 },
    /// A day that cannot be read, is there twice, or is not of the year.
    Day { item: u32, because: String },
    /// A festival that no day is named after.
    Festival { missing: String },
    /// A day missing within the days off of a festival.
    Gap { date: NaiveDate, name: String },
    /// Days off on working days less working weekend days are not the statutory days.
    Sum { days: i64, wanted: i64 },
    /// The year is published; only a later notice of the State Council changes it.
    Published { year: i32 },
    /// Nothing was published that could be corrected.
    NotPublished { year: i32 },
    /// Another notice of the year waits to be published.
    Waiting { year: i32 },
    /// Who entered it publishes it.
    SamePerson { by: String },
}

impl From<CalendarFault> for Refusal {
    fn from(fault: CalendarFault) -> Self {
        use CalendarFault as F;
        let field = match fault {
            F::Year { .. } | F::OtherYear { .. } | F::Waiting { .. } => "year",
            F::Published { .. } | F::NotPublished { .. } => "correction",
            _ => "text",
        };
        Self::Calendar {
            field: field.into(),
            fault,
        }
    }
}

impl CalendarFault {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Year { .. } => "CalendarYear",
            Self::OtherYear { .. } => "CalendarOtherYear",
            Self::File { .. } => "CalendarFile",
            Self::Day { .. } => "CalendarDay",
            Self::Festival { .. } => "CalendarFestival",
            Self::Gap { .. } => "CalendarGap",
            Self::Sum { .. } => "CalendarSum",
            Self::Published { .. } => "CalendarPublished",
            Self::NotPublished { .. } => "CalendarNotPublished",
            Self::Waiting { .. } => "CalendarWaiting",
            Self::SamePerson { .. } => "CalendarSamePerson",
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Year { from, to } => format!(
                "只能录入 {from} 年、{to} 年的放假安排：往年已经执行完毕，再往后的年份国务院办公厅尚未通知。"
            ),
            Self::OtherYear { year, file } => format!(
                "文件是 {file} 年的放假安排，而填写的年份是 {year} 年。请改正年份或换用对应的文件。"
            ),
            Self::File { line } => format!(
                "不是可以识别的放假安排文件（第 {line} 行起无法读取）。请粘贴完整的 JSON，或改为每行一天录入。"
            ),
            Self::Day { item, because } => {
                format!("放假安排第 {item} 项有误：{because}。请对照通知原文改正后再保存。")
            }
            Self::Festival { missing } => {
                format!("放假安排中没有“{missing}”。请对照通知原文补齐后再保存。")
            }
            Self::Gap { date, name } => format!(
                "“{name}”假期中缺少 {}。请对照通知原文补齐后再保存。",
                full_date(*date)
            ),
            Self::Sum { days, wanted } => format!(
                "放假占用的工作日减去调休上班日为 {days} 天，而当年法定节假日为 {wanted} 天，可能漏录或多录。请对照通知原文核对。"
            ),
            Self::Published { year } => format!(
                "{year} 年放假安排已经公布。只有国务院办公厅另行通知调整的，才能重新录入，并须填写调整依据。"
            ),
            Self::NotPublished { year } => {
                format!("{year} 年放假安排尚未公布，不存在调整。请将“调整依据”留空。")
            }
            Self::Waiting { year } => {
                format!("{year} 年已有一份待公布的放假安排。请先公布或撤下那一份。")
            }
            Self::SamePerson { by } => {
                format!("放假安排由 {by} 录入，须由自治区人社部门另一人核对后公布。")
            }
        }
    }
}
