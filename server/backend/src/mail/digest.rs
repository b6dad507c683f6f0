//! The sender of digests. It takes a person's digest of the day under a lease (a short transaction), reads
//! what it says with that person's own rights, notes what it is going to tell, mails it outside any
//! transaction, and notes that it is sent.
//!
//! Two instances never send the same while both live: a digest is one instance's until its lease ends. If
//! one dies between the mail and its note, the other repeats the mail after the lease under the same
//! Message-ID, which is made of account and day, and with the same messages: mail systems that drop doubles
//! drop it. At least once is all that two systems without a common transaction can promise. What no attempt
//! of a day brought out is in the digest of the next working day.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::contract::NotificationRow;
use domain::mail::{Digest, LONGEST_BACK_OFF, back_off, digest_id, is_time};
use domain::{Refusal, UserId};
use futures::future::join_all;
use sqlx::Row;
use tokio::sync::Mutex;

use super::{Mail, Mailer, Undelivered};
use crate::door::{Session, mailing};
use crate::{Database, Error, Result, auth, inbox};

/// How often it is looked whether somebody has something to be told.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long a digest is one instance's alone: longer than a mail may take.
const LEASE: chrono::Duration = chrono::Duration::minutes(3);
/// Mails under way at the same time, so that a mailbox that does not answer holds up few others.
const AT_ONCE: usize = 4;

