//! Open pages: sockets that note when the line of a write first appears in a view.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use domain::TenantId;
use futures::{SinkExt as _, StreamExt as _, TryStreamExt as _, stream};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::cast::Seat;
use super::writers::{Amounts, Write};

/// Sockets that are being opened at the same time.
const AT_ONCE: usize = 16;
/// For the first view of a socket.
const PATIENCE: Duration = Duration::from_secs(20);
/// Lines in the feed of a view.
const FEED: usize = 12;

/// A socket whose first view has come.
pub struct Viewer {
    socket: WebSocketStream<TcpStream>,
    tenant: Option<TenantId>,
    amounts: Amounts,
}

/// What came through one socket.
#[derive(Default)]
pub struct Seen {
    /// The city it watched; `None` = the region.
    tenant: Option<TenantId>,
    first: HashMap<u32, Instant>,
    /// Views whose feed holds nothing but writes of this run: when, and the oldest of them.
    full: Vec<(Instant, u32)>,
    pub frames: usize,
    pub views: usize,
    pub bytes: usize,
    /// It ended before it was told to.
    pub lost: bool,
}

/// How a write came to a socket.
pub enum Arrival {
    /// Its line stood in a view.
    Shown(Instant),
    /// Views were put together, and the first one after it shows only newer lines.
    Overtaken(Instant),
    Missed,
}

/// Opens all sockets and waits for the first view of each.
///
/// # Errors
/// A sentence when one of them is refused.
pub async fn open_all(
    address: SocketAddr,
    seats: Vec<Seat>,
    amounts: Amounts,
) -> Result<Vec<Viewer>, String> {
    stream::iter(seats)
        .map(|seat| async move {
            let opened = timeout(PATIENCE, Viewer::open(address, &seat, amounts)).await;
            opened.map_err(|_| format!("{} 没有收到首个画面。", seat.topic))?
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

impl Viewer {
    async fn open(address: SocketAddr, seat: &Seat, amounts: Amounts) -> Result<Self, String> {
        let failed = |what: String| format!("无法打开 {} 的实时连接：{what}。", seat.topic);
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| failed(error.to_string()))?;
        let mut request = format!("ws://{address}/live")
            .into_client_request()
            .map_err(|error| failed(error.to_string()))?;
        let origin = format!("http://{address}");
        for (name, value) in [("cookie", &seat.cookie), ("origin", &origin)] {
            let value = value.parse().map_err(|_| failed("登录凭据无效".into()))?;
            request.headers_mut().insert(name, value);
        }
        // The default would take a quarter of a gigabyte for 2,000 sockets.
        let config = WebSocketConfig::default().read_buffer_size(16 * 1024);
        let (mut socket, _) = client_async_with_config(request, stream, Some(config))
            .await
            .map_err(|error| failed(error.to_string()))?;
        let wish = serde_json::json!({ "watch": [seat.topic] }).to_string();
        socket
            .send(Message::text(wish))
            .await
            .map_err(|error| failed(error.to_string()))?;
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) if is(&text, "view") => break,
                Some(Ok(Message::Text(text))) if is(&text, "refused") => {
                    return Err(failed(text.to_string()));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(failed(error.to_string())),
                None => return Err(failed("连接已关闭".into())),
            }
        }
        Ok(Self {
            socket,
            tenant: seat.tenant,
            amounts,
        })
    }

    /// Reads until told to stop.
    pub async fn look(mut self, mut stop: watch::Receiver<bool>) -> Seen {
        let mut seen = Seen {
            tenant: self.tenant,
            ..Seen::default()
        };
        loop {
            let message = tokio::select! {
                message = self.socket.next() => message,
                _ = stop.wait_for(|stop| *stop) => return seen,
            };
            let at = Instant::now();
            match message {
                Some(Ok(Message::Text(text))) => seen.note(at, &text, self.amounts),
                // Pings are answered while reading.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => {
                    seen.lost = true;
                    return seen;
                }
            }
        }
    }
}

/// Whether a frame is of a kind, which it begins with.
fn is(frame: &str, kind: &str) -> bool {
    frame
        .strip_prefix(r#"{"type":""#)
        .is_some_and(|rest| rest.starts_with(kind))
}

impl Seen {
    fn note(&mut self, at: Instant, frame: &str, amounts: Amounts) {
        self.frames += 1;
        self.bytes += frame.len();
        if !is(frame, "view") {
            return;
        }
        self.views += 1;
        let numbers: Vec<u32> = amounts.numbers(frame).collect();
        for number in &numbers {
            self.first.entry(*number).or_insert(at);
        }
        if let (true, Some(oldest)) = (numbers.len() >= FEED, numbers.iter().min()) {
            self.full.push((at, *oldest));
        }
    }

    /// Whether the write belongs on this page.
    pub fn must_see(&self, write: &Write) -> bool {
        self.tenant.is_none_or(|tenant| tenant == write.tenant)
    }

    /// Whether it was the page of the region.
    pub const fn is_region(&self) -> bool {
        self.tenant.is_none()
    }

    /// When and how a write came.
    pub fn arrival(&self, write: &Write) -> Arrival {
        if let Some(at) = self.first.get(&write.number) {
            return Arrival::Shown(*at);
        }
        let overtaken = self
            .full
            .iter()
            .find(|(at, oldest)| *at >= write.answered && *oldest > write.number);
        overtaken.map_or(Arrival::Missed, |(at, _)| Arrival::Overtaken(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_told_apart_by_how_they_begin() {
        assert!(is(r#"{"type":"view","topic":"region:2027"}"#, "view"));
        assert!(!is(r#"{"type":"tick","cursor":"1:2"}"#, "view"));
    }

    #[test]
    fn a_write_that_was_overtaken_is_not_missed_and_one_that_never_came_is() {
        let now = Instant::now();
        let write = |number| Write {
            number,
            tenant: TenantId(150_600),
            sent: now,
            answered: now,
        };
        let later = now + Duration::from_millis(5);
        let seen = Seen {
            first: HashMap::from([(1, later)]),
            full: vec![(later, 3)],
            ..Seen::default()
        };
        assert!(matches!(seen.arrival(&write(1)), Arrival::Shown(_)));
        assert!(matches!(seen.arrival(&write(2)), Arrival::Overtaken(_)));
        assert!(matches!(seen.arrival(&write(4)), Arrival::Missed));
    }
}
