//! What people write into the forms of the demo.

use chrono::NaiveDate;
use domain::Money;
use domain::contract::{AgreementDraft, Goal, GoalResult, ReportDraft};

pub(crate) const TERMINATED: &str = "实施单位主要技术人员离职，无法继续履行协议，双方按解除条件终止。";
pub(crate) const REFUSED_PAYMENT: &str = "整改后复验仍未达到绩效目标，按协议约定不予支付尾款。";
pub(crate) const REJECTED: &str = "申请表缺少实施单位公章，请补正后重新申请。";
pub(crate) const INCOMPLETE: &str = "缺少第三期培训的签到表和考核成绩，请补齐后重新申请。";
pub(crate) const REFUSAL: &str = "经两次书面催告，实施单位书面答复不再整改。";
pub(crate) const RECTIFIED: &str = "已补训未到课职工，重新组织实操考核，并补齐签到、影像和考核档案。";
pub(crate) const DEFECTS: &str = "一、实际参训人数未达到约定人数；二、部分班次缺少实操考核记录。";

/// An agreement with its nine clause blocks.
pub(crate) fn draft(amount: Money, start: NaiveDate, end: NaiveDate, prepay: &str) -> AgreementDraft {
    AgreementDraft {
        amount: amount.plain(),
        start: start.to_string(),
        end: end.to_string(),
        prepay: prepay.into(),
        scope: "面向项目方案确定的企业和岗位，开展工伤预防宣传和培训。".into(),
        content: "需求调研、课程与教材编制、分期培训、现场实操、宣传品制作与发放、效果评估。".into(),
        quality: "每期培训有教案、签到、影像和考核，考核合格率不低于 95%，职工满意度不低于 90%。".into(),
        settlement: "按实际发生据实结算，总额不超过协议金额；预付款按约定比例支付，余款验收合格后一次付清。".into(),
        control: "经办机构按季度检查进度和经费使用情况，实施单位专账核算并保存全部凭证备查。".into(),
        breach: "未达到绩效目标的，限期整改；整改后仍不合格的，扣减或者拒付余款。".into(),
        disputes: "协商不成的，向经办机构所在地人民法院提起诉讼。".into(),
        ending: "主要人员变动致不能履约、拒不整改或者弄虚作假的，可以解除协议并追回已付款项。".into(),
        duties: "实施单位对培训质量负责；提出单位保证职工参训时间；经办机构及时审核并支付费用。".into(),
    }
}

/// A report on every goal: all reached, or the first one missed.
pub(crate) fn report(goals: &[Goal], pass: bool, settlement: &str) -> ReportDraft {
    let results = goals.iter().enumerate().map(|(index, goal)| {
        let missed = !pass && index == 0;
        GoalResult {
            no: goal.no,
            measured: if missed { format!("未达到（{}）", goal.target) } else { format!("达到（{}）", goal.target) },
            achieved: if missed { "no" } else { "yes" }.into(),
        }
    });
    ReportDraft {
        findings: "查阅档案、抽样访谈职工并现场考核，项目按方案组织实施。".into(),
        budget_execution: "经费专账核算，支出与预算科目一致，凭证齐全。".into(),
        results: results.collect(),
        conclusion: if pass { "pass" } else { "fail" }.into(),
        defects: if pass { String::new() } else { DEFECTS.into() },
        settlement: settlement.into(),
    }
}
