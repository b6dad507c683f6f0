//! What comes back of a claim, part by part (R086, R101).

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::RecoveryDraft;
use domain::state::{ClaimState, LedgerKind};
use domain::{ClaimId, Money, OrgId, ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use super::{NewEntry, enter};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::payment::{remember_row, replayed_row};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, plan};

/// A claim, locked by the city's queue.
pub(super) struct Claim {
    pub id: ClaimId,
    pub project: ProjectId,
    pub org: OrgId,
    pub state: ClaimState,
    pub amount: Money,
    pub recovered: Money,
    pub claimed: NaiveDate,
    pub version: Version,
}

impl Claim {
    /// Reads it for a change.
    pub async fn lock(tx: &mut Tx, id: ClaimId) -> Result<Self> {
        let row = sqlx::query(
            "select project_id, org_id, state, amount, recovered, claimed_on, version from claim where id = $1 for update",
        )
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
        let org: Option<i64> = row.try_get("org_id")?;
        Ok(Self {
            id,
            project: ProjectId(row.try_get("project_id")?),
            org: OrgId(org.ok_or_else(|| Error::Inconsistent(format!("claim {id} of nobody")))?),
            state: row.code("state")?,
            amount: row.money("amount")?,
            recovered: row.money("recovered")?,
            claimed: row.try_get("claimed_on")?,
            version: Version(row.try_get("version")?),
        })
    }

    /// What is still owed.
    pub fn open(&self) -> Money {
        self.amount.saturating_sub(self.recovered)
    }

    /// Refuses an old version, and a claim nothing more can come back of.
    pub fn expect_open(&self, action: Action, seen: Version) -> Result<()> {
        if self.version != seen {
            return Err(Refusal::Stale.into());
        }
        if !self.state.is_open() {
            return Err(action.wrong_state("应收款", self.state.label()).into());
        }
        Ok(())
    }

    /// Writes what has come back so far.
    pub async fn set_recovered(&mut self, tx: &mut Tx, recovered: Money) -> Result<()> {
        self.recovered = recovered;
        self.state = ClaimState::of(self.amount, recovered);
        sqlx::query(
            "update claim set recovered = $2, state = $3, version = version + 1 where id = $1",
        )
        .bind(self.id.0)
        .bind(recovered.decimal())
        .bind(self.state.code())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

/// Enters a part: claim, project and ledger together or not at all.
pub(crate) async fn record_recovery(
    session: &Session,
    id: ClaimId,
    seen: Version,
    key: String,
    draft: RecoveryDraft,
) -> Result<()> {
    let action = Action::RecordRecovery;
    let mut tx = session.write(action).await?;
    let mut claim = Claim::lock(&mut tx, id).await?;
    let content = format!(
        "{id} {} {} {} {}",
        draft.amount.trim(),
        draft.on.trim(),
        draft.voucher.trim(),
        draft.party.trim()
    );
    if replayed_row(&mut tx, &key, claim.project, &content).await? {
        return Ok(());
    }
    claim.expect_open(action, seen)?;
    let mut project = Project::lock(&mut tx, claim.project).await?;
    let amount = Money::parse_positive_yuan("amount", &draft.amount)?;
    if amount > claim.open() {
        return Err(Refusal::OverClaim {
            field: "amount".into(),
            open: claim.open(),
        }
        .into());
    }
    let on = received_on(&draft.on, claim.claimed, tx.today())?;
    let voucher = plan::required("voucher", "收款凭证号", &draft.voucher, 60)?;
    let party = match draft.party.trim() {
        "" => project.unit_name.clone(),
        typed => plan::required("party", "缴款单位", typed, 100)?,
    };
    let year = charged_year(&mut tx, &project).await?;
    let entry = NewEntry {
        project: project.id,
        payment: None,
        claim: Some(id),
        year,
        kind: LedgerKind::Recovery,
        amount: -amount,
        org: claim.org,
        on,
        voucher: &voucher,
        party: &party,
    };
    let entry = enter(&mut tx, &entry).await?;
    let recovered = claim.recovered + amount;
    claim.set_recovered(&mut tx, recovered).await?;
    project.recovered += amount;
    project.save(&mut tx).await?;
    remember_row(&mut tx, &key, project.id, &content, entry.0).await?;
    let text = format!(
        "追回款项 {amount} 元（凭证 {voucher}），{}，尚余 {} 元",
        claim.state.label(),
        claim.open()
    );
    let facts = json!({"claim": id, "entry": entry, "amount": amount, "state": claim.state});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// Not before the claim, not in the future.
fn received_on(typed: &str, claimed: NaiveDate, today: NaiveDate) -> Result<NaiveDate> {
    let on: NaiveDate = typed
        .trim()
        .parse()
        .map_err(|_| Refusal::DateMalformed { field: "on".into() })?;
    if on < claimed {
        return Err(Refusal::DateTooEarly {
            field: "on".into(),
            earliest: claimed,
            because: "应收款登记之日".into(),
        }
        .into());
    }
    if on > today {
        return Err(Refusal::DateTooLate {
            field: "on".into(),
            latest: today,
            because: "尚未到账的款项不能登记".into(),
        }
        .into());
    }
    Ok(on)
}

/// Money comes back to the year it was last charged to, else to the project's own.
async fn charged_year(tx: &mut Tx, project: &Project) -> Result<i32> {
    let year: Option<i32> = sqlx::query_scalar(
        "select year from ledger where project_id = $1 and kind in ('PREPAYMENT', 'BALANCE') order by id desc limit 1",
    )
    .bind(project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(year.unwrap_or(project.plan_year))
}
