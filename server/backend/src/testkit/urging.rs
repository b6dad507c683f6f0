//! An urging that waits for an answer.

use domain::{ProjectId, TenantId, UrgingId};

use super::World;

impl World {
    /// The urging of the region about a project of a city, written past every door; the same one again.
    pub async fn urging(&self, tenant: TenantId, project: ProjectId) -> UrgingId {
        let mut tx = self.admin.begin().await.expect("begin");
        let known: Option<i64> =
            sqlx::query_scalar("select id from urging where project_id = $1 and answer is null")
                .bind(project.0)
                .fetch_optional(&mut *tx)
                .await
                .expect("query");
        if let Some(id) = known {
            return UrgingId(id);
        }
        let id = sqlx::query_scalar(
            "insert into urging (tenant_id, project_id, text, asked_by, asked_name, asked_post, asked_on, working_days, due_on, provisional, calendar_version)
             values ($1, $2, '请说明进度。', $3, '某人', 'RHR', '2026-11-24', 5, '2026-12-01', false, 1) returning id",
        )
        .bind(tenant.0)
        .bind(project.0)
        .bind(self.region().who.account.0)
        .fetch_one(&mut *tx)
        .await
        .expect("an urging");
        tx.commit().await.expect("commit");
        UrgingId(id)
    }
}
