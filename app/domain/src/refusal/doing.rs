//! The refusals of doing the work: name and clause, sentence.

use super::Refusal;
use crate::full_date;

impl Refusal {
    pub(super) fn parts_of_doing(&self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownPlaceholder { .. } => ("UnknownPlaceholder", "四（五）"),
            Self::NothingChanged { .. } => ("NothingChanged", "四（五）"),
            Self::BasisMissing { .. } => ("BasisMissing", "四（三）、四（五）"),
            Self::RulesMissing => ("RulesMissing", "四（六）"),
            Self::SignatureMissing { .. } => ("SignatureMissing", "四（五）"),
            Self::ArchiveIncomplete { .. } => ("ArchiveIncomplete", "四（六）"),
            Self::ArchiveMandatory { .. } => ("ArchiveMandatory", "四（六）"),
            Self::PaymentsFrozen { .. } => ("PaymentsFrozen", "四（六）"),
            Self::StillFrozen => ("StillFrozen", "四（六）"),
            _ => self.parts_of_books(),
        }
    }

    pub(super) fn sentence_of_doing(&self) -> String {
        match self {
            Self::UnknownPlaceholder { name, .. } => format!(
                "没有“{{{name}}}”这个填充项。请从可用的填充项中选用，如 {{项目名称}}、{{协议金额}}；正文中不要使用花括号。"
            ),
            Self::NothingChanged { .. } => {
                "内容与现行的完全相同，没有需要保存的变更。请修改后再保存。".into()
            }
            Self::BasisMissing { approved_end, .. } => format!(
                "新的结束日期超出核定的实施周期（至 {}），须填写联席会议同意延期的决议文号。",
                full_date(*approved_end)
            ),
            Self::RulesMissing => {
                "实施单位尚未登记项目管理制度。请先办理“登记项目管理制度”，再开始实施。".into()
            }
            Self::SignatureMissing { party, .. } => format!(
                "“{party}”尚未上传签字盖章页。请先在“项目材料”中上传扫描件；采用电子签章的，请写明理由后再签署。"
            ),
            Self::ArchiveIncomplete { missing, .. } => format!(
                "项目实施档案尚不完整，缺少：{missing}。请在“登记实施档案”中逐项登记后再办理。"
            ),
            Self::ArchiveMandatory { label, .. } => {
                format!("“{label}”是本项目必须归档的材料，不能登记为不适用。")
            }
            Self::PaymentsFrozen { name } => format!(
                "“{name}”在本盟市的未付款项已暂停支付，暂不能办理。请与盟市人力资源和社会保障局联系。"
            ),
            Self::StillFrozen => {
                "该单位的款项仍处于暂停支付状态。请先办理“解除暂停支付”，再结案。".into()
            }
            _ => self.sentence_of_books(),
        }
    }
}
