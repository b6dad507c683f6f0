//! Open pages: sockets that note when the line of a write first appears in a view.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use domain::TenantId;
use futures::future::join_all;
use futures::{SinkExt as _, StreamExt as _, TryStreamExt as _, stream};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;
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
/// Clerks number their writes when they send them, the feed has them in the order they came: a few older
/// numbers may stand among newer ones.
const STRAGGLERS: usize = 3;

/// A socket whose first view has come.
pub struct Viewer {
    socket: WebSocketStream<TcpStream>,
    amounts: Amounts,
    seen: Seen,
}

/// Viewers who look until they are told to stop.
pub struct Crowd {
    looking: Vec<JoinHandle<Seen>>,
    stop: watch::Sender<bool>,
}

/// What came through one socket.
#[derive(Default)]
pub struct Seen {
    /// The city it watched; `None` = the region.
    tenant: Option<TenantId>,
    first: HashMap<u32, Instant>,
    /// Views whose feed holds nothing but writes of this run: when, and the oldest of them, [`STRAGGLERS`] left
    /// out.
    full: Vec<(Instant, u32)>,
    pub frames: usize,
    pub views: usize,
    pub bytes: usize,
    /// Views in which a line stood twice.
    pub doubled: usize,
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
    open_so_many(address, seats, amounts, AT_ONCE).await
}

/// The same with so many of them at a time.
///
/// # Errors
/// As [`open_all`].
pub async fn open_so_many(
    address: SocketAddr,
    seats: Vec<Seat>,
    amounts: Amounts,
    at_once: usize,
) -> Result<Vec<Viewer>, String> {
    stream::iter(seats)
        .map(|seat| async move {
            let opened = timeout(PATIENCE, Viewer::open(address, &seat, amounts)).await;
            opened.map_err(|_| format!("{} 没有收到首个画面。", seat.topic))?
        })
        .buffer_unordered(at_once)
        .try_collect()
        .await
}

impl Crowd {
    /// Lets them look, each on its own.
    pub fn look(viewers: Vec<Viewer>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let look = |viewer: Viewer| tokio::spawn(viewer.look(stopped.clone()));
        Self {
            looking: viewers.into_iter().map(look).collect(),
            stop,
        }
    }

    /// What each has seen.
    ///
    /// # Errors
    /// A sentence when one of them has failed.
    pub async fn stop(self) -> Result<Vec<Seen>, String> {
        self.stop.send_replace(true);
        let seen = join_all(self.looking).await.into_iter();
        seen.collect::<Result<_, _>>()
            .map_err(|error| format!("测量中断：{error}。"))
    }
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
        let mut seen = Seen {
            tenant: seat.tenant,
            ..Seen::default()
        };
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) if is(&text, "view") => {
                    seen.note(Instant::now(), &text, amounts);
                    break;
                }
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
            amounts,
            seen,
        })
    }

    /// Reads until told to stop.
    async fn look(self, mut stop: watch::Receiver<bool>) -> Seen {
        let Self {
            mut socket,
            amounts,
            mut seen,
        } = self;
        loop {
            let message = tokio::select! {
                message = socket.next() => message,
                _ = stop.wait_for(|stop| *stop) => return seen,
            };
            let at = Instant::now();
            match message {
                Some(Ok(Message::Text(text))) => seen.note(at, &text, amounts),
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
        let once: HashSet<u32> = numbers.iter().copied().collect();
        self.doubled += usize::from(once.len() < numbers.len());
        for number in &numbers {
            self.first.entry(*number).or_insert(at);
        }
        if numbers.len() >= FEED {
            let mut numbers = numbers;
            numbers.sort_unstable();
            self.full
                .extend(numbers.get(STRAGGLERS).map(|oldest| (at, *oldest)));
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
