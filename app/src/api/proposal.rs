//! Doorways to `ProposalApi`: the proposal list and the cap.

use domain::contract::{CapView, ProposalDraft, ProposalsView, YearOf};
use domain::{OverrideId, ProjectId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{amount as parse, answer, backend};

/// The proposal list.
#[server(name = ProposalsCall, endpoint = "proposals", input = Json, output = Json)]
pub async fn proposals(of: YearOf) -> Result<ProposalsView, ApiError> {
    answer(backend()?.proposals(of).await)
}

/// Puts a project on the list, or changes its entry. R045, R116, R201.
#[server(endpoint = "propose_project")]
pub async fn propose_project(
    id: ProjectId,
    seen: Version,
    draft: ProposalDraft,
) -> Result<(), ApiError> {
    answer(backend()?.propose_project(id, seen, draft).await)
}

/// Takes it off the list again.
#[server(endpoint = "drop_proposal")]
pub async fn drop_proposal(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.drop_proposal(id, seen).await)
}

/// Freezes the list before the meeting. R045.
#[server(endpoint = "freeze_proposals")]
pub async fn freeze_proposals(year: i32, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.freeze_proposals(year, seen).await)
}

/// The cap of a year.
#[server(name = CapCall, endpoint = "cap", input = Json, output = Json)]
pub async fn cap(of: YearOf) -> Result<CapView, ApiError> {
    answer(backend()?.cap(of).await)
}

/// The agency asks to exceed it. R117.
#[server(endpoint = "request_override")]
pub async fn request_override(year: i32, amount: String, reason: String) -> Result<(), ApiError> {
    answer(
        backend()?
            .request_override(year, parse("amount", &amount)?, reason)
            .await,
    )
}

/// A regional department consents, with its document. Both are needed. A09.
#[server(endpoint = "consent_override")]
pub async fn consent_override(
    id: OverrideId,
    seen: Version,
    document: String,
) -> Result<(), ApiError> {
    answer(backend()?.consent_override(id, seen, document).await)
}
