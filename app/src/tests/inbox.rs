//! The inbox, and what the head of every page says about it.

use domain::access::Role;

use super::Page;
use super::year::{has, has_not, look, send, shown};
use crate::tests::fake::Fake;

#[tokio::test]
async fn the_inbox_lists_what_was_told_and_offers_to_mark_it() {
    for role in [
        Role::AgencyClerk,
        Role::Organisation,
        Role::RegionHrss,
        Role::Evaluator,
    ] {
        let page = look("inbox", Fake::full(role), "/inbox").await;
        has(
            &page,
            &[
                "2 条未读",
                "“验收”期限还剩 5 个工作日",
                "/projects/31#deadlines",
                "最迟 2026年11月23日（周一）",
                "name=\"upto\" value=\"9\"",
                "action=\"/api/read_notification?form=do-read_notification-9\"",
                "action=\"/api/read_notification?form=do-read_notification-8\"",
                "href=\"/inbox?before=7\"",
                "始终显示，不能关闭",
                "name=\"kind\" value=\"MOVED\"",
                "href=\"/inbox\" aria-current=\"page\"",
            ],
        );
        has_not(
            &page,
            &[
                // It was read.
                "do-read_notification-7",
                // What reminds of a clock cannot be turned off.
                "name=\"kind\" value=\"REMINDER\"",
            ],
        );
    }
}

#[tokio::test]
async fn unread_alone_and_older_ones_are_pages_of_their_own() {
    let clerk = || Fake::full(Role::AgencyClerk);
    let page = look("inbox-unread", clerk(), "/inbox?unread=true").await;
    has(&page, &["“整改”期限改为最迟"]);
    has_not(&page, &["“备案”期限今天到期"]);
    let page = look("inbox-older", clerk(), "/inbox?before=8").await;
    has(&page, &["“备案”期限今天到期", "回到首页"]);
    has_not(&page, &["“整改”期限改为最迟", "更早的消息"]);
}

#[tokio::test]
async fn an_empty_inbox_says_what_will_come() {
    let page = look("inbox-empty", Fake::empty(Role::AgencyClerk), "/inbox").await;
    has(&page, &["还没有消息。", "没有未读消息", "已关闭"]);
    has_not(
        &page,
        &["action-read_notifications", "data-testid=\"unread\""],
    );
}

#[tokio::test]
async fn every_page_says_how_much_was_not_read() {
    for (role, path) in [
        (Role::AgencyClerk, "/city"),
        (Role::RegionHrss, "/region"),
        (Role::Organisation, "/my"),
    ] {
        let page = look("inbox-count", Fake::full(role), path).await;
        has(
            &page,
            &["data-testid=\"unread\" class=\"count\">2<", "条未读</span>"],
        );
    }
}

#[tokio::test]
async fn without_javascript_marking_comes_back_to_the_inbox() {
    let page = send(
        Fake::full(Role::AgencyClerk),
        "/inbox",
        "/api/read_notifications",
        "upto=9",
    )
    .await;
    has(&page, &["收件箱"]);
}

/// The section of mails alone.
fn section(page: &Page) -> &str {
    shown(page).split("id=\"mail\"").nth(1).unwrap()
}

#[tokio::test]
async fn each_state_of_an_address_offers_what_can_be_done_in_it() {
    let full = |role| Fake::full(role);
    for (person, wanted, unwanted) in [
        (
            Fake::empty(Role::AgencyClerk),
            &["未设置", "action-set_mail"][..],
            &["action-confirm_mail", "action-remove_mail"][..],
        ),
        (
            full(Role::Organisation),
            &[
                "待确认",
                "wang@example.cn",
                "action-confirm_mail",
                "action-set_mail",
                "action-remove_mail",
            ],
            &["没有设置邮件服务"],
        ),
        (
            full(Role::AgencyClerk),
            &["已确认", "action-set_mail", "action-remove_mail"],
            &["action-confirm_mail"],
        ),
        (
            full(Role::RegionHrss),
            &[
                "邮件服务器拒收，请核对地址",
                "value=\"wang@example.cn\"",
                "action-remove_mail",
            ],
            &["action-confirm_mail"],
        ),
        (
            full(Role::Evaluator),
            &["本系统没有设置邮件服务"],
            &["action-set_mail", "action-remove_mail", "wang@example.cn"],
        ),
    ] {
        let page = look("inbox-mail", person, "/inbox").await;
        let section = section(&page);
        for words in wanted {
            assert!(section.contains(words), "lacks {words}: {section}");
        }
        for words in unwanted {
            assert!(!section.contains(words), "shows {words}");
        }
    }
}

#[tokio::test]
async fn without_javascript_a_refused_address_or_code_comes_back_to_its_field() {
    for (call, body, refusal) in [
        ("/api/set_mail", "address=wang", "邮箱地址无效"),
        ("/api/set_mail", "", "“邮箱地址”不能为空"),
        ("/api/confirm_mail", "code=1", "还可以再试 4 次"),
    ] {
        let page = send(Fake::full(Role::Organisation), "/inbox", call, body).await;
        assert!(section(&page).contains(refusal), "{call} {body}");
    }
    let page = send(
        Fake::full(Role::Organisation),
        "/inbox",
        "/api/remove_mail",
        "",
    )
    .await;
    has(&page, &["收件箱"]);
}
