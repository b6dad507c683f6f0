//! The refusals of money that comes back, is corrected, listed and compared: name and clause, sentence.

use super::Refusal;
use crate::full_date;

impl Refusal {
    pub(super) fn parts_of_books(&self) -> (&'static str, &'static str) {
        match self {
            Self::OverClaim { .. } => ("OverClaim", "四（七）"),
            Self::VoucherUsed { .. } => ("VoucherUsed", "二、三"),
            Self::OtherPerson { .. } => ("OtherPerson", "内部控制"),
            Self::AccountName { .. } => ("AccountName", "五"),
            Self::AccountNumber { .. } => ("AccountNumber", "五"),
            Self::AccountMissing { .. } => ("AccountMissing", "五"),
            Self::AccountChanged { .. } => ("AccountChanged", "五"),
            Self::NothingToList => ("NothingToList", "四（一）2（1）"),
            Self::StatementKnown { .. } => ("StatementKnown", "四（一）2（2）"),
            _ => self.parts_of_acceptance(),
        }
    }

    pub(super) fn sentence_of_books(&self) -> String {
        match self {
            Self::OverClaim { open, .. } => {
                format!("追回金额不能超过尚未追回的 {open} 元。多收的款项请退回缴款单位。")
            }
            Self::VoucherUsed { voucher, .. } => format!(
                "凭证号“{voucher}”已记入台账，同一张凭证不能记两次。请核对凭证号；确系记错的，先冲正原记录。"
            ),
            Self::OtherPerson { what, earlier } => {
                format!("“{what}”须由不同人员办理：您已办理“{earlier}”。请由其他承办人办理。")
            }
            Self::AccountName { payee, .. } => format!(
                "账户名称须与项目实施单位“{payee}”完全一致，款项只能付至实施单位本单位账户。"
            ),
            Self::AccountNumber { .. } => {
                "收款账号应为 8 至 30 位数字，请对照开户许可证或银行回单核对。".into()
            }
            Self::AccountMissing { name } => format!(
                "“{name}”在本盟市没有已确认的收款账户。请先由该单位登记收款账户，经办机构复核岗确认后再办理。"
            ),
            Self::AccountChanged { name } => format!(
                "“{name}”的收款账户在申请之后已变更，不能再付至原账户。请退回本笔申请，由该单位按新账户重新申请。"
            ),
            Self::NothingToList => {
                "目前没有已复核、尚未列入清单的款项，不需要生成付款清单。".into()
            }
            Self::StatementKnown { on, .. } => {
                format!(
                    "这份银行流水已于 {} 上传核对，不必重复上传。",
                    full_date(*on)
                )
            }
            _ => self.sentence_of_acceptance(),
        }
    }
}
