//! Doorways to `FiguresApi`: figures, analysis and key areas.

use domain::contract::{
    AnalysisView, AreasView, BaseDraft, DatasetView, FiguresView, InjuryUploadView, KeyArea,
    PublicationDraft, SuggestionDraft, YearOf,
};
use domain::state::DatasetKind;
use domain::{AreaSetId, DatasetId, EntryId, UploadId, Version};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// What has been submitted for a year.
#[server(name = FiguresCall, endpoint = "figures", input = Json, output = Json)]
pub async fn figures(of: YearOf) -> Result<FiguresView, ApiError> {
    answer(backend()?.figures(of).await)
}

/// The agency enters a base; it counts once finance has confirmed it. R002, 3.2.
#[server(endpoint = "enter_fund_base")]
pub async fn enter_fund_base(draft: BaseDraft) -> Result<EntryId, ApiError> {
    answer(backend()?.enter_fund_base(draft).await)
}

/// Finance confirms an entry: another person than who entered it.
#[server(endpoint = "confirm_fund_base")]
pub async fn confirm_fund_base(id: EntryId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.confirm_fund_base(id, seen).await)
}

/// Finance sends it back with a reason.
#[server(endpoint = "return_fund_base")]
pub async fn return_fund_base(id: EntryId, seen: Version, reason: String) -> Result<(), ApiError> {
    answer(backend()?.return_fund_base(id, seen, reason).await)
}

/// A department submits a set: rows as text, one per line, columns by comma or tab, in the
/// order of [`crate::dataset::columns`]. A newer one replaces, the older stays readable.
#[server(endpoint = "submit_dataset")]
pub async fn submit_dataset(
    kind: DatasetKind,
    year: i32,
    rows: String,
    note: String,
) -> Result<DatasetId, ApiError> {
    answer(backend()?.submit_dataset(kind, year, rows, note).await)
}

/// Opens a set; who reads is recorded. R014.
#[server(name = DatasetCall, endpoint = "dataset", input = Json, output = Json)]
pub async fn dataset(id: DatasetId) -> Result<DatasetView, ApiError> {
    answer(backend()?.dataset(id).await)
}

/// Imports what was previewed; the file itself comes by `POST /figures/injuries`. R123.
#[server(endpoint = "import_injuries")]
pub async fn import_injuries(id: UploadId) -> Result<(), ApiError> {
    answer(backend()?.import_injuries(id).await)
}

/// An upload: its counts, its first rows, its rejected rows.
#[server(name = InjuryUploadCall, endpoint = "injury_upload", input = Json, output = Json)]
pub async fn injury_upload(id: UploadId) -> Result<InjuryUploadView, ApiError> {
    answer(backend()?.injury_upload(id).await)
}

/// The three-year analysis.
#[server(name = AnalysisCall, endpoint = "analysis", input = Json, output = Json)]
pub async fn analysis(of: YearOf) -> Result<AnalysisView, ApiError> {
    answer(backend()?.analysis(of).await)
}

/// Freezes it; with missing sets only with a reason. R030.
#[server(endpoint = "freeze_analysis")]
pub async fn freeze_analysis(year: i32, reason: String) -> Result<(), ApiError> {
    answer(backend()?.freeze_analysis(year, reason).await)
}

/// Counts an old accident or disease type as a new one; an empty `to` ends that. 4.4.
#[server(endpoint = "map_type")]
pub async fn map_type(from: String, to: String) -> Result<(), ApiError> {
    answer(backend()?.map_type(from, to).await)
}

/// The key areas of a year.
#[server(name = AreasCall, endpoint = "areas", input = Json, output = Json)]
pub async fn areas(of: YearOf) -> Result<AreasView, ApiError> {
    answer(backend()?.areas(of).await)
}

/// A member suggests. R020.
#[server(endpoint = "suggest_area")]
pub async fn suggest_area(year: i32, draft: SuggestionDraft) -> Result<(), ApiError> {
    answer(backend()?.suggest_area(year, draft).await)
}

/// The agency writes the version to be decided.
#[server(endpoint = "draft_areas")]
pub async fn draft_areas(year: i32, areas: Vec<KeyArea>) -> Result<(), ApiError> {
    answer(backend()?.draft_areas(year, areas).await)
}

/// 人社 publishes what the meeting decided. R033.
#[server(endpoint = "publish_areas")]
pub async fn publish_areas(
    id: AreaSetId,
    seen: Version,
    draft: PublicationDraft,
) -> Result<(), ApiError> {
    answer(backend()?.publish_areas(id, seen, draft).await)
}

/// 人社 ends the taking of applications.
#[server(endpoint = "close_areas")]
pub async fn close_areas(id: AreaSetId, seen: Version) -> Result<(), ApiError> {
    answer(backend()?.close_areas(id, seen).await)
}
