//! The name and the clause of each refusal, in one table.

use super::Refusal;

impl Refusal {
    /// Name and clause; an empty clause where the refusal rests on no text.
    pub(super) fn parts(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotSignedIn => ("NotSignedIn", ""),
            Self::LoginFailed => ("LoginFailed", ""),
            Self::TooManyAttempts { .. } => ("TooManyAttempts", ""),
            Self::Forbidden { .. } => ("Forbidden", ""),
            Self::NotFound => ("NotFound", ""),
            Self::Stale => ("Stale", ""),
            Self::WrongState { .. } => ("WrongState", ""),
            Self::Required { .. } => ("Required", ""),
            Self::TooLong { .. } => ("TooLong", ""),
            Self::UnknownChoice { .. } => ("UnknownChoice", ""),
            Self::AmountMalformed { .. } => ("AmountMalformed", ""),
            Self::AmountPrecision { .. } => ("AmountPrecision", ""),
            Self::WanPrecision { .. } => ("WanPrecision", ""),
            Self::AmountNotPositive { .. } => ("AmountNotPositive", ""),
            Self::AmountTooLarge { .. } => ("AmountTooLarge", ""),
            Self::PercentMalformed { .. } => ("PercentMalformed", ""),
            Self::DateMalformed { .. } => ("DateMalformed", ""),
            Self::DateTooEarly { .. } => ("DateTooEarly", ""),
            Self::DateTooLate { .. } => ("DateTooLate", ""),
            Self::UnknownYear { .. } => ("UnknownYear", "《全国年节及纪念日放假办法》"),
            Self::CreditCode { .. } => ("CreditCode", "GB 32100-2015"),
            Self::OrganisationCode { .. } => ("OrganisationCode", "GB 11714-1997"),
            Self::PeriodTooLong { .. } => ("PeriodTooLong", "四（三）"),
            Self::PeriodReversed { .. } => ("PeriodReversed", ""),
            Self::OverCap { .. } => ("OverCap", "五"),
            Self::NoFundBase { .. } => ("NoFundBase", "五"),
            Self::PrepaymentOutOfBand { .. } => ("PrepaymentOutOfBand", "五"),
            Self::OverAllocation { .. } => ("OverAllocation", "四（一）2（2）"),
            Self::PlanNotAllocated { .. } => ("PlanNotAllocated", "四（一）2（2）"),
            Self::OverApproved { .. } => ("OverApproved", "四（三）"),
            Self::BudgetSum { .. } => ("BudgetSum", "五"),
            Self::OverSettlement { .. } => ("OverSettlement", "四（七）"),
            Self::BalanceLocked => ("BalanceLocked", "四（七）"),
            Self::KeyReused => ("KeyReused", ""),
            Self::SamePerson { .. } => ("SamePerson", "内部控制"),
            Self::WrongPayee { .. } => ("WrongPayee", "五"),
            Self::Banned { .. } => ("Banned", "四（六）"),
            Self::ClauseEmpty { .. } => ("ClauseEmpty", "四（五）"),
            Self::NotAParty { .. } => ("NotAParty", "四（五）"),
            Self::SignedAlready { .. } => ("SignedAlready", "四（五）"),
            Self::FilingIncomplete { .. } => ("FilingIncomplete", "四（三）、四（五）"),
            Self::WrongOrganiser { .. } => ("WrongOrganiser", "四（七）"),
            Self::EvaluatorConflict { .. } => ("EvaluatorConflict", "四（七）"),
            Self::WrongEvaluationPayer => ("WrongEvaluationPayer", "四（七）"),
            Self::GoalNotMeasured { .. } => ("GoalNotMeasured", "四（七）"),
            Self::DefectsMissing { .. } => ("DefectsMissing", "四（七）"),
            Self::ConclusionContradicts { .. } => ("ConclusionContradicts", "四（七）"),
            Self::NoThirdRound => ("NoThirdRound", "四（七）"),
            Self::RectificationOverdue { .. } => ("RectificationOverdue", "四（七）"),
            Self::WrongSum { .. } => ("WrongSum", "附件3 四"),
            Self::BenefitsFirst { .. } => ("BenefitsFirst", "五"),
            Self::FileTooLarge { .. } => ("FileTooLarge", ""),
            Self::FileUnreadable { .. } => ("FileUnreadable", ""),
            _ => self.parts_of_year(),
        }
    }

    /// Those of the first half of the year.
    fn parts_of_year(&self) -> (&'static str, &'static str) {
        match self {
            Self::DatasetRow { .. } => ("DatasetRow", "四（一）1"),
            Self::AnalysisIncomplete { .. } => ("AnalysisIncomplete", "四（二）"),
            Self::NotAnalysed { .. } => ("NotAnalysed", "四（二）"),
            Self::AreasNotPublished { .. } => ("AreasNotPublished", "四（三）"),
            Self::NoForecast { .. } => ("NoForecast", "五"),
            Self::RankTaken { .. } => ("RankTaken", "四（三）"),
            Self::ScoreMissing { .. } => ("ScoreMissing", "附件3 预算编制要求5"),
            Self::SeatVacant { .. } => ("SeatVacant", "四（一）1"),
            Self::SeatAbsent { .. } => ("SeatAbsent", "四（一）1"),
            Self::ShortNotice { .. } => ("ShortNotice", "四（一）1"),
            Self::ReportMissing { .. } => ("ReportMissing", "四（一）1"),
            Self::MotionMissing { .. } => ("MotionMissing", "四（三）"),
            Self::OpinionMissing { .. } => ("OpinionMissing", "四（三）"),
            Self::LateReason { .. } => ("LateReason", "四（三）"),
            Self::FileType { .. } => ("FileType", ""),
            _ => ("Refused", ""),
        }
    }
}
