//! The contract of institutions and bans.

use async_trait::async_trait;
use domain::contract::{
    Answer, BanDecision, BanDraft, BansView, EligibilityDraft, InstitutionApi, InstitutionDraft,
    InstitutionQuery, InstitutionView, InstitutionsView, PublicBans, PublicBansApi,
};
use domain::{BanCaseId, EligibilityId, OrgId, ProjectId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::{Database, ban, institution};

#[async_trait]
impl InstitutionApi for Session {
    async fn institutions(&self, query: InstitutionQuery) -> Answer<InstitutionsView> {
        let found = institution::institutions(self, query).await;
        answer("institutions", found)
    }
    async fn institution(&self, id: OrgId) -> Answer<InstitutionView> {
        answer("institution", institution::institution(self, id).await)
    }
    async fn add_institution(&self, draft: InstitutionDraft) -> Answer<OrgId> {
        let done = institution::add_institution(self, draft).await;
        answer("add_institution", done)
    }
    async fn record_eligibility(
        &self,
        id: OrgId,
        draft: EligibilityDraft,
    ) -> Answer<EligibilityId> {
        let done = institution::record_eligibility(self, id, draft).await;
        answer("record_eligibility", done)
    }
    async fn require_condition(&self, id: ProjectId, seen: Version, text: String) -> Answer<()> {
        let done = institution::require_condition(self, id, seen, text).await;
        answer("require_condition", done)
    }
    async fn bans(&self) -> Answer<BansView> {
        answer("bans", ban::bans(self).await)
    }
    async fn propose_ban(&self, draft: BanDraft) -> Answer<BanCaseId> {
        answer("propose_ban", ban::propose(self, draft).await)
    }
    async fn state_case(&self, id: BanCaseId, seen: Version, text: String) -> Answer<()> {
        answer("state_case", ban::state_case(self, id, seen, text).await)
    }
    async fn close_hearing(&self, id: BanCaseId, seen: Version) -> Answer<()> {
        answer("close_hearing", ban::close_hearing(self, id, seen).await)
    }
    async fn decide_ban(&self, id: BanCaseId, seen: Version, decision: BanDecision) -> Answer<()> {
        answer("decide_ban", ban::decide(self, id, seen, decision).await)
    }
    async fn drop_ban(&self, id: BanCaseId, seen: Version, reason: String) -> Answer<()> {
        answer("drop_ban", ban::drop(self, id, seen, reason).await)
    }
    async fn revoke_ban(&self, id: BanCaseId, seen: Version, decision: BanDecision) -> Answer<()> {
        answer("revoke_ban", ban::revoke(self, id, seen, decision).await)
    }
}

#[async_trait]
impl PublicBansApi for Database {
    async fn public_bans(&self) -> Answer<PublicBans> {
        answer("public_bans", ban::public_bans(self).await)
    }
}
