//! Institutions and bans of the small world; every write comes too late.

use async_trait::async_trait;
use domain::contract::*;
use domain::{BanCaseId, EligibilityId, OrgId, ProjectId, Refusal, Version};

use super::super::institution;
use super::Fake;

#[async_trait]
impl InstitutionApi for Fake {
    async fn institutions(&self, _: InstitutionQuery) -> Answer<InstitutionsView> {
        let rows = institution::rows(self.role.is_city());
        Ok(InstitutionsView {
            today: super::today(),
            rows: self.some(rows),
            more: self.full,
            may_add: domain::access::Capacity::of(self.role)
                .is_some_and(|capacity| domain::access::Action::AddInstitution.allows(&[capacity])),
        })
    }
    async fn institution(&self, id: OrgId) -> Answer<InstitutionView> {
        if id.0 == 404 {
            return Err(Refusal::NotFound.into());
        }
        let full = institution::view(id);
        Ok(InstitutionView {
            checks: self.some(full.checks),
            bans: self.some(full.bans),
            projects: self.some(full.projects),
            special: self.some(full.special),
            ..full
        })
    }
    async fn add_institution(&self, draft: InstitutionDraft) -> Answer<OrgId> {
        Err(Refusal::KnownInstitution {
            field: "credit_code".into(),
            name: draft.name,
        }
        .into())
    }
    async fn record_eligibility(&self, _: OrgId, _: EligibilityDraft) -> Answer<EligibilityId> {
        Err(Refusal::Required {
            field: "results[3][evidence]".into(),
            label: "核验依据".into(),
        }
        .into())
    }
    async fn require_condition(&self, _: ProjectId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn bans(&self) -> Answer<BansView> {
        Ok(BansView {
            today: super::today(),
            list: self.some(institution::bans()),
            cases: self.some(vec![institution::case(false)]),
            may_propose: true,
        })
    }
    async fn propose_ban(&self, _: BanDraft) -> Answer<BanCaseId> {
        Err(Refusal::Stale.into())
    }
    async fn state_case(&self, _: BanCaseId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn close_hearing(&self, _: BanCaseId, _: Version) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn decide_ban(&self, _: BanCaseId, _: Version, _: BanDecision) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn drop_ban(&self, _: BanCaseId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
    async fn revoke_ban(&self, _: BanCaseId, _: Version, _: BanDecision) -> Answer<()> {
        Err(Refusal::Stale.into())
    }
}

#[async_trait]
impl PublicBansApi for Fake {
    async fn public_bans(&self) -> Answer<PublicBans> {
        let bans = institution::bans().into_iter().map(|ban| PublicBan {
            name: ban.name,
            effective: ban.effective,
            last: ban.last,
        });
        Ok(PublicBans {
            today: super::today(),
            demo: true,
            bans: self.some(bans.collect()),
        })
    }
}
