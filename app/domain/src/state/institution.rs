//! Institutions: what they are, what they must fulfil, how one is chosen, and the ban (2.7).

codes! {
    /// What a service institution is (R060).
    InstitutionKind {
        Social = "SOCIAL" "社会组织",
        Economic = "ECONOMIC" "经济组织（企业）",
        Medical = "MEDICAL" "医疗机构",
        DiseaseControl = "CDC" "疾病预防控制机构",
        Occupational = "OCCUPATIONAL" "职业病防治机构",
    }
}

codes! {
    /// The six basic conditions of 四（四）, in the order of the text (R061-R066).
    Condition {
        Legal = "LEGAL" "具有独立承担民事责任的能力",
        Credit = "CREDIT" "良好的商业信誉和健全的财务会计制度，有依法缴纳税收和社会保险的良好记录",
        Clean = "CLEAN" "两年内在经营活动中没有重大违法违规记录",
        Means = "MEANS" "具有相关工伤预防项目实施所必需的设备、专业技术人员",
        Experience = "EXPERIENCE" "从事相关宣传、培训业务两年以上",
        Other = "OTHER" "依法应具备的其他条件",
    }
}

codes! {
    /// How a unit is chosen (R070, R073).
    SelectionMethod {
        OpenTender = "OPEN_TENDER" "公开招标",
        InvitedTender = "INVITED_TENDER" "邀请招标",
        Negotiation = "NEGOTIATION" "竞争性谈判",
        Consultation = "CONSULTATION" "竞争性磋商",
        Inquiry = "INQUIRY" "询价",
        SingleSource = "SINGLE_SOURCE" "单一来源",
        Framework = "FRAMEWORK" "框架协议",
        BelowThreshold = "BELOW_THRESHOLD" "限额以下采购",
    }
}

codes! {
    /// Why an institution is banned: the grounds the text knows (R085).
    Grounds {
        Unlawful = "UNLAWFUL" "服务不符合法律规定",
        Contract = "CONTRACT" "服务不符合合同规定",
        Quality = "QUALITY" "服务质量不高",
    }
}

codes! {
    /// A ban case (machine 2.7). That a ban has run out is derived from its last day, never stored.
    BanState {
        Proposed = "PROPOSED" "待陈述申辩",
        Heard = "HEARD" "待决定",
        InForce = "IN_FORCE" "已决定禁入",
        Dropped = "DROPPED" "不予禁入",
        Revoked = "REVOKED" "已解除",
    }
}

impl BanState {
    /// The states that can directly follow this one (machine 2.7). What is decided in the unit's
    /// favour needs no hearing.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Proposed => &[Self::Heard, Self::Dropped],
            Self::Heard => &[Self::InForce, Self::Dropped],
            Self::InForce => &[Self::Revoked],
            Self::Dropped | Self::Revoked => &[],
        }
    }
}

codes! {
    /// How a decided ban stands on a day.
    BanStatus {
        Announced = "ANNOUNCED" "尚未生效",
        Running = "RUNNING" "禁入中",
        Expired = "EXPIRED" "期满",
        Revoked = "REVOKED" "已解除",
    }
}
