use async_trait::async_trait;
use domain::contract::{
    AnalysisView, Answer, AreasView, BaseDraft, DatasetView, FiguresApi, FiguresView,
    InjuryUploadView, KeyArea, PublicationDraft, SuggestionDraft, YearOf,
};
use domain::state::DatasetKind;
use domain::{AreaSetId, DatasetId, EntryId, UploadId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::figures::{base, sets, upload, view};
use crate::{analysis, areas};

#[async_trait]
impl FiguresApi for Session {
    async fn figures(&self, of: YearOf) -> Answer<FiguresView> {
        answer("figures", view::figures(self, of).await)
    }
    async fn enter_fund_base(&self, draft: BaseDraft) -> Answer<EntryId> {
        answer("enter_fund_base", base::enter(self, draft).await)
    }
    async fn confirm_fund_base(&self, id: EntryId, seen: Version) -> Answer<()> {
        answer("confirm_fund_base", base::confirm(self, id, seen).await)
    }
    async fn return_fund_base(&self, id: EntryId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "return_fund_base",
            base::send_back(self, id, seen, reason).await,
        )
    }
    async fn submit_dataset(
        &self,
        kind: DatasetKind,
        year: i32,
        rows: String,
        note: String,
    ) -> Answer<DatasetId> {
        answer(
            "submit_dataset",
            sets::submit(self, kind, year, rows, note).await,
        )
    }
    async fn dataset(&self, id: DatasetId) -> Answer<DatasetView> {
        answer("dataset", sets::open(self, id).await)
    }
    async fn preview_injuries(&self, file: String, content: Vec<u8>) -> Answer<UploadId> {
        answer(
            "preview_injuries",
            upload::preview(self, file, content).await,
        )
    }
    async fn import_injuries(&self, id: UploadId) -> Answer<()> {
        answer("import_injuries", upload::import(self, id).await)
    }
    async fn injury_upload(&self, id: UploadId) -> Answer<InjuryUploadView> {
        answer("injury_upload", upload::upload(self, id).await)
    }
    async fn rejected_injuries(&self, id: UploadId) -> Answer<String> {
        answer("rejected_injuries", upload::rejected_csv(self, id).await)
    }
    async fn analysis(&self, of: YearOf) -> Answer<AnalysisView> {
        answer("analysis", analysis::analysis(self, of).await)
    }
    async fn freeze_analysis(&self, year: i32, reason: String) -> Answer<()> {
        answer(
            "freeze_analysis",
            analysis::freeze(self, year, reason).await,
        )
    }
    async fn map_type(&self, from: String, to: String) -> Answer<()> {
        answer("map_type", analysis::types::map(self, from, to).await)
    }
    async fn areas(&self, of: YearOf) -> Answer<AreasView> {
        answer("areas", areas::areas(self, of).await)
    }
    async fn suggest_area(&self, year: i32, draft: SuggestionDraft) -> Answer<()> {
        answer("suggest_area", areas::suggest(self, year, draft).await)
    }
    async fn draft_areas(&self, year: i32, areas: Vec<KeyArea>) -> Answer<()> {
        answer("draft_areas", areas::draft(self, year, areas).await)
    }
    async fn publish_areas(
        &self,
        id: AreaSetId,
        seen: Version,
        draft: PublicationDraft,
    ) -> Answer<()> {
        answer("publish_areas", areas::publish(self, id, seen, draft).await)
    }
    async fn close_areas(&self, id: AreaSetId, seen: Version) -> Answer<()> {
        answer("close_areas", areas::close(self, id, seen).await)
    }
}
