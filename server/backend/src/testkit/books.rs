//! What tests of the books ask of a world.

use domain::{ClaimId, LedgerId, ProjectId, TenantId, Version};
use sqlx::Row;

use super::World;

impl World {
    /// A claim of a city of which something is still owed, registered past every use case when the
    /// world has none.
    pub async fn claim(&self, tenant: TenantId) -> ClaimId {
        let mut tx = self.admin.begin().await.expect("begin");
        let open = "select id from claim where tenant_id = $1 and state in ('CLAIMED', 'PARTLY_RECOVERED') order by id limit 1";
        let open: Option<i64> = sqlx::query_scalar(open)
            .bind(tenant.0)
            .fetch_optional(&mut *tx)
            .await
            .expect("query");
        if let Some(id) = open {
            return ClaimId(id);
        }
        let sql = "with new as (
             insert into claim (tenant_id, project_id, amount, reason, claimed_on, org_id)
             select p.tenant_id, p.id, 1000, '多付', '2026-11-24', p.unit_id from project p
             where p.tenant_id = $1 and p.unit_id is not null and p.prepaid > 0
               and not exists (select from claim c where c.tenant_id = p.tenant_id and c.project_id = p.id) order by p.id limit 1
             returning tenant_id, project_id, id),
           owed as (update project p set recover = recover + 1000 from new where p.tenant_id = new.tenant_id and p.id = new.project_id)
           select id from new";
        let id: i64 = sqlx::query_scalar(sql)
            .bind(tenant.0)
            .fetch_one(&mut *tx)
            .await
            .expect("a claim");
        tx.commit().await.expect("commit");
        ClaimId(id)
    }

    /// The newest claim of a project, with its version.
    pub async fn claim_of(&self, project: ProjectId) -> (ClaimId, Version) {
        let mut tx = self.admin.begin().await.expect("begin");
        let row = sqlx::query(
            "select id, version from claim where project_id = $1 order by id desc limit 1",
        )
        .bind(project.0)
        .fetch_one(&mut *tx)
        .await
        .expect("a claim");
        (ClaimId(row.get("id")), Version(row.get("version")))
    }

    /// The first entry of a city that nobody has reversed.
    pub async fn entry(&self, tenant: TenantId) -> LedgerId {
        let mut tx = self.admin.begin().await.expect("begin");
        let sql = "select id from ledger l where tenant_id = $1 and kind <> 'REVERSAL'
             and not exists (select from ledger r where r.reverses = l.id) order by id limit 1";
        let id = sqlx::query_scalar(sql)
            .bind(tenant.0)
            .fetch_one(&mut *tx)
            .await
            .expect("an entry");
        LedgerId(id)
    }

    /// A statement of Ordos as it was compared, past every door; a new one each time.
    pub async fn statement(&self) -> i64 {
        self.row(
            r#"insert into bank_statement (tenant_id, name, hash, from_on, to_on, uploaded_on, uploaded_by, uploaded_name, result)
             select 150600, '流水.csv', md5(random()::text) || md5(random()::text), '2026-11-01', '2026-11-24', '2026-11-24', 0, '某人',
               '{"lines":[],"years":[]}' where $1 = '' returning id"#,
            "",
        )
        .await
    }

    /// A finding about the first entry of Ordos, in a state; a new one each time.
    pub async fn finding(&self, state: &str) -> i64 {
        self.row(
            "insert into voucher_finding (tenant_id, project_id, ledger_id, state, finding, found_on, found_name, closed_on)
             select tenant_id, project_id, id, $1, '缺少发票', '2026-11-24', '某人', case when $1 = 'CLOSED' then '2026-11-24'::date end
             from ledger where tenant_id = 150600 order by id limit 1 returning id",
            state,
        )
        .await
    }

    /// A list for the bank of Ordos, past every door.
    pub async fn batch(&self) -> i64 {
        self.row(
            "insert into bank_batch (tenant_id, year, no, taken_at, taken_by, taken_name, payments, total, hash, content)
             select 150600, 2000, 1, now(), 0, '某人', 1, 1, repeat('0', 64), '' where $1 = '' returning id",
            "",
        )
        .await
    }

    async fn row(&self, sql: &'static str, state: &str) -> i64 {
        let mut tx = self.admin.begin().await.expect("begin");
        let id = sqlx::query_scalar(sql)
            .bind(state)
            .fetch_one(&mut *tx)
            .await
            .expect("a row");
        tx.commit().await.expect("commit");
        id
    }
}
