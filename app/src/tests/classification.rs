//! The classifications: the region proposes, corrects and publishes, everybody reads.

use domain::access::Role;

use super::year::{has, has_not, look, send, shown};
use crate::tests::fake::Fake;

const PATH: &str = "/classifications";
const CORRECTING: &str = "/classifications?edition=ACCIDENT%3AGB6441-2025";

#[tokio::test]
async fn the_region_sees_before_publishing_what_changes() {
    let page = look("classifications", Fake::full(Role::RegionHrss), PATH).await;
    has(
        &page,
        &[
            "生产安全事故分类与编码（GB 6441-2025）",
            "职业病分类和目录（2024 年版）",
            "1 职业性尘肺病及其他呼吸系统疾病 · 2 项",
            "待对照文件核实",
            "已更正",
            "action-propose_classification",
            "action-publish_classification",
            "action-withdraw_classification",
            "data-testid=\"classification-changes\"",
            "更正 · 生产安全事故分类与编码（GB 6441-2025） · 自 2027年1月1日 起施行",
            "2026年7月1日",
            "02 坍塌",
            "无编码",
            "不在现行目录",
            "&lt;其他",
            "须由自治区人社部门另一人核对后公布。",
            "href=\"/classifications?edition=ACCIDENT%3AGB6441-2025#propose\"",
            "提出新的版本",
        ],
    );
    has_not(&page, &["<其他>", "<details open"]);
    let forms = page.html.matches("action-publish_classification").count();
    assert_eq!(forms, 1, "one's own proposal is not offered");
}

#[tokio::test]
async fn a_correction_begins_with_the_list_there_is() {
    let region = Fake::full(Role::RegionHrss);
    let page = look("classifications-correct", region, CORRECTING).await;
    has(
        &page,
        &[
            "更正《生产安全事故分类与编码（GB 6441-2025）》",
            "<details open",
            "value=\"GB6441-2025\"",
            "value=\"2026-07-01\"",
            "物体打击\n跌落\n&lt;其他",
        ],
    );
    // No such edition: an empty form.
    let page = look(
        "classifications-unknown",
        Fake::full(Role::RegionHrss),
        "/classifications?edition=ACCIDENT%3Ax",
    )
    .await;
    has(&page, &["提出新的版本"]);
    assert!(!shown(&page).contains("<details open"));
}

#[tokio::test]
async fn everybody_else_reads() {
    for role in [
        Role::AgencyClerk,
        Role::CityHealth,
        Role::Organisation,
        Role::Evaluator,
        Role::RegionFinance,
    ] {
        let page = look("classifications-read", Fake::full(role), CORRECTING).await;
        has(&page, &["矽肺、煤工尘肺", "href=\"/classifications\""]);
        has_not(
            &page,
            &[
                "action-propose_classification",
                "action-publish_classification",
                "待公布",
                "更正</a>",
            ],
        );
    }
}

#[tokio::test]
async fn a_page_without_editions_says_so() {
    let page = look("classifications-empty", Fake::empty(Role::RegionHrss), PATH).await;
    has(&page, &["没有待公布的目录。", "今天没有施行的版本"]);
}

#[tokio::test]
async fn without_javascript_a_refusal_comes_back_to_its_field() {
    let region = Fake::full(Role::RegionHrss);
    let body = "draft[kind]=ACCIDENT&draft[edition]=x&draft[text]=%E8%A7%A6%E7%94%B5%0A01%20%E7%81%AB%E7%81%BE";
    let call = "/api/propose_classification";
    let page = send(region.clone(), CORRECTING, call, body).await;
    has(
        &page,
        &[
            "第 2 行有编码，第 1 行没有编码",
            "更正《生产安全事故分类与编码（GB 6441-2025）》",
            "<details open",
        ],
    );
    let call = "/api/publish_classification?form=do-publish_classification-7";
    let page = send(region, PATH, call, "id=7").await;
    has(&page, &["须由自治区人社部门另一人核对后公布"]);
}
