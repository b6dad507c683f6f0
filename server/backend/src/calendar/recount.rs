//! Counting open deadlines again by a calendar that has changed. Closed ones are history.

use chrono::{Datelike, NaiveDate};
use domain::access::Role;
use domain::calendar::WorkCalendar;
use domain::contract::MovedDeadline;
use domain::deadline::SERVICE_WORKING_DAYS;
use domain::full_date;
use domain::notification::NotificationKind;
use domain::state::DeadlineKind;
use domain::{DeadlineId, OrgId, ProjectId, TenantId};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{load, promised};
use crate::door::Tx;
use crate::event::{Entry, Subject, record_of};
use crate::notification::{self, Notification, deliver, people};
use crate::rows::Columns;
use crate::{Result, urging};

/// An open deadline whose day or whose 暂定 mark changes.
pub(super) struct Moving {
    tenant: TenantId,
    tenant_name: String,
    id: i64,
    kind: DeadlineKind,
    old: NaiveDate,
    new: NaiveDate,
    provisional: bool,
    /// The assumed first day, where that moves too (A05): what it was and what it will be.
    start: Option<(NaiveDate, NaiveDate)>,
    project: ProjectId,
    project_name: String,
    plan_year: i32,
    orgs: Vec<OrgId>,
}

impl Moving {
    /// Whether it gets another day; otherwise the day it has is confirmed.
    pub(super) fn moves(&self) -> bool {
        self.old != self.new
    }

    /// How a page shows it before the publication.
    pub(super) fn shown(&self, year: i32) -> MovedDeadline {
        MovedDeadline {
            deadline: DeadlineId(self.id),
            project: self.project,
            project_name: self.project_name.clone(),
            tenant_name: self.tenant_name.clone(),
            kind: self.kind,
            old: self.old,
            new: self.new,
            year,
            on: None,
        }
    }
}

/// The open working-day deadlines that a calendar would move, the nearest first. Which cities are
/// looked at is the reader's role's business.
pub(super) async fn moving(tx: &mut Tx, calendar: &WorkCalendar) -> Result<Vec<Moving>> {
    let today = tx.today();
    let rows = sqlx::query(
        "select d.tenant_id, d.id, d.kind, d.started_on, d.working_days, d.due_on, d.provisional, t.name as tenant_name,
           case when d.assumed_until > $1 then a.noticed_on end as noticed_on,
           p.id as project, p.name, p.plan_year, array_remove(array[p.applicant_id, p.unit_id], null) as orgs
         from deadline d join project p on p.tenant_id = d.tenant_id and p.id = d.project_id join tenant t on t.id = d.tenant_id
           left join acceptance a on a.tenant_id = d.tenant_id and a.project_id = d.project_id and d.assumed_until is not null
         where d.stopped_on is null and d.working_days is not null order by d.due_on, d.tenant_id, d.id",
    )
    .bind(today)
    .fetch_all(&mut **tx)
    .await?;
    let mut all = Vec::new();
    for row in &rows {
        all.extend(counted(row, calendar, today)?);
    }
    Ok(all)
}

fn counted(row: &PgRow, calendar: &WorkCalendar, today: NaiveDate) -> Result<Option<Moving>> {
    let days: i32 = row.try_get("working_days")?;
    let was_start: NaiveDate = row.try_get("started_on")?;
    // A report does not come to count as served on a day that is over.
    let start = match row.date_opt("noticed_on")? {
        Some(noticed) => calendar
            .add_working_days(noticed, SERVICE_WORKING_DAYS)?
            .date
            .max(today),
        None => was_start,
    };
    let due = calendar.add_working_days(start, days.unsigned_abs())?;
    let (old, was_provisional): (NaiveDate, bool) =
        (row.try_get("due_on")?, row.try_get("provisional")?);
    if (start, due.date, due.provisional) == (was_start, old, was_provisional) {
        return Ok(None);
    }
    let orgs: Vec<i64> = row.try_get("orgs")?;
    Ok(Some(Moving {
        tenant: TenantId(row.try_get("tenant_id")?),
        tenant_name: row.text("tenant_name")?,
        id: row.try_get("id")?,
        kind: row.code("kind")?,
        old,
        new: due.date,
        provisional: due.provisional,
        start: (start != was_start).then_some((was_start, start)),
        project: ProjectId(row.try_get("project")?),
        project_name: row.text("name")?,
        plan_year: row.try_get("plan_year")?,
        orgs: orgs.into_iter().map(OrgId).collect(),
    }))
}