/// Looks again and again, if there is a way out for mails; a failure is logged and tried again.
pub(crate) async fn run(db: Database) {
    let Some(mailer) = db.settings.mailer.clone() else {
        return;
    };
    loop {
        match send_due(&db, &mailer).await {
            Ok(0) => {}
            Ok(sent) => tracing::info!(sent, "digests"),
            Err(error) => tracing::warn!(%error, "sending digests failed, trying again"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Sends every digest that is due now: how many were sent.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn send_due(db: &Database, mailer: &Mailer) -> Result<usize> {
    if !is_time(db.now()) || rests(db).await? {
        return Ok(0);
    }
    let round = Round {
        db,
        mailer,
        after: Mutex::new(0),
        over: AtomicBool::new(false),
    };
    let mut sent = 0;
    for done in join_all((0..AT_ONCE).map(|_| round.work())).await {
        sent += done?;
    }
    Ok(sent)
}

async fn rests(db: &Database) -> Result<bool> {
    let mut tx = mailing(db).await?;
    let calendar = db.calendar.clone().current(&mut tx).await?;
    Ok(calendar.rests(db.today()))
}

/// One look at everybody.
struct Round<'a> {
    db: &'a Database,
    mailer: &'a Mailer,
    /// The last account taken.
    after: Mutex<i64>,
    /// The server cannot be reached: the others wait for the next look, and lose nothing by it.
    over: AtomicBool,
}

/// A digest that is this instance's for now.
struct Claim {
    account: i64,
    day: NaiveDate,
    lease: DateTime<FixedOffset>,
    attempts: u32,
    /// Which notifications it may tell.
    told: Vec<i64>,
    /// Whether an attempt was made with them already.
    again: bool,
}

impl Round<'_> {
    async fn work(&self) -> Result<usize> {
        let mut sent = 0;
        while !self.over.load(Ordering::Relaxed) {
            let Some(mut claim) = self.claim().await? else {
                break;
            };
            match self.send(&mut claim).await {
                Ok(true) => sent += 1,
                Ok(false) => {}
                // One person's rows that cannot be read keep nobody else waiting.
                Err(error) => {
                    tracing::warn!(%error, "a digest could not be made, trying again");
                    self.fail(&claim).await?;
                }
            }
        }
        Ok(sent)
    }

    /// The next digest that is due and nobody's; instances take turns at this, not at the mails.
    async fn claim(&self) -> Result<Option<Claim>> {
        let mut after = self.after.lock().await;
        let (now, day) = (self.db.now(), self.db.today());
        let mut tx = mailing(self.db).await?;
        sqlx::query("select pg_advisory_xact_lock(3, 0)")
            .execute(&mut *tx)
            .await?;
        let row = sqlx::query(
            "insert into mail_digest (account_id, on_day, lease_until, attempts)
             select m.account_id, $1, $3, 1 from mail_address m
             where m.account_id > $4 and m.confirmed_at is not null and m.refused_at is null
               and exists (select from account a where a.id = m.account_id and a.active)
               and not exists (select from mail_digest d where d.account_id = m.account_id and d.on_day = $1
                 and (d.sent_at is not null or d.lease_until > $2 or d.next_try_at > $2))
               and (exists (select from app.untold(m.account_id))
                 or exists (select from mail_digest d where d.account_id = m.account_id and d.on_day = $1 and d.told is not null))
             order by m.account_id limit 1
             on conflict (account_id, on_day) do update set lease_until = excluded.lease_until, attempts = mail_digest.attempts + 1
             returning account_id, attempts, told is not null as again, coalesce(told, array(select app.untold(account_id))) as told",
        )
        .bind(day)
        .bind(now)
        .bind(now + LEASE)
        .bind(*after)
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        let Some(row) = row else { return Ok(None) };
        *after = row.try_get("account_id")?;
        Ok(Some(Claim {
            account: *after,
            day,
            lease: now + LEASE,
            attempts: row.try_get::<i32, _>("attempts")?.unsigned_abs(),
            told: row.try_get("told")?,
            again: row.try_get("again")?,
        }))
    }

    /// Whether a mail went out.
    async fn send(&self, claim: &mut Claim) -> Result<bool> {
        let Some((session, rows)) = self.read(claim).await? else {
            self.rest(claim).await?;
            return Ok(false);
        };
        let Some(address) = self.pin(claim, &rows).await? else {
            return Ok(false);
        };
        let digest = Digest {
            name: &session.who.name,
            role: session.who.role,
            rows: &rows,
            site: self.mailer.site(),
        };
        let mail = Mail {
            to: &address,
            subject: &digest.subject(),
            text: digest.text(),
            id: digest_id(claim.account, claim.day),
            at: self.db.now(),
        };
        match self.mailer.send(mail).await {
            Ok(()) => {
                self.note_sent(claim).await?;
                Ok(true)
            }
            Err(why) => {
                self.note_failure(claim, &address, why).await?;
                Ok(false)
            }
        }
    }

    /// What there is to tell, read as the person would see it this moment; `None` = nothing, or nobody.
    async fn read(&self, claim: &Claim) -> Result<Option<(Session, Vec<NotificationRow>)>> {
        let session = match auth::of_account(self.db, UserId(claim.account)).await {
            Err(Error::Refused(Refusal::NotFound)) => return Ok(None),
            session => session?,
        };
        let rows = inbox::unread_of(&session, &claim.told).await?;
        Ok((!rows.is_empty()).then_some((session, rows)))
    }

    /// Nothing to say. Of what an attempt may have told all is read by now: that was it for today.
    /// Otherwise something may come, and it is enough to look again now and then.
    async fn rest(&self, claim: &Claim) -> Result<()> {
        if claim.again {
            return self.note_sent(claim).await;
        }
        let then = self.db.now() + chrono::Duration::minutes(i64::from(LONGEST_BACK_OFF));
        self.free(claim, then, 0).await
    }

    /// Notes what the mail is going to tell, and begins the lease anew: the address, if it still may get
    /// mails and the digest is still ours.
    async fn pin(&self, claim: &mut Claim, rows: &[NotificationRow]) -> Result<Option<String>> {
        let told: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
        let lease = self.db.now() + LEASE;
        let mut tx = mailing(self.db).await?;
        let address: Option<Option<String>> = sqlx::query_scalar(
            "update mail_digest d set lease_until = $6, told = coalesce(d.told, $4), upto = coalesce(d.upto, greatest($5,
               (select max(e.upto) from mail_digest e where e.account_id = $1)))
             where d.account_id = $1 and d.on_day = $2 and d.lease_until = $3 and d.sent_at is null
             returning (select m.address from mail_address m where m.account_id = $1 and m.confirmed_at is not null and m.refused_at is null)",
        )
        .bind(claim.account)
        .bind(claim.day)
        .bind(claim.lease)
        .bind(told)
        .bind(claim.told.iter().max())
        .bind(lease)
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        claim.lease = lease;
        Ok(address.flatten())
    }

    async fn note_sent(&self, claim: &Claim) -> Result<()> {
        let mut tx = mailing(self.db).await?;
        sqlx::query("update mail_digest set sent_at = $3, next_try_at = null where account_id = $1 and on_day = $2 and sent_at is null")
            .bind(claim.account)
            .bind(claim.day)
            .bind(self.db.now())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn note_failure(&self, claim: &Claim, address: &str, why: Undelivered) -> Result<()> {
        match why {
            Undelivered::Refused(why) => {
                tracing::warn!(why, "a mail server refuses an address for good");
                self.note_refused(claim, address).await
            }
            Undelivered::Unreachable(why) => {
                tracing::warn!(why, "the mail server takes no digest, trying again");
                self.over.store(true, Ordering::Relaxed);
                self.fail(claim).await
            }
            Undelivered::Failed(why) => {
                tracing::warn!(why, "a digest was not taken, trying again");
                self.fail(claim).await
            }
        }
    }

    /// No more tries until the person has set an address again; what was to be told stays to be told.
    async fn note_refused(&self, claim: &Claim, address: &str) -> Result<()> {
        let mut tx = mailing(self.db).await?;
        sqlx::query("update mail_address set refused_at = $3 where account_id = $1 and address = $2 and confirmed_at is not null")
            .bind(claim.account)
            .bind(address)
            .bind(self.db.now())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        self.free(claim, self.db.now(), 0).await?;
        self.db.hub.tell(vec![UserId(claim.account)]);
        Ok(())
    }

    async fn fail(&self, claim: &Claim) -> Result<()> {
        let wait = chrono::Duration::minutes(i64::from(back_off(claim.attempts)));
        self.free(claim, self.db.now() + wait, claim.attempts).await
    }

    /// Gives the digest back, to be looked at again at a moment.
    async fn free(&self, claim: &Claim, then: DateTime<FixedOffset>, attempts: u32) -> Result<()> {
        let mut tx = mailing(self.db).await?;
        sqlx::query(
            "update mail_digest set lease_until = $4, next_try_at = $5, attempts = $6
             where account_id = $1 and on_day = $2 and lease_until = $3 and sent_at is null",
        )
        .bind(claim.account)
        .bind(claim.day)
        .bind(claim.lease)
        .bind(self.db.now())
        .bind(then)
        .bind(i32::try_from(attempts).unwrap_or(i32::MAX))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}
