//! Who asks: where their view ends, with whom they share it, and how the history names them.

use domain::access::Role;
use domain::{OrgId, TenantId, UserId};

use super::Session;
use crate::Database;

/// Where a person's view ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All cities, reading.
    Region,
    /// One city.
    City(TenantId),
    /// The projects of one organisation, in every city.
    Org(OrgId),
    /// The projects assigned to one person.
    Evaluator(UserId),
}

impl Scope {
    pub(super) const fn db_role(self) -> &'static str {
        match self {
            Self::Region => "app_region",
            Self::City(_) => "app_city",
            Self::Org(_) => "app_org",
            Self::Evaluator(_) => "app_evaluator",
        }
    }
}

/// Everybody who sees exactly the same: a live view is computed once for all of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Audience {
    pub(super) scope: Scope,
    pub(super) role: Role,
    pub(super) place: String,
    /// The one person, where the view is nobody else's.
    pub(super) person: Option<UserId>,
}

impl Audience {
    /// A session that can look but not write, for computing the audience's views.
    #[must_use]
    pub fn session(&self, db: &Database) -> Session {
        Session {
            db: db.clone(),
            scope: self.scope,
            who: Who {
                account: self.person.unwrap_or(UserId(0)),
                name: String::new(),
                role: self.role,
                place: self.place.clone(),
            },
            sign_in: None,
        }
    }

    /// The city, for people of one.
    #[must_use]
    pub const fn tenant(&self) -> Option<TenantId> {
        match self.scope {
            Scope::City(tenant) => Some(tenant),
            _ => None,
        }
    }

    /// The organisation, for people of one.
    #[must_use]
    pub const fn org(&self) -> Option<OrgId> {
        match self.scope {
            Scope::Org(org) => Some(org),
            _ => None,
        }
    }

    /// The person, where it is one alone.
    #[must_use]
    pub const fn person(&self) -> Option<UserId> {
        self.person
    }

    /// Whether it is a regional department.
    #[must_use]
    pub const fn is_region(&self) -> bool {
        matches!(self.scope, Scope::Region)
    }
}

/// The person who acts, as the history records them.
#[derive(Clone, Debug)]
pub struct Who {
    pub account: UserId,
    pub name: String,
    pub role: Role,
    pub place: String,
}
