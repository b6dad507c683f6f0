//! The one table of HTTP routes and of the layers around them.

use std::collections::HashSet;
use std::sync::Arc;

use app::{App, shell};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRef, Request, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use backend::Database;
use domain::contract::DemoLogin;
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes as _, generate_route_list_with_exclusions, site_pkg_dir_service};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::config::Config;
use crate::live::{self, Live};
use crate::{auth, bank, feed, files, headers, papers, region, telemetry, uploads};

/// The largest body of a form or a call.
const BODY_LIMIT: usize = 1024 * 1024;

/// What every route can reach.
#[derive(Clone)]
pub struct Server {
    pub config: Arc<Config>,
    pub options: LeptosOptions,
    pub db: Database,
    pub live: Live,
    /// For the login page of a demo; empty otherwise.
    pub logins: Arc<Vec<DemoLogin>>,
}

impl FromRef<Server> for LeptosOptions {
    fn from_ref(server: &Server) -> Self {
        server.options.clone()
    }
}

/// Route patterns that are pages: without a session they lead to the login. Those under `/public/`
/// are anybody's (R122).
#[derive(Clone)]
pub struct Pages(pub Arc<HashSet<String>>);

/// The whole program over HTTP.
pub fn router(server: Server) -> Router {
    // `/` is ours: a redirect needs its status before the page begins to stream.
    let routes = generate_route_list_with_exclusions(App, Some(vec!["/".into()]));
    let pages: HashSet<String> = routes
        .iter()
        .map(|route| route.path().to_owned())
        // What is public leads nobody to the login.
        .filter(|path| path != "/" && !path.starts_with("/public/"))
        .collect();
    let pages = Pages(Arc::new(pages));
    let options = server.options.clone();
    let package = site_pkg_dir_service(&options);

    let signed = Router::new()
        .leptos_routes(&server, routes, move || shell(options.clone()))
        .route("/", get(auth::home))
        .route("/login", post(auth::login))
        .route("/logout", post(auth::logout))
        .route(
            "/figures/injuries",
            post(uploads::injuries).layer(DefaultBodyLimit::max(uploads::BODY_LIMIT)),
        )
        .route("/figures/uploads/{id}/rejected.csv", get(uploads::rejected))
        .route(
            "/bank/statements",
            post(bank::statement).layer(DefaultBodyLimit::max(uploads::BODY_LIMIT)),
        )
        .route("/bank/batches/{id}/list.xlsx", get(bank::list))
        .route("/region.xlsx", get(region::workbook))
        .route("/live", get(live::socket::upgrade))
        .route("/live/poll", get(live::poll::poll))
        .fallback(no_such_page)
        .layer(from_fn_with_state(
            (server.clone(), pages.clone()),
            auth::identify,
        ))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));

    Router::new()
        .route("/healthz", get(telemetry::healthz))
        .route("/readyz", get(telemetry::readyz))
        .route("/metrics", get(telemetry::metrics_page))
        .route("/calendar.ics", get(feed::calendar))
        .route_service("/pkg/{*file}", package.clone())
        .route_service("/favicon.svg", package)
        .merge(signed)
        .merge(attached(&server, &pages))
        // The last one is the outermost.
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CsrfLayer::new().with_rejection_response(foreign_site))
        .layer(from_fn_with_state(server.clone(), headers::secure))
        .layer(from_fn_with_state(server.clone(), telemetry::observe))
        .with_state(server)
}

/// Files and papers. Without compression: these files are packed already, and their length is known.
fn attached(server: &Server, pages: &Pages) -> Router<Server> {
    Router::new()
        .route("/projects/{id}/files", post(files::attach))
        .route("/city-files/{kind}/{id}", post(files::attach_to_city))
        .route("/projects/{id}/papers", post(papers::add))
        .layer(DefaultBodyLimit::max(files::BODY_LIMIT))
        .route("/papers/{id}", get(papers::open))
        .route("/papers/{id}/remove", post(papers::remove))
        .route("/files/{id}", get(files::open))
        .route("/files/{id}/remove", post(files::detach))
        .route("/files/city/{id}", get(files::open_city))
        .route("/files/city/{id}/remove", post(files::detach_from_city))
        .layer(from_fn_with_state(
            (server.clone(), pages.clone()),
            auth::identify,
        ))
}

/// Every path that is nobody's: the app's own page for it, with the status that says so.
async fn no_such_page(State(server): State<Server>, request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return (StatusCode::NOT_FOUND, "没有这个接口。\n").into_response();
    }
    let options = server.options.clone();
    let render = leptos_axum::render_app_async(move || shell(options.clone()));
    let mut response = render(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// A form of another site, or a proxy that rewrites `Host`.
fn foreign_site(_: ProtectionError) -> Response<Body> {
    (
        StatusCode::FORBIDDEN,
        "请求来自其他网站，已拒绝。请在本系统页面内操作。\n",
    )
        .into_response()
}
