//! Doorways to `ProjectApi`: the page of a project and every step of its life.

#[cfg(feature = "ssr")]
use domain::contract::Termination;
use domain::contract::{AgreementDraft, Appointment, ProjectView, ReportDraft, SelectionDraft};
use domain::state::{Disposition, Organiser};
use domain::{FilingId, ProjectId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{amount as parse, answer, backend};

/// The project's page.
#[server(name = ProjectCall, endpoint = "project", input = Json, output = Json)]
pub async fn project(id: ProjectId) -> Result<ProjectView, ApiError> {
    answer(backend()?.project(id).await)
}

/// A member acknowledges a filing.
#[server(endpoint = "acknowledge_filing")]
pub async fn acknowledge_filing(id: FilingId) -> Result<(), ApiError> {
    answer(backend()?.acknowledge_filing(id).await)
}

/// Sends the determined plan to the four members.
#[server(endpoint = "file_plan")]
pub async fn file_plan(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.file_plan(id, seen).await)
}

/// Sets the project's allocation of one year.
#[server(endpoint = "compile_budget")]
pub async fn compile_budget(
    id: ProjectId,
    seen: Version,
    year: i32,
    amount: String,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .compile_budget(id, seen, year, parse("amount", &amount)?)
            .await,
    )
}

/// Approves the project's budget lines under the cap.
#[server(endpoint = "approve_budget")]
pub async fn approve_budget(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.approve_budget(id, seen).await)
}

/// Records how the unit of a commissioned or procured project was chosen.
#[server(endpoint = "select_unit")]
pub async fn select_unit(
    id: ProjectId,
    seen: Version,
    draft: SelectionDraft,
) -> Result<(), ApiError> {
    answer(backend()?.select_unit(id, seen, draft).await)
}

/// Writes or rewrites the draft agreement.
#[server(endpoint = "draft_agreement")]
pub async fn draft_agreement(
    id: ProjectId,
    seen: Version,
    draft: AgreementDraft,
) -> Result<(), ApiError> {
    answer(backend()?.draft_agreement(id, seen, draft).await)
}

/// Checks the draft.
#[server(endpoint = "check_agreement")]
pub async fn check_agreement(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.check_agreement(id, seen).await)
}

/// Signs for the person's own party.
#[server(endpoint = "sign_agreement")]
pub async fn sign_agreement(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.sign_agreement(id, seen).await)
}

/// Sends the signed agreement to the four members.
#[server(endpoint = "file_agreement")]
pub async fn file_agreement(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.file_agreement(id, seen).await)
}

/// Starts the work.
#[server(endpoint = "start_project")]
pub async fn start_project(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.start_project(id, seen).await)
}

/// Reports the work as done.
#[server(endpoint = "complete_project")]
pub async fn complete_project(
    id: ProjectId,
    seen: Version,
    #[server(default)] archive_complete: bool,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .complete_project(id, seen, archive_complete)
            .await,
    )
}

/// Applies for acceptance.
#[server(endpoint = "apply_acceptance")]
pub async fn apply_acceptance(
    id: ProjectId,
    seen: Version,
    organiser: Organiser,
) -> Result<(), ApiError> {
    answer(backend()?.apply_acceptance(id, seen, organiser).await)
}

/// Returns an incomplete application.
#[server(endpoint = "return_acceptance")]
pub async fn return_acceptance(
    id: ProjectId,
    seen: Version,
    defects: String,
) -> Result<(), ApiError> {
    answer(backend()?.return_acceptance(id, seen, defects).await)
}

/// Receives a complete application.
#[server(endpoint = "receive_acceptance")]
pub async fn receive_acceptance(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.receive_acceptance(id, seen).await)
}

/// Appoints evaluators without conflict of interest.
#[server(endpoint = "appoint_evaluators")]
pub async fn appoint_evaluators(
    id: ProjectId,
    seen: Version,
    who: Appointment,
) -> Result<(), ApiError> {
    answer(backend()?.appoint_evaluators(id, seen, who).await)
}

/// Issues the report of the round.
#[server(endpoint = "submit_report")]
pub async fn submit_report(
    id: ProjectId,
    seen: Version,
    report: ReportDraft,
) -> Result<(), ApiError> {
    answer(backend()?.submit_report(id, seen, report).await)
}

/// Serves the fail report on the unit.
#[server(endpoint = "serve_report")]
pub async fn serve_report(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.serve_report(id, seen).await)
}

/// Submits the rectification in time.
#[server(endpoint = "submit_rectification")]
pub async fn submit_rectification(
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<(), ApiError> {
    answer(backend()?.submit_rectification(id, seen, text).await)
}

/// Records a refusal to rectify.
#[server(endpoint = "record_refusal")]
pub async fn record_refusal(id: ProjectId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.record_refusal(id, seen, reason).await)
}

/// Refuses or deducts after a final failure.
#[server(endpoint = "decide_disposition")]
pub async fn decide_disposition(
    id: ProjectId,
    seen: Version,
    kind: Disposition,
    amount: String,
    reason: String,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .decide_disposition(id, seen, kind, amount, reason)
            .await,
    )
}

/// Ends the project early.
#[server(endpoint = "terminate_project")]
pub async fn terminate_project(
    id: ProjectId,
    seen: Version,
    reason: String,
    #[server(default)] settlement: String,
    #[server(default)] record: String,
) -> Result<(), ApiError> {
    let how = Termination {
        reason,
        settlement,
        record,
    };
    answer(backend()?.terminate_project(id, seen, how).await)
}
