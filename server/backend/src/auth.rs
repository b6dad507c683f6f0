//! Signing in and out: the only readers of accounts and sessions.

mod devices;
mod token;

use std::net::IpAddr;
use std::sync::LazyLock;

use chrono::{DateTime, Duration, FixedOffset, Utc};
use domain::access::{Action, Role};
use domain::contract::{Answer, DemoLogin, Me};
use domain::{OrgId, Refusal, SignInId, TenantId, UserId};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::postgres::PgRow;
use tokio::sync::Semaphore;

use crate::door::{Reason, Scope, Session, Who, system};
use crate::error::answer;
use crate::rows::Columns;
use crate::{Database, Error, Result, inbox, users};

pub(crate) use devices::{minute, revoke, sign_ins};
pub(crate) use token::{of_account, of_calendar_token};

/// Failed logins of one account within [`WINDOW_MINUTES`] after which it must wait.
const FAILURES_PER_LOGIN: i64 = 5;
/// Failed logins from one address within [`WINDOW_MINUTES`]; many people share an office address.
const FAILURES_PER_ADDRESS: i64 = 60;
const WINDOW_MINUTES: i64 = 15;

/// Password hashing takes 19 MiB and a whole core for a moment: never more than two at once.
static HASHING: Semaphore = Semaphore::const_new(2);
/// How long a sign-in waits for its turn.
const HASHING_PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// Compared against when the login is unknown, so that the answer takes as long as for a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| users::hash_password("nobody").unwrap_or_default());

/// A session just granted. The token is shown once, to the cookie.
pub struct Granted {
    pub token: String,
    pub expires: DateTime<FixedOffset>,
    /// The first page of this person.
    pub home: &'static str,
}

/// Checks login and password and opens a session.
///
/// # Errors
/// `LoginFailed`, `TooManyAttempts`.
pub async fn sign_in(
    db: &Database,
    login: &str,
    password: &str,
    address: IpAddr,
    agent: &str,
) -> Answer<Granted> {
    answer(
        "sign_in",
        try_sign_in(db, login, password, address, agent).await,
    )
}

async fn try_sign_in(
    db: &Database,
    login: &str,
    password: &str,
    address: IpAddr,
    agent: &str,
) -> Result<Granted> {
    let login: String = login.trim().to_lowercase().chars().take(64).collect();
    let address = address.to_string();
    // Counting, hashing and noting a failure are one turn: guesses sent all at once take turns too.
    let turn = tokio::time::timeout(HASHING_PATIENCE, HASHING.acquire()).await;
    let Ok(Ok(_turn)) = turn else {
        return Err(Refusal::TooManyAttempts { minutes: 1 }.into());
    };
    throttle(db, &login, &address).await?;
    let account = find(db, &login).await?;
    let hash = account
        .as_ref()
        .map_or_else(|| NOBODY.clone(), |account| account.password_hash.clone());
    let known = verify(password.to_owned(), hash).await?;
    // The password that every demo prints opens nothing outside a demo, whatever data is loaded.
    let printed = !db.settings.demo && password == crate::demo::DEMO_PASSWORD;
    let Some(account) = account.filter(|_| known && !printed) else {
        fail(db, &login, &address).await?;
        return Err(Refusal::LoginFailed.into());
    };
    grant(db, &account, &address, &device(agent)).await
}

struct Account {
    id: i64,
    role: Role,
    password_hash: String,
}

async fn find(db: &Database, login: &str) -> Result<Option<Account>> {
    let mut tx = system(db, Reason::SignIn).await?;
    let row =
        sqlx::query("select id, role, password_hash from account where login = $1 and active")
            .bind(login)
            .fetch_optional(&mut *tx)
            .await?;
    row.map(|row| {
        Ok(Account {
            id: row.try_get("id")?,
            role: row.code("role")?,
            password_hash: row.text("password_hash")?,
        })
    })
    .transpose()
}

async fn verify(password: String, hash: String) -> Result<bool> {
    tokio::task::spawn_blocking(move || users::verify_password(&password, &hash))
        .await
        .map_err(|error| Error::Inconsistent(error.to_string()))
}

