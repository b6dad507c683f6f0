//! Login, redirects, headers, and what a stranger can reach.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use backend::testkit::PASSWORD;
use server::telemetry::observe;

use crate::site::{form, raw_get, request, site, site_with};

const REGION: &str = "region-rs";

#[tokio::test]
async fn a_calendar_is_fetched_by_its_address_alone_until_it_is_taken_back() {
    use domain::contract::FeedApi as _;
    let site = site().await;
    let clerk = site.world.session("150600-jb");
    let path = format!("/calendar.ics?token={}", clerk.grant_feed().await.unwrap());
    let got = site.get(&path, "").await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(got.header("cache-control"), "private, no-store");
    assert!(
        got.body.starts_with("BEGIN:VCALENDAR\r\n") && got.body.contains("UID:deadline-150600-")
    );
    assert!(!got.body.contains("150200"), "another city");
    clerk.revoke_feed().await.unwrap();
    for path in [
        path.as_str(),
        "/calendar.ics",
        "/calendar.ics?token=",
        "/calendar.ics?token=%00",
    ] {
        assert_eq!(
            site.get(path, "").await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_right_password_opens_the_page_that_was_wanted() {
    let site = site().await;
    let body = format!("login={REGION}&password={PASSWORD}&next=%2Fregion%3Fyear%3D2026");
    let reply = site.post("/login", "", &body).await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, "/region?year=2026")
    );
    let cookie = reply.header("set-cookie");
    for part in ["sid=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"));
}

#[tokio::test]
async fn without_a_wish_one_lands_on_the_first_page_of_the_post() {
    let site = site().await;
    let cookie = site.sign_in(REGION).await;
    let reply = site.get("/", &cookie).await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, "/region")
    );
    let stranger = site.get("/", "").await;
    assert_eq!(
        (stranger.status, stranger.location()),
        (StatusCode::SEE_OTHER, "/login")
    );
}

#[tokio::test]
async fn a_wrong_password_leads_back_with_the_reason_and_the_login() {
    let site = site().await;
    let reply = site
        .post(
            "/login",
            "",
            &format!("login={REGION}&password=nonsense&next=%2Fprojects"),
        )
        .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(
        reply.location(),
        format!("/login?error=LoginFailed&login={REGION}&next=/projects")
    );
    assert_eq!(reply.header("set-cookie"), "");
    assert!(!reply.location().contains("nonsense"));
    let page = site.get(reply.location(), "").await;
    assert!(page.body.contains("账号或密码不正确"), "{}", page.body);
}

#[tokio::test]
async fn too_many_attempts_are_told_how_long_to_wait() {
    let site = site().await;
    let mut last = String::new();
    for _ in 0..6 {
        last = site
            .post("/login", "", &format!("login={REGION}&password=nonsense"))
            .await
            .location()
            .to_owned();
    }
    assert!(last.starts_with("/login?error=TooManyAttempts"), "{last}");
    assert!(last.contains("&minutes=15"), "{last}");
    let page = site.get(&last, "").await;
    assert!(page.body.contains("请 15 分钟后再试"), "{}", page.body);
}

#[tokio::test]
async fn next_cannot_leave_the_site() {
    let site = site().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/%5Cevil.example",
        "/%0d%0aX-Evil:1",
        "javascript:alert(1)",
    ] {
        let reply = site
            .post(
                "/login",
                "",
                &format!("login={REGION}&password={PASSWORD}&next={next}"),
            )
            .await;
        assert_eq!(
            (reply.status, reply.location()),
            (StatusCode::SEE_OTHER, "/region"),
            "{next}"
        );
    }
}

#[tokio::test]
async fn a_page_without_a_session_leads_to_the_login_and_back() {
    let site = site().await;
    for (page, wanted) in [
        ("/region?year=2026", "/region%3Fyear%3D2026"),
        ("/projects/1", "/projects/1"),
    ] {
        for cookie in ["", "sid=forged"] {
            let reply = site.get(page, cookie).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER);
            assert_eq!(reply.location(), format!("/login?next={wanted}"));
        }
    }
}

