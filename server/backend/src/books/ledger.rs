//! The ledger as it is read: filtered in SQL, with the running sum of what the filter finds.

use domain::access::{Action, Capacity};
use domain::contract::{LedgerPage, LedgerQuery, LedgerRow, LedgerSums};
use domain::state::LedgerKind;
use domain::{LedgerId, ProjectId, TenantId};
use sqlx::Row;
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::query::Query;

use super::finding;
use crate::Result;
use crate::door::{Scope, Session, Tx};
use crate::rows::Columns;

/// Rows of one page.
const PAGE: i64 = 100;

/// What the query finds: `$1` city, `$2` project, `$3` unit, `$4` words, `$5` year, `$6` kind. The
/// region reads every city, a city its own, an organisation its projects: the policies see to that.
const FOUND: &str =
    "from ledger l join project p on p.tenant_id = l.tenant_id and p.id = l.project_id
    where ($1::int is null or l.tenant_id = $1) and ($2::bigint is null or l.project_id = $2)
      and ($3::bigint is null or l.org_id = $3) and ($4 = '' or position($4 in p.search) > 0)
      and ($5::int is null or l.year = $5) and ($6 = '' or l.kind = $6)";

type Bound<'q> = Query<'q, Postgres, PgArguments>;

fn bind<'q>(query: Bound<'q>, asked: &LedgerQuery) -> Bound<'q> {
    let words: String = asked.q.trim().to_lowercase().chars().take(100).collect();
    query
        .bind(asked.tenant)
        .bind(asked.project)
        .bind(asked.unit)
        .bind(words)
        .bind(asked.year)
        .bind(asked.kind.map_or("", LedgerKind::code))
}

/// A page of the ledger, newest first.
pub(crate) async fn ledger(session: &Session, query: LedgerQuery) -> Result<LedgerPage> {
    let mut tx = session.read(Action::ViewLedger).await?;
    let capacities = session.capacities();
    let sql = format!(
        "select f.*, t.name as tenant_name, r.id as reversed from (
           select l.*, p.code, p.name as project_name, sum(l.amount) over (order by l.id) as running {FOUND}) f
         join tenant t on t.id = f.tenant_id
         left join ledger r on r.tenant_id = f.tenant_id and r.reverses = f.id
         where $7::bigint is null or f.id < $7 order by f.id desc limit $8"
    );
    let rows = bind(sqlx::query(sqlx::AssertSqlSafe(sql)), &query)
        .bind(query.before)
        .bind(PAGE + 1)
        .fetch_all(&mut *tx)
        .await?;
    let shown = &rows[..rows.len().min(usize::try_from(PAGE).unwrap_or(0))];
    let mut rows_shown: Vec<LedgerRow> = shown
        .iter()
        .map(|row| entry(row, &capacities))
        .collect::<Result<_>>()?;
    let entries: Vec<i64> = rows_shown.iter().map(|row| row.id.0).collect();
    let mut findings = finding::of_entries(&mut tx, &entries, &capacities).await?;
    for row in &mut rows_shown {
        row.findings = findings.remove(&row.id.0).unwrap_or_default();
    }
    let next = (rows.len() > shown.len())
        .then(|| rows_shown.last().map(|row| row.id.0))
        .flatten();
    let sums = sums(&mut tx, &query).await?;
    let (projects, ledger) = whole(&mut tx, &query).await?;
    Ok(LedgerPage {
        about: about(&mut tx, session.scope, &query).await?,
        rows: rows_shown,
        next,
        sums,
        projects,
        ledger,
        tenants: tenants(&mut tx, session.scope).await?,
        years: sqlx::query_scalar("select distinct year from ledger order by year desc")
            .fetch_all(&mut *tx)
            .await?,
    })
}

