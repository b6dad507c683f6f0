//! One institution: its register data, what a city found, its bans, its projects there.

use chrono::NaiveDate;
use domain::access::{Action, Role};
use domain::contract::{BanRow, CheckView, ChosenProject, InstitutionView};
use domain::eligibility::{Check, Need, standing};
use domain::state::{Condition, InstitutionKind};
use domain::{OrgId, ProjectId, Refusal};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::eligibility::check;
use crate::Result;
use crate::ban::bans_of;
use crate::door::{Session, Tx};
use crate::rows::Columns;

/// An organisation that a city may know as an institution.
pub(crate) struct Known {
    pub name: String,
    pub credit_code: String,
    pub kind: Option<InstitutionKind>,
    pub registered: Option<NaiveDate>,
}

/// The organisation, if it is in the register or has to do with a visible city; what another city's
/// applicant is called is nobody else's business.
pub(crate) async fn known(tx: &mut Tx, org: OrgId) -> Result<Known> {
    let row = sqlx::query(
        "select name, credit_code, kind, registered_on from organisation o where id = $1
           and (registered_on is not null or exists (select from project p where $1 in (p.applicant_id, p.unit_id))
             or exists (select from eligibility e where e.org_id = $1))",
    )
    .bind(org.0)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    Ok(Known {
        name: row.text("name")?,
        credit_code: row.text("credit_code")?,
        kind: row.code_opt("kind")?,
        registered: row.date_opt("registered_on")?,
    })
}

/// The page.
pub(crate) async fn institution(session: &Session, id: OrgId) -> Result<InstitutionView> {
    let mut tx = session.read(Action::ViewInstitution).await?;
    let known = known(&mut tx, id).await?;
    let today = tx.today();
    let rows = check_rows(&mut tx, id).await?;
    let own: Vec<Check> = rows.iter().map(check).collect::<Result<_>>()?;
    let evidence = sees_evidence(session.who.role);
    let views = rows.iter().zip(&own);
    let checks = views
        .map(|(row, check)| check_view(row, check, evidence))
        .collect::<Result<_>>()?;
    let bans = bans_of(&mut tx, Some(id)).await?;
    let capacities = session.capacities();
    let actions = [Action::RecordEligibility, Action::ProposeBan];
    Ok(InstitutionView {
        id,
        today,
        name: known.name,
        credit_code: known.credit_code,
        kind: known.kind,
        registered: known.registered,
        standing: session
            .tenant()
            .map(|_| standing(&own, Need::GENERAL, today)),
        banned_until: running(&bans),
        checks,
        projects: projects(&mut tx, id).await?,
        special: special(&mut tx).await?,
        bans,
        actions: actions
            .into_iter()
            .filter(|action| action.allows(&capacities))
            .collect(),
    })
}

/// Health and emergency departments read the result, not what it rests on (matrix 3).
const fn sees_evidence(role: Role) -> bool {
    !matches!(role, Role::CityHealth | Role::CityEmergency)
}

fn running(bans: &[BanRow]) -> Option<NaiveDate> {
    let running = bans
        .iter()
        .filter(|ban| ban.status == domain::state::BanStatus::Running);
    running.map(|ban| ban.last).max()
}

async fn check_rows(tx: &mut Tx, id: OrgId) -> Result<Vec<PgRow>> {
    Ok(sqlx::query(
        "select e.id, e.project_id, e.checked_on, e.expires_on, e.business_since, e.last_violation, e.passed,
           e.evidence, e.checked_name, t.name as tenant_name,
           (select p.name from project p where p.tenant_id = e.tenant_id and p.id = e.project_id) as project_name
         from eligibility e join tenant t on t.id = e.tenant_id
         where e.org_id = $1 order by e.checked_on desc, e.id desc limit 100",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?)
}

fn check_view(row: &PgRow, check: &Check, evidence: bool) -> Result<CheckView> {
    let texts: Vec<String> = row.try_get("evidence")?;
    let results = Condition::ALL.iter().zip(check.passed).zip(texts);
    Ok(CheckView {
        id: check.id,
        tenant_name: row.text("tenant_name")?,
        project: row.try_get("project_name")?,
        checked: check.checked,
        expires: check.expires,
        business_since: check.business_since,
        last_violation: check.last_violation,
        by: row.text("checked_name")?,
        results: results
            .map(|((condition, passed), text)| {
                let text = if evidence { text } else { String::new() };
                (*condition, passed, text)
            })
            .collect(),
    })
}

async fn projects(tx: &mut Tx, id: OrgId) -> Result<Vec<ChosenProject>> {
    let rows = sqlx::query(
        "select p.id, p.code, p.name, p.state, t.name as tenant_name from project p join tenant t on t.id = p.tenant_id
         where $1 in (p.applicant_id, p.unit_id) order by p.plan_year desc, p.id desc limit 100",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(ChosenProject {
                id: ProjectId(row.try_get("id")?),
                code: row.text("code")?,
                name: row.text("name")?,
                tenant_name: row.text("tenant_name")?,
                state: row.code("state")?,
            })
        })
        .collect()
}

/// Projects with conditions of their own that nobody has agreed on yet (R066).
async fn special(tx: &mut Tx) -> Result<Vec<(ProjectId, String, Vec<String>)>> {
    let rows = sqlx::query(
        "select p.id, p.name, array_agg(s.text order by s.no) as texts
         from special_condition s join project p on p.tenant_id = s.tenant_id and p.id = s.project_id
         where p.state in ('DETERMINED', 'FILED', 'BUDGETED', 'UNIT_SELECTED')
         group by p.id, p.name order by p.id desc limit 50",
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                ProjectId(row.try_get("id")?),
                row.text("name")?,
                row.try_get("texts")?,
            ))
        })
        .collect()
}
