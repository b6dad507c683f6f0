//! An inbox with one notification of each kind, read and unread.

use async_trait::async_trait;
use domain::access::Role;
use domain::contract::*;
use domain::mail::MailState;
use domain::notification::NotificationKind;
use domain::refusal::MailFault;
use domain::{NotificationId, ProjectId, Refusal};

use super::{Fake, today};

fn row(id: i64, kind: NotificationKind, title: &str, unread: bool) -> NotificationRow {
    NotificationRow {
        id: NotificationId(id),
        kind,
        title: title.into(),
        text: "项目“井工煤矿班组长培训”由经办机构办理，最迟 2026年11月30日，依据四（七）。".into(),
        tenant_name: "鄂尔多斯市".into(),
        project: Some(ProjectId(31)),
        project_name: if id == 7 {
            ""
        } else {
            "井工煤矿班组长培训"
        }
        .into(),
        due: Some(today()),
        at: "09:00:03".into(),
        unread,
    }
}

impl Fake {
    /// Each post another state; evaluators live where there is no mail server.
    fn mail(&self) -> MailView {
        let state = match self.role {
            _ if !self.full => MailState::Unset,
            Role::Organisation => MailState::Waiting,
            Role::RegionHrss => MailState::Refused,
            _ => MailState::Confirmed,
        };
        MailView {
            offered: self.role != Role::Evaluator,
            state,
            address: if self.full { "wang@example.cn" } else { "" }.into(),
        }
    }
}

#[async_trait]
impl InboxApi for Fake {
    async fn inbox(&self, query: InboxQuery) -> Answer<InboxView> {
        let rows = vec![
            row(
                9,
                NotificationKind::Reminder,
                "“验收”期限还剩 5 个工作日",
                true,
            ),
            row(
                8,
                NotificationKind::Moved,
                "“整改”期限改为最迟 2027年1月7日",
                true,
            ),
            row(7, NotificationKind::Reminder, "“备案”期限今天到期", false),
        ];
        let asked = |row: &NotificationRow| {
            (row.unread || !query.unread) && query.before.is_none_or(|before| row.id < before)
        };
        let settings = NotificationKind::ALL.iter();
        Ok(InboxView {
            rows: self.some(rows.into_iter().filter(asked).collect()),
            unread: self.unread().await?.unread,
            newest_unread: self.unread().await?.newest,
            older: (self.full && query.before.is_none()).then_some(NotificationId(7)),
            settings: settings
                .map(|kind| NotificationSetting {
                    kind: *kind,
                    page: self.full || !kind.can_be_off(),
                })
                .collect(),
            mail: self.mail(),
        })
    }
    async fn unread(&self) -> Answer<Unread> {
        Ok(Unread {
            unread: if self.full { 2 } else { 0 },
            newest: self.full.then_some(NotificationId(9)),
        })
    }
    async fn read_notification(&self, _: NotificationId) -> Answer<()> {
        Ok(())
    }
    async fn read_notifications(&self, _: NotificationId) -> Answer<()> {
        Ok(())
    }
    async fn set_notification(&self, _: NotificationKind, _: bool) -> Answer<()> {
        Ok(())
    }
    async fn set_mail(&self, address: String) -> Answer<()> {
        domain::mail::address(&address)?;
        Ok(())
    }
    async fn confirm_mail(&self, _: String) -> Answer<()> {
        Err(Refusal::from(MailFault::Code { left: 4 }).into())
    }
    async fn remove_mail(&self) -> Answer<()> {
        Ok(())
    }
}
