//! The machines of the regulation: which states there are, and which way each can go.
//!
//! Guards that need amounts, dates or other rows stand in the use cases; here is only the graph,
//! so that a page, a use case, the database and the printed table can never tell different stories.

mod acceptance;
mod doing;
mod institution;
mod money;
mod year;

pub use acceptance::*;
pub use doing::*;
pub use institution::*;
pub use money::*;
pub use year::*;

codes! {
    /// A project (machine 2.1). R041-R049, R090-R103.
    ProjectState {
        Draft = "DRAFT" "草稿",
        Submitted = "SUBMITTED" "已申报",
        Supplement = "SUPPLEMENT" "退回补正",
        Accepted = "ACCEPTED" "已受理",
        Rejected = "REJECTED" "不予受理",
        Withdrawn = "WITHDRAWN" "已撤回",
        Proposed = "PROPOSED" "已提请审议",
        NotSelected = "NOT_SELECTED" "未列入计划",
        Determined = "DETERMINED" "已确定",
        Filed = "FILED" "已备案",
        Budgeted = "BUDGETED" "已列预算",
        UnitSelected = "UNIT_SELECTED" "已选定单位",
        Contracted = "CONTRACTED" "协议生效",
        InProgress = "IN_PROGRESS" "实施中",
        Completed = "COMPLETED" "实施完成",
        Passed = "PASSED" "验收合格",
        FailedFinal = "FAILED_FINAL" "最终不合格",
        Closed = "CLOSED" "已办结",
        ClosedFailed = "CLOSED_FAILED" "不合格结案",
        Terminated = "TERMINATED" "已终止",
        Cancelled = "CANCELLED" "已取消",
    }
}

impl ProjectState {
    /// The states that can directly follow this one (machine 2.1).
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        use ProjectState as S;
        match self {
            S::Draft => &[S::Submitted, S::Withdrawn],
            S::Submitted => &[S::Supplement, S::Accepted, S::Rejected, S::Withdrawn],
            S::Supplement => &[S::Submitted, S::Withdrawn],
            S::Accepted => &[S::Proposed, S::Withdrawn],
            S::Proposed => &[S::Determined, S::NotSelected, S::Accepted],
            S::Determined => &[S::Filed, S::Cancelled],
            S::Filed => &[S::Budgeted, S::Cancelled],
            S::Budgeted => &[S::UnitSelected, S::Contracted, S::Cancelled],
            S::UnitSelected => &[S::Contracted],
            S::Contracted => &[S::InProgress, S::Terminated],
            S::InProgress => &[S::Completed, S::Terminated],
            S::Completed => &[S::Passed, S::FailedFinal, S::Terminated],
            S::Passed => &[S::Closed],
            S::FailedFinal => &[S::ClosedFailed],
            S::Rejected
            | S::Withdrawn
            | S::NotSelected
            | S::Closed
            | S::ClosedFailed
            | S::Terminated
            | S::Cancelled => &[],
        }
    }

    /// Whether the project is over.
    #[must_use]
    pub const fn is_final(self) -> bool {
        self.next().is_empty()
    }

    /// Whether the joint meeting has put the project into a plan (and nothing undid it).
    #[must_use]
    pub const fn is_determined(self) -> bool {
        use ProjectState as S;
        matches!(
            self,
            S::Determined
                | S::Filed
                | S::Budgeted
                | S::UnitSelected
                | S::Contracted
                | S::InProgress
                | S::Completed
                | S::Passed
                | S::FailedFinal
                | S::Closed
                | S::ClosedFailed
                | S::Terminated
        )
    }
}

codes! {
    /// Who asks for the project. R040, R070.
    ProjectKind {
        Enterprise = "ENTERPRISE" "大中型企业",
        Association = "ASSOCIATION" "行业协会",
        PublicSme = "PUBLIC_SME" "面向社会和中小微企业",
    }
}

codes! {
    /// Who carries the project out. R070, R071.
    Mode {
        Direct = "DIRECT" "直接实施",
        Commissioned = "COMMISSIONED" "委托第三方实施",
        Procured = "PROCURED" "经办机构采购",
    }
}

