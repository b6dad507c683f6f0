//! The search page: groups with links, and what it says where nothing can be looked for.

use domain::access::Role;

use super::year::{has, has_not, look};
use crate::tests::fake::Fake;

#[tokio::test]
async fn what_was_found_is_grouped_and_linked() {
    let page = look("search", Fake::full(Role::AgencyClerk), "/search?q=培训").await;
    has(
        &page,
        &[
            "data-testid=\"found-projects\"",
            "data-testid=\"found-organisations\"",
            "data-testid=\"found-papers\"",
            "data-testid=\"found-people\"",
            "href=\"/projects?q=%E5%9F%B9%E8%AE%AD\"",
            "href=\"/institutions/86\"",
            "href=\"/experts\"",
            "id=\"search\"",
            "action=\"/search\"",
        ],
    );
}

#[tokio::test]
async fn a_unit_is_led_to_its_projects_with_the_organisation() {
    let page = look(
        "search-unit",
        Fake::full(Role::Organisation),
        "/search?q=培训",
    )
    .await;
    has(&page, &["data-testid=\"found-organisations\""]);
    has_not(&page, &["/institutions/86", "data-testid=\"found-people\""]);
}

#[tokio::test]
async fn nothing_found_and_nothing_looked_for_are_said() {
    let nothing = look(
        "search-none",
        Fake::empty(Role::RegionHrss),
        "/search?q=%25_",
    )
    .await;
    has(&nothing, &["没有找到“%_”"]);
    let short = look("search-short", Fake::full(Role::RegionHrss), "/search?q=a").await;
    has(&short, &["请至少输入两个相连的字"]);
    has_not(&short, &["found-projects"]);
    let list = look("list-short", Fake::full(Role::RegionHrss), "/projects?q=a").await;
    has(&list, &["请至少输入两个相连的字"]);
    let blank = look("search-blank", Fake::full(Role::RegionHrss), "/search").await;
    has(&blank, &["请输入要找的项目"]);
}
