//! Supplementary agreements (补充协议): what changes an agreement in force, under the guards of the
//! agreement itself (R049, R072-R077; machine 2.4).
//!
//! [`drafting`]: what it says → here: check, signatures, filing → [`effect`]: what follows from it.

mod drafting;
pub(crate) mod effect;

use domain::access::Action;
use domain::contract::{AgreementDraft, ClauseTexts};
use domain::state::{AgreementState, AmendmentState, Clause, FilingSubject, Party};
use domain::{Money, Percent, ProjectId, Refusal, Version, prepayment};
use serde_json::json;
use sqlx::Row;

use crate::agreement::{blocks_of, body_of, party_of};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, agreement, payment, plan};

pub(crate) use drafting::draft;

/// Hundredths of a percent out of a column.
pub(crate) fn percent(points: Option<i32>) -> Option<Percent> {
    points
        .and_then(|points| u16::try_from(points).ok())
        .and_then(Percent::from_basis_points)
}

/// A supplementary agreement on its way.
struct Open {
    id: i64,
    no: i32,
    state: AmendmentState,
    amount: Money,
    prepay: Option<Percent>,
    texts: ClauseTexts,
    sent: bool,
}

async fn open(tx: &mut Tx, id: ProjectId) -> Result<Option<Open>> {
    let row = sqlx::query(
        "select id, no, state, amount, prepay_basis_points, clauses, sent_on from amendment
         where project_id = $1 and state in ('DRAFT', 'CHECKED', 'SIGNING', 'SIGNED')",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Open {
            id: row.try_get("id")?,
            no: row.try_get("no")?,
            state: row.code("state")?,
            amount: row.money("amount")?,
            prepay: percent(row.try_get("prepay_basis_points")?),
            texts: blocks_of(&row.json("clauses")?),
            sent: row.date_opt("sent_on")?.is_some(),
        })
    })
    .transpose()
}

async fn existing(tx: &mut Tx, id: ProjectId, action: Action) -> Result<Open> {
    let found = open(tx, id).await?;
    found.ok_or_else(|| action.wrong_state("补充协议", "未起草").into())
}

fn wrong_state(open: &Open, action: Action) -> crate::Error {
    action.wrong_state("补充协议", open.state.label()).into()
}

/// Refuses what must wait for a supplementary agreement on its way.
pub(crate) async fn refuse_open(tx: &mut Tx, project: &Project, action: Action) -> Result<()> {
    match open(tx, project.id).await? {
        Some(open) => Err(wrong_state(&open, action)),
        None => Ok(()),
    }
}

