//! A running program over a small world, and a client that sees only what a browser would.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use backend::Settings;
use backend::testkit::World;
use futures::stream::SplitSink;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use server::config::Config;
use server::live::{Live, Timing};
use server::router::{Server, router};
use server::telemetry::metrics_of_process;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tower::ServiceExt as _;

/// What the client calls the site.
pub const HOST: &str = "yufang.example";

/// What `.ci/build` leaves behind, as far as pages need it.
pub static SITE: LazyLock<PathBuf> = LazyLock::new(|| {
    let site = std::env::temp_dir().join(format!("yufang-it-site-{}", std::process::id()));
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("hash.txt"), "js: t\nwasm: t\ncss: t\n").unwrap();
    std::fs::write(site.join("pkg/app.t.js"), "// program\n").unwrap();
    std::fs::write(site.join("pkg/app.t.js.gz"), "compressed").unwrap();
    std::fs::write(site.join("favicon.svg"), "<svg/>").unwrap();
    site
});

/// Times that a test can wait for.
pub const QUICK: Timing = Timing {
    pause: Duration::from_millis(20),
    fresh: Duration::from_secs(1),
    tick: Duration::from_millis(200),
    ping: Duration::from_millis(300),
    patience: Duration::from_millis(500),
    answer: Duration::from_secs(5),
    retry: Duration::from_millis(100),
};

pub struct Site {
    pub world: World,
    pub server: Server,
    pub router: Router,
    background: Option<backend::Background>,
}

/// The program with the given variables of the environment.
pub async fn site_with(variables: &[(&str, &str)]) -> Site {
    metrics_of_process();
    let mut all = vec![("YUFANG_SITE".to_owned(), SITE.to_str().unwrap().to_owned())];
    all.extend(
        variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let config = Config::read(all).unwrap();
    let world = World::with(Settings {
        pool: 4,
        mailer: config.mailer.clone(),
        ..Settings::default()
    })
    .await;
    let db = world.db.clone();
    let background = db.start();
    let live = Live::start(db.clone(), QUICK);
    let options = config.leptos().unwrap();
    let server = Server {
        config: Arc::new(config),
        options,
        db,
        live,
        logins: Arc::default(),
    };
    let router = router(server.clone());
    Site {
        world,
        server,
        router,
        background: Some(background),
    }
}

pub async fn site() -> Site {
    site_with(&[]).await
}

/// An answer, read to its end.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// A request to [`HOST`].
pub fn request(method: Method, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, HOST)
}

/// A form as a browser posts it from a page of the site.
pub fn form(path: &str) -> Builder {
    request(Method::POST, path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, format!("http://{HOST}"))
}

impl Site {
    /// Nothing but what is asked of it happens any more.
    pub async fn alone(&mut self) {
        if let Some(background) = self.background.take() {
            background.stop().await;
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let mut request = request;
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4711))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 16 << 20).await.unwrap();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// `cookie` is empty for nobody.
    pub async fn get(&self, path: &str, cookie: &str) -> Reply {
        self.send(
            request(Method::GET, path)
                .header(header::COOKIE, cookie)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    pub async fn post(&self, path: &str, cookie: &str, body: &str) -> Reply {
        self.send(
            form(path)
                .header(header::COOKIE, cookie)
                .body(Body::from(body.to_owned()))
                .unwrap(),
        )
        .await
    }

    /// Signs in by the form; the cookie as a browser sends it back.
    pub async fn sign_in(&self, login: &str) -> String {
        let password = backend::testkit::PASSWORD;
        let reply = self
            .post("/login", "", &format!("login={login}&password={password}"))
            .await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
        reply
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }

    /// Listens on a port of its own, for what needs a connection.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = self
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        address
    }
}

/// The bytes of an answer as they come over the wire.
pub async fn raw_get(address: SocketAddr, path: &str, cookie: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The socket of a browser tab. Like a browser it reads all the time, whatever the test looks at:
/// otherwise its pings stay unanswered while the test waits for another tab, and the server leaves.
pub struct Tab {
    out: SplitSink<Socket, Message>,
    arrived: UnboundedReceiver<Result<Message, Error>>,
    reading: AbortHandle,
}

impl Tab {
    /// Opens `/live` with this cookie; without an origin when `origin` is empty.
    pub async fn open(address: SocketAddr, cookie: &str, origin: &str) -> Result<Self, Error> {
        let (out, mut incoming) = Self::connect(address, cookie, origin).await?.split();
        let (arrives, arrived) = unbounded_channel();
        let reading = tokio::spawn(async move {
            while let Some(message) = incoming.next().await {
                if arrives.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            out,
            arrived,
            reading: reading.abort_handle(),
        })
    }

    /// The bare socket, which nobody reads.
    pub async fn connect(address: SocketAddr, cookie: &str, origin: &str) -> Result<Socket, Error> {
        let mut request = format!("ws://{address}/live").into_client_request()?;
        request
            .headers_mut()
            .insert(header::COOKIE, cookie.parse().unwrap());
        if !origin.is_empty() {
            request
                .headers_mut()
                .insert(header::ORIGIN, origin.parse().unwrap());
        }
        connect_async(request).await.map(|(socket, _)| socket)
    }

    /// The same from a page of the site itself.
    pub async fn of(address: SocketAddr, cookie: &str) -> Self {
        Self::open(address, cookie, &format!("http://{address}"))
            .await
            .unwrap()
    }

    pub async fn watch(&mut self, topics: &[&str]) {
        let text = serde_json::json!({ "watch": topics }).to_string();
        self.out.send(Message::text(text)).await.unwrap();
    }

    /// The next message of a kind, ticks and pings passed over.
    pub async fn next(&mut self, kind: &str) -> Value {
        loop {
            match self.read().await {
                Message::Text(text) => {
                    let value: Value = serde_json::from_str(&text).unwrap();
                    if value["type"] == kind {
                        return value;
                    }
                }
                Message::Close(frame) => panic!("closed: {frame:?}"),
                _ => {}
            }
        }
    }

    /// The code with which the server closes.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Message::Close(frame) = self.read().await {
                return frame.map_or(0, |frame| frame.code.into());
            }
        }
    }

    async fn read(&mut self) -> Message {
        let next = tokio::time::timeout(Duration::from_secs(10), self.arrived.recv());
        next.await.expect("silence").expect("end").expect("broken")
    }
}

/// A closed tab does not read on.
impl Drop for Tab {
    fn drop(&mut self) {
        self.reading.abort();
    }
}
