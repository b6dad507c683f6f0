//! What the agency does with applications: accept, return, reject (R044); and the projects it proposes
//! itself for the public and small enterprises (R070).

mod public;

use chrono::NaiveDate;
use domain::access::Action;
use domain::calendar::{Due, WorkCalendar, october_deadline};
use domain::contract::{PastProject, WaitingProject};
use domain::deadline::Rule;
use domain::state::{AcceptanceState, DeadlineKind, ProjectState};
use domain::{OrgId, ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::plan::required;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, deadline};

pub(crate) use public::create_public_project;

/// Characters of a list of defects, and of a reason.
const DEFECTS_MAX: u32 = 4000;

/// Accepts the application: it gets its receipt number, and the determination by 31 October begins to
/// run (R044, R047, D1).
pub(crate) async fn accept(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::AcceptApplication;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let receipt = next_receipt(&mut tx, &project).await?;
    let today = tx.today();
    sqlx::query(
        "insert into intake (project_id, receipt, accepted_on) values ($1, $2, $3)
         on conflict (tenant_id, project_id) do update set receipt = excluded.receipt, accepted_on = excluded.accepted_on",
    )
    .bind(id.0)
    .bind(&receipt)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    start_determination(&mut tx, &project).await?;
    project.go(ProjectState::Accepted, action)?;
    project.save(&mut tx).await?;
    let entry = Entry::new(format!("受理申报，受理编号 {receipt}"))
        .facts(json!({"receipt": {"before": null, "after": receipt}}));
    record(&mut tx, &project, entry).await?;
    tx.commit().await
}

/// Returns the application with a list of defects; it can be changed and handed in again (R044).
///
/// # Errors
/// `DefectsMissing` without a list, `TooLong`.
pub(crate) async fn send_back(
    session: &Session,
    id: ProjectId,
    seen: Version,
    defects: &str,
) -> Result<()> {
    let action = Action::ReturnApplication;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if defects.trim().is_empty() {
        return Err(Refusal::DefectsMissing {
            field: "defects".into(),
        }
        .into());
    }
    let defects = required("defects", "需补正的内容", defects, DEFECTS_MAX)?;
    say(&mut tx, id, &defects).await?;
    project.go(ProjectState::Supplement, action)?;
    project.save(&mut tx).await?;
    let entry = Entry::new(format!("退回补正：{defects}")).facts(json!({"defects": defects}));
    record(&mut tx, &project, entry).await?;
    tx.commit().await
}

/// Rejects the application with a reason; that is its end (R044).
///
/// # Errors
/// `Required` without a reason, `TooLong`.
pub(crate) async fn reject(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: &str,
) -> Result<()> {
    let action = Action::RejectApplication;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let reason = required("reason", "不予受理的理由", reason, DEFECTS_MAX)?;
    say(&mut tx, id, &reason).await?;
    project.go(ProjectState::Rejected, action)?;
    project.save(&mut tx).await?;
    let entry = Entry::new(format!("不予受理：{reason}")).facts(json!({"reason": reason}));
    record(&mut tx, &project, entry).await?;
    tx.commit().await
}

/// The last day of the city's term for taking in what was submitted on a day (R044). `None` while the
/// calendar of the year is missing: no date is better than a wrong one.
pub(crate) fn due(submitted: NaiveDate, days: u32, calendar: &WorkCalendar) -> Option<Due> {
    Rule::WorkingDays(days).due(submitted, calendar).ok()
}

/// The applications that wait to be taken in, of a year or of all, those that wait longest first.
pub(crate) async fn waiting(
    tx: &mut Tx,
    year: Option<i32>,
    (calendar, days): (&WorkCalendar, u32),
) -> Result<Vec<WaitingProject>> {
    let today = tx.today();
    let rows = sqlx::query(
        "select p.id, p.version, p.code, p.name, p.applicant_name, p.kind, p.requested,
           (select max(a.submitted_on) from application a where a.tenant_id = p.tenant_id and a.project_id = p.id) as since
         from project p where p.state = 'SUBMITTED' and ($1::int is null or p.plan_year = $1)
         order by since nulls first, p.id",
    )
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| waiting_project(row, today, (calendar, days)))
        .collect()
}

fn waiting_project(
    row: &PgRow,
    today: NaiveDate,
    (calendar, days): (&WorkCalendar, u32),
) -> Result<WaitingProject> {
    // A project of the time before this program has no submission: it waits from today.
    let since = row.date_opt("since")?.unwrap_or(today);
    let due = due(since, days, calendar).map(|due| due.date);
    Ok(WaitingProject {
        id: ProjectId(row.try_get("id")?),
        version: Version(row.try_get("version")?),
        code: row.text("code")?,
        name: row.text("name")?,
        applicant: row.text("applicant_name")?,
        kind: row.code("kind")?,
        requested: row.money("requested")?,
        since,
        due,
        late: due.is_some_and(|due| today > due),
    })
}