async fn throttle(db: &Database, login: &str, address: &str) -> Result<()> {
    let since = db.now() - Duration::minutes(WINDOW_MINUTES);
    let mut tx = system(db, Reason::SignIn).await?;
    let row = sqlx::query(
        "select (select count(*) from failed_login where login = $1 and at > $3) as by_login,
                (select count(*) from failed_login where address = $2 and at > $3) as by_address",
    )
    .bind(login)
    .bind(address)
    .bind(since)
    .fetch_one(&mut *tx)
    .await?;
    if row.try_get::<i64, _>("by_login")? >= FAILURES_PER_LOGIN
        || row.try_get::<i64, _>("by_address")? >= FAILURES_PER_ADDRESS
    {
        return Err(Refusal::TooManyAttempts {
            minutes: WINDOW_MINUTES,
        }
        .into());
    }
    Ok(())
}

async fn fail(db: &Database, login: &str, address: &str) -> Result<()> {
    let now = db.now();
    let mut tx = system(db, Reason::SignIn).await?;
    sqlx::query("insert into failed_login (login, address, at) values ($1, $2, $3)")
        .bind(login)
        .bind(address)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    sqlx::query("delete from failed_login where at < $1")
        .bind(now - Duration::days(1))
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn grant(db: &Database, account: &Account, address: &str, device: &str) -> Result<Granted> {
    let token = hex::encode(rand::random::<[u8; 32]>());
    let now = db.now();
    let expires = now + Duration::hours(db.settings.session_hours);
    let mut tx = system(db, Reason::SignIn).await?;
    sqlx::query(
        "insert into sign_in (token_hash, account_id, created_at, last_seen_at, expires_at, address, device)
         values ($1, $2, $3, $3, $4, $5, $6)",
    )
    .bind(hash_token(&token))
    .bind(account.id)
    .bind(now)
    .bind(expires)
    .bind(address)
    .bind(device)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    let home = home_of(account.role);
    Ok(Granted {
        token,
        expires,
        home,
    })
}

const fn home_of(role: Role) -> &'static str {
    if role.is_region() {
        "/region"
    } else if role.is_city() {
        "/city"
    } else {
        "/my"
    }
}

/// The person behind a token; counts as activity.
///
/// # Errors
/// `NotSignedIn` for an unknown, expired, idle or revoked session.
pub async fn session(db: &Database, token: &str) -> Answer<Session> {
    answer("session", touch(db, token).await)
}

/// The same for an open socket: only what a person does counts as activity, so a forgotten tab does
/// not keep a session alive.
///
/// # Errors
/// `NotSignedIn` for an unknown, expired, idle or revoked session.
pub async fn still_open(db: &Database, token: &str) -> Answer<Session> {
    answer(
        "still_open",
        look_up(db, token).await.map(|(session, _)| session),
    )
}

async fn touch(db: &Database, token: &str) -> Result<Session> {
    let (session, last_seen) = look_up(db, token).await?;
    let now = db.now();
    // Once a minute is enough to know who is idle, and spares every request a write.
    if last_seen < now - Duration::minutes(1) {
        let mut tx = system(db, Reason::SignIn).await?;
        sqlx::query("update sign_in set last_seen_at = $2 where id = $1")
            .bind(session.sign_in.map(|id| id.0))
            .bind(now)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
    }
    Ok(session)
}

async fn look_up(db: &Database, token: &str) -> Result<(Session, DateTime<Utc>)> {
    let now = db.now();
    let idle_since = now - Duration::minutes(db.settings.idle_minutes);
    let mut tx = system(db, Reason::SignIn).await?;
    let row = sqlx::query(
        "select s.id as sign_in, s.last_seen_at, a.id, a.name, a.role, a.tenant_id, a.org_id,
           coalesce(o.name, t.agency, '') as employer, t.name as tenant_name, t.kind as tenant_kind
         from sign_in s join account a on a.id = s.account_id and a.active
           left join tenant t on t.id = a.tenant_id left join organisation o on o.id = a.org_id
         where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and s.last_seen_at > $3",
    )
    .bind(hash_token(token))
    .bind(now)
    .bind(idle_since)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotSignedIn)?;
    let sign_in = SignInId(row.try_get("sign_in")?);
    Ok((
        build(db, &row, Some(sign_in))?,
        row.try_get("last_seen_at")?,
    ))
}

