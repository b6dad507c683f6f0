//! From committed events to live updates.
//!
//! The cursor is `(xid, id)` behind `pg_snapshot_xmin`: a serial alone would lose rows that commit
//! late. A commit wakes the reader of its own process at once; other processes are told by one
//! NOTIFY per [`NOTIFY_EVERY`], sent outside the business transactions, since NOTIFY inside them
//! queues all committers on one lock. A poll each second is the safety net.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::access::Action;
use domain::{MeetingId, OrgId, ProjectId, TenantId, UserId};
use sqlx::Row;
use sqlx::postgres::PgListener;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinHandle;

use crate::door::{Reason, system};
use crate::{Database, Result, audit, mail, reminder};

const CHANNEL: &str = "yufang";
const NOTIFY_EVERY: Duration = Duration::from_millis(30);
const POLL_EVERY: Duration = Duration::from_secs(1);
/// How soon to look again for rows that an older, still open transaction holds back.
const HELD_BACK: Duration = Duration::from_millis(4);
const BATCH: i64 = 500;
/// Accounts named in one notice to other processes, which may have 8,000 bytes.
const TOLD_AT_ONCE: usize = 300;

/// One committed event, as far as routing needs it; what it says is read under the reader's own rights.
#[derive(Clone, Debug)]
pub struct Change {
    pub tenant: TenantId,
    pub project: Option<ProjectId>,
    pub meeting: Option<MeetingId>,
    pub orgs: Vec<OrgId>,
    pub year: Option<i32>,
    /// Only these organisations may know that anything happened at all.
    pub private: bool,
}

/// Events that became visible together.
#[derive(Debug)]
pub struct Batch {
    pub cursor: String,
    pub changes: Vec<Change>,
    pub told: Told,
}

/// Whose inboxes have changed. A hint and no more: each inbox is read under its owner's rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Nobody,
    These(Vec<UserId>),
    /// What other processes said may have been lost on the way.
    Unknown,
}

/// Where commits, the feed and its subscribers meet inside a process.
pub struct Hub {
    local: Notify,
    to_others: Notify,
    sender: broadcast::Sender<Arc<Batch>>,
    cursor: Mutex<String>,
    /// Accounts whose inboxes have changed, of which other processes do not know yet.
    told: Mutex<BTreeSet<i64>>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            local: Notify::new(),
            to_others: Notify::new(),
            sender: broadcast::channel(256).0,
            cursor: Mutex::new("0:0".into()),
            told: Mutex::default(),
        }
    }
}

impl Hub {
    /// Something was committed by this process.
    pub(crate) fn wake(&self) {
        self.local.notify_one();
        self.to_others.notify_one();
    }

    /// The inboxes of these people have changed, by a transaction that is committed.
    pub(crate) fn tell(&self, accounts: Vec<UserId>) {
        if accounts.is_empty() {
            return;
        }
        self.untold().extend(accounts.iter().map(|id| id.0));
        self.announce(Told::These(accounts));
        self.to_others.notify_one();
    }

    fn announce(&self, told: Told) {
        let batch = Batch {
            cursor: self.cursor(),
            changes: Vec::new(),
            told,
        };
        // No subscriber is not an error: nobody has a page open.
        let _receivers = self.sender.send(Arc::new(batch));
    }

