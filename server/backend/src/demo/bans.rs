//! Bans in the demo: one decided lately after a failed project, one of years ago that has run out;
//! and what becomes of the cases the system proposes by itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use domain::access::Role;
use domain::contract::{BanDecision, BanDraft, EligibilityDraft};
use domain::full_date;
use domain::period::ban_last_day;
use domain::state::{BanState, Grounds};
use domain::{BanCaseId, OrgId, TenantId, Version};
use sqlx::Row;

use super::act::{Accept, Act};
use super::cast::{BANNED, BANNED_ONCE, third_parties};
use super::clock::moment;
use super::stage::Stage;
use super::story::Deed;
use super::words;
use crate::rows::Columns;
use crate::{Result, ban, institution};

/// The cities whose logins stand on the login page: their registers are complete.
const SHOWN: [i32; 3] = [150_600, 150_200, 150_300];
/// Working days from a proposal to its hearing, if the unit says nothing, and to the decision.
const SILENCE: u32 = 11;
const DECISION: u32 = 15;
/// Working days before the ban on which the unit states its case.
const STATEMENT: u32 = 8;

/// An institution that may not take part for three years.
pub(crate) struct Ban {
    pub org: OrgId,
    pub code: String,
    pub name: String,
    pub tenant: TenantId,
    pub effective: NaiveDate,
}

/// One step of a case.
pub(crate) enum BanStep {
    /// The unit of a ban states its case; the ban's place in the list.
    State(usize),
    /// The ban begins.
    Begin(usize),
    /// The case a story's end brought about is closed without a word; the story's place.
    Silence(usize),
    /// It is dropped.
    Drop(usize),
}

