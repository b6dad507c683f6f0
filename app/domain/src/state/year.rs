//! The machines of the yearly cycle before a project is determined: figures, key areas, proposals,
//! the joint meeting (2.2, 2.3), and the papers that go with an application.

use super::Member;

codes! {
    /// A paper that is attached to a record: its content is a file.
    Paper {
        Registration = "REGISTRATION" "登记（注册）证件复印件",
        Equipment = "EQUIPMENT" "设备设施清单",
        Staff = "STAFF" "技术人员简介",
        Titles = "TITLES" "职称复印件",
        Hazards = "HAZARDS" "危险源辨识和风险评估清单",
        Accidents = "ACCIDENTS" "事故调查报告",
        Sealed = "SEALED" "盖章页",
        CostNote = "COST_NOTE" "费用测算说明",
        Other = "OTHER" "其他材料",
    }
}

codes! {
    /// Whether a year's fund base is an estimate or the closed figure (R002, A01).
    BaseStatus {
        Estimated = "ESTIMATED" "预计数",
        Final = "FINAL" "决算数",
    }
}

codes! {
    /// An entry of the fund base: one person enters, finance confirms (3.2).
    EntryState {
        Pending = "PENDING" "待财政确认",
        Confirmed = "CONFIRMED" "已确认",
        Returned = "RETURNED" "已退回",
    }
}

codes! {
    /// A set of figures that one department submits and the others read (R014, R020, R022, R030).
    DatasetKind {
        Fund = "FUND" "基金收支",
        Forecast = "FORECAST" "基金收支预算",
        Insured = "INSURED" "参保人数",
        Disease = "DISEASE" "职业病报告",
        HealthCheck = "HEALTH_CHECK" "职业健康检查",
        Accident = "ACCIDENT" "生产安全事故",
    }
}

codes! {
    /// An uploaded file of injuries (R123).
    UploadState {
        Preview = "PREVIEW" "待导入",
        Imported = "IMPORTED" "已导入",
    }
}

codes! {
    /// A year's key areas, one version of them (machine 2.2). R030-R033.
    AreaState {
        Collecting = "COLLECTING" "征集意见",
        Analysed = "ANALYSED" "已形成建议",
        OnAgenda = "ON_AGENDA" "已列入议程",
        Decided = "DECIDED" "已审定",
        Published = "PUBLISHED" "已公布",
        Amended = "AMENDED" "已被新版替代",
        Closed = "CLOSED" "申报已截止",
    }
}

impl AreaState {
    /// The states that can directly follow this one (machine 2.2). A meeting that does not adopt
    /// the areas sends them back to `Analysed`.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Collecting => &[Self::Analysed],
            Self::Analysed => &[Self::OnAgenda],
            Self::OnAgenda => &[Self::Decided, Self::Analysed],
            Self::Decided => &[Self::Published, Self::Amended],
            Self::Published => &[Self::Closed, Self::Amended],
            Self::Amended | Self::Closed => &[],
        }
    }
}

codes! {
    /// How key areas are made known (R033).
    Channel {
        Notice = "NOTICE" "公告",
        Media = "MEDIA" "社会媒体",
        Portal = "PORTAL" "人力资源社会保障门户网站",
        Other = "OTHER" "其他方式",
    }
}

codes! {
    /// A year's list of proposed projects (R045).
    ListState {
        Draft = "DRAFT" "编制中",
        Frozen = "FROZEN" "已定稿",
        Decided = "DECIDED" "已审议",
    }
}

codes! {
    /// A joint meeting (machine 2.3). R010-R013.
    MeetingState {
        Planned = "PLANNED" "已计划",
        Convened = "CONVENED" "已通知",
        Held = "HELD" "会议进行中",
        MinutesDraft = "MINUTES_DRAFT" "纪要待确认",
        MinutesConfirmed = "MINUTES_CONFIRMED" "纪要已确认",
        Closed = "FILED_AND_CLOSED" "已归档生效",
        Cancelled = "CANCELLED" "已取消",
    }
}

