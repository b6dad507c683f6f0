//! `GET /live`: the WebSocket.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::Session;
use domain::Refusal;
use domain::contract::Fault;
use futures::future::{pending, select_all};
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use super::frames::{refused, resync, tick};
use super::registry::Watch;
use super::topic::{Key, Topic};
use super::{Live, Timing};
use crate::auth::Token;
use crate::router::Server;

/// Topics of one socket.
const TOPICS: usize = 8;
/// The session has ended: sign in again.
const SIGNED_OUT: u16 = 4401;
/// Without these, 5,000 sockets take 675 MB instead of 34.
const READ_BUFFER: usize = 1024;
/// An upper bound for one frame, not an allocation.
const WRITE_LIMIT: usize = 2 * 1024 * 1024;
/// A client has little to say.
const MESSAGE_LIMIT: usize = 4096;

/// Opens the socket for a signed-in person on a page of this very site.
pub async fn upgrade(
    State(server): State<Server>,
    headers: HeaderMap,
    session: Option<Extension<Session>>,
    token: Option<Extension<Token>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    // Browsers let any site open a socket here, cookies included, and tell only by `Origin`.
    if !same_origin(&headers, server.config.tls) {
        return (StatusCode::FORBIDDEN, "连接来自其他网站，已拒绝。\n").into_response();
    }
    let (Some(Extension(session)), Some(Extension(token))) = (session, token) else {
        return (StatusCode::UNAUTHORIZED, "请先登录。\n").into_response();
    };
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_LIMIT)
        .max_message_size(MESSAGE_LIMIT)
        .max_frame_size(MESSAGE_LIMIT)
        .on_upgrade(move |socket| Connection::new(server.live, socket, session, token).run())
}

fn same_origin(headers: &HeaderMap, tls: bool) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else {
        return false;
    };
    let authority = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://").filter(|_| !tls));
    authority == Some(host)
}

/// What a client can say.
#[derive(Deserialize)]
struct Wish {
    watch: Vec<String>,
}

/// A topic of this socket.
struct Watched {
    topic: Topic,
    watch: Watch,
    /// Hash of the view that was sent last.
    sent: Option<String>,
}

struct Connection {
    live: Live,
    socket: WebSocket,
    /// Whose it was when it was opened.
    session: Session,
    token: Token,
    watched: Vec<Watched>,
    closing: watch::Receiver<bool>,
    /// Pings without an answer.
    missed: u8,
}

/// Why the server ends a socket; the client says goodbye with `Gone`.
enum End {
    Gone,
    Slow,
    Silent,
    Close(u16, &'static str),
}

type Step<T = ()> = Result<T, End>;

impl Connection {
    fn new(live: Live, socket: WebSocket, session: Session, token: Token) -> Self {
        let closing = live.0.closing.subscribe();
        Self {
            live,
            socket,
            session,
            token,
            watched: Vec::new(),
            closing,
            missed: 0,
        }
    }

    async fn run(mut self) {
        metrics::gauge!("yufang_live_sockets").increment(1);
        let Err(end) = self.serve().await;
        match end {
            End::Gone => {}
            End::Slow => closed("slow"),
            End::Silent => closed("silent"),
            End::Close(code, reason) => self.say_goodbye(code, reason).await,
        }
        metrics::gauge!("yufang_live_sockets").decrement(1);
    }

    async fn serve(&mut self) -> Step<Infallible> {
        let Timing {
            tick: tick_every,
            ping: ping_every,
            ..
        } = self.live.0.timing;
        let (mut ticks, mut pings) = (every(tick_every), every(ping_every));
        loop {
            tokio::select! {
                () = asked_to_go(&mut self.closing) => {
                    return Err(End::Close(close_code::AWAY, "服务正在重启"));
                }
                heard = self.socket.recv() => match heard {
                    Some(Ok(message)) => self.hear(message).await?,
                    Some(Err(_)) | None => return Err(End::Gone),
                },
                (news, index) = next_change(&mut self.watched) => self.pass_on(index, news).await?,
                _ = pings.tick() => self.ping().await?,
                _ = ticks.tick() => {
                    self.still_signed_in().await?;
                    self.send(tick(&self.live.0.db)).await?;
                }
            }
        }
    }

    async fn hear(&mut self, message: Message) -> Step {
        self.missed = 0;
        match message {
            Message::Text(text) => match serde_json::from_str::<Wish>(&text) {
                Ok(wish) if wish.watch.len() <= TOPICS => self.watch(wish.watch).await,
                _ => Err(End::Close(close_code::POLICY, "无法理解的请求")),
            },
            Message::Close(_) => Err(End::Gone),
            Message::Binary(_) => Err(End::Close(close_code::UNSUPPORTED, "只接受文本")),
            Message::Ping(_) | Message::Pong(_) => Ok(()),
        }
    }