impl Stage<'_> {
    /// The steps of all cases, each at its moment.
    pub(super) fn ban_steps(&self) -> Vec<(DateTime<FixedOffset>, BanStep)> {
        let mut steps = Vec::new();
        for (index, ban) in self.bans.iter().enumerate() {
            steps.push((moment(ban.effective, 16, 20), BanStep::Begin(index)));
            if !self.is_old(ban) {
                let day = self.almanac.before(ban.effective, STATEMENT);
                steps.push((moment(day, 11, 5), BanStep::State(index)));
            }
        }
        for (index, story) in self.stories.iter().enumerate() {
            let ending = story.scenes.iter().filter(|(_, deed)| ends_badly(deed));
            for (day, _) in ending {
                let (silence, decision) = (
                    self.almanac.after(*day, SILENCE),
                    self.almanac.after(*day, DECISION),
                );
                steps.push((moment(silence, 9, 40), BanStep::Silence(index)));
                steps.push((moment(decision, 16, 5), BanStep::Drop(index)));
            }
        }
        let today = self.almanac.today;
        steps.retain(|(at, _)| at.date_naive() < today);
        steps
    }

    /// Before this system there was paper only.
    fn is_old(&self, ban: &Ban) -> bool {
        ban.effective.year() < self.almanac.today.year() - 3
    }

    pub(super) async fn ban(&mut self, step: &BanStep, at: DateTime<FixedOffset>) -> Result<()> {
        match step {
            BanStep::State(index) => self.state(*index).await,
            BanStep::Begin(index) => self.begin_ban(*index, at).await,
            BanStep::Silence(index) => self.close(*index, BanState::Proposed).await,
            BanStep::Drop(index) => self.close(*index, BanState::Heard).await,
        }
    }

    /// The unit answers the proposal, which the agency makes by hand unless the system has.
    async fn state(&mut self, index: usize) -> Result<()> {
        let Some(ban) = self.bans.get(index) else {
            return Ok(());
        };
        let (tenant, org, code) = (ban.tenant, ban.org, ban.code.clone());
        if self.open_case(tenant, org).await?.is_none() {
            let draft = BanDraft {
                credit_code: code,
                grounds: Grounds::Quality.code().into(),
                reason: words::REFUSED_PAYMENT.into(),
                ..BanDraft::default()
            };
            ban::propose(&self.driver.people.post(tenant, Role::AgencyClerk)?, draft).await?;
        }
        let Some((id, version, BanState::Proposed)) = self.open_case(tenant, org).await? else {
            return Ok(());
        };
        let unit = self.driver.people.org(Some(org))?;
        ban::state_case(&unit, id, version, words::STATEMENT.into()).await
    }

    async fn begin_ban(&mut self, index: usize, at: DateTime<FixedOffset>) -> Result<()> {
        let Some(ban) = self.bans.get(index) else {
            return Ok(());
        };
        let number = format!("工伤预防禁入〔{}〕1号", ban.effective.year());
        if self.is_old(ban) {
            return self.remember(ban, &number, at).await;
        }
        let (tenant, org, effective) = (ban.tenant, ban.org, ban.effective);
        let Some((id, version, _)) = self.open_case(tenant, org).await? else {
            return Ok(());
        };
        let decision = BanDecision {
            decision_no: number,
            effective: effective.to_string(),
            reason: words::BANNED.into(),
        };
        let who = self.driver.people.post(tenant, Role::CityHrss)?;
        ban::decide(&who, id, version, decision).await
    }

    /// A ban from before this system, as the operator enters it.
    async fn remember(&self, ban: &Ban, number: &str, at: DateTime<FixedOffset>) -> Result<()> {
        let last = ban_last_day(ban.effective);
        let who = self.driver.people.post(ban.tenant, Role::CityHrss)?.who;
        let mut tx = self.begin().await?;
        sqlx::query("insert into ban (org_id, tenant_id, decision_no, effective_on, last_on) values ($1, $2, $3, $4, $5)")
            .bind(ban.org.0)
            .bind(ban.tenant.0)
            .bind(number)
            .bind(ban.effective)
            .bind(last)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "insert into event (tenant_id, at, account_id, who, role, action, text, clause, orgs)
             values ($1, $2, $3, $4, $5, 'decide_ban', $6, '四（六）', array[$7])",
        )
        .bind(ban.tenant.0)
        .bind(at)
        .bind(who.account.0)
        .bind(format!("{} {}", who.place, who.name))
        .bind(who.role.code())
        .bind(format!(
            "决定禁止“{}”从事工伤预防项目，至 {} 止（{number}）",
            ban.name,
            full_date(last)
        ))
        .bind(ban.org.0)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// What becomes of a case the system proposed after a story: nobody answers, and 人社 lets it be.
    async fn close(&mut self, index: usize, at: BanState) -> Result<()> {
        let Some(project) = self.ids.get(&index).copied() else {
            return Ok(());
        };
        let row = sqlx::query(
            "select c.tenant_id, c.id, c.version, c.org_id from ban_case c where c.project_id = $1 and c.state = $2",
        )
        .bind(project.0)
        .bind(at.code())
        .fetch_optional(&mut *self.driver.books)
        .await?;
        let Some(row) = row else { return Ok(()) };
        let (tenant, org) = (
            TenantId(row.try_get("tenant_id")?),
            OrgId(row.try_get("org_id")?),
        );
        if self
            .bans
            .iter()
            .any(|ban| (ban.tenant, ban.org) == (tenant, org))
        {
            return Ok(());
        }
        let (id, version) = (
            BanCaseId(row.try_get("id")?),
            Version(row.try_get("version")?),
        );
        if at == BanState::Proposed {
            let clerk = self.driver.people.post(tenant, Role::AgencyClerk)?;
            return ban::close_hearing(&clerk, id, version).await;
        }
        let who = self.driver.people.post(tenant, Role::CityHrss)?;
        ban::drop(&who, id, version, words::NOT_BANNED.into()).await
    }

    async fn open_case(
        &mut self,
        tenant: TenantId,
        org: OrgId,
    ) -> Result<Option<(BanCaseId, Version, BanState)>> {
        let row = sqlx::query(
            "select id, version, state from ban_case where tenant_id = $1 and org_id = $2 and state in ('PROPOSED', 'HEARD')",
        )
        .bind(tenant.0)
        .bind(org.0)
        .fetch_optional(&mut *self.driver.books)
        .await?;
        row.map(|row| {
            let (id, version) = (row.try_get("id")?, row.try_get("version")?);
            Ok((BanCaseId(id), Version(version), row.code("state")?))
        })
        .transpose()
    }

    /// On the last day the shown cities know every third party that may be chosen, so that a visitor
    /// can choose one; one of them is too young for it in Ordos.
    pub(super) async fn open_houses(&mut self, orgs: &BTreeMap<String, OrgId>) -> Result<()> {
        let today = self.almanac.today;
        let evening = moment(self.almanac.before(today, 1), 17, 30);
        self.clock.set(self.clock.now().max(evening));
        let units = third_parties();
        for tenant in SHOWN.map(TenantId) {
            for unit in units.iter().take(BANNED) {
                if let Some(org) = orgs.get(&unit.code) {
                    self.driver.qualify(tenant, *org).await?;
                }
            }
        }
        let young = units.get(BANNED_ONCE).and_then(|unit| orgs.get(&unit.code));
        if let Some(org) = young {
            let ordos = TenantId(150_600);
            self.driver.qualify(ordos, *org).await?;
            let clerk = self.driver.people.post(ordos, Role::AgencyClerk)?;
            let draft = too_young(clerk.db.today());
            institution::record_eligibility(&clerk, *org, draft).await?;
        }
        Ok(())
    }
}

/// A check that finds the business too young.
fn too_young(today: NaiveDate) -> EligibilityDraft {
    let mut draft = words::eligibility(today);
    draft.business_since = (today - chrono::Months::new(17)).to_string();
    if let Some(experience) = draft.results.get_mut(4) {
        experience.passed = "no".into();
        experience.evidence = "最早的培训合同签订于一年半前，不满两年。".into();
    }
    draft
}

/// Whether the system proposes a ban after it.
const fn ends_badly(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Act(Act::Terminate(_) | Act::Accept(Accept::Decide(..)))
    )
}
