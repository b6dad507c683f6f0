use super::Fake;
use async_trait::async_trait;
use domain::contract::*;
use domain::state::*;
use domain::*;
use std::collections::BTreeMap;

#[async_trait]
impl ProposalApi for Fake {
    async fn proposals(&self, _of: YearOf) -> Answer<ProposalsView> {
        Err(Refusal::NotFound.into())
    }
    async fn propose_project(
        &self,
        _id: ProjectId,
        _seen: Version,
        _draft: ProposalDraft,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn drop_proposal(&self, _id: ProjectId, _seen: Version) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn freeze_proposals(&self, _year: i32, _seen: Version) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn cap(&self, _of: YearOf) -> Answer<CapView> {
        Err(Refusal::NotFound.into())
    }
    async fn request_override(&self, _year: i32, _amount: Money, _reason: String) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn consent_override(
        &self,
        _id: OverrideId,
        _seen: Version,
        _document: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
}
