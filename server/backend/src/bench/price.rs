//! What isolation costs, and where deep pages begin.

use std::time::{Duration, Instant};

use domain::TenantId;
use domain::access::Action;
use domain::contract::ListQuery;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Row};

use crate::db::StartError;
use crate::screens::list::{ROW_COLUMNS, rows};
use crate::{AdminDb, Result, Session};

/// How long the same read took with role switch and policies, and without either.
#[derive(Default)]
pub struct Price {
    pub with: Vec<Duration>,
    pub without: Vec<Duration>,
}

/// Reads the newest fifty projects of the session's city, in turn under its policies and as the owner, who
/// is bound by none, on a connection of his own.
///
/// # Errors
/// A sentence when the database does not answer.
pub async fn isolation(
    session: &Session,
    owner_url: &str,
    times: usize,
) -> std::result::Result<Price, StartError> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .connect(owner_url)
        .await
        .map_err(said)?;
    let tenant = session.tenant().unwrap_or(TenantId(0));
    let mut price = Price::default();
    for round in 0..times + 20 {
        let began = Instant::now();
        fenced(session).await.map_err(said)?;
        let with = began.elapsed();
        let began = Instant::now();
        bare(&pool, tenant).await.map_err(said)?;
        // The first rounds fill caches and prepare statements.
        if round >= 20 {
            price.with.push(with);
            price.without.push(began.elapsed());
        }
    }
    Ok(price)
}

async fn fenced(session: &Session) -> Result<usize> {
    let mut tx = session.read(Action::ListProjects).await?;
    let found = rows::read(&mut tx, session.scope, &ListQuery::default(), &[], 50).await?;
    tx.commit().await?;
    Ok(found.len())
}

/// The same statement in a plain transaction; the city is named, as a program without policies would.
#[expect(clippy::disallowed_methods, reason = "the floor has no door")]
async fn bare(pool: &PgPool, tenant: TenantId) -> sqlx::Result<usize> {
    let sql = format!(
        "select r.*, t.name as tenant_name from ((select w.* from tenant c cross join lateral (select {ROW_COLUMNS}
           from project p where p.tenant_id = c.id and p.submitted order by p.updated_at desc, p.id desc limit $2) w where c.id = any($1))) r
         join tenant t on t.id = r.tenant_id order by r.updated_at desc, r.id desc limit $2"
    );
    let mut tx = pool.begin().await?;
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(vec![tenant.0])
        .bind(50_i64)
        .fetch_all(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(rows.len())
}

/// Projects there are, and a cursor in the middle of the list in each of its orders: newest, due, amount, code.
///
/// # Errors
/// A sentence when the database does not answer.
pub async fn middle(
    admin: &AdminDb,
    tenant: Option<i32>,
) -> std::result::Result<(i64, [String; 4]), StartError> {
    let count: i64 = sqlx::query_scalar("select count(*) from project")
        .fetch_one(&admin.pool)
        .await
        .map_err(said)?;
    let mut cursors = [const { String::new() }; 4];
    for (cursor, (key, order)) in cursors.iter_mut().zip([
        (
            "to_char(updated_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')",
            "updated_at",
        ),
        ("next_due::text", "next_due"),
        ("agreement_amount::text", "agreement_fen"),
        ("code", "code"),
    ]) {
        let sql = format!(
            "with listed as (select {key} || '~' || id as cursor, {order} as key, id from project
               where ($1::int is null or tenant_id = $1) and {order} is not null and submitted)
             select cursor from listed order by key, id offset (select count(*) / 2 from listed) limit 1"
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(tenant)
            .fetch_one(&admin.pool)
            .await
            .map_err(said)?;
        *cursor = row.try_get("cursor").map_err(said)?;
    }
    Ok((count, cursors))
}

fn said(error: impl std::fmt::Display) -> StartError {
    StartError(format!("测量没有完成：{error}。"))
}
