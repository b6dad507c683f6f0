//! What people are told without asking: who they are, and the rows of their inboxes.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::access::Role;
use domain::notification::NotificationKind;
use domain::{OrgId, ProjectId, TenantId, UserId};
use sqlx::PgConnection;

use crate::Result;

/// Something people are told.
pub(crate) struct Notification<'a> {
    pub tenant: TenantId,
    /// `None` = about the city as a whole.
    pub project: Option<ProjectId>,
    pub kind: NotificationKind,
    /// What brought it about: nobody is told the same twice.
    pub source: &'a str,
    pub title: &'a str,
    pub text: &'a str,
    pub due: Option<NaiveDate>,
    pub at: DateTime<FixedOffset>,
}

/// The people of posts of a city or the region, and of organisations.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn recipients(
    conn: &mut PgConnection,
    tenant: TenantId,
    posts: &[Role],
    orgs: &[OrgId],
) -> Result<Vec<i64>> {
    let posts: Vec<&str> = posts.iter().map(|post| post.code()).collect();
    let orgs: Vec<i64> = orgs.iter().map(|org| org.0).collect();
    Ok(
        sqlx::query_scalar("select * from app.recipients($1, $2, $3)")
            .bind(tenant.0)
            .bind(posts)
            .bind(orgs)
            .fetch_all(conn)
            .await?,
    )
}

/// Puts it into the inboxes of these people; who has it already does not get it again.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn deliver(
    conn: &mut PgConnection,
    to: &[i64],
    what: Notification<'_>,
) -> Result<()> {
    sqlx::query(
        "insert into notification (tenant_id, account_id, kind, project_id, source, title, text, due_on, at)
         select $1, account, $2, $3, $4, $5, $6, $7, $8 from unnest($9::bigint[]) account on conflict do nothing",
    )
    .bind(what.tenant.0)
    .bind(what.kind.code())
    .bind(what.project.map(|id| id.0))
    .bind(what.source)
    .bind(what.title)
    .bind(what.text)
    .bind(what.due)
    .bind(what.at)
    .bind(to)
    .execute(conn)
    .await?;
    Ok(())
}

/// Accounts as people.
pub(crate) fn people(accounts: &[i64]) -> Vec<UserId> {
    accounts.iter().copied().map(UserId).collect()
}
