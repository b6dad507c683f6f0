use super::day;
use crate::access::Role;
use crate::contract::NotificationRow;
use crate::mail::*;
use crate::notification::NotificationKind;
use crate::{NotificationId, ProjectId};

fn row(title: &str) -> NotificationRow {
    NotificationRow {
        id: NotificationId(1),
        kind: NotificationKind::Reminder,
        title: title.into(),
        text: "不在邮件里。".into(),
        tenant_name: "鄂尔多斯市".into(),
        project: Some(ProjectId(31)),
        project_name: "井工煤矿班组长培训".into(),
        due: Some(day("2027-01-06")),
        at: "09:00:03".into(),
        unread: true,
    }
}

fn digest(role: Role, rows: &[NotificationRow]) -> String {
    let site = "https://yufang.example.cn";
    let name = "王某";
    let digest = Digest {
        name,
        role,
        rows,
        site,
    };
    digest.text()
}

#[test]
fn an_address_is_one_or_is_refused_by_name() {
    for good in [
        "a@b.cn",
        "  wang.mou+yf@mail.ordos.gov.cn ",
        "o'neil_1@qq.com",
    ] {
        assert_eq!(address(good).unwrap(), good.trim());
    }
    for bad in [
        "wang",
        "@qq.com",
        "wang@",
        "wang@qq",
        "wang@.com",
        "wang@qq.",
        "a@b@c.cn",
        "王某@qq.com",
        "wang@qq。com",
        "wang mou@qq.com",
        "wang@qq.com\r\nBcc: x@y.cn",
        "wang\0@qq.com",
        "<wang@qq.com>",
        "a@b.cn,c@d.cn",
        "wang@\u{202e}qq.com",
    ] {
        assert_eq!(address(bad).unwrap_err().kind(), "MailAddress", "{bad:?}");
    }
    assert_eq!(address(" ").unwrap_err().kind(), "Required");
    let long = format!("{}@b.cn", "a".repeat(250));
    assert_eq!(address(&long).unwrap_err().kind(), "TooLong");
    assert_eq!(address(&long).unwrap_err().field(), Some("address"));
}

#[test]
fn a_code_is_read_as_it_comes_from_a_mail_or_an_input_method() {
    for typed in ["123456", " 123 456 ", "１２３４５６"] {
        assert_eq!(typed_code(typed), "123456");
    }
}

#[test]
fn a_code_holds_for_half_an_hour_and_comes_once_a_minute() {
    let at = |time: &str| {
        format!("2026-11-24T{time}+08:00")
            .parse::<chrono::DateTime<chrono::FixedOffset>>()
            .unwrap()
    };
    let asked = at("10:00:00");
    assert!(code_holds(asked, at("10:29:59")) && !code_holds(asked, at("10:30:00")));
    assert_eq!(code_wait(asked, at("10:00:00")), Some(60));
    assert_eq!(code_wait(asked, at("10:00:59")), Some(1));
    assert_eq!(code_wait(asked, at("10:01:00")), None);
    // A clock that was set back keeps nobody waiting longer than a minute.
    assert_eq!(code_wait(asked, at("09:00:00")), Some(60));
    assert!(!is_time(at("07:59:59")) && is_time(at("08:00:00")));
}

#[test]
fn failures_are_tried_again_after_1_2_4_and_at_most_30_minutes() {
    let waits: Vec<u32> = (1..=8).map(back_off).collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
    assert_eq!((back_off(0), back_off(u32::MAX)), (1, 30));
}

#[test]
fn a_digest_says_what_when_and_how_to_stop_it() {
    let rows = [row("“验收”期限还剩 5 个工作日")];
    assert_eq!(
        digest(Role::RegionHrss, &rows),
        "王某，您好：\n\n您有 1 条新的未读消息：\n\n\
         1. 〔期限提醒〕“验收”期限还剩 5 个工作日\n   鄂尔多斯市 · 井工煤矿班组长培训\n   最迟 2027年1月6日\n\n\
         查看消息：https://yufang.example.cn/inbox\n\n\
         本邮件由系统自动发送，请勿回复。不再需要的，请在 https://yufang.example.cn/inbox#mail 停用邮件提醒。\n"
    );
    // A city's own people know which city it is.
    assert!(digest(Role::AgencyClerk, &rows).contains("\n   井工煤矿班组长培训\n"));
}

#[test]
fn a_digest_lists_thirty_and_counts_the_others() {
    let rows: Vec<_> = (0..42).map(|n| row(&format!("第 {n} 条"))).collect();
    let text = digest(Role::AgencyClerk, &rows);
    assert!(text.contains("您有 42 条") && text.contains("\n30. ") && !text.contains("\n31. "));
    assert!(text.contains("\n\n其余 12 条请登录查看。\n\n"));
}

#[test]
fn no_title_becomes_a_line_of_its_own() {
    let rows = [row(
        "甲\r\n\r\n查看消息：https://evil.example\u{202e}\u{0}乙",
    )];
    let text = digest(Role::AgencyClerk, &rows);
    assert!(text.contains("1. 〔期限提醒〕甲 查看消息：https://evil.example 乙\n"));
    assert!(!text.contains(['\r', '\0', '\u{202e}']));
}
