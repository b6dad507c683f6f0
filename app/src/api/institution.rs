//! Doorways to `InstitutionApi`: the register, its checks, and bans; and to the public list.

use domain::contract::{
    BanDecision, BanDraft, BansView, EligibilityDraft, InstitutionDraft, InstitutionQuery,
    InstitutionView, InstitutionsView, PublicBans,
};
use domain::{BanCaseId, EligibilityId, OrgId, ProjectId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend, public};

/// The register, found by name or credit code.
#[server(name = InstitutionsCall, endpoint = "institutions", input = Json, output = Json)]
pub async fn institutions(query: InstitutionQuery) -> Result<InstitutionsView, ApiError> {
    answer(backend()?.institutions(query).await)
}

/// One institution.
#[server(name = InstitutionCall, endpoint = "institution", input = Json, output = Json)]
pub async fn institution(id: OrgId) -> Result<InstitutionView, ApiError> {
    answer(backend()?.institution(id).await)
}

/// Adds an institution to the region's register. R060, R061.
#[server(endpoint = "add_institution")]
pub async fn add_institution(draft: InstitutionDraft) -> Result<OrgId, ApiError> {
    answer(backend()?.add_institution(draft).await)
}

/// Records a check of the six conditions. R061-R067.
#[server(endpoint = "record_eligibility")]
pub async fn record_eligibility(
    id: OrgId,
    draft: EligibilityDraft,
) -> Result<EligibilityId, ApiError> {
    answer(backend()?.record_eligibility(id, draft).await)
}

/// Names something a project asks for beside the general conditions. R066.
#[server(endpoint = "require_condition")]
pub async fn require_condition(id: ProjectId, seen: Version, text: String) -> Result<(), ApiError> {
    answer(backend()?.require_condition(id, seen, text).await)
}

/// The ban list of the region, and the cases of the own city.
#[server(name = BansCall, endpoint = "bans", input = Json, output = Json)]
pub async fn bans() -> Result<BansView, ApiError> {
    answer(backend()?.bans().await)
}

/// The agency proposes a ban.
#[server(endpoint = "propose_ban")]
pub async fn propose_ban(draft: BanDraft) -> Result<BanCaseId, ApiError> {
    answer(backend()?.propose_ban(draft).await)
}

/// The unit states its case.
#[server(endpoint = "state_case")]
pub async fn state_case(id: BanCaseId, seen: Version, text: String) -> Result<(), ApiError> {
    answer(backend()?.state_case(id, seen, text).await)
}

/// The agency records that the unit said nothing in time.
#[server(endpoint = "close_hearing")]
pub async fn close_hearing(id: BanCaseId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.close_hearing(id, seen).await)
}

/// The city 人社 bans, region-wide. R085.
#[server(endpoint = "decide_ban")]
pub async fn decide_ban(
    id: BanCaseId,
    seen: Version,
    decision: BanDecision,
) -> Result<(), ApiError> {
    answer(backend()?.decide_ban(id, seen, decision).await)
}

/// The city 人社 decides not to ban.
#[server(endpoint = "drop_ban")]
pub async fn drop_ban(id: BanCaseId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.drop_ban(id, seen, reason).await)
}

/// The city 人社 lifts a ban.
#[server(endpoint = "revoke_ban")]
pub async fn revoke_ban(
    id: BanCaseId,
    seen: Version,
    decision: BanDecision,
) -> Result<(), ApiError> {
    answer(backend()?.revoke_ban(id, seen, decision).await)
}

/// Who may not be chosen, without a login: name and period.
#[server(name = PublicBansCall, endpoint = "public_bans", input = Json, output = Json)]
pub async fn public_bans() -> Result<PublicBans, ApiError> {
    answer(public()?.public_bans().await)
}