    /// Replaces the watched topics; those that stay are not sent again.
    async fn watch(&mut self, wishes: Vec<String>) -> Step {
        let mut before = std::mem::take(&mut self.watched);
        for text in wishes {
            let Ok(topic) = text.parse::<Topic>() else {
                self.send(refused(&text, &Refusal::NotFound)).await?;
                continue;
            };
            if self.watched.iter().any(|watched| watched.topic == topic) {
                continue;
            }
            let watched = match before.iter().position(|watched| watched.topic == topic) {
                Some(index) => before.swap_remove(index),
                None => {
                    let key = Key::of(&self.session, topic);
                    Watched {
                        topic,
                        watch: self.live.watch(&key),
                        sent: None,
                    }
                }
            };
            self.watched.push(watched);
        }
        Ok(())
    }

    /// Sends the newest view of a topic unless it is what the client has.
    async fn pass_on(&mut self, index: usize, news: bool) -> Step {
        if !news {
            // The task of the key is gone, which only a bug can bring about: begin anew.
            self.watched.clear();
            return self.send(resync()).await;
        }
        let Some(watched) = self.watched.get_mut(index) else {
            return Ok(());
        };
        let current = watched.watch.borrow_and_update().clone();
        let Some(current) = current else {
            return Ok(());
        };
        if watched.sent.as_deref() == Some(&*current.view.hash) {
            return Ok(());
        }
        watched.sent = Some(current.view.hash.clone());
        self.send(current.view.frame.clone()).await
    }

    async fn ping(&mut self) -> Step {
        if self.missed >= 2 {
            return Err(End::Silent);
        }
        self.missed += 1;
        self.deliver(Message::Ping(Vec::new().into())).await
    }

    /// A session that was revoked, has expired, or now belongs to another post ends the socket.
    async fn still_signed_in(&mut self) -> Step {
        // In a box of its own: it is three quarters of what a socket would hold, for a moment every ten seconds.
        match Box::pin(backend::auth::still_open(&self.live.0.db, &self.token.0)).await {
            Ok(session) if session.audience() == self.session.audience() => Ok(()),
            Ok(_) | Err(Fault::Refused(_)) => {
                closed("revoked");
                self.send(refused("", &Refusal::NotSignedIn)).await?;
                Err(End::Close(SIGNED_OUT, "登录已失效"))
            }
            // The database is away for a moment: that ends nobody's session.
            Err(Fault::Internal(_)) => Ok(()),
        }
    }

    async fn send(&mut self, frame: Utf8Bytes) -> Step {
        metrics::counter!("yufang_live_frames_total").increment(1);
        self.deliver(Message::Text(frame)).await
    }

    async fn deliver(&mut self, message: Message) -> Step {
        match timeout(self.live.0.timing.patience, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Slow),
        }
    }

    async fn say_goodbye(&mut self, code: u16, reason: &'static str) {
        let close = Message::Close(Some(CloseFrame {
            code,
            reason: Utf8Bytes::from_static(reason),
        }));
        // Unread input at the end would reset the connection and lose the frame.
        let _ = timeout(Duration::from_secs(1), async {
            if self.socket.send(close).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        })
        .await;
    }
}

/// Waits until the process stops. The guard of the value must not live across an await.
async fn asked_to_go(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

/// Waits until a watched view changes: whether its task still lives, and which one it is.
async fn next_change(watched: &mut [Watched]) -> (bool, usize) {
    if watched.is_empty() {
        return pending().await;
    }
    let (changed, index, _) =
        select_all(watched.iter_mut().map(|one| Box::pin(one.watch.changed()))).await;
    (changed.is_ok(), index)
}

/// The first time after one period, and never in bursts.
fn every(period: Duration) -> Interval {
    let mut interval = interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval.reset();
    interval
}

fn closed(why: &'static str) {
    metrics::counter!("yufang_live_closed_total", "why" => why).increment(1);
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_a_page_of_this_site_may_open_a_socket() {
        let check = |origin: Option<&'static str>, tls| {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::HOST,
                HeaderValue::from_static("yufang.example:3000"),
            );
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            same_origin(&headers, tls)
        };
        assert!(check(Some("http://yufang.example:3000"), false));
        assert!(check(Some("https://yufang.example:3000"), true));
        assert!(!check(Some("http://yufang.example:3000"), true));
        for origin in [
            None,
            Some("null"),
            Some("http://yufang.example"),
            Some("http://evil.example:3000"),
        ] {
            assert!(!check(origin, false), "{origin:?}");
        }
    }
}
