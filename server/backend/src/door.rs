//! The one door to tenant data.
//!
//! [`Session::read`] and [`Session::write`] are the only ways to a transaction: they check the right,
//! begin, and set role, tenant, organisation, person and post in one statement, for this transaction only.
//! Below them the row policies of the database decide what exists at all.
//!
//! An organisation or evaluator writes in two steps: the project is looked up under their own
//! read-only role (so what they may not see does not exist), then the transaction takes the role
//! `app_case`, whose policies admit that one project and nothing else.
//!
//! Writers of one city queue on an advisory lock: amounts are summed and decided without a gap, and
//! two use cases can never deadlock. Different cities run in parallel.

mod case;
mod public;
mod system;
mod who;

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::access::{Action, Capacity, Role, capacities_of_org};
use domain::{OrgId, ProjectId, Refusal, SignInId, TenantId, UserId, Version};
use sqlx::{PgConnection, Postgres, Transaction};

use crate::project::{Project, Standing};
use crate::{Database, Result};

pub(crate) use public::public;
pub use system::Reason;
pub(crate) use system::{mailing, reminding, system};
pub use who::{Audience, Scope, Who};

/// A signed-in person. The only thing that implements the contract; built from the session row only.
#[derive(Clone)]
pub struct Session {
    pub(crate) db: Database,
    pub(crate) scope: Scope,
    pub(crate) who: Who,
    /// `None` for the computing of shared views: such a session cannot write.
    pub(crate) sign_in: Option<SignInId>,
}

/// Ways in which the tests break the door, to show that the isolation walk would notice.
#[cfg(any(test, feature = "testkit"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    None,
    /// The role is not switched.
    NoRole,
    /// The tenant is not set.
    NoTenant,
    /// The settings outlive the transaction.
    Outliving,
}

const DOOR: &str = "select set_config('role', $1, true), set_config('app.tenant', $2, true), \
    set_config('app.org', $3, true), set_config('app.account', $4, true), set_config('app.project', $5, true), \
    set_config('app.post', $6, true)";

/// An open transaction of a session, with what every use case asks for.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    pub(crate) db: Database,
    pub(crate) who: Who,
    pub(crate) action: Action,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) org: Option<OrgId>,
    pub(crate) now: DateTime<FixedOffset>,
    wrote: bool,
    /// Whose inboxes it changes.
    addressed: Vec<UserId>,
    /// How each project stood when the history last spoke of it.
    pub(crate) told: BTreeMap<i64, Standing>,
}

impl Deref for Tx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}

impl Tx {
    /// Today in Asia/Shanghai.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Whether the reader is an organisation or evaluator, not an authority.
    pub(crate) const fn outside(&self) -> bool {
        matches!(self.who.role, Role::Organisation | Role::Evaluator)
    }

    /// Whether the transaction's role may ask for an account by its login: a city's, or a single case's.
    pub(crate) fn looks_accounts_up(&self) -> bool {
        self.tenant.is_some()
    }

    /// Cuts what is read for the whole region to one city. The row policies stay the region's.
    pub(crate) const fn look_at(&mut self, tenant: Option<TenantId>) {
        if tenant.is_some() {
            self.tenant = tenant;
        }
    }

    pub(crate) const fn wrote(&mut self) {
        self.wrote = true;
    }

    /// The inboxes of these people change with it.
    pub(crate) fn tells(&mut self, people: Vec<UserId>) {
        self.addressed.extend(people);
    }

    /// The person's own inbox changes with it, in every tab of theirs.
    pub(crate) fn tells_oneself(&mut self) {
        self.addressed.push(self.who.account);
    }

    /// Makes it all true, and wakes the feed.
    ///
    /// # Errors
    /// What PostgreSQL said; then nothing happened.
    pub async fn commit(self) -> Result<()> {
        self.inner.commit().await?;
        if self.wrote {
            self.db.hub.wake();
        }
        self.db.hub.tell(self.addressed);
        Ok(())
    }
}

