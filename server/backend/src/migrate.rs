//! Migrations, and the refusal to run on a schema this program does not know.

use std::collections::BTreeSet;

use sqlx::migrate::Migrator;
use sqlx::{Connection, PgConnection};

use crate::db::{Database, StartError};
use crate::door::{Reason, system};
use crate::{classification, reference, standard};

/// Every migration, compiled in.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// What a run did.
#[derive(Debug)]
pub struct Report {
    pub applied: usize,
    pub version: i64,
}

/// Brings the schema and the reference rows up to date. Needs the owner.
///
/// # Errors
/// A sentence with what PostgreSQL said.
pub async fn run(owner_url: &str) -> Result<Report, StartError> {
    let mut conn = PgConnection::connect(owner_url)
        .await
        .map_err(|error| StartError(format!("连接不上数据库：{error}")))?;
    let before = versions(&mut conn).await;
    refuse_newer(&before)?;
    MIGRATOR
        .run(&mut conn)
        .await
        .map_err(|error| StartError(format!("数据库升级失败：{error}")))?;
    load_reference(&mut conn)
        .await
        .map_err(|error| StartError(format!("写入基础数据失败：{error}")))?;
    let after = versions(&mut conn).await;
    Ok(Report {
        applied: after.len() - before.len(),
        version: after.last().copied().unwrap_or(0),
    })
}

/// Refuses to serve on a schema that is older, newer or unknown.
///
/// # Errors
/// A sentence that says what to do.
pub async fn check(db: &Database) -> Result<(), StartError> {
    let mut tx = system(db, Reason::SignIn)
        .await
        .map_err(|error| StartError(format!("连接不上数据库：{error}")))?;
    let found = versions(&mut tx).await;
    refuse_newer(&found)?;
    let known = known();
    if found != known {
        let missing = known.difference(&found).count();
        return Err(StartError(format!(
            "数据库结构需要升级（缺 {missing} 步）。请先运行 yufang migrate，再启动服务。"
        )));
    }
    Ok(())
}

fn known() -> BTreeSet<i64> {
    MIGRATOR.iter().map(|migration| migration.version).collect()
}

fn refuse_newer(found: &BTreeSet<i64>) -> Result<(), StartError> {
    match found.difference(&known()).next() {
        Some(version) => Err(StartError(format!(
            "数据库结构的版本 {version} 不是本程序所认识的，可能由更新的版本创建。请使用与数据库一致或更新的程序。"
        ))),
        None => Ok(()),
    }
}

/// The applied versions; none before the first run.
async fn versions(conn: &mut PgConnection) -> BTreeSet<i64> {
    sqlx::query_scalar("select version from _sqlx_migrations where success")
        .fetch_all(conn)
        .await
        .unwrap_or_default()
        .into_iter()
        .collect()
}

/// Tenants, calendar, the first training-fee standard and classifications: inserted once, later changed by people, never by an upgrade.
async fn load_reference(conn: &mut PgConnection) -> sqlx::Result<()> {
    let mut tx = conn.begin().await?;
    sqlx::query("grant select on _sqlx_migrations to app_system")
        .execute(&mut *tx)
        .await?;
    sqlx::query("select set_config('role', 'app_admin', true)")
        .execute(&mut *tx)
        .await?;
    for tenant in reference::tenants() {
        let (column, row) = tile(tenant.code);
        let league = matches!(tenant.kind, reference::TenantKind::League);
        sqlx::query(
            "insert into tenant (id, name, english, kind, agency, tile_column, tile_row)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing",
        )
        .bind(tenant.code)
        .bind(&tenant.name)
        .bind(&tenant.english)
        .bind(if league { "league" } else { "city" })
        .bind(format!("{}社会保险事业服务中心", tenant.name))
        .bind(column)
        .bind(row)
        .execute(&mut *tx)
        .await?;
    }
    for year in reference::calendar_years() {
        sqlx::query(
            "insert into calendar_year (year, announced, version, notice, days_off, makeup)
             values ($1, $2, $3, $4, $5, $6) on conflict (year) do nothing",
        )
        .bind(year.year)
        .bind(year.announced)
        .bind(year.version)
        .bind(year.notice.unwrap_or_default())
        .bind(serde_json::json!(year.off))
        .bind(serde_json::json!(year.makeup))
        .execute(&mut *tx)
        .await?;
    }
    standard::begin(&mut tx).await?;
    classification::begin(&mut tx).await?;
    tx.commit().await
}

/// Where a league or city lies on the map of tiles: column from the west, row from the north.
const fn tile(code: i32) -> (i32, i32) {
    match code {
        150_700 => (7, 1),
        152_200 => (7, 2),
        152_500 => (5, 3),
        150_400 => (6, 3),
        150_500 => (7, 3),
        150_800 => (2, 4),
        150_200 => (3, 4),
        150_900 => (4, 4),
        152_900 => (1, 5),
        150_300 => (2, 5),
        150_600 => (3, 5),
        150_100 => (4, 5),
        _ => (1, 1),
    }
}
