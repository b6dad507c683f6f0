//! Figures, analysis and key areas of the small world. 2027 is in the making, 2026 is frozen and
//! published; the region finds nothing until it names a city.

use async_trait::async_trait;
use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::access::{Action, Capacity, Role};
use domain::contract::*;
use domain::dataset;
use domain::state::*;
use domain::*;

use super::{Fake, yuan};

mod analysis;
mod areas;
mod world;

pub use areas::published;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn late<T>() -> Answer<T> {
    Err(Refusal::Stale.into())
}

impl Fake {
    /// The plan year asked for, once it is known whose.
    fn year_of(&self, of: YearOf) -> Result<i32, Fault> {
        if self.role.is_region() && of.tenant.is_none() {
            return Err(Refusal::NotFound.into());
        }
        Ok(of.year.unwrap_or(2027))
    }

    fn offers(&self, actions: &[(Action, Option<Refusal>)]) -> Vec<Offer> {
        let capacity = Capacity::of(self.role);
        let own = |action: Action| capacity.is_some_and(|capacity| action.allows(&[capacity]));
        actions
            .iter()
            .filter(|(action, _)| own(*action))
            .map(|(action, why_not)| Offer {
                action: *action,
                why_not: why_not.clone(),
            })
            .collect()
    }
}

#[async_trait]
impl FiguresApi for Fake {
    async fn figures(&self, of: YearOf) -> Answer<FiguresView> {
        Ok(self.figures_of(self.year_of(of)?))
    }
    async fn enter_fund_base(&self, draft: BaseDraft) -> Answer<EntryId> {
        Money::parse_yuan("levy", &draft.levy)?;
        Ok(EntryId(9))
    }
    async fn confirm_fund_base(&self, _: EntryId, _: Version) -> Answer<()> {
        late()
    }
    async fn return_fund_base(&self, _: EntryId, _: Version, _: String) -> Answer<()> {
        late()
    }
    async fn submit_dataset(
        &self,
        kind: DatasetKind,
        _: i32,
        rows: String,
        _: String,
    ) -> Answer<DatasetId> {
        dataset::read(kind, &rows)?;
        Ok(DatasetId(9))
    }
    async fn dataset(&self, id: DatasetId) -> Answer<DatasetView> {
        if id.0 == 404 {
            return Err(Refusal::NotFound.into());
        }
        Ok(world::diseases(id))
    }
    async fn preview_injuries(&self, _: String, _: Vec<u8>) -> Answer<UploadId> {
        late()
    }
    async fn import_injuries(&self, _: UploadId) -> Answer<()> {
        late()
    }
    async fn injury_upload(&self, id: UploadId) -> Answer<InjuryUploadView> {
        Ok(self.upload_of(id))
    }
    async fn rejected_injuries(&self, _: UploadId) -> Answer<String> {
        late()
    }
    async fn map_type(&self, _: String, _: String) -> Answer<()> {
        Ok(())
    }
    async fn analysis(&self, of: YearOf) -> Answer<AnalysisView> {
        Ok(self.analysis_of(self.year_of(of)?))
    }
    async fn freeze_analysis(&self, _: i32, reason: String) -> Answer<()> {
        if reason.is_empty() {
            return Err(analysis::incomplete().into());
        }
        Ok(())
    }
    async fn areas(&self, of: YearOf) -> Answer<AreasView> {
        Ok(self.areas_of(self.year_of(of)?))
    }
    async fn suggest_area(&self, _: i32, _: SuggestionDraft) -> Answer<()> {
        late()
    }
    async fn draft_areas(&self, _: i32, areas: Vec<KeyArea>) -> Answer<()> {
        let unnamed = areas
            .iter()
            .position(|area| area.name.is_empty() && !area.region.is_empty());
        match unnamed {
            Some(index) => Err(Refusal::Required {
                field: format!("areas[{index}][name]").into(),
                label: "重点领域".into(),
            }
            .into()),
            None => Ok(()),
        }
    }
    async fn publish_areas(&self, _: AreaSetId, _: Version, _: PublicationDraft) -> Answer<()> {
        late()
    }
    async fn close_areas(&self, _: AreaSetId, _: Version) -> Answer<()> {
        late()
    }
}
