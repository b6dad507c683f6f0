//! The people of the demo as sessions, so that the real use cases run in their names.

use domain::access::Role;
use domain::state::Member;
use domain::{OrgId, SignInId, TenantId, UserId};
use sqlx::{PgConnection, Row};

use crate::auth::place_of;
use crate::door::{Scope, Session, Who};
use crate::rows::Columns;
use crate::{Database, Error, Result};

/// Everybody who can sign in.
pub(crate) struct People {
    db: Database,
    all: Vec<Person>,
}

struct Person {
    #[cfg(any(test, feature = "testkit"))]
    login: String,
    tenant: Option<TenantId>,
    org: Option<OrgId>,
    who: Who,
}

impl People {
    /// Reads everybody.
    pub(crate) async fn load(db: &Database, conn: &mut PgConnection) -> Result<Self> {
        let rows = sqlx::query(
            "select a.id, a.login, a.name, a.role, a.tenant_id, a.org_id, coalesce(o.name, t.agency, '') as employer,
               t.name as city, t.kind as city_kind
             from account a left join tenant t on t.id = a.tenant_id left join organisation o on o.id = a.org_id
             where a.active order by a.id",
        )
        .fetch_all(conn)
        .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let role: Role = row.code("role")?;
            let city: Option<String> = row.try_get("city")?;
            let league =
                row.try_get::<Option<String>, _>("city_kind")?.as_deref() == Some("league");
            let place = place_of(role, &row.text("employer")?, city.as_deref(), league);
            all.push(Person {
                #[cfg(any(test, feature = "testkit"))]
                login: row.text("login")?,
                tenant: row.try_get::<Option<i32>, _>("tenant_id")?.map(TenantId),
                org: row.try_get::<Option<i64>, _>("org_id")?.map(OrgId),
                who: Who {
                    account: UserId(row.try_get("id")?),
                    name: row.text("name")?,
                    role,
                    place,
                },
            });
        }
        Ok(Self {
            db: db.clone(),
            all,
        })
    }

    /// The person of a login.
    #[cfg(any(test, feature = "testkit"))]
    pub(crate) fn login(&self, login: &str) -> Result<Session> {
        self.find(login, |person| person.login == login)
    }

    /// The first person of a post in a city.
    pub(crate) fn post(&self, tenant: TenantId, role: Role) -> Result<Session> {
        self.find(role.label(), |person| {
            person.tenant == Some(tenant) && person.who.role == role
        })
    }

    /// A department's seat in the joint meeting.
    pub(crate) fn member(&self, tenant: TenantId, member: Member) -> Result<Session> {
        self.find(member.label(), |person| {
            person.tenant == Some(tenant) && person.who.role.member() == Some(member)
        })
    }

    /// The first person of an organisation, other than its evaluators.
    pub(crate) fn org(&self, org: Option<OrgId>) -> Result<Session> {
        self.find("organisation", |person| {
            person.org.is_some() && person.org == org && person.who.role == Role::Organisation
        })
    }

    /// The person of an account.
    pub(crate) fn account(&self, account: Option<UserId>) -> Result<Session> {
        self.find("account", |person| Some(person.who.account) == account)
    }

    fn find(&self, wanted: &str, is: impl Fn(&Person) -> bool) -> Result<Session> {
        let person = self
            .all
            .iter()
            .find(|person| is(person))
            .ok_or_else(|| Error::Inconsistent(format!("nobody: {wanted}")))?;
        let scope = match (person.who.role, person.tenant, person.org) {
            (role, ..) if role.is_region() => Scope::Region,
            (Role::Organisation, _, Some(org)) => Scope::Org(org),
            (_, Some(tenant), _) => Scope::City(tenant),
            _ => Scope::Evaluator(person.who.account),
        };
        // Sessions of nobody's browser: the row behind this number does not exist, and nothing asks for it.
        Ok(Session {
            db: self.db.clone(),
            scope,
            who: person.who.clone(),
            sign_in: Some(SignInId(0)),
        })
    }
}
