//! After a first failure: serving the report, rectifying in time, or refusing to.

use domain::access::Action;
use domain::state::{AcceptanceState, DeadlineKind};
use domain::{ProjectId, Refusal, Version};
use serde_json::json;

use super::request::organise;
use crate::door::Session;
use crate::event::{Entry, record};
use crate::{Result, deadline, plan};

/// Serves the fail report on the unit; its 30 working days start (R099, A05).
pub(crate) async fn serve_report(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = organise(session, Action::ServeReport, id, seen).await?;
    project.go_acceptance(AcceptanceState::Rectifying, Action::ServeReport)?;
    let today = tx.today();
    sqlx::query("update acceptance set state = 'RECTIFYING', served_on = $2 where project_id = $1")
        .bind(id.0)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    let due = deadline::start(&mut tx, &project, DeadlineKind::Rectification, today).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "不合格报告送达实施单位，整改最迟 {}",
        due.format("%Y年%-m月%-d日")
    );
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// Submits the rectification in time; the second and last round begins (R100, A08).
pub(crate) async fn submit_rectification(
    session: &Session,
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<()> {
    let action = Action::SubmitRectification;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.acceptance != Some(AcceptanceState::Rectifying) {
        return Err(project.wrong_acceptance(action).into());
    }
    let text = plan::required("text", "整改情况", &text, 5000)?;
    let today = tx.today();
    if let Some(due) = deadline::due(&mut tx, &project, DeadlineKind::Rectification).await?
        && today > due
    {
        return Err(Refusal::RectificationOverdue { due }.into());
    }
    project.go_acceptance(AcceptanceState::ReApplied, action)?;
    sqlx::query(
        "update acceptance set state = 'RE_APPLIED', round = 2, rectification = $2, rectified_on = $3 where project_id = $1",
    )
    .bind(id.0)
    .bind(&text)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    deadline::stop(&mut tx, &project, DeadlineKind::Rectification, today).await?;
    let due = deadline::start(&mut tx, &project, DeadlineKind::ReEvaluation, today).await?;
    project.save(&mut tx).await?;
    let entry = format!("提交整改材料，复验最迟 {}", due.format("%Y年%-m月%-d日"));
    record(
        &mut tx,
        &project,
        Entry::new(entry).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// Records a refusal to rectify, with the reason (A06).
pub(crate) async fn record_refusal(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::RecordRefusal;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let reason = plan::required("reason", "认定理由", &reason, 2000)?;
    project.go_acceptance(AcceptanceState::Refused, action)?;
    sqlx::query(
        "update acceptance set state = 'REFUSED', disposition_reason = $2 where project_id = $1",
    )
    .bind(id.0)
    .bind(&reason)
    .execute(&mut *tx)
    .await?;
    deadline::cancel(&mut tx, &project, Some(DeadlineKind::Rectification)).await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("认定拒不整改：{reason}")),
    )
    .await?;
    tx.commit().await
}
