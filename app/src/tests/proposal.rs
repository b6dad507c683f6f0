//! The list of a year and its cap, as each post sees them.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::extract::Request;
use domain::access::Role;
use http::StatusCode;

use super::fake::Fake;
use super::{Page, ask, keep, see};

/// The posts that read everything of a city.
pub const READERS: [Role; 8] = [
    Role::CityHrss,
    Role::CityFinance,
    Role::CityHealth,
    Role::CityEmergency,
    Role::AgencyClerk,
    Role::AgencyReviewer,
    Role::AgencyPayer,
    Role::RegionHrss,
];

/// The forms of use cases on a page.
pub fn forms(page: &Page) -> BTreeSet<&str> {
    let marked = page.html.split("data-testid=\"action-").skip(1);
    marked.filter_map(|rest| rest.split('"').next()).collect()
}

/// What every page holds, whoever looks.
pub fn assert_whole(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert!(!page.html.contains(" style="), "{path} has an inline style");
    assert!(!page.html.contains("<b>甲"), "{path} forgot to escape");
    let mut ids = BTreeSet::new();
    for id in page.html.split(" id=\"").skip(1) {
        let id = id.split('"').next().unwrap();
        assert!(ids.insert(id), "{path} has the id {id} twice");
        assert!(
            !id.starts_with('-'),
            "{path} has the field {id} outside a form"
        );
    }
}

