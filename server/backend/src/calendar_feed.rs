//! The calendar that a person's own calendar program fetches, by a token instead of a session. The token is
//! never stored, opens the one person's running deadlines and nothing else, and what these are is decided
//! by the rights of the person at the moment of fetching.

use domain::access::Action;
use domain::contract::{Answer, FEED_DEADLINES, FeedEntry, FeedView};
use domain::{DeadlineId, Refusal, TenantId, full_date};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::auth::{self, hash_token};
use crate::door::Session;
use crate::error::answer;
use crate::rows::Columns;
use crate::{Database, Result};

/// Whether the person has an address.
pub(crate) async fn view(session: &Session) -> Result<FeedView> {
    let mut tx = session.read(Action::ViewFeed).await?;
    let since: Option<chrono::DateTime<chrono::Utc>> = sqlx::query_scalar(
        "select granted_at from calendar_token where account_id = app.account()",
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(FeedView {
        since: since.map(auth::minute),
    })
}

/// A new token; the one before is gone.
pub(crate) async fn grant(session: &Session) -> Result<String> {
    let mut tx = session.write_own(Action::GrantFeed).await?;
    let token = hex::encode(rand::random::<[u8; 32]>());
    let now = tx.now;
    sqlx::query(
        "insert into calendar_token (account_id, token_hash, granted_at) values (app.account(), $1, $2)
         on conflict (account_id) do update set token_hash = excluded.token_hash, granted_at = excluded.granted_at",
    )
    .bind(hash_token(&token))
    .bind(now)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// Takes the token back.
pub(crate) async fn revoke(session: &Session) -> Result<()> {
    let mut tx = session.write_own(Action::RevokeFeed).await?;
    sqlx::query("delete from calendar_token where account_id = app.account()")
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

/// The running deadlines of the person behind a token, the nearest first.
///
/// # Errors
/// `NotFound` for a token that opens nothing, whatever the reason.
pub async fn entries(db: &Database, token: &str) -> Answer<Vec<FeedEntry>> {
    answer("calendar_feed", fetch(db, token).await)
}

async fn fetch(db: &Database, token: &str) -> Result<Vec<FeedEntry>> {
    let session = auth::of_calendar_token(db, token).await?;
    // A post that may see no single project has none to be told of either.
    if !Action::ViewFeed.allows(&session.capacities()) {
        return Err(Refusal::NotFound.into());
    }
    let mut tx = session.read(Action::ViewFeed).await?;
    let today = tx.today();
    let rows = sqlx::query(
        "select d.tenant_id, d.id, d.kind, d.due_on, d.started_on, d.working_days,
           d.provisional or coalesce(d.assumed_until > $1, false) as provisional,
           p.name, p.code, p.holder, (select t.name from tenant t where t.id = d.tenant_id) as tenant_name
         from deadline d join project p on p.tenant_id = d.tenant_id and p.id = d.project_id
         where d.stopped_on is null order by d.due_on, d.tenant_id, d.id limit $2",
    )
    .bind(today)
    .bind(i64::try_from(FEED_DEADLINES).unwrap_or(i64::MAX))
    .fetch_all(&mut *tx)
    .await?;
    rows.iter().map(entry).collect()
}

fn entry(row: &PgRow) -> Result<FeedEntry> {
    let why = match row.try_get::<Option<i32>, _>("working_days")? {
        Some(days) => format!(
            "自{}起 {days} 个工作日",
            full_date(row.try_get("started_on")?)
        ),
        None => String::new(),
    };
    Ok(FeedEntry {
        tenant: TenantId(row.try_get("tenant_id")?),
        deadline: DeadlineId(row.try_get("id")?),
        kind: row.code("kind")?,
        due: row.try_get("due_on")?,
        provisional: row.try_get("provisional")?,
        project_name: row.text("name")?,
        project_code: row.text("code")?,
        tenant_name: row.text("tenant_name")?,
        holder: row.text("holder")?,
        why,
    })
}
