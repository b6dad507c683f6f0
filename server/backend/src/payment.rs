//! Payments: asked for, checked, approved and paid by different persons, once (machine 2.6).

mod book;
mod guards;
mod key;

use domain::access::Action;
use domain::state::{AgreementState, PaymentKind, PaymentState, ProjectState};
use domain::{
    AccountId, Money, OrgId, PaymentId, ProjectId, Refusal, Version, account, prepayment,
};
use serde_json::json;
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, agreement, ban, books, plan, violation};
use book::{book, sign_off, transfer};
use guards::{enough_allocated, may_release, plan_year, standing_account};
use key::{remember, replayed};
pub(crate) use key::{remember_row, replayed_row};

/// A payment row, locked by the city's queue.
struct Payment {
    id: PaymentId,
    project: ProjectId,
    kind: PaymentKind,
    state: PaymentState,
    amount: Money,
    payee: OrgId,
    /// Where it goes: the account that stood when it was asked for (R119).
    account: Option<AccountId>,
    requested_by: Option<i64>,
    checked_by: Option<i64>,
    approved_by: Option<i64>,
    version: Version,
}

async fn load(tx: &mut Tx, id: PaymentId) -> Result<Payment> {
    let row = sqlx::query(
        "select id, project_id, kind, state, amount, payee_id, account_id, requested_by, checked_by, approved_by, version
         from payment where id = $1 for update",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    Ok(Payment {
        id,
        project: ProjectId(row.try_get("project_id")?),
        kind: row.code("kind")?,
        state: row.code("state")?,
        amount: row.money("amount")?,
        payee: OrgId(row.try_get("payee_id")?),
        account: row.try_get::<Option<i64>, _>("account_id")?.map(AccountId),
        requested_by: row.try_get("requested_by")?,
        checked_by: row.try_get("checked_by")?,
        approved_by: row.try_get("approved_by")?,
        version: Version(row.try_get("version")?),
    })
}

/// The unit asks for (a part of) the prepayment (R118, R119, I1).
pub(crate) async fn request_prepayment(
    session: &Session,
    id: ProjectId,
    key: String,
    amount: Money,
) -> Result<PaymentId> {
    let action = Action::RequestPrepayment;
    let (mut tx, mut project) = session.open_project(action, id).await?;
    let content = format!("{id} {}", amount.plain());
    if let Some(payment) = replayed(&mut tx, &key, id, &content).await? {
        return Ok(payment);
    }
    action.check(&session.capacities_on(&project), project.state)?;
    let agreement = agreement::existing(&mut tx, id, action).await?;
    if agreement.state != AgreementState::Filed {
        return Err(agreement::wrong_state(agreement.state, action));
    }
    if agreement.prepay.is_none() {
        return Err(action.wrong_state("服务协议", "未约定预付款").into());
    }
    let already = under_way(&mut tx, id).await?;
    prepayment::check("amount", agreement.amount, already, amount)?;
    let unit = project
        .unit
        .ok_or_else(|| Error::Inconsistent(format!("project {id} contracted without unit")))?;
    ban::refuse_banned(&mut tx, unit).await?;
    violation::refuse_frozen(&mut tx, unit, &project.unit_name).await?;
    let account = books::needed(&mut tx, unit, &project.unit_name).await?;
    let payment = insert_request(&mut tx, &project, (unit, account.id), amount).await?;
    remember(&mut tx, &key, id, &content, payment).await?;
    project.save(&mut tx).await?;
    let text = format!("申请预付款 {amount} 元");
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"payment": payment, "amount": amount})),
    )
    .await?;
    tx.commit().await?;
    Ok(payment)
}

/// Prepayments paid or on their way.
pub(crate) async fn under_way(tx: &mut Tx, id: ProjectId) -> Result<Money> {
    let row = sqlx::query(
        "select sum(amount) as amount from payment where project_id = $1 and kind = 'PREPAYMENT' and state <> 'REJECTED'",
    )
    .bind(id.0)
    .fetch_one(&mut **tx)
    .await?;
    Ok(row.money("amount")?)
}

