//! One project in the middle of its rectification, with everything a page can show.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::access::Action;
use domain::calendar::{DayKind, DayMark};
use domain::contract::*;
use domain::deadline::Level;
use domain::state::*;
use domain::{
    AgreementId, DeadlineId, EventId, FilingId, Money, PaymentId, Percent, ProjectId, Refusal,
    TenantId, UserId, Version,
};

use super::fake::{due, yuan};

pub(super) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// The project.
pub fn story() -> ProjectView {
    ProjectView {
        id: ProjectId(31),
        version: Version(9),
        code: "150600-2026-0031".into(),
        name: "井工煤矿班组长与新入矿职工工伤预防能力提升项目".into(),
        tenant: TenantId(150600),
        tenant_name: "鄂尔多斯市".into(),
        year: 2026,
        kind: ProjectKind::Enterprise,
        mode: Mode::Commissioned,
        category: Category::Training,
        state: ProjectState::Completed,
        industry: "煤炭开采和洗选业".into(),
        key_area: "井工煤矿顶板与运输伤害".into(),
        applicant: "鄂尔多斯市演示煤业集团有限公司".into(),
        application: true,
        unit: Some("内蒙古演示安全技术服务有限公司".into()),
        holder: "内蒙古演示安全技术服务有限公司".into(),
        requested: yuan(230_000),
        approved: yuan(205_000),
        resolution: "联席会议 2026 年第 3 次会议".into(),
        determined_on: Some(day(9, 28)),
        start: day(3, 1),
        end: day(12, 31),
        goals: goals(),
        budget: vec![BudgetLine {
            year: 2026,
            amount: yuan(205_000),
            approved: true,
        }],
        choosing: super::institution::choosing(),
        agreement: Some(agreement()),
        payments: payments(),
        money: MoneySummary {
            agreement: yuan(205_000),
            prepaid: yuan(86_100),
            balance: yuan(118_900),
            expected: "尾款 118,900.00 元，复验合格后 15 个工作日内支付。".into(),
            ..Default::default()
        },
        acceptance: Some(acceptance()),
        doing: super::doing::doing(),
        books: super::fake::books::books(),
        deadlines: vec![deadline()],
        filings: filings(),
        timeline: timeline(),
        history: history(),
        offers: offers(),
    }
}

fn offers() -> Vec<Offer> {
    let possible = [
        Action::RequestPrepayment,
        Action::ApprovePayment,
        Action::RejectPayment,
        Action::AcknowledgeFiling,
        Action::DraftAgreement,
        Action::SubmitReport,
        Action::TerminateProject,
        Action::SelectUnit,
        Action::RequireCondition,
        Action::DraftAmendment,
        Action::ReportProgress,
        Action::KeepArchive,
        Action::RecordInspection,
        Action::AnswerInspection,
    ];
    let mut offers: Vec<_> = possible
        .into_iter()
        .map(|action| Offer {
            action,
            why_not: None,
        })
        .collect();
    offers.push(Offer {
        action: Action::Pay,
        why_not: Some(Refusal::BalanceLocked),
    });
    offers
}

fn goals() -> Vec<Goal> {
    let goal = |no, goal: &str, target: &str| Goal {
        no,
        goal: goal.into(),
        method: "签到表与考核成绩".into(),
        target: target.into(),
    };
    vec![
        goal(1, "培训班组长和新入矿职工", "1,200 人"),
        goal(2, "考核合格率", "不低于 95%"),
    ]
}

fn agreement() -> AgreementView {
    AgreementView {
        id: AgreementId(1),
        state: AgreementState::Filed,
        amount: yuan(205_000),
        start: day(3, 1),
        end: day(12, 31),
        prepay: Percent::from_basis_points(4200),
        clauses: Clause::ALL
            .iter()
            .map(|clause| (*clause, "按实施方案执行。".into()))
            .collect(),
        signatures: vec![
            (
                Party::Applicant,
                "鄂尔多斯市演示煤业集团有限公司".into(),
                Some(day(10, 12)),
            ),
            (
                Party::Unit,
                "内蒙古演示安全技术服务有限公司".into(),
                Some(day(10, 12)),
            ),
            (Party::Agency, "鄂尔多斯市社会保险事业服务中心".into(), None),
        ],
        electronic: vec![(Party::Unit, "双方约定使用可靠电子印章".into())],
    }
}

fn payments() -> Vec<PaymentView> {
    let payment = |id, kind, state, amount: Money, action| PaymentView {
        id: PaymentId(id),
        kind,
        state,
        amount,
        payee: "内蒙古演示安全技术服务有限公司".into(),
        account: String::new(),
        voucher: "2026-预-0117".into(),
        requested: day(10, 15),
        paid: (state == PaymentState::Paid).then(|| day(10, 20)),
        steps: vec![
            ("申请".into(), "演示人甲".into()),
            ("审核".into(), "演示人乙".into()),
            ("复核".into(), "演示人丙".into()),
        ],
        version: Version(2),
        action,
    };
    vec![
        payment(
            5,
            PaymentKind::Prepayment,
            PaymentState::Paid,
            yuan(86_100),
            None,
        ),
        payment(
            6,
            PaymentKind::Prepayment,
            PaymentState::Checked,
            yuan(20_000),
            Some(Action::ApprovePayment),
        ),
    ]
}

