//! The project list: filter and sort in SQL, keyset paging, everything in the URL.

mod part;
pub(crate) mod rows;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Action;
use domain::calendar::WorkCalendar;
use domain::contract::{ListQuery, ListSort, NextDue, ProjectPage, ProjectRow};
use domain::{ProjectId, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::shared;
use crate::Result;
use crate::calendar::next_due;
use crate::door::{Scope, Session, Tx};
use crate::rows::Columns;

/// Rows of one page.
const PAGE: i64 = 50;

/// The columns of a [`ProjectRow`], for the lists and the tracker.
pub(crate) const ROW_COLUMNS: &str = "p.id, p.code, p.name, p.tenant_id, p.plan_year, p.kind, p.mode, p.state, p.acceptance_state, \
    p.applicant_name, p.unit_name, p.holder, p.approved, p.agreement_amount, p.agreement_fen, p.prepaid, p.balance_paid, \
    p.next_due, p.next_due_kind, p.next_due_provisional, p.next_due_assumed, p.updated_at, p.version";

/// One page.
pub(crate) async fn list_projects(session: &Session, query: ListQuery) -> Result<ProjectPage> {
    let mut tx = session.read(Action::ListProjects).await?;
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let names = tenant_names(&mut tx).await?;
    let (rows, note) = match domain::search::words(&query.q) {
        Ok(words) => {
            let rows = rows::read(&mut tx, session.scope, &query, &words, PAGE + 1).await?;
            (rows, None)
        }
        Err(refusal) => (Vec::new(), Some(refusal.to_string())),
    };
    let today = tx.today();
    let shown = &rows[..rows.len().min(usize::try_from(PAGE).unwrap_or(0))];
    let next = if rows.len() > shown.len() {
        shown
            .last()
            .map(|row| cursor(row, query.sort))
            .transpose()?
    } else {
        None
    };
    Ok(ProjectPage {
        rows: shown
            .iter()
            .map(|row| project_row(row, today, &calendar))
            .collect::<Result<_>>()?,
        next,
        years: shared::years_of_list(&mut tx).await?,
        tenants: if matches!(session.scope, Scope::City(_)) {
            Vec::new()
        } else {
            names
        },
        note,
    })
}

async fn tenant_names(tx: &mut Tx) -> Result<Vec<(TenantId, String)>> {
    let rows = sqlx::query("select id, name from tenant order by id")
        .fetch_all(&mut **tx)
        .await?;
    rows.iter()
        .map(|row| Ok((TenantId(row.try_get("id")?), row.text("name")?)))
        .collect()
}

fn cursor(row: &PgRow, sort: ListSort) -> Result<String> {
    let id: i64 = row.try_get("id")?;
    let key = match sort {
        ListSort::Newest => row.try_get::<DateTime<Utc>, _>("updated_at")?.to_rfc3339(),
        ListSort::Due => row.date_opt("next_due")?.unwrap_or_default().to_string(),
        ListSort::Amount => row.money("agreement_amount")?.plain(),
        ListSort::Code => row.text("code")?,
    };
    Ok(format!("{key}~{id}"))
}

/// A row of [`ROW_COLUMNS`] with `tenant_name`.
pub(crate) fn project_row(
    row: &PgRow,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Result<ProjectRow> {
    Ok(ProjectRow {
        id: ProjectId(row.try_get("id")?),
        code: row.text("code")?,
        name: row.text("name")?,
        tenant_name: row.text("tenant_name")?,
        year: row.try_get("plan_year")?,
        kind: row.code("kind")?,
        mode: row.code("mode")?,
        state: row.code("state")?,
        acceptance: row.code_opt("acceptance_state")?,
        applicant: row.text("applicant_name")?,
        unit: row.text("unit_name")?,
        holder: row.text("holder")?,
        approved: row.money("approved")?,
        agreement: row.money("agreement_amount")?,
        prepaid: row.money("prepaid")?,
        balance_paid: row.money("balance_paid")?,
        next: next(row, today, calendar)?,
    })
}

/// The next day, provisional too while it rests on an assumption (A05).
fn next(row: &PgRow, today: NaiveDate, calendar: &WorkCalendar) -> Result<Option<NextDue>> {
    let assumed = row
        .date_opt("next_due_assumed")?
        .is_some_and(|until| until > today);
    let columns = ["next_due_kind", "next_due", "next_due_provisional"];
    let [kind, due, provisional] = columns;
    let next = shared::due_of(row, kind, due, provisional, today, calendar)?;
    Ok(match next {
        Some(next) if assumed && !next.provisional => {
            Some(next_due(calendar, next.kind, next.due, true, today))
        }
        next => next,
    })
}
