//! Mails: a person's confirmed address, and the digest of the inbox that goes there once every working day.
//! An address gets nothing but a code until the person has typed that code on the page, so a mistyped one
//! never receives facts. Nothing is mailed inside a transaction.

mod digest;
mod smtp;

use chrono::{DateTime, FixedOffset, Utc};
use domain::Refusal;
use domain::access::Action;
use domain::contract::MailView;
use domain::mail::{
    CODE_SUBJECT, CODE_TRIES, MailState, address, code_holds, code_text, code_wait, typed_code,
};
use domain::refusal::MailFault;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Result;
use crate::auth::hash_token;
use crate::db::shanghai;
use crate::door::{Session, Tx};

pub(crate) use digest::run;
#[cfg(test)]
pub(crate) use digest::send_due;
pub use smtp::{BadSetting, Mailer};
pub(crate) use smtp::{Mail, Undelivered};

/// What the page says about the person's address.
pub(crate) async fn view(tx: &mut Tx) -> Result<MailView> {
    let row = sqlx::query(
        "select address, confirmed_at, refused_at from mail_address where account_id = app.account() and address is not null",
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(MailView {
        offered: tx.db.settings.mailer.is_some(),
        state: row.as_ref().map_or(Ok(MailState::Unset), state)?,
        address: row.map_or(Ok(String::new()), |row| row.try_get("address"))?,
    })
}

fn state(row: &PgRow) -> sqlx::Result<MailState> {
    let at = |column| row.try_get::<Option<DateTime<Utc>>, _>(column);
    Ok(match (at("refused_at")?, at("confirmed_at")?) {
        (Some(_), _) => MailState::Refused,
        (None, Some(_)) => MailState::Confirmed,
        (None, None) => MailState::Waiting,
    })
}

/// Takes an address, unconfirmed, and sends a code there.
pub(crate) async fn set(session: &Session, typed: &str) -> Result<()> {
    let mut tx = session.write_own(Action::SetMail).await?;
    let address = address(typed)?;
    let mailer = session
        .db
        .settings
        .mailer
        .clone()
        .ok_or(Refusal::from(MailFault::Off))?;
    if !Mailer::takes(&address) {
        return Err(Refusal::from(MailFault::Address).into());
    }
    let code = format!("{:06}", rand::random_range(0..1_000_000));
    ask(&mut tx, &address, &code).await?;
    tx.tells_oneself();
    let now = tx.now;
    tx.commit().await?;
    let text = code_text(&code, mailer.site());
    let sent = mailer.send(Mail {
        to: &address,
        subject: CODE_SUBJECT,
        text,
        id: format!("code-{}", hex::encode(rand::random::<[u8; 16]>())),
        at: now,
    });
    match sent.await {
        Ok(()) => Ok(()),
        Err(Undelivered::Refused(_)) => {
            refuse(session, &address).await?;
            Err(Refusal::from(MailFault::Refused).into())
        }
        Err(Undelivered::Unreachable(why) | Undelivered::Failed(why)) => {
            tracing::warn!(why, "a code was not sent");
            Err(Refusal::from(MailFault::Unsent).into())
        }
    }
}

/// Writes address and code, if the minute of the one before is over.
async fn ask(tx: &mut Tx, address: &str, code: &str) -> Result<()> {
    let now = tx.now;
    let before: Option<DateTime<Utc>> = sqlx::query_scalar(
        "select asked_at from mail_address where account_id = app.account() for update",
    )
    .fetch_optional(&mut **tx)
    .await?;
    let asked = before.map(|at| at.with_timezone(&shanghai()));
    if let Some(seconds) = asked.and_then(|asked| code_wait(asked, now)) {
        return Err(Refusal::from(MailFault::TooSoon { seconds }).into());
    }
    // Two first ones at once: the second waits here and finds that the minute has begun.
    let taken = sqlx::query(
        "insert into mail_address (account_id, address, code_hash, asked_at) values (app.account(), $1, $2, $3)
         on conflict (account_id) do update set address = excluded.address, code_hash = excluded.code_hash,
           asked_at = excluded.asked_at, tries = 0, confirmed_at = null, refused_at = null
         where mail_address.asked_at is not distinct from $4",
    )
    .bind(address)
    .bind(hash(address, code))
    .bind(now)
    .bind(before)
    .execute(&mut **tx)
    .await?;
    if taken.rows_affected() == 0 {
        let seconds = domain::mail::CODE_EVERY_SECONDS;
        return Err(Refusal::from(MailFault::TooSoon { seconds }).into());
    }
    Ok(())
}

/// A code confirms the address it was sent to and no other.
fn hash(address: &str, code: &str) -> Vec<u8> {
    hash_token(&format!("{address} {code}"))
}

/// The server takes nothing for the address the code went to, if it is still that one.
async fn refuse(session: &Session, address: &str) -> Result<()> {
    let mut tx = session.write_own(Action::SetMail).await?;
    let now = tx.now;
    sqlx::query("update mail_address set refused_at = $2, code_hash = null where account_id = app.account() and address = $1")
        .bind(address)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.tells_oneself();
    tx.commit().await
}

/// Types the code in. A wrong one counts even though it is refused.
pub(crate) async fn confirm(session: &Session, typed: &str) -> Result<()> {
    let mut tx = session.write_own(Action::ConfirmMail).await?;
    let typed = crate::plan::required("code", "验证码", &typed_code(typed), 32)?;
    let row = sqlx::query(
        "select address, code_hash, asked_at, tries, confirmed_at, refused_at from mail_address
         where account_id = app.account() and address is not null for update",
    )
    .fetch_optional(&mut *tx)
    .await?;
    let stands = row.as_ref().map_or(Ok(MailState::Unset), state)?;
    let Some(row) = row.filter(|_| stands == MailState::Waiting) else {
        return Err(tx.action.wrong_state("邮箱地址", stands.label()).into());
    };
    let (verdict, now) = (Asked::read(&row)?.verdict(&typed, tx.now), tx.now);
    let wrong = match &verdict {
        Ok(()) => false,
        Err(MailFault::Code { .. }) => true,
        Err(fault) => return Err(Refusal::from(fault.clone()).into()),
    };
    sqlx::query(
        "update mail_address set tries = tries + $1::boolean::int, confirmed_at = case when not $1 then $2::timestamptz end,
           code_hash = case when $1 then code_hash end where account_id = app.account()",
    )
    .bind(wrong)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    tx.tells_oneself();
    tx.commit().await?;
    Ok(verdict.map_err(Refusal::from)?)
}

/// A code that was asked for.
struct Asked {
    address: String,
    code_hash: Option<Vec<u8>>,
    at: DateTime<FixedOffset>,
    tries: u32,
}

impl Asked {
    fn read(row: &PgRow) -> sqlx::Result<Self> {
        let at: DateTime<Utc> = row.try_get("asked_at")?;
        Ok(Self {
            address: row.try_get("address")?,
            code_hash: row.try_get("code_hash")?,
            at: at.with_timezone(&shanghai()),
            tries: row.try_get::<i32, _>("tries")?.unsigned_abs(),
        })
    }

    /// What a typed code is worth.
    fn verdict(
        &self,
        typed: &str,
        now: DateTime<FixedOffset>,
    ) -> std::result::Result<(), MailFault> {
        if !code_holds(self.at, now) {
            return Err(MailFault::Expired);
        }
        let Some(left) = CODE_TRIES.checked_sub(self.tries + 1) else {
            return Err(MailFault::Spent);
        };
        if self.code_hash.as_deref() == Some(&hash(&self.address, typed)) {
            Ok(())
        } else {
            Err(MailFault::Code { left })
        }
    }
}

/// No more mails, at once.
pub(crate) async fn remove(session: &Session) -> Result<()> {
    let mut tx = session.write_own(Action::RemoveMail).await?;
    sqlx::query("update mail_address set address = null, code_hash = null, confirmed_at = null, refused_at = null where account_id = app.account()")
        .execute(&mut *tx)
        .await?;
    tx.tells_oneself();
    tx.commit().await
}
