//! Inspections (R083): what a department or the agency found, what it demands, what was answered.

use domain::access::Action;
use domain::contract::InspectionDraft;
use domain::full_date;
use domain::state::{InspectionState, Inspector};
use domain::{InspectionId, ProjectId, Refusal, Version};
use serde_json::json;

use crate::agreement::date;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::rows::Columns;
use crate::{Result, plan};

/// Records an inspection; without a demand it is closed at once.
pub(crate) async fn record_inspection(
    session: &Session,
    id: ProjectId,
    seen: Version,
    draft: InspectionDraft,
) -> Result<()> {
    let action = Action::RecordInspection;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let inspector = Inspector::of(session.who.role).ok_or_else(|| action.forbidden())?;
    let today = tx.today();
    let on = date("on", &draft.on)?;
    if on > today {
        return Err(Refusal::DateTooLate {
            field: "on".into(),
            latest: today,
            because: "检查已经进行".into(),
        }
        .into());
    }
    let findings = plan::required("findings", "检查情况", &draft.findings, 4000)?;
    let demand = draft.demand.trim();
    let due = if demand.is_empty() {
        None
    } else {
        plan::required("demand", "整改要求", demand, 2000)?;
        let due = date("due", &draft.due)?;
        if due < today {
            return Err(Refusal::DateTooEarly {
                field: "due".into(),
                earliest: today,
                because: "整改期限不能早于今天".into(),
            }
            .into());
        }
        Some(due)
    };
    let state = due.map_or(InspectionState::Closed, |_| InspectionState::Open);
    let by = tx.who.name.clone();
    sqlx::query(
        "insert into inspection (project_id, inspector, state, inspected_on, by_name, findings, demand, due_on, closed_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id.0)
    .bind(inspector.code())
    .bind(state.code())
    .bind(on)
    .bind(by)
    .bind(&findings)
    .bind(demand)
    .bind(due)
    .bind(due.is_none().then_some(today))
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let text = match due {
        Some(due) => format!(
            "{}检查项目，要求于 {} 前整改：{demand}",
            inspector.label(),
            full_date(due)
        ),
        None => format!("{}检查项目，没有提出整改要求", inspector.label()),
    };
    let facts = json!({"inspector": inspector, "due": due});
    record(&mut tx, &project, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// An inspection of this project.
struct Found {
    inspector: Inspector,
    state: InspectionState,
}

async fn find(tx: &mut Tx, project: ProjectId, id: InspectionId) -> Result<Found> {
    let row =
        sqlx::query("select inspector, state from inspection where project_id = $1 and id = $2")
            .bind(project.0)
            .bind(id.0)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(Refusal::NotFound)?;
    Ok(Found {
        inspector: row.code("inspector")?,
        state: row.code("state")?,
    })
}

fn wrong_state(found: &Found, action: Action) -> crate::Error {
    action.wrong_state("监督检查", found.state.label()).into()
}

/// The unit or the applicant answers; until it is closed it can answer again.
pub(crate) async fn answer(
    session: &Session,
    id: ProjectId,
    seen: Version,
    inspection: InspectionId,
    text: String,
) -> Result<()> {
    let action = Action::AnswerInspection;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let found = find(&mut tx, id, inspection).await?;
    if found.state == InspectionState::Closed {
        return Err(wrong_state(&found, action));
    }
    let text = plan::required("text", "整改情况", &text, 4000)?;
    let (today, by) = (tx.today(), format!("{} {}", tx.who.place, tx.who.name));
    sqlx::query(
        "update inspection set state = 'ANSWERED', answer = $2, answered_on = $3, answered_name = $4 where id = $1",
    )
    .bind(inspection.0)
    .bind(&text)
    .bind(today)
    .bind(by)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let entry = format!("答复{}的整改要求：{text}", found.inspector.label());
    record(&mut tx, &project, Entry::new(entry)).await?;
    tx.commit().await
}

/// Whoever inspected closes it.
pub(crate) async fn close(
    session: &Session,
    id: ProjectId,
    seen: Version,
    inspection: InspectionId,
    text: String,
) -> Result<()> {
    let action = Action::CloseInspection;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let found = find(&mut tx, id, inspection).await?;
    if Inspector::of(session.who.role) != Some(found.inspector) {
        return Err(action.forbidden().into());
    }
    if found.state == InspectionState::Closed {
        return Err(wrong_state(&found, action));
    }
    let text = plan::required("text", "办结意见", &text, 2000)?;
    let today = tx.today();
    sqlx::query(
        "update inspection set state = 'CLOSED', closure = $2, closed_on = $3 where id = $1",
    )
    .bind(inspection.0)
    .bind(&text)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let entry = format!("{}办结整改要求：{text}", found.inspector.label());
    record(&mut tx, &project, Entry::new(entry)).await?;
    tx.commit().await
}
