//! The working calendar: the region enters and publishes, everybody reads.

use domain::access::Role;

use super::year::{has, has_not, look};
use crate::tests::fake::Fake;

#[tokio::test]
async fn the_region_sees_before_publishing_what_would_move() {
    let page = look("calendar", Fake::full(Role::RegionHrss), "/calendar").await;
    has(
        &page,
        &[
            "action-draft_calendar",
            "action-publish_calendar",
            "action-withdraw_calendar",
            "name=\"draft[year]\" type=\"text\" value=\"2027\"",
            "在办期限 7 项改变到期日，3 项到期日不变、不再暂定",
            "/projects/4#deadlines",
            "2027 年放假安排待公布",
            "须由另一人核对后公布。",
            "data-testid=\"moved\"",
            "公布 2027 年放假安排",
        ],
    );
    let forms = page.html.matches("action-publish_calendar").count();
    assert_eq!(forms, 1, "one's own notice is not offered");
}

#[tokio::test]
async fn a_city_and_a_unit_read_the_calendar_and_enter_nothing() {
    for role in [Role::AgencyClerk, Role::Organisation, Role::RegionFinance] {
        let page = look("calendar-read", Fake::full(role), "/calendar").await;
        has(&page, &["各年放假安排", "暂定", "href=\"/calendar\""]);
        has_not(&page, &["action-draft_calendar", "action-publish_calendar"]);
    }
}

#[tokio::test]
async fn an_empty_calendar_page_says_so() {
    let page = look("calendar-empty", Fake::empty(Role::RegionHrss), "/calendar").await;
    has(
        &page,
        &["没有待公布的放假安排。", "没有因放假安排公布而变动的期限。"],
    );
}