/// Counts every open deadline again after a year was published: rows, kept moves, the projects' next
/// day, and a line in the history of each project and each city.
pub(super) async fn recount(tx: &mut Tx, year: i32) -> Result<()> {
    let calendar = load(tx).await?;
    let moved = moving(tx, &calendar).await?;
    keep(tx, &moved, year, calendar.version()).await?;
    update(tx, &moved, calendar.version()).await?;
    move_starts(tx, &moved).await?;
    refresh_projects(tx, &moved).await?;
    urging::recount(tx, &calendar).await?;
    tell_projects(tx, &moved, year, calendar.version()).await?;
    promised::recount(tx, &calendar, year).await?;
    tell_cities(tx, &moved, year).await
}

fn keys(moved: &[Moving]) -> (Vec<i32>, Vec<i64>) {
    moved.iter().map(|row| (row.tenant.0, row.id)).unzip()
}

/// Keeps the old day. A deadline that only lost its 暂定 mark is kept too: the day was confirmed.
async fn keep(tx: &mut Tx, moved: &[Moving], year: i32, version: i32) -> Result<()> {
    let (tenants, ids) = keys(moved);
    let dues: Vec<NaiveDate> = moved.iter().map(|row| row.new).collect();
    let starts: Vec<Option<NaiveDate>> = moved.iter().map(|row| Some(row.start?.0)).collect();
    let today = tx.today();
    sqlx::query(
        "insert into deadline_move (tenant_id, project_id, deadline_id, kind, old_due, new_due, was_provisional, year,
           old_version, new_version, moved_on, old_start)
         select d.tenant_id, d.project_id, d.id, d.kind, d.due_on, m.due, d.provisional, $4, d.calendar_version, $5, $6, m.start
         from unnest($1::int[], $2::bigint[], $3::date[], $7::date[]) as m(tenant, id, due, start)
         join deadline d on d.tenant_id = m.tenant and d.id = m.id order by d.tenant_id, d.id",
    )
    .bind(tenants)
    .bind(ids)
    .bind(dues)
    .bind(year)
    .bind(version)
    .bind(today)
    .bind(starts)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Every open deadline is counted by the new calendar from now on, also where its day is the same.
async fn update(tx: &mut Tx, moved: &[Moving], version: i32) -> Result<()> {
    let (tenants, ids) = keys(moved);
    let dues: Vec<NaiveDate> = moved.iter().map(|row| row.new).collect();
    let provisional: Vec<bool> = moved.iter().map(|row| row.provisional).collect();
    sqlx::query(
        "update deadline d set due_on = m.due, provisional = m.provisional
         from unnest($1::int[], $2::bigint[], $3::date[], $4::bool[]) as m(tenant, id, due, provisional)
         where d.tenant_id = m.tenant and d.id = m.id and d.stopped_on is null",
    )
    .bind(tenants)
    .bind(ids)
    .bind(dues)
    .bind(provisional)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "update deadline set calendar_version = $1 where stopped_on is null and working_days is not null",
    )
    .bind(version)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The assumed first days, in the clock and in the acceptance it belongs to.
