//! I13 on every table and I14 on every column, asked of the database under each role.

use std::collections::BTreeSet;

use domain::contract::PublicApi;
use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::actors::{FIRST_EXPERT, FIRST_ORG, TENANTS};
use super::state::Model;
use crate::testkit::World;

/// What anybody may read without a login, column by column (R033, R085, R122, matrix column PUB).
const PUBLIC: &[(&str, &[&str])] = &[
    (
        "tenant",
        &[
            "id",
            "name",
            "english",
            "kind",
            "agency",
            "tile_column",
            "tile_row",
        ],
    ),
    (
        "area_set",
        &[
            "tenant_id",
            "id",
            "year",
            "no",
            "state",
            "areas",
            "published_on",
            "decided_on",
        ],
    ),
    (
        "publication",
        &[
            "tenant_id",
            "area_set_id",
            "channel",
            "address",
            "published_on",
        ],
    ),
    ("ban", &["name", "effective_on", "last_on", "revoked_on"]),
    (
        "city_file",
        &[
            "tenant_id",
            "id",
            "owner",
            "owner_id",
            "name",
            "mime",
            "bytes",
            "hash",
            "removed_on",
        ],
    ),
];
/// Every name in the answer of the public page.
const PUBLIC_NAMES: &[&str] = &[
    "demo",
    "cities",
    "tenant",
    "name",
    "agency",
    "year",
    "areas",
    "published",
    "channels",
    "open",
    "industries",
    "region",
    "trades",
    "types",
    "rationale",
];

/// Whoever sees, or could change, what is not theirs.
pub(super) async fn leaks(world: &World, model: &Model) -> Vec<String> {
    let mut out = Vec::new();
    let tables = tables(world).await;
    for tenant in TENANTS {
        city(world, tenant, &tables, &mut out).await;
    }
    for org in 0..model.orgs.len() {
        organisation(world, model, org, &tables, &mut out).await;
    }
    for who in FIRST_EXPERT..model.cast.len() {
        evaluator(world, model, who, &tables, &mut out).await;
    }
    everybody(world, model, &mut out).await;
    out
}

/// A table of tenants: its name, and whether it is about projects.
struct Table {
    name: String,
    project: Option<&'static str>,
}

/// Every table with a tenant; each must be protected.
async fn tables(world: &World) -> Vec<Table> {
    let mut tx = world.admin.begin().await.expect("begin");
    let rows = sqlx::query(
        "select c.relname::text as name, c.relrowsecurity and c.relforcerowsecurity as protected,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'project_id') as project
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1",
    )
    .fetch_all(&mut *tx)
    .await
    .expect("tables");
    rows.iter()
        .map(|row| {
            let name: String = row.get("name");
            // People and bans belong to no tenant: the column says where they work, and who decided.
            assert!(
                row.get::<bool, _>("protected") || name == "ban",
                "{name} is not protected"
            );
            let project = match (name.as_str(), row.get::<bool, _>("project")) {
                ("project", _) => Some("id"),
                (_, true) => Some("project_id"),
                _ => None,
            };
            Table { name, project }
        })
        .filter(|table| table.name != "ban" && table.name != "account")
        .collect()
}

/// A transaction that is somebody's, by the door's own settings; always rolled back.
async fn enter(
    world: &World,
    role: &str,
    settings: [(&str, String); 2],
) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut tx = world.admin.begin().await.expect("begin");
    sqlx::query("select set_config('role', 'none', true)")
        .execute(&mut *tx)
        .await
        .expect("none");
    for (name, value) in settings {
        sqlx::query("select set_config($1, $2, true)")
            .bind(name)
            .bind(value)
            .execute(&mut *tx)
            .await
            .expect("set");
    }
    sqlx::query("select set_config('role', $1, true)")
        .bind(role)
        .execute(&mut *tx)
        .await
        .expect("role");
    tx
}

async fn may(conn: &mut PgConnection, table: &str, right: &str) -> bool {
    sqlx::query_scalar("select has_any_column_privilege($1, $2)")
        .bind(table)
        .bind(right)
        .fetch_one(conn)
        .await
        .expect("privilege")
}

/// A column that the role may change, if there is one.
async fn changeable(conn: &mut PgConnection, table: &str) -> Option<String> {
    sqlx::query_scalar(
        "select a.attname::text from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0
           and not a.attisdropped and a.attgenerated = '' and has_column_privilege(a.attrelid, a.attnum, 'update')
         order by a.attnum limit 1",
    )
    .bind(table)
    .fetch_optional(conn)
    .await
    .expect("a column")
}

/// A city reads and changes rows of its own only.
async fn city(world: &World, tenant: i32, tables: &[Table], out: &mut Vec<String>) {
    let settings = [
        ("app.tenant", tenant.to_string()),
        ("app.account", "1".into()),
    ];
    let mut tx = enter(world, "app_city", settings).await;
    for table in tables {
        let name = &table.name;
        if may(&mut tx, name, "select").await {
            let query = format!("select count(*) from {name} where tenant_id <> {tenant}");
            let count: i64 = one(&mut tx, query).await;
            if count > 0 {
                out.push(format!(
                    "I13 {tenant} reads {count} rows of others in {name}"
                ));
            }
        }
        if let Some(column) = changeable(&mut tx, name).await {
            let query =
                format!("update {name} set {column} = {column} where tenant_id <> {tenant}");
            let done = sqlx::query(AssertSqlSafe(query)).execute(&mut *tx).await;
            let count = done.expect("an update of nothing").rows_affected();
            if count > 0 {
                out.push(format!(
                    "I13 {tenant} changes {count} rows of others in {name}"
                ));
            }
        }
    }
}