fn acceptance() -> AcceptanceView {
    AcceptanceView {
        state: AcceptanceState::Rectifying,
        round: 1,
        organiser: Organiser::Proposer,
        applied: day(9, 1),
        received: Some(day(9, 3)),
        returned: String::new(),
        pool: vec![PooledView {
            login: "expert-2".into(),
            name: "演示人戊".into(),
            employer: "内蒙古演示大学".into(),
            title: "教授".into(),
            speciality: "职业病防治".into(),
            why_not: None,
        }],
        evaluators: vec![EvaluatorView {
            account: UserId(7),
            declared: Some((day(10, 14), false)),
            declaration: String::new(),
            name: "演示人丁".into(),
            organisation: "演示评估事务所".into(),
            title: "高级工程师".into(),
        }],
        reports: vec![ReportView {
            round: 1,
            date: day(10, 16),
            passed: false,
            findings: "完成培训 12 期。".into(),
            budget_execution: "按预算执行。".into(),
            defects: "一、同口径工伤件数目标未提供对照数据。\n二、档案缺第四期签到表。".into(),
            results: goals()
                .into_iter()
                .zip([("1,186 人", false), ("96.4%", true)])
                .map(|(goal, (value, ok))| (goal, value.into(), ok))
                .collect(),
            by: "演示人丁".into(),
        }],
        noticed: Some(day(10, 16)),
        presumed: Some(day(10, 23)),
        acknowledged: Some(day(10, 19)),
        reminder: Some((day(10, 28), day(11, 4), "请尽快提交整改方案。".into())),
        answers: vec![AnswerView {
            kind: AnswerKind::Plan,
            on: day(10, 30),
            by: "演示人丙".into(),
            text: "分三步补训，11 月下旬完成。".into(),
        }],
        rectification: String::new(),
        late: None,
        reviews: Vec::new(),
        disposition: None,
    }
}

fn deadline() -> DeadlineView {
    let mut n = 0;
    let days = day(10, 19).iter_days().take(43).map(|date| {
        let kind = match date.weekday() {
            _ if date == day(10, 19) => DayKind::Start,
            _ if date == day(11, 2) => DayKind::Holiday("演示节".into()),
            Weekday::Sat | Weekday::Sun => DayKind::Weekend,
            _ => {
                n += 1;
                DayKind::Counted(n)
            }
        };
        DayMark { date, kind }
    });
    DeadlineView {
        id: DeadlineId(1),
        kind: DeadlineKind::Rectification,
        clause: "四（七）".into(),
        start: day(10, 19),
        rule: "30 个工作日".into(),
        calendar_version: 3,
        next: NextDue {
            due: day(10, 19) + Days::new(42),
            working_days_left: 5,
            ..due(DeadlineKind::Rectification, 5, Level::Near)
        },
        stopped: None,
        result: None,
        reason: String::new(),
        assumption: String::new(),
        days: days.collect(),
        moves: Vec::new(),
    }
}

fn filings() -> Vec<FilingView> {
    let filing = |(id, member): (i64, &Member)| FilingView {
        id: FilingId(id),
        subject: FilingSubject::Agreement,
        member: *member,
        to: format!("鄂尔多斯市{}部门", member.label()),
        sent: day(10, 12),
        acknowledged: (id != 2).then(|| day(10, 14)),
        mine: id == 2,
    };
    let plan = |(id, member): (i64, &Member)| FilingView {
        id: FilingId(id),
        subject: FilingSubject::Plan,
        member: *member,
        to: format!("鄂尔多斯市{}部门", member.label()),
        sent: day(9, 28),
        acknowledged: Some(day(9, 29)),
        mine: false,
    };
    let agreement = (0..).zip(Member::ALL).map(filing);
    agreement.chain((4..).zip(Member::ALL).map(plan)).collect()
}

fn timeline() -> Vec<TimelineStep> {
    let step = |label: &str, clause: &str, when: &str, what: &str, mark| TimelineStep {
        label: label.into(),
        clause: clause.into(),
        when: when.into(),
        what: what.into(),
        mark,
    };
    use TimelineMark as M;
    vec![
        step(
            "申报与确定",
            "四（三）",
            "2026年9月28日",
            "联席会议第 3 次会议决议通过，核定 205,000.00 元",
            M::Done,
        ),
        step(
            "签订三方服务协议",
            "四（五）",
            "2026年10月12日",
            "协议金额 205,000.00 元，预付比例 42%；四部门备案 4/4",
            M::Done,
        ),
        step("预付款", "五", "2026年10月20日", "86,100.00 元", M::Done),
        step(
            "第一次评估验收",
            "四（七）",
            "2026年10月16日",
            "不合格：档案缺第四期签到表",
            M::Failed,
        ),
        step(
            "整改",
            "四（七）",
            "最迟 2026年11月30日（周一）",
            "由内蒙古演示安全技术服务有限公司办理",
            M::Now,
        ),
        step("复验", "四（七）", "", "提交整改后 30 个工作日内", M::Next),
        step("支付尾款", "四（七）", "", "118,900.00 元", M::Next),
    ]
}

fn history() -> Vec<HistoryRow> {
    let row = |id, at: &str, text: &str| HistoryRow {
        id: EventId(id),
        at: at.into(),
        who: "演示人乙".into(),
        role: "经办岗".into(),
        text: text.into(),
        clause: "四（七）".into(),
    };
    vec![
        row(2, "2026年10月19日 09:12", "送达不合格报告，整改期限起算"),
        row(1, "2026年10月16日 16:40", "出具评估验收报告：不合格"),
    ]
}
