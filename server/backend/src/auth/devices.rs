//! The person's own signed-in devices: the list, and signing one of them out.

use chrono::{DateTime, Duration, Utc};
use domain::contract::SignIn;
use domain::{Refusal, SignInId};
use sqlx::Row;

use crate::Result;
use crate::db::shanghai;
use crate::door::{Reason, Session, system};
use crate::rows::Columns;

/// The person's open sessions, the current one first.
pub(crate) async fn sign_ins(session: &Session) -> Result<Vec<SignIn>> {
    let now = session.db.now();
    let mut tx = system(&session.db, Reason::SignIn).await?;
    let rows = sqlx::query(
        "select id, created_at, last_seen_at, expires_at, address, device from sign_in
         where account_id = $1 and revoked_at is null and expires_at > $2 and last_seen_at > $3
         order by (id = $4) desc, last_seen_at desc limit 50",
    )
    .bind(session.who.account.0)
    .bind(now)
    .bind(now - Duration::minutes(session.db.settings.idle_minutes))
    .bind(session.sign_in.map(|id| id.0))
    .fetch_all(&mut *tx)
    .await?;
    rows.iter()
        .map(|row| {
            let id = SignInId(row.try_get("id")?);
            Ok(SignIn {
                id,
                current: session.sign_in == Some(id),
                since: minute(row.try_get("created_at")?),
                last_seen: minute(row.try_get("last_seen_at")?),
                expires: minute(row.try_get("expires_at")?),
                address: row.text("address")?,
                device: row.text("device")?,
            })
        })
        .collect()
}

pub(crate) fn minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&shanghai())
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

/// Signs one of the person's own devices out.
pub(crate) async fn revoke(session: &Session, id: SignInId) -> Result<()> {
    let now = session.db.now();
    let mut tx = system(&session.db, Reason::SignIn).await?;
    let done = sqlx::query("update sign_in set revoked_at = $3 where id = $1 and account_id = $2 and revoked_at is null")
        .bind(id.0)
        .bind(session.who.account.0)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Refusal::NotFound.into());
    }
    Ok(tx.commit().await?)
}
