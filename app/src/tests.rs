//! Pages rendered over a made-up backend: full, empty, refused; without a database or a browser.
//!
//! `YUFANG_SNAPSHOTS=dir cargo test -p app --features ssr` also writes each page there, to be looked at.

mod application;
mod areas;
mod books;
mod calendar;
mod classification;
mod doing;
pub(crate) mod fake;
mod feed;
mod inbox;
mod institution;
mod local_rule;
mod meeting;
mod print;
mod project;
mod proposal;
mod region;
mod search;
mod standard;
mod urging;
mod writes;
mod year;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use domain::access::Role;
use domain::contract::{
    Answer, DemoLogin, Public, PublicApi, PublicAreas, PublicBans, PublicBansApi, Signed,
};
use http::StatusCode;
use leptos::config::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use tower::ServiceExt;

use crate::{App, DemoLogins, shell};
use fake::Fake;

/// Listed once: while routes are listed, leptos loads no resource anywhere in the process, and a page
/// that is being rendered in another thread would wait forever.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

struct Page {
    status: StatusCode,
    html: String,
    policy: String,
    /// Where a redirect leads.
    location: String,
}

/// What anybody may ask of this world.
struct Square {
    full: bool,
}

#[async_trait::async_trait]
impl PublicApi for Square {
    async fn public_areas(&self) -> Answer<PublicAreas> {
        Ok(fake::published(self.full))
    }
}

#[async_trait::async_trait]
impl PublicBansApi for Square {
    async fn public_bans(&self) -> Answer<PublicBans> {
        Fake::full(Role::Organisation).public_bans().await
    }
}

/// What a person of this world sees at an address.
async fn see(person: Option<Fake>, path: &str) -> Page {
    ask(
        person,
        Request::get(path)
            .header("accept", "text/html")
            .body(Body::empty())
            .unwrap(),
    )
    .await
}

/// What anybody sees before a city has published.
async fn see_nothing_published(path: &str) -> Page {
    let request = Request::get(path).body(Body::empty()).unwrap();
    answer(None, Square { full: false }, request).await
}

async fn ask(person: Option<Fake>, request: Request) -> Page {
    answer(person, Square { full: true }, request).await
}

async fn answer(person: Option<Fake>, square: Square, request: Request) -> Page {
    let response = respond_on(person, square, request).await;
    let header = |name: &str| {
        let value = response.headers().get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    let (policy, location) = (header("content-security-policy"), header("location"));
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Page {
        status,
        html: String::from_utf8(bytes.to_vec()).unwrap(),
        policy: policy.unwrap_or_default(),
        location: location.unwrap_or_default(),
    }
}

async fn respond(person: Option<Fake>, request: Request) -> Response {
    respond_on(person, Square { full: true }, request).await
}

async fn respond_on(person: Option<Fake>, square: Square, request: Request) -> Response {
    let square = Public(Arc::new(square));
    let options = LeptosOptions::builder().output_name("app").build();
    let rendered = options.clone();
    let routes = ROUTES.clone();
    let app = Router::new()
        .leptos_routes(&options, routes, move || shell(rendered.clone()))
        .layer(from_fn(move |mut request: Request, next: Next| {
            let (person, square) = (person.clone(), square.clone());
            async move {
                request.extensions_mut().insert(square);
                request.extensions_mut().insert(DemoLogins(logins()));
                if let Some(person) = person {
                    request.extensions_mut().insert(Signed(Arc::new(person)));
                }
                next.run(request).await
            }
        }))
        .with_state(options);
    app.oneshot(request).await.unwrap()
}

fn logins() -> Vec<DemoLogin> {
    let login = |login: &str, role, place: &str| DemoLogin {
        login: login.into(),
        password: "yufang-demo".into(),
        name: "演示人".into(),
        role,
        place: place.into(),
    };
    vec![
        login("rhr", Role::RegionHrss, "自治区人社厅"),
        login("rfi", Role::RegionFinance, "自治区财政厅"),
        login(
            "150600chr",
            Role::CityHrss,
            "鄂尔多斯市人力资源和社会保障局",
        ),
        login(
            "150600agc",
            Role::AgencyClerk,
            "鄂尔多斯市社会保险事业服务中心",
        ),
        login("150200chr", Role::CityHrss, "包头市人力资源和社会保障局"),
        login("mei", Role::Organisation, "鄂尔多斯市演示煤业集团有限公司"),
        login("pinggu", Role::Evaluator, "评估人"),
    ]
}

/// Keeps a page for the eye, when asked.
fn keep(name: &str, page: &Page) {
    if let Ok(folder) = std::env::var("YUFANG_SNAPSHOTS") {
        std::fs::write(format!("{folder}/{name}.html"), &page.html).unwrap();
    }
}

#[tokio::test]
async fn every_page_is_whole_without_javascript() {
    for (name, role, path, words) in [
        ("region", Role::RegionHrss, "/region", "即将到期"),
        ("city", Role::AgencyClerk, "/city", "待我办理"),
        (
            "projects",
            Role::RegionHrss,
            "/projects?year=2026&q=矿山",
            "下一页",
        ),
        (
            "project",
            Role::AgencyReviewer,
            "/projects/31",
            "为什么是这一天",
        ),
        (
            "story",
            Role::Organisation,
            "/projects/31/story",
            "期限起算",
        ),
        ("my", Role::Organisation, "/my", "预付款"),
        ("sessions", Role::AgencyClerk, "/sessions", "注销"),
    ] {
        let page = see(Some(Fake::full(role)), path).await;
        keep(name, &page);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.html.contains(words), "{path} lacks {words}");
        assert!(
            page.html.contains("演示数据"),
            "{path} hides that it is a demo"
        );
        assert!(
            !page.html.contains(" style="),
            "{path} has an inline style the policy forbids"
        );
        assert!(page.policy.contains("'nonce-"), "{path} has no policy");
    }
}

