//! The story of a project: its phases, and which of them a step of the history belongs to.

use crate::access::Action;

codes! {
    /// A phase of a project's life, in the order of the regulation.
    Phase {
        Apply = "APPLY" "申报与受理",
        Decide = "DECIDE" "审议与确定",
        Budget = "BUDGET" "备案与预算",
        Agree = "AGREE" "选定单位与签约",
        Work = "WORK" "实施与监管",
        Accept = "ACCEPT" "评估验收",
        Settle = "SETTLE" "结算与办结",
    }
}

impl Phase {
    /// The phase a step opens; `None` for what happens in whatever phase the project is in.
    #[must_use]
    pub const fn of(action: Action) -> Option<Self> {
        use Action as A;
        match action {
            A::CreateApplication
            | A::SaveApplication
            | A::LoadApplication
            | A::SubmitApplication
            | A::WithdrawApplication
            | A::AcceptApplication
            | A::ReturnApplication
            | A::RejectApplication
            | A::CreatePublicProject => Some(Self::Apply),
            A::ProposeProject | A::DropProposal | A::FreezeProposals | A::CloseMeeting => {
                Some(Self::Decide)
            }
            A::FilePlan | A::CompileBudget | A::ApproveBudget => Some(Self::Budget),
            A::SelectUnit
            | A::DraftAgreement
            | A::CheckAgreement
            | A::SignAgreement
            | A::FileAgreement => Some(Self::Agree),
            A::RecordRules
            | A::StartProject
            | A::ReportProgress
            | A::KeepArchive
            | A::DraftAmendment
            | A::SignAmendment
            | A::CompleteProject => Some(Self::Work),
            A::ApplyAcceptance
            | A::ReturnAcceptance
            | A::ReceiveAcceptance
            | A::AppointEvaluators
            | A::DeclareConflict
            | A::SubmitReport
            | A::ServeReport
            | A::AcknowledgeReport
            | A::AnswerRectification
            | A::RemindRectification
            | A::SubmitRectification
            | A::OfferLate
            | A::AcceptLate
            | A::RecordRefusal => Some(Self::Accept),
            A::DecideDisposition | A::TerminateProject | A::RecordReview => Some(Self::Settle),
            _ => None,
        }
    }

    /// The phase a step is told in after an earlier one. A phase that is over is not opened again, with
    /// one exception: a project put off to another year is proposed anew.
    #[must_use]
    pub fn after(self, action: Action) -> Self {
        // What is paid after the acceptance is the balance; before it, the prepayment.
        if action == Action::Pay && self == Self::Accept {
            return Self::Settle;
        }
        Self::of(action).map_or(self, |phase| phase.max(self))
    }
}
