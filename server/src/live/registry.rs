//! One task per watched key: computes, compares, hands out.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backend::{Database, Session};
use domain::contract::{
    Answer, Fault, InboxApi as _, InstitutionApi as _, MeetingApi as _, ProjectApi as _,
    RegionQuery, ScreensApi as _,
};
use futures::FutureExt as _;
use serde::Serialize;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::Live;
use super::frames::{View, clock};
use super::topic::{Key, Topic};

/// More changes than this in one view are a crowd.
const CROWD: usize = 5;

/// The keys somebody watches.
#[derive(Default)]
pub struct Registry(Mutex<HashMap<Key, Arc<Channel>>>);

/// What the watchers of one key share.
pub struct Channel {
    /// The newest view and when it was computed; its receivers are the watchers.
    current: watch::Sender<Option<Current>>,
    /// Wakes the task; one permit is enough, however many changes there were.
    dirty: Notify,
    /// Somebody came after the last computation and wants it even if it comes out the same.
    awaited: AtomicBool,
    /// Value of the process's counter at the last change of this key.
    generation: AtomicU64,
    /// Changes that are not in a view yet.
    changes: AtomicUsize,
    /// When the oldest change was marked that is not in a view yet.
    marked: Mutex<Option<Instant>>,
}

/// A computed view.
#[derive(Clone)]
pub struct Current {
    pub view: Arc<View>,
    computed: Instant,
}

/// What a watcher holds; dropping it is leaving.
pub type Watch = watch::Receiver<Option<Current>>;

impl Registry {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<Channel>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Live {
    /// Watches a key. The receiver changes as soon as there is a view, at once if there is one of
    /// the last second; any number of watchers who come at the same time share one computation.
    pub(super) fn watch(&self, key: &Key) -> Watch {
        let mut channels = self.0.registry.lock();
        let channel = channels
            .entry(key.clone())
            .or_insert_with(|| self.open(key));
        let mut watch = channel.current.subscribe();
        let age = watch
            .borrow()
            .as_ref()
            .map(|current| current.computed.elapsed());
        if age.is_some_and(|age| age < self.0.timing.fresh) {
            watch.mark_changed();
        } else {
            channel.awaited.store(true, Ordering::Release);
            channel.dirty.notify_one();
        }
        let keys = channels.len();
        drop(channels);
        gauge_keys(keys);
        watch
    }

    /// Has every key computed again for which `concerned` is true.
    pub(super) fn mark(&self, concerned: impl Fn(&Key) -> bool) {
        let generation = self.0.generation.fetch_add(1, Ordering::AcqRel) + 1;
        for (key, channel) in self.0.registry.lock().iter() {
            if concerned(key) {
                channel.generation.store(generation, Ordering::Release);
                channel.changes.fetch_add(1, Ordering::AcqRel);
                channel.marked().get_or_insert_with(Instant::now);
                channel.dirty.notify_one();
            }
        }
    }

    fn open(&self, key: &Key) -> Arc<Channel> {
        let channel = Arc::new(Channel {
            current: watch::Sender::new(None),
            dirty: Notify::new(),
            awaited: AtomicBool::new(true),
            generation: AtomicU64::new(self.0.generation.load(Ordering::Acquire)),
            changes: AtomicUsize::new(0),
            marked: Mutex::new(None),
        });
        tokio::spawn(self.clone().keep(key.clone(), channel.clone()));
        channel
    }

    /// The task of a key: the first change at once, then at most one computation per pause, or per two where
    /// a crowd of changes comes: nobody can read twenty of them a second. Ends when the last watcher has left.
    async fn keep(self, key: Key, channel: Arc<Channel>) {
        let pause = self.0.timing.pause;
        let mut next = None;
        loop {
            tokio::select! {
                () = channel.current.closed() => if self.forget(&key, &channel) { return },
                () = channel.dirty.notified() => {
                    if let Some(next) = next {
                        tokio::time::sleep_until(next).await;
                    }
                    let crowd = channel.changes.swap(0, Ordering::AcqRel) > CROWD;
                    next = Some(Instant::now() + if crowd { pause * 2 } else { pause });
                    self.refresh(&key, &channel).await;
                }
            }
        }
    }

