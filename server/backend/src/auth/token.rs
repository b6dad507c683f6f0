//! Who stands behind the address of a calendar.

use domain::Refusal;

use super::{build, hash_token};
use crate::door::{Reason, Session, system};
use crate::{Database, Result};

/// The person behind the address of a calendar. Such a session reads and cannot write.
///
/// # Errors
/// `NotFound` for a token that opens nothing, and for whoever may not sign in any more.
pub(crate) async fn of_calendar_token(db: &Database, token: &str) -> Result<Session> {
    let mut tx = system(db, Reason::SignIn).await?;
    let row = sqlx::query(
        "select a.id, a.name, a.role, a.tenant_id, a.org_id,
           coalesce(o.name, t.agency, '') as employer, t.name as tenant_name, t.kind as tenant_kind
         from calendar_token c join account a on a.id = c.account_id and a.active
           left join tenant t on t.id = a.tenant_id left join organisation o on o.id = a.org_id
         where c.token_hash = $1",
    )
    .bind(hash_token(token))
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    build(db, &row, None)
}
