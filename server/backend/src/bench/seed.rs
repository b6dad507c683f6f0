//! `yufang bench seed`: a database of one's own with as many projects as one likes.
//!
//! The demo is written by the real use cases and then copied by SQL (`prepare.sql`): each copy has
//! names, codes and organisations of its own, and its deadlines, payments, ledger and history agree
//! as those of the demo do. Guards that only guard are passed by (`session_replication_role`), which
//! needs a superuser of a database that this command made itself; afterwards everything they guard
//! is checked over all rows.

use std::fmt;
use std::time::Instant;

use sqlx::postgres::PgPool;
use sqlx::{AssertSqlSafe, Row};

use crate::db::StartError;
use crate::{AdminDb, demo};

/// Most projects that can be asked for: numbers of copies end below those of new rows.
pub const MOST: u32 = 5_000_000;
/// Copies of the pattern in one transaction: some 34,000 projects.
const BATCH: i32 = 200;

/// What was made.
#[derive(Clone, Copy, Debug)]
pub struct Seeded {
    pub projects: i64,
    pub deadlines: i64,
    pub events: i64,
    pub millis: u128,
}

impl fmt::Display for Seeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            projects,
            deadlines,
            events,
            millis,
        } = self;
        write!(
            f,
            "测速数据已备好：{projects} 个项目，{deadlines} 条期限，{events} 条历史，账目、汇总、期限逐项核对相符，用时 {}.{} 秒。",
            millis / 1000,
            millis / 100 % 10
        )
    }
}

/// What is being done, and how far it is: done and all, in projects; 0 of 0 where nobody knows.
pub type Progress<'a> = &'a mut (dyn FnMut(&'static str, u64, u64) + Send);

/// Brings an empty database, or one made by this command, to `wanted` projects.
///
/// # Errors
/// A sentence: a database that holds anything else, a role that may not, rows that do not agree.
pub async fn seed(
    admin: &AdminDb,
    app_url: &str,
    wanted: u32,
    progress: Progress<'_>,
) -> Result<Seeded, StartError> {
    let began = Instant::now();
    if !is_ours(admin).await? {
        refuse_foreign(admin).await?;
        let report = demo::load(admin, app_url, admin.today(), |done, all| {
            progress("正在装入样本（演示数据）", done, all);
        })
        .await;
        report.map_err(|error| StartError(format!("样本没有装完：{error}")))?;
        prepare(admin).await?;
    }
    grow(admin, wanted, progress).await?;
    progress("正在核对账目、汇总和期限", 0, 0);
    if let Some(fault) = faults(admin).await?.first() {
        return Err(StartError(format!("测速数据不一致：{fault}。")));
    }
    summary(&admin.pool, began).await.map_err(said)
}

/// Takes what is in the database as the pattern of all copies.
///
/// # Errors
/// A sentence with what PostgreSQL said.
pub(crate) async fn prepare(admin: &AdminDb) -> Result<(), StartError> {
    sqlx::raw_sql(include_str!("prepare.sql"))
        .execute(&admin.pool)
        .await
        .map_err(said)?;
    Ok(())
}

/// Copies the pattern until there are so many projects.
///
/// # Errors
/// A sentence with what PostgreSQL said.
pub(crate) async fn grow(
    admin: &AdminDb,
    wanted: u32,
    progress: Progress<'_>,
) -> Result<(), StartError> {
    let row = sqlx::query("select templates, made, growing from bench.state")
        .fetch_one(&admin.pool)
        .await
        .map_err(said)?;
    let templates: i32 = row.try_get("templates").map_err(said)?;
    let made: i32 = row.try_get("made").map_err(said)?;
    if row.try_get("growing").map_err(said)? {
        return Err(StartError(
            "上一次写到一半中断了，或另一个 bench seed 正在写入。中断的测速库不能接着用，请另指定一个空目录（YUFANG_DATA）或空数据库。".into(),
        ));
    }
    let more = i32::try_from(wanted.min(MOST)).unwrap_or(i32::MAX) - templates;
    if more > made {
        run(
            &admin.pool,
            "update bench.state set growing = true; call bench.drop_indexes()",
        )
        .await?;
        let last = (more + templates - 1) / templates;
        for low in (made / templates + 1..=last).step_by(usize::try_from(BATCH).unwrap_or(1)) {
            let high = last.min(low + BATCH - 1);
            batch(&admin.pool, low, high, more).await?;
            let done = u64::from((high * templates).min(more).unsigned_abs());
            progress("正在生成项目", done, u64::from(more.unsigned_abs()));
        }
    }
    progress("正在建立索引", 0, 0);
    indexes(&admin.pool).await?;
    progress("正在汇总", 0, 0);
    run(&admin.pool, &format!("call bench.settle({more})")).await?;
    for table in [
        "project",
        "deadline",
        "ledger",
        "budget_line",
        "event",
        "paper",
        "tally",
    ] {
        run(&admin.pool, &format!("vacuum analyze {table}")).await?;
    }
    run(&admin.pool, "analyze").await
}

/// The copies `low..=high`, on two connections.
async fn batch(pool: &PgPool, low: i32, high: i32, most: i32) -> Result<(), StartError> {
    let tables = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("call bench.copy('{name}', {low}, {high}, {most});"))
            .collect::<String>()
    };
    // The rows of one batch wait for the disk together, at its end.
    let left = format!(
        "call bench.copy_projects({low}, {high}, {most}); {}",
        tables(&["deadline", "agreement", "payment", "ledger", "budget_line"])
    );
    let right = format!(
        "call bench.copy_history({low}, {high}, {most}); {}",
        tables(&["filing", "signature", "acceptance", "report", "claim"])
    );
    tokio::try_join!(run(pool, &left), run(pool, &right))?;
    Ok(())
}

