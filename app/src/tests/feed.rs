//! The calendar address: shown once, taken back at any time.

use domain::access::Role;

use super::year::{has, has_not, look, send};
use crate::tests::fake::Fake;

#[tokio::test]
async fn an_address_is_shown_once_and_never_again() {
    let token = "0a".repeat(32);
    let page = look("feed", Fake::full(Role::AgencyClerk), "/inbox/calendar").await;
    has(
        &page,
        &[
            "已于 2026-11-23 09:12 生成",
            "action-grant_feed",
            "action-revoke_feed",
        ],
    );
    has_not(&page, &["calendar.ics"]);
    // Without JavaScript the form leads to the page that shows it.
    let page = send(
        Fake::full(Role::Organisation),
        "/inbox/calendar",
        "/api/grant_feed",
        "",
    )
    .await;
    has(&page, &[&format!("/calendar.ics?token={token}")]);
}

#[tokio::test]
async fn whoever_has_none_can_ask_for_one_and_nothing_of_the_address_becomes_the_page() {
    let page = look(
        "feed-none",
        Fake::empty(Role::Evaluator),
        "/inbox/calendar?token=%3Cb%3E",
    )
    .await;
    has(&page, &["尚未生成", "生成订阅地址"]);
    has_not(&page, &["action-revoke_feed", "calendar.ics", "<b>"]);
}
