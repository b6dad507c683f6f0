//! The one permission table: projects from determination to the end first, then what comes before it,
//! then what belongs to a year.

use super::{Action, Capacity, Rule};
use crate::state::ProjectState;

/// Prepayments run while the project is contracted or under way, balances after it passed or failed.
const PAYING: &[ProjectState] = &[
    ProjectState::Contracted,
    ProjectState::InProgress,
    ProjectState::Passed,
    ProjectState::FailedFinal,
];

/// Several groups as one.
pub(super) const fn join<const N: usize>(groups: &[&[Capacity]]) -> [Capacity; N] {
    let mut all = [Capacity::Applicant; N];
    let (mut at, mut group) = (0, 0);
    while group < groups.len() {
        let mut one = 0;
        while one < groups[group].len() {
            all[at] = groups[group][one];
            (at, one) = (at + 1, one + 1);
        }
        group += 1;
    }
    assert!(at == N, "the groups have another number of members");
    all
}

const REGION: &[Capacity] = &[
    Capacity::RegionHrss,
    Capacity::RegionFinance,
    Capacity::RegionHealth,
    Capacity::RegionEmergency,
];
pub(super) const AGENCY: &[Capacity] = &[
    Capacity::AgencyClerk,
    Capacity::AgencyReviewer,
    Capacity::AgencyPayer,
];
pub(super) const CITY: &[Capacity] = &join::<7>(&[MEMBERS, AGENCY]);
pub(super) const PROJECT_READERS: &[Capacity] = &join::<12>(&[
    CITY_AND_REGION,
    &[Capacity::RegionFinance],
    &[Capacity::Applicant, Capacity::Unit, Capacity::Evaluator],
]);
pub(super) const MEMBERS: &[Capacity] = &[
    Capacity::CityHrss,
    Capacity::CityFinance,
    Capacity::CityHealth,
    Capacity::CityEmergency,
];
pub(super) const CLERK: &[Capacity] = &[Capacity::AgencyClerk];
pub(super) const REVIEWER: &[Capacity] = &[Capacity::AgencyReviewer];
pub(super) const UNIT: &[Capacity] = &[Capacity::Unit];
/// The agency, or the applicant of a commissioned project: the use case checks which of them
/// the acceptance was addressed to (R090-R092).
const ORGANISER: &[Capacity] = &[Capacity::AgencyClerk, Capacity::Applicant];

pub(super) const APPLICANT: &[Capacity] = &[Capacity::Applicant];
/// Who prepares the meetings: 人社 chairs, the agency is the secretary (R010, A10).
const SECRETARY: &[Capacity] = &[Capacity::CityHrss, Capacity::AgencyClerk];
const SUBMITTERS: &[Capacity] = &[
    Capacity::AgencyClerk,
    Capacity::CityHealth,
    Capacity::CityEmergency,
];
const ATTACHERS: &[Capacity] = &join::<6>(&[MEMBERS, CLERK, APPLICANT]);
const APPLICATION_READERS: &[Capacity] = &join::<9>(&[CITY_AND_REGION, APPLICANT]);
/// The posts of a city and, looking in from above, the regional 人社 (3.1).
pub(super) const CITY_AND_REGION: &[Capacity] = &join::<8>(&[CITY, &[Capacity::RegionHrss]]);
/// Every post of a city and of the region.
const CITY_AND_REGIONS: &[Capacity] = &join::<11>(&[CITY, REGION]);
/// Who can propose a ban for the agency.
pub(super) const AGENCY_HANDS: &[Capacity] = &[Capacity::AgencyClerk, Capacity::AgencyReviewer];
/// The ban list is for everybody who may meet a banned institution (matrix 3, 3.3 (1)).
pub(super) const BAN_READERS: &[Capacity] =
    &join::<13>(&[CITY, REGION, &[Capacity::Applicant, Capacity::Unit]]);
pub(super) const MONEY_READERS: &[Capacity] = &join::<7>(&[
    AGENCY,
    &[Capacity::CityHrss, Capacity::CityFinance],
    &[Capacity::RegionHrss, Capacity::RegionFinance],
]);

/// Everybody who can sign in: reference data is theirs to read (matrix 3, last lines), and their inbox.
const EVERYBODY: &[Capacity] = &join::<14>(&[
    CITY,
    REGION,
    &[Capacity::Applicant, Capacity::Unit, Capacity::Evaluator],
]);

pub(super) const fn rule(
    clause: &'static str,
    who: &'static [Capacity],
    states: &'static [ProjectState],
) -> Rule {
    Rule {
        clause,
        who,
        states,
    }
}

