//! Who stands behind the address of a calendar, or behind an address for mails.

use domain::{Refusal, UserId};

use super::{build, hash_token};
use crate::door::{Reason, Session, system};
use crate::{Database, Result};

/// People who may sign in, as [`build`] wants them, by what names them.
macro_rules! people {
    ($who:literal) => {
        concat!(
            "select a.id, a.name, a.role, a.tenant_id, a.org_id,
               coalesce(o.name, t.agency, '') as employer, t.name as tenant_name, t.kind as tenant_kind
             from account a left join tenant t on t.id = a.tenant_id left join organisation o on o.id = a.org_id
             where a.active and ",
            $who
        )
    };
}

/// The person behind the address of a calendar. Such a session reads and cannot write.
///
/// # Errors
/// `NotFound` for a token that opens nothing, and for whoever may not sign in any more.
pub(crate) async fn of_calendar_token(db: &Database, token: &str) -> Result<Session> {
    let mut tx = system(db, Reason::SignIn).await?;
    let row = sqlx::query(people!(
        "a.id = (select c.account_id from calendar_token c where c.token_hash = $1)"
    ))
    .bind(hash_token(token))
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    build(db, &row, None)
}

/// The person a mail is written for, with the rights of this moment. Such a session reads and cannot write.
///
/// # Errors
/// `NotFound` for whoever may not sign in any more.
pub(crate) async fn of_account(db: &Database, account: UserId) -> Result<Session> {
    let mut tx = system(db, Reason::SignIn).await?;
    let row = sqlx::query(people!("a.id = $1"))
        .bind(account.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    build(db, &row, None)
}