impl MeetingState {
    /// The states that can directly follow this one (machine 2.3).
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Convened, Self::Cancelled],
            Self::Convened => &[Self::Held, Self::Cancelled],
            Self::Held => &[Self::MinutesDraft],
            Self::MinutesDraft => &[Self::MinutesConfirmed],
            Self::MinutesConfirmed => &[Self::Closed],
            Self::Closed | Self::Cancelled => &[],
        }
    }
}

codes! {
    /// What an item of the agenda is about. The first four are the standing reports (R012).
    ItemKind {
        FeeUse = "FEE_USE" "工伤预防费使用情况通报",
        Injuries = "INJURIES" "工伤发生情况通报",
        Diseases = "DISEASES" "职业病报告情况通报",
        Accidents = "ACCIDENTS" "安全生产事故情况通报",
        Areas = "AREAS" "审定工伤预防重点领域",
        Project = "PROJECT" "审议工伤预防项目",
        Cancel = "CANCEL" "取消已列入计划的项目",
        Other = "OTHER" "其他事项",
    }
}

impl ItemKind {
    /// The four standing reports, in the order of the text (R012).
    pub const STANDING: &'static [Self] = &[
        Self::FeeUse,
        Self::Injuries,
        Self::Diseases,
        Self::Accidents,
    ];

    /// Whether it is a report, which nobody votes on.
    #[must_use]
    pub const fn is_report(self) -> bool {
        matches!(
            self,
            Self::FeeUse | Self::Injuries | Self::Diseases | Self::Accidents
        )
    }

    /// The seat that gives the report; the fee report is the agency's and finance's (R012).
    #[must_use]
    pub const fn reporter(self) -> Option<Member> {
        match self {
            Self::FeeUse => Some(Member::Finance),
            Self::Injuries => Some(Member::Hrss),
            Self::Diseases => Some(Member::Health),
            Self::Accidents => Some(Member::Emergency),
            _ => None,
        }
    }
}

codes! {
    /// What the meeting is asked to resolve on an item (R046).
    Motion {
        Approve = "APPROVE" "同意",
        Reject = "REJECT" "不予列入",
        Defer = "DEFER" "缓议",
    }
}

codes! {
    /// What became of a motion.
    Outcome {
        Adopted = "ADOPTED" "通过",
        NotAdopted = "NOT_ADOPTED" "未通过",
        Deferred = "DEFERRED" "缓议",
    }
}

codes! {
    /// How a seat takes part (2.3).
    Presence {
        Present = "PRESENT" "出席",
        Delegate = "DELEGATE" "委托代表出席",
        Written = "WRITTEN" "书面意见",
        Absent = "ABSENT" "缺席",
    }
}

codes! {
    /// A department's opinion on a motion.
    Opinion {
        Agree = "AGREE" "同意",
        Object = "OBJECT" "不同意",
        Abstain = "ABSTAIN" "不持异议",
    }
}

codes! {
    /// A seat's answer to the minutes (2.3).
    Confirmation {
        Confirmed = "CONFIRMED" "确认",
        Objected = "OBJECTED" "提出修改意见",
    }
}

/// What becomes of a motion by the opinions of the seats that take part (A35): all four members
/// present, by delegate or in writing, each with an opinion, and nobody objects. The chair cannot
/// overrule anybody. `None` while a seat has not spoken.
#[must_use]
pub fn outcome(
    motion: Motion,
    seats: &[(Member, Presence)],
    opinions: &[(Member, Opinion)],
) -> Option<Outcome> {
    let spoken = |member: Member| opinions.iter().find(|(of, _)| *of == member);
    let takes_part = |member: Member| {
        seats
            .iter()
            .any(|(of, presence)| *of == member && *presence != Presence::Absent)
    };
    if opinions
        .iter()
        .any(|(_, opinion)| *opinion == Opinion::Object)
    {
        return Some(Outcome::NotAdopted);
    }
    if !Member::ALL.iter().all(|member| takes_part(*member)) {
        return Some(Outcome::NotAdopted);
    }
    if !Member::ALL.iter().all(|member| spoken(*member).is_some()) {
        return None;
    }
    Some(match motion {
        Motion::Defer => Outcome::Deferred,
        Motion::Approve | Motion::Reject => Outcome::Adopted,
    })
}
