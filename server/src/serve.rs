//! `yufang serve`: the order of starting and stopping.
//!
//! Whatever can be wrong with the configuration is found before the database is touched. On
//! SIGINT or SIGTERM: no new requests, sockets are told to go (1001), running requests finish, the
//! feed stops, the private database is released; all of it within ten seconds.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use backend::files::Store;
use backend::{Database, Settings};
use leptos::config::LeptosOptions;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::config::Config;
use crate::database::Place;
use crate::live::{Live, Timing};
use crate::router::{Server, router};
use crate::telemetry;

/// For running requests and open sockets at the end.
const FINISH: Duration = Duration::from_secs(4);
/// How often gauges are read and histograms tidied up.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts everything, serves until a signal, stops everything.
///
/// # Errors
/// One Chinese sentence for the operator.
pub async fn serve(config: Config) -> Result<(), String> {
    telemetry::init(&config)?;
    warn_of_few_files();
    let options = config.leptos()?;
    let files = Store::open(&config.files).map_err(|error| error.to_string())?;
    let mut signals = Signals::new()?;
    let listener = listen(config.address).await?;
    let place = tokio::select! {
        place = Place::open(&config) => place?,
        () = signals.stop() => return Ok(()),
    };
    let result = tokio::select! {
        started = start(config, options, files, &place) => match started {
            Ok(running) => run(running, listener, &mut signals).await,
            Err(reason) => Err(reason),
        },
        () = signals.stop() => Ok(()),
    };
    place.release().await;
    result
}

/// Binds before the database is started: a taken port is the most common mistake.
async fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!(
                    "地址 {address} 已被占用。请停止占用它的程序，或用 YUFANG_ADDR 换一个端口。"
                )
            }
            _ => format!("无法监听 {address}：{error}。"),
        })
}

/// What runs beside the listener.
struct Running {
    server: Server,
    background: backend::Background,
}

async fn start(
    config: Config,
    options: LeptosOptions,
    files: Store,
    place: &Place,
) -> Result<Running, String> {
    telemetry::metrics_of_process();
    if place.is_private() {
        place.migrate().await?;
    }
    let settings = Settings {
        demo: config.demo,
        pool: config.pool,
        files,
        mailer: config.mailer.clone(),
        ..Settings::default()
    };
    let db = place.pool(settings).await?;
    if config.demo {
        crate::cli::demo::load_if_empty(place).await?;
    }
    let logins = backend::auth::demo_logins(&db)
        .await
        .map_err(|fault| fault.to_string())?;
    let background = db.start();
    let live = Live::start(db.clone(), Timing::default());
    let server = Server {
        config: Arc::new(config),
        options,
        db,
        live,
        logins: Arc::new(logins),
    };
    Ok(Running { server, background })
}

async fn run(running: Running, listener: TcpListener, signals: &mut Signals) -> Result<(), String> {
    let Running { server, background } = running;
    let upkeep = tokio::spawn(keep_up(server.db.clone()));
    announce(&server, &listener);
    let (stop, stopped) = oneshot::channel::<()>();
    // Without NODELAY a streaming page waits 40 ms for an acknowledgement.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let service = router(server.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let serving = tokio::spawn(async move { serving.await });

    signals.stop().await;
    eprintln!("正在停止……");
    let _ = stop.send(());
    let (_, _) = tokio::join!(server.live.stop(FINISH), timeout(FINISH, serving));
    upkeep.abort();
    let _ = timeout(Duration::from_secs(2), background.stop()).await;
    eprintln!("已停止。");
    Ok(())
}

fn announce(server: &Server, listener: &TcpListener) {
    let address = listener.local_addr().unwrap_or(server.config.address);
    println!("预防通已启动：http://{address}（Ctrl-C 停止）");
    if server.logins.is_empty() {
        return;
    }
    println!("\n演示账号：");
    for login in server.logins.iter() {
        println!(
            "  {:<12} {:<10} {}（{}，{}）",
            login.login,
            login.password,
            login.name,
            login.role.label(),
            login.place
        );
    }
}

async fn keep_up(db: Database) {
    let mut clock = tokio::time::interval(UPKEEP);
    loop {
        clock.tick().await;
        let (used, all) = db.connections();
        metrics::gauge!("yufang_db_connections", "state" => "used").set(used);
        metrics::gauge!("yufang_db_connections", "state" => "all").set(all);
        telemetry::metrics_of_process().run_upkeep();
    }
}

/// Each open page is a file: 1,024 of them, a common default, is a small office.
fn warn_of_few_files() {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let soft: Option<u32> = files.and_then(|line| line.split_whitespace().next()?.parse().ok());
    if let Some(soft) = soft.filter(|soft| *soft < 4096) {
        tracing::warn!(
            soft,
            "few open files allowed; raise it with ulimit -n before many people connect"
        );
    }
}

/// SIGINT and SIGTERM.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> Result<Self, String> {
        let listen = |kind| signal(kind).map_err(|error| format!("无法接收系统信号：{error}。"));
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    async fn stop(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
