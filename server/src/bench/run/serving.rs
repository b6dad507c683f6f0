//! The program as it is served, and the plain handler beside it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::serve::ListenerExt as _;
use backend::{Database, Session, Settings};
use domain::contract::{ListQuery, ScreensApi as _, SessionApi as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::CITY;
use crate::config::Config;
use crate::database::Place;
use crate::live::{Live, Timing};
use crate::router::{Server, router};

/// A person who asks.
pub struct Person {
    pub session: Session,
    pub token: String,
    /// As a browser sends it.
    pub cookie: String,
}

/// What runs while it is measured.
pub struct Serving {
    pub region: Person,
    pub city: Person,
    /// Where the program answers, and where the plain handler does.
    pub program: SocketAddr,
    pub floor: SocketAddr,
    /// What the plain handler answers.
    pub bytes: Arc<OnceLock<Bytes>>,
    live: Live,
    tasks: Vec<JoinHandle<()>>,
}

#[derive(Clone)]
struct Floor {
    db: Database,
    token: String,
    bytes: Arc<OnceLock<Bytes>>,
}

impl Serving {
    /// Starts both on free ports of this machine.
    pub async fn start(config: &Config, place: &Place) -> Result<Self, String> {
        let settings = Settings {
            demo: true,
            pool: config.pool,
            ..Settings::default()
        };
        let db = place.pool(settings).await?;
        let region = person(&db, config, "region-rs").await?;
        let city = person(&db, config, &format!("{CITY}-jb")).await?;
        // No background: sealing the history of a million new projects takes minutes and is not measured.
        let live = Live::start(db.clone(), Timing::default());
        let server = Server {
            config: Arc::new(config.clone()),
            options: config.leptos()?,
            db: db.clone(),
            live: live.clone(),
            logins: Arc::default(),
        };
        crate::telemetry::metrics_of_process();
        let bytes = Arc::new(OnceLock::new());
        let floor = Floor {
            db,
            token: city.token.clone(),
            bytes: bytes.clone(),
        };
        let plain = Router::new().route("/", get(same_bytes)).with_state(floor);
        let (program, first) = listen(router(server)).await?;
        let (floor, second) = listen(plain).await?;
        Ok(Self {
            region,
            city,
            program,
            floor,
            bytes,
            live,
            tasks: vec![first, second],
        })
    }

    /// Stops both.
    pub async fn stop(self) {
        self.live.stop(Duration::from_secs(1)).await;
        for task in self.tasks {
            task.abort();
        }
    }
}

async fn person(db: &Database, config: &Config, login: &str) -> Result<Person, String> {
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let granted = backend::auth::sign_in(db, login, backend::demo::DEMO_PASSWORD, here, "bench")
        .await
        .map_err(|fault| {
            format!("账号 {login} 不能登录：{fault} 只测量演示库，请先运行 yufang bench seed。")
        })?;
    let session = backend::auth::session(db, &granted.token)
        .await
        .map_err(|fault| fault.to_string())?;
    Ok(Person {
        session,
        cookie: format!("{}={}", config.cookie(), granted.token),
        token: granted.token,
    })
}

async fn listen(router: Router) -> Result<(SocketAddr, JoinHandle<()>), String> {
    let failed = |error: std::io::Error| format!("无法监听：{error}。");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let task = tokio::spawn(async move {
        let _ended = axum::serve(listener, service).await;
    });
    Ok((address, task))
}

/// The bytes of the page after the SQL of the page: who asks, who that is, and the list.
async fn same_bytes(State(floor): State<Floor>) -> Response {
    let read = async {
        let session = backend::auth::session(&floor.db, &floor.token).await?;
        session.me().await?;
        session.list_projects(ListQuery::default()).await
    };
    if let Err(fault) = read.await {
        return fault.to_string().into_response();
    }
    let bytes = floor.bytes.get().cloned().unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes).into_response()
}
