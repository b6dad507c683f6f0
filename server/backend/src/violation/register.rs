//! The cases as the few who may know of them see them.

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{CaseStep, CaseView, CasesView};
use domain::state::{CaseKind, CaseState};
use domain::{CaseId, ProjectId, Version};
use serde::Deserialize;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::number;
use crate::door::Session;
use crate::rows::Columns;
use crate::{Error, Result};

/// The cases the person may know of: open ones first, then the newest.
pub(crate) async fn cases(session: &Session) -> Result<CasesView> {
    let mut tx = session.read(Action::ViewCases).await?;
    let rows = sqlx::query(
        "select c.id, c.version, c.year, c.no, c.kind, c.state, c.facts, c.persons, c.recover, c.project_id,
           p.code, p.name, p.unit_name, t.name as tenant_name,
           coalesce((select jsonb_agg(jsonb_build_object('action', s.action, 'text', s.text, 'on', s.done_on, 'who', s.by_name) order by s.no)
             from case_step s where s.tenant_id = c.tenant_id and s.case_id = c.id), '[]') as steps,
           exists (select from payment_freeze f where f.tenant_id = c.tenant_id and f.id = c.freeze_id and f.released_on is null) as frozen
         from violation_case c
         join project p on p.tenant_id = c.tenant_id and p.id = c.project_id
         join tenant t on t.id = c.tenant_id
         order by (c.state = 'CLOSED'), c.year desc, c.no desc, c.tenant_id limit 500",
    )
    .fetch_all(&mut *tx)
    .await?;
    let capacities = session.capacities();
    let decides = Action::DecideCase.allows(&capacities);
    Ok(CasesView {
        cases: rows
            .iter()
            .map(|row| view(row, decides))
            .collect::<Result<_>>()?,
        can_open: Action::OpenCase.allows(&capacities),
    })
}

#[derive(Deserialize)]
struct Step {
    action: String,
    text: String,
    on: NaiveDate,
    who: String,
}

fn view(row: &PgRow, decides: bool) -> Result<CaseView> {
    let (kind, state): (CaseKind, CaseState) = (row.code("kind")?, row.code("state")?);
    let frozen: bool = row.try_get("frozen")?;
    let steps: Vec<Step> = serde_json::from_value(row.json("steps")?)
        .map_err(|error| Error::Inconsistent(format!("case_step: {error}")))?;
    let steps = steps.into_iter().map(|step| CaseStep {
        what: Action::from_code(&step.action)
            .map_or(step.action.clone(), |action| action.label().into()),
        text: step.text,
        on: step.on,
        who: step.who,
    });
    let possible = [
        (
            Action::TransferCase,
            state.next().contains(&CaseState::Transferred),
        ),
        (
            Action::DecideCase,
            state.next().contains(&CaseState::Decided),
        ),
        (Action::ReleaseFreeze, frozen),
        (
            Action::CloseCase,
            state.next().contains(&CaseState::Closed) && !frozen,
        ),
    ];
    Ok(CaseView {
        id: CaseId(row.try_get("id")?),
        version: Version(row.try_get("version")?),
        tenant_name: row.text("tenant_name")?,
        no: number(row.try_get("year")?, row.try_get("no")?),
        kind,
        state,
        project: ProjectId(row.try_get("project_id")?),
        project_code: row.text("code")?,
        project_name: row.text("name")?,
        unit: row.text("unit_name")?,
        facts: row.text("facts")?,
        persons: row.text("persons")?,
        steps: steps.collect(),
        frozen,
        recover: row.money("recover")?,
        actions: possible
            .into_iter()
            .filter(|(_, possible)| *possible && decides)
            .map(|(action, _)| action)
            .collect(),
    })
}
