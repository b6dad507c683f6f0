//! PostgreSQL without configuration: when `DATABASE_URL` is unset, `yufang` creates, starts, shares
//! and stops a private server of its own. It listens on a unix socket only, keeps `fsync` on, and
//! never runs as root.
//!
//! Two processes at once use the same server: `pg.lock` is held while one of them starts or stops
//! it, and each holds a shared lock on `pg.users` for its lifetime, so the last one to leave knows
//! that it is the last. The kernel drops both locks with the process, however it ends; a server
//! that outlives its `yufang` is taken over by the next.
//!
//! Here: the order of events. `place`: directories and accounts. `binaries`: which PostgreSQL.
//! `cluster`: `initdb`, `pg_ctl`, and what a crash leaves behind.

mod binaries;
mod cluster;
mod place;

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Duration,
};

use binaries::Binaries;
use cluster::Cluster;
use place::Place;

/// The superuser of the private server; migrations run as this role.
const OWNER: &str = "yufang_owner";
/// The login role of the connection pool; migrations create it.
const APP: &str = "yufang_app";
/// The database of the program.
const DATABASE: &str = "yufang";

/// How long to wait for another process that is starting or stopping the server.
const START_PATIENCE: Duration = Duration::from_secs(120);
/// The same at the end: an operator is waiting for Ctrl-C to take effect.
const STOP_PATIENCE: Duration = Duration::from_millis(1500);

/// A running private PostgreSQL, in use by this process until [`release`](Self::release).
///
/// Dropping it without `release` leaves the server running for the next process.
#[derive(Debug)]
pub struct LocalPostgres {
    cluster: Cluster,
    users: File,
}

impl LocalPostgres {
    /// Makes sure that the private server of `data_dir` runs and has the database `yufang`.
    ///
    /// `data_dir` is the base directory of the program (`YUFANG_DATA`, default `.data`): the
    /// cluster lives in its `pg`, the socket in its `run`. `PG_BIN_DIR` names the programs of
    /// PostgreSQL; without it they are looked for.
    ///
    /// # Errors
    ///
    /// One Chinese sentence for the operator: what is wrong and what to do about it.
    pub async fn ensure(data_dir: &Path) -> Result<Self, String> {
        let bin_dir = std::env::var_os("PG_BIN_DIR").filter(|dir| !dir.is_empty());
        Self::ensure_with(data_dir, bin_dir.map(PathBuf::from).as_deref()).await
    }

    /// As [`ensure`](Self::ensure), with the directory of PostgreSQL's programs as an argument.
    ///
    /// # Errors
    ///
    /// As [`ensure`](Self::ensure).
    pub async fn ensure_with(data_dir: &Path, bin_dir: Option<&Path>) -> Result<Self, String> {
        let place = Place::prepare(data_dir)?;
        let starting = place.lock("pg.lock", START_PATIENCE).await?;
        let users = place.open("pg.users")?;
        users
            .try_lock_shared()
            .map_err(|error| format!("无法锁定 {}：{error}。", place.base.display()))?;
        let binaries = Binaries::find(bin_dir, place.version()?)?;
        let cluster = Cluster { place, binaries };
        cluster.create_if_missing().await?;
        cluster.start_if_down().await?;
        cluster.create_database(DATABASE).await?;
        drop(starting);
        Ok(Self { cluster, users })
    }

    /// Connection string of the superuser `yufang_owner`, for migrations and backups.
    pub fn owner_url(&self) -> String {
        self.url(OWNER)
    }

    /// Connection string of the pool's role `yufang_app`, which owns nothing.
    pub fn app_url(&self) -> String {
        self.url(APP)
    }

    /// Stops the server unless another process still uses it. Takes less than ten seconds; a
    /// server that needs longer finishes stopping by itself.
    pub async fn release(self) {
        // Someone who is just starting will use the server: leave it running.
        let Ok(_stopping) = self.cluster.place.lock("pg.lock", STOP_PATIENCE).await else {
            return;
        };
        // Turning a shared lock into an exclusive one is not portable: give it back first. Nobody
        // can take one in between without `pg.lock`.
        if self.users.unlock().is_ok() && self.users.try_lock().is_ok() {
            self.cluster.stop(7).await;
        }
    }

    fn url(&self, role: &str) -> String {
        let socket = percent_encoded(&self.cluster.place.socket);
        format!("postgres:///{DATABASE}?host={socket}&user={role}")
    }
}

/// A path as the value of a query parameter: everything but the plain characters is escaped.
fn percent_encoded(path: &Path) -> String {
    let mut encoded = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
