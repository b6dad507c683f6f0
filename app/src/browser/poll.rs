//! The same answers for networks that block sockets: every watched topic, every five seconds.

use std::cell::RefCell;

use gloo_net::http::Request;
use gloo_timers::callback::Interval;
use leptos::task::spawn_local;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{clock, socket};
use crate::live::Freshness;
use crate::text::encode;

const EVERY_MS: u32 = 5_000;

#[derive(Deserialize)]
struct Polled {
    hash: String,
    at: String,
    data: Option<Box<RawValue>>,
}

thread_local! {
    static TIMER: RefCell<Option<Interval>> = const { RefCell::new(None) };
}

/// Starts asking, once.
pub fn start() {
    if !is_running() {
        TIMER.replace(Some(Interval::new(EVERY_MS, ask)));
        ask();
    }
}

/// Stops asking: the socket is open.
pub fn stop() {
    TIMER.take();
}

/// Whether polling has taken over.
pub fn is_running() -> bool {
    TIMER.with_borrow(Option::is_some)
}

fn ask() {
    spawn_local(async {
        for (topic, have) in socket::topics() {
            let answer = poll(&topic, &have).await;
            // The socket may have come back while the answer was under way: it knows better.
            if socket::is_open() {
                return;
            }
            match answer {
                Ok(polled) => {
                    clock::set_time(&polled.at);
                    socket::say(Freshness::Polling(polled.at));
                    if let Some(data) = polled.data {
                        socket::deliver(&topic, &polled.hash, data.get());
                    }
                }
                Err(freshness) => socket::say(freshness),
            }
        }
    });
}

async fn poll(topic: &str, have: &str) -> Result<Polled, Freshness> {
    let mut url = String::from("/live/poll?topic=");
    encode(topic, &mut url);
    url.push_str("&have=");
    encode(have, &mut url);
    let response = Request::get(&url)
        .send()
        .await
        .map_err(|_| Freshness::Offline)?;
    match response.status() {
        401 => Err(Freshness::SignedOut),
        _ => {
            let text = response.text().await.map_err(|_| Freshness::Offline)?;
            serde_json::from_str(&text).map_err(|_| Freshness::Offline)
        }
    }
}
