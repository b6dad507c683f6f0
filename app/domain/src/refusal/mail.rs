//! What can be wrong with an address for mails, or with the code that confirms it.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// Why an address is not taken or not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailFault {
    /// The system has no mail server.
    Off,
    /// Not an address.
    Address,
    /// Another code was asked for just before.
    TooSoon { seconds: i64 },
    /// The mail server does not answer, or takes nothing now.
    Unsent,
    /// The mail server takes nothing for this address.
    Refused,
    /// Not the code that was sent.
    Code { left: u32 },
    /// The code is too old.
    Expired,
    /// Typed wrongly too often.
    Spent,
}

impl From<MailFault> for Refusal {
    fn from(fault: MailFault) -> Self {
        use MailFault as F;
        let field = match fault {
            F::Code { .. } | F::Expired | F::Spent => "code",
            _ => "address",
        };
        Self::Mail {
            field: field.into(),
            fault,
        }
    }
}

impl MailFault {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Off => "MailOff",
            Self::Address => "MailAddress",
            Self::TooSoon { .. } => "MailTooSoon",
            Self::Unsent => "MailUnsent",
            Self::Refused => "MailRefused",
            Self::Code { .. } => "MailCode",
            Self::Expired => "MailExpired",
            Self::Spent => "MailSpent",
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Off => {
                "本系统没有设置邮件服务，暂不能接收邮件。消息仍可在“消息”页面查看。".into()
            }
            Self::Address => {
                "邮箱地址无效。请填写完整地址，形如 name@example.cn，不能含空格、汉字和全角符号。"
                    .into()
            }
            Self::TooSoon { seconds } => {
                format!("验证码每分钟只能发送一次，请 {seconds} 秒后再试。")
            }
            Self::Unsent => {
                "邮件服务器暂时没有接收，验证码未发出。地址已保存，请一分钟后重新发送验证码。"
                    .into()
            }
            Self::Refused => "邮件服务器拒收发往该地址的邮件，请核对地址后重新发送验证码。".into(),
            Self::Code { left: 0 } => {
                "验证码不正确，已输错多次，该验证码作废。请重新发送验证码。".into()
            }
            Self::Code { left } => {
                format!("验证码不正确，还可以再试 {left} 次。请核对最近一封邮件中的 6 位数字。")
            }
            Self::Expired => "验证码已过期，请重新发送验证码，并在 30 分钟内填写。".into(),
            Self::Spent => "验证码输错次数过多，已经作废。请重新发送验证码。".into(),
        }
    }
}
