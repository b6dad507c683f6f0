//! Papers of a project as a browser sends and receives them, with and without JavaScript.

use axum::http::{Method, StatusCode};
use backend::testkit::{ORDOS, pdf};
use domain::contract::{FileView, ProjectApi as _};
use domain::state::ProjectState;

use crate::files::{HTML, JSON, form, send};
use crate::site::site;

#[tokio::test]
async fn a_paper_is_sent_and_opened_with_and_without_javascript() {
    let site = site().await;
    let id = site.world.project_in(ORDOS, ProjectState::InProgress).await;
    let (path, page) = (format!("/projects/{id}/papers"), format!("/projects/{id}"));
    let cookie = site.sign_in("anquan").await;
    let photo = pdf("x");
    let fields = [("kind", "PHOTO"), ("about", "0")];
    let sent = async |accept: &str, name: &str, content: &[u8]| {
        let form = form(&fields, &[(name, content)]);
        send(&site, &path, &cookie, accept, form).await
    };
    let plain = sent(HTML, "照片.pdf", &photo).await;
    assert_eq!(plain.status, StatusCode::SEE_OTHER, "{}", plain.body);
    assert_eq!(plain.location(), page);
    let kept = sent(JSON, "签到.pdf", &photo).await;
    let file: FileView =
        serde_json::from_str(&kept.body).unwrap_or_else(|_| panic!("{}", kept.body));
    let opened = site.get(&format!("/papers/{}", file.id), &cookie).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert_eq!(opened.body.as_bytes(), photo);

    let refused = sent(HTML, "照片.png", &photo).await;
    assert!(
        refused.location().contains("__path=%2Fapi%2Fadd_paper"),
        "{}",
        refused.location()
    );
    let shown = site.get(refused.location(), &cookie).await;
    assert!(
        shown.body.contains("二者应当一致"),
        "the sentence stands on the page"
    );
    let many = vec![b'x'; 21 << 20];
    let large = sent(JSON, "大.pdf", &many).await;
    assert!(large.body.contains("FileTooLarge"), "{}", large.body);
    let unit = site.world.session("anquan");
    assert_eq!(unit.project(id).await.unwrap().doing.papers.len(), 2);
    let taken = site
        .send(
            crate::site::request(Method::POST, &format!("/papers/{}/remove", file.id))
                .header("cookie", &cookie)
                .header("accept", JSON)
                .header("origin", format!("http://{}", crate::site::HOST))
                .body(axum::body::Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert_eq!(unit.project(id).await.unwrap().doing.papers.len(), 1);
}
