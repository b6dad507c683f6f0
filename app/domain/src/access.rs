//! Who may do what, in which state: the whole permission table in one match.
//!
//! [`Action::rule`] (in `access/rules.rs`) is the only place a right is written down. Pages ask it to
//! offer a button, use cases ask it to refuse, and [`table`] prints it for people
//! (`server/backend/permissions.md`).
//! What a person may *see* is decided below all of this, by the row policies of the database.

mod doing;
mod institution;
mod meeting;
mod money;
mod rules;
mod table;

pub use doing::signs_for;
pub use table::table;

use crate::refusal::Refusal;
use crate::state::{Member, Mode, ProjectState};

codes! {
    /// The post of a person who can sign in. Agencies have three, so that no payment is one
    /// person's work (R017).
    Role {
        RegionHrss = "RHR" "自治区人社厅",
        RegionFinance = "RFI" "自治区财政厅",
        RegionHealth = "RHE" "自治区卫健委",
        RegionEmergency = "REM" "自治区应急厅",
        CityHrss = "CHR" "盟市人社局",
        CityFinance = "CFI" "盟市财政局",
        CityHealth = "CHE" "盟市卫健委",
        CityEmergency = "CEM" "盟市应急局",
        AgencyClerk = "AGC" "经办机构经办岗",
        AgencyReviewer = "AGR" "经办机构复核岗",
        AgencyPayer = "AGP" "经办机构支付岗",
        Organisation = "ORG" "申报或实施单位",
        Evaluator = "EVA" "评估人",
    }
}

impl Role {
    /// Regional departments: see all cities, change nothing inside one (3.1).
    #[must_use]
    pub const fn is_region(self) -> bool {
        matches!(
            self,
            Self::RegionHrss | Self::RegionFinance | Self::RegionHealth | Self::RegionEmergency
        )
    }

    /// Departments and agency of one city.
    #[must_use]
    pub const fn is_city(self) -> bool {
        matches!(
            self,
            Self::CityHrss
                | Self::CityFinance
                | Self::CityHealth
                | Self::CityEmergency
                | Self::AgencyClerk
                | Self::AgencyReviewer
                | Self::AgencyPayer
        )
    }

    /// The seat of the joint meeting this post holds (R010); the agency has none (A10).
    #[must_use]
    pub const fn member(self) -> Option<Member> {
        match self {
            Self::CityHrss => Some(Member::Hrss),
            Self::CityFinance => Some(Member::Finance),
            Self::CityHealth => Some(Member::Health),
            Self::CityEmergency => Some(Member::Emergency),
            _ => None,
        }
    }

    /// The department of a city that is this member of its joint meeting.
    #[must_use]
    pub const fn of_member(member: Member) -> Self {
        match member {
            Member::Hrss => Self::CityHrss,
            Member::Finance => Self::CityFinance,
            Member::Health => Self::CityHealth,
            Member::Emergency => Self::CityEmergency,
        }
    }
}

codes! {
    /// In what capacity somebody acts: an organisation is applicant on one project and unit on the next.
    Capacity {
        RegionHrss = "RHR" "自治区人社厅",
        RegionFinance = "RFI" "自治区财政厅",
        RegionHealth = "RHE" "自治区卫健委",
        RegionEmergency = "REM" "自治区应急厅",
        CityHrss = "CHR" "人社局",
        CityFinance = "CFI" "财政局",
        CityHealth = "CHE" "卫健委",
        CityEmergency = "CEM" "应急局",
        AgencyClerk = "AGC" "经办岗",
        AgencyReviewer = "AGR" "复核岗",
        AgencyPayer = "AGP" "支付岗",
        Applicant = "APP" "项目提出单位",
        Unit = "IMP" "项目实施单位",
        Evaluator = "EVA" "评估人",
    }
}

impl Capacity {
    /// The capacity of a post that does not depend on the project.
    #[must_use]
    pub const fn of(role: Role) -> Option<Self> {
        match role {
            Role::RegionHrss => Some(Self::RegionHrss),
            Role::RegionFinance => Some(Self::RegionFinance),
            Role::RegionHealth => Some(Self::RegionHealth),
            Role::RegionEmergency => Some(Self::RegionEmergency),
            Role::CityHrss => Some(Self::CityHrss),
            Role::CityFinance => Some(Self::CityFinance),
            Role::CityHealth => Some(Self::CityHealth),
            Role::CityEmergency => Some(Self::CityEmergency),
            Role::AgencyClerk => Some(Self::AgencyClerk),
            Role::AgencyReviewer => Some(Self::AgencyReviewer),
            Role::AgencyPayer => Some(Self::AgencyPayer),
            Role::Evaluator => Some(Self::Evaluator),
            Role::Organisation => None,
        }
    }
}

