//! The project list: filter and sort in SQL, keyset paging, everything in the URL.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Action;
use domain::calendar::WorkCalendar;
use domain::contract::{ListPart, ListQuery, ListSort, NextDue, ProjectPage, ProjectRow};
use domain::state::ProjectState;
use domain::{OrgId, ProjectId, TenantId};
use rust_decimal::Decimal;
use sqlx::postgres::{PgRow, Postgres};
use sqlx::{QueryBuilder, Row};

use super::shared;
use crate::Result;
use crate::calendar::next_due;
use crate::door::{Scope, Session, Tx};
use crate::rows::Columns;

/// Rows of one page.
const PAGE: i64 = 50;

/// The columns of a [`ProjectRow`], for the lists and the tracker.
pub(crate) const ROW_COLUMNS: &str = "p.id, p.code, p.name, p.tenant_id, p.plan_year, p.kind, p.mode, p.state, p.acceptance_state, \
    p.applicant_name, p.unit_name, p.holder, p.approved, p.agreement_amount, p.prepaid, p.balance_paid, \
    p.next_due, p.next_due_kind, p.next_due_provisional, p.next_due_assumed, p.updated_at, p.version";

/// One page. Cities read under their own policy; the region goes city by city, so that each part
/// uses the index that starts with the tenant.
pub(crate) async fn list_projects(session: &Session, query: ListQuery) -> Result<ProjectPage> {
    let mut tx = session.read(Action::ListProjects).await?;
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let names = tenant_names(&mut tx).await?;
    let mut sql = QueryBuilder::new(
        "select r.*, t.name as tenant_name from tenant t cross join lateral (select ",
    );
    sql.push(ROW_COLUMNS)
        .push(" from project p where p.tenant_id = t.id");
    filter(&mut sql, &query, tx.today(), tx.org);
    after(&mut sql, &query);
    order(&mut sql, query.sort, "p");
    sql.push(" limit ").push_bind(PAGE + 1).push(") r");
    let tenant = session.tenant().map(|id| id.0).or(query.tenant);
    if let Some(tenant) = tenant {
        sql.push(" where t.id = ").push_bind(tenant);
    }
    order(&mut sql, query.sort, "r");
    sql.push(" limit ").push_bind(PAGE + 1);
    let rows = sql.build().fetch_all(&mut *tx).await?;
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

fn filter(
    sql: &mut QueryBuilder<Postgres>,
    query: &ListQuery,
    today: NaiveDate,
    org: Option<OrgId>,
) {
    // The cap of a year is used by lines of that year, of whatever plan.
    if let Some(year) = query
        .year
        .filter(|_| query.part != Some(ListPart::Budgeted))
    {
        sql.push(" and p.plan_year = ").push_bind(year);
    }
    if let Some(state) = query.state {
        sql.push(" and p.state = ").push_bind(state.code());
    }
    if let Some(step) = query.step {
        sql.push(" and p.step = ").push_bind(step.code());
    }
    if let Some(wanted) = query.part {
        part(sql, wanted, query.year);
    }
    if let Some(age) = query.age {
        let (after, until) = age.days();
        if let Some(days) = after {
            sql.push(" and ")
                .push_bind(today)
                .push(" - p.step_since > ")
                .push_bind(days);
        }
        if let Some(days) = until {
            sql.push(" and ")
                .push_bind(today)
                .push(" - p.step_since <= ")
                .push_bind(days);
        }
    }
    if let (true, Some(org)) = (query.carried, org) {
        sql.push(" and p.agreement_amount > 0 and p.unit_id = ")
            .push_bind(org.0);
    }
    if query.overdue {
        sql.push(" and p.next_due < ").push_bind(today);
    }
    let text: String = query.q.trim().to_lowercase().chars().take(100).collect();
    if !text.is_empty() {
        // position() has no wildcards, so % and _ mean themselves.
        sql.push(" and position(")
            .push_bind(text)
            .push(" in p.search) > 0");
    }
}

/// The projects behind a number, as the dashboards count and sum them.
fn part(sql: &mut QueryBuilder<Postgres>, part: ListPart, year: Option<i32>) {
    let states = part.states();
    if !states.is_empty() {
        sql.push(" and p.state = any(")
            .push_bind(codes(&states))
            .push(")");
    }
    match part {
        ListPart::Budgeted => {
            sql.push(
                " and exists (select from budget_line l where l.tenant_id = p.tenant_id and l.project_id = p.id
                   and l.approved and not l.released",
            );
            if let Some(year) = year {
                sql.push(" and l.year = ").push_bind(year);
            }
            sql.push(")");
        }
        ListPart::Agreed => {
            sql.push(" and p.agreement_amount > 0");
        }
        ListPart::Prepaid => {
            sql.push(" and p.prepaid > 0");
        }
        ListPart::BalancePaid => {
            sql.push(" and p.balance_paid > 0");
        }
        ListPart::BalanceDue => {
            sql.push(" and p.balance_due > 0");
        }
        ListPart::Unpaid => {
            let over = ProjectState::ALL.iter().filter(|state| state.is_final());
            let over: Vec<ProjectState> = over.copied().collect();
            sql.push(" and p.agreement_amount > p.prepaid + p.balance_paid + p.deducted and p.state <> all(")
                .push_bind(codes(&over))
                .push(")");
        }
        ListPart::Deducted => {
            sql.push(" and p.deducted > 0");
        }
        ListPart::Owing => {
            sql.push(" and p.recover > p.recovered");
        }
        _ => {}
    }
}

fn codes(states: &[ProjectState]) -> Vec<&'static str> {
    states.iter().map(|state| state.code()).collect()
}

fn order(sql: &mut QueryBuilder<Postgres>, sort: ListSort, alias: &str) {
    let columns = match sort {
        ListSort::Newest => ["updated_at desc", "id desc"],
        ListSort::Due => ["next_due", "id"],
        ListSort::Amount => ["agreement_amount desc", "id desc"],
        ListSort::Code => ["code", "id"],
    };
    sql.push(" order by ");
    sql.push(columns.map(|column| format!("{alias}.{column}")).join(", "));
}

/// Continues behind the last row of the page before. A cursor that is not ours starts from the top.
fn after(sql: &mut QueryBuilder<Postgres>, query: &ListQuery) {
    if query.sort == ListSort::Due {
        sql.push(" and p.next_due is not null");
    }
    let Some((key, id)) = query
        .after
        .as_deref()
        .and_then(|after| after.rsplit_once('~'))
    else {
        return;
    };
    let Ok(id) = id.parse::<i64>() else { return };
    match query.sort {
        ListSort::Newest => {
            if let Ok(at) = key.parse::<DateTime<Utc>>() {
                sql.push(" and (p.updated_at, p.id) < (")
                    .push_bind(at)
                    .push(", ")
                    .push_bind(id)
                    .push(")");
            }
        }
        ListSort::Due => {
            if let Ok(due) = key.parse::<NaiveDate>() {
                sql.push(" and (p.next_due, p.id) > (")
                    .push_bind(due)
                    .push(", ")
                    .push_bind(id)
                    .push(")");
            }
        }
        ListSort::Amount => {
            if let Ok(amount) = key.parse::<Decimal>() {
                sql.push(" and (p.agreement_amount, p.id) < (")
                    .push_bind(amount)
                    .push(", ")
                    .push_bind(id)
                    .push(")");
            }
        }
        ListSort::Code => {
            sql.push(" and (p.code, p.id) > (")
                .push_bind(key.to_owned())
                .push(", ")
                .push_bind(id)
                .push(")");
        }
    }
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
