//! A file of injuries over HTTP: in by a plain form, its rejected rows out, and what is too large.

use app::api::ApiError;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::Refusal;
use leptos::server_fn::error::ServerFnUrlError;

use crate::site::{HOST, Reply, Site, request, site};

const HEADER: &str = "认定编号,盟市代码,旗县区,用人单位,统一社会信用代码,行业大类,工种,岗位,事故日期,情形,事故类别,伤残等级,死亡,职业病种类,基金支付（元）";

/// A browser's form with one file.
async fn send(site: &Site, cookie: &str, name: &str, content: &[u8], origin: &str) -> Reply {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--x--\r\n"].concat();
    site.send(
        request(Method::POST, "/figures/injuries")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::ORIGIN, origin)
            .header(header::COOKIE, cookie)
            .body(Body::from(body))
            .unwrap(),
    )
    .await
}

fn own() -> String {
    format!("http://{HOST}")
}

/// What the page of the figures would show.
fn refusal(reply: &Reply) -> Refusal {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    let to = reply.location();
    assert!(
        to.starts_with("/figures?__path=%2Fapi%2Fpreview_injuries&__err="),
        "{to}"
    );
    let (_, error) = to.split_once("__err=").unwrap();
    let error = ServerFnUrlError::<ApiError>::decode_err(&error.replace("%3D", "="));
    error.refusal().unwrap().clone()
}

#[tokio::test]
async fn a_file_leads_to_its_preview_and_its_rejected_rows_come_back() {
    let site = site().await;
    let cookie = site.sign_in("150600-jb").await;
    let content = format!("{HEADER}\r\nN1,150200,准格尔旗\r\n");
    let reply = send(&site, &cookie, "工伤.csv", content.as_bytes(), &own()).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    let page = reply.location().to_owned();
    let id: i64 = page
        .strip_prefix("/figures/uploads/")
        .unwrap()
        .parse()
        .unwrap();
    let body = format!(r#"{{"id":{id}}}"#);
    let view = site
        .send(
            request(Method::POST, "/api/injury_upload")
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::ORIGIN, own())
                .header(header::COOKIE, &cookie)
                .body(Body::from(body))
                .unwrap(),
        )
        .await
        .json();
    assert_eq!(view["file"], "工伤.csv");
    assert_eq!(view["counts"]["rejected"], 1);
    let csv = site.get(&format!("{page}/rejected.csv"), &cookie).await;
    assert_eq!(csv.status, StatusCode::OK);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        csv.header("content-disposition").starts_with("attachment;"),
        "{}",
        csv.header("content-disposition")
    );
    assert!(csv.body.starts_with("\u{FEFF}认定编号,"), "{}", csv.body);
    assert!(csv.body.contains("N1,150200,准格尔旗,"));
    for path in [
        "/figures/uploads/99999/rejected.csv",
        "/figures/uploads/x/rejected.csv",
    ] {
        assert_eq!(site.get(path, &cookie).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_refused_file_leads_back_with_the_reason() {
    let site = site().await;
    let cookie = site.sign_in("150600-jb").await;
    for (name, content, sentence) in [
        ("a.csv", &b"%PDF-1.7 ..."[..], "PDF"),
        ("a.csv", "甲,乙".as_bytes(), "缺少这些列"),
        ("../../etc/passwd", b"x", "路径"),
        ("", b"", "没有选择文件"),
    ] {
        let reply = send(&site, &cookie, name, content, &own()).await;
        let refusal = refusal(&reply);
        assert_eq!(refusal.kind(), "FileUnreadable");
        assert!(
            refusal.sentence().contains(sentence),
            "{}",
            refusal.sentence()
        );
    }
    let wrong_post = site.sign_in("150600-wj").await;
    let reply = send(&site, &wrong_post, "a.csv", b"x", &own()).await;
    assert_eq!(refusal(&reply).kind(), "Forbidden");
}

#[tokio::test]
async fn a_file_over_the_limit_is_read_and_not_kept() {
    let site = site().await;
    let cookie = site.sign_in("150600-jb").await;
    for mib in [33, 70] {
        let content = vec![b'x'; mib << 20];
        let reply = send(&site, &cookie, "a.csv", &content, &own()).await;
        assert_eq!(refusal(&reply), Refusal::FileTooLarge { max_mib: 32 });
    }
}

#[tokio::test]
async fn strangers_and_other_sites_bring_no_files() {
    let site = site().await;
    let stranger = send(&site, "", "a.csv", b"x", &own()).await;
    assert_eq!(
        (stranger.status, stranger.location()),
        (StatusCode::SEE_OTHER, "/login")
    );
    let cookie = site.sign_in("150600-jb").await;
    let foreign = send(&site, &cookie, "a.csv", b"x", "https://evil.example").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let no_form = site.post("/figures/injuries", &cookie, "file=x").await;
    assert_eq!(refusal(&no_form).kind(), "FileUnreadable");
}
