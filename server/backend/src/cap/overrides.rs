//! Exceeding the cap: the city asks, both regional departments consent, with a document (R117, A09).

use domain::access::{Action, Role};
use domain::{Money, OverrideId, Refusal, TenantId, Version};
use serde_json::json;
use sqlx::Row;

use super::own_standing;
use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::plan::required;
use crate::rows::Columns;

/// The agency asks for so much above the cap of a year, whose base must be known.
pub(crate) async fn request_override(
    session: &Session,
    year: i32,
    amount: Money,
    reason: String,
) -> Result<()> {
    let mut tx = session.write(Action::RequestOverride).await?;
    own_standing(&mut tx, year, None).await?.known_cap()?;
    if !amount.is_positive() {
        return Err(Refusal::AmountNotPositive {
            field: "amount".into(),
        }
        .into());
    }
    let reason = required("reason", "超出上限的理由", &reason, 1_000)?;
    let (today, who) = (tx.today(), tx.who.name.clone());
    sqlx::query(
        "insert into cap_override (year, amount, reason, requested_name, requested_on) values ($1, $2, $3, $4, $5)",
    )
    .bind(year)
    .bind(amount.decimal())
    .bind(&reason)
    .bind(who)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    let text = format!("申请 {year} 年度工伤预防费超出上限 {amount} 元：{reason}");
    let facts = json!({"year": year, "amount": amount, "reason": reason});
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// A request as a consent finds it.
struct Asked {
    year: i32,
    amount: Money,
    document: String,
    consented: bool,
    other: bool,
    version: Version,
}

/// A regional department consents; the excess is in force only when both have.
pub(crate) async fn consent_override(
    session: &Session,
    id: OverrideId,
    seen: Version,
    document: String,
) -> Result<()> {
    let action = Action::ConsentOverride;
    let tenant = city_of(session, id).await?;
    let mut tx = session.oversee(action, tenant).await?;
    let column = match session.who.role {
        Role::RegionHrss => "hrss",
        _ => "finance",
    };
    let asked = asked(&mut tx, id, column).await?;
    if asked.consented {
        return Err(action
            .wrong_state("超上限申请", format!("{}已同意", session.who.role.label()))
            .into());
    }
    if asked.version != seen {
        return Err(Refusal::Stale.into());
    }
    let document = required("document", "批准文号", &document, 100)?;
    sign(&mut tx, id, column, &together(&asked.document, &document)).await?;
    let text = format!(
        "同意 {} 年度工伤预防费超出上限 {} 元（{document}）{}",
        asked.year,
        asked.amount,
        if asked.other {
            "，两部门均已同意，即日生效"
        } else {
            "，待另一部门同意后生效"
        }
    );
    let facts = json!({"override": id, "amount": asked.amount, "document": document, "in_force": asked.other});
    record_year(
        &mut tx,
        asked.year,
        Entry::new(text).facts(facts).internal(),
    )
    .await?;
    tx.commit().await
}

/// Whose request it is, under the region's own eyes.
async fn city_of(session: &Session, id: OverrideId) -> Result<TenantId> {
    let mut tx = session.read(Action::ConsentOverride).await?;
    let tenant: Option<i32> =
        sqlx::query_scalar("select tenant_id from cap_override where id = $1")
            .bind(id.0)
            .fetch_optional(&mut *tx)
            .await?;
    Ok(TenantId(tenant.ok_or(Refusal::NotFound)?))
}

async fn asked(tx: &mut Tx, id: OverrideId, column: &str) -> Result<Asked> {
    let row = sqlx::query(
        "select year, amount, document, version, hrss_on is not null as hrss, finance_on is not null as finance
         from cap_override where id = $1 for update",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let other = if column == "hrss" { "finance" } else { "hrss" };
    Ok(Asked {
        year: row.try_get("year")?,
        amount: row.money("amount")?,
        document: row.text("document")?,
        consented: row.try_get(column)?,
        other: row.try_get(other)?,
        version: Version(row.try_get("version")?),
    })
}

/// One joint document, or one of each department.
fn together(first: &str, second: &str) -> String {
    if first.is_empty() || first == second {
        second.to_owned()
    } else {
        format!("{first}；{second}")
    }
}

async fn sign(tx: &mut Tx, id: OverrideId, column: &str, document: &str) -> Result<()> {
    let statement = if column == "hrss" {
        "update cap_override set hrss_by = $2, hrss_name = $3, hrss_on = $4, document = $5, version = version + 1 where id = $1"
    } else {
        "update cap_override set finance_by = $2, finance_name = $3, finance_on = $4, document = $5, version = version + 1 where id = $1"
    };
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(statement)
        .bind(id.0)
        .bind(who.account.0)
        .bind(who.name)
        .bind(today)
        .bind(document)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