fn build(db: &Database, row: &PgRow, sign_in: Option<SignInId>) -> Result<Session> {
    let account = UserId(row.try_get("id")?);
    let role: Role = row.code("role")?;
    let tenant = row.try_get::<Option<i32>, _>("tenant_id")?.map(TenantId);
    let org = row.try_get::<Option<i64>, _>("org_id")?.map(OrgId);
    let scope = match (role, tenant, org) {
        (role, None, _) if role.is_region() => Scope::Region,
        (role, Some(tenant), _) if role.is_city() => Scope::City(tenant),
        (Role::Organisation, _, Some(org)) => Scope::Org(org),
        (Role::Evaluator, _, _) => Scope::Evaluator(account),
        _ => {
            return Err(Error::Inconsistent(format!(
                "account {account}: role {role} without its scope"
            )));
        }
    };
    let place = place_of(
        role,
        &row.text("employer")?,
        row.try_get::<Option<String>, _>("tenant_name")?.as_deref(),
        row.try_get::<Option<String>, _>("tenant_kind")?.as_deref() == Some("league"),
    );
    let who = Who {
        account,
        name: row.text("name")?,
        role,
        place,
    };
    Ok(Session {
        db: db.clone(),
        scope,
        who,
        sign_in,
    })
}

/// The body a person works for, as it is called in a city or a league.
#[must_use]
pub fn place_of(role: Role, employer: &str, tenant: Option<&str>, league: bool) -> String {
    let tenant = tenant.unwrap_or_default();
    match role {
        Role::CityHrss if league => format!("{tenant}人社局"),
        Role::CityHrss => format!("{tenant}人力资源和社会保障局"),
        Role::CityFinance => format!("{tenant}财政局"),
        Role::CityHealth => format!("{tenant}卫生健康委员会"),
        Role::CityEmergency => format!("{tenant}应急管理局"),
        role if role.is_region() => role.label().to_owned(),
        _ => employer.to_owned(),
    }
}

/// Ends the session of a token; an unknown one is already over.
///
/// # Errors
/// Internal failures only.
pub async fn sign_out(db: &Database, token: &str) -> Answer<()> {
    answer("sign_out", try_sign_out(db, token).await)
}

async fn try_sign_out(db: &Database, token: &str) -> Result<()> {
    let now = db.now();
    let mut tx = system(db, Reason::SignIn).await?;
    sqlx::query("update sign_in set revoked_at = $2 where token_hash = $1 and revoked_at is null")
        .bind(hash_token(token))
        .bind(now)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// The logins printed on the login page: only in demo mode, and only those of the demo data.
///
/// # Errors
/// Internal failures only.
pub async fn demo_logins(db: &Database) -> Answer<Vec<DemoLogin>> {
    Ok(if db.settings.demo {
        crate::demo::featured_logins()
    } else {
        Vec::new()
    })
}

/// The head of every page.
pub(crate) async fn me(session: &Session) -> Result<Me> {
    let mut tx = session.read(Action::ViewInbox).await?;
    let tenant_name = match session.tenant() {
        Some(tenant) => {
            sqlx::query_scalar("select name from tenant where id = $1")
                .bind(tenant.0)
                .fetch_optional(&mut *tx)
                .await?
        }
        None => None,
    };
    let unread = inbox::count(&mut tx).await?.unread;
    Ok(Me {
        name: session.who.name.clone(),
        role: session.who.role,
        place: session.who.place.clone(),
        tenant: session.tenant(),
        tenant_name,
        today: session.db.today(),
        unread,
        demo: session.db.settings.demo,
    })
}

pub(crate) fn hash_token(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Browser and system in a few words; the whole header would say more than anybody needs.
fn device(agent: &str) -> String {
    let pick = |table: &[(&str, &'static str)], other: &'static str| {
        table
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map_or(other, |(_, name)| name)
    };
    let browser = pick(
        &[
            ("MicroMessenger", "微信"),
            ("Edg/", "Edge"),
            ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ],
        "其他浏览器",
    );
    let system = pick(
        &[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ],
        "其他系统",
    );
    format!("{browser} · {system}")
}
