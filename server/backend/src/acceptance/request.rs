//! Asking for acceptance, receiving the application, appointing evaluators.

use domain::access::{Action, Capacity};
use domain::contract::Appointment;
use domain::state::{AcceptanceState, DeadlineKind, Organiser, ProjectKind};
use domain::{OrgId, ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, archive, ban, deadline, plan};

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
    let text = format!(
        "受理验收申请，评估验收最迟 {}",
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

/// More than a panel ever has.
const EVALUATORS_MAX: usize = 10;

/// Appoints evaluators: known, without conflict, not banned, not paid from the fee (R091, R095, I8, I15).
pub(crate) async fn appoint(
    session: &Session,
    id: ProjectId,
    seen: Version,
    who: Appointment,
) -> Result<()> {
    let action = Action::AppointEvaluators;
    let (mut tx, mut project) = organise(session, action, id, seen).await?;
    project.go_acceptance(AcceptanceState::Evaluating, action)?;
    let payer = if project.kind == ProjectKind::PublicSme {
        "agency_admin"
    } else {
        "applicant"
    };
    if who.payer != payer {
        return Err(Refusal::WrongEvaluationPayer.into());
    }
    let names = plan::required("evaluators", "评估人", &who.evaluators, 500)?;
    if !who.declared {
        return Err(Refusal::Required {
            field: "declared".into(),
            label: "评估人无利益冲突声明".into(),
        }
        .into());
    }
    let logins: Vec<&str> = names
        .split(|c: char| c.is_whitespace() || ",，、;；".contains(c))
        .filter(|login| !login.is_empty())
        .take(EVALUATORS_MAX)
        .collect();
    lock_employers(&mut tx, &logins).await?;
    let mut appointed = Vec::new();
    for login in logins {
        let name = appoint_one(&mut tx, &project, login).await?;
        if !appointed.contains(&name) {
            appointed.push(name);
        }
    }
    if appointed.is_empty() {
        // Separators alone name nobody, and without an evaluator the acceptance could never end.
        return Err(Refusal::Required {
            field: "evaluators".into(),
            label: "评估人".into(),
        }
        .into());
    }
    sqlx::query(
        "update acceptance set state = 'EVALUATING', evaluation_payer = $2 where project_id = $1",
    )
    .bind(id.0)
    .bind(payer)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("聘请评估人：{}", appointed.join("、"))),
    )
    .await?;
    tx.commit().await
}

/// Takes the locks of all employers in the order of their numbers, before the first is looked at.
async fn lock_employers(tx: &mut Tx, logins: &[&str]) -> Result<()> {
    let orgs: Vec<i64> = sqlx::query_scalar(
        "select distinct e.org_id from unnest($1::text[]) l cross join lateral app.evaluator_by_login(l) e
         where e.org_id is not null order by 1",
    )
    .bind(logins)
    .fetch_all(&mut **tx)
    .await?;
    for org in orgs {
        ban::lock_org(tx, OrgId(org)).await?;
    }
    Ok(())
}

async fn appoint_one(tx: &mut Tx, project: &Project, login: &str) -> Result<String> {
    let conflict = |because: &str| Refusal::EvaluatorConflict {
        field: "evaluators".into(),
        name: login.into(),
        because: because.into(),
    };
    let row = sqlx::query(
        "select account_id, name, title, org_id, organisation from app.evaluator_by_login($1)",
    )
    .bind(login)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or_else(|| conflict("不在评估人名册中"))?;
    let org = row.try_get::<Option<i64>, _>("org_id")?.map(OrgId);
    if org.is_some() && (org == project.applicant || org == project.unit) {
        return Err(conflict("是项目提出单位或实施单位的人员").into());
    }
    if let Some(org) = org {
        ban::refuse_banned(tx, org).await?;
    }
    let name = row.text("name")?;
    sqlx::query(
        "insert into evaluator (project_id, account_id, org_id, name, organisation, title) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
    )
    .bind(project.id.0)
    .bind(row.try_get::<i64, _>("account_id")?)
    .bind(org.map(|id| id.0))
    .bind(&name)
    .bind(row.text("organisation")?)
    .bind(row.text("title")?)
    .execute(&mut **tx)
    .await?;
    Ok(name)
}