/// Posts a form as a browser without a script does, and follows the way back.
pub async fn post(person: Fake, from: &str, code: &str, body: &'static str) -> Page {
    let request = Request::post(format!("/api/{code}"))
        .header("accept", "text/html")
        .header("referer", format!("http://localhost{from}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let back = ask(Some(person.clone()), request).await;
    assert_eq!(back.status, StatusCode::FOUND, "{code}: {}", back.html);
    let address = back.location.replace("http://localhost", "");
    see(Some(person), address.split('#').next().unwrap()).await
}

#[tokio::test]
async fn the_list_is_there_for_everybody_of_the_city_with_the_forms_of_the_post() {
    for role in READERS {
        let path = if role.is_region() {
            "/proposals?year=2027&tenant=150600"
        } else {
            "/proposals?year=2027"
        };
        let page = see(Some(Fake::full(role)), path).await;
        keep(&format!("proposals-{role}"), &page);
        assert_whole(&page, "/proposals");
        let expected: &[&str] = match role {
            Role::AgencyClerk => &["create_public_project", "drop_proposal", "propose_project"],
            Role::AgencyReviewer => &["freeze_proposals"],
            _ => &[],
        };
        assert_eq!(forms(&page), expected.iter().copied().collect(), "{role}");
    }
}

#[tokio::test]
async fn what_is_over_the_cap_is_said_in_words() {
    let page = see(Some(Fake::full(Role::AgencyClerk)), "/proposals?year=2027").await;
    for words in [
        "超出上限 55,000.00",
        "建议合计超出上限",
        "禁入期至 2026年12月31日",
        "整改后合格",
        "已超期",
        "/applications/53",
        "name=\"draft[budget_score]\"",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
    assert_eq!(page.html.matches(" class=\"over\"").count(), 1);
}

#[tokio::test]
async fn a_frozen_list_says_why_nothing_changes() {
    let page = see(Some(Fake::full(Role::AgencyClerk)), "/proposals?year=2026").await;
    keep("proposals-frozen", &page);
    assert_whole(&page, "/proposals?year=2026");
    assert!(page.html.contains("清单已定稿，按此提请联席会议审议"));
    assert!(page.html.contains("暂不能办理的事项"));
    assert!(!forms(&page).contains("propose_project"));
}

#[tokio::test]
async fn an_empty_year_says_so() {
    for (name, path, words) in [
        ("proposals-empty", "/proposals", "建议清单还没有项目"),
        ("proposals-no-base", "/proposals", "上限尚未核定"),
        ("cap-empty", "/cap", "尚未录入并经财政部门确认"),
    ] {
        let page = see(Some(Fake::empty(Role::AgencyClerk)), path).await;
        keep(name, &page);
        assert_whole(&page, path);
        assert!(page.html.contains(words), "{path} lacks {words}");
    }
}

#[tokio::test]
async fn a_taken_rank_is_said_at_its_field_without_a_script() {
    let person = Fake::full(Role::AgencyClerk);
    let body = "id=51&seen=4&draft[rank]=2&draft[amount]=1000";
    let form = "propose_project?form=do-propose_project-51";
    let page = post(person, "/proposals?year=2027", form, body).await;
    keep("proposals-refused", &page);
    // Of six forms of the use case on the page, only the one that was sent says so, and is open.
    assert_eq!(page.html.matches("data-testid=\"refusal\"").count(), 1);
    assert_eq!(page.html.matches("<details open").count(), 1);
    let form = page
        .html
        .split("id=\"do-propose_project-51\"")
        .nth(1)
        .unwrap();
    let after = form.split("name=\"draft[rank]\"").nth(1).unwrap();
    let field = after.split("draft[amount]").next().unwrap();
    assert!(field.contains("排序 2 已用于另一个项目"));
}

#[tokio::test]
async fn a_second_refusal_replaces_the_first() {
    let person = Fake::full(Role::RegionHrss);
    let from = "/cap?year=2027&__path=%2Fapi%2Fconsent_override&__err=old";
    let request = Request::post("/api/consent_override?form=do-consent_override-1")
        .header("accept", "text/html")
        .header("referer", format!("http://localhost{from}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("id=1&seen=1&document="))
        .unwrap();
    let back = ask(Some(person), request).await.location;
    assert_eq!(back.matches("__err=").count(), 1, "{back}");
    assert!(back.starts_with("http://localhost/cap?year=2027&") && !back.contains("=old"));
    assert!(back.ends_with("#do-consent_override-1"), "{back}");
}

#[tokio::test]
async fn the_region_chooses_a_city_and_changes_nothing() {
    for (path, title) in [
        ("/proposals", "项目建议"),
        ("/meetings", "工伤预防联席会议"),
    ] {
        let region = || Some(Fake::full(Role::RegionHrss));
        let page = see(region(), &format!("{path}?year=2027&tenant=150200")).await;
        assert!(page.html.contains("包头市") && page.html.contains(title));
        assert!(
            page.html
                .contains(&format!("{path}?year=2026&amp;tenant=150200"))
                || path != "/proposals"
        );
        assert!(forms(&page).is_empty(), "{path}");

        let page = see(region(), path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains("请选择盟市"));
        assert_eq!(page.html.matches("tenant=15").count(), 12, "{path}");
    }
}

#[tokio::test]
async fn the_cap_shows_both_bases_and_the_requests() {
    for role in [
        Role::AgencyClerk,
        Role::AgencyPayer,
        Role::CityHrss,
        Role::CityFinance,
        Role::RegionHrss,
        Role::RegionFinance,
    ] {
        let page = see(Some(Fake::full(role)), "/cap?year=2027").await;
        keep(&format!("cap-{role}"), &page);
        assert_whole(&page, "/cap");
        let expected: &[&str] = match role {
            Role::AgencyClerk => &["request_override"],
            Role::RegionHrss | Role::RegionFinance => &["consent_override"],
            _ => &[],
        };
        assert_eq!(forms(&page), expected.iter().copied().collect(), "{role}");
        let rows = page.html.matches("class=\"bar-cell\"").count();
        assert_eq!(rows, if role.is_region() { 13 } else { 0 }, "{role}");
        let city = [
            "按预计数",
            "按决算数",
            "留存征缴收入",
            "内人社函〔2026〕118号",
        ];
        let words = if role.is_region() { &city[3..] } else { &city };
        assert!(
            words.iter().all(|words| page.html.contains(words)),
            "{role}"
        );
    }
}

#[tokio::test]
async fn who_may_not_look_is_told_so() {
    for (role, path) in [
        (Role::CityHealth, "/cap"),
        (Role::Organisation, "/proposals"),
        (Role::Organisation, "/meetings"),
        (Role::RegionHealth, "/meetings/3"),
    ] {
        let page = see(Some(Fake::full(role)), path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {path}");
        assert!(forms(&page).is_empty(), "{role} {path}");
    }
}
