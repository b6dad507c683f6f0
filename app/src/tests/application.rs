//! The pages of an application, rendered: every field of the catalogue in the form and on the paper, in
//! order; what was typed as text; what works without JavaScript.

use axum::body::Body;
use axum::extract::Request;
use domain::ProjectId;
use domain::access::Role;
use domain::annex::catalogue::{self, Item, SECTIONS};
use http::StatusCode;

use super::fake::Fake;
use super::fake::application::{HOSTILE, draft};
use super::{Page, ask, keep, respond, see};
use crate::text::full_date;

const ANNEXES: &str = include_str!("data/annexes.txt");

async fn applicant(path: &str) -> Page {
    see(Some(Fake::full(Role::Organisation)), path).await
}

/// What a reader of the page sees: no tags, no scripts, no blanks.
fn visible(html: &str) -> String {
    let main = &html[html.find("<main").unwrap()..html.find("</main>").unwrap()];
    let mut out = String::new();
    for piece in main.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let out = out
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    squeezed(&out.replace("&amp;", "&"))
}

/// Without blanks, and with the marks of Chinese print for those of a typewriter.
fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_whitespace());
    let marks = letters.map(|letter| match letter {
        '(' => '（',
        ')' => '）',
        ';' => '；',
        other => other,
    });
    marks.collect()
}

/// Finds the pieces one after the other.
fn in_order<'p>(text: &str, pieces: impl Iterator<Item = &'p str>) {
    let mut rest = text;
    for piece in pieces {
        let piece = squeezed(piece);
        let at = rest.find(&piece);
        let at = at.unwrap_or_else(|| panic!("“{piece}” is not there, or not in its place"));
        rest = &rest[at + piece.len()..];
    }
}

