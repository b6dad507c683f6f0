//! The live socket: who may open it, what arrives, and when it ends.

use std::time::Duration;

use axum::http::StatusCode;
use backend::testkit::{ORDOS, YEAR};
use domain::contract::{ApplicationApi as _, InboxApi as _};
use domain::state::ProjectState;
use tokio_tungstenite::tungstenite::Error;

use crate::site::{Site, Tab, site};

/// Something happens in the city: the clerk writes the amount of the fee plan.
async fn happens(site: &Site, yuan: i64) {
    site.world.compile_fee_plan(yuan).await;
}

#[tokio::test]
async fn a_page_of_another_site_cannot_open_a_socket() {
    let site = site().await;
    let address = site.listen().await;
    let cookie = site.sign_in("region-rs").await;
    for origin in ["", "http://evil.example", "null"] {
        match Tab::open(address, &cookie, origin).await {
            Err(Error::Http(response)) => {
                assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin}")
            }
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("opened for {origin:?}"),
        }
    }
}

#[tokio::test]
async fn nobody_cannot_open_a_socket_nor_poll() {
    let site = site().await;
    let address = site.listen().await;
    match Tab::open(address, "", &format!("http://{address}")).await {
        Err(Error::Http(response)) => assert_eq!(response.status(), StatusCode::UNAUTHORIZED),
        _ => panic!("opened without a session"),
    }
    assert_eq!(
        site.get("/live/poll?topic=region:2026", "").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_watched_view_comes_at_once_and_again_after_a_commit() {
    let site = site().await;
    let address = site.listen().await;
    let mut tab = Tab::of(address, &site.sign_in("region-rs").await).await;
    tab.watch(&["region:2026"]).await;
    let first = tab.next("view").await;
    assert_eq!(
        (first["topic"].as_str(), first["data"]["year"].as_i64()),
        (Some("region:2026"), Some(2026))
    );
    happens(&site, 100_000).await;
    let second = tab.next("view").await;
    assert_ne!(first["hash"], second["hash"]);
    assert_ne!(first["cursor"], second["cursor"]);
}

#[tokio::test]
async fn two_tabs_of_one_audience_get_the_same_bytes() {
    let site = site().await;
    let address = site.listen().await;
    let cookie = site.sign_in("region-rs").await;
    let (mut one, mut two) = (
        Tab::of(address, &cookie).await,
        Tab::of(address, &cookie).await,
    );
    one.watch(&["region:2026"]).await;
    let first = one.next("view").await;
    two.watch(&["region:2026"]).await;
    assert_eq!(first["data"], two.next("view").await["data"]);
    happens(&site, 100_000).await;
    assert_eq!(one.next("view").await, two.next("view").await);
}

#[tokio::test]
async fn what_is_not_theirs_is_refused_like_what_does_not_exist() {
    let site = site().await;
    let address = site.listen().await;
    let mut tab = Tab::of(address, &site.sign_in("region-rs").await).await;
    tab.watch(&["project:999999999", "nonsense"]).await;
    for _ in 0..2 {
        let refused = tab.next("refused").await;
        assert_eq!(refused["kind"], "NotFound", "{refused}");
    }
}

#[tokio::test]
async fn an_idle_socket_hears_that_it_is_up_to_date() {
    let site = site().await;
    let mut tab = Tab::of(site.listen().await, &site.sign_in("region-rs").await).await;
    let tick = tab.next("tick").await;
    assert_eq!(tick["at"].as_str().unwrap().len(), "14:03:22".len());
}

#[tokio::test]
async fn a_poll_gives_the_same_as_the_socket_and_nothing_twice() {
    let site = site().await;
    let cookie = site.sign_in("region-rs").await;
    let mut tab = Tab::of(site.listen().await, &cookie).await;
    tab.watch(&["region:2026"]).await;
    let view = tab.next("view").await;
    let polled = site
        .get("/live/poll?topic=region:2026", &cookie)
        .await
        .json();
    assert_eq!(
        (&polled["data"], &polled["hash"]),
        (&view["data"], &view["hash"])
    );
    let hash = polled["hash"].as_str().unwrap();
    let again = site
        .get(
            &format!("/live/poll?topic=region:2026&have={hash}"),
            &cookie,
        )
        .await
        .json();
    assert!(again["data"].is_null());
    assert_eq!(again["hash"], hash);
}

#[tokio::test]
async fn a_revoked_session_ends_its_sockets() {
    let site = site().await;
    let cookie = site.sign_in("region-rs").await;
    let mut tab = Tab::of(site.listen().await, &cookie).await;
    tab.watch(&["region:2026"]).await;
    tab.next("view").await;
    site.post("/logout", &cookie, "").await;
    assert_eq!(tab.closed().await, 4401);
}

#[tokio::test]
async fn a_tab_that_does_not_answer_is_closed() {
    let site = site().await;
    let (address, cookie) = (site.listen().await, site.sign_in("region-rs").await);
    let origin = format!("http://{address}");
    let socket = Tab::connect(address, &cookie, &origin).await.unwrap();
    // Not reading means not answering pings: the third one is not sent any more.
    let open = || site.server.live.sockets();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(open(), 1);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(open(), 0);
    drop(socket);
}

#[tokio::test]
async fn a_stopping_server_says_that_it_goes_away() {
    let site = site().await;
    let mut tab = Tab::of(site.listen().await, &site.sign_in("region-rs").await).await;
    let live = site.server.live.clone();
    let stopping = tokio::spawn(async move { live.stop(Duration::from_secs(5)).await });
    assert_eq!(tab.closed().await, 1001);
    drop(tab);
    stopping.await.unwrap();
    assert_eq!(site.server.live.sockets(), 0);
}

#[tokio::test]
async fn a_client_that_talks_nonsense_is_closed() {
    let site = site().await;
    let mut tab = Tab::of(site.listen().await, &site.sign_in("region-rs").await).await;
    tab.watch(&["region:2026"; 9]).await;
    assert_eq!(tab.closed().await, 1008);
}

#[tokio::test]
async fn each_person_hears_of_their_own_inbox_only() {
    let site = site().await;
    let address = site.listen().await;
    let project = site.world.project_in(ORDOS, ProjectState::InProgress).await;
    let (jb, fh) = (
        site.sign_in("150600-jb").await,
        site.sign_in("150600-fh").await,
    );
    let (mut clerk, mut again) = (Tab::of(address, &jb).await, Tab::of(address, &jb).await);
    let mut reviewer = Tab::of(address, &fh).await;
    for tab in [&mut clerk, &mut again, &mut reviewer] {
        tab.watch(&["inbox"]).await;
        assert_eq!(tab.next("view").await["data"]["unread"], 0);
    }
    let id = site.world.notification("150600-jb", project, false).await;
    let session = site.world.session("150600-jb");
    // Of the row written past every door nobody has heard; of what the person does, both tabs do.
    site.world.notification("150600-jb", project, false).await;
    session.read_notification(id).await.unwrap();
    for tab in [&mut clerk, &mut again] {
        assert_eq!(tab.next("view").await["data"]["unread"], 1);
    }
    assert!(silent(&mut reviewer).await, "somebody else's inbox");
    let polled = site.get("/live/poll?topic=inbox", &fh).await.json();
    assert_eq!(polled["data"]["unread"], 0);
}

/// Whether nothing arrives on a watched topic while nothing else is going on.
async fn silent(tab: &mut Tab) -> bool {
    tokio::time::timeout(Duration::from_millis(600), tab.next("view"))
        .await
        .is_err()
}

#[tokio::test]
async fn an_application_moves_its_applicants_page_and_its_citys_from_the_submission_on() {
    let site = site().await;
    site.world.area_set(ORDOS, YEAR).await;
    let address = site.listen().await;
    let mut applicant = Tab::of(address, &site.sign_in("coal").await).await;
    let mut city = Tab::of(address, &site.sign_in("150600-jb").await).await;
    applicant.watch(&["tracker"]).await;
    city.watch(&["projects"]).await;
    let (first, _) = (applicant.next("view").await, city.next("view").await);
    let id = site.world.draft("coal", ORDOS).await;
    assert_ne!(applicant.next("view").await["hash"], first["hash"]);
    assert!(silent(&mut city).await, "a draft is nobody else's business");
    let coal = site.world.session("coal");
    let version = site.world.version(id).await;
    coal.submit_application(id, version).await.unwrap();
    city.next("view").await;
    while !silent(&mut applicant).await {}
    let clerk = site.world.clerk(ORDOS);
    let version = site.world.version(id).await;
    clerk
        .return_application(id, version, "一、补充清单".into())
        .await
        .unwrap();
    let view = applicant.next("view").await["data"].to_string();
    assert!(
        view.contains("SUPPLEMENT") && view.contains("已退回"),
        "{view}"
    );
}
