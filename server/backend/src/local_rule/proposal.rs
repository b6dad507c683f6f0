//! A city's own rule: proposed by one regional person on the city's word, published by another.

use chrono::Datelike;
use domain::access::Action;
use domain::contract::LocalRuleForm;
use domain::local_rule::LocalRule;
use domain::refusal::LocalRuleFault;
use domain::{LocalRuleId, Refusal, TenantId};
use serde_json::json;
use sqlx::Row;

use super::value_of;
use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, Subject, record_of};
use crate::plan::required;
use crate::rows::Columns;
use crate::two_persons::Drafts;

const DRAFTS: Drafts = Drafts {
    table: "local_rule",
    name: "各地规定",
    by: ("proposed_by", "proposed_name"),
    same_person: |by| LocalRuleFault::SamePerson { by }.into(),
};

/// Proposes a rule: checked at once, in force only when somebody else publishes it.
///
/// # Errors
/// `UnknownChoice` for a city or rule there is none of, `Required` without a basis, and the faults of a rule.
pub(crate) async fn propose(session: &Session, form: LocalRuleForm) -> Result<LocalRuleId> {
    let mut tx = session.reference(Action::ProposeLocalRule).await?;
    let (tenant, city) = city(&mut tx, &form.tenant).await?;
    let rule = LocalRule::from_code(form.rule.trim()).ok_or_else(|| Refusal::UnknownChoice {
        field: "rule".into(),
        label: "事项".into(),
    })?;
    let value = rule.read(&form.value)?;
    let basis = required("basis", "依据", &form.basis, 200)?;
    if value_of(&mut tx, tenant, rule).await? == value {
        return Err(Refusal::from(LocalRuleFault::Same { city, value }).into());
    }
    refuse_second(&mut tx, tenant, rule, city).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    let id = sqlx::query_scalar(
        "insert into local_rule (tenant_id, rule, value, basis, proposed_by, proposed_name, proposed_on)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
    )
    .bind(tenant.0)
    .bind(rule.code())
    .bind(i32::try_from(value).unwrap_or(i32::MAX))
    .bind(basis)
    .bind(who.account.0)
    .bind(who.name)
    .bind(today)
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(LocalRuleId(id))
}

async fn city(tx: &mut Tx, typed: &str) -> Result<(TenantId, String)> {
    let row = sqlx::query("select id, name from tenant where id::text = $1")
        .bind(typed.trim())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or_else(|| Refusal::UnknownChoice {
            field: "tenant".into(),
            label: "盟市".into(),
        })?;
    Ok((TenantId(row.try_get("id")?), row.text("name")?))
}

async fn refuse_second(tx: &mut Tx, tenant: TenantId, rule: LocalRule, city: String) -> Result<()> {
    let waits: bool = sqlx::query_scalar(
        "select exists (select from local_rule where tenant_id = $1 and rule = $2 and state = 'WAITING')",
    )
    .bind(tenant.0)
    .bind(rule.code())
    .fetch_one(&mut **tx)
    .await?;
    if waits {
        return Err(Refusal::from(LocalRuleFault::Waiting { city, rule }).into());
    }
    Ok(())
}

/// Publishes a rule: clocks that start from now on run by it, running ones keep their days; its city reads
/// about it in its history.
///
/// # Errors
/// `LocalRuleSamePerson` for whoever proposed it.
pub(crate) async fn publish(session: &Session, id: LocalRuleId) -> Result<()> {
    let mut tx = session.reference(Action::PublishLocalRule).await?;
    let row = DRAFTS.of_another(&mut tx, id.0).await?;
    let tenant = TenantId(row.try_get("tenant_id")?);
    let rule: LocalRule = row.code("rule")?;
    let value = super::value(&row)?;
    let before = value_of(&mut tx, tenant, rule).await?;
    let text = format!(
        "公布本地规定：{}由 {} 改为 {}（{}）",
        rule.label(),
        rule.says(before),
        rule.says(value),
        row.text("basis")?
    );
    DRAFTS.publish(&mut tx, id.0).await?;
    let subject = Subject {
        tenant: Some(tenant),
        year: Some(tx.today().year()),
        ..Subject::default()
    };
    let facts = json!({"rule": rule.code(), "before": before, "after": value});
    record_of(&mut tx, subject, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// Takes a rule back before its publication.
///
/// # Errors
/// `WrongState` for one that is decided, `Required` without a reason.
pub(crate) async fn withdraw(session: &Session, id: LocalRuleId, reason: String) -> Result<()> {
    let action = Action::WithdrawLocalRule;
    DRAFTS.withdraw(session, action, id.0, &reason).await
}
