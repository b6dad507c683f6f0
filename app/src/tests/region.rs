//! The regional dashboard: whole, cut to a city, of a past day.

use domain::access::Role;

use super::year::{has, has_not, look};
use crate::tests::fake::Fake;

#[tokio::test]
async fn every_number_of_the_live_page_leads_to_its_list() {
    let page = look(
        "region-live",
        Fake::full(Role::RegionHrss),
        "/region?year=2026",
    )
    .await;
    has(
        &page,
        &[
            "href=\"/projects?year=2026&amp;part=determined&amp;sort=amount\"",
            "href=\"/projects?year=2026&amp;part=balance_due&amp;sort=amount\"",
            "href=\"/projects?tenant=150400&amp;overdue=true&amp;sort=due\"",
            "href=\"#race\"",
            "href=\"/region.xlsx?year=2026\"",
            "data-behind=\"agreement_amount:",
        ],
    );
    has_not(&page, &["past-day", "回到今天"]);
}

#[tokio::test]
async fn one_city_stands_out_and_only_its_rows_are_asked_for() {
    let page = look(
        "region-city",
        Fake::full(Role::RegionHrss),
        "/region?year=2026&tenant=150600",
    )
    .await;
    has(
        &page,
        &[
            "鄂尔多斯市总览",
            " chosen",
            " aside",
            "href=\"/projects?tenant=150600&amp;year=2026&amp;part=prepaid&amp;sort=amount\"",
            "href=\"/region?year=2027&amp;tenant=150600\"",
            "href=\"/region.xlsx?year=2026&amp;tenant=150600\"",
        ],
    );
    has_not(&page, &["逾期排名"]);
}

#[tokio::test]
async fn a_city_sees_itself_without_a_map_and_without_a_choice() {
    for role in [Role::CityHrss, Role::AgencyClerk, Role::CityHealth] {
        let page = look("region-own", Fake::full(role), "/region?year=2026").await;
        has(
            &page,
            &[
                "鄂尔多斯市总览",
                "one-city",
                "href=\"/projects?tenant=150600&amp;year=2026&amp;part=prepaid&amp;sort=amount\"",
                "href=\"/region.xlsx?year=2026&amp;tenant=150600\"",
                "name=\"asof\"",
            ],
        );
        has_not(
            &page,
            &[
                "id=\"map\"",
                "<option value=\"\">全区",
                "逾期排名",
                "个盟市 ·",
            ],
        );
    }
}

#[tokio::test]
async fn a_past_day_says_so_leads_nowhere_and_back_to_today() {
    let page = look(
        "region-past",
        Fake::full(Role::RegionHrss),
        "/region?year=2026&asof=2026-10-31",
    )
    .await;
    has(
        &page,
        &[
            "截至 2026年10月31日 24 时（历史）",
            "回到今天",
            "href=\"/region?year=2026\"",
            "href=\"/region.xlsx?year=2026&amp;asof=2026-10-31\"",
        ],
    );
    has_not(
        &page,
        &["data-behind=\"prepaid", "href=\"/projects?year", "刚刚发生"],
    );
}
