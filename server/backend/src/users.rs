//! People who can sign in, as the operator manages them at the machine.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use domain::access::Role;
use sqlx::Row;

use crate::db::AdminDb;
use crate::rows::Columns;
use crate::{Error, Result};

/// 19 MiB, two passes, one lane: the minimum that OWASP recommends for argon2id.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password; takes tens of milliseconds on purpose, so call it off the async threads.
///
/// # Errors
/// When the random source fails.
pub fn hash_password(password: &str) -> Result<String> {
    let hash = argon2().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|error| Error::Inconsistent(format!("password hash: {error}")))
}

/// Whether the password belongs to the hash.
#[must_use]
pub fn verify_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// A person to add.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Lower case, 2 to 64 characters.
    pub login: String,
    pub name: String,
    pub role: Role,
    /// Division code, for city posts.
    pub tenant: Option<i32>,
    /// Unified social credit code and name, for people of an organisation.
    pub organisation: Option<(String, String)>,
    /// Professional title, for evaluators.
    pub title: String,
}

/// A person as listed; never the hash.
#[derive(Clone, Debug)]
pub struct User {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub place: String,
    pub active: bool,
}

/// Adds a person.
///
/// # Errors
/// What PostgreSQL said: a login that exists, a city that does not.
pub async fn add(admin: &AdminDb, user: &NewUser, password_hash: &str) -> Result<()> {
    let mut tx = admin.begin().await?;
    let org: Option<i64> = match &user.organisation {
        Some((code, name)) => Some(
            sqlx::query_scalar(
                "insert into organisation (credit_code, name) values ($1, $2)
                 on conflict (credit_code) do update set name = organisation.name returning id",
            )
            .bind(code)
            .bind(name)
            .fetch_one(&mut *tx)
            .await?,
        ),
        None => None,
    };
    sqlx::query(
        "insert into account (login, name, role, tenant_id, org_id, title, password_hash)
         values (lower($1), $2, $3, $4, $5, $6, $7)",
    )
    .bind(&user.login)
    .bind(&user.name)
    .bind(user.role.code())
    .bind(user.tenant)
    .bind(org)
    .bind(&user.title)
    .bind(password_hash)
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Sets a password and signs the person out everywhere. `false` = no such login.
///
/// # Errors
/// What PostgreSQL said.
pub async fn set_password(admin: &AdminDb, login: &str, password_hash: &str) -> Result<bool> {
    let mut tx = admin.begin().await?;
    let id: Option<i64> = sqlx::query_scalar(
        "update account set password_hash = $2 where login = lower($1) returning id",
    )
    .bind(login)
    .bind(password_hash)
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(id) = id {
        sqlx::query(
            "update sign_in set revoked_at = $2 where account_id = $1 and revoked_at is null",
        )
        .bind(id)
        .bind(admin.clock.now())
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(id.is_some())
}

/// Everybody, by login.
///
/// # Errors
/// What PostgreSQL said.
pub async fn list(admin: &AdminDb) -> Result<Vec<User>> {
    let mut tx = admin.begin().await?;
    let rows = sqlx::query(
        "select a.login, a.name, a.role, a.active, coalesce(t.name, o.name, '自治区') as place
         from account a left join tenant t on t.id = a.tenant_id left join organisation o on o.id = a.org_id
         order by a.login",
    )
    .fetch_all(&mut *tx)
    .await?;
    let users = rows.iter().map(|row| {
        Ok(User {
            login: row.text("login")?,
            name: row.text("name")?,
            role: row.code("role")?,
            place: row.text("place")?,
            active: row.try_get("active")?,
        })
    });
    Ok(users.collect::<sqlx::Result<_>>()?)
}