codes! {
    /// One thing a person can do. The code is the name of the use case, from page to test.
    Action {
        ViewRegion = "region_dashboard" "查看全区总览",
        ViewCity = "workbench" "查看工作台",
        ListProjects = "list_projects" "查看项目列表",
        ViewProject = "project" "查看项目",
        ViewStory = "story" "查看项目全程记录",
        ViewTracker = "tracker" "查看本单位项目",

        ViewFigures = "figures" "查看基金与工伤数据",
        EnterFundBase = "enter_fund_base" "录入留存征缴收入",
        ConfirmFundBase = "confirm_fund_base" "确认留存征缴收入",
        ReturnFundBase = "return_fund_base" "退回留存征缴收入",
        SubmitDataset = "submit_dataset" "报送数据",
        ViewDataset = "dataset" "查阅报送数据",
        PreviewInjuries = "preview_injuries" "上传工伤数据",
        ImportInjuries = "import_injuries" "导入工伤数据",
        ViewUpload = "injury_upload" "查看工伤数据上传结果",
        ViewAnalysis = "analysis" "查看三年分析",
        FreezeAnalysis = "freeze_analysis" "定稿三年分析",
        MapType = "map_type" "设定新旧类别对照",

        ViewAreas = "areas" "查看重点领域",
        SuggestArea = "suggest_area" "提出重点领域建议",
        DraftAreas = "draft_areas" "拟定重点领域",
        PublishAreas = "publish_areas" "公布重点领域",
        CloseAreas = "close_areas" "截止申报",

        ViewOpenings = "openings" "查看可申报的重点领域",
        CreateApplication = "create_application" "新建申报",
        ViewApplication = "application" "查看申报材料",
        SaveApplication = "save_application" "保存申报材料",
        LoadApplication = "load_application" "导入申报材料",
        Attach = "attach" "上传附件",
        Detach = "detach" "移除附件",
        OpenFile = "open_file" "查看附件",
        SubmitApplication = "submit_application" "提交申报",
        WithdrawApplication = "withdraw_application" "撤回申报",
        AcceptApplication = "accept_application" "受理申报",
        ReturnApplication = "return_application" "退回补正",
        RejectApplication = "reject_application" "不予受理",
        CreatePublicProject = "create_public_project" "提出面向社会的项目",

        ViewProposals = "proposals" "查看项目建议",
        ProposeProject = "propose_project" "提出项目建议",
        DropProposal = "drop_proposal" "撤下项目建议",
        FreezeProposals = "freeze_proposals" "定稿项目建议",

        ViewMeetings = "meetings" "查看联席会议",
        ViewMeeting = "meeting" "查看会议",
        PlanMeeting = "plan_meeting" "安排会议",
        AddItem = "add_item" "增加议题",
        DropItem = "drop_item" "撤下议题",
        ConveneMeeting = "convene_meeting" "发出会议通知",
        OpenMeeting = "open_meeting" "开始会议",
        RecordPresence = "record_presence" "登记出席",
        TurnToItem = "turn_to_item" "切换议题",
        ReportItem = "report_item" "通报情况",
        MoveItem = "move_item" "提出决议建议",
        Vote = "vote" "发表意见",
        DraftMinutes = "draft_minutes" "形成会议纪要",
        ConfirmMinutes = "confirm_minutes" "确认会议纪要",
        CloseMeeting = "close_meeting" "归档并生效",
        CancelMeeting = "cancel_meeting" "取消会议",
        RaiseIssue = "raise_issue" "提出协调事项",
        ResolveIssue = "resolve_issue" "办结协调事项",

        ViewCap = "cap" "查看费用上限",
        RequestOverride = "request_override" "申请超上限",
        ConsentOverride = "consent_override" "同意超上限",

        CompileFeePlan = "compile_fee_plan" "编制费用计划",
        ApproveFeePlan = "approve_fee_plan" "审定费用计划",
        ReviewFeePlan = "review_fee_plan" "审核费用计划",
        AllocateFeePlan = "allocate_fee_plan" "拨付费用计划",

        ViewCalendar = "calendar" "查看工作日历",
        DraftCalendar = "draft_calendar" "录入放假安排",
        PublishCalendar = "publish_calendar" "公布放假安排",
        WithdrawCalendar = "withdraw_calendar" "撤下放假安排",

        ViewStandards = "standards" "查看培训费标准",
        ProposeStandard = "propose_standard" "提出培训费标准",
        PublishStandard = "publish_standard" "公布培训费标准",
        WithdrawStandard = "withdraw_standard" "撤下培训费标准",

        ViewLocalRules = "local_rules" "查看各地规定",
        ProposeLocalRule = "propose_local_rule" "提出各地规定",
        PublishLocalRule = "publish_local_rule" "公布各地规定",
        WithdrawLocalRule = "withdraw_local_rule" "撤下各地规定",
        ViewClassifications = "classifications" "查看事故和职业病分类",
        ProposeClassification = "propose_classification" "提出事故和职业病分类",
        PublishClassification = "publish_classification" "公布事故和职业病分类",
        WithdrawClassification = "withdraw_classification" "撤下事故和职业病分类",

        ViewInbox = "inbox" "查看消息",
        ReadNotification = "read_notification" "消息标为已读",
        ReadNotifications = "read_notifications" "全部标为已读",
        SetNotification = "set_notification" "设定消息显示",
        SetMail = "set_mail" "设置邮件提醒",
        ConfirmMail = "confirm_mail" "确认邮箱地址",
        RemoveMail = "remove_mail" "停用邮件提醒",

        ViewFeed = "calendar_feed" "查看日历订阅",
        GrantFeed = "grant_feed" "生成订阅地址",
        RevokeFeed = "revoke_feed" "收回订阅地址",

        ViewUrgings = "urgings" "查看督办",
        Urge = "urge" "发出督办",
        AnswerUrging = "answer_urging" "答复督办",

        FilePlan = "file_plan" "报送项目备案",
        AcknowledgeFiling = "acknowledge_filing" "签收备案",
        CompileBudget = "compile_budget" "编列项目预算",
        ApproveBudget = "approve_budget" "批复项目预算",
        SelectUnit = "select_unit" "选定实施单位",

        DraftAgreement = "draft_agreement" "起草服务协议",
        CheckAgreement = "check_agreement" "审核服务协议",
        SignAgreement = "sign_agreement" "签署服务协议",
        FileAgreement = "file_agreement" "报送协议备案",

        RequestPrepayment = "request_prepayment" "申请预付款",
        CheckPayment = "check_payment" "审核付款",
        ApprovePayment = "approve_payment" "复核付款",
        Pay = "pay" "支付",
        RejectPayment = "reject_payment" "退回付款申请",

        StartProject = "start_project" "开始实施",
        CompleteProject = "complete_project" "报告实施完成",

        ApplyAcceptance = "apply_acceptance" "申请验收",
        ReturnAcceptance = "return_acceptance" "退回验收申请",
        ReceiveAcceptance = "receive_acceptance" "受理验收申请",
        AppointEvaluators = "appoint_evaluators" "聘请评估人",
        DeclareConflict = "declare_conflict" "申报利害关系",
        SubmitReport = "submit_report" "出具评估验收报告",
        ServeReport = "serve_report" "送达不合格报告",
        AcknowledgeReport = "acknowledge_report" "签收不合格报告",
        AnswerRectification = "answer_rectification" "答复整改要求",
        RemindRectification = "remind_rectification" "催告整改",
        SubmitRectification = "submit_rectification" "提交整改材料",
        OfferLate = "offer_late" "逾期提交整改材料",
        AcceptLate = "accept_late" "同意逾期复验",
        RecordRefusal = "record_refusal" "认定拒不整改",
        RecordReview = "record_review" "登记中长期评估",
        DecideDisposition = "decide_disposition" "作出处置决定",
        TerminateProject = "terminate_project" "终止项目",

        ViewExperts = "experts" "查看评估人库",
        KeepExpert = "keep_expert" "登记评估人",
        RemoveExpert = "remove_expert" "移出评估人库",

        ViewInstitutions = "institutions" "查看服务机构",
        ViewInstitution = "institution" "查看服务机构详情",
        AddInstitution = "add_institution" "登记服务机构",
        RecordEligibility = "record_eligibility" "核验服务机构条件",
        RequireCondition = "require_condition" "列明专项条件",

        ViewBans = "bans" "查看禁入名单",
        ProposeBan = "propose_ban" "提出禁入建议",
        StateCase = "state_case" "陈述申辩",
        CloseHearing = "close_hearing" "记录未陈述申辩",
        DecideBan = "decide_ban" "作出禁入决定",
        DropBan = "drop_ban" "决定不予禁入",
        RevokeBan = "revoke_ban" "解除禁入",
        ViewTemplates = "templates" "查看协议范本",
        SaveTemplate = "save_template" "修订协议范本",
        DraftAmendment = "draft_amendment" "起草补充协议",
        CheckAmendment = "check_amendment" "审核补充协议",
        SignAmendment = "sign_amendment" "签署补充协议",
        FileAmendment = "file_amendment" "报送补充协议备案",
        WithdrawAmendment = "withdraw_amendment" "撤回补充协议",
        RecordRules = "record_rules" "登记项目管理制度",
        KeepArchive = "keep_archive" "登记实施档案",
        ReportProgress = "report_progress" "报告实施进展",
        RecordInspection = "record_inspection" "登记监督检查",
        AnswerInspection = "answer_inspection" "答复检查要求",
        CloseInspection = "close_inspection" "办结检查要求",
        AddPaper = "add_paper" "上传项目材料",
        RemovePaper = "remove_paper" "移除项目材料",
        OpenPaper = "open_paper" "查看项目材料",
        SendMessage = "send_message" "发送留言",
        ReadMessages = "read_messages" "留言标为已读",
        ViewCases = "cases" "查看违规核查",
        OpenCase = "open_case" "立案核查",
        TransferCase = "transfer_case" "移送处理",
        DecideCase = "decide_case" "作出处理决定",
        ReleaseFreeze = "release_freeze" "解除暂停支付",
        CloseCase = "close_case" "核查结案",

        ViewLedger = "ledger" "查看资金台账",
        RecordRecovery = "record_recovery" "登记追回款项",
        ProposeWriteOff = "propose_write_off" "提出核销应收款",
        ConsentWriteOff = "consent_write_off" "同意核销应收款",
        DeclineWriteOff = "decline_write_off" "不同意核销应收款",
        ReverseEntry = "reverse_entry" "冲正台账",
        GiveAccount = "give_account" "登记收款账户",
        ConfirmAccount = "confirm_account" "确认收款账户",
        ReturnAccount = "return_account" "退回收款账户",
        ViewBank = "bank" "查看银行付款与对账",
        TakeBatch = "take_batch" "生成付款清单",
        UploadStatement = "upload_statement" "上传银行流水",
        ViewStatement = "statement" "查看银行对账结果",
        PostFinding = "post_finding" "提出凭证监督意见",
        AnswerFinding = "answer_finding" "答复凭证监督意见",
        CloseFinding = "close_finding" "办结凭证监督意见",
    }
}

