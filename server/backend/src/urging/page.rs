//! The page of urgings, for whoever asks and whoever answers.

use domain::access::Action;
use domain::calendar::WorkCalendar;
use domain::contract::{
    SHOWN_URGINGS, UrgedProject, UrgingAnswer, UrgingRow, UrgingTerm, UrgingsQuery, UrgingsView,
};
use domain::state::ProjectState;
use domain::urging::{URGING_TERMS, standing};
use domain::{ProjectId, Refusal, TenantId, UrgingId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Result;
use crate::door::{Session, Tx};
use crate::rows::Columns;

/// The page.
pub(crate) async fn view(session: &Session, query: UrgingsQuery) -> Result<UrgingsView> {
    let mut tx = session.read(Action::ViewUrgings).await?;
    let capacities = session.capacities();
    let urges = Action::Urge.allows(&capacities);
    let about = match query.project {
        Some(id) => Some(project(&mut tx, id, urges).await?),
        None => None,
    };
    let today = tx.today();
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let counts = sqlx::query(
        "select count(*) filter (where due_on >= $1) as waiting, count(*) filter (where due_on < $1) as overdue from urging where answer is null",
    )
    .bind(today)
    .fetch_one(&mut *tx)
    .await?;
    Ok(UrgingsView {
        rows: rows(&mut tx, query.project).await?,
        waiting: counts.try_get("waiting")?,
        overdue: counts.try_get("overdue")?,
        about,
        terms: if urges {
            terms(&tx, &calendar)
        } else {
            Vec::new()
        },
        cities: if urges {
            cities(&mut tx).await?
        } else {
            Vec::new()
        },
        can_answer: Action::AnswerUrging.allows(&capacities),
    })
}

async fn project(tx: &mut Tx, id: ProjectId, urges: bool) -> Result<UrgedProject> {
    let row = sqlx::query(
        "select p.name, p.state, t.name as tenant_name from project p join tenant t on t.id = p.tenant_id where p.id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let state: ProjectState = row.code("state")?;
    Ok(UrgedProject {
        id,
        name: row.text("name")?,
        tenant_name: row.text("tenant_name")?,
        why_not: (urges && state.is_final())
            .then(|| Action::Urge.wrong_state("项目", state.label()).sentence()),
    })
}

/// A term the calendar cannot count yet is not offered.
fn terms(tx: &Tx, calendar: &WorkCalendar) -> Vec<UrgingTerm> {
    let due = |days| calendar.add_working_days(tx.today(), days);
    let terms = URGING_TERMS.into_iter();
    terms
        .filter_map(|days| {
            due(days).ok().map(|due| UrgingTerm {
                days,
                due: due.date,
                provisional: due.provisional,
            })
        })
        .collect()
}

async fn cities(tx: &mut Tx) -> Result<Vec<(TenantId, String)>> {
    let rows = sqlx::query("select id, name from tenant order by id")
        .fetch_all(&mut **tx)
        .await?;
    rows.iter()
        .map(|row| Ok((TenantId(row.try_get("id")?), row.text("name")?)))
        .collect()
}

async fn rows(tx: &mut Tx, project: Option<ProjectId>) -> Result<Vec<UrgingRow>> {
    let rows = sqlx::query(
        "select u.*, t.name as tenant_name, coalesce(p.name, '') as project_name
         from urging u join tenant t on t.id = u.tenant_id left join project p on p.tenant_id = u.tenant_id and p.id = u.project_id
         where $1::bigint is null or u.project_id = $1
         order by u.answer is not null, case when u.answer is null then u.due_on end, u.id desc limit $2",
    )
    .bind(project.map(|id| id.0))
    .bind(i64::try_from(SHOWN_URGINGS).unwrap_or(i64::MAX))
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| shown(tx, row)).collect()
}

fn shown(tx: &Tx, row: &PgRow) -> Result<UrgingRow> {
    let due = row.try_get("due_on")?;
    let answered = row.date_opt("answered_on")?;
    let project: Option<i64> = row.try_get("project_id")?;
    let name = row.text("project_name")?;
    let answer = match answered {
        Some(on) => Some(UrgingAnswer {
            text: row.text("answer")?,
            by: row.text("answered_name")?,
            on,
        }),
        None => None,
    };
    Ok(UrgingRow {
        id: UrgingId(row.try_get("id")?),
        tenant_name: row.text("tenant_name")?,
        project: project.map(|id| (ProjectId(id), name)),
        text: row.text("text")?,
        by: row.text("asked_name")?,
        on: row.try_get("asked_on")?,
        working_days: row.try_get("working_days")?,
        due,
        provisional: row.try_get("provisional")?,
        standing: standing(due, answered, tx.today()),
        answer,
    })
}
