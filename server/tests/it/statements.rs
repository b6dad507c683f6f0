//! How many statements a page takes: the same number, however many rows there are.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use backend::testkit::{BAOTOU, ORDOS};
use domain::Money;
use domain::state::{Mode, PaymentState, ProjectState};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

use crate::site::{Site, site};

/// Counts what sqlx says it has run, in this whole process: a page is rendered by several threads.
struct Counter;

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            STATEMENTS.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Who looks at what.
const PAGES: &[(&str, &[&str])] = &[
    (
        "region-rs",
        &[
            "/region",
            "/region?year=2026&tenant=150600",
            "/region?asof=2026-12-01",
            "/projects",
            "/search?q=项目",
            "/urgings",
            "/inbox",
            "/institutions",
            "/bans",
            "/calendar",
            "/cap",
            "/meetings",
        ],
    ),
    (
        "150600-jb",
        &[
            "/city",
            "/region",
            "/local-rules",
            "/projects",
            "/projects?overdue=true",
            "/projects?sort=DUE",
            "/search?q=项目",
            "/inbox",
            "/urgings",
            "/figures",
            "/analysis",
            "/areas",
            "/proposals",
            "/cap",
            "/meetings",
            "/institutions",
            "/experts",
            "/bans",
            "/templates",
            "/ledger",
            "/sessions",
        ],
    ),
    ("150600-zf", &["/city", "/bank", "/ledger"]),
    ("150600-rs", &["/city", "/cases", "/bans"]),
    ("anquan", &["/my", "/inbox", "/apply", "/search?q=项目"]),
];

/// The least of five: the first one fills caches, and what one leaves to be done afterwards must not count
/// as another's.
async fn statements(site: &Site, cookie: &str, path: &str) -> usize {
    let mut least = usize::MAX;
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let before = STATEMENTS.load(Ordering::Relaxed);
        let page = site.get(path, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        least = least.min(STATEMENTS.load(Ordering::Relaxed) - before);
    }
    least
}

async fn all(site: &Site) -> Vec<(&'static str, &'static str, usize)> {
    let mut counts = Vec::new();
    for (login, paths) in PAGES {
        let cookie = site.sign_in(login).await;
        for path in *paths {
            counts.push((*login, *path, statements(site, &cookie, path).await));
        }
    }
    counts
}

/// One project at every station that has pages of its own.
async fn stations(site: &Site, times: i64) {
    let world = &site.world;
    for n in 0..times {
        let amount = Money::from_fen(1_000_000 + n * 10_000);
        for city in [ORDOS, BAOTOU] {
            world.new_project(city, Mode::Direct, amount).await;
            world
                .project_at(city, Mode::Direct, amount, ProjectState::Budgeted)
                .await;
            world
                .project_at(city, Mode::Commissioned, amount, ProjectState::InProgress)
                .await;
            world
                .project_at(city, Mode::Commissioned, amount, PaymentState::Paid)
                .await;
            world
                .project_at(city, Mode::Procured, amount, ProjectState::Passed)
                .await;
        }
    }
    world.advance_days(35);
}

#[tokio::test]
async fn the_number_of_statements_of_a_page_does_not_depend_on_its_rows() {
    let counter = tracing_subscriber::registry().with(Counter);
    tracing::subscriber::set_global_default(counter).expect("the only test of its process");
    let mut site = site().await;
    site.alone().await;
    stations(&site, 1).await;
    let few = all(&site).await;
    stations(&site, 4).await;
    let many = all(&site).await;
    for ((login, path, before), (.., count)) in few.iter().zip(&many) {
        println!("{login:<10} {path:<32} {count:>3} 条语句");
        assert_eq!(before, count, "{login} {path}");
        assert!(*count > 0, "nothing was counted");
    }
}
