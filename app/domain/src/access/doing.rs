//! The rights of doing the work: templates, supplementary agreements, archive, progress,
//! inspections, messages, and the cases that only a few may know of (R084).

use super::rules::{
    AGENCY, APPLICANT, CITY, CLERK, MEMBERS, PROJECT_READERS, REVIEWER, UNIT, join, rule,
};
use super::{Action, Capacity, Role, Rule};
use crate::refusal::Refusal;
use crate::state::{Mode, Party, ProjectState};

/// A supplementary agreement changes one that is being carried out.
const CARRIED_OUT: &[ProjectState] = &[ProjectState::Contracted, ProjectState::InProgress];
/// From the agreement to the settlement there is something to inspect.
const INSPECTED: &[ProjectState] = &[
    ProjectState::Contracted,
    ProjectState::InProgress,
    ProjectState::Completed,
    ProjectState::Passed,
    ProjectState::FailedFinal,
];
/// Everything that has been handed in: of a draft the agency knows nothing.
const HANDED_IN: &[ProjectState] = &[
    ProjectState::Submitted,
    ProjectState::Supplement,
    ProjectState::Accepted,
    ProjectState::Rejected,
    ProjectState::Proposed,
    ProjectState::NotSelected,
    ProjectState::Determined,
    ProjectState::Filed,
    ProjectState::Budgeted,
    ProjectState::UnitSelected,
    ProjectState::Contracted,
    ProjectState::InProgress,
    ProjectState::Completed,
    ProjectState::Passed,
    ProjectState::FailedFinal,
    ProjectState::Closed,
    ProjectState::ClosedFailed,
    ProjectState::Terminated,
    ProjectState::Cancelled,
];
const PARTIES: &[Capacity] = &join::<2>(&[APPLICANT, UNIT]);
/// Whoever signs an agreement; the use case checks that they are a party of it (I4).
const SIGNERS: &[Capacity] = &join::<3>(&[REVIEWER, PARTIES]);
/// The four departments and the agency (R083, R017).
const INSPECTORS: &[Capacity] = &join::<6>(&[MEMBERS, CLERK, REVIEWER]);
/// Everybody who brings papers of some kind.
const PAPER_GIVERS: &[Capacity] = &join::<9>(&[MEMBERS, AGENCY, PARTIES]);
const CORRESPONDENTS: &[Capacity] = &join::<5>(&[AGENCY, PARTIES]);
const HRSS: &[Capacity] = &[Capacity::CityHrss];
/// 人社 and the head of the agency (R084).
const CASE_OPENERS: &[Capacity] = &join::<2>(&[HRSS, REVIEWER]);
/// Those, finance, and the regional 人社, which reads everything (3.1, 3.3).
const CASE_READERS: &[Capacity] =
    &join::<4>(&[CASE_OPENERS, &[Capacity::CityFinance, Capacity::RegionHrss]]);

impl Action {
    /// Whether it can be done at any time: it waits for nobody and is nobody's next step.
    #[must_use]
    pub const fn is_standing(self) -> bool {
        matches!(
            self,
            Self::RecordRules
                | Self::ReportProgress
                | Self::KeepArchive
                | Self::DraftAmendment
                | Self::WithdrawAmendment
                | Self::RecordInspection
                | Self::AnswerRectification
                | Self::RecordReview
        )
    }

    /// The rights of doing the work.
    pub(super) const fn doing(self) -> Rule {
        use Action as A;
        use ProjectState as S;
        match self {
            A::ViewTemplates => rule("四（五）", CITY, &[]),
            A::SaveTemplate => rule("四（五）", CASE_OPENERS, &[]),
            A::DraftAmendment | A::FileAmendment | A::WithdrawAmendment => {
                rule("四（五）", CLERK, CARRIED_OUT)
            }
            A::CheckAmendment => rule("四（五）", REVIEWER, CARRIED_OUT),
            A::SignAmendment => rule("四（五）", SIGNERS, CARRIED_OUT),
            A::RecordRules => rule("四（六）", UNIT, CARRIED_OUT),
            A::KeepArchive => rule("四（六）", UNIT, &[S::InProgress, S::Completed]),
            A::ReportProgress => rule("四（六）", UNIT, &[S::InProgress]),
            A::RecordInspection => rule("四（六）", INSPECTORS, INSPECTED),
            A::RecordReview => rule(
                "四（一）2（3）",
                &[Capacity::CityHealth],
                &[S::Closed, S::ClosedFailed],
            ),
            A::CloseInspection => rule("四（六）", INSPECTORS, &[]),
            A::AnswerInspection => rule("四（六）", PARTIES, &[]),
            // Which kinds a post brings stands with the kinds (`PaperKind::givers`).
            A::AddPaper | A::RemovePaper => rule("四（五）、四（六）", PAPER_GIVERS, &[]),
            A::OpenPaper => rule("四（五）、四（六）", PROJECT_READERS, &[]),
            A::SendMessage | A::ReadMessages => rule("四（一）2（1）", CORRESPONDENTS, HANDED_IN),
            A::ViewCases => rule("四（六）", CASE_READERS, &[]),
            A::OpenCase => rule("四（六）", CASE_OPENERS, &[]),
            A::TransferCase | A::DecideCase | A::ReleaseFreeze | A::CloseCase => {
                rule("四（六）", HRSS, &[])
            }
            _ => self.of_money(),
        }
    }
}

/// The party of an agreement a person signs for (I4).
///
/// # Errors
/// `NotAParty` where the agreements of this mode are not signed by it.
pub fn signs_for(role: Role, capacities: &[Capacity], mode: Mode) -> Result<Party, Refusal> {
    let party = if role == Role::AgencyReviewer {
        Party::Agency
    } else if capacities.contains(&Capacity::Applicant) {
        Party::Applicant
    } else {
        Party::Unit
    };
    if mode.parties().contains(&party) {
        Ok(party)
    } else {
        Err(Refusal::NotAParty {
            party: party.label().into(),
        })
    }
}
