//! The mail digest of the inbox: when one may go out, how often a code may be asked for and tried, and what
//! the mails say. The text of the regulation knows no mails; each number is the product's, in one constant.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, Timelike};

use crate::access::Role;
use crate::contract::NotificationRow;
use crate::file::is_hidden;
use crate::full_date;
use crate::refusal::{MailFault, Refusal};

/// No digest goes out before this hour of a working day.
pub const DIGEST_FROM_HOUR: u32 = 8;
/// Messages a digest lists; the others are a number.
pub const DIGEST_LINES: usize = 30;
/// How long a code holds.
pub const CODE_MINUTES: i64 = 30;
/// How often it may be typed.
pub const CODE_TRIES: u32 = 5;
/// Seconds between two codes.
pub const CODE_EVERY_SECONDS: i64 = 60;
/// The longest wait after failures of the mail server, in minutes.
pub const LONGEST_BACK_OFF: u32 = 30;
/// Longest address, in characters (RFC 5321 allows no longer one on the way).
pub const LONGEST_ADDRESS: u32 = 254;

codes! {
    /// Where a person's address stands.
    MailState {
        Unset = "UNSET" "未设置",
        Waiting = "WAITING" "待确认",
        Confirmed = "CONFIRMED" "已确认",
        Refused = "REFUSED" "邮件服务器拒收，请核对地址",
    }
}

/// An address as typed, without the blanks around it.
///
/// # Errors
/// `Required`, `TooLong`, or `MailAddress` for what is none: mail servers of today all take ASCII, and a
/// blank or a control character in it is a slip or an attack.
pub fn address(typed: &str) -> Result<String, Refusal> {
    let (field, label, typed) = ("address".into(), "邮箱地址".into(), typed.trim());
    if typed.is_empty() {
        return Err(Refusal::Required { field, label });
    }
    if typed.chars().count() > LONGEST_ADDRESS as usize {
        let max = LONGEST_ADDRESS;
        return Err(Refusal::TooLong { field, label, max });
    }
    let plain = |c: char| c.is_ascii_graphic() && !"<>()[]\\,;:\"".contains(c);
    match typed.split_once('@') {
        Some((name, host))
            if !name.is_empty()
                && !host.contains('@')
                && host.split('.').count() > 1
                && host.split('.').all(|part| !part.is_empty())
                && typed.chars().all(plain) =>
        {
            Ok(typed.to_owned())
        }
        _ => Err(MailFault::Address.into()),
    }
}

/// A code as typed: full-width digits are those an input method writes, blanks come with copying.
#[must_use]
pub fn typed_code(typed: &str) -> String {
    let digit = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        c if c.is_whitespace() => None,
        c => Some(c),
    };
    typed.chars().filter_map(digit).collect()
}

/// Whether a code asked for then still holds.
#[must_use]
pub fn code_holds(asked: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> bool {
    now < asked + Duration::minutes(CODE_MINUTES)
}

/// Seconds until another code may be asked for; `None` = now.
#[must_use]
pub fn code_wait(asked: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> Option<i64> {
    let left = CODE_EVERY_SECONDS - (now - asked).num_seconds();
    Some(left.min(CODE_EVERY_SECONDS)).filter(|left| *left > 0)
}

/// Whether digests go out at this hour; whether the day is a working day is the calendar's to say.
#[must_use]
pub fn is_time(now: DateTime<FixedOffset>) -> bool {
    now.hour() >= DIGEST_FROM_HOUR
}

/// Minutes until the next attempt after so many that failed: 1, 2, 4 … [`LONGEST_BACK_OFF`].
#[must_use]
pub fn back_off(attempts: u32) -> u32 {
    let doubled = 1_u32.checked_shl(attempts.saturating_sub(1));
    doubled.unwrap_or(u32::MAX).min(LONGEST_BACK_OFF)
}

/// The mail that a code is sent with: it says nothing but the code, whoever may read it.
#[must_use]
pub fn code_text(code: &str, site: &str) -> String {
    format!(
        "您好：\n\n您的验证码是 {code}，{CODE_MINUTES} 分钟内有效。请在“消息”页面的“邮件提醒”中填写：\n{site}/inbox#mail\n\n\
         如果不是您本人操作，请忽略本邮件，此地址不会再收到其他内容。\n"
    )
}

/// The subject of that mail.
pub const CODE_SUBJECT: &str = "【预防通】邮箱验证码";

/// What a person has not read and was not mailed yet, newest first.
#[derive(Clone, Debug)]
pub struct Digest<'a> {
    pub name: &'a str,
    pub role: Role,
    pub rows: &'a [NotificationRow],
    /// The public address of the system.
    pub site: &'a str,
}

impl Digest<'_> {
    /// 【预防通】今日 3 条未读消息
    #[must_use]
    pub fn subject(&self) -> String {
        format!("【预防通】今日 {} 条未读消息", self.rows.len())
    }

    /// The whole mail, as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let (name, site, count) = (one_line(self.name), self.site, self.rows.len());
        let mut text = format!("{name}，您好：\n\n您有 {count} 条新的未读消息：\n\n");
        for (number, row) in (1..).zip(self.rows.iter().take(DIGEST_LINES)) {
            text.push_str(&self.entry(number, row));
        }
        if count > DIGEST_LINES {
            text.push_str(&format!("其余 {} 条请登录查看。\n\n", count - DIGEST_LINES));
        }
        text.push_str(&format!("查看消息：{site}/inbox\n\n"));
        text.push_str(&format!(
            "本邮件由系统自动发送，请勿回复。不再需要的，请在 {site}/inbox#mail 停用邮件提醒。\n"
        ));
        text
    }

    /// One message: its line, then where it belongs, then its last day.
    fn entry(&self, number: usize, row: &NotificationRow) -> String {
        let mut text = format!(
            "{number}. 〔{}〕{}\n",
            row.kind.label(),
            one_line(&row.title)
        );
        let city = Some(one_line(&row.tenant_name)).filter(|_| !self.role.is_city());
        let about: Vec<String> = city
            .into_iter()
            .chain([one_line(&row.project_name)])
            .filter(|words| !words.is_empty())
            .collect();
        if !about.is_empty() {
            text.push_str(&format!("   {}\n", about.join(" · ")));
        }
        if let Some(due) = row.due {
            text.push_str(&format!("   最迟 {}\n", full_date(due)));
        }
        text.push('\n');
        text
    }
}

/// What somebody else wrote, as part of one line: a name with line breaks must not look like a line of ours.
fn one_line(text: &str) -> String {
    let visible = text.chars().map(|c| if is_hidden(c) { ' ' } else { c });
    let visible: String = visible.collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A day of somebody's digest, as the same words each time: the number of its mail is made of it.
#[must_use]
pub fn digest_id(account: i64, day: NaiveDate) -> String {
    format!("digest-{account}-{day}")
}
