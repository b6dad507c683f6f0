//! The writes of the small world: each comes too late.

use async_trait::async_trait;
use domain::contract::*;
use domain::state::{AnswerKind, Disposition, Organiser};
use domain::{FilingId, Money, PaymentId, ProjectId, Refusal, UserId, Version};

use super::fake::Fake;
use super::project::story;

macro_rules! writes {
    ($($name:ident($($argument:ty),*);)+) => {
        #[async_trait]
        impl ProjectApi for Fake {
            async fn project(&self, id: ProjectId) -> Answer<ProjectView> {
                if id.0 == 404 { Err(Refusal::NotFound.into()) } else { Ok(story()) }
            }
            async fn acknowledge_filing(&self, _: FilingId) -> Answer<()> {
                Ok(())
            }
            $(async fn $name(&self, _: ProjectId, _: Version, $(_: $argument),*) -> Answer<()> {
                Err(Refusal::Stale.into())
            })+
        }
    };
}

writes! {
    file_plan(); compile_budget(i32, Money); approve_budget(); select_unit(SelectionDraft);
    draft_agreement(AgreementDraft); check_agreement(); sign_agreement(String); file_agreement();
    start_project(); complete_project(bool); apply_acceptance(Organiser); return_acceptance(String);
    receive_acceptance(); appoint_evaluators(Appointment); submit_report(ReportDraft); serve_report();
    submit_rectification(String); record_refusal(String);
    decide_disposition(Disposition, String, String); terminate_project(Termination);
}

macro_rules! acceptance_writes {
    ($($name:ident($($argument:ty),*);)+) => {
        #[async_trait]
        impl AcceptanceApi for Fake {
            $(async fn $name(&self, _: ProjectId, _: Version, $(_: $argument),*) -> Answer<()> {
                Err(Refusal::Stale.into())
            })+
        }
    };
}

acceptance_writes! {
    acknowledge_report(); answer_rectification(AnswerKind, String); remind_rectification(String);
    offer_late(String); accept_late(String); record_review(String, String);
}

#[async_trait]
impl EvaluatorApi for Fake {
    async fn experts(&self) -> Answer<ExpertsView> {
        Ok(ExpertsView {
            rows: vec![ExpertRow {
                account: UserId(7),
                login: "expert-1".into(),
                name: "演示人丁".into(),
                employer: "内蒙古演示大学".into(),
                title: "教授".into(),
                speciality: "职业病防治".into(),
                jobs: Vec::new(),
                kept: super::project::day(1, 8),
                by: "演示人乙".into(),
                projects: 3,
                removed: None,
            }],
            may_keep: true,
        })
    }
    async fn keep_expert(&self, _: ExpertDraft) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn remove_expert(&self, _: UserId, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn declare_conflict(&self, _: ProjectId, _: Version, _: String, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
}

macro_rules! money_writes {
    ($($name:ident($($argument:ty),*) -> $answer:ty;)+) => {
        #[async_trait]
        impl MoneyApi for Fake {
            $(async fn $name(&self, $(_: $argument),*) -> Answer<$answer> {
                Err(Refusal::Stale.into())
            })+
        }
    };
}

money_writes! {
    compile_fee_plan(i32, Version, Money) -> (); approve_fee_plan(i32, Version) -> ();
    review_fee_plan(i32, Version) -> (); allocate_fee_plan(i32, Version) -> ();
    request_prepayment(ProjectId, String, Money) -> PaymentId; check_payment(PaymentId, Version) -> ();
    approve_payment(PaymentId, Version) -> (); pay(PaymentId, Version, String, String) -> ();
    reject_payment(PaymentId, Version, String) -> ();
}
