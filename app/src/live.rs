//! What keeps an open page up to date: one socket per tab, polling where sockets are blocked.
//!
//! The server pushes whole views of a topic (see the protocol in `browser/socket.rs`). A page hands
//! in its topic and what to do with a view; when the page is left, the topic is no longer watched.

use std::time::Duration;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::browser;

/// How fresh the screen is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "only a browser has a connection")
)]
pub enum Freshness {
    /// As the server rendered it; nothing is watched (yet).
    Loaded,
    /// Pushed; the server's time of the last sign of life.
    Synced(String),
    /// The socket is gone and being opened again.
    Reconnecting,
    /// Asked every five seconds; the server's time of the last answer.
    Polling(String),
    /// No answer either way.
    Offline,
    /// The session has expired or was revoked.
    SignedOut,
}

/// The state of the connection, and the server's clock; one per tab, in the root owner.
#[derive(Clone, Copy)]
pub struct Live {
    /// How fresh the screen is.
    pub freshness: RwSignal<Freshness>,
    /// Seconds since 1970 by the server's clock, every second; `None` until the page is alive, so
    /// that the first render is the same on both sides.
    pub now: RwSignal<Option<i64>>,
}

/// How many notifications were not read, as the socket or a page said last; `None` until then, when the
/// person as loaded with the document says it.
#[derive(Clone, Copy)]
pub struct UnreadCount(pub RwSignal<Option<i64>>);

/// Provides [`Live`], whose clock stands still until [`crate::taken_over`], and [`UnreadCount`].
pub fn provide() {
    let live = Live {
        freshness: RwSignal::new(Freshness::Loaded),
        now: RwSignal::new(None),
    };
    provide_context(live);
    provide_context(UnreadCount(RwSignal::new(None)));
    browser::report_to(live);
}

/// Watches a topic while the current owner lives and hands each new view to `on_view`.
pub fn watch<T: DeserializeOwned + 'static>(
    topic: String,
    on_view: impl Fn(T) + Send + Sync + 'static,
) {
    let id = StoredValue::new(None::<u32>);
    let on_view = StoredValue::new(on_view);
    Effect::new(move |_| {
        let sink = move |data: &str| {
            if let Ok(view) = serde_json::from_str::<T>(data) {
                let _ = on_view.try_with_value(|on_view| on_view(view));
            }
        };
        id.set_value(Some(browser::watch(topic.clone(), Box::new(sink))));
    });
    on_cleanup(move || {
        if let Some(id) = id.try_get_value().flatten() {
            browser::unwatch(id);
        }
    });
}

/// Whether a value has just changed under the reader's eyes: `true` for two seconds after it did.
/// `born` says whether the row itself is new.
#[must_use]
pub fn fresh<T: Clone + PartialEq + Send + Sync + 'static>(
    value: Signal<T>,
    born: bool,
) -> Signal<bool> {
    let fresh = RwSignal::new(false);
    Effect::new(move |before: Option<T>| {
        let now = value.get();
        let changed = before.map_or(born, |before| before != now);
        if changed {
            fresh.set(true);
            let calm = move || {
                // The row may be gone by then.
                let _ = fresh.try_set(false);
            };
            set_timeout(calm, Duration::from_secs(2));
        }
        now
    });
    fresh.into()
}
