//! The live socket of the tab.
//!
//! We send `{"watch":[topic,…]}` whenever the set of watched topics changes; the server sends views,
//! a tick every ten seconds, refusals and `resync`. A socket that is not open for three seconds
//! hands over to `poll`, and takes back as soon as it opens.

use std::cell::RefCell;

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::{GetUntracked, Set};
use serde::Deserialize;
use serde_json::value::RawValue;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, MessageEvent, WebSocket, window};

use super::{Sink, clock, poll};
use crate::live::{Freshness, Live};

/// Ticks come every ten seconds; after three missed ones the line is dead, whatever the socket says.
const SILENCE_SECONDS: u32 = 30;
/// So long the socket may be away before polling takes over.
const PATIENCE_MS: u32 = 3_000;

/// A message as it comes. The data of a view stays text until its page reads it into its own type:
/// one reader for each type, shared with the pages' resources, keeps the program small.
#[derive(Deserialize)]
struct Message<'a> {
    r#type: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    kind: String,
    #[serde(default, borrow)]
    data: Option<&'a RawValue>,
}

struct Watched {
    id: u32,
    topic: String,
    hash: String,
    sink: std::rc::Rc<Sink>,
}

#[derive(Default)]
struct State {
    live: Option<Live>,
    watched: Vec<Watched>,
    last_id: u32,
    socket: Option<Socket>,
    attempts: u32,
    silent_for: u32,
    retrying: bool,
    patience: Option<Timeout>,
    /// Views that have come and are not shown yet, one for each topic.
    waiting: Vec<View>,
}

/// A view that has come.
struct View {
    topic: String,
    hash: String,
    data: String,
}

struct Socket {
    socket: WebSocket,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_open: Closure<dyn FnMut()>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<T>(f: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(f)
}

/// Where to say how fresh the screen is, and what time it is.
pub fn report_to(live: Live) {
    with(|state| state.live = Some(live));
}

/// Starts the clock and the watchdog; the socket opens with the first watched topic.
pub fn start() {
    if let Some(live) = with(|state| state.live) {
        clock::start(live);
    }
    Interval::new(5_000, || {
        let dead = with(|state| {
            state.silent_for += 5;
            state.silent_for >= SILENCE_SECONDS && state.socket.is_some()
        });
        if dead {
            lost();
        }
    })
    .forget();
}

/// Watches a topic; the number is for [`unwatch`].
pub fn watch(topic: String, sink: Sink) -> u32 {
    let id = with(|state| {
        state.last_id += 1;
        let id = state.last_id;
        state.watched.push(Watched {
            id,
            topic,
            hash: String::new(),
            sink: std::rc::Rc::new(sink),
        });
        id
    });
    say_topics();
    connect();
    id
}

/// Whether somebody on this tab watches a topic: a second one gets no first view from the server.
pub fn is_watched(topic: &str) -> bool {
    with(|state| state.watched.iter().any(|watched| watched.topic == topic))
}

/// Stops watching.
pub fn unwatch(id: u32) {
    with(|state| state.watched.retain(|watched| watched.id != id));
    say_topics();
}

/// The watched topics with the hash of what is shown of each.
pub(super) fn topics() -> Vec<(String, String)> {
    with(|state| {
        state
            .watched
            .iter()
            .map(|watched| (watched.topic.clone(), watched.hash.clone()))
            .collect()
    })
}

/// Whether the socket is open.
pub(super) fn is_open() -> bool {
    with(|state| {
        state
            .socket
            .as_ref()
            .is_some_and(|held| held.socket.ready_state() == WebSocket::OPEN)
    })
}

/// Shows a view where it is watched.
pub(super) fn deliver(topic: &str, hash: &str, data: &str) {
    // The sinks run after the borrow has ended: they may watch something else.
    let sinks: Vec<_> = with(|state| {
        let watched = state
            .watched
            .iter_mut()
            .filter(|watched| watched.topic == topic);
        watched
            .map(|watched| {
                watched.hash = hash.to_owned();
                watched.sink.clone()
            })
            .collect()
    });
    for sink in sinks {
        sink(data);
    }
}

/// Shows a view once the messages that have come already are read: of several for one topic only the last is
/// shown, so a busy machine falls behind by one view and not by all of them.
fn deliver_soon(view: View) {
    let first = with(|state| {
        let first = state.waiting.is_empty();
        state.waiting.retain(|other| other.topic != view.topic);
        state.waiting.push(view);
        first
    });
    if first {
        Timeout::new(0, || {
            for view in with(|state| std::mem::take(&mut state.waiting)) {
                deliver(&view.topic, &view.hash, &view.data);
            }
        })
        .forget();
    }
}

/// Says on the screen how fresh it is.
pub(super) fn say(freshness: Freshness) {
    if let Some(live) = with(|state| state.live)
        && live.freshness.get_untracked() != freshness
    {
        live.freshness.set(freshness);
    }
}

fn connect() {
    if with(|state| state.socket.is_some() || state.retrying || state.watched.is_empty()) {
        return;
    }
    let Some(socket) = address().and_then(|url| WebSocket::new(&url).ok()) else {
        return lost();
    };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            received(&text);
        }
    });
    let on_open = Closure::<dyn FnMut()>::new(|| {
        with(|state| {
            (state.attempts, state.silent_for) = (0, 0);
            state.patience = None;
        });
        poll::stop();
        say_topics();
    });
    let on_close = Closure::<dyn FnMut(CloseEvent)>::new(|_| lost());
    socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
    let held = Socket {
        socket,
        _on_message: on_message,
        _on_open: on_open,
        _on_close: on_close,
    };
    with(|state| {
        state.socket = Some(held);
        state.silent_for = 0;
    });
    be_patient();
}

