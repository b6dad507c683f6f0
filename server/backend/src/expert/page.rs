//! The page of the pool: who is in it, who comes, who leaves.

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::{ExpertDraft, ExpertRow, ExpertsView, JobDraft};
use domain::evaluator::Job;
use domain::full_date;
use domain::{OrgId, Refusal, UserId};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{jobs, jobs_of};
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::plan::required;
use crate::rows::Columns;
use crate::{Result, agreement};

/// More employments than two years hold.
const JOBS_MAX: usize = 8;

/// The pool of the own city.
pub(crate) async fn experts(session: &Session) -> Result<ExpertsView> {
    let mut tx = session.read(Action::ViewExperts).await?;
    let rows = sqlx::query(concat!(
        "select e.account_id, e.login, e.name, e.title, e.employer, e.speciality, e.kept_on, e.kept_name, e.removed_on, e.removed_reason, ",
        jobs!(),
        ", (select count(*) from evaluator v where v.tenant_id = e.tenant_id and v.account_id = e.account_id) as projects
         from expert e order by e.removed_on is not null, e.name, e.account_id"
    ))
    .fetch_all(&mut *tx)
    .await?;
    Ok(ExpertsView {
        rows: rows.iter().map(row_of).collect::<Result<_>>()?,
        may_keep: Action::KeepExpert.allows(&session.capacities()),
    })
}

fn row_of(row: &PgRow) -> Result<ExpertRow> {
    let reason = row.text("removed_reason")?;
    Ok(ExpertRow {
        account: UserId(row.try_get("account_id")?),
        login: row.text("login")?,
        name: row.text("name")?,
        employer: row.text("employer")?,
        title: row.text("title")?,
        speciality: row.text("speciality")?,
        jobs: jobs_of(row)?,
        kept: row.try_get("kept_on")?,
        by: row.text("kept_name")?,
        projects: row.try_get("projects")?,
        removed: row.date_opt("removed_on")?.map(|on| (on, reason)),
    })
}

/// Enters an expert, or replaces what was entered (A45).
pub(crate) async fn keep(session: &Session, draft: ExpertDraft) -> Result<()> {
    let mut tx = session.write(Action::KeepExpert).await?;
    let today = tx.today();
    let login = required("login", "评估人账号", &draft.login, 64)?.to_lowercase();
    let speciality = required("speciality", "专业", &draft.speciality, 100)?;
    let jobs = jobs_typed(&mut tx, &draft, today).await?;
    let found =
        sqlx::query("select account_id, name, title, organisation from app.evaluator_by_login($1)")
            .bind(&login)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or_else(|| Refusal::UnknownEvaluator {
                field: "login".into(),
                login: login.clone(),
            })?;
    let (name, by) = (found.text("name")?, tx.who.name.clone());
    let account: i64 = found.try_get("account_id")?;
    let version: i32 = sqlx::query_scalar(
        "insert into expert (account_id, login, name, title, employer, speciality, kept_on, kept_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (tenant_id, account_id) do update set login = excluded.login, name = excluded.name, title = excluded.title,
           employer = excluded.employer, speciality = excluded.speciality, kept_on = excluded.kept_on, kept_name = excluded.kept_name,
           version = expert.version + 1, removed_on = null, removed_reason = ''
         returning version",
    )
    .bind(account)
    .bind(&login)
    .bind(&name)
    .bind(found.text("title")?)
    .bind(found.text("organisation")?)
    .bind(&speciality)
    .bind(today)
    .bind(by)
    .fetch_one(&mut *tx)
    .await?;
    insert_jobs(&mut tx, account, version, &jobs).await?;
    let told: Vec<_> = jobs.iter().map(told).collect();
    let told = if told.is_empty() {
        "近两年无任职单位".to_owned()
    } else {
        format!("近两年任职：{}", told.join("；"))
    };
    let text = format!("登记评估人“{name}”（{speciality}），{told}");
    let entry = Entry::new(text).facts(json!({"login": login, "jobs": jobs}));
    record_year(&mut tx, today.year(), entry.internal()).await?;
    tx.commit().await
}

async fn insert_jobs(tx: &mut Tx, account: i64, version: i32, jobs: &[Job]) -> Result<()> {
    for (no, job) in (1..).zip(jobs) {
        sqlx::query(
            "insert into expert_job (account_id, version, no, employer, org_id, from_on, to_on) values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(account)
        .bind(version)
        .bind(no)
        .bind(&job.employer)
        .bind(job.org.map(|id| id.0))
        .bind(job.from)
        .bind(job.to)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

fn told(job: &Job) -> String {
    let to = job.to.map_or("今".to_owned(), full_date);
    format!("{}（{} 至{to}）", job.employer, full_date(job.from))
}

/// The employments as typed: at least one, or the word that there was none.
async fn jobs_typed(tx: &mut Tx, draft: &ExpertDraft, today: NaiveDate) -> Result<Vec<Job>> {
    let mut jobs = Vec::new();
    for (index, typed) in draft.jobs.iter().take(JOBS_MAX).enumerate() {
        let empty = [&typed.employer, &typed.from, &typed.to];
        if empty.iter().any(|text| !text.trim().is_empty()) {
            jobs.push(job(tx, index, typed, today).await?);
        }
    }
    if jobs.is_empty() && !draft.unemployed {
        return Err(Refusal::Required {
            field: "jobs[0][employer]".into(),
            label: "近两年任职单位".into(),
        }
        .into());
    }
    Ok(jobs)
}

async fn job(tx: &mut Tx, index: usize, typed: &JobDraft, today: NaiveDate) -> Result<Job> {
    let field = |part: &str| format!("jobs[{index}][{part}]");
    let employer = required(field("employer"), "任职单位", &typed.employer, 100)?;
    let day = |part: &str, text: &str| {
        agreement::date("on", text).map_err(|_| {
            crate::Error::from(Refusal::DateMalformed {
                field: field(part).into(),
            })
        })
    };
    let from = day("from", &typed.from)?;
    if from > today {
        return Err(Refusal::DateTooLate {
            field: field("from").into(),
            latest: today,
            because: "今天".into(),
        }
        .into());
    }
    let to = match typed.to.trim() {
        "" => None,
        text => Some(day("to", text)?),
    };
    if to.is_some_and(|to| to < from) {
        return Err(Refusal::PeriodReversed {
            field: field("to").into(),
        }
        .into());
    }
    let org: Option<i64> =
        sqlx::query_scalar("select id from organisation where name = $1 order by id limit 1")
            .bind(&employer)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(Job {
        employer,
        org: org.map(OrgId),
        from,
        to,
    })
}

/// Takes an expert out of the pool. Whom he was appointed for, he evaluates.
pub(crate) async fn remove(session: &Session, id: UserId, reason: String) -> Result<()> {
    let action = Action::RemoveExpert;
    let mut tx = session.write(action).await?;
    let today = tx.today();
    let found = sqlx::query("select name, removed_on from expert where account_id = $1 for update")
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if found.date_opt("removed_on")?.is_some() {
        return Err(action.wrong_state("评估人", "已移出").into());
    }
    let reason = required("reason", "移出理由", &reason, 500)?;
    sqlx::query("update expert set removed_on = $2, removed_reason = $3 where account_id = $1")
        .bind(id.0)
        .bind(today)
        .bind(&reason)
        .execute(&mut *tx)
        .await?;
    let text = format!("将“{}”移出评估人库：{reason}", found.text("name")?);
    record_year(&mut tx, today.year(), Entry::new(text).internal()).await?;
    tx.commit().await
}
