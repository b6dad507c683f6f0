//! The same for what is beside a project's own way (matrix of part 3).

use domain::access::Role;

use super::super::act::{Beside, OnAccount, OnAmendment, OnBan, OnCase, OnClaim};
use super::super::state::{Person, Project};

impl Person {
    /// Whether the post includes it, where it is not about a project that has to be seen first.
    pub(super) fn may_beside(&self, act: &Beside) -> bool {
        use Role as R;
        match act {
            Beside::Amend(..) | Beside::Account(..) => unreachable!("asked with the project"),
            Beside::OpenCase { .. } => matches!(self.role, R::CityHrss | R::AgencyReviewer),
            Beside::Case(
                _,
                _,
                OnCase::Transfer(_) | OnCase::Decide { .. } | OnCase::Release(_) | OnCase::Close(_),
            ) => self.role == R::CityHrss,
            Beside::Claim(_, _, _, act) => match act {
                OnClaim::Recover { .. } => matches!(self.role, R::AgencyClerk | R::AgencyPayer),
                OnClaim::Propose(_) => self.role == R::AgencyClerk,
                OnClaim::Consent | OnClaim::Decline(_) => {
                    matches!(self.role, R::CityHrss | R::CityFinance)
                }
            },
            Beside::Reverse(..) => matches!(self.role, R::AgencyReviewer | R::AgencyPayer),
            Beside::ProposeBan { .. } => matches!(self.role, R::AgencyClerk | R::AgencyReviewer),
            Beside::Ban(_, _, act) => match act {
                OnBan::State(_) => self.role == R::Organisation,
                OnBan::CloseHearing => self.role == R::AgencyClerk,
                OnBan::Decide { .. } | OnBan::Drop(_) | OnBan::Revoke(_) => {
                    self.role == R::CityHrss
                }
            },
        }
    }

    /// Whether changing the agreement of a project they know of is theirs.
    pub(in super::super) fn may_amend(&self, project: &Project, act: &OnAmendment) -> bool {
        match act {
            OnAmendment::Draft(_) | OnAmendment::File | OnAmendment::Withdraw(_) => {
                self.role == Role::AgencyClerk
            }
            OnAmendment::Check => self.role == Role::AgencyReviewer,
            OnAmendment::Sign => {
                self.role == Role::AgencyReviewer
                    || self.is_applicant(project)
                    || self.is_unit(project)
            }
        }
    }

    /// Whether the account of its unit is theirs.
    pub(in super::super) fn may_account(&self, project: &Project, act: &OnAccount) -> bool {
        match act {
            OnAccount::Give { .. } => self.role == Role::AgencyClerk || self.is_unit(project),
            OnAccount::Confirm(_) | OnAccount::Return(..) => self.role == Role::AgencyReviewer,
        }
    }
}
