//! Giving up the rest of a claim: proposed by the agency, agreed by 人社 and finance (machine 2.6).

use domain::access::{Action, Role};
use domain::state::WriteOffState;
use domain::{ClaimId, Money, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use super::claim::Claim;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, plan};

/// Proposes it, with reason and document.
pub(crate) async fn propose(
    session: &Session,
    id: ClaimId,
    seen: Version,
    reason: String,
    document: String,
) -> Result<()> {
    let action = Action::ProposeWriteOff;
    let mut tx = session.write(action).await?;
    let claim = Claim::lock(&mut tx, id).await?;
    claim.expect_open(action, seen)?;
    if is_proposed(&mut tx, id).await? {
        return Err(action
            .wrong_state("核销建议", WriteOffState::Proposed.label())
            .into());
    }
    let reason = plan::required("reason", "核销理由", &reason, 2000)?;
    let document = plan::required("document", "文号", &document, 100)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into claim_write_off (project_id, claim_id, amount, reason, document, proposed_on, proposed_by, proposed_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(claim.project.0)
    .bind(id.0)
    .bind(claim.open().decimal())
    .bind(&reason)
    .bind(&document)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .execute(&mut *tx)
    .await?;
    let text = format!("提出核销应收款 {} 元（{document}）：{reason}", claim.open());
    finish(tx, &claim, &text).await
}

/// Whether a proposal waits. It is not locked: only the two departments may change it, and to whoever
/// else asks to lock it the row would not be there. The city's queue holds it still.
async fn is_proposed(tx: &mut Tx, claim: ClaimId) -> Result<bool> {
    let open =
        "select exists (select from claim_write_off where claim_id = $1 and state = 'PROPOSED')";
    Ok(sqlx::query_scalar(open)
        .bind(claim.0)
        .fetch_one(&mut **tx)
        .await?)
}

/// The open proposal: its id, and who of the two has agreed.
struct Proposal {
    id: i64,
    amount: Money,
    proposed_by: i64,
    hrss_by: Option<i64>,
    finance_by: Option<i64>,
    document: String,
}

async fn proposal(tx: &mut Tx, claim: ClaimId) -> Result<Option<Proposal>> {
    let row = sqlx::query(
        "select id, amount, proposed_by, hrss_by, finance_by, document from claim_write_off
         where claim_id = $1 and state = 'PROPOSED' for update",
    )
    .bind(claim.0)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Proposal {
            id: row.try_get("id")?,
            amount: row.money("amount")?,
            proposed_by: row.try_get("proposed_by")?,
            hrss_by: row.try_get("hrss_by")?,
            finance_by: row.try_get("finance_by")?,
            document: row.text("document")?,
        })
    })
    .transpose()
}

/// The proposal a department is asked about.
async fn asked(
    session: &Session,
    action: Action,
    id: ClaimId,
    seen: Version,
) -> Result<(Tx, Claim, Proposal)> {
    let mut tx = session.write(action).await?;
    let claim = Claim::lock(&mut tx, id).await?;
    claim.expect_open(action, seen)?;
    let proposal = proposal(&mut tx, id)
        .await?
        .ok_or_else(|| action.wrong_state("核销建议", "尚未提出"))?;
    Ok((tx, claim, proposal))
}

/// One of the two agrees; the second gives the rest up.
pub(crate) async fn consent(session: &Session, id: ClaimId, seen: Version) -> Result<()> {
    let action = Action::ConsentWriteOff;
    let (mut tx, claim, proposal) = asked(session, action, id, seen).await?;
    if proposal.amount != claim.open() {
        // A part has come back since, or one was taken back: that is not what the other agreed to.
        return Err(action.wrong_state("核销建议", "应收款余额已变动").into());
    }
    let me = tx.who.account.0;
    let hrss = session.who.role == Role::CityHrss;
    let (own, other) = match hrss {
        true => (proposal.hrss_by, proposal.finance_by),
        false => (proposal.finance_by, proposal.hrss_by),
    };
    if own.is_some() {
        return Err(action.wrong_state("核销建议", "本部门已同意").into());
    }
    if other == Some(me) || proposal.proposed_by == me {
        return Err(Refusal::OtherPerson {
            what: action.label().into(),
            earlier: if other == Some(me) {
                "另一部门的同意".into()
            } else {
                "核销建议".into()
            },
        }
        .into());
    }
    let done = other.is_some();
    agree(&mut tx, proposal.id, hrss, done).await?;
    let mut text = format!(
        "同意核销应收款 {} 元（{}）",
        claim.open(),
        proposal.document
    );
    if done {
        sqlx::query("update claim set state = 'WRITTEN_OFF', written_off = amount - recovered, version = version + 1 where id = $1")
            .bind(id.0)
            .execute(&mut *tx)
            .await?;
        text.push_str("，人社、财政两部门均已同意，予以核销");
    }
    if done {
        return told(tx, &claim, &text).await;
    }
    finish(tx, &claim, &text).await
}

async fn agree(tx: &mut Tx, proposal: i64, hrss: bool, done: bool) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    let statement = if hrss {
        "update claim_write_off set hrss_on = $2, hrss_by = $3, hrss_name = $4, state = $5 where id = $1"
    } else {
        "update claim_write_off set finance_on = $2, finance_by = $3, finance_name = $4, state = $5 where id = $1"
    };
    let state = if done {
        WriteOffState::Agreed
    } else {
        WriteOffState::Proposed
    };
    sqlx::query(statement)
        .bind(proposal)
        .bind(today)
        .bind(who.account.0)
        .bind(who.name)
        .bind(state.code())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// One of the two does not agree: the claim stands.
pub(crate) async fn decline(
    session: &Session,
    id: ClaimId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::DeclineWriteOff;
    let (mut tx, claim, proposal) = asked(session, action, id, seen).await?;
    let reason = plan::required("reason", "不同意的理由", &reason, 1000)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query("update claim_write_off set state = 'DECLINED', declined = $2, declined_on = $3, declined_name = $4 where id = $1")
        .bind(proposal.id)
        .bind(&reason)
        .bind(today)
        .bind(format!("{} {}", who.place, who.name))
        .execute(&mut *tx)
        .await?;
    let text = format!("不同意核销应收款 {} 元：{reason}", claim.open());
    finish(tx, &claim, &text).await
}

/// The claim itself stays, its version moves: who looked before looks again.
async fn finish(mut tx: Tx, claim: &Claim, text: &str) -> Result<()> {
    sqlx::query("update claim set version = version + 1 where id = $1")
        .bind(claim.id.0)
        .execute(&mut *tx)
        .await?;
    told(tx, claim, text).await
}

async fn told(mut tx: Tx, claim: &Claim, text: &str) -> Result<()> {
    let mut project = Project::lock(&mut tx, claim.project).await?;
    project.save(&mut tx).await?;
    let facts = json!({"claim": claim.id, "open": claim.open()});
    record(&mut tx, &project, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}
