//! The pool of evaluators of a city (A45): entered with the employments of the last two years, removed,
//! and looked at for one project.

mod page;

use chrono::NaiveDate;
use domain::contract::PooledView;
use domain::evaluator::{Job, Side, conflict};
use domain::{OrgId, UserId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::Tx;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result};

pub(crate) use page::{experts, keep, remove};

/// The newest employments of an expert `e` as JSON.
macro_rules! jobs {
    () => {
        "coalesce((select jsonb_agg(jsonb_build_object('employer', j.employer, 'org', j.org_id, 'from', j.from_on, 'to', j.to_on) order by j.no)
          from expert_job j where j.tenant_id = e.tenant_id and j.account_id = e.account_id and j.version = e.version), '[]') as jobs"
    };
}
use jobs;

/// An expert as the organiser of one acceptance may choose him.
pub(crate) struct Pooled {
    pub account: UserId,
    /// The employer of his account now.
    pub org: Option<OrgId>,
    /// Everybody he works for now: a ban of any of them holds him off.
    pub employers: Vec<OrgId>,
    pub view: PooledView,
}

/// The pool of the project's city, with what speaks against each (A45, I8). Bans are looked at when
/// somebody is appointed.
pub(crate) async fn pooled(tx: &mut Tx, project: &Project) -> Result<Vec<Pooled>> {
    let today = tx.today();
    let rows = sqlx::query(concat!(
        "select e.account_id, e.login, e.name, e.title, e.employer, e.speciality, ",
        jobs!(),
        ", v.account_id is not null as appointed, v.conflict
         from expert e left join evaluator v on v.tenant_id = e.tenant_id and v.project_id = $2 and v.account_id = e.account_id
         where e.tenant_id = $1 and e.removed_on is null order by e.name, e.account_id"
    ))
    .bind(project.tenant.0)
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.push(candidate(tx, row, project, today).await?);
    }
    Ok(all)
}

async fn candidate(
    tx: &mut Tx,
    row: &PgRow,
    project: &Project,
    today: NaiveDate,
) -> Result<Pooled> {
    let (login, mut jobs) = (row.text("login")?, jobs_of(row)?);
    let account = now(tx, &login).await?;
    let org = account.as_ref().and_then(|(org, _)| *org);
    if let Some((Some(org), employer)) = &account {
        jobs.push(Job {
            employer: employer.clone(),
            org: Some(*org),
            from: today,
            to: None,
        });
    }
    let why_not = match (&account, row.try_get::<Option<bool>, _>("conflict")?) {
        (None, _) => Some("账号已停用".to_owned()),
        (_, Some(true)) => Some("已申报与本项目有利害关系，应当回避".to_owned()),
        _ if row.try_get("appointed")? => Some("已聘请".to_owned()),
        _ => conflict(&jobs, &sides(project), today),
    };
    let lasting = jobs.iter().filter(|job| job.to.is_none());
    Ok(Pooled {
        account: UserId(row.try_get("account_id")?),
        org,
        employers: lasting.filter_map(|job| job.org).collect(),
        view: PooledView {
            login,
            name: row.text("name")?,
            employer: row.text("employer")?,
            title: row.text("title")?,
            speciality: row.text("speciality")?,
            why_not,
        },
    })
}

/// The account as it stands now: employer by number and name; `None` where it is closed. Organisations
/// that only look have no way to it, and are told what the pool says.
async fn now(tx: &mut Tx, login: &str) -> Result<Option<(Option<OrgId>, String)>> {
    if !tx.looks_accounts_up() {
        return Ok(Some((None, String::new())));
    }
    let row = sqlx::query("select org_id, organisation from app.evaluator_by_login($1)")
        .bind(login)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let org = row.try_get::<Option<i64>, _>("org_id")?.map(OrgId);
    Ok(Some((org, row.text("organisation")?)))
}

fn sides(project: &Project) -> [Side; 2] {
    [
        Side {
            org: project.applicant,
            name: project.applicant_name.clone(),
        },
        Side {
            org: project.unit,
            name: project.unit_name.clone(),
        },
    ]
}

fn jobs_of(row: &PgRow) -> Result<Vec<Job>> {
    serde_json::from_value(row.json("jobs")?)
        .map_err(|error| Error::Inconsistent(format!("expert_job: {error}")))
}
