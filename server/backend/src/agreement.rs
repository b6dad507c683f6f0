//! The service agreement: draft, check, signatures, filing (machine 2.4).

use chrono::NaiveDate;
use domain::access::{Action, Capacity, Role};
use domain::contract::AgreementDraft;
use domain::state::{AgreementState, Clause, FilingSubject, Mode, Party};
use domain::{AgreementId, Money, Percent, ProjectId, Refusal, Version, period, prepayment};
use serde_json::{Map, Value, json};
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, cap, plan};

/// An agreement row.
pub(crate) struct Agreement {
    pub id: AgreementId,
    pub state: AgreementState,
    pub amount: Money,
    pub prepay: Option<Percent>,
    pub clauses: Value,
}

/// The project's agreement, if it has one.
pub(crate) async fn load(tx: &mut Tx, project: ProjectId) -> Result<Option<Agreement>> {
    let row = sqlx::query(
        "select id, state, amount, prepay_basis_points, clauses from agreement where project_id = $1",
    )
    .bind(project.0)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        let points: Option<i32> = row.try_get("prepay_basis_points")?;
        Ok(Agreement {
            id: AgreementId(row.try_get("id")?),
            state: row.code("state")?,
            amount: row.money("amount")?,
            prepay: points
                .and_then(|points| u16::try_from(points).ok())
                .and_then(Percent::from_basis_points),
            clauses: row.json("clauses")?,
        })
    })
    .transpose()
}

/// Writes or rewrites the draft: amount, period and ratio are checked at once (R077, R118).
pub(crate) async fn draft(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: AgreementDraft,
) -> Result<()> {
    let action = Action::DraftAgreement;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.mode != Mode::Direct && project.unit.is_none() {
        return Err(project.wrong_state(action).into());
    }
    if let Some(old) = load(&mut tx, id).await?
        && !matches!(old.state, AgreementState::Draft | AgreementState::Checked)
    {
        return Err(wrong_state(old.state, action));
    }
    let amount = Money::parse_positive_yuan("amount", &draft.amount)?;
    if amount > project.approved {
        return Err(Refusal::OverApproved {
            field: "amount".into(),
            approved: project.approved,
        }
        .into());
    }
    let (start, end) = period_of(&draft, &project)?;
    let prepay = prepay_of(&draft, amount)?;
    let clauses: Map<String, Value> = Clause::ALL
        .iter()
        .map(|clause| {
            (
                clause.code().into(),
                Value::from(draft.clause(*clause).trim()),
            )
        })
        .collect();
    sqlx::query(
        "insert into agreement (project_id, state, amount, start_on, end_on, prepay_basis_points, clauses)
         values ($1, 'DRAFT', $2, $3, $4, $5, $6)
         on conflict (tenant_id, project_id) do update set state = 'DRAFT', amount = excluded.amount,
           start_on = excluded.start_on, end_on = excluded.end_on,
           prepay_basis_points = excluded.prepay_basis_points, clauses = excluded.clauses",
    )
    .bind(id.0)
    .bind(amount.decimal())
    .bind(start)
    .bind(end)
    .bind(prepay.map(|percent| i32::from(percent.basis_points())))
    .bind(Value::Object(clauses))
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let facts = json!({"amount": amount, "start": start, "end": end, "prepay": prepay});
    record(
        &mut tx,
        &project,
        Entry::new(format!("起草服务协议，金额 {amount} 元"))
            .facts(facts)
            .internal(),
    )
    .await?;
    tx.commit().await
}

fn period_of(draft: &AgreementDraft, project: &Project) -> Result<(NaiveDate, NaiveDate)> {
    let start = date("start", &draft.start)?;
    let end = date("end", &draft.end)?;
    period::check_project_period("end", start, end)?;
    if start < project.start {
        let because = "核定实施周期的开始日期".to_owned();
        return Err(Refusal::DateTooEarly {
            field: "start".into(),
            earliest: project.start,
            because,
        }
        .into());
    }
    if end > project.end {
        let because = "核定实施周期的结束日期".to_owned();
        return Err(Refusal::DateTooLate {
            field: "end".into(),
            latest: project.end,
            because,
        }
        .into());
    }
    Ok((start, end))
}

fn prepay_of(draft: &AgreementDraft, amount: Money) -> Result<Option<Percent>> {
    if draft.prepay.trim().is_empty() {
        return Ok(None);
    }
    let ratio = Percent::parse("prepay", &draft.prepay)?;
    prepayment::check_ratio("prepay", amount, ratio)?;
    Ok(Some(ratio))
}