impl Action {
    /// The one permission table.
    #[must_use]
    pub const fn rule(self) -> Rule {
        use Action as A;
        use ProjectState as S;
        match self {
            A::ViewRegion => rule("四（一）", CITY_AND_REGIONS, &[]),
            A::ViewCity => rule("四（一）", CITY, &[]),
            A::ListProjects | A::ViewProject | A::ViewStory => {
                rule("四（一）", PROJECT_READERS, &[])
            }
            A::ViewTracker => rule(
                "四（七）",
                &[Capacity::Applicant, Capacity::Unit, Capacity::Evaluator],
                &[],
            ),

            A::CompileFeePlan => rule("五", CLERK, &[]),
            A::ApproveFeePlan => rule("四（一）2（2）", &[Capacity::CityHrss], &[]),
            A::ReviewFeePlan | A::AllocateFeePlan => {
                rule("四（一）2（2）", &[Capacity::CityFinance], &[])
            }

            A::FilePlan => rule("四（三）", CLERK, &[S::Determined]),
            A::AcknowledgeFiling => rule("四（三）、四（五）、四（七）", MEMBERS, &[]),
            A::CompileBudget => rule("五", CLERK, &[S::Filed]),
            A::ApproveBudget => rule("五", &[Capacity::CityFinance], &[S::Filed]),
            A::SelectUnit => rule("四（五）", ORGANISER, &[S::Budgeted]),

            A::DraftAgreement => rule("四（五）", CLERK, &[S::Budgeted, S::UnitSelected]),
            A::CheckAgreement => rule("四（五）", REVIEWER, &[S::Budgeted, S::UnitSelected]),
            A::SignAgreement => rule(
                "四（五）",
                &[
                    Capacity::AgencyReviewer,
                    Capacity::Applicant,
                    Capacity::Unit,
                ],
                &[S::Budgeted, S::UnitSelected],
            ),
            A::FileAgreement => rule("四（五）", CLERK, &[S::Budgeted, S::UnitSelected]),

            A::RequestPrepayment => rule("五", UNIT, &[S::Contracted, S::InProgress]),
            A::CheckPayment => rule("四（一）2（1）", CLERK, PAYING),
            A::ApprovePayment => rule("四（一）2（1）", REVIEWER, PAYING),
            A::Pay => rule("四（七）、五", &[Capacity::AgencyPayer], PAYING),
            A::RejectPayment => rule(
                "四（一）2（1）",
                &[Capacity::AgencyClerk, Capacity::AgencyReviewer],
                PAYING,
            ),

            A::StartProject => rule("四（六）", UNIT, &[S::Contracted]),
            A::CompleteProject => rule("四（六）", UNIT, &[S::InProgress]),

            _ => self.accepting(),
        }
    }

    /// Acceptance, and how a project ends without one.
    const fn accepting(self) -> Rule {
        use Action as A;
        use ProjectState as S;
        match self {
            A::ApplyAcceptance => rule("四（七）", UNIT, &[S::Completed]),
            A::ReturnAcceptance | A::ReceiveAcceptance | A::AppointEvaluators | A::ServeReport => {
                rule("四（七）", ORGANISER, &[S::Completed])
            }
            A::DeclareConflict | A::SubmitReport => {
                rule("四（七）", &[Capacity::Evaluator], &[S::Completed])
            }
            A::AcknowledgeReport
            | A::AnswerRectification
            | A::SubmitRectification
            | A::OfferLate => rule("四（七）", UNIT, &[S::Completed]),
            A::RemindRectification | A::RecordRefusal => rule("四（七）", CLERK, &[S::Completed]),
            // The other way of the disposition, so the same post decides it (2.5).
            A::AcceptLate => rule("四（七）", REVIEWER, &[S::Completed]),
            A::DecideDisposition => rule("四（七）", REVIEWER, &[S::Completed, S::FailedFinal]),
            A::TerminateProject => rule(
                "四（七）",
                REVIEWER,
                &[S::Contracted, S::InProgress, S::Completed],
            ),
            _ => self.before(),
        }
    }

    /// Application, intake and proposal of one project.
    const fn before(self) -> Rule {
        use Action as A;
        use ProjectState as S;
        match self {
            A::ViewOpenings | A::CreateApplication => rule("四（三）", APPLICANT, &[]),
            A::ViewApplication => rule("四（三）", APPLICATION_READERS, &[]),
            A::OpenFile => rule("四（三）", PROJECT_READERS, &[]),
            A::SaveApplication | A::LoadApplication => {
                rule("四（三）", APPLICANT, &[S::Draft, S::Supplement])
            }
            // Papers of a year belong to the city, papers of an application to the applicant: the
            // use case checks which.
            A::Attach | A::Detach => rule("四（三）", ATTACHERS, &[]),
            A::SubmitApplication => rule("四（三）、附件1", APPLICANT, &[S::Draft, S::Supplement]),
            A::WithdrawApplication => rule(
                "四（三）",
                APPLICANT,
                &[S::Draft, S::Submitted, S::Supplement, S::Accepted],
            ),
            A::AcceptApplication | A::ReturnApplication | A::RejectApplication => {
                rule("四（三）", CLERK, &[S::Submitted])
            }
            A::CreatePublicProject => rule("四（五）", CLERK, &[]),
            A::ProposeProject => rule("四（三）", CLERK, &[S::Accepted, S::Proposed]),
            A::DropProposal => rule("四（三）", CLERK, &[S::Proposed]),
            _ => self.yearly(),
        }
    }