    /// Removes the key unless somebody came in the meantime.
    fn forget(&self, key: &Key, channel: &Channel) -> bool {
        let mut channels = self.0.registry.lock();
        let unused = channel.current.receiver_count() == 0;
        if unused {
            channels.remove(key);
            gauge_keys(channels.len());
        }
        unused
    }

    async fn refresh(&self, key: &Key, channel: &Arc<Channel>) {
        let Ok(_permit) = self.0.permits.acquire().await else {
            return;
        };
        if channel.current.receiver_count() == 0 {
            // Everybody left while it waited for its turn.
            return;
        }
        let begun = Instant::now();
        // Taken before reading: what is committed from here on will mark the key again.
        let marked = channel.marked().take();
        let cursor = self.0.db.cursor();
        let computed = AssertUnwindSafe(compute(&self.0.db, key, channel))
            .catch_unwind()
            .await;
        metrics::histogram!("yufang_live_recompute_seconds").record(begun.elapsed().as_secs_f64());
        let view = match computed {
            Ok(Ok(data)) => View::new(key.topic, cursor, &clock(&self.0.db), &data),
            Ok(Err(Fault::Refused(refusal))) => View::refused(key.topic, cursor, refusal),
            // Logged where it happened; the watchers keep what they have until the next attempt.
            Ok(Err(Fault::Internal(_))) | Err(_) => {
                count("failed");
                try_again(channel.clone(), self.0.timing.retry);
                return;
            }
        };
        let changed = channel.hand_out(view);
        count(if changed { "yes" } else { "no" });
        if let (true, Some(marked)) = (changed, marked) {
            metrics::histogram!("yufang_live_publish_seconds")
                .record(marked.elapsed().as_secs_f64());
        }
    }
}

impl Channel {
    fn marked(&self) -> MutexGuard<'_, Option<Instant>> {
        self.marked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the view and wakes the watchers if it is news, or if one of them has none yet.
    fn hand_out(&self, view: View) -> bool {
        let view = Current {
            view: Arc::new(view),
            computed: Instant::now(),
        };
        let mut changed = false;
        self.current.send_if_modified(|current| {
            changed = current
                .as_ref()
                .is_none_or(|current| current.view.hash != view.view.hash);
            *current = Some(view);
            self.awaited.swap(false, Ordering::AcqRel) || changed
        });
        changed
    }
}

fn try_again(channel: Arc<Channel>, pause: Duration) {
    tokio::spawn(async move {
        tokio::time::sleep(pause).await;
        channel.dirty.notify_one();
    });
}

fn count(changed: &'static str) {
    metrics::counter!("yufang_live_recomputes_total", "changed" => changed).increment(1);
}

fn gauge_keys(keys: usize) {
    metrics::gauge!("yufang_live_keys").set(u32::try_from(keys).unwrap_or(u32::MAX));
}

/// The view as JSON, read under the audience's own scope.
async fn compute(db: &Database, key: &Key, channel: &Channel) -> Answer<String> {
    let session: Session = key.audience.session(db);
    match key.topic {
        Topic::Region(year, tenant) => {
            let query = RegionQuery {
                year: Some(year),
                tenant: tenant.map(|id| id.0),
                ..RegionQuery::default()
            };
            json(session.region_dashboard(query).await?)
        }
        Topic::City(year) => json(session.workbench(Some(year)).await?),
        Topic::Project(id) => json(session.project(id).await?),
        Topic::Meeting(id) => json(session.meeting(id).await?),
        Topic::Tracker => json(session.tracker().await?),
        Topic::Bans => json(session.bans().await?),
        Topic::Inbox => json(session.unread().await?),
        Topic::Projects => Ok(format!(
            r#"{{"changed":{}}}"#,
            channel.generation.load(Ordering::Acquire)
        )),
    }
}

fn json(view: impl Serialize) -> Answer<String> {
    serde_json::to_string(&view).map_err(|error| {
        tracing::error!(%error, "a view does not serialise");
        Fault::Internal("view".into())
    })
}
