//! Organisations, papers and people with all the words.

use domain::access::Action;
use domain::contract::{Found, FoundOrganisation, FoundPaper, FoundPerson};
use domain::{OrgId, ProjectId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{MOST_PAPERS, patterns};
use crate::Result;
use crate::door::{Scope, Session, Tx};
use crate::rows::Columns;

/// Who is in the register: authorities see all of it, others themselves and their partners.
pub(super) async fn organisations(
    tx: &mut Tx,
    scope: Scope,
    words: &[String],
    limit: i64,
) -> Result<Found<FoundOrganisation>> {
    let sql = match scope {
        // The register is everybody's among the authorities, so its index is used under the policy.
        Scope::City(_) | Scope::Region => {
            "select o.id, o.name, o.credit_code from organisation o
             where app.grams(0, lower(o.name || ' ' || o.credit_code)) @> app.grams_of(0, $1)
               and lower(o.name || ' ' || o.credit_code) like all ($2)
             order by o.name, o.id limit $3"
        }
        Scope::Org(_) => {
            "select o.id, o.name, o.credit_code from organisation o
             where o.id in (select p.applicant_id from project p union select p.unit_id from project p union select app.org())
               and cardinality($1::text[]) > 0 and lower(o.name || ' ' || o.credit_code) like all ($2)
             order by o.name, o.id limit $3"
        }
        Scope::Evaluator(_) => {
            "select o.id, o.name, o.credit_code from organisation o
             where o.id in (select unnest(array[p.applicant_id, p.unit_id]) from project p
                 where (p.tenant_id, p.id) in (select e.tenant_id, e.project_id from evaluator e))
               and cardinality($1::text[]) > 0 and lower(o.name || ' ' || o.credit_code) like all ($2)
             order by o.name, o.id limit $3"
        }
    };
    let rows = sqlx::query(sql)
        .bind(words)
        .bind(patterns(words))
        .bind(limit)
        .fetch_all(&mut **tx)
        .await?;
    let found = rows.iter().map(|row| {
        Ok(FoundOrganisation {
            id: OrgId(row.try_get("id")?),
            name: row.text("name")?,
            credit_code: row.text("credit_code")?,
        })
    });
    Ok(Found::first(found.collect::<Result<_>>()?))
}

const PAPER: &str =
    "x.name, x.id, p.id as project, p.name as project_name, p.kind, p.state, t.name as tenant_name";

/// Files of projects, and of applications where the post may open those.
pub(super) async fn papers(
    tx: &mut Tx,
    session: &Session,
    words: &[String],
    limit: i64,
) -> Result<Found<FoundPaper>> {
    let applications = Action::ViewApplication.allows(&session.capacities());
    let (papers, attachments) = looked_up(tx, session.scope, words).await?;
    let mut rows = of_table(tx, session.scope, "paper", words, &papers, limit).await?;
    // Evaluators have no part in applications.
    if applications && !matches!(session.scope, Scope::Evaluator(_)) {
        rows.extend(of_table(tx, session.scope, "attachment", words, &attachments, limit).await?);
    }
    Ok(Found::first(rows.iter().map(paper).collect::<Result<_>>()?))
}

/// The numbers of papers of projects and of applications to look at, for authorities; others see so few
/// that they are read.
async fn looked_up(tx: &mut Tx, scope: Scope, words: &[String]) -> Result<(Vec<i64>, Vec<i64>)> {
    let sql = match scope {
        Scope::City(_) => "select kind, id from app.search_city_papers($1, $2)",
        Scope::Region => "select kind, id from app.search_region_papers($1, $2)",
        Scope::Org(_) | Scope::Evaluator(_) => return Ok((Vec::new(), Vec::new())),
    };
    let found: Vec<(String, i64)> = sqlx::query_as(sql)
        .bind(words)
        .bind(MOST_PAPERS)
        .fetch_all(&mut **tx)
        .await?;
    let of = |kind: &str| {
        let of_kind = found.iter().filter(|(this, _)| this == kind);
        of_kind.map(|(_, id)| *id).collect()
    };
    Ok((of("PAPER"), of("ATTACHMENT")))
}

async fn of_table(
    tx: &mut Tx,
    scope: Scope,
    table: &str,
    words: &[String],
    ids: &[i64],
    limit: i64,
) -> Result<Vec<PgRow>> {
    let own = match scope {
        Scope::City(_) | Scope::Region => "x.id = any ($3)",
        Scope::Org(_) => "(x.tenant_id, x.project_id) in (select o.tenant_id, o.id from project o)",
        Scope::Evaluator(_) => {
            "(x.tenant_id, x.project_id) in (select e.tenant_id, e.project_id from evaluator e)"
        }
    };
    let sql = format!(
        "select {PAPER} from {table} x join project p on p.tenant_id = x.tenant_id and p.id = x.project_id join tenant t on t.id = p.tenant_id
         where {own} and x.removed_on is null and lower(x.name) like all ($1) order by x.id desc limit $2"
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(patterns(words))
        .bind(limit);
    if matches!(scope, Scope::City(_) | Scope::Region) {
        query = query.bind(ids);
    }
    Ok(query.fetch_all(&mut **tx).await?)
}

fn paper(row: &PgRow) -> Result<FoundPaper> {
    Ok(FoundPaper {
        name: row.text("name")?,
        project: ProjectId(row.try_get("project")?),
        project_name: row.text("project_name")?,
        tenant_name: row.text("tenant_name")?,
        kind: row.code("kind")?,
        state: row.code("state")?,
    })
}

/// Evaluators of the pool, for those who may open it.
pub(super) async fn people(
    tx: &mut Tx,
    session: &Session,
    words: &[String],
    limit: i64,
) -> Result<Found<FoundPerson>> {
    if !Action::ViewExperts.allows(&session.capacities()) {
        return Ok(Found::default());
    }
    let rows = sqlx::query(
        "select e.name, e.title, e.employer, e.speciality from expert e
         where e.removed_on is null and lower(concat_ws(' ', e.name, e.title, e.employer, e.speciality)) like all ($1)
         order by e.name, e.account_id limit $2",
    )
    .bind(patterns(words))
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    let found = rows.iter().map(|row| {
        Ok(FoundPerson {
            name: row.text("name")?,
            title: row.text("title")?,
            employer: row.text("employer")?,
            speciality: row.text("speciality")?,
        })
    });
    Ok(Found::first(found.collect::<Result<_>>()?))
}
