//! Applications: from the first letter to the hand-over to the agency (machine 2.1, DRAFT …
//! SUBMITTED, SUPPLEMENT, WITHDRAWN). What the agency does with them is in [`crate::intake`].
//!
//! A draft is the applicant's alone. It is kept by path, and each save beside it for good
//! (`draft_edit`); so autosaves are no rows of the history, which gets one for each sitting. What is
//! handed in is a snapshot of its own (`application`), and that is all a city ever reads.

pub(crate) mod draft;
pub(crate) mod facts;
mod submit;
mod view;

use chrono::NaiveDate;
use domain::access::Action;
use domain::annex::Draft;
use domain::calendar::october_deadline;
use domain::code::{CreditCode, Registration};
use domain::contract::{KeyArea, Opening, Openings};
use domain::state::{AreaState, Category, Mode, ProjectKind, ProjectState};
use domain::{ProjectId, Refusal, TenantId};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result};

pub(crate) use draft::{load, save};
pub(crate) use submit::{submit, withdraw};
pub(crate) use view::application;

/// The key areas of a city and year as far as they are public; the default: none are.
#[derive(Debug, Default)]
pub(crate) struct OpenYear {
    /// Whether applications are taken: published, and not closed since.
    pub open: bool,
    /// Which version of the key areas.
    pub version: i32,
    pub areas: Vec<String>,
}

/// What is published for a year of a city (R033, R041). Visible to everybody.
pub(crate) async fn open_year(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<OpenYear> {
    let row = sqlx::query(
        "select no, state, areas from area_set where tenant_id = $1 and year = $2 and state in ('PUBLISHED', 'CLOSED')",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_optional(&mut **tx)
    .await?;
    row.as_ref().map_or(Ok(OpenYear::default()), year_of)
}

/// The columns `no`, `state` and `areas` of a published version.
fn year_of(row: &PgRow) -> Result<OpenYear> {
    Ok(OpenYear {
        open: row.code::<AreaState>("state")? == AreaState::Published,
        version: row.try_get("no")?,
        areas: area_names(row)?,
    })
}

fn area_names(row: &PgRow) -> Result<Vec<String>> {
    let areas: Vec<KeyArea> = serde_json::from_value(row.json("areas")?)
        .map_err(|error| Error::Inconsistent(format!("area_set.areas: {error}")))?;
    Ok(areas.into_iter().map(|area| area.name).collect())
}

/// Where this organisation can apply: every city and year that takes applications, newest year first.
pub(crate) async fn openings(session: &Session) -> Result<Openings> {
    let mut tx = session.read(Action::ViewOpenings).await?;
    let rows = sqlx::query(
        "select t.id, t.name, t.agency, a.year, a.areas from area_set a join tenant t on t.id = a.tenant_id
         where a.state = 'PUBLISHED' order by a.year desc, t.id",
    )
    .fetch_all(&mut *tx)
    .await?;
    let openings = rows.iter().map(|row| {
        let year = row.try_get("year")?;
        Ok(Opening {
            tenant: TenantId(row.try_get("id")?),
            name: row.text("name")?,
            agency: row.text("agency")?,
            year,
            areas: area_names(row)?,
            determined_by: october_deadline(year),
        })
    });
    Ok(Openings {
        openings: openings.collect::<Result<_>>()?,
    })
}

/// A new draft, begun with what is registered about the organisation (R041, machine 2.1).
///
/// # Errors
/// `AreasNotPublished` for a year of a city that takes no applications.
pub(crate) async fn create(session: &Session, tenant: TenantId, year: i32) -> Result<ProjectId> {
    let action = Action::CreateApplication;
    let (mut tx, id) = session.write_new(action, tenant).await?;
    if !open_year(&mut tx, tenant, year).await?.open {
        return Err(Refusal::AreasNotPublished { year }.into());
    }
    let org = tx.org.ok_or_else(|| action.forbidden())?;
    let row = sqlx::query("select name, credit_code from organisation where id = $1")
        .bind(org.0)
        .fetch_one(&mut *tx)
        .await?;
    let (name, code) = (row.text("name")?, row.text("credit_code")?);
    insert(&mut tx, id, year, &name, kind_of(&code)).await?;
    let draft = begun(&name, &code, year)?;
    sqlx::query("insert into application_draft (project_id, fields) values ($1, $2)")
        .bind(id.0)
        .bind(json!(draft))
        .execute(&mut *tx)
        .await?;
    let project = Project::lock(&mut tx, id).await?;
    record(
        &mut tx,
        &project,
        Entry::new(format!("新建 {year} 年度工伤预防项目申报")).private(),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// The row of a draft: what the annexes will say later is left at the usual until it is handed in.
async fn insert(
    tx: &mut Tx,
    id: ProjectId,
    year: i32,
    applicant: &str,
    kind: ProjectKind,
) -> Result<()> {
    let (org, now, by) = (tx.org.map(|org| org.0), tx.now, tx.action.code());
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    sqlx::query(
        "insert into project (id, plan_year, code, name, kind, mode, category, state, applicant_id, applicant_name,
           requested, start_on, end_on, holder, created_at, updated_at, updated_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $10, $13, $13, $14)",
    )
    .bind(id.0)
    .bind(year)
    .bind(format!("草稿-{id}"))
    .bind(unnamed(year))
    .bind(kind.code())
    .bind(Mode::Direct.code())
    .bind(Category::Both.code())
    .bind(ProjectState::Draft.code())
    .bind(org)
    .bind(applicant)
    .bind(day(1, 1))
    .bind(day(12, 31))
    .bind(now)
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a draft is called while its name is not written yet.
fn unnamed(year: i32) -> String {
    format!("{year} 年度工伤预防项目（名称未填写）")
}

fn kind_of(code: &str) -> ProjectKind {
    match CreditCode::parse("", code)
        .ok()
        .and_then(|code| code.kind())
    {
        Some(Registration::Association) => ProjectKind::Association,
        _ => ProjectKind::Enterprise,
    }
}

fn begun(name: &str, code: &str, year: i32) -> Result<Draft> {
    let mut draft = Draft::default();
    draft.set("plan_year", year.to_string())?;
    draft.set("annex1.unit_name", name)?;
    draft.set("annex1.org_code", code)?;
    Ok(draft)
}
