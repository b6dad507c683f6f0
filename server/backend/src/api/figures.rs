use async_trait::async_trait;
use domain::Refusal;
use domain::contract::*;
use domain::state::*;
use domain::*;
use std::collections::BTreeMap;

use crate::door::Session;

#[async_trait]
impl FiguresApi for Session {
    async fn figures(&self, _of: YearOf) -> Answer<FiguresView> {
        Err(Refusal::NotFound.into())
    }
    async fn enter_fund_base(&self, _draft: BaseDraft) -> Answer<EntryId> {
        Err(Refusal::NotFound.into())
    }
    async fn confirm_fund_base(&self, _id: EntryId, _seen: Version) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn return_fund_base(&self, _id: EntryId, _seen: Version, _reason: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn submit_dataset(
        &self,
        _kind: DatasetKind,
        _year: i32,
        _rows: String,
        _note: String,
    ) -> Answer<DatasetId> {
        Err(Refusal::NotFound.into())
    }
    async fn dataset(&self, _id: DatasetId) -> Answer<DatasetView> {
        Err(Refusal::NotFound.into())
    }
    async fn preview_injuries(&self, _file: String, _content: Vec<u8>) -> Answer<UploadId> {
        Err(Refusal::NotFound.into())
    }
    async fn import_injuries(&self, _id: UploadId) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn injury_upload(&self, _id: UploadId) -> Answer<InjuryUploadView> {
        Err(Refusal::NotFound.into())
    }
    async fn rejected_injuries(&self, _id: UploadId) -> Answer<String> {
        Err(Refusal::NotFound.into())
    }
    async fn map_type(&self, _from: String, _to: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn analysis(&self, _of: YearOf) -> Answer<AnalysisView> {
        Err(Refusal::NotFound.into())
    }
    async fn freeze_analysis(&self, _year: i32, _reason: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn areas(&self, _of: YearOf) -> Answer<AreasView> {
        Err(Refusal::NotFound.into())
    }
    async fn suggest_area(&self, _year: i32, _draft: SuggestionDraft) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn draft_areas(&self, _year: i32, _areas: Vec<KeyArea>) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn publish_areas(
        &self,
        _id: AreaSetId,
        _seen: Version,
        _draft: PublicationDraft,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn close_areas(&self, _id: AreaSetId, _seen: Version) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
}
