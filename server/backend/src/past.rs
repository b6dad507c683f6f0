//! What is known of an organisation from before (R085, R096): its projects in this city and how they
//! ended, and a ban that is in force.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::contract::PastProject;
use domain::{OrgId, ProjectId, TenantId};
use sqlx::Row;

use crate::Result;
use crate::door::Tx;
use crate::intake::conclusion;
use crate::rows::Columns;

/// The most projects that are shown of one organisation.
const SHOWN: usize = 10;

/// The projects of organisations that a city has determined before, as applicant or as unit, newest
/// first.
pub(crate) async fn projects_of(
    tx: &mut Tx,
    tenant: TenantId,
    orgs: &[OrgId],
) -> Result<BTreeMap<OrgId, Vec<PastProject>>> {
    let ids: Vec<i64> = orgs.iter().map(|id| id.0).collect();
    let rows = sqlx::query(
        "select o.id as org, p.id, p.plan_year, p.name, p.state, p.acceptance_state, c.round
         from unnest($1::bigint[]) o(id)
         join project p on o.id in (p.applicant_id, p.unit_id)
         left join acceptance c on c.tenant_id = p.tenant_id and c.project_id = p.id
         where p.tenant_id = $2 and p.determined_on is not null order by p.plan_year desc, p.id desc",
    )
    .bind(ids)
    .bind(tenant.0)
    .fetch_all(&mut **tx)
    .await?;
    let mut all: BTreeMap<OrgId, Vec<PastProject>> = BTreeMap::new();
    for row in rows {
        let of = all.entry(OrgId(row.try_get("org")?)).or_default();
        if of.len() < SHOWN {
            let (state, acceptance) = (row.code("state")?, row.code_opt("acceptance_state")?);
            let round: Option<i32> = row.try_get("round")?;
            of.push(PastProject {
                id: ProjectId(row.try_get("id")?),
                year: row.try_get("plan_year")?,
                name: row.text("name")?,
                state,
                conclusion: conclusion(state, acceptance, round.unwrap_or(1)),
            });
        }
    }
    Ok(all)
}

/// Until when organisations are banned today; whoever is not banned is not in it.
pub(crate) async fn bans_of(tx: &mut Tx, orgs: &[OrgId]) -> Result<BTreeMap<OrgId, NaiveDate>> {
    let ids: Vec<i64> = orgs.iter().map(|id| id.0).collect();
    let today = tx.today();
    let rows = sqlx::query(
        "select org_id, max(last_on) as until from ban
         where org_id = any($1) and $2 between effective_on and last_on and (revoked_on is null or revoked_on > $2)
         group by org_id",
    )
    .bind(ids)
    .bind(today)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| Ok((OrgId(row.try_get("org_id")?), row.try_get("until")?)))
        .collect()
}
