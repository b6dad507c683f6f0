//! A city with a rule of its own, one without, and two rules that wait.

use async_trait::async_trait;
use domain::access::{Action, Role};
use domain::contract::{
    Answer, CityRules, LocalRuleApi, LocalRuleDraft, LocalRuleForm, LocalRulesView, Offer,
    PublishedRule,
};
use domain::local_rule::LocalRule;
use domain::refusal::LocalRuleFault;
use domain::{LocalRuleId, Refusal, TenantId};

use super::{Fake, today};

#[async_trait]
impl LocalRuleApi for Fake {
    async fn local_rules(&self) -> Answer<LocalRulesView> {
        let region = self.role == Role::RegionHrss;
        let city = |tenant, name: &str, filing| CityRules {
            tenant: TenantId(tenant),
            name: name.into(),
            values: vec![2, 5, filing, 10, 15],
        };
        let draft = |id, why_not: Option<&str>| LocalRuleDraft {
            id: LocalRuleId(id),
            city: "包头市".into(),
            rule: LocalRule::Balance,
            before: 15,
            after: 7,
            basis: "包人社发〔2026〕5号".into(),
            by: "演示人甲".into(),
            on: today(),
            why_not: why_not.map(Into::into),
        };
        let published = PublishedRule {
            id: LocalRuleId(1),
            city: "鄂尔多斯市".into(),
            rule: LocalRule::Filing,
            value: 8,
            basis: "鄂人社发〔2026〕3号".into(),
            holds: true,
            published: "自治区人社部门于 2026年11月20日公布".into(),
        };
        let drafts = vec![
            draft(2, None),
            draft(3, Some("须由自治区人社部门另一人核对后公布。")),
        ];
        let offers = [
            Action::ProposeLocalRule,
            Action::PublishLocalRule,
            Action::WithdrawLocalRule,
        ];
        let mut cities = vec![city(150_600, "鄂尔多斯市", 8)];
        if !self.role.is_city() {
            cities.push(city(150_200, "包头市", 10));
        }
        Ok(LocalRulesView {
            cities,
            drafts: self.some(if region { drafts } else { Vec::new() }),
            published: self.some(vec![published]),
            offers: offers
                .into_iter()
                .filter(|_| region)
                .map(|action| Offer {
                    action,
                    why_not: None,
                })
                .collect(),
        })
    }
    async fn propose_local_rule(&self, draft: LocalRuleForm) -> Answer<LocalRuleId> {
        LocalRule::Filing.read(&draft.value)?;
        Ok(LocalRuleId(4))
    }
    async fn publish_local_rule(&self, _: LocalRuleId) -> Answer<()> {
        let by = "演示人甲".into();
        Err(Refusal::from(LocalRuleFault::SamePerson { by }).into())
    }
    async fn withdraw_local_rule(&self, _: LocalRuleId, _: String) -> Answer<()> {
        Ok(())
    }
}