/// Polling takes over unless the socket opens soon.
fn be_patient() {
    with(|state| {
        if state.patience.is_none() {
            state.patience = Some(Timeout::new(PATIENCE_MS, || {
                if !is_open() {
                    poll::start();
                }
            }));
        }
    });
}

/// Forgets the socket and tries again, each time a little later and never all tabs at once.
fn lost() {
    let held = with(|state| state.socket.take());
    if let Some(held) = held {
        held.socket.set_onclose(None);
        held.socket.set_onmessage(None);
        held.socket.set_onopen(None);
        let _ = held.socket.close();
        // The closures may be running right now; they are dropped once this turn is over.
        Timeout::new(0, move || drop(held)).forget();
    }
    if !poll::is_running() {
        say(Freshness::Reconnecting);
    }
    be_patient();
    let wait = with(|state| {
        state.attempts += 1;
        state.retrying = true;
        500 * 2_u32.pow(state.attempts.min(6))
    });
    Timeout::new(wait + jitter(wait / 2), || {
        with(|state| state.retrying = false);
        connect();
    })
    .forget();
}

fn received(text: &str) {
    with(|state| state.silent_for = 0);
    let Ok(message) = serde_json::from_str::<Message<'_>>(text) else {
        return;
    };
    match message.r#type.as_str() {
        "view" => {
            alive(message.at);
            if let Some(data) = message.data {
                deliver_soon(View {
                    topic: message.topic,
                    hash: message.hash,
                    data: data.get().to_owned(),
                });
            }
        }
        "tick" => alive(message.at),
        "refused" if message.kind == "NotSignedIn" => say(Freshness::SignedOut),
        "resync" => say_topics(),
        _ => {}
    }
}

fn alive(at: String) {
    clock::set_time(&at);
    say(Freshness::Synced(at));
}

fn say_topics() {
    let Some(text) = with(|state| {
        let held = state
            .socket
            .as_ref()
            .filter(|held| held.socket.ready_state() == WebSocket::OPEN)?;
        let topics: Vec<_> = state.watched.iter().map(|watched| &watched.topic).collect();
        let text = serde_json::json!({ "watch": topics }).to_string();
        Some((held.socket.clone(), text))
    }) else {
        return;
    };
    let _ = text.0.send_with_str(&text.1);
}

fn address() -> Option<String> {
    let location = window()?.location();
    let scheme = if location.protocol().ok()? == "https:" {
        "wss"
    } else {
        "ws"
    };
    Some(format!("{scheme}://{}/live", location.host().ok()?))
}

/// Up to `most` milliseconds, different in every tab.
fn jitter(most: u32) -> u32 {
    // The mantissa is random enough, and no float arithmetic is needed.
    let random = js_sys::Math::random().to_bits() >> 12;
    u32::try_from(random % u64::from(most.max(1))).unwrap_or_default()
}
