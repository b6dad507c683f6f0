//! The refusals of evaluators, and between a fail report and its end: name and clause, sentence.

use super::Refusal;
use crate::full_date;

impl Refusal {
    pub(super) fn parts_of_acceptance(&self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownEvaluator { .. } => ("UnknownEvaluator", "四（七）"),
            Self::Undeclared { .. } => ("Undeclared", "四（七）"),
            Self::HasConflict => ("HasConflict", "四（七）"),
            Self::ServedAlready { .. } => ("ServedAlready", "四（七）"),
            Self::NotRefusing { .. } => ("NotRefusing", "四（七）"),
            _ => ("Refused", ""),
        }
    }

    pub(super) fn sentence_of_acceptance(&self) -> String {
        match self {
            Self::ServedAlready { on } => format!(
                "不合格报告已于 {} 送达（签收，或发出后逾期未签收视为送达），整改期限自次日起算，不必再次签收。请在期限内提交整改材料。",
                full_date(*on)
            ),
            Self::UnknownEvaluator { login, .. } => format!(
                "没有评估人账号“{login}”。请核对账号；尚未开通的，先由系统管理员开通评估人账号，再登记入库。"
            ),
            Self::Undeclared { names } => format!(
                "评估人 {names} 尚未申报是否与本项目有利害关系。请各评估人先办理“申报利害关系”，再出具报告。"
            ),
            Self::HasConflict => {
                "您已申报与本项目有利害关系，应当回避，不能出具报告。请由组织单位另行聘请评估人。"
                    .into()
            }
            Self::NotRefusing { because } => format!("现有情形不能认定为拒不整改：{because}"),
            _ => String::from("不能办理。"),
        }
    }
}
