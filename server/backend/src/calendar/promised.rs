//! Days that were named to somebody in writing and rest on a count of working days: the answer to a
//! reminder (A06), the end of a hearing (R086). They follow a published year only to a later day:
//! nobody loses time that a notice gave.

use chrono::NaiveDate;
use domain::calendar::WorkCalendar;
use domain::deadline::REMINDER_WORKING_DAYS;
use domain::eligibility::HEARING_WORKING_DAYS;
use domain::full_date;
use domain::{OrgId, ProjectId, TenantId};
use serde_json::json;
use sqlx::Row;

use crate::Result;
use crate::door::Tx;
use crate::event::{Entry, Subject, record_of};
use crate::rows::Columns;

/// Counts again what has not passed yet.
pub(super) async fn recount(tx: &mut Tx, calendar: &WorkCalendar, year: i32) -> Result<()> {
    reminders(tx, calendar, year).await?;
    hearings(tx, calendar, year).await
}

async fn reminders(tx: &mut Tx, calendar: &WorkCalendar, year: i32) -> Result<()> {
    let today = tx.today();
    let rows = sqlx::query(
        "select p.tenant_id, p.id, p.name, p.plan_year, array_remove(array[p.applicant_id, p.unit_id], null) as orgs, a.reminded_on, a.answer_by
         from acceptance a join project p on p.tenant_id = a.tenant_id and p.id = a.project_id
         where a.state = 'RECTIFYING' and a.answer_by >= $1 order by p.tenant_id, p.id",
    )
    .bind(today)
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let old: NaiveDate = row.try_get("answer_by")?;
        let new = calendar.add_working_days(row.try_get("reminded_on")?, REMINDER_WORKING_DAYS)?;
        if new.date <= old {
            continue;
        }
        let (tenant, id): (i32, i64) = (row.try_get("tenant_id")?, row.try_get("id")?);
        sqlx::query(
            "update acceptance set answer_by = $3 where tenant_id = $1 and project_id = $2",
        )
        .bind(tenant)
        .bind(id)
        .bind(new.date)
        .execute(&mut **tx)
        .await?;
        // Whoever has the page open reads another day now.
        let by = tx.action.code();
        let now = tx.now;
        sqlx::query("update project set version = version + 1, updated_at = $3, updated_by = $4 where tenant_id = $1 and id = $2")
            .bind(tenant)
            .bind(id)
            .bind(now)
            .bind(by)
            .execute(&mut **tx)
            .await?;
        let name = row.text("name")?;
        let subject = Subject {
            tenant: Some(TenantId(tenant)),
            project: Some((ProjectId(id), &name)),
            year: Some(row.try_get("plan_year")?),
            orgs: &orgs(row.try_get("orgs")?),
        };
        let entry = entry(year, "催告答复", old, new.date);
        record_of(tx, subject, entry).await?;
    }
    Ok(())
}

async fn hearings(tx: &mut Tx, calendar: &WorkCalendar, year: i32) -> Result<()> {
    let today = tx.today();
    let rows = sqlx::query(
        "select tenant_id, id, org_id, org_name, proposed_on, hear_until, hear_provisional from ban_case
         where state = 'PROPOSED' and hear_until >= $1 order by tenant_id, id",
    )
    .bind(today)
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let old: NaiveDate = row.try_get("hear_until")?;
        let new = calendar.add_working_days(row.try_get("proposed_on")?, HEARING_WORKING_DAYS)?;
        let until = new.date.max(old);
        if until == old && new.provisional == row.try_get::<bool, _>("hear_provisional")? {
            continue;
        }
        let tenant: i32 = row.try_get("tenant_id")?;
        sqlx::query(
            "update ban_case set hear_until = $3, hear_provisional = $4, version = version + 1 where tenant_id = $1 and id = $2",
        )
        .bind(tenant)
        .bind(row.try_get::<i64, _>("id")?)
        .bind(until)
        .bind(new.provisional)
        .execute(&mut **tx)
        .await?;
        let subject = Subject {
            tenant: Some(TenantId(tenant)),
            orgs: &orgs(vec![row.try_get("org_id")?]),
            ..Subject::default()
        };
        let what = format!("对“{}”禁入建议的陈述申辩", row.text("org_name")?);
        record_of(tx, subject, entry(year, &what, old, until)).await?;
    }
    Ok(())
}

fn orgs(ids: Vec<i64>) -> Vec<OrgId> {
    ids.into_iter().map(OrgId).collect()
}

fn entry(year: i32, what: &str, old: NaiveDate, new: NaiveDate) -> Entry {
    let text = if new == old {
        format!(
            "公布 {year} 年放假安排，{what}期限确认为 {}",
            full_date(new)
        )
    } else {
        format!(
            "公布 {year} 年放假安排，{what}期限由 {}顺延至 {}",
            full_date(old),
            full_date(new)
        )
    };
    Entry::new(text).facts(json!({"before": old, "after": new}))
}
