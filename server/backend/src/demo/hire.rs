//! Accounts, as the operator would add them.

use domain::access::Role;
use domain::{OrgId, TenantId};
use sqlx::PgConnection;

use crate::Result;

/// A person to sign in as.
pub(crate) struct Hire<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub role: Role,
    pub tenant: Option<TenantId>,
    pub org: Option<OrgId>,
    pub title: &'a str,
}

pub(crate) async fn hire(conn: &mut PgConnection, hash: &str, person: &Hire<'_>) -> Result<()> {
    sqlx::query(
        "insert into account (login, name, role, tenant_id, org_id, title, password_hash) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(person.login)
    .bind(person.name)
    .bind(person.role.code())
    .bind(person.tenant.map(|tenant| tenant.0))
    .bind(person.org.map(|org| org.0))
    .bind(person.title)
    .bind(hash)
    .execute(conn)
    .await?;
    Ok(())
}