/// Builds the indexes that were dropped.
async fn indexes(pool: &PgPool) -> Result<(), StartError> {
    let missing: Vec<(String, String)> =
        sqlx::query_as("select name, definition from bench.index order by name")
            .fetch_all(pool)
            .await
            .map_err(said)?;
    let build = async |part: usize| -> Result<(), StartError> {
        for (name, definition) in missing.iter().skip(part).step_by(2) {
            let sql = format!(
                "set maintenance_work_mem = '512MB'; {definition}; delete from bench.index where name = '{name}'"
            );
            run(pool, &sql).await?;
        }
        Ok(())
    };
    tokio::try_join!(build(0), build(1))?;
    Ok(())
}

/// What does not agree, one line each.
///
/// # Errors
/// A sentence with what PostgreSQL said.
pub(crate) async fn faults(admin: &AdminDb) -> Result<Vec<String>, StartError> {
    sqlx::query_scalar("select fault from bench.check() limit 20")
        .fetch_all(&admin.pool)
        .await
        .map_err(said)
}

async fn is_ours(admin: &AdminDb) -> Result<bool, StartError> {
    sqlx::query_scalar("select to_regclass('bench.state') is not null")
        .fetch_one(&admin.pool)
        .await
        .map_err(said)
}

/// Never a database that anybody works with.
async fn refuse_foreign(admin: &AdminDb) -> Result<(), StartError> {
    let mut tx = admin.begin().await.map_err(said)?;
    let used: bool = sqlx::query_scalar(
        "select exists (select from account) or exists (select from project) or exists (select from event)",
    )
    .fetch_one(&mut *tx)
    .await
    .map_err(said)?;
    if used {
        return Err(StartError(
            "数据库中已有账号或业务数据，没有写入任何内容。bench seed 只写入空库，或它自己先前建立的测速库；请用 YUFANG_DATA 另指定一个空目录，或用 DATABASE_URL 指定一个空数据库。".into(),
        ));
    }
    Ok(())
}

async fn summary(pool: &PgPool, began: Instant) -> sqlx::Result<Seeded> {
    let row = sqlx::query(
        "select (select count(*) from project) as projects, (select count(*) from deadline) as deadlines, (select count(*) from event) as events",
    )
    .fetch_one(pool)
    .await?;
    Ok(Seeded {
        projects: row.try_get("projects")?,
        deadlines: row.try_get("deadlines")?,
        events: row.try_get("events")?,
        millis: began.elapsed().as_millis(),
    })
}

async fn run(pool: &PgPool, sql: &str) -> Result<(), StartError> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(pool)
        .await
        .map_err(said)?;
    Ok(())
}

fn said(error: sqlx::Error) -> StartError {
    let code = error.as_database_error().and_then(|error| error.code());
    if code.as_deref() == Some("42501") {
        return StartError(
            "数据库账号不是超级用户，不能成批写入测速数据。请使用程序自带的数据库（不设 DATABASE_URL），或以超级用户连接测速专用的库。".into(),
        );
    }
    StartError(format!("测速数据没有写完：{error}。"))
}
