//! Figures and analysis, over the small world.

use axum::body::Body;
use axum::extract::Request;
use domain::Refusal;
use domain::access::Role;
use http::StatusCode;
use server_fn::error::ServerFnUrlError;

use super::{Page, ask, keep, see};
use crate::api::ApiError;
use crate::tests::fake::Fake;

const FORM: &str = "application/x-www-form-urlencoded";

/// A page that is there, without an inline style, kept for the eye.
pub(super) async fn look(name: &str, person: Fake, path: &str) -> Page {
    let page = see(Some(person), path).await;
    keep(name, &page);
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert!(!page.html.contains(" style="), "{path} has an inline style");
    page
}

/// What is on the page, without the data that is sent along for the browser.
pub(super) fn shown(page: &Page) -> &str {
    page.html.split("__RESOLVED_RESOURCES").next().unwrap()
}

pub(super) fn has(page: &Page, wanted: &[&str]) {
    for words in wanted {
        assert!(shown(page).contains(words), "lacks {words}");
    }
}

pub(super) fn has_not(page: &Page, unwanted: &[&str]) {
    for words in unwanted {
        assert!(!shown(page).contains(words), "shows {words}");
    }
}

/// Sends a plain form from a page, as without JavaScript, and shows where it leads.
pub(super) async fn send(person: Fake, from: &str, call: &str, body: &str) -> Page {
    let request = Request::post(call)
        .header("accept", "text/html")
        .header("referer", format!("http://localhost{from}"))
        .header("content-type", FORM)
        .body(Body::from(body.to_owned()))
        .unwrap();
    let answer = ask(Some(person.clone()), request).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.html);
    let back = answer.location.replace("http://localhost", "");
    see(Some(person), &back).await
}

#[tokio::test]
async fn the_clerk_enters_the_base_sends_sets_and_uploads_injuries() {
    let page = look(
        "figures",
        Fake::full(Role::AgencyClerk),
        "/figures?year=2027",
    )
    .await;
    has(
        &page,
        &[
            "action-enter_fund_base",
            "action-submit_dataset",
            "name=\"draft[levy]\"",
            "年初结余（元）",
            "186000000.00,92350000.00,88120000.50",
            "action=\"/figures/injuries\"",
            "enctype=\"multipart/form-data\"",
            "accept=\".csv,.xlsx\"",
            "data:text/csv;charset=utf-8,%EF%BB%BF",
            "/figures/sets/20232",
            "/figures/uploads/8",
            "三年分析还缺 1 套部门数据",
            "第 2 版 · 1,284 行",
            "低于已安排的 5,500,000.00 元",
            "/analysis?year=2027",
        ],
    );
    // Finance confirms, the emergency department has the gap.
    has_not(
        &page,
        &[
            "action-confirm_fund_base",
            "kind=ACCIDENT",
            "鄂尔多斯<2025>",
            "专户回单不符 <b>",
        ],
    );
}

#[tokio::test]
async fn the_address_says_which_set_is_sent() {
    let person = Fake::full(Role::CityEmergency);
    let page = look(
        "figures-accident",
        person,
        "/figures?year=2027&kind=ACCIDENT&of=2025",
    )
    .await;
    has(
        &page,
        &[
            "kind=ACCIDENT&amp;of=2025#submit",
            "name=\"kind\" value=\"ACCIDENT\"",
            "<option value=\"2025\" selected",
            "高处坠落,2,1,1",
        ],
    );
    // A kind of somebody else's is not offered, whatever the address says.
    let other = look(
        "figures-other",
        Fake::full(Role::CityEmergency),
        "/figures?kind=FUND",
    )
    .await;
    has(&other, &["name=\"kind\" value=\"ACCIDENT\""]);
    has_not(&other, &["name=\"kind\" value=\"FUND\""]);
}

#[tokio::test]
async fn finance_confirms_or_returns_the_pending_entry_only() {
    let page = look("figures-finance", Fake::full(Role::CityFinance), "/figures").await;
    has(
        &page,
        &[
            "id=\"do-confirm_fund_base-4\"",
            "id=\"do-return_fund_base-4\"",
            "name=\"reason\"",
        ],
    );
    has_not(
        &page,
        &[
            "do-confirm_fund_base-2",
            "action-enter_fund_base",
            "action-submit_dataset",
            "/figures/uploads/",
        ],
    );
    let empty = look(
        "figures-finance-empty",
        Fake::empty(Role::CityFinance),
        "/figures",
    )
    .await;
    has(&empty, &["not-yet-confirm_fund_base", "没有待确认的录入"]);
}

