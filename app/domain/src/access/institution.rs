//! Who keeps the register of institutions and the ban list, who may look at them, and what the region
//! urges (matrix 3).

use super::rules::{AGENCY, AGENCY_HANDS, BAN_READERS, CITY_AND_REGION, CLERK, UNIT, join, rule};
use super::{Action, Capacity, Rule};
use crate::state::ProjectState;

/// The agency keeps the evaluators, 人社 reads who they are (matrix 3, A45).
const EXPERT_READERS: &[Capacity] = &join::<4>(&[AGENCY, &[Capacity::CityHrss]]);

/// The city with its region, finance included: between authorities, for no organisation (3.1).
const URGING_READERS: &[Capacity] = &join::<9>(&[CITY_AND_REGION, &[Capacity::RegionFinance]]);

impl Action {
    /// Institutions, what a project asks of them, and bans.
    pub(super) const fn of_institutions(self) -> Rule {
        use Action as A;
        match self {
            A::ViewExperts => rule("四（七）", EXPERT_READERS, &[]),
            A::KeepExpert | A::RemoveExpert => rule("四（七）", CLERK, &[]),
            A::ViewInstitutions | A::ViewInstitution => rule("四（四）", CITY_AND_REGION, &[]),
            A::AddInstitution | A::RecordEligibility => rule("四（四）", CLERK, &[]),
            A::RequireCondition => rule(
                "四（四）6",
                CLERK,
                &[
                    ProjectState::Determined,
                    ProjectState::Filed,
                    ProjectState::Budgeted,
                ],
            ),
            A::ViewBans => rule("四（六）", BAN_READERS, &[]),
            A::ProposeBan => rule("四（六）", AGENCY_HANDS, &[]),
            A::StateCase => rule("四（六）", UNIT, &[]),
            A::CloseHearing => rule("四（六）", CLERK, &[]),
            A::DecideBan | A::DropBan | A::RevokeBan => {
                rule("四（六）", &[Capacity::CityHrss], &[])
            }
            A::ViewUrgings => rule("四（一）", URGING_READERS, &[]),
            // What is over is not urged: the use case and the database check it, since a whole city can be
            // urged as well.
            A::Urge => rule(
                "四（一）",
                &[Capacity::RegionHrss, Capacity::RegionFinance],
                &[],
            ),
            A::AnswerUrging => rule("四（一）", AGENCY_HANDS, &[]),
            _ => self.doing(),
        }
    }
}
