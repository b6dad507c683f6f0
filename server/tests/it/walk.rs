//! Every route and every server function, and what a stranger gets there. A path without a row
//! fails, so that nobody adds a door and forgets the lock.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;

use crate::site::{HOST, request, site};

/// What somebody without a session gets.
#[derive(Clone, Copy, Debug)]
enum Nobody {
    /// 401, from the server itself.
    Refused,
    /// To the login.
    Login,
    /// Answered: not about anybody.
    Open,
}
use Nobody::{Login, Open, Refused};

/// The pages: route pattern, a path that fits.
const PAGES: &[(&str, &str, Nobody)] = &[
    ("/", "/", Login),
    ("/login", "/login", Open),
    ("/region", "/region", Login),
    ("/city", "/city", Login),
    ("/projects", "/projects", Login),
    ("/projects/{id}", "/projects/1", Login),
    ("/my", "/my", Login),
    ("/sessions", "/sessions", Login),
    ("/apply", "/apply", Login),
    ("/applications/{id}", "/applications/1", Login),
    ("/applications/{id}/print", "/applications/1/print", Login),
    ("/files/{id}", "/files/1", Login),
    ("/files/city/{id}", "/files/city/1", Login),
    // POSTs only; see files.rs.
    ("/projects/{id}/files", "/projects/1/files", Refused),
    ("/files/{id}/remove", "/files/1/remove", Refused),
    ("/files/city/{id}/remove", "/files/city/1/remove", Refused),
    (
        "/city-files/{kind}/{id}",
        "/city-files/PUBLICATION/1",
        Refused,
    ),
    ("/live", "/live", Refused),
    ("/live/poll", "/live/poll?topic=tracker", Refused),
    ("/healthz", "/healthz", Open),
    ("/readyz", "/readyz", Open),
    ("/metrics", "/metrics", Open),
    ("/favicon.svg", "/favicon.svg", Open),
    ("/pkg/{*file}", "/pkg/app.t.js", Open),
    // A POST only; see http.rs.
    ("/logout", "/logout", Open),
];

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const PROJECT: &str = "id=1&seen=1";
const YEAR: &str = "year=2026&seen=1";

