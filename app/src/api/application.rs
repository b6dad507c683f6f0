//! Doorways to `ApplicationApi`: Annex 1-3 and their intake.

use std::collections::BTreeMap;

use domain::contract::{ApplicationView, Openings, PublicProjectDraft, Saved};
use domain::{ProjectId, TenantId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend, land_on};

/// Where this organisation can apply.
#[server(name = OpeningsCall, endpoint = "openings", input = Json, output = Json)]
pub async fn openings() -> Result<Openings, ApiError> {
    answer(backend()?.openings().await)
}

/// A new draft in a city whose key areas of the year are published; leads to its page. R041,
/// machine 2.1.
#[server(endpoint = "create_application")]
pub async fn create_application(tenant: TenantId, year: i32) -> Result<ProjectId, ApiError> {
    let id = answer(backend()?.create_application(tenant, year).await)?;
    land_on(&format!("/applications/{id}"));
    Ok(id)
}

/// The application. The city sees what was submitted, never a draft.
#[server(name = ApplicationCall, endpoint = "application", input = Json, output = Json)]
pub async fn application(id: ProjectId) -> Result<ApplicationView, ApiError> {
    answer(backend()?.application(id).await)
}

/// Saves what changed since `seen`, field by field; two people lose nothing.
#[server(endpoint = "save_application")]
pub async fn save_application(
    id: ProjectId,
    seen: i32,
    fields: BTreeMap<String, String>,
) -> Result<Saved, ApiError> {
    answer(
        backend()?
            .save_application(id, seen, as_typed(fields))
            .await,
    )
}

/// Fills the draft from a file with the form's labels as keys (JSON).
#[server(endpoint = "load_application")]
pub async fn load_application(id: ProjectId, seen: i32, text: String) -> Result<Saved, ApiError> {
    answer(backend()?.load_application(id, seen, text).await)
}

/// Submits; every broken rule blocks. R040-R043, R049, R130-R146, R141, R195.
#[server(endpoint = "submit_application")]
pub async fn submit_application(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.submit_application(id, seen).await)
}

/// Takes it back before the meeting.
#[server(endpoint = "withdraw_application")]
pub async fn withdraw_application(
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<(), ApiError> {
    answer(backend()?.withdraw_application(id, seen, reason).await)
}

/// The agency accepts; gives the receipt number and starts D1. R044.
#[server(endpoint = "accept_application")]
pub async fn accept_application(id: ProjectId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.accept_application(id, seen).await)
}

/// The agency returns it with a list of defects. R044.
#[server(endpoint = "return_application")]
pub async fn return_application(
    id: ProjectId,
    seen: Version,
    defects: String,
) -> Result<(), ApiError> {
    answer(backend()?.return_application(id, seen, defects).await)
}

/// The agency rejects it with a reason. R044.
#[server(endpoint = "reject_application")]
pub async fn reject_application(
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<(), ApiError> {
    answer(backend()?.reject_application(id, seen, reason).await)
}

/// The agency proposes a project of its own. R070.
#[server(endpoint = "create_public_project")]
pub async fn create_public_project(draft: PublicProjectDraft) -> Result<ProjectId, ApiError> {
    answer(backend()?.create_public_project(draft).await)
}

/// What a whole form says beyond what was typed: line breaks as forms send them, and the subject that
/// stands printed in an empty row of the budget.
#[cfg(feature = "ssr")]
fn as_typed(mut fields: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for text in fields.values_mut().filter(|text| text.contains('\r')) {
        *text = text.replace("\r\n", "\n");
    }
    let printed: Vec<String> = fields
        .keys()
        .filter(|path| path.ends_with(".subject"))
        .filter(|path| {
            let row = path.trim_end_matches("subject");
            let mut cells = fields
                .range(row.to_owned()..)
                .take_while(|(other, _)| other.starts_with(row))
                .filter(|(other, _)| other != path)
                .peekable();
            cells.peek().is_some() && cells.all(|(_, text)| text.trim().is_empty())
        })
        .cloned()
        .collect();
    for path in printed {
        fields.insert(path, String::new());
    }
    fields
}
