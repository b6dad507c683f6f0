//! What the operator sees: the log, `/healthz`, `/readyz` and `/metrics`.
//!
//! A request is one line: id, method, route, status, milliseconds. Names, tokens, query strings and
//! bodies are never in it; the route is the pattern (`/projects/{id}`), not what was typed.
//!
//! | metric | labels | meaning |
//! |---|---|---|
//! | `yufang_http_requests_total` | method, path, status | answered requests |
//! | `yufang_http_request_seconds` | path | time until the head of the answer |
//! | `yufang_http_panics_total` | | requests that ended in a panic |
//! | `yufang_live_sockets` | | open sockets |
//! | `yufang_live_keys` | | views somebody watches |
//! | `yufang_live_frames_total` | | frames sent, ticks included |
//! | `yufang_live_recomputes_total` | changed (yes, no, failed) | views computed again |
//! | `yufang_live_recompute_seconds` | | time of one computation |
//! | `yufang_live_publish_seconds` | | from reading a change in the feed to handing out its view |
//! | `yufang_live_lagged_total` | | batches of the feed that were skipped (all views computed again) |
//! | `yufang_live_closed_total` | why (slow, silent, revoked) | sockets closed by the server |

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;
use std::time::Instant;

use axum::Extension;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use futures::FutureExt as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing::Instrument as _;
use tracing_subscriber::EnvFilter;

use crate::config::Config;
use crate::router::Server;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Upper bounds in seconds; a page should be in the first five.
const BUCKETS: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Starts the log and sends panics into it.
///
/// # Errors
/// A sentence when `YUFANG_LOG` is not a filter.
pub fn init(config: &Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|_| {
        format!(
            "环境变量 YUFANG_LOG 的值“{}”无效，可用 info、debug 或 server=debug,info 这样的写法。",
            config.log
        )
    })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start in one process (tests) keeps the first log.
    let _ = if config.log_json {
        log.json().try_init()
    } else {
        log.compact().with_target(false).try_init()
    };
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "panicked")));
    Ok(())
}

/// The collected metrics of this process.
pub fn metrics_of_process() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let recorder = match builder.set_buckets(BUCKETS) {
            Ok(builder) => builder.build_recorder(),
            Err(_) => PrometheusBuilder::new().build_recorder(),
        };
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("metrics go to a recorder that was installed earlier");
        }
        handle
    })
}

/// The outermost layer: gives the request its id, its span, its line in the log, and turns a panic
/// into a page that shows nothing but the id.
pub async fn observe(State(server): State<Server>, request: Request, next: Next) -> Response {
    let id = request_id(request.headers(), server.config.trust_proxy);
    let method = request.method().clone();
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("request", id, %method, path);
    let begun = Instant::now();
    let answered = AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .instrument(span.clone())
        .await;
    let mut response = answered.unwrap_or_else(|_| {
        metrics::counter!("yufang_http_panics_total").increment(1);
        failure_page(&id)
    });
    let elapsed = begun.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| {
        if is_routine(&path) && status < 500 {
            tracing::debug!(status, ms = elapsed.as_millis(), "answered");
        } else {
            tracing::info!(status, ms = elapsed.as_millis(), "answered");
        }
    });
    metrics::counter!("yufang_http_requests_total",
        "method" => known(&method), "path" => path.clone(), "status" => status.to_string())
    .increment(1);
    metrics::histogram!("yufang_http_request_seconds", "path" => path)
        .record(elapsed.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// HTTP allows any word as a method; a counter for each would let a stranger fill the memory.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// What comes all the time and says nothing about anybody's work.
fn is_routine(path: &str) -> bool {
    path.starts_with("/pkg/")
        || matches!(
            path,
            "/favicon.svg" | "/healthz" | "/readyz" | "/metrics" | "/live/poll"
        )
}

/// The id of the request: the proxy's, if there is one that we trust, else a new one.
fn request_id(headers: &HeaderMap, trust: bool) -> String {
    let plain = |id: &&str| {
        !id.is_empty()
            && id.len() <= 64
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let given = headers
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .filter(|_| trust)
        .filter(plain);
    given.map_or_else(|| format!("{:016x}", rand::random::<u64>()), str::to_owned)
}

/// The page for a failure of ours: an id to tell, and nothing else.
pub fn failure_page(id: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>系统内部错误</title></head>\
         <body><main><h1>系统内部错误</h1><p>刚才的操作没有完成，编号 <strong>{id}</strong>。\
         请稍后重试；如仍不成功，请把编号告诉系统管理员。</p><p><a href=\"/\">返回首页</a></p></main></body></html>"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, Html(page)).into_response()
}

/// The process is alive.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can work: the database answers and has the schema of this program.
pub async fn readyz(State(server): State<Server>) -> Response {
    match server.db.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(reason) => {
            tracing::warn!(reason, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "数据库暂时不可用。\n").into_response()
        }
    }
}

/// The metrics in the text format of Prometheus; to this machine only unless configured otherwise.
pub async fn metrics_page(
    State(server): State<Server>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    // Behind a proxy on this machine every client is a loopback peer, and not every proxy says so.
    let forwarded = server.config.tls
        || server.config.trust_proxy
        || headers.contains_key("x-forwarded-for")
        || headers.contains_key(header::FORWARDED);
    let local =
        peer.is_some_and(|Extension(ConnectInfo(peer))| peer.ip().is_loopback()) && !forwarded;
    if local || server.config.public_metrics {
        metrics_of_process().render().into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}
