//! The sentences about money and about the procedure from agreement to acceptance.

use super::Refusal;
use crate::full_date;
use crate::money::Money;

impl Refusal {
    pub(super) fn sentence_of_money(&self) -> String {
        match self {
            Self::OverCap {
                cap,
                committed,
                requested,
            } => format!(
                "超出本年度工伤预防费上限：上限 {cap} 元，已安排 {committed} 元，还可安排 {} 元，本次 {requested} 元。请调减金额，或按程序报自治区人社、财政两部门同意。",
                cap.saturating_sub(*committed)
            ),
            Self::NoFundBase { year } => format!(
                "{year} 年度留存征缴收入尚未录入，无法核定上限。请先由经办机构录入、财政部门确认。"
            ),
            Self::PrepaymentOutOfBand {
                min, max, already, ..
            } if *already == Money::ZERO => {
                format!("预付款应在协议金额的 30% 至 70% 之间，即 {min} 元至 {max} 元。")
            }
            Self::PrepaymentOutOfBand {
                min, max, already, ..
            } => {
                format!(
                    "预付款累计应在协议金额的 30% 至 70% 之间，即 {min} 元至 {max} 元；已支付或在办 {already} 元。"
                )
            }
            Self::OverAllocation {
                remaining,
                requested,
            } => {
                format!(
                    "超出本年度已拨付的费用计划：余额 {remaining} 元，本次 {requested} 元。请先办理费用计划拨付。"
                )
            }
            Self::PlanNotAllocated { year, state } => {
                format!("{year} 年度费用计划为“{state}”，尚未拨付，不能支付。")
            }
            Self::OverApproved { approved, .. } => {
                format!("不得超过联席会议核定的 {approved} 元。")
            }
            Self::BudgetSum { approved, sum } => {
                format!("各年度预算合计 {sum} 元，应等于核定金额 {approved} 元。")
            }
            Self::OverSettlement { limit, .. } => format!("不得超过 {limit} 元。"),
            Self::BalanceLocked => {
                "尾款尚未解锁：须验收合格，或对最终不合格项目作出扣减决定后方可支付。".into()
            }
            Self::KeyReused => {
                "这笔业务已提交过，内容与上次不同。请刷新页面核对后重新办理。".into()
            }
            Self::SamePerson { earlier } => format!(
                "同一笔款项的申请审核、复核、支付须由不同人员办理：您已办理“{earlier}”。请由其他承办人继续。"
            ),
            Self::WrongPayee { payee } => format!("收款单位必须是项目实施单位“{payee}”。"),
            Self::Banned { name, until } => format!(
                "“{name}”在禁入期内（至 {}），不得选定、签约、支付或参与评估。",
                full_date(*until)
            ),
            Self::BenefitsFirst { short } => format!(
                "须先保证当期工伤保险待遇支付：按预算尚差 {short} 元。请调减预防费或补充资金来源。"
            ),
            _ => self.sentence_of_procedure(),
        }
    }

    fn sentence_of_procedure(&self) -> String {
        match self {
            Self::ClauseEmpty { label, .. } => format!("协议条款“{label}”不能为空，请补充后再提交审核。"),
            Self::NotAParty { party } => format!("“{party}”不是本协议的签约方。"),
            Self::SignedAlready { party } => format!("“{party}”已签署，不必重复签署。"),
            Self::FilingIncomplete { subject, acknowledged } => format!("{subject}备案尚未完成：四个成员单位中已签收 {acknowledged} 个。请催请其余单位签收。"),
            Self::WrongOrganiser { organiser, mode } => format!("“{mode}”的项目不能由{organiser}组织验收。"),
            Self::EvaluatorConflict { name, because, .. } => format!("“{name}”不能担任评估人：{because}。请另选评估人。"),
            Self::WrongEvaluationPayer => "评估验收费用由项目提出单位承担，不得从工伤预防费列支。".into(),
            Self::GoalNotMeasured { goal, .. } => format!("绩效目标“{goal}”没有填写实测值和达成情况。"),
            Self::DefectsMissing { .. } => "请逐条写明存在的问题，以便对方补正或整改。".into(),
            Self::ConclusionContradicts { .. } => "结论与绩效目标达成情况不符：有未达成的目标时不能评为合格，全部达成而评为不合格须写明问题。".into(),
            Self::NoThirdRound => "整改后只复验一次，复验结论为最终结论。".into(),
            Self::RectificationOverdue { due } => format!("整改期限 {} 已过，不能再自行提交。请与经办机构联系，由其在作出处置前决定是否受理。", full_date(*due)),
            _ => self.sentence_of_year(),
        }
    }
}
