//! What people write into the forms of the demo.

use chrono::NaiveDate;
use domain::Money;
use domain::contract::{AgreementDraft, Appointment, Goal, GoalResult, ReportDraft};
use domain::state::{Category, ProjectKind};

pub(crate) const TERMINATED: &str =
    "实施单位主要技术人员离职，无法继续履行协议，双方按解除条件终止。";
pub(crate) const REFUSED_PAYMENT: &str = "整改后复验仍未达到绩效目标，按协议约定不予支付尾款。";
pub(crate) const REJECTED: &str = "申请表缺少实施单位公章，请补正后重新申请。";
pub(crate) const INCOMPLETE: &str = "缺少第三期培训的签到表和考核成绩，请补齐后重新申请。";
pub(crate) const REFUSAL: &str = "经两次书面催告，实施单位书面答复不再整改。";
pub(crate) const OVERDUE: &str = "整改期限届满未提交整改材料，按协议约定不予支付尾款。";
pub(crate) const DEDUCTED: &str = "复验仍有一项绩效目标未达到，经会商按比例扣减。";
pub(crate) const RECTIFIED: &str =
    "已补训未到课职工，重新组织实操考核，并补齐签到、影像和考核档案。";
pub(crate) const DEFECTS: &str = "一、实际参训人数未达到约定人数；二、部分班次缺少实操考核记录。";

/// An agreement with its nine clause blocks.
pub(crate) fn draft(
    amount: Money,
    start: NaiveDate,
    end: NaiveDate,
    prepay: &str,
) -> AgreementDraft {
    AgreementDraft {
        amount: amount.plain(),
        start: start.to_string(),
        end: end.to_string(),
        prepay: prepay.into(),
        scope: "面向项目方案确定的企业和岗位，开展工伤预防宣传和培训。".into(),
        content: "需求调研、课程与教材编制、分期培训、现场实操、宣传品制作与发放、效果评估。"
            .into(),
        quality: "每期培训有教案、签到、影像和考核，考核合格率不低于 95%，职工满意度不低于 90%。"
            .into(),
        settlement:
            "按实际发生据实结算，总额不超过协议金额；预付款按约定比例支付，余款验收合格后一次付清。"
                .into(),
        control: "经办机构按季度检查进度和经费使用情况，实施单位专账核算并保存全部凭证备查。"
            .into(),
        breach: "未达到绩效目标的，限期整改；整改后仍不合格的，扣减或者拒付余款。".into(),
        disputes: "协商不成的，向经办机构所在地人民法院提起诉讼。".into(),
        ending: "主要人员变动致不能履约、拒不整改或者弄虚作假的，可以解除协议并追回已付款项。"
            .into(),
        duties: "实施单位对培训质量负责；提出单位保证职工参训时间；经办机构及时审核并支付费用。"
            .into(),
    }
}

/// Who evaluates, paid by whoever must pay for it.
pub(crate) fn appointment(kind: ProjectKind, evaluators: &str) -> Appointment {
    let payer = if kind == ProjectKind::PublicSme {
        "agency_admin"
    } else {
        "applicant"
    };
    Appointment {
        evaluators: evaluators.into(),
        payer: payer.into(),
        declared: true,
    }
}

/// A near-term goal with what is measured when it is reached, and when it is missed.
struct Measure {
    goal: &'static str,
    method: &'static str,
    target: &'static str,
    reached: &'static str,
    missed: &'static str,
}

const fn measure(
    goal: &'static str,
    method: &'static str,
    target: &'static str,
    reached: &'static str,
    missed: &'static str,
) -> Measure {
    Measure {
        goal,
        method,
        target,
        reached,
        missed,
    }
}

const TRAINED: Measure = measure(
    "培训覆盖人数",
    "核对签到表和工伤保险参保名册",
    "不少于 320 人",
    "346 人",
    "271 人",
);
const PASSED: Measure = measure(
    "考核合格率",
    "随机抽考和查阅试卷",
    "不低于 95%",
    "97.2%",
    "88.4%",
);
const HAZARDS: Measure = measure(
    "岗位危险源辨识率",
    "现场抽查岗位职工",
    "不低于 90%",
    "93.5%",
    "76.0%",
);
const SATISFIED: Measure = measure("参训职工满意度", "匿名问卷", "不低于 90%", "95.8%", "82.1%");
const REACHED: Measure = measure(
    "宣传覆盖人次",
    "统计发放和播放记录",
    "不少于 5000 人次",
    "6120 人次",
    "3480 人次",
);
const AWARE: Measure = measure(
    "工伤预防知识知晓率",
    "抽样访谈",
    "不低于 85%",
    "89.6%",
    "71.3%",
);
const EVENTS: Measure = measure(
    "现场宣传活动场次",
    "查阅影像和登记表",
    "不少于 12 场",
    "12 场",
    "8 场",
);
const ALL: [&Measure; 7] = [
    &TRAINED, &PASSED, &HAZARDS, &SATISFIED, &REACHED, &AWARE, &EVENTS,
];

/// The near-term goals of a kind of project; `variant` changes how many there are.
pub(crate) fn goals(category: Category, variant: u32) -> Vec<Goal> {
    let measures: &[&Measure] = match (category, variant % 2) {
        (Category::Training, 0) => &[&TRAINED, &PASSED, &HAZARDS],
        (Category::Training, _) => &[&TRAINED, &PASSED],
        (Category::Publicity, 0) => &[&REACHED, &AWARE, &EVENTS],
        (Category::Publicity, _) => &[&REACHED, &AWARE],
        (Category::Both, 0) => &[&TRAINED, &PASSED, &REACHED, &SATISFIED],
        (Category::Both, _) => &[&TRAINED, &HAZARDS, &AWARE],
    };
    let numbered = measures.iter().zip(1..);
    let goal = |(measure, no): (&&Measure, i32)| Goal {
        no,
        goal: measure.goal.into(),
        method: measure.method.into(),
        target: measure.target.into(),
    };
    numbered.map(goal).collect()
}

/// A report on every goal: all reached, or the first one missed.
pub(crate) fn report(goals: &[Goal], pass: bool, settlement: &str) -> ReportDraft {
    let results = goals.iter().enumerate().map(|(index, goal)| {
        let missed = !pass && index == 0;
        let known = ALL.iter().find(|measure| measure.goal == goal.goal);
        let measured = known.map(|measure| {
            if missed {
                measure.missed
            } else {
                measure.reached
            }
        });
        GoalResult {
            no: goal.no,
            measured: measured
                .unwrap_or(if missed { "未达到" } else { "达到" })
                .into(),
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
