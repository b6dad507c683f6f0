//! Where on the form a refusal points.

use super::Refusal;

impl Refusal {
    /// The form field to point at.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Required { field, .. }
            | Self::TooLong { field, .. }
            | Self::UnknownChoice { field, .. }
            | Self::AmountMalformed { field }
            | Self::AmountPrecision { field }
            | Self::WanPrecision { field }
            | Self::AmountNotPositive { field }
            | Self::AmountTooLarge { field, .. }
            | Self::PercentMalformed { field }
            | Self::DateMalformed { field }
            | Self::DateTooEarly { field, .. }
            | Self::DateTooLate { field, .. }
            | Self::CreditCode { field, .. }
            | Self::OrganisationCode { field }
            | Self::PeriodTooLong { field, .. }
            | Self::PeriodReversed { field }
            | Self::PrepaymentOutOfBand { field, .. }
            | Self::OverApproved { field, .. }
            | Self::OverSettlement { field, .. }
            | Self::ClauseEmpty { field, .. }
            | Self::EvaluatorConflict { field, .. }
            | Self::GoalNotMeasured { field, .. }
            | Self::DefectsMissing { field }
            | Self::ConclusionContradicts { field }
            | Self::WrongSum { field, .. }
            | Self::Calendar { field, .. }
            | Self::Mail { field, .. }
            | Self::Standard { field, .. }
            | Self::LocalRule { field, .. }
            | Self::Classification { field, .. }
            | Self::DatasetRow { field, .. }
            | Self::CountMalformed { field, .. }
            | Self::YearNotOver { field, .. }
            | Self::AnalysisIncomplete { field, .. }
            | Self::RankTaken { field, .. }
            | Self::YearSplit { field, .. }
            | Self::ScoreMissing { field, .. }
            | Self::ShortNotice { field, .. }
            | Self::LateReason { field, .. }
            | Self::NameTaken { field, .. }
            | Self::DraftBroken { field, .. }
            | Self::Unqualified { field, .. }
            | Self::KnownInstitution { field, .. }
            | Self::ReasonNeeded { field, .. }
            | Self::ScoreMalformed { field }
            | Self::CandidateTwice { field, .. }
            | Self::UnknownPlaceholder { field, .. }
            | Self::NothingChanged { field }
            | Self::BasisMissing { field, .. }
            | Self::SignatureMissing { field, .. }
            | Self::ArchiveIncomplete { field, .. }
            | Self::ArchiveMandatory { field, .. }
            | Self::OverClaim { field, .. }
            | Self::VoucherUsed { field, .. }
            | Self::AccountName { field, .. }
            | Self::AccountNumber { field }
            | Self::UnknownEvaluator { field, .. }
            | Self::StatementKnown { field, .. } => Some(field),
            // Whatever is wrong with a file stands at the one field that takes it.
            Self::FileType { .. }
            | Self::FileName { .. }
            | Self::FileTooLarge { .. }
            | Self::TooManyFiles { .. } => Some("file"),
            _ => None,
        }
    }
}