impl Session {
    /// Who can share a computed view with this person.
    #[must_use]
    pub fn audience(&self) -> Audience {
        Audience {
            scope: self.scope,
            role: self.who.role,
            place: self.who.place.clone(),
            person: None,
        }
    }

    /// The same for what is nobody's but this person's.
    #[must_use]
    pub fn alone(&self) -> Audience {
        Audience {
            person: Some(self.who.account),
            ..self.audience()
        }
    }

    /// The capacities that do not depend on a project.
    pub(crate) fn capacities(&self) -> Vec<Capacity> {
        match self.who.role {
            Role::Organisation => vec![Capacity::Applicant, Capacity::Unit],
            role => Capacity::of(role).into_iter().collect(),
        }
    }

    /// The capacities on one project.
    pub(crate) fn capacities_on(&self, project: &Project) -> Vec<Capacity> {
        match self.scope {
            Scope::Org(org) => capacities_of_org(
                org.0,
                project.applicant.map(|id| id.0),
                project.unit.map(|id| id.0),
                project.mode,
            ),
            _ => self.capacities(),
        }
    }

    /// Opens a reading transaction.
    ///
    /// # Errors
    /// `Forbidden` when the post does not include the action.
    pub async fn read(&self, action: Action) -> Result<Tx> {
        if !action.allows(&self.capacities()) {
            return Err(action.forbidden().into());
        }
        self.open(action, self.scope.db_role(), self.tenant(), None)
            .await
    }

    /// Opens a writing transaction of a city post, for what is not about one project.
    ///
    /// # Errors
    /// `Forbidden` when the post does not include the action.
    pub async fn write(&self, action: Action) -> Result<Tx> {
        self.may_write(action)?;
        let mut tx = self
            .open(action, self.scope.db_role(), self.tenant(), None)
            .await?;
        tx.queue().await?;
        Ok(tx)
    }

    /// Opens a writing transaction on one project and loads it, locked.
    ///
    /// # Errors
    /// `NotFound` for a project the person may not know of, then `Forbidden`, `WrongState`, `Stale`,
    /// in this order.
    pub async fn write_project(
        &self,
        action: Action,
        id: ProjectId,
        seen: Option<Version>,
    ) -> Result<(Tx, Project)> {
        let (tx, project) = self.open_project(action, id).await?;
        action.check(&self.capacities_on(&project), project.state)?;
        if seen.is_some_and(|seen| seen != project.version) {
            return Err(Refusal::Stale.into());
        }
        Ok((tx, project))
    }

    /// The same without the check of state and version, for use cases that first answer a repeated
    /// idempotency key; they call `Action::check` themselves.
    ///
    /// # Errors
    /// `NotFound`, then `Forbidden`.
    pub async fn open_project(&self, action: Action, id: ProjectId) -> Result<(Tx, Project)> {
        if self.sign_in.is_none() {
            return Err(action.forbidden().into());
        }
        let mut tx = match self.scope {
            Scope::Region => {
                // A department of the region changes nothing inside a city (3.1).
                let mut tx = self.open(action, self.scope.db_role(), None, None).await?;
                tenant_of(&mut tx, id).await?;
                return Err(action.forbidden().into());
            }
            Scope::City(_) => {
                self.open(action, self.scope.db_role(), self.tenant(), None)
                    .await?
            }
            Scope::Org(_) | Scope::Evaluator(_) => self.open_case(action, id).await?,
        };
        tx.queue().await?;
        let project = Project::lock(&mut tx, id).await?;
        if !action.allows(&self.capacities_on(&project)) {
            return Err(action.forbidden().into());
        }
        Ok((tx, project))
    }

    fn may_write(&self, action: Action) -> Result<()> {
        if self.sign_in.is_none() || !action.allows(&self.capacities()) {
            return Err(action.forbidden().into());
        }
        Ok(())
    }

    /// The tenant of a city post.
    pub(crate) const fn tenant(&self) -> Option<TenantId> {
        match self.scope {
            Scope::City(tenant) => Some(tenant),
            _ => None,
        }
    }