async fn sums(tx: &mut Tx, query: &LedgerQuery) -> Result<LedgerSums> {
    let sql = format!(
        "select count(*) as entries, sum(l.amount) as total,
           sum(l.amount) filter (where 'PREPAYMENT' in (l.kind, l.of_kind)) as prepaid,
           sum(l.amount) filter (where 'BALANCE' in (l.kind, l.of_kind)) as balance,
           - sum(l.amount) filter (where 'RECOVERY' in (l.kind, l.of_kind)) as recovered {FOUND}"
    );
    let row = bind(sqlx::query(sqlx::AssertSqlSafe(sql)), query)
        .fetch_one(&mut **tx)
        .await?;
    Ok(LedgerSums {
        entries: row.try_get("entries")?,
        prepaid: row.money("prepaid")?,
        balance: row.money("balance")?,
        recovered: row.money("recovered")?,
        total: row.money("total")?,
    })
}

/// I11 of everything the filter's places hold: a project does not know which year or kind its sums
/// come from, so these two say nothing about either.
async fn whole(tx: &mut Tx, query: &LedgerQuery) -> Result<(domain::Money, domain::Money)> {
    let everything = LedgerQuery {
        year: None,
        kind: None,
        ..query.clone()
    };
    let sql = format!(
        "select (select sum(p.prepaid + p.balance_paid - p.recovered) from project p
             where ($1::int is null or p.tenant_id = $1) and ($2::bigint is null or p.id = $2)
               and ($3::bigint is null or p.unit_id = $3) and ($4 = '' or position($4 in p.search) > 0)) as projects,
           (select sum(l.amount) {FOUND}) as ledger"
    );
    let row = bind(sqlx::query(sqlx::AssertSqlSafe(sql)), &everything)
        .fetch_one(&mut **tx)
        .await?;
    Ok((row.money("projects")?, row.money("ledger")?))
}

/// What the page is about: a project, a unit, else the city.
async fn about(tx: &mut Tx, scope: Scope, query: &LedgerQuery) -> Result<String> {
    let city = match scope {
        Scope::City(city) => Some(city.0),
        _ => query.tenant,
    };
    let sql = "select coalesce((select name from project where id = $1), (select name from organisation where id = $2),
        (select name from tenant where id = $3), '')";
    Ok(sqlx::query_scalar(sql)
        .bind(query.project)
        .bind(query.unit)
        .bind(city)
        .fetch_one(&mut **tx)
        .await?)
}

async fn tenants(tx: &mut Tx, scope: Scope) -> Result<Vec<(TenantId, String)>> {
    if matches!(scope, Scope::City(_)) {
        return Ok(Vec::new());
    }
    let rows = sqlx::query("select id, name from tenant order by id")
        .fetch_all(&mut **tx)
        .await?;
    rows.iter()
        .map(|row| Ok((TenantId(row.try_get("id")?), row.text("name")?)))
        .collect()
}

fn entry(row: &PgRow, capacities: &[Capacity]) -> Result<LedgerRow> {
    let kind: LedgerKind = row.code("kind")?;
    let reversed = row.try_get::<Option<i64>, _>("reversed")?.map(LedgerId);
    let reversible = kind != LedgerKind::Reversal && reversed.is_none();
    let actions = [
        (Action::PostFinding, true),
        (Action::ReverseEntry, reversible),
    ]
    .into_iter()
    .filter(|(action, fits)| *fits && action.allows(capacities))
    .map(|(action, _)| action);
    Ok(LedgerRow {
        id: LedgerId(row.try_get("id")?),
        tenant_name: row.text("tenant_name")?,
        project: ProjectId(row.try_get("project_id")?),
        project_code: row.text("code")?,
        project_name: row.text("project_name")?,
        unit: row.try_get("org_id")?,
        year: row.try_get("year")?,
        kind,
        amount: row.money("amount")?,
        running: row.money("running")?,
        on: row.try_get("happened_on")?,
        voucher: row.text("voucher")?,
        party: row.text("party")?,
        entered: row.try_get("entered_on")?,
        by: row.text("entered_by")?,
        reverses: row.try_get::<Option<i64>, _>("reverses")?.map(LedgerId),
        reason: row.text("reason")?,
        reversed,
        findings: Vec::new(),
        actions: actions.collect(),
    })
}