#[tokio::test]
async fn an_empty_world_says_so_in_sentences() {
    for (name, role, path, words) in [
        (
            "region-empty",
            Role::RegionHrss,
            "/region",
            "没有在办的法定期限",
        ),
        (
            "city-empty",
            Role::AgencyClerk,
            "/city",
            "没有等您办理的事项",
        ),
        (
            "projects-empty",
            Role::RegionHrss,
            "/projects",
            "没有符合条件的项目",
        ),
        (
            "my-empty",
            Role::Organisation,
            "/my",
            "还没有与本单位有关的项目",
        ),
    ] {
        let page = see(Some(Fake::empty(role)), path).await;
        keep(name, &page);
        assert!(page.html.contains(words), "{path} lacks {words}");
    }
}

#[tokio::test]
async fn what_one_may_not_see_has_a_status_and_a_sentence() {
    let foreign = see(Some(Fake::full(Role::AgencyClerk)), "/projects/404").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert!(foreign.html.contains("没有找到这条记录"));

    let untold = see(Some(Fake::full(Role::AgencyClerk)), "/projects/404/story").await;
    assert_eq!(untold.status, StatusCode::NOT_FOUND);

    let forbidden = see(Some(Fake::full(Role::Organisation)), "/region").await;
    keep("forbidden", &forbidden);
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    assert!(forbidden.html.contains("您的岗位不能办理"));

    let nobody = see(None, "/projects/31").await;
    assert_eq!(nobody.status, StatusCode::FOUND);
}

#[tokio::test]
async fn the_login_page_needs_no_session_and_prints_the_demo() {
    let page = see(None, "/login?error=LoginFailed&login=agc").await;
    keep("login", &page);
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("账号或密码不正确") && page.html.contains("150600agc"));
}

#[tokio::test]
async fn a_call_answers_a_refusal_with_its_status() {
    let request = Request::post("/api/request_prepayment")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("id=31&key=k&amount=一百"))
        .unwrap();
    let answer = ask(Some(Fake::full(Role::Organisation)), request).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html.contains("AmountMalformed"), "{}", answer.html);
}

#[tokio::test]
async fn a_form_without_javascript_comes_back_with_the_sentence_at_its_field() {
    let request = Request::post("/api/request_prepayment")
        .header("accept", "text/html")
        .header("referer", "http://localhost/projects/31")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("id=31&key=k&amount=0"))
        .unwrap();
    let refused = ask(Some(Fake::full(Role::Organisation)), request).await;
    assert_eq!(refused.status, StatusCode::FOUND);
    let back = refused.location.replace("http://localhost", "");
    let page = see(Some(Fake::full(Role::Organisation)), &back).await;
    keep("refused", &page);
    assert!(page.html.contains("data-testid=\"refusal\""), "{back}");
}

/// A clause of an agreement is one person's text on another person's page.
#[test]
fn a_stored_text_stays_text_in_a_textarea() {
    use leptos::prelude::*;
    let stored = "\n甲 & 乙</textarea><img src=x>";
    let html = Owner::new().with(|| {
        view! { <crate::components::AreaField name="a" label="条款" value=stored/> }.to_html()
    });
    assert!(
        html.contains("\n\n甲 &amp; 乙&lt;/textarea>&lt;img src=x></textarea>"),
        "{html}"
    );
}
