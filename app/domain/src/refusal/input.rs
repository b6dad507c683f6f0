//! The sentences about what was typed or uploaded.

use super::Refusal;
use crate::full_date;

impl Refusal {
    pub(super) fn sentence_of_input(&self) -> String {
        match self {
            Self::Required { label, .. } => format!("“{label}”不能为空，请填写。"),
            Self::TooLong { label, max, .. } => format!("“{label}”超过 {max} 个字，请删减。"),
            Self::SearchTooShort => "请至少输入两个相连的字，例如“煤业”；多个词用空格隔开。".into(),
            Self::SearchTooLong { max } => {
                format!("搜索内容超过 {max} 个字，没有查找。请只写名称、编号或单位中的几个字。")
            }
            Self::UnknownChoice { label, .. } => format!("“{label}”的选项无效，请从列表中选择。"),
            Self::AmountMalformed { .. } => "金额格式不正确，请填写数字，如 120000.00。".into(),
            Self::AmountPrecision { .. } => "金额以元为单位，最多两位小数。".into(),
            Self::WanPrecision { .. } => "以万元填写时最多六位小数（即精确到分）。".into(),
            Self::AmountNotPositive { .. } => "金额必须大于 0。".into(),
            Self::AmountTooLarge { limit, .. } => format!("金额不能超过 {limit} 元，请核对。"),
            Self::PercentMalformed { .. } => {
                "比例格式不正确，请填写 0 至 100 之间的数字，最多两位小数。".into()
            }
            Self::DateMalformed { .. } => "日期格式不正确，请按 2026-11-24 的格式填写。".into(),
            Self::DateTooEarly {
                earliest, because, ..
            } => format!("日期不能早于 {}（{because}）。", full_date(*earliest)),
            Self::DateTooLate {
                latest, because, ..
            } => format!("日期不能晚于 {}（{because}）。", full_date(*latest)),
            Self::UnknownYear { year } => format!(
                "{year} 年的工作日历尚未录入，无法计算期限。请自治区人社厅先录入该年度放假安排。"
            ),
            Self::Calendar { fault, .. } => fault.sentence(),
            Self::Standard { fault, .. } => fault.sentence(),
            Self::LocalRule { fault, .. } => fault.sentence(),
            Self::Classification { fault, .. } => fault.sentence(),
            Self::CreditCode { fault, .. } => {
                format!("统一社会信用代码有误：{fault}。请对照登记证书核对 18 位代码。")
            }
            Self::OrganisationCode { .. } => {
                "组织机构代码有误：应为 8 位本体代码加 1 位校验码，如 60003734-1。".into()
            }
            Self::PeriodTooLong { latest, .. } => {
                format!(
                    "实施周期最长不超过 2 年，结束日期最晚为 {}。",
                    full_date(*latest)
                )
            }
            Self::PeriodReversed { .. } => "结束日期不能早于开始日期。".into(),
            Self::WrongSum { sum, stated, .. } => {
                format!("合计应为 {sum} 元，填写的是 {stated} 元，请核对明细。")
            }
            Self::FileTooLarge { max_mib } => format!("文件超过 {max_mib} MiB，请拆分后上传。"),
            Self::FileUnreadable { because } => format!("文件无法读取：{because}。"),
            Self::AlwaysShown { kind } => {
                format!("“{kind}”须及时办理，不能关闭。其他种类的消息可以关闭。")
            }
            Self::Mail { fault, .. } => fault.sentence(),
            _ => self.sentence_of_money(),
        }
    }
}
