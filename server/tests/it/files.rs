//! Files as a browser sends and receives them, with and without JavaScript.

use app::api::ApiError;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use backend::testkit::{ORDOS, YEAR, pdf};
use domain::contract::{ApplicationApi as _, FileView};
use domain::state::ProjectState;
use domain::{ProjectId, Refusal};
use leptos::server_fn::error::ServerFnUrlError;

use crate::site::{HOST, Reply, Site, request, site};

const BOUNDARY: &str = "----yufang";

/// The body of a form with these fields and this file.
pub(crate) fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    for (name, content) in files {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

pub(crate) async fn send(
    site: &Site,
    path: &str,
    cookie: &str,
    accept: &str,
    body: Vec<u8>,
) -> Reply {
    let call = request(Method::POST, path)
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .header(header::ACCEPT, accept)
        .header(header::ORIGIN, format!("http://{HOST}"))
        .header(header::COOKIE, cookie)
        .body(Body::from(body))
        .unwrap();
    site.send(call).await
}

pub(crate) const HTML: &str = "text/html,application/xhtml+xml,*/*";
pub(crate) const JSON: &str = "application/json";

async fn draft(site: &Site) -> ProjectId {
    site.world.publish_areas(ORDOS, YEAR, &["煤炭开采"]).await;
    let coal = site.world.session("coal");
    coal.create_application(ORDOS, YEAR).await.unwrap()
}

/// The refusal in the address of a page.
fn in_address(reply: &Reply, page: &str) -> Refusal {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    let (path, query) = reply.location().split_once('?').expect("a query");
    assert_eq!(path, page);
    let error = query
        .strip_prefix("__path=%2Fapi%2Fattach&__err=")
        .unwrap_or_else(|| panic!("{query}"));
    match ServerFnUrlError::<ApiError>::decode_err(&error.replace("%3D", "=")) {
        ApiError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a_plain_form_leads_back_to_the_application() {
    let site = site().await;
    let id = draft(&site).await;
    let cookie = site.sign_in("coal").await;
    let (path, page) = (
        format!("/projects/{id}/files"),
        format!("/applications/{id}"),
    );
    let body = form(
        &[("paper", "REGISTRATION")],
        &[("营业执照.pdf", &pdf("执照"))],
    );
    let reply = send(&site, &path, &cookie, HTML, body).await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, &*page)
    );
    let files = site
        .world
        .session("coal")
        .application(id)
        .await
        .unwrap()
        .files;
    assert_eq!(files[0].1.name, "营业执照.pdf");

    let lie = form(
        &[("paper", "REGISTRATION")],
        &[("营业执照.pdf", b"MZ\x90\0 not a pdf")],
    );
    let reply = send(&site, &path, &cookie, HTML, lie).await;
    let refusal = in_address(&reply, &page);
    assert_eq!(
        (refusal.kind(), refusal.field()),
        ("FileType", Some("file"))
    );
    let none = form(&[("paper", "REGISTRATION")], &[("", b"")]);
    let reply = send(&site, &path, &cookie, HTML, none).await;
    assert_eq!(in_address(&reply, &page).kind(), "Required");
    let two = form(
        &[("paper", "OTHER")],
        &[("a.pdf", &pdf("a")), ("b.pdf", &pdf("b"))],
    );
    let reply = send(&site, &path, &cookie, HTML, two).await;
    assert!(
        in_address(&reply, &page)
            .sentence()
            .contains("一次只能上传一个文件")
    );
    let files = site
        .world
        .session("coal")
        .application(id)
        .await
        .unwrap()
        .files;
    assert_eq!(files.len(), 1, "nothing of the refused ones stays");

    let remove = request(Method::POST, &format!("/files/{}/remove", files[0].1.id))
        .header(header::ORIGIN, format!("http://{HOST}"))
        .header(header::REFERER, format!("http://{HOST}{page}"))
        .header(header::ACCEPT, HTML)
        .header(header::COOKIE, &cookie);
    let reply = site.send(remove.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, &*page)
    );
    let files = site
        .world
        .session("coal")
        .application(id)
        .await
        .unwrap()
        .files;
    assert!(files.is_empty());
}

