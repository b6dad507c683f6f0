//! The address for mails through the whole program, as a browser without JavaScript sets it.

use axum::body::Body;
use axum::http::{StatusCode, header};
use backend::testkit::smtp::{Catcher, SITE};

use crate::site::{HOST, Site, form, site_with};

/// Sends a form of the inbox: the page it comes back to.
async fn send(site: &Site, cookie: &str, call: &str, body: &str) -> String {
    let request = form(call)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("http://{HOST}/inbox"))
        .body(Body::from(body.to_owned()))
        .unwrap();
    let reply = site.send(request).await;
    assert_eq!(reply.status, StatusCode::FOUND, "{}", reply.body);
    let back = reply.location().replace(&format!("http://{HOST}"), "");
    let page = site.get(&back, cookie).await.body;
    let section = page.split("id=\"mail\"").nth(1).unwrap();
    section.split("</section>").next().unwrap().to_owned()
}

#[tokio::test]
async fn an_address_is_set_confirmed_and_removed_without_javascript() {
    let catcher = Catcher::start().await;
    let smtp = catcher.url();
    let site = site_with(&[
        ("YUFANG_SMTP", &smtp),
        ("YUFANG_MAIL_FROM", "yufang@example.cn"),
        ("YUFANG_URL", SITE),
    ])
    .await;
    let cookie = site.sign_in("150600-jb").await;
    let refused = send(&site, &cookie, "/api/set_mail", "address=wang").await;
    assert!(refused.contains("未设置") && refused.contains("邮箱地址无效"));
    let waits = send(&site, &cookie, "/api/set_mail", "address=wang%40example.cn").await;
    assert!(waits.contains("待确认") && waits.contains("wang@example.cn"));
    let wrong = send(&site, &cookie, "/api/confirm_mail", "code=x").await;
    assert!(wrong.contains("还可以再试 4 次"), "{wrong}");
    let code = catcher.caught()[0].code();
    let body = format!("code={code}");
    let confirmed = send(&site, &cookie, "/api/confirm_mail", &body).await;
    assert!(confirmed.contains("已确认"), "{confirmed}");
    let removed = send(&site, &cookie, "/api/remove_mail", "").await;
    assert!(removed.contains("未设置") && !removed.contains("wang@example.cn"));
}
