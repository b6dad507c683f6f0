//! The contract, one line per use case: who implements what, and under which name a failure is logged.

mod application;
mod books;
mod calendar;
mod classification;
mod doing;
mod evaluator;
mod feed;
mod figures;
mod files;
mod inbox;
mod institution;
mod local_rule;
mod meeting;
mod proposal;
mod rectification;
mod standard;
mod urging;

pub use files::receive_upload;

use async_trait::async_trait;
use domain::access::Action;
use domain::contract::{
    AgreementDraft, Answer, Appointment, ListQuery, Me, MoneyApi, ProjectApi, ProjectPage,
    ProjectView, RegionDashboard, RegionQuery, ReportDraft, ScreensApi, SearchView, SelectionDraft,
    SessionApi, SignIn, StoryApi, StoryView, Termination, Tracker, Workbench,
};
use domain::state::{Disposition, Organiser};
use domain::{FilingId, Money, PaymentId, ProjectId, SignInId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::{
    acceptance, agreement, auth, fee_plan, payment, plan, screens, search, selection, work,
};

#[async_trait]
impl SessionApi for Session {
    async fn me(&self) -> Answer<Me> {
        answer("me", auth::me(self).await)
    }
    async fn sign_ins(&self) -> Answer<Vec<SignIn>> {
        answer("sign_ins", auth::sign_ins(self).await)
    }
    async fn revoke_sign_in(&self, id: SignInId) -> Answer<()> {
        answer("revoke_sign_in", auth::revoke(self, id).await)
    }
}

#[async_trait]
impl ScreensApi for Session {
    async fn region_dashboard(&self, query: RegionQuery) -> Answer<RegionDashboard> {
        answer(
            "region_dashboard",
            screens::region::dashboard(self, query).await,
        )
    }
    async fn workbench(&self, year: Option<i32>) -> Answer<Workbench> {
        answer("workbench", screens::city::workbench(self, year).await)
    }
    async fn list_projects(&self, query: ListQuery) -> Answer<ProjectPage> {
        answer(
            "list_projects",
            screens::list::list_projects(self, query).await,
        )
    }
    async fn search(&self, q: String) -> Answer<SearchView> {
        answer("search", search::search(self, q).await)
    }
    async fn tracker(&self) -> Answer<Tracker> {
        answer("tracker", screens::tracker::tracker(self).await)
    }
}

/// A file, which no server function carries: the route of `server/src/region.rs` asks here.
impl Session {
    /// The dashboard as a workbook: its name and its bytes.
    ///
    /// # Errors
    /// Those of the dashboard.
    pub async fn region_workbook(&self, query: RegionQuery) -> Answer<(String, Vec<u8>)> {
        answer(
            "region_workbook",
            screens::region::workbook(self, query).await,
        )
    }
}

#[async_trait]
impl StoryApi for Session {
    async fn story(&self, id: ProjectId) -> Answer<StoryView> {
        answer("story", screens::narrative::story(self, id).await)
    }
}

#[async_trait]
impl ProjectApi for Session {
    async fn project(&self, id: ProjectId) -> Answer<ProjectView> {
        answer("project", screens::project::project(self, id).await)
    }
    async fn file_plan(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("file_plan", plan::file_plan(self, id, seen).await)
    }
    async fn acknowledge_filing(&self, id: FilingId) -> Answer<()> {
        answer(
            "acknowledge_filing",
            plan::acknowledge_filing(self, id).await,
        )
    }
    async fn compile_budget(
        &self,
        id: ProjectId,
        seen: Version,
        year: i32,
        amount: Money,
    ) -> Answer<()> {
        answer(
            "compile_budget",
            plan::compile_budget(self, id, seen, year, amount).await,
        )
    }
    async fn approve_budget(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("approve_budget", plan::approve_budget(self, id, seen).await)
    }
    async fn select_unit(&self, id: ProjectId, seen: Version, draft: SelectionDraft) -> Answer<()> {
        answer(
            "select_unit",
            selection::select_unit(self, id, seen, draft).await,
        )
    }
    async fn draft_agreement(
        &self,
        id: ProjectId,
        seen: Version,
        draft: AgreementDraft,
    ) -> Answer<()> {
        answer(
            "draft_agreement",
            agreement::draft(self, id, seen, draft).await,
        )
    }
    async fn check_agreement(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("check_agreement", agreement::check(self, id, seen).await)
    }
    async fn sign_agreement(&self, id: ProjectId, seen: Version, electronic: String) -> Answer<()> {
        answer(
            "sign_agreement",
            agreement::sign(self, id, seen, &electronic).await,
        )
    }
    async fn file_agreement(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("file_agreement", agreement::file(self, id, seen).await)
    }
    async fn start_project(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("start_project", work::start(self, id, seen).await)
    }
    async fn complete_project(
        &self,
        id: ProjectId,
        seen: Version,
        archive_complete: bool,
    ) -> Answer<()> {
        answer(
            "complete_project",
            work::complete(self, id, seen, archive_complete).await,
        )
    }
    async fn apply_acceptance(
        &self,
        id: ProjectId,
        seen: Version,
        organiser: Organiser,
    ) -> Answer<()> {
        answer(
            "apply_acceptance",
            acceptance::apply(self, id, seen, organiser).await,
        )
    }
    async fn return_acceptance(&self, id: ProjectId, seen: Version, defects: String) -> Answer<()> {
        answer(
            "return_acceptance",
            acceptance::return_application(self, id, seen, defects).await,
        )
    }
    async fn receive_acceptance(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer(
            "receive_acceptance",
            acceptance::receive(self, id, seen).await,
        )
    }
    async fn appoint_evaluators(
        &self,
        id: ProjectId,
        seen: Version,
        who: Appointment,
    ) -> Answer<()> {
        answer(
            "appoint_evaluators",
            acceptance::appoint(self, id, seen, who).await,
        )
    }
    async fn submit_report(&self, id: ProjectId, seen: Version, report: ReportDraft) -> Answer<()> {
        answer(
            "submit_report",
            acceptance::submit_report(self, id, seen, report).await,
        )
    }
    async fn serve_report(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer(
            "serve_report",
            acceptance::serve_report(self, id, seen).await,
        )
    }
    async fn submit_rectification(&self, id: ProjectId, seen: Version, text: String) -> Answer<()> {
        answer(
            "submit_rectification",
            acceptance::submit_rectification(self, id, seen, text).await,
        )
    }
    async fn record_refusal(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "record_refusal",
            acceptance::record_refusal(self, id, seen, reason).await,
        )
    }
    async fn decide_disposition(
        &self,
        id: ProjectId,
        seen: Version,
        kind: Disposition,
        amount: String,
        reason: String,
    ) -> Answer<()> {
        answer(
            "decide_disposition",
            acceptance::decide(self, id, seen, kind, amount, reason).await,
        )
    }
    async fn terminate_project(
        &self,
        id: ProjectId,
        seen: Version,
        termination: Termination,
    ) -> Answer<()> {
        answer(
            "terminate_project",
            acceptance::terminate(self, id, seen, termination).await,
        )
    }
}

