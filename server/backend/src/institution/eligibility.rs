//! Checks of the six conditions, and whether they hold for a project on a day (R061-R067, A18).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{EligibilityDraft, OwnStanding};
use domain::eligibility::{Check, Need, check_dates, expires_on, standing};
use domain::full_date;
use domain::refusal::Field;
use domain::state::{Condition, Mode};
use domain::{EligibilityId, OrgId, ProjectId, Refusal, TenantId, Version};
use serde_json::{Value, json};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::page::known;
use super::register::city_names;
use crate::agreement::date;
use crate::door::{Session, Tx};
use crate::event::{Entry, record, record_org};
use crate::plan::required;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result};

/// Longest evidence of one condition.
const EVIDENCE_MAX: u32 = 1000;

/// A check with whom and where it is about.
pub(crate) struct Found {
    pub tenant: TenantId,
    pub org: OrgId,
    pub check: Check,
}

/// The checks of some organisations that the reader may see, newest first in each city.
pub(crate) async fn checks(tx: &mut Tx, orgs: &[i64]) -> Result<Vec<Found>> {
    let rows = sqlx::query(
        "select tenant_id, id, org_id, project_id, checked_on, expires_on, business_since, last_violation, passed
         from eligibility where org_id = any($1) order by tenant_id, org_id, checked_on desc, id desc",
    )
    .bind(orgs)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Found {
                tenant: TenantId(row.try_get("tenant_id")?),
                org: OrgId(row.try_get("org_id")?),
                check: check(row)?,
            })
        })
        .collect()
}

pub(super) fn check(row: &PgRow) -> Result<Check> {
    let id: i64 = row.try_get("id")?;
    let passed: Vec<bool> = row.try_get("passed")?;
    Ok(Check {
        id: EligibilityId(id),
        project: row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId),
        checked: row.try_get("checked_on")?,
        expires: row.try_get("expires_on")?,
        business_since: row.date_opt("business_since")?,
        last_violation: row.date_opt("last_violation")?,
        passed: passed
            .try_into()
            .map_err(|_| Error::Inconsistent(format!("eligibility {id}: not six results")))?,
    })
}

/// How the reader's own organisation stands in each city that has checked it.
pub(crate) async fn own_standings(tx: &mut Tx) -> Result<Vec<OwnStanding>> {
    let Some(org) = tx.org else {
        return Ok(Vec::new());
    };
    let mut cities: BTreeMap<TenantId, Vec<Check>> = BTreeMap::new();
    for found in checks(tx, &[org.0]).await? {
        cities.entry(found.tenant).or_default().push(found.check);
    }
    let today = tx.today();
    let names = city_names(tx).await?;
    let own = cities.into_iter().filter_map(|(tenant, checks)| {
        let newest = checks.first()?;
        Some(OwnStanding {
            tenant,
            tenant_name: names.get(&tenant).cloned().unwrap_or_default(),
            checked: newest.checked,
            expires: newest.expires,
            standing: standing(&checks, Need::GENERAL, today),
        })
    });
    Ok(own.collect())
}

/// What a project asks of its unit.
pub(crate) const fn need(project: ProjectId, mode: Mode, special: bool) -> Need {
    Need {
        mode,
        project: Some(project),
        special,
    }
}

/// Refuses a unit that does not fulfil the conditions today; answers what was known of it, to be
/// kept with the act (R067).
pub(crate) async fn qualify(
    tx: &mut Tx,
    project: &Project,
    org: OrgId,
    name: &str,
    field: &'static str,
) -> Result<Value> {
    let special: bool =
        sqlx::query_scalar("select exists (select from special_condition where project_id = $1)")
            .bind(project.id.0)
            .fetch_one(&mut **tx)
            .await?;
    let checks: Vec<Check> = checks(tx, &[org.0])
        .await?
        .into_iter()
        .filter(|found| found.tenant == project.tenant)
        .map(|found| found.check)
        .collect();
    let today = tx.today();
    let standing = standing(&checks, need(project.id, project.mode, special), today);
    if !standing.is_eligible() {
        return Err(Refusal::Unqualified {
            field: field.into(),
            name: name.into(),
            because: standing.because(),
        }
        .into());
    }
    Ok(
        json!({"org": org, "name": name, "on": today, "standing": standing, "check": checks.first()}),
    )
}

