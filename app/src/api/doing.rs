//! Doorways to `DoingApi`: templates, supplementary agreements, archive, progress, inspections,
//! messages, cases.

use domain::contract::{
    AmendmentDraft, ArchiveDraft, CaseDecision, CaseDraft, CasesView, InspectionDraft,
    ProgressDraft, TemplateDraft, TemplatesView,
};
use domain::state::{Mode, ProjectKind};
use domain::{CaseId, InspectionId, MessageId, ProjectId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The city's agreement templates.
#[server(name = TemplatesCall, endpoint = "templates", input = Json, output = Json)]
pub async fn templates() -> Result<TemplatesView, ApiError> {
    answer(backend()?.templates().await)
}

/// Saves a new version of a template.
#[server(endpoint = "save_template")]
pub async fn save_template(
    kind: ProjectKind,
    mode: Mode,
    seen: i32,
    draft: TemplateDraft,
) -> Result<(), ApiError> {
    answer(backend()?.save_template(kind, mode, seen, draft).await)
}

/// Writes or rewrites the supplementary agreement.
#[server(endpoint = "draft_amendment")]
pub async fn draft_amendment(
    id: ProjectId,
    seen: Version,
    draft: AmendmentDraft,
) -> Result<(), ApiError> {
    answer(backend()?.draft_amendment(id, seen, draft).await)
}

/// Checks it.
#[server(endpoint = "check_amendment")]
pub async fn check_amendment(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.check_amendment(id, seen).await)
}

/// Signs it for the person's own party.
#[server(endpoint = "sign_amendment")]
pub async fn sign_amendment(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.sign_amendment(id, seen).await)
}

/// Sends it to the four members.
#[server(endpoint = "file_amendment")]
pub async fn file_amendment(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.file_amendment(id, seen).await)
}

/// Takes it back.
#[server(endpoint = "withdraw_amendment")]
pub async fn withdraw_amendment(
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<(), ApiError> {
    answer(backend()?.withdraw_amendment(id, seen, reason).await)
}

/// The unit's management rules.
#[server(endpoint = "record_rules")]
pub async fn record_rules(id: ProjectId, seen: Version, text: String) -> Result<(), ApiError> {
    answer(backend()?.record_rules(id, seen, text).await)
}

/// What is there of the archive.
#[server(endpoint = "keep_archive")]
pub async fn keep_archive(
    id: ProjectId,
    seen: Version,
    #[server(default)] archive: ArchiveDraft,
) -> Result<(), ApiError> {
    answer(backend()?.keep_archive(id, seen, archive).await)
}

/// What was done and spent since the last report.
#[server(endpoint = "report_progress")]
pub async fn report_progress(
    id: ProjectId,
    seen: Version,
    #[server(default)] report: ProgressDraft,
) -> Result<(), ApiError> {
    answer(backend()?.report_progress(id, seen, report).await)
}

/// What a department or the agency found.
#[server(endpoint = "record_inspection")]
pub async fn record_inspection(
    id: ProjectId,
    seen: Version,
    draft: InspectionDraft,
) -> Result<(), ApiError> {
    answer(backend()?.record_inspection(id, seen, draft).await)
}

/// The unit or applicant answers a demand.
#[server(endpoint = "answer_inspection")]
pub async fn answer_inspection(
    id: ProjectId,
    seen: Version,
    inspection: InspectionId,
    text: String,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .answer_inspection(id, seen, inspection, text)
            .await,
    )
}

/// Whoever inspected closes it.
#[server(endpoint = "close_inspection")]
pub async fn close_inspection(
    id: ProjectId,
    seen: Version,
    inspection: InspectionId,
    text: String,
) -> Result<(), ApiError> {
    answer(
        backend()?
            .close_inspection(id, seen, inspection, text)
            .await,
    )
}

/// Writes to the other side.
#[server(endpoint = "send_message")]
pub async fn send_message(id: ProjectId, text: String) -> Result<(), ApiError> {
    answer(backend()?.send_message(id, text).await)
}

/// Everything through this message has been read.
#[server(endpoint = "read_messages")]
pub async fn read_messages(id: ProjectId, upto: MessageId) -> Result<(), ApiError> {
    answer(backend()?.read_messages(id, upto).await)
}

/// The cases, for the few who may know of them.
#[server(name = CasesCall, endpoint = "cases", input = Json, output = Json)]
pub async fn cases() -> Result<CasesView, ApiError> {
    answer(backend()?.cases().await)
}

/// Opens a case.
#[server(endpoint = "open_case")]
pub async fn open_case(draft: CaseDraft) -> Result<CaseId, ApiError> {
    answer(backend()?.open_case(draft).await)
}

/// Hands it to whoever has to deal with it.
#[server(endpoint = "transfer_case")]
pub async fn transfer_case(id: CaseId, seen: Version, to: String) -> Result<(), ApiError> {
    answer(backend()?.transfer_case(id, seen, to).await)
}

/// Decides it.
#[server(endpoint = "decide_case")]
pub async fn decide_case(
    id: CaseId,
    seen: Version,
    decision: CaseDecision,
) -> Result<(), ApiError> {
    answer(backend()?.decide_case(id, seen, decision).await)
}

/// Lets the payments go on.
#[server(endpoint = "release_freeze")]
pub async fn release_freeze(id: CaseId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.release_freeze(id, seen, reason).await)
}

/// Closes it.
#[server(endpoint = "close_case")]
pub async fn close_case(id: CaseId, seen: Version, text: String) -> Result<(), ApiError> {
    answer(backend()?.close_case(id, seen, text).await)
}
