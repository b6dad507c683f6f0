use async_trait::async_trait;
use domain::contract::{Answer, CapView, ProposalApi, ProposalDraft, ProposalsView, YearOf};
use domain::{Money, OverrideId, ProjectId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::{cap, proposal};

#[async_trait]
impl ProposalApi for Session {
    async fn proposals(&self, of: YearOf) -> Answer<ProposalsView> {
        answer("proposals", proposal::proposals(self, of).await)
    }
    async fn propose_project(
        &self,
        id: ProjectId,
        seen: Version,
        draft: ProposalDraft,
    ) -> Answer<()> {
        let proposed = proposal::propose(self, id, seen, draft).await;
        answer("propose_project", proposed)
    }
    async fn drop_proposal(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("drop_proposal", proposal::drop(self, id, seen).await)
    }
    async fn freeze_proposals(&self, year: i32, seen: Version) -> Answer<()> {
        answer("freeze_proposals", proposal::freeze(self, year, seen).await)
    }
    async fn cap(&self, of: YearOf) -> Answer<CapView> {
        answer("cap", cap::cap(self, of).await)
    }
    async fn request_override(&self, year: i32, amount: Money, reason: String) -> Answer<()> {
        let asked = cap::request_override(self, year, amount, reason).await;
        answer("request_override", asked)
    }
    async fn consent_override(
        &self,
        id: OverrideId,
        seen: Version,
        document: String,
    ) -> Answer<()> {
        let consented = cap::consent_override(self, id, seen, document).await;
        answer("consent_override", consented)
    }
}
