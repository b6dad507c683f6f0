//! What people write into the forms of the demo.

mod doing;

use chrono::{Days, Months, NaiveDate};
use domain::Money;
use domain::contract::{
    AgreementDraft, Appointment, CandidateDraft, ConditionResult, EligibilityDraft, Goal,
    GoalResult, ReportDraft, SelectionDraft,
};
use domain::state::{Category, Mode, ProjectKind, SelectionMethod};

use super::code::credit_code;

pub(crate) use doing::{
    ELECTRONIC, FRAUD, RULES, amendment, archive, demand, progress, termination,
};

pub(crate) const TERMINATED: &str =
    "实施单位主要技术人员离职，无法继续履行协议，双方按解除条件终止。";
pub(crate) const REFUSED_PAYMENT: &str = "整改后复验仍未达到绩效目标，按协议约定不予支付尾款。";
pub(crate) const REJECTED: &str = "申请表缺少实施单位公章，请补正后重新申请。";
pub(crate) const INCOMPLETE: &str = "缺少第三期培训的签到表和考核成绩，请补齐后重新申请。";
pub(crate) const UNWILLING: &str = "我单位已无人员承担后续工作，不再进行整改。";
pub(crate) const REFUSAL: &str = "实施单位书面答复不再整改，理由不成立。";
pub(crate) const LATE: &str = "因场地检修延误，现已补训并补齐签到和考核档案，请予复验。";
pub(crate) const LATE_ACCEPTED: &str =
    "延误有客观原因，整改已全部完成，复验有利于保障参训职工权益。";
pub(crate) const OVERDUE: &str = "整改期限届满未提交整改材料，按协议约定不予支付尾款。";
pub(crate) const DEDUCTED: &str = "复验仍有一项绩效目标未达到，经会商按比例扣减。";
pub(crate) const RECTIFIED: &str =
    "已补训未到课职工，重新组织实操考核，并补齐签到、影像和考核档案。";
pub(crate) const STATEMENT: &str =
    "对整改后复验不合格的结论无异议，主要因师资临时变动所致，恳请酌情从轻处理。";
pub(crate) const BANNED: &str = "整改后复验仍不合格，服务质量不符合协议约定，陈述申辩理由不成立。";
pub(crate) const NOT_BANNED: &str = "问题已纠正，未造成基金损失，情节轻微，不予禁入。";
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

/// A check of the six conditions that finds nothing wanting.
pub(crate) fn eligibility(today: NaiveDate) -> EligibilityDraft {
    let evidence = [
        "登记证书在有效期内，统一社会信用代码核对一致。",
        "查验财务管理制度、近六个月纳税和社会保险缴费凭证。",
        "查询信用公示平台，近两年无重大违法违规记录。",
        "查验培训场地、实操设备清单和专业技术人员职称证书。",
        "查验历年培训合同和结项材料。",
        "无需其他行政许可。",
    ];
    EligibilityDraft {
        business_since: (today - Months::new(65)).to_string(),
        results: evidence
            .map(|text| ConditionResult {
                passed: "yes".into(),
                evidence: text.into(),
            })
            .into(),
        ..EligibilityDraft::default()
    }
}

/// The others who wanted it, with their numbers among the demo's credit codes.
const LOSERS: [(u32, &str, &str); 2] = [
    (960, "内蒙古演示安环咨询有限公司", "86.5"),
    (961, "内蒙古演示育安培训服务有限公司", "81"),
];

/// A choice among three, won by the best.
pub(crate) fn selection(mode: Mode, code: &str, name: &str, today: NaiveDate) -> SelectionDraft {
    let candidate = |code: &str, name: &str, score: &str| CandidateDraft {
        credit_code: code.into(),
        name: name.into(),
        score: score.into(),
    };
    let mut candidates = vec![candidate(code, name, "92.5")];
    candidates.extend(
        LOSERS
            .iter()
            .map(|(number, name, score)| candidate(&credit_code(*number), name, score)),
    );
    let (method, notice) = if mode == Mode::Procured {
        (
            SelectionMethod::Consultation,
            "在政府采购网发布竞争性磋商公告，征集供应商。",
        )
    } else {
        (
            SelectionMethod::Inquiry,
            "向具备条件的培训机构发出邀请函和需求书，限期报价。",
        )
    };
    SelectionDraft {
        method: method.code().into(),
        notice: notice.into(),
        noticed_on: (today - Days::new(12)).to_string(),
        candidates,
        winner: "0".into(),
        result: "评审小组按培训方案、师资和报价综合评分，得分最高的单位中选。".into(),
        awarded_on: today.to_string(),
        ..SelectionDraft::default()
    }
}

/// Who evaluates, paid by whoever must pay for it.
pub(crate) fn appointment(kind: ProjectKind, evaluators: &str) -> Appointment {
    let payer = if kind == ProjectKind::PublicSme {
        "agency_admin"
    } else {
        "applicant"
    };
    let logins: Vec<&str> = evaluators.split('、').collect();
    Appointment::of(&logins, payer)
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