/// A date as a form sends it.
pub(crate) fn date(field: &'static str, text: &str) -> Result<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| {
        Refusal::DateMalformed {
            field: field.into(),
        }
        .into()
    })
}

/// The reviewer's check: every one of the nine clause blocks says something (R076).
pub(crate) async fn check(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::CheckAgreement;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let agreement = existing(&mut tx, id, action).await?;
    if agreement.state != AgreementState::Draft {
        return Err(wrong_state(agreement.state, action));
    }
    for clause in Clause::ALL {
        let text = agreement
            .clauses
            .get(clause.code())
            .and_then(Value::as_str)
            .unwrap_or("");
        if text.is_empty() {
            let field = AgreementDraft::field(*clause).into();
            return Err(Refusal::ClauseEmpty {
                field,
                label: clause.label().into(),
            }
            .into());
        }
    }
    // The cap is looked at again before the city binds itself: a final base may be lower (A01).
    cap::still_fits(&mut tx, &project).await?;
    set_state(&mut tx, &agreement, AgreementState::Checked).await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new("审核通过服务协议，交各方签署"),
    )
    .await?;
    tx.commit().await
}

/// Signs for the person's own party; the last signature makes it signed (R072, R074, I4, I9).
pub(crate) async fn sign(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
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
    if let Some(unit) = project.unit {
        plan::refuse_banned(&mut tx, unit).await?;
    }
    if party == Party::Agency {
        cap::still_fits(&mut tx, &project).await?;
    }
    let body = match party {
        Party::Applicant => project.applicant_name.clone(),
        Party::Unit => project.unit_name.clone(),
        Party::Agency => session.who.place.clone(),
    };
    insert_signature(&mut tx, &project, &agreement, party, &body).await?;
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
        "{}签署服务协议（{signed}/{}）",
        party.label(),
        project.mode.parties().len()
    );
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"party": party, "body": body})),
    )
    .await?;
    tx.commit().await
}

fn party_of(session: &Session, project: &Project) -> Result<Party> {
    let capacities = session.capacities_on(project);
    let party = if session.who.role == Role::AgencyReviewer {
        Party::Agency
    } else if capacities.contains(&Capacity::Applicant) {
        Party::Applicant
    } else {
        Party::Unit
    };
    if project.mode.parties().contains(&party) {
        Ok(party)
    } else {
        Err(Refusal::NotAParty {
            party: party.label().into(),
        }
        .into())
    }
}

async fn insert_signature(
    tx: &mut Tx,
    project: &Project,
    agreement: &Agreement,
    party: Party,
    body: &str,
) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    let done = sqlx::query(
        "insert into signature (project_id, agreement_id, party, body, signer, account_id, signed_on)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
    )
    .bind(project.id.0)
    .bind(agreement.id.0)
    .bind(party.code())
    .bind(body)
    .bind(who.name)
    .bind(who.account.0)
    .bind(today)
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

/// Sends the signed agreement to the four members (R075).
pub(crate) async fn file(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::FileAgreement;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let agreement = existing(&mut tx, id, action).await?;
    if agreement.state != AgreementState::Signed {
        return Err(wrong_state(agreement.state, action));
    }
    plan::send_filings(&mut tx, &project, FilingSubject::Agreement, 1).await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new("将服务协议报送四个成员单位备案").internal(),
    )
    .await?;
    tx.commit().await
}

/// The agreement, or the refusal that there is none.
pub(crate) async fn existing(tx: &mut Tx, id: ProjectId, action: Action) -> Result<Agreement> {
    load(tx, id)
        .await?
        .ok_or_else(|| action.wrong_state("服务协议", "未起草").into())
}

pub(crate) fn wrong_state(state: AgreementState, action: Action) -> crate::Error {
    action.wrong_state("服务协议", state.label()).into()
}

/// Moves the agreement; on the last signature the day is kept.
pub(crate) async fn set_state(
    tx: &mut Tx,
    agreement: &Agreement,
    to: AgreementState,
) -> Result<()> {
    let today = tx.today();
    sqlx::query("update agreement set state = $2, signed_on = case when $2::text = 'SIGNED' then $3 else signed_on end where id = $1")
        .bind(agreement.id.0)
        .bind(to.code())
        .bind(today)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