    /// Looks the project up under the person's own role, then narrows the transaction to it.
    async fn open_case(&self, action: Action, id: ProjectId) -> Result<Tx> {
        let mut tx = self.open(action, self.scope.db_role(), None, None).await?;
        let tenant = tenant_of(&mut tx, id).await?;
        self.enter(&mut tx, "app_case", Some(tenant), Some(id))
            .await?;
        tx.tenant = Some(tenant);
        Ok(tx)
    }

    async fn open(
        &self,
        action: Action,
        role: &str,
        tenant: Option<TenantId>,
        project: Option<ProjectId>,
    ) -> Result<Tx> {
        #[expect(clippy::disallowed_methods, reason = "the one door")]
        let inner = self.db.pool.begin().await?;
        let mut tx = Tx {
            inner,
            db: self.db.clone(),
            who: self.who.clone(),
            action,
            tenant,
            org: if let Scope::Org(org) = self.scope {
                Some(org)
            } else {
                None
            },
            now: self.db.now(),
            wrote: false,
            addressed: Vec::new(),
            told: BTreeMap::new(),
        };
        self.enter(&mut tx, role, tenant, project).await?;
        Ok(tx)
    }

    /// Role, scope, tenant, organisation, person and post: one statement, gone with the transaction.
    async fn enter(
        &self,
        tx: &mut Tx,
        role: &str,
        tenant: Option<TenantId>,
        project: Option<ProjectId>,
    ) -> Result<()> {
        let org = if let Scope::Org(org) = self.scope {
            org.0.to_string()
        } else {
            String::new()
        };
        sqlx::query(self.statement())
            .bind(role)
            .bind(tenant.map(|id| id.to_string()).unwrap_or_default())
            .bind(org)
            .bind(match self.scope {
                Scope::Evaluator(account) => account.to_string(),
                _ => self.who.account.to_string(),
            })
            .bind(project.map(|id| id.to_string()).unwrap_or_default())
            .bind(self.who.role.code())
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    #[cfg(not(any(test, feature = "testkit")))]
    #[expect(clippy::unused_self, reason = "the tests' version asks the settings")]
    const fn statement(&self) -> &'static str {
        DOOR
    }

    #[cfg(any(test, feature = "testkit"))]
    fn statement(&self) -> &'static str {
        match self.db.settings.mutation {
            Mutation::None => DOOR,
            Mutation::NoRole => {
                "select $1::text, set_config('app.tenant', $2, true), set_config('app.org', $3, true), \
                 set_config('app.account', $4, true), set_config('app.project', $5, true), set_config('app.post', $6, true)"
            }
            Mutation::NoTenant => {
                "select set_config('role', $1, true), $2::text, set_config('app.org', $3, true), \
                 set_config('app.account', $4, true), set_config('app.project', $5, true), set_config('app.post', $6, true)"
            }
            Mutation::Outliving => {
                "select set_config('role', $1, false), set_config('app.tenant', $2, false), \
                 set_config('app.org', $3, false), set_config('app.account', $4, false), set_config('app.project', $5, false), set_config('app.post', $6, false)"
            }
        }
    }
}

impl Tx {
    /// Waits for the other writers of this city.
    async fn queue(&mut self) -> Result<()> {
        let tenant = self.tenant.ok_or(Refusal::NotFound)?;
        sqlx::query("select pg_advisory_xact_lock(1, $1)")
            .bind(tenant.0)
            .execute(&mut **self)
            .await?;
        Ok(())
    }

    /// Waits for the writers of every city, always in the same order.
    pub(crate) async fn queue_all(&mut self) -> Result<()> {
        sqlx::query(
            "select pg_advisory_xact_lock(1, id) from (select id from tenant order by id) city",
        )
        .execute(&mut **self)
        .await?;
        Ok(())
    }
}

async fn tenant_of(tx: &mut Tx, id: ProjectId) -> Result<TenantId> {
    let tenant: Option<i32> = sqlx::query_scalar("select tenant_id from project where id = $1")
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(TenantId(tenant.ok_or(Refusal::NotFound)?))
}
