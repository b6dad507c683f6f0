//! The pages of the books: ledger, bank, claims and account on a project.

use domain::access::Role;
use http::StatusCode;

use super::fake::Fake;
use super::{Page, keep, see};

async fn full(role: Role, path: &str) -> Page {
    let page = see(Some(Fake::full(role)), path).await;
    let path = format!("{path}-{}", role.code());
    keep(
        &path
            .trim_start_matches('/')
            .replace(['/', '?', '&', '='], "-"),
        &page,
    );
    page
}

async fn empty(role: Role, path: &str) -> Page {
    see(Some(Fake::empty(role)), path).await
}

#[tokio::test]
async fn the_ledger_shows_sums_reversals_and_findings() {
    let page = full(Role::AgencyReviewer, "/ledger").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "资金台账",
        "冲正第 1 号",
        "账实一致",
        "-15,000.00",
        "凭证未附发票",
        "/api/reverse_entry",
    ] {
        assert!(page.html.contains(text), "{text}");
    }
    assert!(!page.html.contains("/api/post_finding"));
    let finance = full(Role::CityFinance, "/ledger?kind=BALANCE&q=x").await;
    assert!(finance.html.contains("/api/close_finding"));
    let none = empty(Role::CityFinance, "/ledger").await;
    assert!(none.html.contains("没有符合条件的台账记录"));
    let health = full(Role::CityHealth, "/ledger").await;
    assert_eq!(health.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_bank_page_offers_each_post_its_own() {
    let payer = full(Role::AgencyPayer, "/bank").await;
    for text in [
        "/api/take_batch",
        "付款清单〔2026〕2号",
        "/bank/batches/2/list.xlsx",
    ] {
        assert!(payer.html.contains(text), "{text}");
    }
    assert!(!payer.html.contains("multipart/form-data"));
    let clerk = full(Role::AgencyClerk, "/bank").await;
    assert!(clerk.html.contains("multipart/form-data"));
    assert!(!clerk.html.contains("/api/take_batch"));
    let none = empty(Role::AgencyPayer, "/bank").await;
    assert!(none.html.contains("没有已复核待支付的款项"));
    let result = full(Role::CityFinance, "/bank/statements/6").await;
    for text in [
        "金额不符",
        "仅台账有",
        "仅银行有",
        "相符",
        "超出拨付",
        "收款人与台账不同",
    ] {
        assert!(result.html.contains(text), "{text}");
    }
    let lost = full(Role::CityFinance, "/bank/statements/404").await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_project_shows_what_is_owed_and_where_money_goes() {
    let page = full(Role::AgencyReviewer, "/projects/31").await;
    for text in [
        "应收追缴",
        "部分追回",
        "收款账户",
        "/api/confirm_account",
        "/api/record_recovery",
    ] {
        assert!(page.html.contains(text), "{text}");
    }
}
