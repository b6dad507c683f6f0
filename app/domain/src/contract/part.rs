//! The projects behind a number of a dashboard, as a filter of the project list.

use crate::state::ProjectState;

codes! {
    /// The projects behind a number of a dashboard.
    ListPart {
        /// Put into the plan by the joint meeting, whatever became of them.
        Determined = "determined" "已确定列入计划",
        /// Those whose budget lines of the year count under its cap, whatever year they were planned for.
        Budgeted = "budgeted" "占用该年度上限",
        /// With an agreement.
        Agreed = "agreed" "已签协议",
        Prepaid = "prepaid" "已付预付款",
        BalancePaid = "balance_paid" "已付尾款",
        /// With an unlocked balance not yet paid.
        BalanceDue = "balance_due" "待付尾款",
        /// Not over, and the agreement neither paid nor deducted to its end.
        Unpaid = "unpaid" "未付清",
        /// With something deducted from the balance.
        Deducted = "deducted" "有扣减",
        /// With something to be paid back.
        Owing = "owing" "应退回",
        /// Applied for, and the joint meeting has not decided.
        Undecided = "undecided" "待联席会议议定",
        Applying = "applying" "申报阶段",
        Proposing = "proposing" "建议阶段",
        Deciding = "deciding" "已确定待备案",
        Filing = "filing" "已备案待预算",
        Budgeting = "budgeting" "已列预算待协议",
        Contracting = "contracting" "协议阶段",
        Doing = "doing" "实施阶段",
        Accepting = "accepting" "验收阶段",
        Publishing = "publishing" "公开阶段",
    }
}

impl ListPart {
    /// The states that make the part; empty where amounts do.
    #[must_use]
    pub fn states(self) -> Vec<ProjectState> {
        use ProjectState as S;
        match self {
            Self::Determined => {
                let all = S::ALL.iter().copied();
                all.filter(|state| state.is_determined()).collect()
            }
            Self::Undecided => vec![S::Submitted, S::Supplement, S::Accepted, S::Proposed],
            Self::Applying => vec![S::Draft, S::Submitted, S::Supplement],
            Self::Proposing => vec![S::Accepted, S::Proposed],
            Self::Deciding => vec![S::Determined],
            Self::Filing => vec![S::Filed],
            Self::Budgeting => vec![S::Budgeted],
            Self::Contracting => vec![S::UnitSelected, S::Contracted],
            Self::Doing => vec![S::InProgress],
            Self::Accepting => vec![S::Completed, S::FailedFinal],
            Self::Publishing => vec![S::Passed, S::Closed, S::ClosedFailed],
            Self::Budgeted
            | Self::Agreed
            | Self::Prepaid
            | Self::BalancePaid
            | Self::BalanceDue
            | Self::Unpaid
            | Self::Deducted
            | Self::Owing => Vec::new(),
        }
    }
}

codes! {
    /// How many calendar days a project has been on its step of the acceptance.
    AgeBand {
        Fresh = "15" "15 天以内",
        Month = "30" "16—30 天",
        Slow = "60" "31—60 天",
        Stuck = "more" "60 天以上",
    }
}

impl AgeBand {
    /// The last day of each band but the last.
    pub const LIMITS: [i32; 3] = [15, 30, 60];

    /// After how many days, and up to how many; `None` = without end.
    #[must_use]
    pub const fn days(self) -> (Option<i32>, Option<i32>) {
        let [first, second, third] = Self::LIMITS;
        match self {
            Self::Fresh => (None, Some(first)),
            Self::Month => (Some(first), Some(second)),
            Self::Slow => (Some(second), Some(third)),
            Self::Stuck => (Some(third), None),
        }
    }
}