/// What is known of an applicant: its other projects with their conclusions, newest year first, and the
/// last day of a ban in force (R096, R085). Under a city's role, of this city.
pub(crate) async fn record_of(
    tx: &mut Tx,
    org: Option<OrgId>,
    except: ProjectId,
) -> Result<(Vec<PastProject>, Option<NaiveDate>)> {
    let Some(org) = org else {
        return Ok((Vec::new(), None));
    };
    let rows = sqlx::query(
        "select p.id, p.plan_year, p.name, p.state, p.acceptance_state, c.round
         from project p left join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where $1 in (p.applicant_id, p.unit_id) and p.id <> $2 order by p.plan_year desc, p.id desc limit 100",
    )
    .bind(org.0)
    .bind(except.0)
    .fetch_all(&mut **tx)
    .await?;
    let past = rows.iter().map(past).collect::<Result<_>>()?;
    Ok((past, banned_until(tx, org).await?))
}

/// The last day of the ban that is in force today, the longest first (R085).
pub(crate) async fn banned_until(tx: &mut Tx, org: OrgId) -> Result<Option<NaiveDate>> {
    let today = tx.today();
    Ok(sqlx::query_scalar(
        "select max(last_on) from ban
         where org_id = $1 and $2 between effective_on and last_on and (revoked_on is null or revoked_on > $2)",
    )
    .bind(org.0)
    .bind(today)
    .fetch_one(&mut **tx)
    .await?)
}

fn past(row: &PgRow) -> Result<PastProject> {
    let state = row.code("state")?;
    let round: Option<i32> = row.try_get("round")?;
    Ok(PastProject {
        id: ProjectId(row.try_get("id")?),
        year: row.try_get("plan_year")?,
        name: row.text("name")?,
        state,
        conclusion: conclusion(state, row.code_opt("acceptance_state")?, round.unwrap_or(1)),
    })
}

/// How a project came out, in the words of the acceptance.
pub(crate) fn conclusion(
    state: ProjectState,
    acceptance: Option<AcceptanceState>,
    round: i32,
) -> String {
    use ProjectState as S;
    let word = match state {
        S::Passed | S::Closed if round > 1 => "整改后合格",
        S::Passed | S::Closed => "一次合格",
        S::FailedFinal | S::ClosedFailed => "最终不合格",
        S::Terminated if acceptance == Some(AcceptanceState::Refused) => "拒不整改，终止",
        S::Terminated => "终止",
        S::Rejected | S::Withdrawn | S::NotSelected | S::Cancelled => state.label(),
        _ if acceptance == Some(AcceptanceState::Rectifying) => "整改中",
        _ => "在办",
    };
    word.to_owned()
}

/// The determination of the plan year begins to run, once (R047, D1).
pub(crate) async fn start_determination(tx: &mut Tx, project: &Project) -> Result<()> {
    let kind = DeadlineKind::Determination;
    if deadline::due(tx, project, kind).await?.is_some() {
        return Ok(());
    }
    let (today, last) = (tx.today(), october_deadline(project.plan_year));
    deadline::start_fixed(tx, project, kind, today, last).await
}

/// 鄂尔多斯市受理 2027-003: the next number of the city's year. Called under the city's lock.
async fn next_receipt(tx: &mut Tx, project: &Project) -> Result<String> {
    let year = project.plan_year;
    let name: String = sqlx::query_scalar("select name from tenant where id = $1")
        .bind(project.tenant.0)
        .fetch_one(&mut **tx)
        .await?;
    let series = format!("{name}受理 {year}-");
    let number: i32 = sqlx::query_scalar(
        "select coalesce(max(substring(receipt from '\\d+$')::int), 0) + 1 from intake where starts_with(receipt, $1)",
    )
    .bind(&series)
    .fetch_one(&mut **tx)
    .await?;
    Ok(format!("{series}{number:03}"))
}

/// What the applicant reads about the decision.
async fn say(tx: &mut Tx, id: ProjectId, text: &str) -> Result<()> {
    sqlx::query(
        "insert into intake (project_id, defects) values ($1, $2)
         on conflict (tenant_id, project_id) do update set defects = excluded.defects",
    )
    .bind(id.0)
    .bind(text)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
