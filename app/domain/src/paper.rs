//! Papers of a project from the choice of its unit on: what kinds there are, who brings them and when, and when
//! they can no longer be taken away (R006, R067, R073, R074, R081-R083, R098).

use crate::access::Capacity;
use crate::state::{ArchiveItem, Condition, Mode, ProjectState};

codes! {
    /// A kind of paper of a project.
    PaperKind {
        Selection = "SELECTION" "选定结果通知",
        Eligibility = "ELIGIBILITY" "实施单位条件证明",
        Signature = "SIGNATURE" "签字盖章页",
        Termination = "TERMINATION" "终止协议记录",
        Photo = "PHOTO" "实施照片",
        SignIn = "SIGN_IN" "签到表",
        Voucher = "VOUCHER" "付款凭证",
        Inspection = "INSPECTION" "检查记录",
        Archive = "ARCHIVE" "实施档案材料",
    }
}

/// Longest reason for an electronic signature.
pub const ELECTRONIC_MAX: u32 = 500;

impl PaperKind {
    /// Who brings papers of this kind; the use case checks that it is this person's own party,
    /// inspection or payment.
    #[must_use]
    pub const fn givers(self) -> &'static [Capacity] {
        use Capacity as C;
        match self {
            Self::Selection => &[C::Applicant, C::AgencyClerk],
            Self::Eligibility => &[C::Unit, C::AgencyClerk],
            Self::Signature => &[C::AgencyReviewer, C::Applicant, C::Unit],
            Self::Termination => &[C::AgencyClerk, C::AgencyReviewer],
            Self::Photo | Self::SignIn | Self::Archive => &[C::Unit],
            Self::Voucher => &[C::AgencyPayer],
            Self::Inspection => &[
                C::CityHrss,
                C::CityFinance,
                C::CityHealth,
                C::CityEmergency,
                C::AgencyClerk,
                C::AgencyReviewer,
            ],
        }
    }

    /// In which states of the project.
    #[must_use]
    pub const fn states(self) -> &'static [ProjectState] {
        use ProjectState as S;
        match self {
            Self::Selection => &[S::UnitSelected, S::Contracted, S::InProgress],
            // Before its choice nobody is the unit; one that carries its own project out is from the start.
            Self::Eligibility => &[S::Budgeted, S::UnitSelected, S::Contracted, S::InProgress],
            Self::Signature => &[S::Budgeted, S::UnitSelected, S::Contracted, S::InProgress],
            Self::Termination => &[S::Terminated],
            Self::Photo | Self::SignIn => &[S::InProgress],
            Self::Archive => &[S::InProgress, S::Completed],
            // The balance closes the project: its voucher comes after it.
            Self::Voucher => &[
                S::Contracted,
                S::InProgress,
                S::Completed,
                S::Passed,
                S::FailedFinal,
                S::Closed,
                S::ClosedFailed,
                S::Terminated,
            ],
            Self::Inspection => &[
                S::Contracted,
                S::InProgress,
                S::Completed,
                S::Passed,
                S::FailedFinal,
            ],
        }
    }

    /// Whether it can be taken away at all: what proves a payment or an end stays, and is set right by
    /// another one beside it.
    #[must_use]
    pub const fn is_removable(self) -> bool {
        !matches!(self, Self::Termination | Self::Voucher)
    }

    /// The part of the archive it counts for (R081). `about`: 0 is the agreement itself, a number a
    /// supplementary one.
    #[must_use]
    pub fn archive_item(self, part: &str, about: i64) -> Option<ArchiveItem> {
        match self {
            Self::Signature if about == 0 => Some(ArchiveItem::Agreement),
            Self::Signature => Some(ArchiveItem::Changes),
            Self::Photo => Some(ArchiveItem::Photos),
            Self::SignIn => Some(ArchiveItem::SignIn),
            Self::Archive => ArchiveItem::from_code(part),
            Self::Selection
            | Self::Eligibility
            | Self::Termination
            | Self::Voucher
            | Self::Inspection => None,
        }
    }

    /// Whether a project of this mode has such papers from this person: who chose the unit tells the
    /// result, and before there is a unit nothing proves what it fulfils.
    #[must_use]
    pub fn fits(self, mode: Mode, state: ProjectState, capacities: &[Capacity]) -> bool {
        match self {
            Self::Selection => match mode {
                Mode::Direct => false,
                Mode::Commissioned => capacities.contains(&Capacity::Applicant),
                Mode::Procured => capacities.contains(&Capacity::AgencyClerk),
            },
            Self::Eligibility => mode == Mode::Direct || state != ProjectState::Budgeted,
            _ => true,
        }
    }

    /// The parts to choose from, as code and words; none for a kind that needs no choice.
    #[must_use]
    pub fn parts(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Archive => ArchiveItem::ALL
                .iter()
                .map(|one| (one.code(), one.label()))
                .collect(),
            Self::Eligibility => Condition::ALL
                .iter()
                .map(|one| (one.code(), one.label()))
                .collect(),
            _ => Vec::new(),
        }
    }
}
