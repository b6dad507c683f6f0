//! The agreement takes effect: period and amount become the project's, D3 starts, and what Annex 3
//! promises is frozen to be measured against (R075, R082).

use domain::annex::Draft;
use domain::progress::WorkPlan;
use domain::state::{AgreementState, DeadlineKind, ProjectState};
use sqlx::Row;

use crate::door::Tx;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, deadline};

/// The fourth acknowledgement of the agreement.
pub(crate) async fn take_effect(tx: &mut Tx, project: &mut Project) -> Result<()> {
    let (today, action) = (tx.today(), tx.action);
    let row = sqlx::query(
        "update agreement set state = $2, filed_on = $3 where project_id = $1 and state = $4
         returning start_on, end_on, amount",
    )
    .bind(project.id.0)
    .bind(AgreementState::Filed.code())
    .bind(today)
    .bind(AgreementState::Signed.code())
    .fetch_one(&mut **tx)
    .await?;
    project.start = row.try_get("start_on")?;
    project.end = row.try_get("end_on")?;
    project.agreement = row.money("amount")?;
    let (start, end) = (project.start, project.end);
    deadline::start_fixed(tx, project, DeadlineKind::ProjectEnd, start, end).await?;
    freeze_plan(tx, project).await?;
    project.go(ProjectState::Contracted, action)
}

/// Keeps what the last submitted application plans. A project without one (the agency's own, or from
/// before this system) has no plan by activity and subject.
async fn freeze_plan(tx: &mut Tx, project: &Project) -> Result<()> {
    let fields: Option<serde_json::Value> = sqlx::query_scalar(
        "select fields from application where project_id = $1 order by no desc limit 1",
    )
    .bind(project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(fields) = fields else { return Ok(()) };
    let bad = |error: serde_json::Error| {
        Error::Inconsistent(format!("application of project {}: {error}", project.id))
    };
    let draft: Draft = serde_json::from_value(fields).map_err(bad)?;
    let plan = serde_json::to_value(WorkPlan::of(&draft)).map_err(bad)?;
    sqlx::query("insert into work_plan (project_id, plan) values ($1, $2)")
        .bind(project.id.0)
        .bind(plan)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
