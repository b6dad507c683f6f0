//! Urgings: the region asks, the agency answers, the departments read, organisations see nothing.

use domain::access::Role;
use http::StatusCode;

use super::see;
use super::year::{has, has_not, look};
use crate::tests::fake::Fake;

#[tokio::test]
async fn the_region_asks_a_city_or_about_a_project() {
    let page = look("urgings-region", Fake::full(Role::RegionHrss), "/urgings").await;
    has(
        &page,
        &[
            "action-urge",
            "1 件待答复 · 1 件逾期未答复",
            "name=\"draft[tenant]\"",
            "5 个工作日，最迟 2026年11月28日（周六）",
            "<option value=\"5\" selected",
            "逾期未答复",
            "答复：",
            "本盟市工作",
            "（暂定）答复（自2026年11月13日起 5 个工作日）",
            "href=\"/urgings\" aria-current=\"page\"",
        ],
    );
    has_not(&page, &["action-answer_urging"]);
    let page = look(
        "urgings-project",
        Fake::full(Role::RegionFinance),
        "/urgings?project=31",
    )
    .await;
    has(
        &page,
        &["name=\"draft[project]\" value=\"31\"", "查看全部督办"],
    );
    has_not(&page, &["name=\"draft[tenant]\""]);
    let page = look(
        "urgings-over",
        Fake::full(Role::RegionHrss),
        "/urgings?project=99",
    )
    .await;
    has(&page, &["项目当前为“已办结”"]);
    has_not(&page, &["action-urge"]);
}

#[tokio::test]
async fn the_agency_answers_once_and_departments_only_read() {
    for role in [Role::AgencyClerk, Role::AgencyReviewer] {
        let page = look("urgings-agency", Fake::full(role), "/urgings").await;
        has(
            &page,
            &[
                "do-answer_urging-1",
                "do-answer_urging-2",
                "已约谈实施单位。",
            ],
        );
        has_not(&page, &["do-answer_urging-3", "action-urge\""]);
    }
    for role in [Role::CityHrss, Role::AgencyPayer] {
        let page = look("urgings-read", Fake::full(role), "/urgings").await;
        has(&page, &["逾期未答复"]);
        has_not(&page, &["action-answer_urging", "action-urge\""]);
    }
}

#[tokio::test]
async fn nobody_else_has_urgings_and_an_empty_page_says_so() {
    for role in [Role::Organisation, Role::Evaluator, Role::RegionHealth] {
        let page = see(Some(Fake::full(role)), "/urgings").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}");
        assert!(!page.html.contains("href=\"/urgings\""), "{role}");
    }
    let foreign = see(Some(Fake::full(Role::AgencyClerk)), "/urgings?project=404").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let page = look("urgings-empty", Fake::empty(Role::RegionHrss), "/urgings").await;
    has(&page, &["没有督办事项。"]);
}
