//! Who may do what (matrix of part 3), and what they may know of. Where the matrix says "agency", the
//! three posts share it: the clerk prepares, the reviewer approves and signs, the payer pays (R017).

mod beside;

use domain::access::Role;
use domain::state::{ItemKind, Member, Mode};

use super::act::{Act, OnAreas, OnEntry, OnItem, OnMeeting, OnPayment, OnProject, OnYear};
use super::state::{Item, Model, Person, Project};

impl Person {
    pub(super) const fn seat(&self) -> Option<Member> {
        match self.role {
            Role::CityHrss => Some(Member::Hrss),
            Role::CityFinance => Some(Member::Finance),
            Role::CityHealth => Some(Member::Health),
            Role::CityEmergency => Some(Member::Emergency),
            _ => None,
        }
    }

    const fn secretary(&self) -> bool {
        matches!(self.role, Role::CityHrss | Role::AgencyClerk)
    }

    const fn of_city(&self) -> bool {
        self.city.is_some()
    }

    /// Whether the post includes a step that is not about one project.
    pub(super) fn may(&self, act: &Act) -> bool {
        use Role as R;
        match act {
            Act::Tick(_) => true,
            Act::Beside(act) => self.may_beside(act),
            Act::Look(_) => !matches!(self.role, R::RegionHealth | R::RegionEmergency),
            Act::Year(_, act) => self.may_year(act),
            Act::Entry(_, _, OnEntry::Confirm | OnEntry::Return(_)) => self.role == R::CityFinance,
            Act::Areas(_, _, OnAreas::Publish(_) | OnAreas::Close) => self.role == R::CityHrss,
            Act::Override(..) => matches!(self.role, R::RegionHrss | R::RegionFinance),
            Act::Create { .. } => self.role == R::Organisation,
            Act::Filing(..) => self.seat().is_some(),
            Act::Payment(_, _, _, act) => match act {
                OnPayment::Check => self.role == R::AgencyClerk,
                OnPayment::Approve => self.role == R::AgencyReviewer,
                OnPayment::Pay { .. } => self.role == R::AgencyPayer,
                OnPayment::Reject(_) => {
                    matches!(self.role, R::AgencyClerk | R::AgencyReviewer)
                }
            },
            Act::Plan(_) => self.secretary(),
            Act::Meeting(_, _, act) => match act {
                OnMeeting::Add(..) | OnMeeting::Open | OnMeeting::Presence(..) => self.secretary(),
                OnMeeting::Convene(_) | OnMeeting::Cancel(_) | OnMeeting::Close(_) => {
                    self.role == R::CityHrss
                }
                OnMeeting::Minutes => self.role == R::AgencyClerk,
                OnMeeting::Confirm(..) => self.seat().is_some(),
            },
            Act::Item(_, _, act) => match act {
                OnItem::Drop | OnItem::Turn | OnItem::Move { .. } => self.secretary(),
                OnItem::Report { .. } => self.of_city(),
                OnItem::Vote(..) => self.seat().is_some(),
            },
            Act::Project(..) => unreachable!("asked with the project"),
        }
    }

    fn may_year(&self, act: &OnYear) -> bool {
        use Role as R;
        match act {
            OnYear::Base { .. }
            | OnYear::Forecast(_)
            | OnYear::FreezeAnalysis(_)
            | OnYear::DraftAreas(_)
            | OnYear::Public { .. }
            | OnYear::AskOverride { .. }
            | OnYear::CompilePlan { .. } => self.role == R::AgencyClerk,
            OnYear::Suggest(_) => self.seat().is_some(),
            OnYear::FreezeList(_) => self.role == R::AgencyReviewer,
            OnYear::ApprovePlan(_) => self.role == R::CityHrss,
            OnYear::ReviewPlan(_) | OnYear::AllocatePlan(_) => self.role == R::CityFinance,
        }
    }

    fn is_applicant(&self, project: &Project) -> bool {
        self.role == Role::Organisation && project.applicant == self.org
    }

    /// In a direct project the applicant carries it out (R071).
    fn is_unit(&self, project: &Project) -> bool {
        self.role == Role::Organisation
            && (project.unit == self.org
                || project.mode == Mode::Direct && project.applicant == self.org)
    }

    /// Whether a step on a project they know of is theirs.
    pub(super) fn may_on(&self, project: &Project, act: &OnProject) -> bool {
        use OnProject as P;
        use Role as R;
        match act {
            P::Write(_) | P::Submit | P::Withdraw(_) => self.is_applicant(project),
            P::Accept
            | P::Return(_)
            | P::Reject(_)
            | P::Propose { .. }
            | P::Unpropose
            | P::FilePlan
            | P::Compile { .. }
            | P::Draft(_)
            | P::FileAgreement
            | P::Remind(_)
            | P::RecordRefusal(_) => self.role == R::AgencyClerk,
            P::ApproveBudget => self.role == R::CityFinance,
            // Who of the two it is depends on the mode.
            P::Select(_) | P::ReturnAcceptance(_) | P::Receive | P::Appoint { .. } | P::Serve => {
                self.role == R::AgencyClerk || self.is_applicant(project)
            }
            P::Check | P::Decide { .. } | P::Terminate { .. } | P::AcceptLate(_) => {
                self.role == R::AgencyReviewer
            }
            P::Sign => {
                self.role == R::AgencyReviewer
                    || self.is_applicant(project)
                    || self.is_unit(project)
            }
            P::Request(_)
            | P::Rules(_)
            | P::Start
            | P::Progress(_)
            | P::Archive { .. }
            | P::Complete(_)
            | P::Apply(_)
            | P::AcknowledgeReport
            | P::Answer(..)
            | P::OfferLate(_)
            | P::Rectify(_) => self.is_unit(project),
            P::Declare { .. } | P::Report { .. } => self.role == R::Evaluator,
        }
    }

    /// Whose report it is (R012).
    pub(super) fn reports(&self, item: &Item) -> bool {
        let agency = matches!(self.role, Role::AgencyClerk | Role::AgencyReviewer);
        match item.kind {
            ItemKind::FeeUse => agency || self.role == Role::CityFinance,
            ItemKind::Injuries => self.role == Role::CityHrss,
            ItemKind::Diseases => self.role == Role::CityHealth,
            ItemKind::Accidents => self.role == Role::CityEmergency,
            _ => false,
        }
    }
}

impl Model {
    /// Whether they may know that the project exists (R001, 3.1, 3.3).
    pub(super) fn sees(&self, who: usize, project: usize) -> bool {
        let (person, project) = (&self.cast[who], &self.projects[project]);
        match (person.role, person.city) {
            (_, Some(city)) => city == project.city && project.submitted,
            (Role::Organisation, None) => {
                person.org == project.applicant || person.org == project.unit
            }
            (Role::Evaluator, None) => project.evaluators.contains_key(&who),
            _ => project.submitted,
        }
    }
}