fn form_request(path: &str, body: String) -> Request {
    Request::post(path)
        .header("accept", "text/html")
        .header("referer", "http://localhost/applications/31")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn every_label_of_the_catalogue_stands_in_the_form_in_the_order_of_the_paper() {
    for path in ["/applications/31", "/applications/33"] {
        let page = applicant(path).await;
        assert_eq!(page.status, StatusCode::OK);
        let main = &page.html[page.html.find("class=\"annexes\"").unwrap()..];
        let text = visible(&format!("<main>{main}"));
        let labels = catalogue::items().flat_map(|(_, item)| match item {
            Item::Field(field) => vec![field.label],
            // The subjects head their rows instead of standing in a column.
            Item::Table(table) if table.path == "annex3.lines" => vec![table.label],
            Item::Table(table) => {
                let columns = table.columns.iter().map(|column| column.label);
                [table.label].into_iter().chain(columns).collect()
            }
            Item::Paper(paper, ..) => vec![paper.label()],
        });
        in_order(&text, labels);
        for column in catalogue::table("annex3.lines").unwrap().1.columns {
            assert!(
                text.contains(column.label) || column.path == "subject",
                "{}",
                column.label
            );
        }
        for subject in domain::budget::Subject::ALL {
            assert!(text.contains(subject.label()), "{}", subject.label());
        }
    }
}

#[tokio::test]
async fn every_path_of_a_draft_has_one_control_with_its_text() {
    let page = applicant("/applications/31").await;
    keep("application", &page);
    for (path, text) in draft(ProjectId(31)).iter() {
        let name = format!("name=\"fields[{path}]\"");
        let found = page.html.matches(&name).count();
        let is_choice = found > 1;
        assert!(found == 1 || is_choice, "{path} has {found} controls");
        assert!(visible_or_value(&page.html, text), "{path} lacks “{text}”");
    }
    for item in catalogue::items() {
        if let (_, Item::Field(field)) = item {
            assert!(
                page.html.contains(&format!("id=\"{}\"", field.path)),
                "{}",
                field.path
            );
        }
    }
    assert!(!page.html.contains(" style="));
}

fn visible_or_value(html: &str, text: &str) -> bool {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    html.contains(&escaped) || html.contains(&escaped.replace('"', "&quot;").replace('>', "&gt;"))
}

#[tokio::test]
async fn the_rules_stand_beside_the_form_and_lead_to_their_places() {
    let page = applicant("/applications/32").await;
    keep("application-returned", &page);
    for words in [
        "合规体检",
        "href=\"#annex1.phone\"",
        "应填写整数",
        "处不符合要求",
        "营业执照复印件模糊",
        "与他人同时修改",
        "演示人丙 14:03:22",
        "<mark>三<",
        "已保存 13:57:22",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
    assert!(!page.html.contains("action=\"/api/submit_application\""));

    let ready = applicant("/applications/31").await;
    assert!(ready.html.contains("action=\"/api/submit_application\""));
    assert!(ready.html.contains("1200 人 × 1 天 × 每人每天"));
}

#[tokio::test]
async fn an_empty_form_is_ready_to_be_written_without_javascript() {
    let page = applicant("/applications/33").await;
    keep("application-empty", &page);
    for name in [
        "fields[areas.1.name]",
        "fields[annex3.goals.1.goal]",
        "fields[annex3.activities.1.no]",
        "fields[annex3.lines.12.item]",
        "fields[members.2.code]",
    ] {
        assert!(
            page.html.contains(&format!("name=\"{name}\"")),
            "lacks {name}"
        );
    }
    assert!(page.html.contains("action=\"/projects/33/files\""));
    // A new form is not red all over.
    assert!(!page.html.contains("aria-invalid"));
}

#[tokio::test]
async fn what_was_typed_is_text_everywhere() {
    for path in ["/applications/34", "/applications/34/print"] {
        for role in [Role::Organisation, Role::AgencyClerk] {
            let page = see(Some(Fake::full(role)), path).await;
            assert!(!page.html.contains("<img src=x"), "{path} as {role}");
            assert!(page.html.contains("&lt;img src=x"), "{path} as {role}");
        }
    }
    assert!(HOSTILE.contains("<img src=x"));
}

#[tokio::test]
async fn who_does_not_write_reads_the_paper_without_a_single_field() {
    for (role, path) in [
        (Role::CityFinance, "/applications/31"),
        (Role::RegionHrss, "/applications/31"),
        (Role::Organisation, "/applications/35"),
    ] {
        let page = see(Some(Fake::full(role)), path).await;
        assert_eq!(page.status, StatusCode::OK);
        let main = &page.html[page.html.find("<main").unwrap()..];
        assert!(!main.contains("name=\"fields["), "{role}");
        for control in ["<select", "type=\"file\"", "type=\"radio\""] {
            assert!(!main.contains(control), "{role} has {control}");
        }
    }
}

#[tokio::test]
async fn the_clerk_decides_and_sees_the_applicants_past() {
    let page = see(Some(Fake::full(Role::AgencyClerk)), "/applications/31").await;
    keep("application-intake", &page);
    for words in [
        "/api/accept_application",
        "/api/return_application",
        "/api/reject_application",
        "整改后合格",
        "禁入期至 2027年5月10日",
        "鄂尔多斯受理 2027-003",
        "与上次提交相比，改动",
        "href=\"/files/0\"",
        "合规体检",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
    let other = see(Some(Fake::full(Role::CityHealth)), "/applications/31").await;
    assert!(!other.html.contains("/api/accept_application"));
}

#[tokio::test]
async fn the_print_has_every_text_of_the_draft_in_each_of_two_copies() {
    for id in [31, 34] {
        let page = applicant(&format!("/applications/{id}/print")).await;
        keep(&format!("application-print-{id}"), &page);
        let copies: Vec<&str> = page.html.split("<article class=\"copy").skip(1).collect();
        assert_eq!(copies.len(), 2);
        for (copy, keeper) in copies.iter().zip(["申报单位留存", "工伤保险经办机构留存"])
        {
            let text = visible(&format!("<main>{copy}</main>"));
            assert_eq!(text.matches(keeper).count(), 4, "a label on each annex");
            for (path, typed) in draft(ProjectId(id)).iter() {
                let is_date =
                    path.ends_with(".start") || path.ends_with(".end") || path.ends_with(".date");
                let printed = match typed.parse().ok().filter(|_| is_date) {
                    Some(day) => full_date(day),
                    None => typed.to_owned(),
                };
                assert!(text.contains(&squeezed(&printed)), "{path}: {printed}");
            }
        }
    }
}

#[tokio::test]
async fn the_print_says_the_words_of_the_paper_even_when_nothing_is_filled_in() {
    let page = applicant("/applications/33/print").await;
    keep("application-print-blank", &page);
    let copy = page.html.split("<article class=\"copy").nth(1).unwrap();
    let text = visible(&format!("<main>{copy}</main>"));
    in_order(
        &text,
        ANNEXES.lines().filter(|line| !line.trim().is_empty()),
    );
}

#[tokio::test]
async fn the_parts_of_the_print_follow_the_catalogue() {
    let page = applicant("/applications/31/print").await;
    let copy = page.html.split("<article class=\"copy").nth(1).unwrap();
    let text = visible(&format!("<main>{copy}</main>"));
    let annexes = SECTIONS.iter().filter(|section| section.annex >= 2);
    in_order(&text, annexes.map(|section| section.heading));
    for (section, item) in catalogue::items() {
        let Item::Field(field) = item else { continue };
        let part = field
            .label
            .split_once('：')
            .map_or(field.label, |(_, part)| part);
        let said = text.contains(&squeezed(part)) || section.heading.contains(field.name());
        // 申报资金支出合计（元） stands in a column of its own unit.
        assert!(said || text.contains(field.name()), "{}", field.label);
    }
}

#[tokio::test]
async fn a_whole_form_without_javascript_is_saved_and_comes_back_to_the_page() {
    let fields = [
        ("fields[annex1.accidents]", "一行\r\n二行"),
        ("fields[annex3.lines.7.subject]", "专家费"),
        ("fields[annex3.lines.7.item]", ""),
        ("fields[annex3.lines.8.subject]", "税费"),
        ("fields[annex3.lines.8.item]", "增值税"),
    ];
    let mut body = String::from("id=34&seen=7");
    for (name, value) in fields {
        body.push('&');
        crate::text::encode(name, &mut body);
        body.push('=');
        crate::text::encode(value, &mut body);
    }
    let request = form_request("/api/save_application", body.clone());
    let back = respond(Some(Fake::full(Role::Organisation)), request).await;
    assert_eq!(back.status(), StatusCode::FOUND);
    let location = back.headers()["location"].to_str().unwrap();
    assert_eq!(
        location.trim_end_matches('?'),
        "http://localhost/applications/31"
    );

    // The same form sent by the page is answered: the fake hands back what it was given.
    let request = Request::post("/api/save_application")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let answer = ask(Some(Fake::full(Role::Organisation)), request).await;
    let saved: domain::contract::Saved = serde_json::from_str(&answer.html).unwrap();
    let got = |path: &str| {
        let found = saved.clashes.iter().find(|clash| clash.path == path);
        found.map(|clash| clash.mine.clone())
    };
    assert_eq!(got("annex1.accidents").as_deref(), Some("一行\n二行"));
    assert_eq!(
        got("annex3.lines.7.subject").as_deref(),
        Some(""),
        "a printed subject is no row"
    );
    assert_eq!(got("annex3.lines.8.subject").as_deref(), Some("税费"));
}

#[tokio::test]
async fn a_new_application_leads_to_its_page_with_and_without_javascript() {
    let person = || Some(Fake::full(Role::Organisation));
    let request = form_request("/api/create_application", "tenant=150600&year=2027".into());
    let plain = respond(person(), request).await;
    assert_eq!(plain.status(), StatusCode::FOUND);
    assert_eq!(plain.headers()["location"], "/applications/33");

    let request = Request::post("/api/create_application")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("tenant=150600&year=2027"))
        .unwrap();
    let sent = respond(person(), request).await;
    assert_eq!(sent.status(), StatusCode::OK);
    assert_eq!(sent.headers()["location"], "/applications/33");
    assert!(sent.headers().contains_key("serverfnredirect"));

    let request = form_request("/api/create_application", "tenant=150600&year=2031".into());
    let refused = respond(person(), request).await;
    assert!(
        refused.headers()["location"]
            .to_str()
            .unwrap()
            .contains("__err")
    );
}

#[tokio::test]
async fn a_file_with_an_unknown_label_is_refused_by_the_label() {
    let mut body = String::from("id=31&seen=7&text=");
    crate::text::encode(r#"{"附件1":{"单位名字":"甲"}}"#, &mut body);
    let request = form_request("/api/load_application", body);
    let back = respond(Some(Fake::full(Role::Organisation)), request).await;
    let path = back.headers()["location"]
        .to_str()
        .unwrap()
        .replace("http://localhost", "");
    let page = applicant(&path).await;
    assert!(
        page.html.contains("“附件1 › 单位名字”不是申报材料的栏目"),
        "{path}"
    );
    assert!(
        page.html.contains("open class=\"panel import\""),
        "the place of the refusal is folded"
    );
}

#[tokio::test]
async fn a_refused_upload_says_why_on_the_page_it_comes_back_to() {
    use domain::Refusal;
    use server_fn::error::ServerFnUrlError;
    let refusal = Refusal::FileType {
        because: "“证书.pdf”内容不是 PDF".into(),
    };
    let error = ServerFnUrlError::new("/api/attach", crate::api::ApiError::from(refusal));
    let url = error.to_url("http://host/applications/31").unwrap();
    let page = applicant(&format!("/applications/31?{}", url.query().unwrap())).await;
    assert!(page.html.contains("“证书.pdf”内容不是 PDF"), "{url}");
}

#[tokio::test]
async fn the_openings_name_city_year_and_areas() {
    let page = applicant("/apply").await;
    keep("apply", &page);
    for words in [
        "鄂尔多斯市 2027 年度",
        "煤化工",
        "/api/create_application",
        "逾期确定",
    ] {
        assert!(page.html.contains(words), "lacks {words}");
    }
    let empty = see(Some(Fake::empty(Role::Organisation)), "/apply").await;
    assert!(empty.html.contains("目前没有盟市接受申报"));
    let forbidden = see(Some(Fake::full(Role::CityHealth)), "/apply").await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    let unknown = applicant("/applications/404").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