impl Mode {
    /// Whose signatures the agreement needs: no more, no fewer (R072, R074, A20; invariant I4).
    #[must_use]
    pub const fn parties(self) -> &'static [Party] {
        match self {
            Self::Direct => &[Party::Applicant, Party::Agency],
            Self::Commissioned => &[Party::Applicant, Party::Unit, Party::Agency],
            Self::Procured => &[Party::Agency, Party::Unit],
        }
    }

    /// Who may organise the acceptance (R091, R092).
    #[must_use]
    pub const fn organisers(self) -> &'static [Organiser] {
        match self {
            Self::Direct | Self::Procured => &[Organiser::Agency],
            Self::Commissioned => &[Organiser::Proposer, Organiser::Agency],
        }
    }
}

codes! {
    /// One side of an agreement.
    Party {
        Applicant = "APPLICANT" "项目提出单位",
        Unit = "UNIT" "项目实施单位",
        Agency = "AGENCY" "工伤保险经办机构",
    }
}

codes! {
    /// Who organises the acceptance and receives the application for it (R090-R092).
    Organiser {
        Agency = "AGENCY" "工伤保险经办机构",
        Proposer = "PROPOSER" "项目提出单位",
    }
}

codes! {
    /// What the money is for (R112, R113).
    Category {
        Publicity = "PUBLICITY" "宣传",
        Training = "TRAINING" "培训",
        Both = "BOTH" "宣传和培训",
    }
}

codes! {
    /// A member of the joint meeting (R010). Filings go to each of the four (R048, R075, R094).
    Member {
        Hrss = "HRSS" "人社",
        Finance = "FINANCE" "财政",
        Health = "HEALTH" "卫健",
        Emergency = "EMERGENCY" "应急",
    }
}

codes! {
    /// What is filed with the four members.
    FilingSubject {
        Plan = "PLAN" "项目计划",
        Agreement = "AGREEMENT" "服务协议",
        Report = "REPORT" "评估验收报告",
        Amendment = "AMENDMENT" "补充协议",
    }
}

codes! {
    /// A service agreement (machine 2.4).
    AgreementState {
        Draft = "DRAFT" "起草",
        Checked = "CHECKED" "已审核",
        Signing = "SIGNING" "签署中",
        Signed = "SIGNED" "已签署",
        Filed = "FILED" "已备案生效",
        Amended = "AMENDED" "已补充变更",
        Terminated = "TERMINATED" "已解除",
        Completed = "COMPLETED" "履行完毕",
    }
}

impl AgreementState {
    /// The states that can directly follow this one (machine 2.4).
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Checked],
            Self::Checked => &[Self::Draft, Self::Signing],
            Self::Signing => &[Self::Signed],
            Self::Signed => &[Self::Filed, Self::Terminated],
            Self::Filed => &[Self::Amended, Self::Terminated, Self::Completed],
            Self::Amended => &[Self::Filed, Self::Terminated],
            Self::Terminated | Self::Completed => &[],
        }
    }
}

codes! {
    /// The nine clause blocks an agreement must have (R076).
    Clause {
        Scope = "SCOPE" "服务范围",
        Content = "CONTENT" "服务内容",
        Quality = "QUALITY" "服务质量",
        Settlement = "SETTLEMENT" "费用结算",
        Control = "CONTROL" "审核与控制",
        Breach = "BREACH" "违约责任",
        Disputes = "DISPUTES" "争议处理",
        Ending = "ENDING" "解除或终止条件",
        Duties = "DUTIES" "各方责任、权利义务",
    }
}

codes! {
    /// An acceptance (machine 2.5).
    AcceptanceState {
        Applied = "APPLIED" "已申请验收",
        Returned = "RETURNED" "验收申请退回",
        Received = "RECEIVED" "已受理",
        Evaluating = "EVALUATING" "评估中",
        Passed = "PASSED" "验收合格",
        FailedR1 = "FAILED_R1" "初验不合格",
        Rectifying = "RECTIFYING" "整改中",
        ReApplied = "RE_APPLIED" "复验中",
        Overdue = "OVERDUE" "整改逾期",
        Refused = "REFUSED" "拒不整改",
        FailedFinal = "FAILED_FINAL" "复验不合格",
    }
}

