//! The sentences about institutions, choosing and bans.

use super::Refusal;
use crate::full_date;

impl Refusal {
    pub(super) fn sentence_of_institutions(&self) -> String {
        match self {
            Self::Unqualified { name, because, .. } => format!(
                "“{name}”不能选定或签约：{because}。请由经办机构在“服务机构”中核验条件后再办理。"
            ),
            Self::KnownInstitution { name, .. } => {
                format!("该统一社会信用代码已登记为“{name}”，不必重复登记。请在“服务机构”中查找。")
            }
            Self::ReasonNeeded { because, .. } => format!("{because}，请写明理由。"),
            Self::ScoreMalformed { .. } => {
                "得分格式不正确，请填写 0 至 100 之间的数字，最多两位小数。".into()
            }
            Self::CandidateTwice { name, .. } => {
                format!("候选单位“{name}”重复填写，每家只填一行。")
            }
            Self::HearingOpen { until } => format!(
                "该单位的陈述申辩期至 {}，期满前不能按未陈述处理。",
                full_date(*until)
            ),
            Self::SameDecider => {
                "提出禁入建议和作出决定须由不同人员办理：这项建议是您提出的，请由其他承办人决定。"
                    .into()
            }
            _ => self.sentence_of_doing(),
        }
    }

    /// Name and clause.
    pub(super) fn parts_of_institutions(&self) -> (&'static str, &'static str) {
        match self {
            Self::Unqualified { .. } => ("Unqualified", "四（四）"),
            Self::KnownInstitution { .. } => ("KnownInstitution", ""),
            Self::ReasonNeeded { .. } => ("ReasonNeeded", "四（五）"),
            Self::ScoreMalformed { .. } => ("ScoreMalformed", ""),
            Self::CandidateTwice { .. } => ("CandidateTwice", "四（五）"),
            Self::HearingOpen { .. } => ("HearingOpen", "四（六）"),
            Self::SameDecider => ("SameDecider", "内部控制"),
            _ => self.parts_of_doing(),
        }
    }
}