async fn one(conn: &mut PgConnection, query: String) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_one(conn)
        .await
        .expect("a count")
}

async fn ids(conn: &mut PgConnection, query: String) -> BTreeSet<i64> {
    let found: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_all(conn)
        .await
        .expect("numbers");
    found.into_iter().collect()
}

/// What of the tables about projects somebody outside sees: of their own projects only.
async fn of_projects(
    conn: &mut PgConnection,
    tables: &[Table],
    own: &BTreeSet<i64>,
    who: &str,
    out: &mut Vec<String>,
) {
    for table in tables {
        let name = &table.name;
        if !may(conn, name, "select").await {
            continue;
        }
        if let Some(column) = table.project {
            let query = format!("select distinct {column} from {name} where {column} is not null");
            let seen = ids(conn, query).await;
            let others: Vec<_> = seen.difference(own).collect();
            if !others.is_empty() {
                out.push(format!("I13 {who} sees projects {others:?} in {name}"));
            }
            if name == "project" && seen != *own {
                out.push(format!("I13 {who} does not see all of its projects"));
            }
        } else if name == "area_set" {
            let query = "select count(*) from area_set where state not in ('PUBLISHED', 'CLOSED')";
            let count = one(conn, query.to_owned()).await;
            if count > 0 {
                out.push(format!("I13 {who} sees {count} unpublished key areas"));
            }
        }
    }
}

async fn organisation(
    world: &World,
    model: &Model,
    org: usize,
    tables: &[Table],
    out: &mut Vec<String>,
) {
    let own = |project: &&super::state::Project| {
        project.applicant == Some(org) || project.unit == Some(org)
    };
    let own = model
        .projects
        .iter()
        .filter(own)
        .map(|one| one.id)
        .collect();
    let account = model.cast[FIRST_ORG + org].account;
    let settings = [
        ("app.org", model.orgs[org].to_string()),
        ("app.account", account.to_string()),
    ];
    let mut tx = enter(world, "app_org", settings).await;
    of_projects(&mut tx, tables, &own, &format!("organisation {org}"), out).await;
    // Working copies, papers and intake are the applicant's alone, also towards the unit.
    let applied: BTreeSet<i64> = model
        .projects
        .iter()
        .filter(|one| one.applicant == Some(org))
        .map(|one| one.id)
        .collect();
    for name in [
        "application_draft",
        "draft_edit",
        "application",
        "attachment",
        "intake",
        "meeting_opinion",
    ] {
        let seen = ids(&mut tx, format!("select distinct project_id from {name}")).await;
        if !seen.is_subset(&applied) {
            out.push(format!(
                "I13 organisation {org} sees papers of others in {name}"
            ));
        }
    }
}

async fn evaluator(
    world: &World,
    model: &Model,
    who: usize,
    tables: &[Table],
    out: &mut Vec<String>,
) {
    let own = model
        .projects
        .iter()
        .filter(|project| project.evaluators.contains_key(&who))
        .map(|one| one.id)
        .collect();
    let settings = [
        ("app.account", model.cast[who].account.to_string()),
        ("app.org", String::new()),
    ];
    let mut tx = enter(world, "app_evaluator", settings).await;
    of_projects(&mut tx, tables, &own, &format!("evaluator {who}"), out).await;
}

/// I14: without a login, whitelisted columns of published rows, and the page shows no others.
async fn everybody(world: &World, model: &Model, out: &mut Vec<String>) {
    let settings = [("app.tenant", String::new()), ("app.org", String::new())];
    let mut tx = enter(world, "app_public", settings).await;
    let rows = sqlx::query(
        "select c.relname::text as name, a.attname::text as attribute from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relkind in ('r', 'v', 'm', 'p') and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
           and has_column_privilege(c.oid, a.attnum, 'select') order by 1, 2",
    )
    .fetch_all(&mut *tx)
    .await
    .expect("columns");
    for row in rows {
        let (table, column): (String, String) = (row.get("name"), row.get("attribute"));
        let listed = PUBLIC
            .iter()
            .any(|(name, columns)| *name == table && columns.contains(&column.as_str()));
        if !listed {
            out.push(format!("I14 {table}.{column} can be read without a login"));
        }
    }
    let published = "select id from area_set";
    let seen = ids(&mut tx, published.to_owned()).await;
    let wanted: BTreeSet<i64> = model
        .areas
        .iter()
        .filter(|set| {
            use domain::state::AreaState as S;
            matches!(set.state, S::Published | S::Closed)
        })
        .map(|set| set.id)
        .collect();
    if seen != wanted {
        out.push(format!(
            "I14 published are {wanted:?}, everybody sees {seen:?}"
        ));
    }
    drop(tx);
    let page = world.db.public_areas().await.expect("the public page");
    if page.cities.len() != wanted.len() {
        out.push(format!(
            "I14 the public page shows {} of {}",
            page.cities.len(),
            wanted.len()
        ));
    }
    let mut names = BTreeSet::new();
    collect(&serde_json::to_value(&page).expect("json"), &mut names);
    for name in names {
        if !PUBLIC_NAMES.contains(&name.as_str()) {
            out.push(format!("I14 the public page says {name}"));
        }
    }
}

fn collect(value: &serde_json::Value, names: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(parts) => {
            for (name, part) in parts {
                names.insert(name.clone());
                collect(part, names);
            }
        }
        serde_json::Value::Array(parts) => {
            for part in parts {
                collect(part, names);
            }
        }
        _ => {}
    }
}
