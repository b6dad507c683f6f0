//! The ban (machine 2.7, R085): proposed by the agency, the unit heard, decided by 人社; the list.
//!
//! [`case`]: a case of one city → [`list`]: who may read what → [`automatic`]: the proposal that
//! follows from a failed project. A ban holds in every city, and every city's writers queue for
//! themselves only: therefore whoever bans, chooses, signs, appoints or pays first takes
//! [`lock_org`], and looks at the list after that.

mod automatic;
mod case;
mod list;

use domain::{OrgId, Refusal};
use sqlx::Row;

use crate::Result;
use crate::door::Tx;
use crate::rows::Columns;

pub(crate) use automatic::propose_after;
pub(crate) use case::{close_hearing, decide, drop, propose, revoke, state_case};
pub(crate) use list::{bans, bans_of, own_cases, public_bans};

/// Waits for whoever decides about this organisation right now, in whichever city. Taken last, and
/// for several organisations in the order of their numbers, so that nobody waits in a circle.
pub(crate) async fn lock_org(tx: &mut Tx, org: OrgId) -> Result<()> {
    // The two-number lock takes small numbers; 1 is the queue of a city.
    sqlx::query("select pg_advisory_xact_lock(2, ($1 % 2147483647)::int)")
        .bind(org.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Refuses an institution that is banned today (R085, I9), and keeps a ban from beginning until the
/// transaction ends.
pub(crate) async fn refuse_banned(tx: &mut Tx, org: OrgId) -> Result<()> {
    lock_org(tx, org).await?;
    let today = tx.today();
    let row = sqlx::query(
        "select name, last_on from ban
         where org_id = $1 and $2 between effective_on and last_on and (revoked_on is null or revoked_on > $2)
         order by last_on desc limit 1",
    )
    .bind(org.0)
    .bind(today)
    .fetch_optional(&mut **tx)
    .await?;
    match row {
        Some(row) => Err(Refusal::Banned {
            name: row.text("name")?,
            until: row.try_get("last_on")?,
        }
        .into()),
        None => Ok(()),
    }
}
