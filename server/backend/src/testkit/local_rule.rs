//! A rule of a city that waits to be published.

use domain::contract::{LocalRuleApi, LocalRuleForm};
use domain::local_rule::LocalRule;
use domain::{LocalRuleId, TenantId};

use super::{ORDOS, World};

/// A rule as the region's form sends it. Invented.
#[must_use]
pub fn local_rule(tenant: TenantId, rule: LocalRule, value: u32) -> LocalRuleForm {
    LocalRuleForm {
        tenant: tenant.to_string(),
        rule: rule.code().into(),
        value: value.to_string(),
        basis: "联席会议纪要〔2026〕3号（测试）".into(),
    }
}

impl World {
    /// `region-rs2` proposes and `region-rs` publishes it.
    pub async fn publish_local_rule(&self, tenant: TenantId, rule: LocalRule, value: u32) {
        let second = self.session("region-rs2");
        let proposed = second.propose_local_rule(local_rule(tenant, rule, value));
        let id = proposed.await.expect("proposed");
        let published = self.region().publish_local_rule(id).await;
        published.expect("published");
    }

    /// A rule of Ordos that `region-rs2` has proposed and nobody has published; written past every door, since
    /// the tests of a broken door ask for it too.
    pub async fn local_rule(&self) -> LocalRuleId {
        let second = self.session("region-rs2");
        let mut tx = self.admin.begin().await.expect("begin");
        sqlx::query(
            "insert into local_rule (tenant_id, rule, value, basis, proposed_by, proposed_name, proposed_on)
             values ($1, 'FILING', 7, '测试', $2, $3, $4) on conflict (tenant_id, rule) where state = 'WAITING' do nothing",
        )
        .bind(ORDOS.0)
        .bind(second.who.account.0)
        .bind(second.who.name)
        .bind(self.today())
        .execute(&mut *tx)
        .await
        .expect("a rule");
        let id = sqlx::query_scalar("select id from local_rule where state = 'WAITING'")
            .fetch_one(&mut *tx)
            .await
            .expect("a rule");
        tx.commit().await.expect("commit");
        LocalRuleId(id)
    }
}
