//! The door of the program itself: sign-in and feed. It sees people and events, no business table.

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