    /// What is about a year of a city: figures, areas, lists, meetings, the cap.
    const fn yearly(self) -> Rule {
        use Action as A;
        match self {
            A::ViewFigures => rule("四（一）1", CITY_AND_REGION, &[]),
            A::EnterFundBase => rule("四（一）2（1）", CLERK, &[]),
            A::ConfirmFundBase | A::ReturnFundBase => {
                rule("四（一）2（2）", &[Capacity::CityFinance], &[])
            }
            // Which sets a post submits stands with the sets (`DatasetKind::sender`).
            A::SubmitDataset => rule("四（一）", SUBMITTERS, &[]),
            A::ViewDataset => rule("四（一）1", CITY, &[]),
            A::PreviewInjuries | A::ImportInjuries => rule("六（三）", CLERK, &[]),
            A::ViewUpload => rule("六（三）", AGENCY, &[]),
            A::ViewAnalysis => rule("四（二）", CITY_AND_REGION, &[]),
            A::FreezeAnalysis | A::MapType | A::DraftAreas => rule("四（二）", CLERK, &[]),
            A::ViewAreas => rule("四（二）", CITY_AND_REGION, &[]),
            A::SuggestArea => rule("四（一）2", MEMBERS, &[]),
            A::PublishAreas | A::CloseAreas => rule("四（二）", &[Capacity::CityHrss], &[]),
            A::ViewProposals => rule("四（三）", CITY_AND_REGION, &[]),
            A::FreezeProposals => rule("四（三）", REVIEWER, &[]),
            A::ViewMeetings | A::ViewMeeting => rule("四（一）1", CITY_AND_REGION, &[]),
            A::PlanMeeting | A::AddItem | A::DropItem => rule("四（一）1", SECRETARY, &[]),
            A::ConveneMeeting | A::CloseMeeting | A::CancelMeeting => {
                rule("四（一）1", &[Capacity::CityHrss], &[])
            }
            A::OpenMeeting | A::RecordPresence | A::TurnToItem | A::MoveItem => {
                rule("四（一）1", SECRETARY, &[])
            }
            A::DraftMinutes => rule("四（一）1", CLERK, &[]),
            A::ReportItem => rule("四（一）1", CITY, &[]),
            A::Vote | A::ConfirmMinutes => rule("四（一）1、四（三）", MEMBERS, &[]),
            A::RaiseIssue | A::ResolveIssue => rule("四（一）1", CITY, &[]),
            A::ViewCalendar => rule("四（七）", EVERYBODY, &[]),
            // What a calendar holds are deadlines of single projects.
            A::ViewFeed | A::GrantFeed | A::RevokeFeed => rule("四（一）", PROJECT_READERS, &[]),
            A::ViewInbox | A::ReadNotification | A::ReadNotifications | A::SetNotification => {
                rule("四（一）", EVERYBODY, &[])
            }
            A::SetMail | A::ConfirmMail | A::RemoveMail => rule("四（一）", EVERYBODY, &[]),
            A::DraftCalendar | A::PublishCalendar | A::WithdrawCalendar => {
                rule("四（七）", &[Capacity::RegionHrss], &[])
            }
            A::ViewStandards => rule("附件3 预算编制要求2", EVERYBODY, &[]),
            A::ProposeStandard | A::PublishStandard | A::WithdrawStandard => {
                rule("附件3 预算编制要求2", &[Capacity::RegionHrss], &[])
            }
            A::ViewLocalRules => rule("四（一）", CITY_AND_REGIONS, &[]),
            A::ProposeLocalRule | A::PublishLocalRule | A::WithdrawLocalRule => {
                rule("四（一）", &[Capacity::RegionHrss], &[])
            }
            A::ViewClassifications => rule("四（二）", EVERYBODY, &[]),
            A::ProposeClassification | A::PublishClassification | A::WithdrawClassification => {
                rule("四（二）", &[Capacity::RegionHrss], &[])
            }
            A::ViewCap => rule("五", MONEY_READERS, &[]),
            A::RequestOverride => rule("五", CLERK, &[]),
            A::ConsentOverride => rule("五", &[Capacity::RegionHrss, Capacity::RegionFinance], &[]),
            _ => self.of_institutions(),
        }
    }
}
