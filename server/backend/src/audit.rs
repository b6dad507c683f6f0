//! The audit chain: each event sealed once with the hash of the seal before, in commit order.
//!
//! Sealing happens behind the feed's fence, so writers never wait for it. A changed, removed or
//! inserted row breaks the chain at its own place, and `verify` names it.

use domain::EventId;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Row};

use crate::db::AdminDb;
use crate::door::{Reason, system};
use crate::{Database, Result};

/// What is hashed of an event: every column, in a form that no session setting changes. The columns
/// that came later count only where they say something, so that older seals still hold.
macro_rules! sealed_text {
    () => {
        "(jsonb_build_array(e.tenant_id, e.id, e.xid::text, to_char(e.at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS.US'), \
         e.account_id, e.who, e.role, e.action, e.project_id, e.project_name, e.plan_year, e.orgs, e.text, e.clause, \
         e.facts, e.internal) \
         || case when e.private or e.meeting_id is not null then jsonb_build_array(e.private, e.meeting_id) else '[]' end \
         || case when coalesce(e.restricted, '') = '' then '[]'::jsonb else to_jsonb(e.restricted) end)::text"
    };
}

const PER_PASS: i64 = 2000;

/// Seals everything that has settled. One process at a time; the others find nothing to do.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn seal_all(db: &Database) -> Result<()> {
    while seal_some(db).await? {}
    Ok(())
}

async fn seal_some(db: &Database) -> Result<bool> {
    let mut tx = system(db, Reason::Feed).await?;
    let mine: bool = sqlx::query_scalar("select pg_try_advisory_xact_lock(2, 0)")
        .fetch_one(&mut *tx)
        .await?;
    if !mine {
        return Ok(false);
    }
    let last = sqlx::query(
        "select s.no, s.hash, e.xid::text as xid, e.id from seal s join event e on e.id = s.event_id order by s.no desc limit 1",
    )
    .fetch_optional(&mut *tx)
    .await?;
    let (mut no, mut hash, xid, id) = match last {
        Some(row) => (
            row.try_get::<i64, _>("no")?,
            row.try_get("hash")?,
            row.try_get("xid")?,
            row.try_get("id")?,
        ),
        None => (0, Vec::new(), String::from("0"), 0_i64),
    };
    let events = sqlx::query(concat!(
        "select e.id, ",
        sealed_text!(),
        " as sealed from event e where (e.xid, e.id) > ($1::text::xid8, $2)
           and e.xid < pg_snapshot_xmin(pg_current_snapshot()) order by e.xid, e.id limit $3"
    ))
    .bind(xid)
    .bind(id)
    .bind(PER_PASS)
    .fetch_all(&mut *tx)
    .await?;
    let (mut numbers, mut ids, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for event in &events {
        no += 1;
        hash = link(&hash, &event.try_get::<String, _>("sealed")?);
        numbers.push(no);
        ids.push(event.try_get::<i64, _>("id")?);
        hashes.push(hash.clone());
    }
    sqlx::query("insert into seal (no, event_id, hash) select * from unnest($1::bigint[], $2::bigint[], $3::bytea[])")
        .bind(numbers)
        .bind(ids)
        .bind(hashes)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(i64::try_from(events.len()).unwrap_or(0) == PER_PASS)
}

fn link(before: &[u8], text: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(before)
        .chain_update(text.as_bytes())
        .finalize()
        .to_vec()
}

/// The state of the chain.
#[derive(Debug, PartialEq, Eq)]
pub struct Verified {
    /// Seals that hold.
    pub sealed: i64,
    /// Events not sealed yet: normally those of the last second.
    pub waiting: i64,
    /// The first seal that does not hold.
    pub broken: Option<Broken>,
}

/// Where the chain breaks.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    /// Number of the seal.
    pub no: i64,
    /// The event it was made for.
    pub event: EventId,
    /// Whether the row is gone, rather than changed.
    pub missing: bool,
}

/// Recomputes the whole chain.
///
/// # Errors
/// What PostgreSQL said.
pub async fn verify(admin: &AdminDb) -> Result<Verified> {
    let mut tx = admin.begin().await?;
    let mut sealed = 0;
    let mut hash = Vec::new();
    loop {
        let rows = sqlx::query(concat!(
            "select s.no, s.event_id, s.hash, ",
            sealed_text!(),
            " as sealed from seal s left join event e on e.id = s.event_id where s.no > $1 order by s.no limit 10000"
        ))
        .bind(sealed)
        .fetch_all(&mut *tx)
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let (no, event) = (
                row.try_get::<i64, _>("no")?,
                EventId(row.try_get("event_id")?),
            );
            let text: String = row.try_get("sealed")?;
            // A row that is gone leaves an array of nulls, whose id is null.
            let missing = text.starts_with("[null, null");
            let expected = link(&hash, &text);
            if missing || no != sealed + 1 || expected != row.try_get::<Vec<u8>, _>("hash")? {
                let waiting = waiting(&mut tx).await?;
                return Ok(Verified {
                    sealed,
                    waiting,
                    broken: Some(Broken { no, event, missing }),
                });
            }
            (sealed, hash) = (no, expected);
        }
    }
    let waiting = waiting(&mut tx).await?;
    Ok(Verified {
        sealed,
        waiting,
        broken: None,
    })
}

async fn waiting(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("select (select count(*) from event) - (select count(*) from seal s join event e on e.id = s.event_id)")
        .fetch_one(conn)
        .await
}
