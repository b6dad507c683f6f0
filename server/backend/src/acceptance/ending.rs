//! How a failed project ends: refusal or deduction of the balance, or termination.

use domain::access::Action;
use domain::settlement::{Decision, Outcome, settle};
use domain::state::{AcceptanceState, DeadlineKind, Disposition, ProjectState};
use domain::{Money, ProjectId, Refusal, Version};
use serde_json::json;

use super::{claim, reject_open_requests};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, deadline, payment, plan};

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

/// An overdue rectification is a final failure of its own (A07).
async fn overdue(tx: &mut Tx, project: &mut Project, action: Action) -> Result<()> {
    let today = tx.today();
    let due = deadline::due(tx, project, DeadlineKind::Rectification).await?;
    if project.acceptance != Some(AcceptanceState::Rectifying) || due.is_none_or(|due| today <= due)
    {
        return Err(project.wrong_acceptance(action).into());
    }
    project.go_acceptance(AcceptanceState::Overdue, action)?;
    project.go(ProjectState::FailedFinal, action)?;
    deadline::stop(tx, project, DeadlineKind::Rectification, today).await?;
    sqlx::query("update acceptance set state = 'OVERDUE' where project_id = $1")
        .bind(project.id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends the project early: after a refusal to rectify, or by the agreement's own conditions (R101).
pub(crate) async fn terminate(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::TerminateProject;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.state == ProjectState::Completed
        && project.acceptance != Some(AcceptanceState::Refused)
    {
        return Err(project.wrong_acceptance(action).into());
    }
    let reason = plan::required("reason", "终止理由", &reason, 2000)?;
    project.go(ProjectState::Terminated, action)?;
    deadline::cancel(&mut tx, &project, None).await?;
    reject_open_requests(&mut tx, &project).await?;
    if project.prepaid.is_positive() {
        let prepaid = project.prepaid;
        claim(&mut tx, &mut project, prepaid, &reason).await?;
    }
    sqlx::query("update agreement set state = 'TERMINATED' where project_id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
    project.save(&mut tx).await?;
    let text = format!("终止项目，追偿 {} 元：{reason}", project.recover);
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"recover": project.recover})),
    )
    .await?;
    tx.commit().await
}