#[tokio::test]
async fn a_script_gets_the_answer_itself() {
    let site = site().await;
    let id = draft(&site).await;
    let cookie = site.sign_in("coal").await;
    let path = format!("/projects/{id}/files");
    let body = form(&[("paper", "SEALED")], &[("盖章页.pdf", &pdf("盖章"))]);
    let reply = send(&site, &path, &cookie, JSON, body).await;
    let view: FileView = serde_json::from_str(&reply.body).unwrap();
    assert_eq!((reply.status, &*view.name), (StatusCode::OK, "盖章页.pdf"));
    for (fields, name, status, kind) in [
        (vec![("paper", "LICENCE")], "a.pdf", 422, "UnknownChoice"),
        (vec![], "a.pdf", 422, "UnknownChoice"),
        (vec![("paper", "OTHER")], "../a.pdf", 422, "FileName"),
        (vec![("paper", "OTHER")], "a.png", 422, "FileType"),
    ] {
        let reply = send(
            &site,
            &path,
            &cookie,
            JSON,
            form(&fields, &[(name, &pdf("a"))]),
        )
        .await;
        assert_eq!(reply.status.as_u16(), status, "{}", reply.body);
        assert!(reply.json()["Refused"][kind].is_object(), "{}", reply.body);
    }
    let reply = send(&site, &path, "", JSON, form(&[], &[])).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()["Refused"].as_str()),
        (401, Some("NotSignedIn"))
    );
    let reply = send(&site, &path, "", HTML, form(&[], &[])).await;
    assert_eq!(reply.location(), format!("/login?next=/applications/{id}"));
}

#[tokio::test]
async fn a_large_file_is_told_its_limit() {
    let site = site().await;
    let id = draft(&site).await;
    let cookie = site.sign_in("coal").await;
    let path = format!("/projects/{id}/files");
    let mut content = pdf("大");
    content.resize((20 << 20) + 1, b'%');
    let send_json = async |content: &[u8]| {
        let body = form(&[("paper", "OTHER")], &[("大.pdf", content)]);
        send(&site, &path, &cookie, JSON, body).await
    };
    let reply = send_json(&content).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reply.json()["Refused"]["FileTooLarge"]["max_mib"], 20);
    content.truncate(20 << 20);
    assert_eq!(
        send_json(&content).await.status,
        StatusCode::OK,
        "the limit itself is allowed"
    );
}

#[tokio::test]
async fn a_file_is_sent_to_be_kept_and_only_to_those_who_may() {
    let site = site().await;
    let id = site
        .world
        .application_at(ORDOS, ProjectState::Submitted)
        .await;
    let files = site
        .world
        .session("coal")
        .application(id)
        .await
        .unwrap()
        .files;
    let path = format!("/files/{}", files[0].1.id);
    let clerk = site.sign_in("150600-jb").await;
    let reply = site.get(&path, &clerk).await;
    assert_eq!(reply.status, StatusCode::OK);
    let length = reply.body.len().to_string();
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-length", &*length),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, no-cache"),
        (
            "content-disposition",
            "attachment; filename=\"___________.pdf\"; filename*=UTF-8''%E7%99%BB%E8%AE%B0%EF%BC%88%E6%B3%A8%E5%86%8C%EF%BC%89%E8%AF%81%E4%BB%B6%E5%A4%8D%E5%8D%B0%E4%BB%B6.pdf",
        ),
    ] {
        assert_eq!(reply.header(name), value, "{name}");
    }
    assert!(
        reply
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
    let again = request(Method::GET, &path)
        .header(header::COOKIE, &clerk)
        .header(header::IF_NONE_MATCH, reply.header("etag"));
    let again = site.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!((again.status, &*again.body), (StatusCode::NOT_MODIFIED, ""));

    let foreign = site.sign_in("150200-jb").await;
    let reply = site.get(&path, &foreign).await;
    assert_eq!(
        (reply.status, reply.header("cache-control")),
        (StatusCode::NOT_FOUND, "no-store")
    );
    assert!(!reply.body.contains("登记"), "{}", reply.body);
    let nobody = site.get(&path, "").await;
    assert_eq!(nobody.location(), format!("/login?next={path}"));
}

#[tokio::test]
async fn a_form_of_another_site_uploads_nothing() {
    let site = site().await;
    let id = draft(&site).await;
    let cookie = site.sign_in("coal").await;
    let call = request(Method::POST, &format!("/projects/{id}/files"))
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .header(header::ORIGIN, "https://evil.example")
        .header(header::COOKIE, &cookie)
        .body(Body::from(form(
            &[("paper", "OTHER")],
            &[("a.pdf", &pdf("a"))],
        )))
        .unwrap();
    assert_eq!(site.send(call).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_files_of_a_city_lead_back_to_their_page() {
    let site = site().await;
    let areas = site.world.publish_areas(ORDOS, YEAR, &["煤炭开采"]).await;
    let cookie = site.sign_in("150600-rs").await;
    let path = format!("/city-files/PUBLICATION/{areas}");
    let body = form(&[], &[("公告.pdf", &pdf("公告"))]);
    let reply = send(&site, &path, &cookie, HTML, body.clone()).await;
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, "/areas")
    );
    let reply = send(&site, &path, &cookie, JSON, body.clone()).await;
    let view: FileView = serde_json::from_str(&reply.body).unwrap();
    let applicant = site.sign_in("steel").await;
    assert_eq!(
        site.get(&format!("/files/city/{}", view.id), &applicant)
            .await
            .status,
        StatusCode::OK
    );
    let reply = send(&site, "/city-files/NOTHING/1", &cookie, JSON, body).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}
