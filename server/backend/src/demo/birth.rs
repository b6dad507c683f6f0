//! What happens before the product's own use cases begin: application, acceptance, the joint meeting.
//! These rows are written by the operator's role; everything after the determination is done for real.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::calendar::{WorkCalendar, october_deadline};
use domain::contract::Goal;
use domain::deadline::Rule;
use domain::state::{Category, DeadlineKind, Mode, ProjectKind, ProjectState};
use domain::{Money, OrgId, ProjectId, TenantId};
use sqlx::PgConnection;

use crate::door::Who;
use crate::rows::Columns;
use crate::{Error, Result};

/// A project as it is applied for.
#[derive(Clone, Debug)]
pub(crate) struct Birth {
    pub tenant: TenantId,
    pub plan_year: i32,
    pub code: String,
    pub name: String,
    pub kind: ProjectKind,
    pub mode: Mode,
    pub category: Category,
    pub industry: String,
    pub county: String,
    pub key_area: String,
    /// `None` when the agency itself proposes.
    pub applicant: Option<OrgId>,
    pub applicant_name: String,
    pub requested: Money,
    pub approved: Money,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub goals: Vec<Goal>,
}

/// One step before the determination, or the end of a project that never gets there.
#[derive(Clone, Debug)]
pub(crate) struct Passage {
    pub to: ProjectState,
    /// The use case's name, as the history keeps it.
    pub action: &'static str,
    pub text: String,
    /// Whose turn it is now.
    pub holder: String,
    /// The resolution, from the determination on.
    pub resolution: String,
}

