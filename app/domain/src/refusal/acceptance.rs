//! The refusals between a fail report and its end: name and clause, sentence.

use super::{Refusal, cn};

impl Refusal {
    pub(super) fn parts_of_acceptance(&self) -> (&'static str, &'static str) {
        match self {
            Self::ServedAlready { .. } => ("ServedAlready", "四（七）"),
            Self::NotRefusing { .. } => ("NotRefusing", "四（七）"),
            _ => ("Refused", ""),
        }
    }

    pub(super) fn sentence_of_acceptance(&self) -> String {
        match self {
            Self::ServedAlready { on } => format!(
                "不合格报告已于 {} 送达（签收，或发出后逾期未签收视为送达），整改期限自次日起算，不必再次签收。请在期限内提交整改材料。",
                cn(*on)
            ),
            Self::NotRefusing { because } => format!("现有情形不能认定为拒不整改：{because}"),
            _ => String::from("不能办理。"),
        }
    }
}
