//! What the unit and the agency say to each other about a fail report: received, reminded, answered,
//! refused (A05, A06).

use domain::access::Action;
use domain::deadline::REMINDER_WORKING_DAYS;
use domain::full_date;
use domain::rectification::Rectification;
use domain::state::{AcceptanceState, AnswerKind, DeadlineKind, DeadlineResult};
use domain::{ProjectId, Version};
use serde_json::json;
use sqlx::Row;

use super::rectify::refuse_overdue;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, deadline, plan};

/// Opens a project that is being rectified, with what is known of that.
async fn rectifying(
    session: &Session,
    action: Action,
    id: ProjectId,
    seen: Version,
) -> Result<(Tx, Project, Rectification)> {
    let (mut tx, project) = session.write_project(action, id, Some(seen)).await?;
    if project.acceptance != Some(AcceptanceState::Rectifying) {
        return Err(project.wrong_acceptance(action).into());
    }
    let known = known(&mut tx, &project).await?;
    Ok((tx, project, known))
}

async fn known(tx: &mut Tx, project: &Project) -> Result<Rectification> {
    let row = sqlx::query(
        "select presumed_on, served_on, reminded_on, answer_by from acceptance where project_id = $1",
    )
    .bind(project.id.0)
    .fetch_one(&mut **tx)
    .await?;
    let answers = sqlx::query(
        "select kind, answered_on from rectification_answer where project_id = $1 order by no",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    Ok(Rectification {
        presumed: row.date_opt("presumed_on")?,
        acknowledged: row.date_opt("served_on")?,
        reminder: row.date_opt("reminded_on")?.zip(row.date_opt("answer_by")?),
        answers: answers
            .iter()
            .map(|row| Ok((row.code("kind")?, row.try_get("answered_on")?)))
            .collect::<Result<_>>()?,
    })
}

/// The unit has the report in its hands today: unless it counts as served already, the clock starts
/// now. Answers the new last day, `None` where nothing moved.
pub(super) async fn received(tx: &mut Tx, project: &Project) -> Result<Option<chrono::NaiveDate>> {
    let today = tx.today();
    if !known(tx, project).await?.awaits_receipt(today) {
        return Ok(None);
    }
    sqlx::query("update acceptance set served_on = $2 where project_id = $1")
        .bind(project.id.0)
        .bind(today)
        .execute(&mut **tx)
        .await?;
    let reason = "实施单位签收不合格报告，以签收之日为送达日";
    let due = deadline::move_start(tx, project, DeadlineKind::Rectification, reason).await?;
    Ok(Some(due))
}

/// The unit acknowledges the fail report before it counts as served (A05).
pub(crate) async fn acknowledge_report(
    session: &Session,
    id: ProjectId,
    seen: Version,
) -> Result<()> {
    let action = Action::AcknowledgeReport;
    let (mut tx, mut project, known) = rectifying(session, action, id, seen).await?;
    known.acknowledge(tx.today())?;
    let due = received(&mut tx, &project).await?;
    project.save(&mut tx).await?;
    let text = match due {
        Some(due) => format!("签收不合格报告，整改最迟 {}", full_date(due)),
        None => "签收不合格报告".into(),
    };
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// The unit answers: how it will rectify, what keeps it, or that it refuses (A06). Whoever answers has
/// the report.
pub(crate) async fn answer_rectification(
    session: &Session,
    id: ProjectId,
    seen: Version,
    kind: AnswerKind,
    text: String,
) -> Result<()> {
    let action = Action::AnswerRectification;
    let (mut tx, mut project, known) = rectifying(session, action, id, seen).await?;
    let text = plan::required("text", "答复内容", &text, 5000)?;
    refuse_overdue(&mut tx, &project).await?;
    received(&mut tx, &project).await?;
    let (today, by, org) = (tx.today(), tx.who.name.clone(), tx.org);
    sqlx::query(
        "insert into rectification_answer (project_id, no, kind, text, answered_on, by_name, by_org)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.0)
    .bind(i32::try_from(known.answers.len() + 1).unwrap_or(i32::MAX))
    .bind(kind.code())
    .bind(&text)
    .bind(today)
    .bind(by)
    .bind(org.map(|id| id.0))
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let entry = Entry::new(format!("{}：{text}", kind.label()));
    record(&mut tx, &project, entry.facts(json!({"kind": kind}))).await?;
    tx.commit().await
}

/// The agency reminds the unit, once (A06).
pub(crate) async fn remind_rectification(
    session: &Session,
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<()> {
    let action = Action::RemindRectification;
    let (mut tx, mut project, known) = rectifying(session, action, id, seen).await?;
    let today = tx.today();
    refuse_overdue(&mut tx, &project).await?;
    known.remind(today)?;
    let text = plan::required("text", "催告内容", &text, 2000)?;
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let due = calendar
        .add_working_days(today, REMINDER_WORKING_DAYS)?
        .date;
    sqlx::query(
        "update acceptance set reminded_on = $2, answer_by = $3, reminder = $4 where project_id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(due)
    .bind(&text)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let text = format!(
        "催告实施单位整改，请于 {} 前提交整改方案或答复：{text}",
        full_date(due)
    );
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"answer_by": due})),
    )
    .await?;
    tx.commit().await
}

/// Finds that the unit refuses to rectify, with the reason (A06). The clock ends cancelled, or missed
/// where its day had passed before.
pub(crate) async fn record_refusal(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let action = Action::RecordRefusal;
    let (mut tx, mut project, known) = rectifying(session, action, id, seen).await?;
    let today = tx.today();
    known.find_refusal(today)?;
    let reason = plan::required("reason", "认定理由", &reason, 2000)?;
    project.go_acceptance(AcceptanceState::Refused, action)?;
    sqlx::query(
        "update acceptance set state = 'REFUSED', disposition_reason = $2 where project_id = $1",
    )
    .bind(id.0)
    .bind(&reason)
    .execute(&mut *tx)
    .await?;
    let how = end_clock(&mut tx, &project).await?;
    project.save(&mut tx).await?;
    let grounds = if known.refuses() {
        "实施单位书面拒绝"
    } else {
        "未提交整改方案，经催告仍未答复"
    };
    let entry = Entry::new(format!("认定拒不整改（{grounds}）：{reason}"));
    record(&mut tx, &project, entry.facts(json!({"deadline": how}))).await?;
    tx.commit().await
}

/// What the period came to: a miss is not undone by a later finding.
async fn end_clock(tx: &mut Tx, project: &Project) -> Result<DeadlineResult> {
    let (kind, today) = (DeadlineKind::Rectification, tx.today());
    if deadline::due(tx, project, kind)
        .await?
        .is_some_and(|due| today > due)
    {
        deadline::stop(tx, project, kind, today).await?;
        return Ok(DeadlineResult::Missed);
    }
    deadline::cancel(tx, project, Some(kind)).await?;
    Ok(DeadlineResult::Cancelled)
}