#[tokio::test]
async fn logout_ends_the_session_on_the_server() {
    let site = site().await;
    let cookie = site.sign_in(REGION).await;
    assert_eq!(site.get("/sessions", &cookie).await.status, StatusCode::OK);
    let reply = site.post("/logout", &cookie, "").await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, "/login")
    );
    assert!(reply.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        site.get("/sessions", &cookie).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn logging_in_again_ends_the_session_before() {
    let site = site().await;
    let old = site.sign_in(REGION).await;
    site.post(
        "/login",
        &old,
        &format!("login={REGION}&password={PASSWORD}"),
    )
    .await;
    assert_eq!(
        site.get("/sessions", &old).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let site = site().await;
    let cookie = site.sign_in(REGION).await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "null"),
    ] {
        for path in ["/logout", "/login", "/api/approve_payment"] {
            let foreign = request(Method::POST, path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::COOKIE, &cookie)
                .header(name, value)
                .body(Body::from("id=1&seen=1"))
                .unwrap();
            assert_eq!(
                site.send(foreign).await.status,
                StatusCode::FORBIDDEN,
                "{path} with {name}: {value}"
            );
        }
    }
    assert_eq!(
        site.get("/sessions", &cookie).await.status,
        StatusCode::OK,
        "the session is untouched"
    );
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = site().await;
    let cookie = site.sign_in(REGION).await;
    for path in [
        "/login",
        "/region",
        "/projects",
        "/sessions",
        "/nowhere",
        "/healthz",
        "/pkg/app.t.js",
        "/api/me",
    ] {
        let reply = site.get(path, &cookie).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(reply.header(name), value, "{name} of {path}");
        }
        assert!(
            reply
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(
            reply.header("permissions-policy").contains("camera=()"),
            "{path}"
        );
        assert!(!reply.header("x-request-id").is_empty(), "{path}");
        let cache = if path.starts_with("/pkg/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-store"
        };
        assert_eq!(reply.header("cache-control"), cache, "{path}");
        assert_eq!(reply.header("strict-transport-security"), "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_arrive_whole_when_many_threads_render_them() {
    let site = site().await;
    let address = site.listen().await;
    let cookie = site.sign_in(REGION).await;
    for path in ["/login", "/region", "/projects", "/sessions", "/nowhere"] {
        for _ in 0..10 {
            let answer = raw_get(address, path, &cookie).await;
            assert!(
                answer.contains("</html>") && answer.ends_with("0\r\n\r\n"),
                "{path} is cut off: {answer}"
            );
        }
    }
}

#[tokio::test]
async fn inline_scripts_of_a_page_carry_the_nonce_of_its_policy() {
    let site = site().await;
    let (first, second) = (site.get("/login", "").await, site.get("/login", "").await);
    let nonce = |policy: &str| {
        policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap()
            .to_owned()
    };
    let nonce_of_page = nonce(first.header("content-security-policy"));
    assert!(
        first.body.contains(&format!("nonce=\"{nonce_of_page}\"")),
        "{}",
        first.body
    );
    assert_ne!(
        nonce_of_page,
        nonce(second.header("content-security-policy"))
    );
    let scripts = first.body.matches("<script").count();
    assert!(scripts > 0 && scripts <= first.body.matches(&nonce_of_page).count());
    assert!(
        !first.body.contains(" style=\""),
        "inline styles are forbidden by the policy"
    );
}

#[tokio::test]
async fn behind_https_the_cookie_is_bound_to_the_host() {
    let site = site_with(&[("YUFANG_TLS", "1")]).await;
    let reply = site
        .post("/login", "", &format!("login={REGION}&password={PASSWORD}"))
        .await;
    let cookie = reply.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-sid=") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
    assert!(
        reply
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

#[tokio::test]
async fn an_unknown_path_is_404_with_the_page_of_the_app() {
    let site = site().await;
    let reply = site.get("/nowhere", "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(
        reply.body.contains("<html") && reply.body.contains("没有找到"),
        "{}",
        reply.body
    );
    assert_eq!(
        site.get("/api/nowhere", "").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        site.get("/pkg/nowhere.js", "").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn files_are_sent_compressed_and_nothing_else_of_the_disk() {
    let site = site().await;
    let packed = request(Method::GET, "/pkg/app.t.js").header(header::ACCEPT_ENCODING, "gzip, br");
    let reply = site.send(packed.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (reply.header("content-encoding"), &*reply.body),
        ("gzip", "compressed")
    );
    assert_eq!(site.get("/favicon.svg", "").await.body, "<svg/>");
    for path in ["/hash.txt", "/pkg/../hash.txt", "/pkg/%2e%2e/hash.txt"] {
        assert_eq!(
            site.get(path, "").await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let site = site().await;
    let body = format!("login={}&password=x", "x".repeat(2 << 20));
    let reply = site
        .send(form("/login").body(Body::from(body)).unwrap())
        .await;
    assert_ne!(reply.status, StatusCode::OK);
    assert!(reply.location().len() < 100, "nothing of it comes back");
}

#[tokio::test]
async fn an_internal_failure_shows_an_id_and_nothing_else() {
    let site = site().await;
    let cookie = site.sign_in(REGION).await;
    site.world.break_database().await;
    for path in ["/sessions", "/"] {
        let reply = site.get(path, &cookie).await;
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(
            reply.body.contains("系统内部错误") && reply.body.contains("编号"),
            "{}",
            reply.body
        );
        for word in ["sqlx", "select", "relation", "PoolClosed", "pool"] {
            assert!(!reply.body.contains(word), "{word} in {}", reply.body);
        }
    }
    assert_eq!(
        site.get("/readyz", "").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(site.get("/healthz", "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_panic_becomes_a_page_with_an_id_and_nothing_else() {
    async fn boom() {
        panic!("secret of the program");
    }
    let mut site = site().await;
    let observed = from_fn_with_state(site.server.clone(), observe);
    site.router = Router::new().route("/boom", get(boom)).layer(observed);
    let reply = site.get("/boom", "").await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(reply.body.contains(reply.header("x-request-id")) && !reply.body.contains("secret"));
}

#[tokio::test]
async fn metrics_are_for_this_machine_only() {
    let site = site().await;
    site.get("/healthz", "").await;
    let reply = site.get("/metrics", "").await;
    assert!(reply.body.contains("yufang_http_requests_total"));
    let through_proxy = request(Method::GET, "/metrics").header("x-forwarded-for", "1.2.3.4");
    assert_eq!(
        site.send(through_proxy.body(Body::empty()).unwrap())
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}