/// Records a check; a newer one replaces it, this one stays as it is (R067).
pub(crate) async fn record_eligibility(
    session: &Session,
    org: OrgId,
    draft: EligibilityDraft,
) -> Result<EligibilityId> {
    let mut tx = session.write(Action::RecordEligibility).await?;
    let known = known(&mut tx, org).await?;
    let (passed, evidence) = results(&draft)?;
    let since = optional_date("business_since", &draft.business_since)?;
    let violation = optional_date("last_violation", &draft.last_violation)?;
    let (today, who) = (tx.today(), tx.who.clone());
    check_dates(passed, since, violation, today)?;
    let project = special_project(&mut tx, &draft.project).await?;
    let id: i64 = sqlx::query_scalar(
        "insert into eligibility (org_id, project_id, checked_on, expires_on, business_since, last_violation,
           passed, evidence, checked_by, checked_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
    )
    .bind(org.0)
    .bind(project.map(|id| id.0))
    .bind(today)
    .bind(expires_on(today))
    .bind(since)
    .bind(violation)
    .bind(passed.as_slice())
    .bind(&evidence)
    .bind(who.account.0)
    .bind(&who.name)
    .fetch_one(&mut *tx)
    .await?;
    let failed: Vec<&str> = Condition::ALL
        .iter()
        .zip(passed)
        .filter(|(_, passed)| !passed)
        .map(|(condition, _)| condition.label())
        .collect();
    let text = if failed.is_empty() {
        let until = full_date(expires_on(today));
        format!(
            "核验“{}”的实施单位条件：六项均符合，有效期至 {until}",
            known.name
        )
    } else {
        format!(
            "核验“{}”的实施单位条件：不符合“{}”",
            known.name,
            failed.join("”“")
        )
    };
    let facts = json!({"eligibility": id, "org": org, "passed": passed, "since": since, "violation": violation});
    record_org(&mut tx, org, Entry::new(text).facts(facts)).await?;
    tx.commit().await?;
    Ok(EligibilityId(id))
}

/// The six results with their evidence, each required (R067).
fn results(draft: &EligibilityDraft) -> Result<([bool; 6], Vec<String>)> {
    let mut passed = [false; 6];
    let mut evidence = Vec::with_capacity(passed.len());
    for (index, (condition, met)) in Condition::ALL.iter().zip(passed.iter_mut()).enumerate() {
        let field = |part: &str| Field::from(format!("results[{index}][{part}]"));
        let label = condition.label();
        let typed = draft.results.get(index).cloned().unwrap_or_default();
        *met = match typed.passed.as_str() {
            "yes" => true,
            "no" => false,
            _ => {
                return Err(Refusal::Required {
                    field: field("passed"),
                    label: label.into(),
                }
                .into());
            }
        };
        let label = format!("{label}的核验依据");
        evidence.push(required(
            field("evidence"),
            label,
            &typed.evidence,
            EVIDENCE_MAX,
        )?);
    }
    Ok((passed, evidence))
}

pub(super) fn optional_date(field: &'static str, text: &str) -> Result<Option<NaiveDate>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    date(field, text).map(Some)
}

/// The project whose own conditions were looked at: it must have some, and not be agreed yet.
async fn special_project(tx: &mut Tx, typed: &str) -> Result<Option<ProjectId>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let unknown = || Refusal::UnknownChoice {
        field: "project".into(),
        label: "列有专项条件的项目".into(),
    };
    let id: i64 = typed.trim().parse().map_err(|_| unknown())?;
    let there: bool = sqlx::query_scalar(
        "select exists (select from project p join special_condition s on s.tenant_id = p.tenant_id and s.project_id = p.id
           where p.id = $1 and p.state in ('DETERMINED', 'FILED', 'BUDGETED', 'UNIT_SELECTED'))",
    )
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    if there {
        Ok(Some(ProjectId(id)))
    } else {
        Err(unknown().into())
    }
}

/// Names something the project asks for of its own, before anybody is chosen (R066).
pub(crate) async fn require_condition(
    session: &Session,
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<()> {
    let action = Action::RequireCondition;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let text = required("text", "专项条件", &text, 500)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into special_condition (project_id, no, text, added_on, added_name)
         select $1, coalesce(max(no), 0) + 1, $2, $3, $4 from special_condition where project_id = $1",
    )
    .bind(id.0)
    .bind(&text)
    .bind(today)
    .bind(who.name)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let entry = Entry::new(format!("列明实施单位专项条件：{text}"));
    record(&mut tx, &project, entry.facts(json!({"condition": text}))).await?;
    tx.commit().await
}