#[async_trait]
impl MoneyApi for Session {
    async fn compile_fee_plan(&self, year: i32, seen: Version, amount: Money) -> Answer<()> {
        answer(
            "compile_fee_plan",
            fee_plan::compile(self, year, seen, amount).await,
        )
    }
    async fn approve_fee_plan(&self, year: i32, seen: Version) -> Answer<()> {
        answer(
            "approve_fee_plan",
            fee_plan::advance(self, Action::ApproveFeePlan, year, seen).await,
        )
    }
    async fn review_fee_plan(&self, year: i32, seen: Version) -> Answer<()> {
        answer(
            "review_fee_plan",
            fee_plan::advance(self, Action::ReviewFeePlan, year, seen).await,
        )
    }
    async fn allocate_fee_plan(&self, year: i32, seen: Version) -> Answer<()> {
        answer(
            "allocate_fee_plan",
            fee_plan::advance(self, Action::AllocateFeePlan, year, seen).await,
        )
    }
    async fn request_prepayment(
        &self,
        id: ProjectId,
        key: String,
        amount: Money,
    ) -> Answer<PaymentId> {
        answer(
            "request_prepayment",
            payment::request_prepayment(self, id, key, amount).await,
        )
    }
    async fn check_payment(&self, id: PaymentId, seen: Version) -> Answer<()> {
        answer("check_payment", payment::check(self, id, seen).await)
    }
    async fn approve_payment(&self, id: PaymentId, seen: Version) -> Answer<()> {
        answer("approve_payment", payment::approve(self, id, seen).await)
    }
    async fn pay(&self, id: PaymentId, seen: Version, key: String, voucher: String) -> Answer<()> {
        answer("pay", payment::pay(self, id, seen, key, voucher).await)
    }
    async fn reject_payment(&self, id: PaymentId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "reject_payment",
            payment::reject(self, id, seen, reason).await,
        )
    }
}
