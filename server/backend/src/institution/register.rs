//! The register shared by the region (R060, 3.3 (2)).

use std::collections::BTreeMap;

use domain::access::Action;
use domain::code::{CreditCode, normalise};
use domain::contract::{InstitutionDraft, InstitutionQuery, InstitutionRow, InstitutionsView};
use domain::eligibility::{Check, Need, standing};
use domain::state::InstitutionKind;
use domain::{OrgId, Refusal, TenantId};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::eligibility::checks;
use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_org};
use crate::plan::required;
use crate::rows::Columns;

/// Rows of the list; who looks for one of more types another character.
const SHOWN: usize = 100;

/// The list.
pub(crate) async fn institutions(
    session: &Session,
    query: InstitutionQuery,
) -> Result<InstitutionsView> {
    let mut tx = session.read(Action::ViewInstitutions).await?;
    let today = tx.today();
    let wanted: String = query.q.trim().to_lowercase().chars().take(100).collect();
    // position() has no wildcards, so % and _ mean themselves.
    let mut rows = sqlx::query(
        "select o.id, o.name, o.credit_code, o.kind,
           (select max(b.last_on) from ban b where b.org_id = o.id and $3 between b.effective_on and b.last_on
              and (b.revoked_on is null or b.revoked_on > $3)) as banned_until
         from organisation o
         where (o.registered_on is not null or exists (select from eligibility e where e.org_id = o.id))
           and ($1 = '' or position($1 in lower(o.name || ' ' || o.credit_code)) > 0)
           and ($2::text is null or o.kind = $2)
         order by o.name, o.id limit $4",
    )
    .bind(wanted)
    .bind(query.kind.map(InstitutionKind::code))
    .bind(today)
    .bind(i64::try_from(SHOWN + 1).unwrap_or(i64::MAX))
    .fetch_all(&mut *tx)
    .await?;
    let more = rows.len() > SHOWN;
    rows.truncate(SHOWN);
    let ids: Vec<i64> = rows
        .iter()
        .map(|row| row.try_get("id"))
        .collect::<sqlx::Result<_>>()?;
    let mut found = by_city(&mut tx, &ids).await?;
    let cities = city_names(&mut tx).await?;
    let rows = rows.iter().map(|row| {
        let id = OrgId(row.try_get("id")?);
        let known = found.remove(&id).unwrap_or_default();
        listed(row, id, session.tenant(), &known, &cities, &tx)
    });
    Ok(InstitutionsView {
        today,
        rows: rows.collect::<Result<_>>()?,
        more,
        may_add: Action::AddInstitution.allows(&session.capacities()),
    })
}

type ByCity = BTreeMap<TenantId, Vec<Check>>;

async fn by_city(tx: &mut Tx, orgs: &[i64]) -> Result<BTreeMap<OrgId, ByCity>> {
    let mut map: BTreeMap<OrgId, ByCity> = BTreeMap::new();
    for found in checks(tx, orgs).await? {
        let city = map.entry(found.org).or_default();
        city.entry(found.tenant).or_default().push(found.check);
    }
    Ok(map)
}

/// The cities by their codes.
pub(super) async fn city_names(tx: &mut Tx) -> Result<BTreeMap<TenantId, String>> {
    let rows = sqlx::query("select id, name from tenant")
        .fetch_all(&mut **tx)
        .await?;
    rows.iter()
        .map(|row| Ok((TenantId(row.try_get("id")?), row.text("name")?)))
        .collect()
}

fn listed(
    row: &PgRow,
    id: OrgId,
    own: Option<TenantId>,
    known: &ByCity,
    cities: &BTreeMap<TenantId, String>,
    tx: &Tx,
) -> Result<InstitutionRow> {
    let today = tx.today();
    let here = own.map(|tenant| known.get(&tenant).map_or(&[][..], Vec::as_slice));
    let eligible = known
        .iter()
        .filter(|(_, checks)| standing(checks, Need::GENERAL, today).is_eligible())
        .filter_map(|(tenant, _)| cities.get(tenant).cloned());
    Ok(InstitutionRow {
        id,
        name: row.text("name")?,
        credit_code: row.text("credit_code")?,
        kind: row.code_opt("kind")?,
        standing: here.map(|checks| standing(checks, Need::GENERAL, today)),
        expires: here.and_then(|checks| checks.first().map(|check| check.expires)),
        eligible_in: if own.is_some() {
            Vec::new()
        } else {
            eligible.collect()
        },
        banned_until: row.date_opt("banned_until")?,
    })
}

/// Enters an institution; one that is known as an applicant keeps its name (R060, R061).
pub(crate) async fn add_institution(session: &Session, draft: InstitutionDraft) -> Result<OrgId> {
    let mut tx = session.write(Action::AddInstitution).await?;
    let code = CreditCode::parse("credit_code", &normalise(&draft.credit_code))?;
    let name = required("name", "机构名称", &draft.name, 100)?;
    let kind = InstitutionKind::from_code(&draft.kind).ok_or(Refusal::UnknownChoice {
        field: "kind".into(),
        label: "机构类别".into(),
    })?;
    let today = tx.today();
    let done = sqlx::query(
        "insert into organisation (credit_code, name, kind, registered_on) values ($1, $2, $3, $4)
         on conflict (credit_code) do nothing",
    )
    .bind(code.as_str())
    .bind(&name)
    .bind(kind.code())
    .bind(today)
    .execute(&mut *tx)
    .await?;
    let row = sqlx::query("select id, name from organisation where credit_code = $1")
        .bind(code.as_str())
        .fetch_one(&mut *tx)
        .await?;
    let (id, name) = (OrgId(row.try_get("id")?), row.text("name")?);
    if done.rows_affected() == 0 {
        enter_known(&mut tx, id, &name, kind).await?;
    }
    let text = format!("登记服务机构“{name}”（{}）", kind.label());
    let facts = json!({"org": id, "credit_code": code, "kind": kind});
    record_org(&mut tx, id, Entry::new(text).facts(facts)).await?;
    tx.commit().await?;
    Ok(id)
}

/// An organisation that stands in the table already, as applicant or candidate.
async fn enter_known(tx: &mut Tx, id: OrgId, name: &str, kind: InstitutionKind) -> Result<()> {
    let today = tx.today();
    // Another city may be entering it at the same moment: then the policy finds it entered, and
    // nothing is changed.
    let done = sqlx::query(
        "update organisation set kind = $2, registered_on = $3 where id = $1 and registered_on is null",
    )
    .bind(id.0)
    .bind(kind.code())
    .bind(today)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Refusal::KnownInstitution {
            field: "credit_code".into(),
            name: name.into(),
        }
        .into());
    }
    Ok(())
}