/// Ends one on its way together with its project.
pub(crate) async fn end(tx: &mut Tx, project: &Project, reason: &str) -> Result<()> {
    sqlx::query(
        "update amendment set state = 'WITHDRAWN', withdrawn = $2
         where project_id = $1 and state in ('DRAFT', 'CHECKED', 'SIGNING', 'SIGNED')",
    )
    .bind(project.id.0)
    .bind(reason)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What is prepaid or on its way must stay within 30% to 70% of the new amount, and cannot be
/// without a ratio (I1).
async fn check_money(
    tx: &mut Tx,
    project: &Project,
    amount: Money,
    prepay: Option<Percent>,
) -> Result<()> {
    let already = payment::under_way(tx, project.id).await?;
    if !already.is_positive() {
        return Ok(());
    }
    prepayment::check_kept("amount", amount, already)?;
    if prepay.is_none() {
        let (min, max) = prepayment::band(amount);
        return Err(Refusal::PrepaymentOutOfBand {
            field: "prepay".into(),
            min,
            max,
            already,
        }
        .into());
    }
    Ok(())
}

/// The reviewer's check: every one of the nine blocks says something (R076).
pub(crate) async fn check(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::CheckAmendment;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let open = existing(&mut tx, id, action).await?;
    if open.state != AmendmentState::Draft {
        return Err(wrong_state(&open, action));
    }
    if let Some(clause) = Clause::ALL
        .iter()
        .find(|clause| open.texts.get(**clause).is_empty())
    {
        return Err(Refusal::ClauseEmpty {
            field: AgreementDraft::field(*clause).into(),
            label: clause.label().into(),
        }
        .into());
    }
    check_money(&mut tx, &project, open.amount, open.prepay).await?;
    set_state(&mut tx, &open, AmendmentState::Checked).await?;
    project.save(&mut tx).await?;
    let text = format!("审核通过第 {} 号补充协议，交各方签署", open.no);
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}

/// Signs for the person's own party. The last signature suspends new prepayments until it is filed
/// (R075; machine 2.4).
pub(crate) async fn sign(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::SignAmendment;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let open = existing(&mut tx, id, action).await?;
    if !matches!(
        open.state,
        AmendmentState::Checked | AmendmentState::Signing
    ) {
        return Err(wrong_state(&open, action));
    }
    let party = party_of(session, &project)?;
    if let Some(unit) = project.unit {
        crate::ban::refuse_banned(&mut tx, unit).await?;
    }
    if party == Party::Agency {
        crate::cap::still_fits(&mut tx, &project).await?;
    }
    check_money(&mut tx, &project, open.amount, open.prepay).await?;
    let body = body_of(session, &project, party);
    let signed = insert_signature(&mut tx, &project, &open, party, &body).await?;
    let all = project.mode.parties().len();
    if usize::try_from(signed).unwrap_or(0) == all {
        set_state(&mut tx, &open, AmendmentState::Signed).await?;
        let agreement = agreement::existing(&mut tx, id, action).await?;
        agreement::set_state(&mut tx, &agreement, AgreementState::Amended).await?;
    } else {
        set_state(&mut tx, &open, AmendmentState::Signing).await?;
    }
    project.save(&mut tx).await?;
    let text = format!(
        "{}签署第 {} 号补充协议（{signed}/{all}）",
        party.label(),
        open.no
    );
    let facts = json!({"party": party, "body": body});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// Keeps one signature; answers how many there are.
async fn insert_signature(
    tx: &mut Tx,
    project: &Project,
    open: &Open,
    party: Party,
    body: &str,
) -> Result<i64> {
    let (today, who) = (tx.today(), tx.who.clone());
    let done = sqlx::query(
        "insert into amendment_signature (project_id, amendment_id, party, body, signer, account_id, signed_on)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
    )
    .bind(project.id.0)
    .bind(open.id)
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
    Ok(
        sqlx::query_scalar("select count(*) from amendment_signature where amendment_id = $1")
            .bind(open.id)
            .fetch_one(&mut **tx)
            .await?,
    )
}

async fn set_state(tx: &mut Tx, open: &Open, to: AmendmentState) -> Result<()> {
    let today = tx.today();
    sqlx::query(
        "update amendment set state = $2, signed_on = case when $2::text = 'SIGNED' then $3 else signed_on end where id = $1",
    )
    .bind(open.id)
    .bind(to.code())
    .bind(today)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sends the signed one to the four members (R075).
pub(crate) async fn file(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::FileAmendment;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let open = existing(&mut tx, id, action).await?;
    if open.state != AmendmentState::Signed || open.sent {
        return Err(wrong_state(&open, action));
    }
    plan::send_filings(&mut tx, &project, FilingSubject::Amendment, open.no).await?;
    let today = tx.today();
    sqlx::query("update amendment set sent_on = $2 where id = $1")
        .bind(open.id)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    project.save(&mut tx).await?;
    let text = format!("将第 {} 号补充协议报送四个成员单位备案", open.no);
    record(&mut tx, &project, Entry::new(text).internal()).await?;
    tx.commit().await
}

/// Takes it back before all parties have signed.
pub(crate) async fn withdraw(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::WithdrawAmendment;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let open = existing(&mut tx, id, action).await?;
    if open.state == AmendmentState::Signed {
        return Err(wrong_state(&open, action));
    }
    let reason = plan::required("reason", "撤回原因", &reason, 500)?;
    end(&mut tx, &project, &reason).await?;
    project.save(&mut tx).await?;
    let text = format!("撤回第 {} 号补充协议：{reason}", open.no);
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}
