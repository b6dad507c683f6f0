//! Doors that are not about an existing project of one's own city: a new application of an
//! organisation, a regional consent, and a city looked into from above.

use domain::access::Action;
use domain::contract::YearOf;
use domain::{BanCaseId, ProjectId, Refusal, TenantId};
use sqlx::Row;

use super::{Scope, Session, Tx};
use crate::Result;

impl Session {
    /// Opens a writing transaction of an organisation for a project that does not exist yet: its
    /// number is taken first, and the transaction can write that one project and nothing else.
    ///
    /// # Errors
    /// `Forbidden` for whoever is no organisation.
    pub async fn write_new(&self, action: Action, tenant: TenantId) -> Result<(Tx, ProjectId)> {
        self.may_write(action)?;
        let Scope::Org(_) = self.scope else {
            return Err(action.forbidden().into());
        };
        let mut tx = self.open(action, "app_case", Some(tenant), None).await?;
        let id: i64 = sqlx::query_scalar("select nextval('project_id_seq')")
            .fetch_one(&mut *tx)
            .await?;
        self.enter(&mut tx, "app_case", Some(tenant), Some(ProjectId(id)))
            .await?;
        tx.queue().await?;
        Ok((tx, ProjectId(id)))
    }

    /// Opens the writing transaction of a regional department on one city, for what the region
    /// decides there: consents and reference data (3.1).
    ///
    /// # Errors
    /// `Forbidden` for whoever is no regional department.
    pub async fn oversee(&self, action: Action, tenant: TenantId) -> Result<Tx> {
        self.may_write(action)?;
        if self.scope != Scope::Region {
            return Err(action.forbidden().into());
        }
        let mut tx = self
            .open(action, "app_oversight", Some(tenant), None)
            .await?;
        tx.queue().await?;
        Ok(tx)
    }

    /// Opens the writing transaction of the regional 人社 on what all cities share: the calendar and
    /// the deadlines that hang on it (3.1). Its writers queue as those of a city do.
    ///
    /// # Errors
    /// `Forbidden` for whoever is no regional department.
    pub async fn reference(&self, action: Action) -> Result<Tx> {
        self.may_write(action)?;
        if self.scope != Scope::Region {
            return Err(action.forbidden().into());
        }
        let mut tx = self.open(action, "app_reference", None, None).await?;
        sqlx::query("select pg_advisory_xact_lock(1, 0)")
            .execute(&mut *tx)
            .await?;
        Ok(tx)
    }

    /// Opens the writing transaction of an organisation about a ban case of its own: looked up under
    /// its own eyes, then narrowed to the city, and to the project the case is about.
    ///
    /// # Errors
    /// `Forbidden` for whoever is no organisation, `NotFound` for a case about somebody else.
    pub async fn write_hearing(&self, action: Action, id: BanCaseId) -> Result<Tx> {
        self.may_write(action)?;
        let mut tx = self.open(action, self.scope.db_role(), None, None).await?;
        let row = sqlx::query("select tenant_id, project_id from ban_case where id = $1")
            .bind(id.0)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        let tenant = TenantId(row.try_get("tenant_id")?);
        let project = row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId);
        self.enter(&mut tx, "app_case", Some(tenant), project)
            .await?;
        tx.tenant = Some(tenant);
        tx.queue().await?;
        Ok(tx)
    }

    /// Opens the writing transaction of a person on what is theirs alone: their inbox.
    ///
    /// # Errors
    /// `Forbidden` for a view that is shared.
    pub async fn write_own(&self, action: Action) -> Result<Tx> {
        self.may_write(action)?;
        self.open(action, "app_inbox", None, None).await
    }

    /// Opens a reading transaction about one city: a city's own, or the one the region names.
    ///
    /// # Errors
    /// `Forbidden`, or `NotFound` when the region names none.
    pub async fn look(&self, action: Action, of: YearOf) -> Result<(Tx, TenantId)> {
        let tx = self.read(action).await?;
        let tenant = self.tenant().or(match self.scope {
            Scope::Region => of.tenant,
            _ => None,
        });
        Ok((tx, tenant.ok_or(Refusal::NotFound)?))
    }
}