async fn insert_request(
    tx: &mut Tx,
    project: &Project,
    (unit, account): (OrgId, AccountId),
    amount: Money,
) -> Result<PaymentId> {
    let (today, who) = (tx.today(), tx.who.clone());
    let id: i64 = sqlx::query_scalar(
        "insert into payment (project_id, kind, state, amount, payee_id, payee_name, requested_on, requested_by, requested_name, account_id)
         values ($1, 'PREPAYMENT', 'REQUESTED', $2, $3, $4, $5, $6, $7, $8) returning id",
    )
    .bind(project.id.0)
    .bind(amount.decimal())
    .bind(unit.0)
    .bind(&project.unit_name)
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .bind(account.0)
    .fetch_one(&mut **tx)
    .await?;
    Ok(PaymentId(id))
}

/// Unlocks the balance: after a pass, or a deduction (R098, R102, I2). While the unit's payments are
/// stopped it begins stopped (R086).
pub(crate) async fn unlock_balance(
    tx: &mut Tx,
    project: &mut Project,
    amount: Money,
) -> Result<()> {
    let unit = project
        .unit
        .ok_or_else(|| Error::Inconsistent(format!("project {} without unit", project.id)))?;
    let today = tx.today();
    let state = if violation::is_frozen(tx, unit).await? {
        PaymentState::Frozen
    } else {
        PaymentState::Unlocked
    };
    sqlx::query(
        "insert into payment (project_id, kind, state, amount, payee_id, payee_name, requested_on, requested_name)
         values ($1, 'BALANCE', $6, $2, $3, $4, $5, '系统')",
    )
    .bind(project.id.0)
    .bind(amount.decimal())
    .bind(unit.0)
    .bind(&project.unit_name)
    .bind(today)
    .bind(state.code())
    .execute(&mut **tx)
    .await?;
    project.balance_due = amount;
    Ok(())
}

/// First of three persons: the clerk checks what R118 asks for.
pub(crate) async fn check(session: &Session, id: PaymentId, seen: Version) -> Result<()> {
    let action = Action::CheckPayment;
    let (mut tx, mut project, payment) = open(session, action, id, seen).await?;
    step(&payment, PaymentState::Checked, action)?;
    in_time(&payment, &project, action)?;
    let (year, _) = plan_year(&mut tx, &project).await?;
    may_release(&mut tx, &project, year).await?;
    ban::refuse_banned(&mut tx, payment.payee).await?;
    guards::bind_account(&mut tx, &payment, &project.unit_name).await?;
    sign_off(&mut tx, &payment, PaymentState::Checked).await?;
    finish(&mut tx, &mut project, &payment, "审核").await?;
    tx.commit().await
}

/// Second person: the reviewer approves.
pub(crate) async fn approve(session: &Session, id: PaymentId, seen: Version) -> Result<()> {
    let action = Action::ApprovePayment;
    let (mut tx, mut project, payment) = open(session, action, id, seen).await?;
    step(&payment, PaymentState::Approved, action)?;
    in_time(&payment, &project, action)?;
    let me = Some(tx.who.account.0);
    if payment.checked_by == me || payment.requested_by == me {
        return Err(Refusal::SamePerson {
            earlier: "审核".into(),
        }
        .into());
    }
    let year = enough_allocated(&mut tx, &project, payment.amount).await?;
    may_release(&mut tx, &project, year).await?;
    standing_account(&mut tx, &payment, &project.unit_name).await?;
    sign_off(&mut tx, &payment, PaymentState::Approved).await?;
    finish(&mut tx, &mut project, &payment, "复核").await?;
    tx.commit().await
}

/// Third person: pays, to the account that was asked for. Payment, ledger, project sums and state change together or not at all.
pub(crate) async fn pay(
    session: &Session,
    id: PaymentId,
    seen: Version,
    key: String,
    voucher: String,
) -> Result<()> {
    let action = Action::Pay;
    let mut tx = session.write(action).await?;
    let payment = load(&mut tx, id).await?;
    let content = format!("{id} {}", voucher.trim());
    if replayed(&mut tx, &key, payment.project, &content)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let mut project = Project::lock(&mut tx, payment.project).await?;
    action.check(&session.capacities_on(&project), project.state)?;
    if payment.version != seen {
        return Err(Refusal::Stale.into());
    }
    step(&payment, PaymentState::Paid, action)?;
    in_time(&payment, &project, action)?;
    let me = Some(tx.who.account.0);
    if let Some(earlier) = [(payment.checked_by, "审核"), (payment.approved_by, "复核")]
        .into_iter()
        .find(|(by, _)| *by == me)
    {
        return Err(Refusal::SamePerson {
            earlier: earlier.1.into(),
        }
        .into());
    }
    within_band(&payment, &project)?;
    let voucher = plan::required("voucher", "凭证号", &voucher, 60)?;
    let account = standing_account(&mut tx, &payment, &project.unit_name).await?;
    ban::refuse_banned(&mut tx, payment.payee).await?;
    let year = enough_allocated(&mut tx, &project, payment.amount).await?;
    may_release(&mut tx, &project, year).await?;
    transfer(
        &mut tx,
        &payment,
        &voucher,
        &account::masked(&account.number),
    )
    .await?;
    book(&mut tx, &payment, &project.unit_name, &voucher, year).await?;
    settle_project(&mut tx, &mut project, &payment).await?;
    remember(&mut tx, &key, payment.project, &content, id).await?;
    finish(&mut tx, &mut project, &payment, "支付").await?;
    tx.commit().await
}

