//! What can be wrong with a training-fee standard.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::full_date;
use crate::training::Figure;

/// Why a standard is not taken or not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StandardFault {
    /// A figure that is none, or out of its range.
    Figure { figure: Figure },
    /// A first day that is not in the future: what is handed in today has been measured already.
    Past { earliest: NaiveDate },
    /// Its first day came while it waited.
    Overtaken { from: NaiveDate },
    /// Another standard begins on the day, published or waiting.
    Taken { from: NaiveDate, waiting: bool },
    /// Who proposed it publishes it.
    SamePerson { by: String },
}

impl From<StandardFault> for Refusal {
    fn from(fault: StandardFault) -> Self {
        let field = match fault {
            StandardFault::Figure { figure } => figure.code(),
            StandardFault::Past { .. } | StandardFault::Taken { .. } => "from",
            StandardFault::Overtaken { .. } | StandardFault::SamePerson { .. } => "",
        };
        Self::Standard {
            field: field.into(),
            fault,
        }
    }
}

impl StandardFault {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Figure { .. } => "StandardFigure",
            Self::Past { .. } => "StandardPast",
            Self::Overtaken { .. } => "StandardOvertaken",
            Self::Taken { .. } => "StandardTaken",
            Self::SamePerson { .. } => "StandardSamePerson",
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Figure { figure } => figure_sentence(*figure),
            Self::Past { earliest } => format!(
                "施行日期最早为 {}：已提交的申报按提交当天施行的标准核对，新标准不溯及既往。请改填施行日期。",
                full_date(*earliest)
            ),
            Self::Overtaken { from } => format!(
                "这份标准原定自 {} 起施行，公布前施行日期已到。请撤下后改填施行日期，重新提出。",
                full_date(*from)
            ),
            Self::Taken {
                from,
                waiting: false,
            } => format!(
                "已公布自 {} 起施行的标准，公布后不能更改。请另选施行日期，提出新的标准。",
                full_date(*from)
            ),
            Self::Taken { from, .. } => format!(
                "已有一份拟自 {} 起施行、等待公布的标准。请先公布或撤下那一份，或另选施行日期。",
                full_date(*from)
            ),
            Self::SamePerson { by } => {
                format!("培训费标准由 {by} 提出，须由自治区人社部门另一人核对后公布。")
            }
        }
    }
}

fn figure_sentence(figure: Figure) -> String {
    let ((least, most), label) = (figure.range(), figure.label());
    if figure.is_amount() {
        format!(
            "“{label}”应填写 {least} 至 {most} 之间的金额（{}），最多两位小数，如 130 或 130.50。请对照文件核对。",
            figure.unit()
        )
    } else {
        format!(
            "“{label}”应填写 {least} 至 {most} 之间的整数（{}）。请对照文件核对。",
            figure.unit()
        )
    }
}
