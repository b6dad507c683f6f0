//! What cities lay down: the region proposes and publishes, a city reads its own.

use domain::access::Role;

use super::year::{has, has_not, look, send};
use crate::tests::fake::Fake;

#[tokio::test]
async fn the_region_sees_all_cities_and_what_waits() {
    let page = look("local-rules", Fake::full(Role::RegionHrss), "/local-rules").await;
    has(
        &page,
        &[
            "包头市",
            "<strong>8",
            "通用规定",
            "action-propose_local_rule",
            "action-publish_local_rule",
            "action-withdraw_local_rule",
            "由 15 个工作日 改为 7 个工作日",
            "须由自治区人社部门另一人核对后公布。",
            "依据：鄂人社发〔2026〕3号",
            "项目备案期限（通用 10 个工作日）",
        ],
    );
    let forms = page.html.matches("action-publish_local_rule").count();
    assert_eq!(forms, 1, "one's own proposal is not offered");
}

#[tokio::test]
async fn a_city_reads_its_own_with_what_they_mean() {
    for role in [Role::AgencyClerk, Role::CityFinance] {
        let page = look("local-rules-city", Fake::full(role), "/local-rules").await;
        has(
            &page,
            &[
                "8 个工作日",
                "本盟市规定，通用为 10 个工作日",
                "自项目确定次日起算",
                "href=\"/local-rules\"",
            ],
        );
        has_not(
            &page,
            &[
                "包头市",
                "action-propose_local_rule",
                "action-publish_local_rule",
                "待公布",
            ],
        );
    }
}

#[tokio::test]
async fn nothing_published_is_said_so() {
    let page = look(
        "local-rules-empty",
        Fake::empty(Role::RegionHrss),
        "/local-rules",
    )
    .await;
    has(
        &page,
        &["没有待公布的规定。", "没有公布过与通用规定不同的规定。"],
    );
}

#[tokio::test]
async fn without_javascript_a_refusal_comes_back_to_its_field() {
    let region = Fake::full(Role::RegionHrss);
    let body = "draft[tenant]=150200&draft[rule]=FILING&draft[value]=99&draft[basis]=x";
    let page = send(
        region.clone(),
        "/local-rules",
        "/api/propose_local_rule",
        body,
    )
    .await;
    has(
        &page,
        &["“项目备案期限”应填写 1 至 30 之间的整数", "<details open"],
    );
    let call = "/api/publish_local_rule?form=do-publish_local_rule-2";
    let page = send(region, "/local-rules", call, "id=2").await;
    has(&page, &["须由自治区人社部门另一人核对后公布"]);
}
