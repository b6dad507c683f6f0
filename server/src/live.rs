//! Everybody sees every change within moments: one view per audience and topic, computed once,
//! serialised once, sent as the same bytes to all who watch it.
//!
//! `GET /live` ([`socket`]) and `GET /live/poll` ([`poll`]) both ask the [`registry`] for a key
//! (audience, topic). A key has one task: it computes the view under the audience's own scope, again
//! whenever a committed change may concern it, and hands it out only if its content changed.
//!
//! The cost of a change grows with audiences, never with sockets. There is no queue that could
//! overflow: a slow socket that missed five views gets the sixth, because a view replaces the one
//! before. Nothing here decides who may see what; a view is whatever the audience's session answers.

mod frames;
pub mod poll;
mod registry;
pub mod socket;
mod topic;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use backend::{Batch, Database};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, broadcast, watch};

use registry::Registry;
pub use topic::Topic;

/// Views computed at the same time: the pool must stay free for people.
const AT_ONCE: usize = 4;

/// All times of the live side; the tests shorten them.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Least time between two computations of one key; twice that while a crowd of changes comes.
    pub pause: Duration,
    /// A view of this age is still handed to a new watcher as it is.
    pub fresh: Duration,
    /// How often a socket hears that it is up to date, and its session is looked at again.
    pub tick: Duration,
    /// How often a socket is pinged; the second unanswered ping closes it.
    pub ping: Duration,
    /// How long one frame may wait for a client that does not read.
    pub patience: Duration,
    /// How long an unfinished answer may take before a poll gives up.
    pub answer: Duration,
    /// Wait after a view that failed for internal reasons.
    pub retry: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            pause: Duration::from_millis(45),
            fresh: Duration::from_secs(1),
            tick: Duration::from_secs(10),
            ping: Duration::from_secs(20),
            patience: Duration::from_secs(20),
            answer: Duration::from_secs(10),
            retry: Duration::from_secs(2),
        }
    }
}

/// The live side of this process.
#[derive(Clone)]
pub struct Live(Arc<Shared>);

struct Shared {
    db: Database,
    timing: Timing,
    registry: Registry,
    permits: Semaphore,
    /// Counts changes; starts at the time of day so that a restart is a change as well.
    generation: AtomicU64,
    /// Its receivers are the open sockets; `true` asks them to go.
    closing: watch::Sender<bool>,
}

impl Live {
    /// Starts following the feed of `db`.
    pub fn start(db: Database, timing: Timing) -> Self {
        let generation = u64::try_from(db.now().timestamp_millis()).unwrap_or_default();
        let feed = db.subscribe();
        let live = Self(Arc::new(Shared {
            db,
            timing,
            registry: Registry::default(),
            permits: Semaphore::new(AT_ONCE),
            generation: AtomicU64::new(generation),
            closing: watch::Sender::new(false),
        }));
        tokio::spawn(live.clone().follow(feed));
        live
    }

    /// Open sockets.
    #[must_use]
    pub fn sockets(&self) -> usize {
        // One receiver is the reader of the feed, until it is told to stop.
        self.0
            .closing
            .receiver_count()
            .saturating_sub(usize::from(!*self.0.closing.borrow()))
    }

    /// Says goodbye to every socket (1001) and waits until they are gone, at most `patience`.
    pub async fn stop(&self, patience: Duration) {
        self.0.closing.send_replace(true);
        let _ = tokio::time::timeout(patience, self.0.closing.closed()).await;
    }

    /// Marks what the feed says has changed, and everything when a new day begins: "3 days left"
    /// changes without any event.
    async fn follow(self, mut feed: broadcast::Receiver<Arc<Batch>>) {
        let mut stopping = self.0.closing.subscribe();
        let mut clock = tokio::time::interval(self.0.timing.tick);
        let mut today = self.0.db.today();
        loop {
            tokio::select! {
                batch = feed.recv() => match batch {
                    Ok(batch) => self.mark(|key| key.was_told(&batch.told) || batch.changes.iter().any(|change| key.concerns(change))),
                    Err(RecvError::Lagged(skipped)) => {
                        metrics::counter!("yufang_live_lagged_total").increment(skipped);
                        self.mark(|_| true);
                    }
                    Err(RecvError::Closed) => return,
                },
                _ = clock.tick() => {
                    let now = self.0.db.today();
                    if now != today {
                        today = now;
                        self.mark(|_| true);
                    }
                }
                _ = stopping.changed() => return,
            }
        }
    }
}
