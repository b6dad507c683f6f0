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

impl Hire<'_> {
    /// Adds the account; `hash` is that of the password.
    pub(crate) async fn sign_up(&self, conn: &mut PgConnection, hash: &str) -> Result<()> {
        sqlx::query(
            "insert into account (login, name, role, tenant_id, org_id, title, password_hash)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.login)
        .bind(self.name)
        .bind(self.role.code())
        .bind(self.tenant.map(|tenant| tenant.0))
        .bind(self.org.map(|org| org.0))
        .bind(self.title)
        .bind(hash)
        .execute(conn)
        .await?;
        Ok(())
    }
}
