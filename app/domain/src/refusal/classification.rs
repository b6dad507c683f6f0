//! What can be wrong with an edition of a classification.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::classification::ClassificationKind;
use crate::full_date;

/// Why an edition is not taken or not published, or a file not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClassificationFault {
    /// No type, or no disease, in the list.
    Empty,
    /// A code and nothing after it.
    NoName { line: u32 },
    /// A disease before the first category.
    NoCategory { line: u32 },
    /// More characters than a line has.
    LineTooLong { line: u32, max: u32 },
    /// More lines than a list has.
    TooMany { max: usize },
    /// A name that stands there already.
    DoubledName { name: String, first: u32, line: u32 },
    /// A code that stands there already.
    DoubledCode { code: String, first: u32, line: u32 },
    /// A line with a code and one without.
    MixedCodes { with: u32, without: u32 },
    /// Not the number of an edition.
    Edition { kind: ClassificationKind },
    /// Another edition begins on the day, published or waiting.
    Taken {
        from: NaiveDate,
        named: String,
        waiting: bool,
    },
    /// Another list of the edition waits to be published.
    Waiting { named: String },
    /// Who proposed it publishes it.
    SamePerson { by: String },
    /// Rows of a preview that were checked by a list which is not in force any more.
    Changed { rows: usize },
}

impl From<ClassificationFault> for Refusal {
    fn from(fault: ClassificationFault) -> Self {
        use ClassificationFault as F;
        let field = match fault {
            F::Edition { .. } | F::Waiting { .. } => "edition",
            F::Taken { .. } => "from",
            F::SamePerson { .. } | F::Changed { .. } => "",
            _ => "text",
        };
        Self::Classification {
            field: field.into(),
            fault,
        }
    }
}

impl ClassificationFault {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "ClassificationEmpty",
            Self::NoName { .. } => "ClassificationNoName",
            Self::NoCategory { .. } => "ClassificationNoCategory",
            Self::LineTooLong { .. } => "ClassificationLineTooLong",
            Self::TooMany { .. } => "ClassificationTooMany",
            Self::DoubledName { .. } => "ClassificationDoubledName",
            Self::DoubledCode { .. } => "ClassificationDoubledCode",
            Self::MixedCodes { .. } => "ClassificationMixedCodes",
            Self::Edition { .. } => "ClassificationEdition",
            Self::Taken { .. } => "ClassificationTaken",
            Self::Waiting { .. } => "ClassificationWaiting",
            Self::SamePerson { .. } => "ClassificationSamePerson",
            Self::Changed { .. } => "ClassificationChanged",
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Empty => "目录中没有类别或病种。请对照文件逐行填写，每行一项。".into(),
            Self::NoName { line } => format!("第 {line} 行没有名称。请补填名称，或删去这一行。"),
            Self::NoCategory { line } => format!(
                "第 {line} 行的职业病没有所属类别。请在前面加一行类别，以序号开头，如“1 职业性尘肺病及其他呼吸系统疾病”。"
            ),
            Self::LineTooLong { line, max } => {
                format!("第 {line} 行超过 {max} 个字。请核对是否把几项写在了同一行。")
            }
            Self::TooMany { max } => {
                format!("目录超过 {max} 行。请核对是否粘贴了目录以外的内容。")
            }
            Self::DoubledName { name, first, line } => {
                format!("第 {line} 行“{name}”与第 {first} 行重复。请对照文件改正或删去一行。")
            }
            Self::DoubledCode { code, first, line } => {
                format!("第 {line} 行的编码 {code} 与第 {first} 行重复。请对照文件改正。")
            }
            Self::MixedCodes { with, without } => {
                format!("第 {with} 行有编码，第 {without} 行没有编码。请全部填写编码，或全部不填。")
            }
            Self::Edition {
                kind: ClassificationKind::Accident,
            } => "版本号应为标准编号，如 GB6441-2025，最多 30 个字符。".into(),
            Self::Edition { .. } => "版本号应为四位年份，如 2024。".into(),
            Self::Taken {
                from,
                named,
                waiting: false,
            } => format!(
                "《{named}》也自 {} 起施行，同一天只能施行一个版本。请核对施行日期；如需改正该版本，请填写它的版本号。",
                full_date(*from)
            ),
            Self::Taken { from, named, .. } => format!(
                "《{named}》拟自 {} 起施行，正等待公布。请先公布或撤下那一份，或核对施行日期。",
                full_date(*from)
            ),
            Self::Waiting { named } => {
                format!("《{named}》已有一份等待公布。请先公布或撤下那一份。")
            }
            Self::SamePerson { by } => {
                format!("目录由 {by} 提出，须由自治区人社部门另一人核对后公布。")
            }
            Self::Changed { rows } => format!(
                "上传之后事故或职业病分类有更正或换版，{rows} 行须按现行目录重新核对，没有导入任何数据。请重新上传文件。"
            ),
        }
    }
}
