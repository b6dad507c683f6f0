//! Asking for acceptance, receiving the application.

use domain::access::{Action, Capacity};
use domain::full_date;
use domain::state::{AcceptanceState, DeadlineKind, Organiser};
use domain::{ProjectId, Refusal, Version};
use serde_json::json;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::{Result, archive, deadline, plan};

/// Applies for acceptance, to the organiser the mode allows, with the archive complete (R081,
/// R090-R092).
pub(crate) async fn apply(
    session: &Session,
    id: ProjectId,
    seen: Version,
    organiser: Organiser,
) -> Result<()> {
    let action = Action::ApplyAcceptance;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if !project.mode.organisers().contains(&organiser) {
        return Err(Refusal::WrongOrganiser {
            organiser: organiser.label().into(),
            mode: project.mode.label().into(),
        }
        .into());
    }
    archive::refuse_incomplete(&mut tx, &project, "organiser").await?;
    project.go_acceptance(AcceptanceState::Applied, action)?;
    let today = tx.today();
    sqlx::query(
        "insert into acceptance (project_id, state, organiser, applied_on) values ($1, 'APPLIED', $2, $3)
         on conflict (tenant_id, project_id) do update set state = 'APPLIED', organiser = excluded.organiser,
           applied_on = excluded.applied_on, returned = ''",
    )
    .bind(id.0)
    .bind(organiser.code())
    .bind(today)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("向{}申请验收", organiser.label())),
    )
    .await?;
    tx.commit().await
}

/// Returns an incomplete application; no clock starts (A04).
pub(crate) async fn return_application(
    session: &Session,
    id: ProjectId,
    seen: Version,
    defects: String,
) -> Result<()> {
    let (mut tx, mut project) = organise(session, Action::ReturnAcceptance, id, seen).await?;
    if defects.trim().is_empty() {
        return Err(Refusal::DefectsMissing {
            field: "defects".into(),
        }
        .into());
    }
    let defects = plan::required("defects", "退回原因", &defects, 2000)?;
    project.go_acceptance(AcceptanceState::Returned, Action::ReturnAcceptance)?;
    sqlx::query("update acceptance set state = 'RETURNED', returned = $2 where project_id = $1")
        .bind(id.0)
        .bind(&defects)
        .execute(&mut *tx)
        .await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("退回验收申请：{defects}")),
    )
    .await?;
    tx.commit().await
}

/// Receives a complete application; the 30 working days start (R097).
pub(crate) async fn receive(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = organise(session, Action::ReceiveAcceptance, id, seen).await?;
    project.go_acceptance(AcceptanceState::Received, Action::ReceiveAcceptance)?;
    let today = tx.today();
    sqlx::query("update acceptance set state = 'RECEIVED', received_on = $2 where project_id = $1")
        .bind(id.0)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    let due = deadline::start(&mut tx, &project, DeadlineKind::Acceptance, today).await?;
    project.save(&mut tx).await?;
    let text = format!("受理验收申请，评估验收最迟 {}", full_date(due));
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"due": due})),
    )
    .await?;
    tx.commit().await
}

/// Opens the project for its organiser: the agency's clerk, or the applicant the unit addressed.
pub(super) async fn organise(
    session: &Session,
    action: Action,
    id: ProjectId,
    seen: Version,
) -> Result<(Tx, Project)> {
    let (mut tx, project) = session.write_project(action, id, Some(seen)).await?;
    let organiser: Option<String> =
        sqlx::query_scalar("select organiser from acceptance where project_id = $1")
            .bind(id.0)
            .fetch_optional(&mut *tx)
            .await?;
    let organiser = organiser
        .and_then(|code| Organiser::from_code(&code))
        .ok_or_else(|| project.wrong_acceptance(action))?;
    let needed = match organiser {
        Organiser::Agency => Capacity::AgencyClerk,
        Organiser::Proposer => Capacity::Applicant,
    };
    if !session.capacities_on(&project).contains(&needed) {
        return Err(action.forbidden().into());
    }
    Ok((tx, project))
}
