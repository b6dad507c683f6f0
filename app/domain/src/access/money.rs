//! The rights of money that comes back, is corrected, listed, compared and looked into (matrix 3, 3.2).

use super::rules::{AGENCY, AGENCY_HANDS, CLERK, MONEY_READERS, REVIEWER, UNIT, join, rule};
use super::{Action, Capacity, Rule};
use crate::state::ProjectState;

/// Finance and 人社, the agency, their regional departments, and the parties of a project.
const LEDGER_READERS: &[Capacity] =
    &join::<9>(&[MONEY_READERS, &[Capacity::Applicant, Capacity::Unit]]);
/// Who receives money for the agency.
const CASHIERS: &[Capacity] = &[Capacity::AgencyClerk, Capacity::AgencyPayer];
/// Who corrects the ledger; never the person who entered the row (3.2).
const CORRECTORS: &[Capacity] = &[Capacity::AgencyReviewer, Capacity::AgencyPayer];
/// Who gives a claim up, both of them (machine 2.6).
const FORGIVERS: &[Capacity] = &[Capacity::CityHrss, Capacity::CityFinance];
/// The agency and the finance that looks after it (R019).
const BANKERS: &[Capacity] = &join::<4>(&[AGENCY, &[Capacity::CityFinance]]);
/// The unit itself, or the agency from paper (R119).
const ACCOUNT_GIVERS: &[Capacity] = &join::<2>(&[UNIT, CLERK]);
/// From the choice of the unit (of a direct project it is the applicant) until its money is settled.
const PAYABLE: &[ProjectState] = &[
    ProjectState::Budgeted,
    ProjectState::UnitSelected,
    ProjectState::Contracted,
    ProjectState::InProgress,
    ProjectState::Completed,
    ProjectState::Passed,
    ProjectState::FailedFinal,
];

impl Action {
    /// The rights of money beside payments.
    pub(super) const fn of_money(self) -> Rule {
        use Action as A;
        match self {
            A::ViewLedger => rule("四（一）2（2）、六（二）", LEDGER_READERS, &[]),
            A::RecordRecovery => rule("四（六）、四（七）", CASHIERS, &[]),
            A::ProposeWriteOff => rule("四（七）", CLERK, &[]),
            A::ConsentWriteOff | A::DeclineWriteOff => rule("四（七）", FORGIVERS, &[]),
            A::ReverseEntry => rule("二、三", CORRECTORS, &[]),
            A::GiveAccount => rule("五", ACCOUNT_GIVERS, PAYABLE),
            A::ConfirmAccount | A::ReturnAccount => rule("五", REVIEWER, PAYABLE),
            A::ViewBank | A::ViewStatement => rule("四（一）2（1）、2（2）", BANKERS, &[]),
            A::TakeBatch => rule("四（一）2（1）", &[Capacity::AgencyPayer], &[]),
            A::UploadStatement => rule("四（一）2（2）", AGENCY_HANDS, &[]),
            A::PostFinding | A::CloseFinding => {
                rule("四（一）2（2）", &[Capacity::CityFinance], &[])
            }
            A::AnswerFinding => rule("四（一）2（2）", AGENCY, &[]),
            _ => rule("", &[], &[]),
        }
    }
}