/// Sends a prepayment request back.
pub(crate) async fn reject(
    session: &Session,
    id: PaymentId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::RejectPayment;
    let (mut tx, mut project, payment) = open(session, action, id, seen).await?;
    if payment.kind == PaymentKind::Balance || payment.state == PaymentState::Frozen {
        // A balance is owed by decision; it is corrected by another decision, not sent back. What is
        // stopped stays stopped until it is released (R086).
        return Err(wrong_state(&payment, action));
    }
    step(&payment, PaymentState::Rejected, action)?;
    let reason = plan::required("reason", "退回原因", &reason, 500)?;
    sqlx::query(
        "update payment set state = 'REJECTED', reason = $2, version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(&reason)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let text = format!(
        "退回{} {} 元：{reason}",
        payment.kind.label(),
        payment.amount
    );
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}

async fn open(
    session: &Session,
    action: Action,
    id: PaymentId,
    seen: Version,
) -> Result<(Tx, Project, Payment)> {
    let mut tx = session.write(action).await?;
    let payment = load(&mut tx, id).await?;
    let project = Project::lock(&mut tx, payment.project).await?;
    action.check(&session.capacities_on(&project), project.state)?;
    if payment.version != seen {
        return Err(Refusal::Stale.into());
    }
    Ok((tx, project, payment))
}

fn step(payment: &Payment, to: PaymentState, action: Action) -> Result<()> {
    if payment.state.next().contains(&to) {
        Ok(())
    } else {
        Err(wrong_state(payment, action))
    }
}

/// What was asked for as a prepayment is not paid any more once the acceptance is over: from then on
/// the balance settles everything (A25).
fn in_time(payment: &Payment, project: &Project, action: Action) -> Result<()> {
    if payment.kind.has_time(project.state) {
        Ok(())
    } else {
        Err(project.wrong_state(action).into())
    }
}

/// Requests are checked together when they are made; the first of several may have been sent back
/// since, or wait behind a smaller one. What counts is what is paid (R118, I1).
fn within_band(payment: &Payment, project: &Project) -> Result<()> {
    if payment.kind == PaymentKind::Prepayment {
        prepayment::check("amount", project.agreement, project.prepaid, payment.amount)?;
    }
    Ok(())
}

fn wrong_state(payment: &Payment, action: Action) -> Error {
    action
        .wrong_state(payment.kind.label(), payment.state.label())
        .into()
}

async fn settle_project(tx: &mut Tx, project: &mut Project, payment: &Payment) -> Result<()> {
    match payment.kind {
        PaymentKind::Prepayment => project.prepaid += payment.amount,
        PaymentKind::Balance => {
            project.balance_paid += payment.amount;
            project.balance_due = project.balance_due.saturating_sub(payment.amount);
            close(tx, project).await?;
        }
    }
    Ok(())
}

/// Ends a project whose money is settled, and its agreement with it.
pub(crate) async fn close(tx: &mut Tx, project: &mut Project) -> Result<()> {
    let to = if project.state == ProjectState::Passed {
        ProjectState::Closed
    } else {
        ProjectState::ClosedFailed
    };
    let action = tx.action;
    project.go(to, action)?;
    sqlx::query(
        "update agreement set state = 'COMPLETED' where project_id = $1 and state = 'FILED'",
    )
    .bind(project.id.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn finish(tx: &mut Tx, project: &mut Project, payment: &Payment, verb: &str) -> Result<()> {
    project.save(tx).await?;
    let text = format!("{verb}{} {} 元", payment.kind.label(), payment.amount);
    let facts = json!({"payment": payment.id, "amount": payment.amount, "state": payment.state});
    record(tx, project, Entry::new(text).facts(facts)).await
}