/// Inserts the project and its goals.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    birth: &Birth,
    at: DateTime<FixedOffset>,
) -> Result<ProjectId> {
    let direct = birth.mode == Mode::Direct;
    let id: i64 = sqlx::query_scalar(
        "insert into project (tenant_id, plan_year, code, name, kind, mode, category, state, industry, county, key_area,
           applicant_id, applicant_name, unit_id, unit_name, requested, start_on, end_on, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'DRAFT', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
         returning id",
    )
    .bind(birth.tenant.0)
    .bind(birth.plan_year)
    .bind(&birth.code)
    .bind(&birth.name)
    .bind(birth.kind.code())
    .bind(birth.mode.code())
    .bind(birth.category.code())
    .bind(&birth.industry)
    .bind(&birth.county)
    .bind(&birth.key_area)
    .bind(birth.applicant.map(|org| org.0))
    .bind(&birth.applicant_name)
    .bind(birth.applicant.filter(|_| direct).map(|org| org.0))
    .bind(if direct { birth.applicant_name.as_str() } else { "" })
    .bind(birth.requested.decimal())
    .bind(birth.start)
    .bind(birth.end)
    .bind(at)
    .fetch_one(&mut *conn)
    .await?;
    for goal in &birth.goals {
        sqlx::query(
            "insert into project_goal (tenant_id, project_id, no, goal, method, target) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(birth.tenant.0)
        .bind(id)
        .bind(goal.no)
        .bind(&goal.goal)
        .bind(&goal.method)
        .bind(&goal.target)
        .execute(&mut *conn)
        .await?;
    }
    Ok(ProjectId(id))
}

/// Moves the project one step and records it.
pub(crate) async fn pass(
    conn: &mut PgConnection,
    id: ProjectId,
    birth: &Birth,
    step: &Passage,
    who: &Who,
    at: DateTime<FixedOffset>,
) -> Result<()> {
    let determined = (step.to == ProjectState::Determined).then_some(at.date_naive());
    sqlx::query(
        "update project set state = $2, holder = $3, version = version + 1, updated_at = $4, updated_by = $5,
           resolution = case when $6 = '' then resolution else $6 end,
           approved = case when $6 = '' then approved else $7 end, determined_on = coalesce($8, determined_on)
         where id = $1",
    )
    .bind(id.0)
    .bind(step.to.code())
    .bind(&step.holder)
    .bind(at)
    .bind(step.action)
    .bind(&step.resolution)
    .bind(birth.approved.decimal())
    .bind(determined)
    .execute(&mut *conn)
    .await?;
    record(conn, id, birth, step, who, at).await
}

async fn record(
    conn: &mut PgConnection,
    id: ProjectId,
    birth: &Birth,
    step: &Passage,
    who: &Who,
    at: DateTime<FixedOffset>,
) -> Result<()> {
    sqlx::query(
        "insert into event (tenant_id, at, account_id, who, role, action, project_id, project_name, plan_year, orgs, text, clause)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '四（三）')",
    )
    .bind(birth.tenant.0)
    .bind(at)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .bind(who.role.code())
    .bind(step.action)
    .bind(id.0)
    .bind(&birth.name)
    .bind(birth.plan_year)
    .bind(birth.applicant.map(|org| org.0).into_iter().collect::<Vec<i64>>())
    .bind(&step.text)
    .execute(conn)
    .await?;
    Ok(())
}

/// The clocks at the determination: D1 stops, D2 starts.
pub(crate) async fn clocks(
    conn: &mut PgConnection,
    id: ProjectId,
    birth: &Birth,
    determined: NaiveDate,
    applied: NaiveDate,
) -> Result<()> {
    let calendar = crate::calendar::load(&mut *conn).await?;
    let (d1, d2) = (DeadlineKind::Determination, DeadlineKind::Filing);
    let october = october_deadline(birth.plan_year);
    let result = if determined <= october {
        "MET"
    } else {
        "MISSED"
    };
    let due = Rule::of(d2).due(determined, &calendar)?;
    sqlx::query(
        "insert into deadline (tenant_id, project_id, kind, started_on, due_on, stopped_on, result)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(birth.tenant.0)
    .bind(id.0)
    .bind(d1.code())
    .bind(applied)
    .bind(october)
    .bind(determined)
    .bind(result)
    .execute(&mut *conn)
    .await?;
    let Rule::WorkingDays(days) = Rule::of(d2) else {
        return Ok(());
    };
    sqlx::query(
        "insert into deadline (tenant_id, project_id, kind, started_on, working_days, due_on, provisional, calendar_version)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(birth.tenant.0)
    .bind(id.0)
    .bind(d2.code())
    .bind(determined)
    .bind(i32::try_from(days).unwrap_or(i32::MAX))
    .bind(due.date)
    .bind(due.provisional)
    .bind(WorkCalendar::version(&calendar))
    .execute(&mut *conn)
    .await?;
    sqlx::query("update project set next_due = $2, next_due_kind = $3, next_due_provisional = $4 where id = $1")
        .bind(id.0)
        .bind(due.date)
        .bind(d2.code())
        .bind(due.provisional)
        .execute(conn)
        .await?;
    Ok(())
}

/// The organisation of a credit code, registered when new.
pub(crate) async fn organisation(
    conn: &mut PgConnection,
    code: &str,
    name: &str,
    kind: &str,
) -> Result<OrgId> {
    let id: i64 = sqlx::query_scalar(
        "insert into organisation (credit_code, name, kind) values ($1, $2, $3)
         on conflict (credit_code) do update set name = organisation.name returning id",
    )
    .bind(code)
    .bind(name)
    .bind(kind)
    .fetch_one(conn)
    .await?;
    Ok(OrgId(id))
}

/// What the city calls its agency.
pub(crate) async fn agency(conn: &mut PgConnection, tenant: TenantId) -> Result<String> {
    let row = sqlx::query("select agency from tenant where id = $1")
        .bind(tenant.0)
        .fetch_optional(conn)
        .await?;
    let row = row.ok_or_else(|| Error::Inconsistent(format!("no tenant {tenant}")))?;
    Ok(row.text("agency")?)
}

/// Every evaluator stands in the pool of every city, with the employer of the account.
pub(crate) async fn pool(conn: &mut PgConnection, on: NaiveDate) -> Result<()> {
    for statement in [
        "insert into expert (tenant_id, account_id, login, name, title, employer, speciality, kept_on, kept_name)
         select t.id, a.id, a.login, a.name, a.title, coalesce(o.name, ''),
           (array['职业安全与事故预防', '职业病防治', '安全培训与教育'])[a.id % 3 + 1], $1, t.agency
         from tenant t cross join account a left join organisation o on o.id = a.org_id
         where a.role = 'EVA' on conflict do nothing",
        "insert into expert_job (tenant_id, account_id, version, no, employer, org_id, from_on)
         select e.tenant_id, e.account_id, 1, 1, e.employer, a.org_id, $1 - 2000
         from expert e join account a on a.id = e.account_id where a.org_id is not null on conflict do nothing",
    ] {
        sqlx::query(statement).bind(on).execute(&mut *conn).await?;
    }
    Ok(())
}