async fn move_starts(tx: &mut Tx, moved: &[Moving]) -> Result<()> {
    for row in moved {
        let Some((_, start)) = row.start else {
            continue;
        };
        sqlx::query("update deadline set started_on = $3, assumed_until = $3 where tenant_id = $1 and id = $2")
            .bind(row.tenant.0)
            .bind(row.id)
            .bind(start)
            .execute(&mut **tx)
            .await?;
        sqlx::query(
            "update acceptance set presumed_on = $3 where tenant_id = $1 and project_id = $2",
        )
        .bind(row.tenant.0)
        .bind(row.project.0)
        .bind(start)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The project rows carry their next day for the lists; a new version makes an open form stale.
async fn refresh_projects(tx: &mut Tx, moved: &[Moving]) -> Result<()> {
    let (tenants, projects): (Vec<i32>, Vec<i64>) = moved
        .iter()
        .map(|row| (row.tenant.0, row.project.0))
        .unzip();
    let (now, by) = (tx.now, tx.action.code());
    sqlx::query(
        "update project set version = version + 1, updated_at = $3, updated_by = $4,
           (next_due, next_due_kind, next_due_provisional, next_due_assumed) = (n.due_on, n.kind, n.provisional, n.assumed_until)
         from (select distinct on (d.tenant_id, d.project_id) d.tenant_id, d.project_id, d.due_on, d.kind, d.provisional, d.assumed_until
           from deadline d where (d.tenant_id, d.project_id) in (select * from unnest($1::int[], $2::bigint[]))
           order by d.tenant_id, d.project_id, d.due_on, d.id) n
         where project.tenant_id = n.tenant_id and project.id = n.project_id",
    )
    .bind(tenants)
    .bind(projects)
    .bind(now)
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// One line for each deadline in the history of its project: what the owners are told.
async fn tell_projects(tx: &mut Tx, moved: &[Moving], year: i32, version: i32) -> Result<()> {
    for row in moved {
        let kind = row.kind.label();
        let text = if row.moves() {
            format!(
                "公布 {year} 年放假安排，“{kind}”期限由最迟 {}调整为最迟 {}",
                full_date(row.old),
                full_date(row.new)
            )
        } else {
            format!(
                "公布 {year} 年放假安排，“{kind}”期限确认为最迟 {}",
                full_date(row.new)
            )
        };
        let text = match row.start {
            Some((old, new)) => format!(
                "{text}；不合格报告未签收的，视为送达之日由 {}调整为 {}",
                full_date(old),
                full_date(new)
            ),
            None => text,
        };
        let facts = json!({"deadline": row.kind, "before": row.old, "after": row.new});
        let subject = Subject {
            tenant: Some(row.tenant),
            project: Some((row.project, &row.project_name)),
            year: Some(row.plan_year),
            orgs: &row.orgs,
        };
        record_of(tx, subject, Entry::new(&text).facts(facts)).await?;
        if row.moves() {
            tell_people(tx, row, &text, version).await?;
        }
    }
    Ok(())
}

/// Into the inboxes of those whose history tells it: the agency's clerk and the project's organisations.
async fn tell_people(tx: &mut Tx, row: &Moving, text: &str, version: i32) -> Result<()> {
    let posts = [Role::AgencyClerk];
    let to = notification::recipients(tx, row.tenant, &posts, &row.orgs).await?;
    let title = format!("“{}”期限改为最迟 {}", row.kind.label(), full_date(row.new));
    let what = Notification {
        tenant: row.tenant,
        project: Some(row.project),
        kind: NotificationKind::Moved,
        source: &format!("moved:{}:{version}", row.id),
        title: &title,
        text,
        due: Some(row.new),
        at: tx.now,
    };
    deliver(tx, &to, what).await?;
    tx.tells(people(&to));
    Ok(())
}

/// One line for each city, so that every page and every process learns of the new calendar.
async fn tell_cities(tx: &mut Tx, moved: &[Moving], year: i32) -> Result<()> {
    let tenants: Vec<i32> = sqlx::query_scalar("select id from tenant order by id")
        .fetch_all(&mut **tx)
        .await?;
    for tenant in tenants {
        let own = || moved.iter().filter(|row| row.tenant.0 == tenant);
        let (count, all) = (own().filter(|row| row.moves()).count(), own().count());
        let text = format!(
            "公布 {year} 年放假安排，本地在办期限 {count} 项调整、{} 项确认",
            all - count
        );
        let subject = Subject {
            tenant: Some(TenantId(tenant)),
            project: None,
            year: Some(tx.today().year()),
            orgs: &[],
        };
        let facts = json!({"year": year, "moved": count, "confirmed": all - count});
        record_of(tx, subject, Entry::new(text).facts(facts).internal()).await?;
    }
    Ok(())
}
