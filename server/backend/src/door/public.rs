//! The door of everybody: no session, and the role that reads what was published and nothing else.

use sqlx::{Postgres, Transaction};

use crate::{Database, Result};

/// A reading transaction without a session, as `app_public`.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn public(db: &Database) -> Result<Transaction<'static, Postgres>> {
    #[expect(clippy::disallowed_methods, reason = "the door of everybody")]
    let mut tx = db.pool.begin().await?;
    sqlx::query("select set_config('role', 'app_public', true), set_config('transaction_read_only', 'on', true)")
        .execute(&mut *tx)
        .await?;
    Ok(tx)
}
