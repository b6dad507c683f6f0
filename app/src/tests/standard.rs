//! The training-fee standards: the region proposes and publishes, everybody reads.

use domain::access::Role;
use domain::training::Figure;

use super::year::{has, has_not, look, send, shown};
use crate::tests::fake::Fake;

#[tokio::test]
async fn the_region_sees_before_publishing_what_changes() {
    let page = look("standards", Fake::full(Role::RegionHrss), "/standards").await;
    has(
        &page,
        &[
            "现行标准",
            "《中央和国家机关培训费管理办法》（财行〔2016〕540号）",
            "自 2017年1月1日 起",
            "action-propose_standard",
            "action-publish_standard",
            "action-withdraw_standard",
            "name=\"draft[figures][three_meals]\" type=\"text\" value=\"130\"",
            "name=\"draft[figures][staff_max]\" type=\"text\" value=\"10\"",
            "data-testid=\"standard-changes\"",
            "三类培训伙食费",
            "130 元/人天",
            "150.5 元/人天",
            "须由自治区人社部门另一人核对后公布。",
            "最早为 2026年11月24日",
            "待施行",
        ],
    );
    let fields = shown(&page).matches("name=\"draft[figures]").count();
    assert_eq!(fields, Figure::ALL.len());
    let forms = page.html.matches("action-publish_standard").count();
    assert_eq!(forms, 1, "one's own proposal is not offered");
}

#[tokio::test]
async fn everybody_else_reads_the_standards_and_proposes_nothing() {
    for role in [
        Role::AgencyClerk,
        Role::Organisation,
        Role::Evaluator,
        Role::RegionFinance,
    ] {
        let page = look("standards-read", Fake::full(role), "/standards").await;
        has(&page, &["现行标准", "href=\"/standards\"", "待施行"]);
        has_not(
            &page,
            &[
                "action-propose_standard",
                "action-publish_standard",
                "待公布",
            ],
        );
    }
}

#[tokio::test]
async fn a_page_with_one_standard_says_so() {
    let page = look(
        "standards-empty",
        Fake::empty(Role::RegionHrss),
        "/standards",
    )
    .await;
    has(&page, &["没有待公布的标准。", "没有其他标准。", "现行标准"]);
}

#[tokio::test]
async fn without_javascript_a_refusal_comes_back_to_its_field() {
    let region = Fake::full(Role::RegionHrss);
    let body =
        "draft[name]=x&draft[document]=x&draft[from]=2027-01-01&draft[figures][one_lodging]=-5";
    let page = send(region.clone(), "/standards", "/api/propose_standard", body).await;
    has(
        &page,
        &[
            "“一类培训住宿费”应填写 0 至 100000 之间的金额",
            "<details open",
        ],
    );
    let call = "/api/publish_standard?form=do-publish_standard-3";
    let page = send(region, "/standards", call, "id=3").await;
    has(&page, &["须由自治区人社部门另一人核对后公布"]);
}
