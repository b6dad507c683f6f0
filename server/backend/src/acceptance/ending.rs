//! How a failed project ends: refusal or deduction of the balance, or termination.

use domain::access::Action;
use domain::contract::Termination;
use domain::settlement::{Decision, Outcome, settle};
use domain::state::{AcceptanceState, DeadlineKind, Disposition, Grounds, ProjectState};
use domain::{Money, ProjectId, Refusal, Version};
use serde_json::json;

use super::{claim, reject_open_requests};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, amendment, ban, deadline, payment, plan};

/// Refuses or deducts after a second failure or an overdue rectification (R102, A07).
pub(crate) async fn decide(
    session: &Session,
    id: ProjectId,
    seen: Version,
    kind: Disposition,
    amount: String,
    reason: String,
) -> Result<()> {
    let action = Action::DecideDisposition;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.state == ProjectState::Completed {
        overdue(&mut tx, &mut project, action).await?;
    } else if project.balance_due.is_positive() {
        return Err(project.wrong_state(action).into());
    }
    let decision = match kind {
        Disposition::Refuse => Decision::Refuse,
        Disposition::Deduct => Decision::Deduct(Money::parse_positive_yuan("amount", &amount)?),
    };
    let reason = plan::required("reason", "处置理由", &reason, 2000)?;
    let settlement = sqlx::query("select settlement from acceptance where project_id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await?
        .money("settlement")?;
    let money = settle(
        project.agreement,
        settlement,
        project.prepaid,
        Outcome::FailedFinal(decision),
    )
    .map_err(at_amount)?;
    project.deducted = match kind {
        Disposition::Refuse => settlement.saturating_sub(project.prepaid),
        Disposition::Deduct => money.deduction,
    };
    sqlx::query("update acceptance set disposition = $2, deduction = $3, disposition_reason = $4 where project_id = $1")
        .bind(id.0)
        .bind(kind.code())
        .bind(project.deducted.decimal())
        .bind(&reason)
        .execute(&mut *tx)
        .await?;
    reject_open_requests(&mut tx, &project).await?;
    if money.recover.is_positive() {
        claim(&mut tx, &mut project, money.recover, &reason).await?;
    }
    if money.balance.is_positive() {
        payment::unlock_balance(&mut tx, &mut project, money.balance).await?;
    } else {
        payment::close(&mut tx, &mut project).await?;
    }
    project.save(&mut tx).await?;
    propose_ban(&mut tx, &project, &reason).await?;
    let text = match kind {
        Disposition::Refuse => format!("决定拒付尾款：{reason}"),
        Disposition::Deduct => format!(
            "决定扣减 {} 元，支付余款 {} 元：{reason}",
            money.deduction, money.balance
        ),
    };
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"kind": kind, "money": money})),
    )
    .await?;
    tx.commit().await
}

/// The end of a project that failed brings a proposal with it (A39).
async fn propose_ban(tx: &mut Tx, project: &Project, reason: &str) -> Result<()> {
    let (grounds, why) = match project.acceptance {
        Some(AcceptanceState::Overdue) => (Grounds::Contract, "未在规定时间内完成整改"),
        _ => (Grounds::Quality, "整改后再次评估验收仍不合格"),
    };
    let why = format!("项目“{}”{why}。处置理由：{reason}", project.name);
    ban::propose_after(tx, project, grounds, &why).await
}

/// The rule speaks of the deduction; the form calls its field `amount`.
fn at_amount(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::OverSettlement { limit, .. } => Refusal::OverSettlement {
            field: "amount".into(),
            limit,
        },
        other => other,
    }
}

/// An overdue rectification is a final failure of its own (A07); a late offer of one may have said so
/// before, and is hereby declined.
async fn overdue(tx: &mut Tx, project: &mut Project, action: Action) -> Result<()> {
    let today = tx.today();
    if project.acceptance != Some(AcceptanceState::Overdue) {
        let due = deadline::due(tx, project, DeadlineKind::Rectification).await?;
        let passed = due.is_some_and(|due| today > due);
        if project.acceptance != Some(AcceptanceState::Rectifying) || !passed {
            return Err(project.wrong_acceptance(action).into());
        }
        project.go_acceptance(AcceptanceState::Overdue, action)?;
        deadline::stop(tx, project, DeadlineKind::Rectification, today).await?;
    }
    project.go(ProjectState::FailedFinal, action)?;
    sqlx::query("update acceptance set state = 'OVERDUE' where project_id = $1")
        .bind(project.id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends the project early. Before the acceptance, by the agreement's own conditions: the parties put
/// down in writing what the work done is worth, and what was prepaid above it goes back (machine 2.1).
/// After a refusal to rectify, all that was prepaid does (R101).
pub(crate) async fn terminate(
    session: &Session,
    id: ProjectId,
    seen: Version,
    typed: Termination,
) -> Result<()> {
    let action = Action::TerminateProject;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let refused = project.state == ProjectState::Completed;
    if refused && project.acceptance != Some(AcceptanceState::Refused) {
        return Err(project.wrong_acceptance(action).into());
    }
    let reason = plan::required("reason", "终止理由", &typed.reason, 2000)?;
    let (worth, record_text, recover) = if refused {
        (Money::ZERO, String::new(), project.prepaid)
    } else {
        let text = plan::required("record", "书面结算记录", &typed.record, 4000)?;
        let (worth, recover) = worth(&project, &typed.settlement)?;
        (worth, text, recover)
    };
    project.go(ProjectState::Terminated, action)?;
    deadline::cancel(&mut tx, &project, None).await?;
    reject_open_requests(&mut tx, &project).await?;
    amendment::end(&mut tx, &project, "项目已终止").await?;
    if recover.is_positive() {
        claim(&mut tx, &mut project, recover, &reason).await?;
    }
    sqlx::query("update agreement set state = 'TERMINATED' where project_id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
    let (today, by) = (tx.today(), tx.who.name.clone());
    sqlx::query(
        "insert into termination (project_id, terminated_on, by_name, reason, record, settlement, recover) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.0)
    .bind(today)
    .bind(by)
    .bind(&reason)
    .bind(&record_text)
    .bind(worth.decimal())
    .bind(recover.decimal())
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let why = format!("项目“{}”被终止：{reason}", project.name);
    ban::propose_after(&mut tx, &project, Grounds::Contract, &why).await?;
    let settled = if refused {
        String::new()
    } else {
        format!("已完成工作结算 {worth} 元，")
    };
    let text = format!("终止项目，{settled}追偿 {recover} 元：{reason}");
    let facts = json!({"settlement": worth, "prepaid": project.prepaid, "recover": recover});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// What the work done is worth, and what has to come back of what was prepaid.
fn worth(project: &Project, typed: &str) -> Result<(Money, Money)> {
    if typed.trim().is_empty() {
        return Err(Refusal::Required {
            field: "settlement".into(),
            label: "已完成工作的结算金额".into(),
        }
        .into());
    }
    let worth = Money::parse_yuan("settlement", typed)?;
    let money = settle(
        project.agreement,
        worth,
        project.prepaid,
        Outcome::Terminated,
    )?;
    Ok((worth, money.recover))
}
