//! What one person of the regional 人社 enters and another publishes. A draft's life is the same whatever it
//! is about: it waits, and is then published by somebody else, or withdrawn with a reason.

use domain::access::Action;
use domain::{Refusal, TenantId, full_date};
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};

use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, Subject, record_of};
use crate::plan::required;
use crate::rows::Columns;

/// A kind of draft.
pub(crate) struct Drafts {
    /// Its table, with the columns `state`, `decided_by`, `decided_name`, `decided_on` and `reason`.
    pub table: &'static str,
    /// What it is called in a refusal.
    pub name: &'static str,
    /// The columns of whoever entered it: account and name.
    pub by: (&'static str, &'static str),
    /// The refusal for that person, who is named.
    pub same_person: fn(String) -> Refusal,
}

impl Drafts {
    /// One that waits; nobody else decides at the same time, since reference data has one writer.
    ///
    /// # Errors
    /// `NotFound`, or `WrongState` for one that is decided.
    async fn waiting(&self, tx: &mut Tx, id: i64) -> Result<PgRow> {
        let sql = format!("select * from {} where id = $1", self.table);
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        let decided = match row.text("state")?.as_str() {
            "WAITING" => return Ok(row),
            "PUBLISHED" => "已公布",
            _ => "已撤下",
        };
        Err(tx.action.wrong_state(self.name, decided).into())
    }

    /// One that waits for somebody else's publication.
    ///
    /// # Errors
    /// As [`Self::withdraw`], and the refusal for whoever entered it.
    pub(crate) async fn of_another(&self, tx: &mut Tx, id: i64) -> Result<PgRow> {
        let row = self.waiting(tx, id).await?;
        if row.try_get::<i64, _>(self.by.0)? == tx.who.account.0 {
            return Err((self.same_person)(row.text(self.by.1)?).into());
        }
        Ok(row)
    }

    /// Notes that it is published.
    ///
    /// # Errors
    /// What PostgreSQL said.
    pub(crate) async fn publish(&self, tx: &mut Tx, id: i64) -> Result<()> {
        self.close(tx, id, "PUBLISHED", "").await
    }

    /// Takes it back before its publication.
    ///
    /// # Errors
    /// `NotFound`, `WrongState` for one that is decided, `Required` without a reason.
    pub(crate) async fn withdraw(
        &self,
        session: &Session,
        action: Action,
        id: i64,
        reason: &str,
    ) -> Result<()> {
        let mut tx = session.reference(action).await?;
        self.waiting(&mut tx, id).await?;
        let reason = required("reason", "撤下原因", reason, 300)?;
        self.close(&mut tx, id, "WITHDRAWN", &reason).await?;
        tx.commit().await
    }

    async fn close(&self, tx: &mut Tx, id: i64, state: &str, reason: &str) -> Result<()> {
        let (today, who) = (tx.today(), tx.who.clone());
        let sql = format!(
            "update {} set state = $2, decided_by = $3, decided_name = $4, decided_on = $5, reason = $6 where id = $1",
            self.table
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .bind(state)
            .bind(who.account.0)
            .bind(who.name)
            .bind(today)
            .bind(reason)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}

/// One line in the history of each city.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn tell_cities(tx: &mut Tx, text: &str, facts: &Value) -> Result<()> {
    let tenants: Vec<i32> = sqlx::query_scalar("select id from tenant order by id")
        .fetch_all(&mut **tx)
        .await?;
    for tenant in tenants {
        let subject = Subject {
            tenant: Some(TenantId(tenant)),
            ..Subject::default()
        };
        let entry = Entry::new(text).facts(facts.clone()).internal();
        record_of(tx, subject, entry).await?;
    }
    Ok(())
}

/// By whom and when something was proposed and published: the two are named to the region, whose business that
/// is. Nothing for what came with the program.
pub(crate) fn published(row: &PgRow, region: bool) -> Result<String> {
    let decided = full_date(row.try_get("decided_on")?);
    Ok(
        match (row.try_get::<Option<i64>, _>("proposed_by")?, region) {
            (None, _) => String::new(),
            (Some(_), false) => format!("自治区人社部门于 {decided}公布"),
            (Some(_), true) => format!(
                "{} 于 {}提出，{} 于 {decided}公布",
                row.text("proposed_name")?,
                full_date(row.try_get("proposed_on")?),
                row.text("decided_name")?,
            ),
        },
    )
}
