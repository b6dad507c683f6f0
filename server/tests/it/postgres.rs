//! The private PostgreSQL of a machine nobody has configured: it starts, is shared, survives what
//! happens to computers, and stops with the last one who used it.

use std::{
    fs,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
};

use server::postgres::LocalPostgres;
use sqlx::{Connection, PgConnection};

/// A data directory that goes away with the test.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let dir = PathBuf::from(format!("/tmp/yufang-it-{}-{name}", std::process::id()));
        // Passable: as root, the server runs under another account.
        fs::DirBuilder::new().mode(0o755).create(&dir).unwrap();
        Self(dir)
    }

    fn postmaster(&self) -> Option<String> {
        let text = fs::read_to_string(self.0.join("pg/postmaster.pid")).ok()?;
        text.lines().next().map(str::to_owned)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        if let Some(pid) = self.postmaster() {
            kill("-QUIT", &pid);
        }
        fs::remove_dir_all(&self.0).ok();
    }
}

fn kill(signal: &str, pid: &str) {
    Command::new("kill").args([signal, pid]).output().unwrap();
}

async fn ensure(dir: &Path) -> LocalPostgres {
    LocalPostgres::ensure(dir).await.unwrap()
}

async fn answer(url: &str, sql: &'static str) -> String {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let answer = sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    answer
}

#[tokio::test]
async fn the_first_start_makes_a_private_durable_utf8_server_and_release_stops_it() {
    let dir = Dir::new("first");
    let postgres = ensure(&dir.0).await;
    let url = postgres.owner_url();
    assert_eq!(
        answer(&url, "select current_database() || ' ' || current_user").await,
        "yufang yufang_owner"
    );
    assert_eq!(
        answer(&url, "select current_setting('server_encoding')").await,
        "UTF8"
    );
    assert_eq!(answer(&url, "select current_setting('fsync')").await, "on");
    assert_eq!(
        answer(&url, "select current_setting('listen_addresses')").await,
        ""
    );
    for private in ["pg", "run"] {
        let mode = fs::metadata(dir.0.join(private))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700, "{private}");
    }
    assert!(postgres.app_url().ends_with("&user=yufang_app"));
    postgres.release().await;
    assert_eq!(dir.postmaster(), None);
}

#[tokio::test]
async fn two_starts_at_once_share_one_server_until_the_last_leaves() {
    let dir = Dir::new("shared");
    let (first, second) = tokio::join!(ensure(&dir.0), ensure(&dir.0));
    let server = dir.postmaster();
    first.release().await;
    assert_eq!(dir.postmaster(), server, "still in use by the second");
    assert_eq!(answer(&second.owner_url(), "select 'ok'").await, "ok");
    second.release().await;
    assert_eq!(dir.postmaster(), None);
}

#[tokio::test]
async fn a_server_left_behind_by_a_killed_program_is_taken_over() {
    let dir = Dir::new("left");
    // The kernel drops the locks of a killed process just so.
    drop(ensure(&dir.0).await);
    let server = dir.postmaster().expect("still running");
    let postgres = ensure(&dir.0).await;
    assert_eq!(dir.postmaster(), Some(server));
    postgres.release().await;
}

#[tokio::test]
async fn a_killed_server_starts_again_with_what_was_committed() {
    let dir = Dir::new("killed");
    let postgres = ensure(&dir.0).await;
    let url = postgres.owner_url();
    assert_eq!(
        answer(&url, "with t as (select 1) select 'ready' from t").await,
        "ready"
    );
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::query("create table kept as select '在' as word")
        .execute(&mut connection)
        .await
        .unwrap();
    kill("-KILL", &dir.postmaster().unwrap());
    drop(connection);
    drop(postgres);
    let postgres = ensure(&dir.0).await;
    assert_eq!(
        answer(&postgres.owner_url(), "select word from kept").await,
        "在"
    );
    postgres.release().await;
}

#[tokio::test]
async fn a_pid_file_that_names_another_living_process_does_not_prevent_the_start() {
    let dir = Dir::new("reused");
    ensure(&dir.0).await.release().await;
    // What a power cut leaves, after the machine has given the number to somebody else: to us.
    let stale = format!(
        "{}\n{}\n1\n5432\n",
        std::process::id(),
        dir.0.join("pg").display()
    );
    fs::write(dir.0.join("pg/postmaster.pid"), stale).unwrap();
    ensure(&dir.0).await.release().await;
    assert_eq!(dir.postmaster(), None);
}

#[tokio::test]
async fn without_postgresql_the_operator_is_told_what_to_install() {
    let dir = Dir::new("missing");
    let empty = dir.0.join("empty");
    fs::create_dir(&empty).unwrap();
    let refusal = LocalPostgres::ensure_with(&dir.0, Some(&empty))
        .await
        .unwrap_err();
    assert!(
        refusal.contains("PG_BIN_DIR") && refusal.contains("没有 PostgreSQL 15"),
        "{refusal}"
    );
}

#[tokio::test]
async fn a_directory_with_something_else_in_it_is_left_alone() {
    let dir = Dir::new("foreign");
    fs::create_dir(dir.0.join("pg")).unwrap();
    fs::write(dir.0.join("pg/letter.txt"), "重要").unwrap();
    let refusal = LocalPostgres::ensure(&dir.0).await.unwrap_err();
    assert!(refusal.contains("不是 PostgreSQL 的数据目录"), "{refusal}");
    assert_eq!(
        fs::read_to_string(dir.0.join("pg/letter.txt")).unwrap(),
        "重要"
    );
}
