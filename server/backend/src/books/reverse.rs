//! Correcting the ledger: the exact opposite of a wrong row, by another person, and what the row did
//! is undone. A payment reversed waits for the payer again; a part of a claim is owed again.

use domain::access::Action;
use domain::state::{LedgerKind, PaymentState, ProjectState};
use domain::{ClaimId, LedgerId, Money, OrgId, PaymentId, ProjectId, Refusal};
use serde_json::json;
use sqlx::Row;

use super::claim::Claim;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, plan, violation};

/// The row to be reversed.
struct Wrong {
    id: LedgerId,
    project: ProjectId,
    payment: Option<PaymentId>,
    claim: Option<ClaimId>,
    kind: LedgerKind,
    amount: Money,
    voucher: String,
    entered_account: Option<i64>,
    reversed: bool,
}

async fn load(tx: &mut Tx, id: LedgerId) -> Result<Wrong> {
    let row = sqlx::query(
        "select project_id, payment_id, claim_id, kind, amount, voucher, entered_account,
           exists (select from ledger r where r.tenant_id = l.tenant_id and r.reverses = l.id) as reversed
         from ledger l where id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    Ok(Wrong {
        id,
        project: ProjectId(row.try_get("project_id")?),
        payment: row.try_get::<Option<i64>, _>("payment_id")?.map(PaymentId),
        claim: row.try_get::<Option<i64>, _>("claim_id")?.map(ClaimId),
        kind: row.code("kind")?,
        amount: row.money("amount")?,
        voucher: row.text("voucher")?,
        entered_account: row.try_get("entered_account")?,
        reversed: row.try_get("reversed")?,
    })
}

/// Reverses an entry.
pub(crate) async fn reverse_entry(session: &Session, id: LedgerId, reason: String) -> Result<()> {
    let action = Action::ReverseEntry;
    let mut tx = session.write(action).await?;
    let wrong = load(&mut tx, id).await?;
    if wrong.reversed {
        return Err(action
            .wrong_state(format!("台账第 {id} 号"), "已冲正")
            .into());
    }
    if wrong.kind == LedgerKind::Reversal {
        return Err(action
            .wrong_state(format!("台账第 {id} 号"), "冲正记录")
            .into());
    }
    if wrong.entered_account == Some(tx.who.account.0) {
        return Err(Refusal::OtherPerson {
            what: action.label().into(),
            earlier: "该笔台账的登记".into(),
        }
        .into());
    }
    let reason = plan::required("reason", "冲正原因", &reason, 1000)?;
    let mut project = Project::lock(&mut tx, wrong.project).await?;
    opposite(&mut tx, &wrong, &reason).await?;
    match (wrong.kind, wrong.payment, wrong.claim) {
        (LedgerKind::Recovery, _, Some(claim)) => {
            let amount = -wrong.amount;
            let mut claim = Claim::lock(&mut tx, claim).await?;
            if claim.state == domain::state::ClaimState::WrittenOff {
                return Err(action.wrong_state("应收款", claim.state.label()).into());
            }
            let left = claim.recovered - amount;
            claim.set_recovered(&mut tx, left).await?;
            project.recovered -= amount;
        }
        (LedgerKind::Prepayment | LedgerKind::Balance, Some(payment), _) => {
            unpay(&mut tx, &mut project, &wrong, payment).await?;
        }
        _ => {
            return Err(Error::Inconsistent(format!(
                "ledger {id}: an entry of nothing"
            )));
        }
    }
    project.save(&mut tx).await?;
    let text = format!(
        "冲正台账第 {id} 号（{} {} 元，凭证 {}）：{reason}",
        wrong.kind.label(),
        wrong.amount,
        wrong.voucher
    );
    let facts = json!({"entry": id, "amount": wrong.amount, "kind": wrong.kind});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

async fn opposite(tx: &mut Tx, wrong: &Wrong, reason: &str) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into ledger (project_id, payment_id, claim_id, year, kind, of_kind, amount, org_id, happened_on, voucher, party,
           reverses, reason, entered_on, entered_by, entered_account)
         select project_id, payment_id, claim_id, year, 'REVERSAL', kind, - amount, org_id, $2, voucher, party, id, $3, $2, $4, $5
         from ledger where id = $1",
    )
    .bind(wrong.id.0)
    .bind(today)
    .bind(reason)
    .bind(who.name)
    .bind(who.account.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The payment waits for the payer again, or stays stopped with the others of its unit.
async fn unpay(
    tx: &mut Tx,
    project: &mut Project,
    wrong: &Wrong,
    payment: PaymentId,
) -> Result<()> {
    reopen(project, wrong, tx.action)?;
    let row = sqlx::query(
        "select payee_id, exists (select from payee_account a where a.tenant_id = y.tenant_id and a.id = y.account_id
           and a.state = 'CONFIRMED') as stands from payment y where y.id = $1",
    )
    .bind(payment.0)
    .fetch_one(&mut **tx)
    .await?;
    let state = if violation::is_frozen(tx, OrgId(row.try_get("payee_id")?)).await? {
        PaymentState::Frozen
    } else if wrong.kind == LedgerKind::Balance && !row.try_get::<bool, _>("stands")? {
        // Nobody asks for a balance again: it is checked again, for the account that stands now.
        PaymentState::Unlocked
    } else {
        PaymentState::Approved
    };
    sqlx::query(
        "update payment set state = $2, paid_by = null, paid_name = '', paid_on = null, voucher = '', account_no = '',
           checked_by = case $2 when 'UNLOCKED' then null else checked_by end,
           checked_name = case $2 when 'UNLOCKED' then '' else checked_name end,
           approved_by = case $2 when 'UNLOCKED' then null else approved_by end,
           approved_name = case $2 when 'UNLOCKED' then '' else approved_name end,
           version = version + 1 where id = $1",
    )
    .bind(payment.0)
    .bind(state.code())
    .execute(&mut **tx)
    .await?;
    if wrong.kind == LedgerKind::Balance {
        sqlx::query(
            "update agreement set state = 'FILED' where project_id = $1 and state = 'COMPLETED'",
        )
        .bind(project.id.0)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// A balance that was not paid has closed nothing: not a way of the machine, but a way back from one
/// that was never gone. A prepayment can be taken back until it has been settled.
fn reopen(project: &mut Project, wrong: &Wrong, action: Action) -> Result<()> {
    use ProjectState as S;
    match (wrong.kind, project.state) {
        (LedgerKind::Balance, S::Closed) => project.state = S::Passed,
        (LedgerKind::Balance, S::ClosedFailed) => project.state = S::FailedFinal,
        (LedgerKind::Prepayment, S::Contracted | S::InProgress | S::Completed) => {
            project.prepaid -= wrong.amount;
            return Ok(());
        }
        _ => return Err(project.wrong_state(action).into()),
    }
    project.balance_paid -= wrong.amount;
    project.balance_due += wrong.amount;
    Ok(())
}
