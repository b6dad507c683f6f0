//! The throw-away cluster behind the tests: templates, copies, and cleaning up after both.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::UNIX_EPOCH;

use chrono::Days;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row};

use super::{PASSWORD, SetClock, first_day};
use crate::demo::small;
use crate::{AdminDb, Database, Settings, migrate, users};

/// How databases begin that are not removed.
const KEPT: &str = "yfk_";
/// The lock under which templates are built and removed.
const LOCK: i64 = 0x7975_6661_6E67;

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("runtime")
        .block_on(work)
}

/// The throw-away cluster.
#[derive(Clone)]
pub(super) struct Cluster(PgConnectOptions);

impl Cluster {
    pub(super) fn of_environment() -> Self {
        let url = std::env::var("TEST_DATABASE_URL").unwrap_or_default();
        assert!(
            !url.is_empty(),
            "TEST_DATABASE_URL is not set: these tests need a throw-away PostgreSQL. Run: eval \"$(.ci/test-postgres start)\""
        );
        Self(PgConnectOptions::from_str(&url).expect("TEST_DATABASE_URL is no database address"))
    }

    pub(super) fn url(&self, database: &str, user: Option<&str>) -> String {
        let options = self.0.clone().database(database);
        let options = if let Some(user) = user {
            options.username(user)
        } else {
            options
        };
        options.to_url_lossy().to_string()
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&self.0)
            .await
            .expect("the database of TEST_DATABASE_URL does not answer")
    }

    /// The name of this program's template, built if it is not there yet.
    pub(super) async fn template(&self) -> String {
        let (program, build) = fingerprint();
        let name = format!("yft_{program}_{build}");
        let mut conn = self.connect().await;
        if is_ready(&mut conn, &name).await {
            return name;
        }
        sqlx::query("select pg_advisory_lock($1)")
            .bind(LOCK)
            .execute(&mut conn)
            .await
            .expect("lock");
        if !is_ready(&mut conn, &name).await {
            sweep(&mut conn, &program).await;
            run(&mut conn, &format!("create database {name}")).await;
            self.fill(&name).await;
            run(
                &mut conn,
                &format!("alter database {name} with is_template true allow_connections false"),
            )
            .await;
        }
        // Closing the connection gives the lock back.
        conn.close().await.expect("close");
        name
    }

    async fn fill(&self, name: &str) {
        let owner = self.url(name, None);
        migrate::run(&owner).await.expect("migrate");
        let clock = SetClock::on(first_day() - Days::new(1));
        let settings = Settings {
            pool: 2,
            clock: clock.clock(),
            ..Settings::default()
        };
        let admin = AdminDb::connect(&owner)
            .await
            .expect("connect as owner")
            .with_clock(clock.clock());
        let hash = users::hash_password(PASSWORD).expect("hash");
        let mut tx = admin.begin().await.expect("begin");
        small::furnish(&mut tx, &hash, first_day())
            .await
            .expect("furnish");
        tx.commit().await.expect("commit");
        let db = Database::connect(&self.url(name, Some("yufang_app")), settings)
            .await
            .expect("connect");
        small::populate(&db, &admin).await.expect("populate");
        db.pool.close().await;
        admin.pool.close().await;
    }

    pub(super) async fn create(&self, how: &str) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // YUFANG_KEEP=1 leaves the databases for somebody to look at.
        let prefix = if std::env::var_os("YUFANG_KEEP").is_some() {
            KEPT
        } else {
            "yfw_"
        };
        let name = format!("{prefix}{}_{number}", std::process::id());
        let mut conn = self.connect().await;
        run(
            &mut conn,
            &format!("drop database if exists {name} with (force)"),
        )
        .await;
        run(&mut conn, &format!("create database {name} {how}")).await;
        conn.close().await.expect("close");
        name
    }

    /// Removes a database that is not to be kept; from a thread with a runtime of its own, since the
    /// test's may be the one that is blocked meanwhile.
    pub(super) fn remove(&self, name: &str) {
        if name.starts_with(KEPT) {
            eprintln!("kept: {}", self.url(name, None));
            return;
        }
        let (cluster, name) = (self.clone(), name.to_owned());
        let dropping =
            std::thread::spawn(move || block_on(async move { cluster.drop_database(&name).await }));
        // What is left behind is removed by the next template.
        let _removed = dropping.join();
    }

    async fn drop_database(&self, name: &str) {
        let mut conn = self.connect().await;
        run(
            &mut conn,
            &format!("drop database if exists {name} with (force)"),
        )
        .await;
    }
}

async fn is_ready(conn: &mut PgConnection, name: &str) -> bool {
    let found = sqlx::query("select datistemplate from pg_database where datname = $1")
        .bind(name)
        .fetch_optional(conn);
    found
        .await
        .expect("pg_database")
        .is_some_and(|row| row.get("datistemplate"))
}

/// Removes what earlier builds of this program and killed tests left behind.
async fn sweep(conn: &mut PgConnection, program: &str) {
    let rows =
        sqlx::query("select datname, datistemplate from pg_database where datname ~ '^yf[tw]_'")
            .fetch_all(&mut *conn)
            .await
            .expect("pg_database");
    for row in rows {
        let name: String = row.get("datname");
        let stale = match name.strip_prefix("yfw_") {
            Some(rest) => rest
                .split('_')
                .next()
                .is_some_and(|id| !std::path::Path::new(&format!("/proc/{id}")).exists()),
            None => name.starts_with(&format!("yft_{program}_")),
        };
        if stale {
            if row.get("datistemplate") {
                run(
                    conn,
                    &format!("alter database {name} with is_template false"),
                )
                .await;
            }
            run(
                conn,
                &format!("drop database if exists {name} with (force)"),
            )
            .await;
        }
    }
}

async fn run(conn: &mut PgConnection, statement: &str) {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(conn)
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// Which program this is, and which build of it: the template holds what its use cases wrote.
/// Time and size of the file stand for its content; reading it would take longer than the test.
fn fingerprint() -> (String, String) {
    let program = std::env::current_exe().expect("own path");
    let about = std::fs::metadata(&program).expect("own file");
    let written = about
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .unwrap_or_default();
    let short = |text: String| hex::encode(&Sha256::digest(text.as_bytes())[..6]);
    (
        short(program.display().to_string()),
        short(format!("{} {}", written.as_nanos(), about.len())),
    )
}
