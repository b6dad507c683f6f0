//! What tests of institutions and bans ask of a world.

use domain::{BanCaseId, OrgId, TenantId, Version};
use sqlx::Row;

use super::World;
use crate::demo::act::Driver;

impl World {
    /// The oldest case of a city that is not decided.
    pub async fn ban_case(&self, tenant: TenantId) -> (BanCaseId, Version) {
        let mut tx = self.admin.begin().await.expect("begin");
        let sql = "select id, version from ban_case where tenant_id = $1 and state in ('PROPOSED', 'HEARD') order by id limit 1";
        let row = sqlx::query(sql)
            .bind(tenant.0)
            .fetch_one(&mut *tx)
            .await
            .expect("an open case");
        (BanCaseId(row.get("id")), Version(row.get("version")))
    }

    /// Has a city check the conditions of an organisation, unless it has a check that is still good.
    pub async fn qualify(&self, tenant: TenantId, org: OrgId) {
        let mut driver = Driver::new(&self.db, &self.admin).await.expect("driver");
        driver.qualify(tenant, org).await.expect("qualify");
    }

    /// A check that found every condition met on a day, past every rule.
    pub async fn checked_on(&self, tenant: TenantId, org: OrgId, days: [&str; 4]) {
        let mut tx = self.admin.begin().await.expect("begin");
        let [checked, expires, since, violation] = days;
        sqlx::query(
            "insert into eligibility (tenant_id, org_id, checked_on, expires_on, business_since, last_violation, passed, evidence, checked_by, checked_name)
             values ($1, $2, $3::date, $4::date, $5::date, nullif($6, '')::date, array_fill(true, array[6]), array_fill('见档案'::text, array[6]), 1, '某人')",
        )
        .bind(tenant.0)
        .bind(org.0)
        .bind(checked)
        .bind(expires)
        .bind(since)
        .bind(violation)
        .execute(&mut *tx)
        .await
        .expect("a check");
        tx.commit().await.expect("commit");
    }
}
