//! Every route and every server function, and what a stranger gets there. A path without a row
//! fails, so that nobody adds a door and forgets the lock.

mod meeting;

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
    ("/region.xlsx", "/region.xlsx", Login),
    ("/city", "/city", Login),
    ("/projects", "/projects", Login),
    ("/search", "/search?q=%E7%85%A4%E4%B8%9A", Login),
    ("/projects/{id}", "/projects/1", Login),
    ("/projects/{id}/story", "/projects/1/story", Login),
    (
        "/projects/{id}/agreement/print",
        "/projects/1/agreement/print",
        Login,
    ),
    (
        "/projects/{id}/notice/print",
        "/projects/1/notice/print",
        Login,
    ),
    (
        "/projects/{id}/report/print",
        "/projects/1/report/print",
        Login,
    ),
    ("/my", "/my", Login),
    ("/figures", "/figures", Login),
    ("/figures/sets/{id}", "/figures/sets/1", Login),
    ("/figures/uploads/{id}", "/figures/uploads/1", Login),
    ("/analysis", "/analysis", Login),
    ("/areas", "/areas", Login),
    ("/calendar", "/calendar", Login),
    ("/standards", "/standards", Login),
    ("/local-rules", "/local-rules", Login),
    ("/classifications", "/classifications", Login),
    ("/inbox", "/inbox", Login),
    ("/inbox/calendar", "/inbox/calendar", Login),
    ("/urgings", "/urgings", Login),
    // By its token alone.
    ("/calendar.ics", "/calendar.ics", Refused),
    ("/public/areas", "/public/areas", Open),
    // A POST only; see uploads.rs.
    ("/figures/injuries", "/figures/injuries", Open),
    (
        "/figures/uploads/{id}/rejected.csv",
        "/figures/uploads/1/rejected.csv",
        Login,
    ),
    ("/sessions", "/sessions", Login),
    ("/apply", "/apply", Login),
    ("/applications/{id}", "/applications/1", Login),
    ("/applications/{id}/print", "/applications/1/print", Login),
    ("/files/{id}", "/files/1", Login),
    ("/files/city/{id}", "/files/city/1", Login),
    ("/papers/{id}", "/papers/1", Login),
    // POSTs only; see files.rs.
    ("/projects/{id}/papers", "/projects/1/papers", Refused),
    ("/papers/{id}/remove", "/papers/1/remove", Refused),
    ("/projects/{id}/files", "/projects/1/files", Refused),
    ("/files/{id}/remove", "/files/1/remove", Refused),
    ("/files/city/{id}/remove", "/files/city/1/remove", Refused),
    (
        "/city-files/{kind}/{id}",
        "/city-files/PUBLICATION/1",
        Refused,
    ),
    ("/institutions", "/institutions", Login),
    ("/institutions/{id}", "/institutions/1", Login),
    ("/experts", "/experts", Login),
    ("/bans", "/bans", Login),
    ("/public/bans", "/public/bans", Open),
    ("/templates", "/templates", Login),
    ("/cases", "/cases", Login),
    ("/ledger", "/ledger", Login),
    ("/bank", "/bank", Login),
    // A POST only; see isolation/books.rs.
    ("/bank/statements", "/bank/statements", Open),
    (
        "/bank/batches/{id}/list.xlsx",
        "/bank/batches/1/list.xlsx",
        Login,
    ),
    ("/bank/statements/{id}", "/bank/statements/1", Login),
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
    (
        "region_dashboard",
        JSON,
        r#"{"query":{"year":2026}}"#,
        Refused,
    ),
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
    ("select_unit", FORM, "id=1&seen=1&draft[method]=x", Refused),
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
    ("record_review", FORM, "id=1&seen=1&findings=x", Refused),
    ("experts", JSON, "{}", Refused),
    ("keep_expert", FORM, "draft[login]=x", Refused),
    ("remove_expert", FORM, "id=1&reason=x", Refused),
    ("declare_conflict", FORM, "id=1&seen=1&conflict=no", Refused),
    ("acknowledge_report", FORM, PROJECT, Refused),
    (
        "answer_rectification",
        FORM,
        "id=1&seen=1&kind=PLAN&text=x",
        Refused,
    ),
    ("remind_rectification", FORM, "id=1&seen=1&text=x", Refused),
    ("offer_late", FORM, "id=1&seen=1&text=x", Refused),
    ("accept_late", FORM, "id=1&seen=1&reason=x", Refused),
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
    ("pay", FORM, "id=1&seen=1&key=x&voucher=x", Refused),
    ("reject_payment", FORM, "id=1&seen=1&reason=x", Refused),
    ("search", JSON, r#"{"q":"煤业"}"#, Refused),
    ("calendar", JSON, "{}", Refused),
    ("inbox", JSON, r#"{"query":{}}"#, Refused),
    ("read_notification", FORM, "id=1", Refused),
    ("read_notifications", FORM, "upto=1", Refused),
    ("set_notification", FORM, "kind=MOVED&page=true", Refused),
    ("set_mail", FORM, "address=a@b.cn", Refused),
    ("confirm_mail", FORM, "code=1", Refused),
    ("remove_mail", FORM, "", Refused),
    ("calendar_feed", JSON, "{}", Refused),
    ("grant_feed", FORM, "", Refused),
    ("revoke_feed", FORM, "", Refused),
    ("urgings", JSON, r#"{"query":{}}"#, Refused),
    ("urge", FORM, "draft[text]=x", Refused),
    ("answer_urging", FORM, "id=1&text=x", Refused),
    ("draft_calendar", FORM, "draft[year]=2027", Refused),
    ("publish_calendar", FORM, "id=1", Refused),
    ("withdraw_calendar", FORM, "id=1&reason=x", Refused),
    ("local_rules", JSON, "{}", Refused),
    ("propose_local_rule", FORM, "draft[tenant]=x", Refused),
    ("publish_local_rule", FORM, "id=1", Refused),
    ("withdraw_local_rule", FORM, "id=1&reason=x", Refused),
    ("standards", JSON, "{}", Refused),
    ("propose_standard", FORM, "draft[name]=x", Refused),
    ("publish_standard", FORM, "id=1", Refused),
    ("withdraw_standard", FORM, "id=1&reason=x", Refused),
    ("classifications", JSON, "{}", Refused),
    (
        "propose_classification",
        FORM,
        "draft[kind]=ACCIDENT",
        Refused,
    ),
    ("publish_classification", FORM, "id=1", Refused),
    ("withdraw_classification", FORM, "id=1&reason=x", Refused),
    ("ledger", JSON, r#"{"query":{}}"#, Refused),
    (
        "record_recovery",
        FORM,
        "id=1&seen=1&key=x&draft[amount]=1",
        Refused,
    ),
    (
        "propose_write_off",
        FORM,
        "id=1&seen=1&reason=x&document=x",
        Refused,
    ),
    ("consent_write_off", FORM, PROJECT, Refused),
    ("decline_write_off", FORM, "id=1&seen=1&reason=x", Refused),
    ("reverse_entry", FORM, "id=1&reason=x", Refused),
    ("bank", JSON, "{}", Refused),
    ("take_batch", FORM, "", Refused),
    ("statement", JSON, r#"{"id":1}"#, Refused),
    ("post_finding", FORM, "id=1&text=x", Refused),
    ("answer_finding", FORM, "id=1&text=x", Refused),
    ("close_finding", FORM, "id=1", Refused),
    ("give_account", FORM, "id=1&draft[name]=x", Refused),
    ("confirm_account", FORM, "id=1&account=1", Refused),
    ("return_account", FORM, "id=1&account=1&reason=x", Refused),
    (
        "figures",
        JSON,
        r#"{"of":{"year":null,"tenant":null}}"#,
        Refused,
    ),
    ("enter_fund_base", FORM, "draft[year]=2026", Refused),
    ("confirm_fund_base", FORM, PROJECT, Refused),
    ("return_fund_base", FORM, "id=1&seen=1&reason=x", Refused),
    (
        "submit_dataset",
        FORM,
        "kind=DISEASE&year=2025&rows=x&note=",
        Refused,
    ),
    ("dataset", JSON, r#"{"id":1}"#, Refused),
    ("import_injuries", FORM, "id=1", Refused),
    ("injury_upload", JSON, r#"{"id":1}"#, Refused),
    (
        "analysis",
        JSON,
        r#"{"of":{"year":null,"tenant":null}}"#,
        Refused,
    ),
    ("freeze_analysis", FORM, "year=2027&reason=x", Refused),
    ("map_type", FORM, "from=x&to=x", Refused),
    (
        "areas",
        JSON,
        r#"{"of":{"year":null,"tenant":null}}"#,
        Refused,
    ),
    ("suggest_area", FORM, "year=2027&draft[text]=x", Refused),
    ("draft_areas", FORM, "year=2027&areas[0][name]=x", Refused),
    (
        "publish_areas",
        FORM,
        "id=1&seen=1&draft[channel]=x",
        Refused,
    ),
    ("close_areas", FORM, PROJECT, Refused),
    ("public_areas", JSON, "{}", Open),
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
    ("institutions", JSON, r#"{"query":{}}"#, Refused),
    ("institution", JSON, r#"{"id":1}"#, Refused),
    ("add_institution", FORM, "draft[name]=x", Refused),
    ("record_eligibility", FORM, "id=1&draft[project]=x", Refused),
    ("require_condition", FORM, "id=1&seen=1&text=x", Refused),
    ("bans", JSON, "{}", Refused),
    ("propose_ban", FORM, "draft[reason]=x", Refused),
    ("state_case", FORM, "id=1&seen=1&text=x", Refused),
    ("close_hearing", FORM, PROJECT, Refused),
    (
        "decide_ban",
        FORM,
        "id=1&seen=1&decision[reason]=x",
        Refused,
    ),
    ("drop_ban", FORM, "id=1&seen=1&reason=x", Refused),
    (
        "revoke_ban",
        FORM,
        "id=1&seen=1&decision[reason]=x",
        Refused,
    ),
    ("public_bans", JSON, "{}", Open),
    ("story", JSON, r#"{"id":1}"#, Refused),
    ("templates", JSON, "{}", Refused),
    (
        "save_template",
        FORM,
        "kind=ENTERPRISE&mode=DIRECT&seen=0&draft[note]=x",
        Refused,
    ),
    (
        "draft_amendment",
        FORM,
        "id=1&seen=1&draft[amount]=1",
        Refused,
    ),
    ("check_amendment", FORM, PROJECT, Refused),
    ("sign_amendment", FORM, PROJECT, Refused),
    ("file_amendment", FORM, PROJECT, Refused),
    ("withdraw_amendment", FORM, "id=1&seen=1&reason=x", Refused),
    ("record_rules", FORM, "id=1&seen=1&text=x", Refused),
    ("keep_archive", FORM, PROJECT, Refused),
    ("report_progress", FORM, PROJECT, Refused),
    (
        "record_inspection",
        FORM,
        "id=1&seen=1&draft[findings]=x",
        Refused,
    ),
    (
        "answer_inspection",
        FORM,
        "id=1&seen=1&inspection=1&text=x",
        Refused,
    ),
    (
        "close_inspection",
        FORM,
        "id=1&seen=1&inspection=1&text=x",
        Refused,
    ),
    ("send_message", FORM, "id=1&text=x", Refused),
    ("read_messages", FORM, "id=1&upto=1", Refused),
    ("cases", JSON, "{}", Refused),
    ("open_case", FORM, "draft[code]=x", Refused),
    ("transfer_case", FORM, "id=1&seen=1&to=x", Refused),
    ("decide_case", FORM, "id=1&seen=1&decision[text]=x", Refused),
    ("release_freeze", FORM, "id=1&seen=1&reason=x", Refused),
    ("close_case", FORM, "id=1&seen=1&text=x", Refused),
];

/// All pages: what stands here, and what belongs to a part of the year.
fn pages() -> impl Iterator<Item = &'static (&'static str, &'static str, Nobody)> {
    PAGES.iter().chain(meeting::PAGES)
}

/// All server functions.
fn functions() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str, Nobody)>
{
    FUNCTIONS.iter().chain(meeting::FUNCTIONS)
}

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
    let rows: BTreeSet<String> = pages()
        .map(|(pattern, ..)| (*pattern).to_owned())
        .chain(functions().map(|(name, ..)| format!("/api/{name}")))
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
    for (pattern, path, expected) in pages() {
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
    for (name, kind, body, expected) in functions() {
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
