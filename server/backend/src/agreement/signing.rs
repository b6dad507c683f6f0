//! Signatures of an agreement: who signs for which party, and what was known of the unit then.

use domain::access::{Action, signs_for};
use domain::state::{AgreementState, Party};
use domain::{ProjectId, Refusal, Version};
use serde_json::{Value, json};

use super::{Agreement, existing, set_state, wrong_state};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::{Error, Result, ban, cap, institution, paper};

/// Signs for the person's own party; the last signature makes it signed (R072, R074, I4, I9).
pub(crate) async fn sign(
    session: &Session,
    id: ProjectId,
    seen: Version,
    electronic: &str,
) -> Result<()> {
    let action = Action::SignAgreement;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let agreement = existing(&mut tx, id, action).await?;
    if !matches!(
        agreement.state,
        AgreementState::Checked | AgreementState::Signing
    ) {
        return Err(wrong_state(agreement.state, action));
    }
    let party = party_of(session, &project)?;
    let known = may_sign(&mut tx, &project, party).await?;
    if party == Party::Agency {
        cap::still_fits(&mut tx, &project).await?;
    }
    let body = body_of(session, &project, party);
    let how = paper::electronic(&mut tx, id, party, 0, electronic).await?;
    insert_signature(&mut tx, &project, &agreement, party, &body, &how).await?;
    keep(&mut tx, &agreement, &known).await?;
    let signed: i64 = sqlx::query_scalar("select count(*) from signature where agreement_id = $1")
        .bind(agreement.id.0)
        .fetch_one(&mut *tx)
        .await?;
    let complete = usize::try_from(signed).unwrap_or(0) == project.mode.parties().len();
    let to = if complete {
        AgreementState::Signed
    } else {
        AgreementState::Signing
    };
    set_state(&mut tx, &agreement, to).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "{}签署服务协议（{signed}/{}）{}",
        party.label(),
        project.mode.parties().len(),
        paper::how(&how)
    );
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"party": party, "body": body})),
    )
    .await?;
    tx.commit().await
}

/// Whether the unit is neither banned nor unqualified today, and what was known of it (I9, R067).
async fn may_sign(tx: &mut Tx, project: &Project, party: Party) -> Result<Value> {
    let unit = project.unit.ok_or_else(|| {
        Error::Inconsistent(format!("project {} is signed without a unit", project.id))
    })?;
    ban::refuse_banned(tx, unit).await?;
    let known = institution::qualify(tx, project, unit, &project.unit_name, "sign").await?;
    Ok(json!({"party": party, "unit": known}))
}

/// Keeps with the agreement what was known of the unit when a party signed.
async fn keep(tx: &mut Tx, agreement: &Agreement, known: &Value) -> Result<()> {
    sqlx::query("update agreement set eligibility = eligibility || jsonb_build_array($2::jsonb) where id = $1")
        .bind(agreement.id.0)
        .bind(known)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The name a party signs under.
pub(crate) fn body_of(session: &Session, project: &Project, party: Party) -> String {
    match party {
        Party::Applicant => project.applicant_name.clone(),
        Party::Unit => project.unit_name.clone(),
        Party::Agency => session.who.place.clone(),
    }
}

/// The party a person signs for (I4).
pub(crate) fn party_of(session: &Session, project: &Project) -> Result<Party> {
    let capacities = session.capacities_on(project);
    Ok(signs_for(session.who.role, &capacities, project.mode)?)
}

async fn insert_signature(
    tx: &mut Tx,
    project: &Project,
    agreement: &Agreement,
    party: Party,
    body: &str,
    (page, electronic): &(Option<i64>, String),
) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    let done = sqlx::query(
        "insert into signature (project_id, agreement_id, party, body, signer, account_id, signed_on, page_id, electronic)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
    )
    .bind(project.id.0)
    .bind(agreement.id.0)
    .bind(party.code())
    .bind(body)
    .bind(who.name)
    .bind(who.account.0)
    .bind(today)
    .bind(page)
    .bind(electronic)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Refusal::SignedAlready {
            party: party.label().into(),
        }
        .into());
    }
    Ok(())
}
