//! The doors of the program itself: sign-in and feed, which see people and events but no business table;
//! the scheduler of reminders, which sees the running clocks of one city; and the sender of mails, which
//! sees confirmed addresses and numbers.

use domain::TenantId;
use sqlx::{Postgres, Transaction};

use crate::{Database, Result};

/// Why the system itself opens a transaction: a closed list.
#[derive(Clone, Copy, Debug)]
pub enum Reason {
    /// Signing in, looking a session up, signing out.
    SignIn,
    /// Reading the event feed and sealing it.
    Feed,
}

/// A transaction of the system itself, which sees people and events but no business table.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn system(
    db: &Database,
    reason: Reason,
) -> Result<Transaction<'static, Postgres>> {
    tracing::trace!(?reason, "system transaction");
    #[expect(clippy::disallowed_methods, reason = "the system's own door")]
    let mut tx = db.pool.begin().await?;
    sqlx::query("select set_config('role', 'app_system', true)")
        .execute(&mut *tx)
        .await?;
    Ok(tx)
}

/// A transaction of the scheduler on the running clocks of one city; without a city it sees the calendar
/// and nothing else.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn reminding(
    db: &Database,
    tenant: Option<TenantId>,
) -> Result<Transaction<'static, Postgres>> {
    #[expect(clippy::disallowed_methods, reason = "the scheduler's own door")]
    let mut tx = db.pool.begin().await?;
    sqlx::query(
        "select set_config('role', 'app_reminder', true), set_config('app.tenant', $1, true)",
    )
    .bind(tenant.map(|id| id.to_string()).unwrap_or_default())
    .execute(&mut *tx)
    .await?;
    Ok(tx)
}

/// A transaction of the sender of mails: confirmed addresses, what was mailed, and numbers of what was not
/// read.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn mailing(db: &Database) -> Result<Transaction<'static, Postgres>> {
    #[expect(clippy::disallowed_methods, reason = "the sender's own door")]
    let mut tx = db.pool.begin().await?;
    sqlx::query("select set_config('role', 'app_mailer', true)")
        .execute(&mut *tx)
        .await?;
    Ok(tx)
}