#[tokio::test]
async fn the_region_chooses_a_city_and_changes_nothing() {
    let chooser = look(
        "figures-choose",
        Fake::full(Role::RegionHrss),
        "/figures?year=2027",
    )
    .await;
    has(
        &chooser,
        &["请选择盟市", "/figures?year=2027&amp;tenant=150600"],
    );
    let page = look(
        "figures-region",
        Fake::full(Role::RegionHrss),
        "/figures?year=2027&tenant=150600",
    )
    .await;
    has(
        &page,
        &[
            "更换盟市",
            "/figures?year=2026&amp;tenant=150600",
            "/analysis?year=2027&amp;tenant=150600",
        ],
    );
    // Sets stay within the city; nothing is done from above.
    has_not(&page, &["/figures/sets/", "data-testid=\"action-"]);
    for path in ["/analysis?tenant=150600", "/areas?tenant=150600"] {
        let page = look("region-year", Fake::full(Role::RegionHrss), path).await;
        has(&page, &["更换盟市"]);
        has_not(&page, &["data-testid=\"action-"]);
    }
    let unknown = see(Some(Fake::full(Role::AgencyClerk)), "/figures/sets/404").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_opened_set_says_that_it_was_recorded_and_stays_text() {
    let page = look("set", Fake::full(Role::CityHrss), "/figures/sets/31").await;
    has(
        &page,
        &[
            "2025 年职业病报告",
            "第 2 版",
            "本次查阅已记入信息互通记录",
            "煤工尘肺",
            "演示煤业&lt;一&gt;有限公司",
        ],
    );
}

#[tokio::test]
async fn a_preview_shows_what_is_rejected_and_imports_only_on_request() {
    let page = look(
        "upload",
        Fake::full(Role::AgencyClerk),
        "/figures/uploads/8",
    )
    .await;
    has(
        &page,
        &[
            "action-import_injuries",
            "/figures/uploads/8/rejected.csv",
            "download",
            "1,977",
            "&lt;script&gt; 不是金额",
            "数据年度：2024、2025 年",
        ],
    );
    let done = look(
        "upload-done",
        Fake::full(Role::AgencyClerk),
        "/figures/uploads/7",
    )
    .await;
    has(&done, &["已导入", "not-yet-import_injuries"]);
    has_not(&done, &["action-import_injuries"]);
    let empty = look(
        "upload-empty",
        Fake::empty(Role::AgencyClerk),
        "/figures/uploads/8",
    )
    .await;
    has(&empty, &["没有可以导入的数据"]);
    has_not(&empty, &["rejected.csv"]);
}

/// The server answers a file it does not take with a way back here.
#[tokio::test]
async fn a_file_that_is_not_taken_comes_back_to_its_open_form() {
    let fault = ApiError::Refused(Refusal::FileTooLarge { max_mib: 64 });
    let refused = ServerFnUrlError::new("/api/preview_injuries", fault);
    let back = refused.to_url("http://localhost/figures").unwrap();
    let path = format!("{}?{}", back.path(), back.query().unwrap());
    let page = look("upload-refused", Fake::full(Role::AgencyClerk), &path).await;
    has(&page, &["文件超过 64 MiB"]);
    let html = shown(&page);
    let form = html.find("id=\"do-preview_injuries\"").unwrap();
    let fold = html[..form].rfind("<details").unwrap();
    assert!(
        html[fold..form].contains(" open"),
        "the form is folded away"
    );
    assert_eq!(html.matches("data-testid=\"refusal\"").count(), 1);
}

#[tokio::test]
async fn every_ranking_is_a_table_with_a_chart_in_words() {
    let page = look("analysis", Fake::full(Role::AgencyClerk), "/analysis").await;
    let html = shown(&page);
    assert_eq!(html.matches("class=\"blocks ranked\"").count(), 6);
    assert_eq!(html.matches("<desc ").count(), 7);
    has(
        &page,
        &[
            "aria-labelledby=\"ranking-1-chart-title ranking-1-chart-words\"",
            "煤炭开采和洗选业 1,664",
            "↑ 新增",
            "↓ 30%",
            "持平",
            "数据不齐全",
            "2025 年生产安全事故",
            "action-freeze_analysis",
            "action-map_type",
            "冒顶 &amp; 坍塌",
            "演示化工 &lt;甲&gt; 有限公司",
            "1.92",
        ],
    );
    let empty = look(
        "analysis-empty",
        Fake::empty(Role::AgencyClerk),
        "/analysis",
    )
    .await;
    has(
        &empty,
        &["没有可以排名的数据", "没有设定对照关系", "未定稿"],
    );
}

#[tokio::test]
async fn a_frozen_analysis_shows_its_hash_and_cannot_be_frozen_again() {
    let page = look(
        "analysis-frozen",
        Fake::full(Role::AgencyClerk),
        "/analysis?year=2026",
    )
    .await;
    has(
        &page,
        &[
            "已定稿",
            "9f86d081884c7d659a2feaa0c55ad015",
            "影响行业排名",
            "not-yet-freeze_analysis",
        ],
    );
    has_not(&page, &["action-freeze_analysis"]);
}

#[tokio::test]
async fn an_incomplete_analysis_without_a_reason_comes_back_to_its_field() {
    let person = Fake::full(Role::AgencyClerk);
    let page = send(
        person,
        "/analysis",
        "/api/freeze_analysis",
        "year=2027&reason=",
    )
    .await;
    has(&page, &["三年数据尚不齐全", "data-testid=\"refusal\""]);
    let html = shown(&page);
    let field = html.find("name=\"reason\"").unwrap();
    assert!(html[field..].starts_with("name=\"reason\""));
    assert!(
        html[field..field + 700].contains("三年数据尚不齐全"),
        "not at its field"
    );
}
