//! The machines of doing the work: supplementary agreements, the archive, inspections, cases.

use super::{Category, Member};
use crate::access::Role;

codes! {
    /// A supplementary agreement (machine 2.4: same guards, signed and filed again).
    AmendmentState {
        Draft = "DRAFT" "起草",
        Checked = "CHECKED" "已审核",
        Signing = "SIGNING" "签署中",
        Signed = "SIGNED" "已签署待备案",
        Filed = "FILED" "已备案生效",
        Withdrawn = "WITHDRAWN" "已撤回",
    }
}

impl AmendmentState {
    /// The states that can directly follow this one.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Checked, Self::Withdrawn],
            Self::Checked => &[Self::Draft, Self::Signing, Self::Withdrawn],
            Self::Signing => &[Self::Signed, Self::Withdrawn],
            // All parties have signed: only the end of the project undoes it.
            Self::Signed => &[Self::Filed, Self::Withdrawn],
            Self::Filed | Self::Withdrawn => &[],
        }
    }

    /// Whether it is on its way: a project has at most one of those.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !self.next().is_empty()
    }
}

codes! {
    /// One part of the project's archive (R081), in the order of the list.
    ArchiveItem {
        Agreement = "AGREEMENT" "服务协议",
        Plan = "PLAN" "实施方案",
        Notices = "NOTICES" "活动通知",
        SignIn = "SIGN_IN" "签到表",
        Materials = "MATERIALS" "培训教材、宣传资料",
        Photos = "PHOTOS" "影像资料",
        Scores = "SCORES" "考核成绩",
        Invoices = "INVOICES" "支出凭证",
        Changes = "CHANGES" "变更记录",
        Reports = "REPORTS" "进展报告",
    }
}

/// What decides which parts of an archive cannot be done without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveFacts {
    pub category: Category,
    /// Whether a supplementary agreement has taken effect.
    pub amended: bool,
    /// Whether a progress report was made.
    pub reported: bool,
}

impl ArchiveItem {
    /// Whether the archive is incomplete without it: what every project has, the proofs of a training
    /// where there is one, and the records of what did happen. The rest can be marked as not
    /// applicable, with the reason (R081).
    #[must_use]
    pub const fn is_mandatory(self, facts: ArchiveFacts) -> bool {
        match self {
            Self::Agreement | Self::Plan | Self::Materials | Self::Photos | Self::Invoices => true,
            Self::SignIn | Self::Scores => !matches!(facts.category, Category::Publicity),
            Self::Changes => facts.amended,
            Self::Reports => facts.reported,
            Self::Notices => false,
        }
    }
}

codes! {
    /// Whether a part of the archive is there.
    ArchiveMark {
        Present = "PRESENT" "齐全",
        NotApplicable = "NOT_APPLICABLE" "不适用",
    }
}

codes! {
    /// Who inspects a project: a member of the joint meeting, or the agency (R083, R017).
    Inspector {
        Hrss = "HRSS" "人社部门",
        Finance = "FINANCE" "财政部门",
        Health = "HEALTH" "卫健部门",
        Emergency = "EMERGENCY" "应急部门",
        Agency = "AGENCY" "工伤保险经办机构",
    }
}

impl Inspector {
    /// For whom a post inspects; `None` for posts that do not.
    #[must_use]
    pub const fn of(role: Role) -> Option<Self> {
        match role.member() {
            Some(Member::Hrss) => Some(Self::Hrss),
            Some(Member::Finance) => Some(Self::Finance),
            Some(Member::Health) => Some(Self::Health),
            Some(Member::Emergency) => Some(Self::Emergency),
            None if matches!(role, Role::AgencyClerk | Role::AgencyReviewer) => Some(Self::Agency),
            None => None,
        }
    }
}

codes! {
    /// An inspection: closed at once when nothing is demanded (R083).
    InspectionState {
        Open = "OPEN" "待答复",
        Answered = "ANSWERED" "已答复",
        Closed = "CLOSED" "已办结",
    }
}

codes! {
    /// What a case is about (R084, R086).
    CaseKind {
        Misuse = "MISUSE" "违规使用工伤预防费",
        Fraud = "FRAUD" "欺诈、骗取工伤保险基金",
    }
}

codes! {
    /// A case (R084): opened, then transferred or decided, then closed.
    CaseState {
        Open = "OPEN" "核查中",
        Transferred = "TRANSFERRED" "已移送",
        Decided = "DECIDED" "已作出处理决定",
        Closed = "CLOSED" "已结案",
    }
}

impl CaseState {
    /// The states that can directly follow this one.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Open => &[Self::Transferred, Self::Decided],
            Self::Transferred | Self::Decided => &[Self::Closed],
            Self::Closed => &[],
        }
    }
}
