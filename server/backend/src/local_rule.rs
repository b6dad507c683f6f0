//! What cities lay down where the regulation is silent: what holds, and the page of it.

mod proposal;

use std::collections::BTreeMap;

use domain::access::Action;
use domain::contract::{
    CityRules, LocalRuleDraft, LocalRulesView, Offer, PublishedRule, SHOWN_LOCAL_RULES,
};
use domain::local_rule::LocalRule;
use domain::refusal::LocalRuleFault;
use domain::{LocalRuleId, Refusal, TenantId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Scope, Session, Tx};
use crate::rows::Columns;
use crate::{Result, two_persons};

pub(crate) use proposal::{propose, publish, withdraw};

/// What the cities a reader may see go by.
pub(crate) struct LocalRules(BTreeMap<(TenantId, LocalRule), (u32, LocalRuleId)>);

impl LocalRules {
    /// All that hold, in one statement.
    pub(crate) async fn load(tx: &mut Tx) -> Result<Self> {
        let rows = sqlx::query(
            "select distinct on (tenant_id, rule) tenant_id, rule, value, id from local_rule
             where state = 'PUBLISHED' order by tenant_id, rule, id desc",
        )
        .fetch_all(&mut **tx)
        .await?;
        let mut all = BTreeMap::new();
        for row in &rows {
            let key = (TenantId(row.try_get("tenant_id")?), row.code("rule")?);
            all.insert(key, (value(row)?, LocalRuleId(row.try_get("id")?)));
        }
        Ok(Self(all))
    }

    /// What a city goes by.
    pub(crate) fn of(&self, tenant: TenantId, rule: LocalRule) -> u32 {
        self.0
            .get(&(tenant, rule))
            .map_or_else(|| rule.default_value(), |(value, _)| *value)
    }

    fn holds(&self, tenant: TenantId, rule: LocalRule, id: LocalRuleId) -> bool {
        self.0.get(&(tenant, rule)).is_some_and(|(_, of)| *of == id)
    }
}

fn value(row: &PgRow) -> Result<u32> {
    Ok(row.try_get::<i32, _>("value")?.unsigned_abs())
}

/// What one city goes by.
pub(crate) async fn value_of(tx: &mut Tx, tenant: TenantId, rule: LocalRule) -> Result<u32> {
    let published: Option<i32> = sqlx::query_scalar(
        "select value from local_rule where tenant_id = $1 and rule = $2 and state = 'PUBLISHED' order by id desc limit 1",
    )
    .bind(tenant.0)
    .bind(rule.code())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(published.map_or_else(|| rule.default_value(), i32::unsigned_abs))
}

/// The page: a city's own, or all of them for the region, with what waits to be published.
pub(crate) async fn view(session: &Session) -> Result<LocalRulesView> {
    let mut tx = session.read(Action::ViewLocalRules).await?;
    let rules = LocalRules::load(&mut tx).await?;
    let capacities = session.capacities();
    let may_publish = Action::PublishLocalRule.allows(&capacities);
    let mut view = LocalRulesView {
        cities: cities(&mut tx, &rules).await?,
        drafts: Vec::new(),
        published: Vec::new(),
        offers: offers(session),
    };
    let rows = sqlx::query(
        "select r.*, t.name as city from local_rule r join tenant t on t.id = r.tenant_id
         where r.state <> 'WITHDRAWN' order by r.id desc limit $1",
    )
    .bind(i64::try_from(SHOWN_LOCAL_RULES).unwrap_or(i64::MAX))
    .fetch_all(&mut *tx)
    .await?;
    let region = session.scope == Scope::Region;
    for row in &rows {
        if row.text("state")? == "PUBLISHED" {
            view.published.push(published(row, &rules, region)?);
        } else {
            let own = row.try_get::<i64, _>("proposed_by")? == tx.who.account.0;
            view.drafts.push(draft(row, &rules, may_publish && own)?);
        }
    }
    Ok(view)
}

fn offers(session: &Session) -> Vec<Offer> {
    let capacities = session.capacities();
    let actions = [
        Action::ProposeLocalRule,
        Action::PublishLocalRule,
        Action::WithdrawLocalRule,
    ];
    let allowed = actions.into_iter().filter(|one| one.allows(&capacities));
    allowed
        .map(|action| Offer {
            action,
            why_not: None,
        })
        .collect()
}

async fn cities(tx: &mut Tx, rules: &LocalRules) -> Result<Vec<CityRules>> {
    let own = tx.tenant.map(|tenant| tenant.0);
    let rows =
        sqlx::query("select id, name from tenant where $1::int is null or id = $1 order by id")
            .bind(own)
            .fetch_all(&mut **tx)
            .await?;
    let city = |row: &PgRow| -> Result<CityRules> {
        let tenant = TenantId(row.try_get("id")?);
        let values = LocalRule::ALL.iter().map(|rule| rules.of(tenant, *rule));
        Ok(CityRules {
            tenant,
            name: row.text("name")?,
            values: values.collect(),
        })
    };
    rows.iter().map(city).collect()
}

fn published(row: &PgRow, rules: &LocalRules, region: bool) -> Result<PublishedRule> {
    let id = LocalRuleId(row.try_get("id")?);
    let (tenant, rule) = (TenantId(row.try_get("tenant_id")?), row.code("rule")?);
    Ok(PublishedRule {
        id,
        city: row.text("city")?,
        rule,
        value: value(row)?,
        basis: row.text("basis")?,
        holds: rules.holds(tenant, rule, id),
        published: two_persons::published(row, region)?,
    })
}

fn draft(row: &PgRow, rules: &LocalRules, own: bool) -> Result<LocalRuleDraft> {
    let (tenant, rule) = (TenantId(row.try_get("tenant_id")?), row.code("rule")?);
    let by = row.text("proposed_name")?;
    Ok(LocalRuleDraft {
        id: LocalRuleId(row.try_get("id")?),
        city: row.text("city")?,
        rule,
        before: rules.of(tenant, rule),
        after: value(row)?,
        basis: row.text("basis")?,
        why_not: own
            .then(|| Refusal::from(LocalRuleFault::SamePerson { by: by.clone() }).sentence()),
        by,
        on: row.try_get("proposed_on")?,
    })
}
