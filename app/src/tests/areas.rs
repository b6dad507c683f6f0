//! Key areas and the public page, over the small world.

use domain::access::Role;
use http::StatusCode;

use super::year::{has, has_not, look, send, shown};
use super::{keep, see};
use crate::tests::fake::Fake;

#[tokio::test]
async fn key_areas_stand_in_their_machine_with_what_each_post_can_do() {
    let clerk = look("areas", Fake::full(Role::AgencyClerk), "/areas?year=2027").await;
    has(
        &clerk,
        &[
            "aria-current=\"step\"",
            "已审定",
            "action-draft_areas",
            "name=\"areas[0][name]\" type=\"text\" value=\"井工煤矿顶板与机电运输伤害\"",
            "name=\"areas[5][rationale]\"",
            "应急部门建议 &lt;列为首位&gt;",
            "集中在 &amp; 准格尔旗",
        ],
    );
    has_not(
        &clerk,
        &[
            "name=\"areas[6]",
            "action-publish_areas",
            "action-suggest_area",
        ],
    );
    let chair = look(
        "areas-chair",
        Fake::full(Role::CityHrss),
        "/areas?year=2027",
    )
    .await;
    has(
        &chair,
        &[
            "action-publish_areas",
            "name=\"draft[channel]\"",
            "action-suggest_area",
            "not-yet-close_areas",
        ],
    );
    has_not(&chair, &["action-draft_areas"]);
    let empty = look("areas-empty", Fake::empty(Role::AgencyClerk), "/areas").await;
    has(
        &empty,
        &[
            "还没有拟定",
            "not-yet-draft_areas",
            "三年分析尚未定稿",
            "还没有提出建议",
        ],
    );
}

#[tokio::test]
async fn published_areas_keep_their_old_version_and_link_only_to_the_web() {
    let page = look(
        "areas-published",
        Fake::full(Role::CityHrss),
        "/areas?year=2026",
    )
    .await;
    has(
        &page,
        &[
            "第 2 版",
            "第 1 版",
            "查看被替代的内容",
            "href=\"https://rsj.example.gov.cn",
            "action-close_areas",
        ],
    );
    has_not(&page, &["href=\"javascript:"]);
}

#[tokio::test]
async fn a_draft_without_a_name_comes_back_to_the_field_of_its_row() {
    let person = Fake::full(Role::AgencyClerk);
    let body =
        "year=2027&areas%5B0%5D%5Bname%5D=a&areas%5B1%5D%5Bname%5D=&areas%5B1%5D%5Bregion%5D=b";
    let page = send(person, "/areas?year=2027", "/api/draft_areas", body).await;
    let html = shown(&page);
    let field = html.find("name=\"areas[1][name]\"").unwrap();
    assert!(
        html[field..field + 900].contains("不能为空"),
        "not at its field"
    );
    assert_eq!(html.matches("data-testid=\"refusal\"").count(), 1);
}

#[tokio::test]
async fn anybody_reads_the_published_areas_without_a_login() {
    let page = see(None, "/public/areas").await;
    keep("public", &page);
    assert_eq!(page.status, StatusCode::OK);
    has(
        &page,
        &[
            "2027 年度",
            "2026 年度",
            "包头市",
            "正在受理申报",
            "申报已截止",
            "怎样申报",
            "href=\"/login\"",
            "area-2027-150600",
        ],
    );
    has_not(&page, &["登录已过期", "refusal", "应急部门建议 <列为首位>"]);
    let empty = super::see_nothing_published("/public/areas").await;
    keep("public-empty", &empty);
    has(&empty, &["目前没有已公布的工伤预防重点领域"]);
}