/// The server functions: name, kind of body, a body that decodes.
const FUNCTIONS: &[(&str, &str, &str, Nobody)] = &[
    ("login_page", JSON, "{}", Open),
    ("me", JSON, "{}", Refused),
    ("sign_ins", JSON, "{}", Refused),
    ("revoke_sign_in", FORM, "id=1", Refused),
    ("region_dashboard", JSON, r#"{"year":2026}"#, Refused),
    ("workbench", JSON, r#"{"year":2026}"#, Refused),
    ("list_projects", JSON, r#"{"query":{}}"#, Refused),
    ("tracker", JSON, "{}", Refused),
    ("project", JSON, r#"{"id":1}"#, Refused),
    ("acknowledge_filing", FORM, "id=1", Refused),
    ("file_plan", FORM, PROJECT, Refused),
    (
        "compile_budget",
        FORM,
        "id=1&seen=1&year=2026&amount=1",
        Refused,
    ),
    ("approve_budget", FORM, PROJECT, Refused),
    (
        "select_unit",
        FORM,
        "id=1&seen=1&credit_code=x&name=x",
        Refused,
    ),
    (
        "draft_agreement",
        FORM,
        "id=1&seen=1&draft[amount]=1",
        Refused,
    ),
    ("check_agreement", FORM, PROJECT, Refused),
    ("sign_agreement", FORM, PROJECT, Refused),
    ("file_agreement", FORM, PROJECT, Refused),
    ("start_project", FORM, PROJECT, Refused),
    ("complete_project", FORM, PROJECT, Refused),
    (
        "apply_acceptance",
        FORM,
        "id=1&seen=1&organiser=AGENCY",
        Refused,
    ),
    ("return_acceptance", FORM, "id=1&seen=1&defects=x", Refused),
    ("receive_acceptance", FORM, PROJECT, Refused),
    (
        "appoint_evaluators",
        FORM,
        "id=1&seen=1&who[payer]=applicant",
        Refused,
    ),
    (
        "submit_report",
        FORM,
        "id=1&seen=1&report[findings]=x",
        Refused,
    ),
    ("serve_report", FORM, PROJECT, Refused),
    ("submit_rectification", FORM, "id=1&seen=1&text=x", Refused),
    ("record_refusal", FORM, "id=1&seen=1&reason=x", Refused),
    (
        "decide_disposition",
        FORM,
        "id=1&seen=1&kind=REFUSE&amount=1&reason=x",
        Refused,
    ),
    ("terminate_project", FORM, "id=1&seen=1&reason=x", Refused),
    (
        "compile_fee_plan",
        FORM,
        "year=2026&seen=1&amount=1",
        Refused,
    ),
    ("approve_fee_plan", FORM, YEAR, Refused),
    ("review_fee_plan", FORM, YEAR, Refused),
    ("allocate_fee_plan", FORM, YEAR, Refused),
    ("request_prepayment", FORM, "id=1&key=x&amount=1", Refused),
    ("check_payment", FORM, PROJECT, Refused),
    ("approve_payment", FORM, PROJECT, Refused),
    (
        "pay",
        FORM,
        "id=1&seen=1&key=x&voucher=x&account=x",
        Refused,
    ),
    ("reject_payment", FORM, "id=1&seen=1&reason=x", Refused),
    ("openings", JSON, "{}", Refused),
    (
        "create_application",
        FORM,
        "tenant=150600&year=2027",
        Refused,
    ),
    ("application", JSON, r#"{"id":1}"#, Refused),
    (
        "save_application",
        FORM,
        "id=1&seen=1&fields[annex1.contact]=x",
        Refused,
    ),
    ("load_application", FORM, "id=1&seen=1&text=x", Refused),
    ("submit_application", FORM, PROJECT, Refused),
    (
        "withdraw_application",
        FORM,
        "id=1&seen=1&reason=x",
        Refused,
    ),
    ("accept_application", FORM, PROJECT, Refused),
    ("return_application", FORM, "id=1&seen=1&defects=x", Refused),
    ("reject_application", FORM, "id=1&seen=1&reason=x", Refused),
    ("create_public_project", FORM, "draft[year]=2027", Refused),
];

/// Every path of the router; only its `Debug` output names them.
fn paths(router: &axum::Router) -> BTreeSet<String> {
    let text = format!("{router:?}");
    text.split('"')
        .skip(1)
        .step_by(2)
        .filter(|text| text.starts_with('/'))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn every_path_has_a_row() {
    let site = site().await;
    let mut there = paths(&site.router);
    there.extend(server_fn_paths().map(|(path, _)| path.to_owned()));
    // What the router itself adds for its fallback.
    there.retain(|path| !path.contains("__private__axum"));
    let rows: BTreeSet<String> = PAGES
        .iter()
        .map(|(pattern, ..)| (*pattern).to_owned())
        .chain(FUNCTIONS.iter().map(|(name, ..)| format!("/api/{name}")))
        .collect();
    let missing: Vec<_> = there.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&there).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "without a row: {missing:?}; without a route: {gone:?}"
    );
    assert!(there.len() > 40, "{there:?}");
}

#[tokio::test]
async fn nobody_is_led_to_the_login_or_refused() {
    let site = site().await;
    for (pattern, path, expected) in PAGES {
        let reply = site.get(path, "").await;
        match expected {
            Refused => assert!(
                reply.status.is_client_error(),
                "{pattern}: {}",
                reply.status
            ),
            Login => {
                assert_eq!(reply.status, StatusCode::SEE_OTHER, "{pattern}");
                assert!(
                    reply.location().starts_with("/login"),
                    "{pattern}: {}",
                    reply.location()
                );
            }
            Open => assert!(
                !reply.status.is_redirection() && !reply.status.is_server_error(),
                "{pattern}: {}",
                reply.status
            ),
        }
    }
}

#[tokio::test]
async fn nobody_is_refused_by_every_server_function() {
    let site = site().await;
    for (name, kind, body, expected) in FUNCTIONS {
        let call = request(Method::POST, &format!("/api/{name}"))
            .header(header::CONTENT_TYPE, *kind)
            .header(header::ACCEPT, JSON)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .body(Body::from(*body))
            .unwrap();
        let reply = site.send(call).await;
        let status = if matches!(expected, Open) {
            StatusCode::OK
        } else {
            StatusCode::UNAUTHORIZED
        };
        assert_eq!(reply.status, status, "{name}: {}", reply.body);
        if matches!(expected, Refused) {
            assert!(reply.body.contains("NotSignedIn"), "{name}: {}", reply.body);
        }
    }
}
