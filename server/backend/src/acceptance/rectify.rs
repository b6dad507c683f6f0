//! After a first failure: the report sent, rectified in time, or offered late.

use chrono::NaiveDate;
use domain::access::Action;
use domain::deadline::SERVICE_WORKING_DAYS;
use domain::full_date;
use domain::state::{AcceptanceState, DeadlineKind};
use domain::{ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use super::answer::received;
use super::request::organise;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, deadline, plan};

/// Sends the fail report to the unit. From the fifth working day on it counts as served: the clock is
/// written from there, and a receipt before that day moves it (R099, A05).
pub(crate) async fn serve_report(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = organise(session, Action::ServeReport, id, seen).await?;
    project.go_acceptance(AcceptanceState::Rectifying, Action::ServeReport)?;
    let today = tx.today();
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let presumed = calendar.add_working_days(today, SERVICE_WORKING_DAYS)?.date;
    sqlx::query(
        "update acceptance set state = 'RECTIFYING', noticed_on = $2, presumed_on = $3 where project_id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(presumed)
    .execute(&mut *tx)
    .await?;
    let due =
        deadline::start_assumed(&mut tx, &project, DeadlineKind::Rectification, presumed).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "不合格报告送达实施单位签收，至 {} 仍未签收的视为送达，整改最迟 {}",
        full_date(presumed),
        full_date(due)
    );
    let facts = json!({"due": due, "presumed": presumed});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// Submits the rectification in time; the second and last round begins (R100, A08). Whoever rectifies
/// has the report.
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
    refuse_overdue(&mut tx, &project).await?;
    received(&mut tx, &project).await?;
    project.go_acceptance(AcceptanceState::ReApplied, action)?;
    begin_second(&mut tx, &project, &text, today).await?;
    deadline::stop(&mut tx, &project, DeadlineKind::Rectification, today).await?;
    let due = deadline::start(&mut tx, &project, DeadlineKind::ReEvaluation, today).await?;
    project.save(&mut tx).await?;
    let entry = format!("提交整改材料，复验最迟 {}", full_date(due));
    record(
        &mut tx,
        &project,
        Entry::new(entry).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// Refuses what comes after the period of rectification; its last day is in time.
pub(super) async fn refuse_overdue(tx: &mut Tx, project: &Project) -> Result<()> {
    match deadline::due(tx, project, DeadlineKind::Rectification).await? {
        Some(due) if tx.today() > due => Err(Refusal::RectificationOverdue { due }.into()),
        _ => Ok(()),
    }
}

async fn begin_second(tx: &mut Tx, project: &Project, text: &str, on: NaiveDate) -> Result<()> {
    sqlx::query(
        "update acceptance set state = 'RE_APPLIED', round = 2, rectification = $2, rectified_on = $3 where project_id = $1",
    )
    .bind(project.id.0)
    .bind(text)
    .bind(on)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Offers a rectification after the period: it is overdue, its clock ends missed and stays so, and the
/// agency decides whether to have it evaluated (2.5, A07).
pub(crate) async fn offer_late(
    session: &Session,
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<()> {
    let action = Action::OfferLate;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if project.acceptance != Some(AcceptanceState::Rectifying) {
        return Err(project.wrong_acceptance(action).into());
    }
    let text = plan::required("text", "整改情况", &text, 5000)?;
    let today = tx.today();
    let due = deadline::due(&mut tx, &project, DeadlineKind::Rectification).await?;
    if due.is_none_or(|due| today <= due) {
        return Err(action.wrong_state("整改期限", "尚未届满").into());
    }
    project.go_acceptance(AcceptanceState::Overdue, action)?;
    deadline::stop(&mut tx, &project, DeadlineKind::Rectification, today).await?;
    sqlx::query(
        "update acceptance set state = 'OVERDUE', late_on = $2, late_offer = $3 where project_id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(&text)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let text = "逾期提交整改材料，由经办机构决定是否组织复验";
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}

/// Has a late rectification evaluated, before any disposition is decided (2.5). Its period stays missed.
pub(crate) async fn accept_late(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::AcceptLate;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    project.go_acceptance(AcceptanceState::ReApplied, action)?;
    let reason = plan::required("reason", "同意理由", &reason, 2000)?;
    let row = sqlx::query(
        "update acceptance set late_reason = $2 where project_id = $1 returning late_on, late_offer",
    )
    .bind(id.0)
    .bind(&reason)
    .fetch_one(&mut *tx)
    .await?;
    begin_second(
        &mut tx,
        &project,
        &row.text("late_offer")?,
        row.try_get("late_on")?,
    )
    .await?;
    let today = tx.today();
    let due = deadline::start(&mut tx, &project, DeadlineKind::ReEvaluation, today).await?;
    project.save(&mut tx).await?;
    let text = format!(
        "同意对逾期提交的整改组织复验，最迟 {}：{reason}",
        full_date(due)
    );
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}