/// Who may take an action, in which states of the project, and the clause that says so.
pub struct Rule {
    /// The clause of 内人社发〔2020〕16号; empty where the text has none.
    pub clause: &'static str,
    /// The capacities that may.
    pub who: &'static [Capacity],
    /// The project states in which it is possible; empty = does not depend on a project's state.
    pub states: &'static [ProjectState],
}

impl Action {
    /// Whether anybody in one of these capacities may, whatever the state.
    #[must_use]
    pub fn allows(self, capacities: &[Capacity]) -> bool {
        capacities
            .iter()
            .any(|capacity| self.rule().who.contains(capacity))
    }

    /// Whether the state of the project fits.
    #[must_use]
    pub fn fits(self, state: ProjectState) -> bool {
        let states = self.rule().states;
        states.is_empty() || states.contains(&state)
    }

    /// Right and state together, for a project that the person can see.
    ///
    /// # Errors
    /// `Forbidden` for the wrong capacity, `WrongState` for the wrong state, in that order.
    pub fn check(self, capacities: &[Capacity], state: ProjectState) -> Result<(), Refusal> {
        if !self.allows(capacities) {
            return Err(self.forbidden());
        }
        if !self.fits(state) {
            return Err(self.wrong_state("项目", state.label()));
        }
        Ok(())
    }

    /// The refusal for something that stands where this action is not possible.
    #[must_use]
    pub fn wrong_state(self, subject: impl Into<String>, state: impl Into<String>) -> Refusal {
        Refusal::WrongState {
            subject: subject.into(),
            state: state.into(),
            action: self.label().into(),
            clause: self.rule().clause.into(),
        }
    }

    /// The refusal for a person whose post does not include this action.
    #[must_use]
    pub fn forbidden(self) -> Refusal {
        Refusal::Forbidden {
            action: self.label().into(),
            clause: self.rule().clause.into(),
        }
    }
}

/// The capacities an organisation has on a project: its own id against the two roles it can hold.
/// In a direct project the applicant is the unit (R071, R119).
#[must_use]
pub fn capacities_of_org(
    org: i64,
    applicant: Option<i64>,
    unit: Option<i64>,
    mode: Mode,
) -> Vec<Capacity> {
    let mut held = Vec::new();
    if applicant == Some(org) {
        held.push(Capacity::Applicant);
        if mode == Mode::Direct {
            held.push(Capacity::Unit);
        }
    }
    if unit == Some(org) && !held.contains(&Capacity::Unit) {
        held.push(Capacity::Unit);
    }
    held
}