    fn untold(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What other processes are to be told in one go.
    fn take_untold(&self) -> Vec<i64> {
        let mut untold = self.untold();
        let some: Vec<i64> = untold.iter().copied().take(TOLD_AT_ONCE).collect();
        for account in &some {
            untold.remove(account);
        }
        if !untold.is_empty() {
            self.to_others.notify_one();
        }
        some
    }

    fn cursor(&self) -> String {
        self.cursor
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Database {
    /// Batches from now on. A lagging receiver must read its views again.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Batch>> {
        self.hub.sender.subscribe()
    }

    /// The last cursor handed out.
    #[must_use]
    pub fn cursor(&self) -> String {
        self.hub.cursor()
    }

    /// Starts reader, notifier, sealer, the scheduler of reminders and the sender of mails.
    #[must_use]
    pub fn start(&self) -> Background {
        let (stop, stopped) = watch::channel(false);
        let tasks = vec![
            tokio::spawn(until(stopped.clone(), read(self.clone()))),
            tokio::spawn(until(stopped.clone(), notify_others(self.clone()))),
            tokio::spawn(until(stopped.clone(), listen(self.clone()))),
            tokio::spawn(until(stopped.clone(), seal(self.clone()))),
            tokio::spawn(until(stopped.clone(), reminder::run(self.clone()))),
            tokio::spawn(until(stopped, mail::run(self.clone()))),
        ];
        Background { stop, tasks }
    }
}

/// The running background tasks of a process.
pub struct Background {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Background {
    /// Stops all of them at their next wait.
    pub async fn stop(self) {
        // Nobody listening means they have all ended already.
        let _ended = self.stop.send(true);
        for task in self.tasks {
            let _joined = task.await;
        }
    }
}

async fn until(mut stopped: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => {}
        () = work => {}
    }
}

struct Cursor {
    xid: String,
    id: i64,
}

async fn read(db: Database) {
    let mut cursor = loop {
        match newest(&db).await {
            Ok(cursor) => break cursor,
            Err(error) => {
                tracing::warn!(%error, "feed cannot start yet");
                tokio::time::sleep(POLL_EVERY).await;
            }
        }
    };
    loop {
        let held_back = match step(&db, &mut cursor).await {
            Ok(held_back) => held_back,
            Err(error) => {
                tracing::warn!(%error, "feed read failed, trying again");
                false
            }
        };
        let wait = if held_back { HELD_BACK } else { POLL_EVERY };
        tokio::select! {
            () = db.hub.local.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Where the feed stands when a process starts: everything settled so far is in the first views.
async fn newest(db: &Database) -> Result<Cursor> {
    let mut tx = system(db, Reason::Feed).await?;
    let row = sqlx::query(
        "select xid::text as xid, id from event where xid < pg_snapshot_xmin(pg_current_snapshot())
         order by event.xid desc, id desc limit 1",
    )
    .fetch_optional(&mut *tx)
    .await?;
    let cursor = match row {
        Some(row) => Cursor {
            xid: row.try_get("xid")?,
            id: row.try_get("id")?,
        },
        None => Cursor {
            xid: "0".into(),
            id: 0,
        },
    };
    publish_cursor(db, &cursor);
    Ok(cursor)
}

fn publish_cursor(db: &Database, cursor: &Cursor) {
    *db.hub.cursor.lock().unwrap_or_else(PoisonError::into_inner) =
        format!("{}:{}", cursor.xid, cursor.id);
}

/// Reads what has settled since the cursor and hands it out. `true` = more is there but held back.
async fn step(db: &Database, cursor: &mut Cursor) -> Result<bool> {
    let mut tx = system(db, Reason::Feed).await?;
    let rows = sqlx::query(
        "select xid::text as xid, id, tenant_id, project_id, meeting_id, orgs, plan_year, private, action,
           xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
         from event where (xid, id) > ($1::text::xid8, $2) order by event.xid, id limit $3",
    )
    .bind(&cursor.xid)
    .bind(cursor.id)
    .bind(BATCH)
    .fetch_all(&mut *tx)
    .await?;
    drop(tx);
    let mut changes = Vec::new();
    let mut held_back = false;
    for row in &rows {
        if !row.try_get::<bool, _>("settled")? {
            held_back = true;
            break;
        }
        *cursor = Cursor {
            xid: row.try_get("xid")?,
            id: row.try_get("id")?,
        };
        // Another process may have published a year: the views that follow count by it.
        if row.try_get::<&str, _>("action")? == Action::PublishCalendar.code() {
            db.calendar.forget();
        }
        changes.push(Change {
            tenant: TenantId(row.try_get("tenant_id")?),
            project: row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId),
            meeting: row.try_get::<Option<i64>, _>("meeting_id")?.map(MeetingId),
            orgs: row
                .try_get::<Vec<i64>, _>("orgs")?
                .into_iter()
                .map(OrgId)
                .collect(),
            year: row.try_get("plan_year")?,
            private: row.try_get("private")?,
        });
    }
    if !changes.is_empty() {
        publish_cursor(db, cursor);
        let batch = Batch {
            cursor: db.cursor(),
            changes,
            told: Told::Nobody,
        };
        // No subscriber is not an error: nobody has a page open.
        let _receivers = db.hub.sender.send(Arc::new(batch));
    }
    Ok(held_back || i64::try_from(rows.len()).unwrap_or(BATCH) == BATCH)
}

async fn notify_others(db: Database) {
    loop {
        db.hub.to_others.notified().await;
        let told = db.hub.take_untold();
        let names: Vec<String> = told.iter().map(ToString::to_string).collect();
        if let Err(error) = sqlx::query("select pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(names.join(","))
            .execute(&db.pool)
            .await
        {
            tracing::warn!(%error, "notify failed; other processes fall back to their poll");
            db.hub.untold().extend(told);
        }
        tokio::time::sleep(NOTIFY_EVERY).await;
    }
}

async fn listen(db: Database) {
    loop {
        if let Err(error) = listen_once(&db).await {
            tracing::warn!(%error, "listener lost; polling until it is back");
        }
        tokio::time::sleep(POLL_EVERY).await;
    }
}

async fn listen_once(db: &Database) -> sqlx::Result<()> {
    let mut listener = PgListener::connect_with(&db.pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // `None` = the connection was lost and is back: look as well.
        let told = match listener.try_recv().await? {
            Some(heard) => named(heard.payload()),
            None => Told::Unknown,
        };
        if told != Told::Nobody {
            db.hub.announce(told);
        }
        db.hub.local.notify_one();
    }
}

/// The accounts a notice of another process names.
fn named(payload: &str) -> Told {
    let accounts: Vec<UserId> = payload
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect();
    if accounts.is_empty() {
        Told::Nobody
    } else {
        Told::These(accounts)
    }
}

async fn seal(db: Database) {
    let mut changed = db.subscribe();
    loop {
        if let Err(error) = audit::seal_all(&db).await {
            tracing::warn!(%error, "sealing failed, trying again");
        }
        tokio::select! {
            _ = changed.recv() => {}
            () = tokio::time::sleep(Duration::from_secs(5)) => {}
        }
        // Sealing can lag a little; one pass for many events is cheaper than many passes.
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
