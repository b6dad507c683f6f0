//! Something a person was told.

use chrono::NaiveDate;
use domain::notification::NotificationKind;
use domain::{NotificationId, ProjectId};

use super::World;

impl World {
    /// A notification about a project in the inbox of a login, written past every door; a new one each time.
    pub async fn notification(
        &self,
        login: &str,
        project: ProjectId,
        read: bool,
    ) -> NotificationId {
        let what = (NotificationKind::Reminder, "期限临近", None);
        self.told(login, project, what, read).await
    }

    /// The same of a kind, with a title and a last day.
    pub async fn told(
        &self,
        login: &str,
        project: ProjectId,
        (kind, title, due): (NotificationKind, &str, Option<NaiveDate>),
        read: bool,
    ) -> NotificationId {
        let mut tx = self.admin.begin().await.expect("begin");
        let id = sqlx::query_scalar(
            "insert into notification (tenant_id, account_id, kind, project_id, source, title, text, due_on, at, read_at)
             select p.tenant_id, $2, $5, p.id, concat('test:', (select count(*) from notification)), $6, '请按期办结。', $7, $3,
               case when $4 then $3 end
             from project p where p.id = $1 returning id",
        )
        .bind(project.0)
        .bind(self.session(login).who.account.0)
        .bind(self.now())
        .bind(read)
        .bind(kind.code())
        .bind(title)
        .bind(due)
        .fetch_one(&mut *tx)
        .await
        .expect("a notification");
        tx.commit().await.expect("commit");
        NotificationId(id)
    }
}