impl AcceptanceState {
    /// The states that can directly follow this one (machine 2.5). `Overdue` may still become
    /// `ReApplied` when the agency accepts a late rectification before any disposition.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Applied => &[Self::Returned, Self::Received],
            Self::Returned => &[Self::Applied],
            Self::Received => &[Self::Evaluating],
            Self::Evaluating => &[Self::Passed, Self::FailedR1],
            Self::FailedR1 => &[Self::Rectifying],
            Self::Rectifying => &[Self::ReApplied, Self::Overdue, Self::Refused],
            Self::Overdue => &[Self::ReApplied],
            Self::ReApplied => &[Self::Passed, Self::FailedFinal],
            Self::Passed | Self::Refused | Self::FailedFinal => &[],
        }
    }
}

codes! {
    /// The steps of the acceptance as the region follows them.
    Step {
        Applied = "APPLIED" "申请",
        Received = "RECEIVED" "受理",
        Evaluating = "EVALUATING" "评估",
        Rectifying = "RECTIFYING" "整改",
        ReEvaluating = "RE_EVALUATING" "复验",
        Passed = "PASSED" "合格",
        Paid = "PAID" "支付",
    }
}

impl Step {
    /// The step a project stands on, `None` before an application and after a final failure.
    #[must_use]
    pub const fn of(project: ProjectState, acceptance: Option<AcceptanceState>) -> Option<Self> {
        use AcceptanceState as A;
        match (project, acceptance) {
            (ProjectState::Closed, _) => Some(Self::Paid),
            (ProjectState::Passed, _) => Some(Self::Passed),
            (ProjectState::Completed, Some(A::Applied | A::Returned)) => Some(Self::Applied),
            (ProjectState::Completed, Some(A::Received)) => Some(Self::Received),
            (ProjectState::Completed, Some(A::Evaluating)) => Some(Self::Evaluating),
            (
                ProjectState::Completed,
                Some(A::FailedR1 | A::Rectifying | A::Overdue | A::Refused),
            ) => Some(Self::Rectifying),
            (ProjectState::Completed, Some(A::ReApplied)) => Some(Self::ReEvaluating),
            _ => None,
        }
    }
}

codes! {
    /// A yearly fee plan (R018).
    FeePlanState {
        Draft = "DRAFT" "编制中",
        HrssApproved = "HRSS_APPROVED" "人社已审定",
        FinanceReviewed = "FINANCE_REVIEWED" "财政已审核",
        Allocated = "ALLOCATED" "已拨付",
    }
}

codes! {
    /// A kind of deadline (D1 … D9), and the service level before them, which is no deadline of the
    /// regulation: nothing stores it, it is counted from the submission when it is shown.
    DeadlineKind {
        Intake = "S1" "受理",
        Determination = "D1" "确定",
        Filing = "D2" "备案",
        ProjectEnd = "D3" "实施",
        Acceptance = "D4" "验收",
        Rectification = "D5" "整改",
        ReEvaluation = "D6" "复验",
        Ban = "D7" "禁入",
        Disclosure = "D8" "公开",
        Progress = "D9" "进度",
    }
}

impl DeadlineKind {
    /// The clause the clock comes from.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Intake | Self::Determination | Self::Filing | Self::ProjectEnd => "四（三）",
            Self::Acceptance | Self::Rectification | Self::ReEvaluation => "四（七）",
            Self::Ban | Self::Progress => "四（六）",
            Self::Disclosure => "六（二）",
        }
    }
}

codes! {
    /// How a deadline ended.
    DeadlineResult {
        Met = "MET" "按期",
        Missed = "MISSED" "逾期",
        Cancelled = "CANCELLED" "取消",
    }
}
