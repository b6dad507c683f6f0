//! The row that is both audit entry and live signal, written in the use case's own transaction.

use domain::access::Action;
use domain::{MeetingId, OrgId};
use serde_json::{Value, json};

use crate::Result;
use crate::door::Tx;
use crate::project::Project;

/// What a use case says about itself.
pub struct Entry {
    text: String,
    facts: Value,
    internal: bool,
    private: bool,
    restricted: &'static str,
    meeting: Option<MeetingId>,
    action: Option<Action>,
}

impl Entry {
    /// The sentence of the history: what was done, with amounts and dates.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            facts: json!({}),
            internal: false,
            private: false,
            restricted: "",
            meeting: None,
            action: None,
        }
    }

    /// Before and after, by field.
    #[must_use]
    pub fn facts(mut self, facts: Value) -> Self {
        self.facts = facts;
        self
    }

    /// What a joint meeting did to a project: everybody who watches the meeting sees it change.
    #[must_use]
    pub const fn meeting(mut self, meeting: MeetingId) -> Self {
        self.meeting = Some(meeting);
        self
    }

    /// A consequence that has a name of its own, beside the action that brought it about.
    #[must_use]
    pub const fn as_action(mut self, action: Action) -> Self {
        self.action = Some(action);
        self
    }

    /// Between agency and departments: organisations do not see it.
    #[must_use]
    pub const fn internal(mut self) -> Self {
        self.internal = true;
        self
    }

    /// The applicant's own business: no authority sees it.
    #[must_use]
    pub const fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// Only for the posts of the city, not for the region (messages).
    #[must_use]
    pub const fn city_only(mut self) -> Self {
        self.restricted = "CITY";
        self
    }

    /// Only for those who may know of a case (R084). No organisation's page is woken by it.
    #[must_use]
    pub const fn case_only(mut self) -> Self {
        self.restricted = "CASE";
        self
    }
}

/// Records what happened to a project.
///
/// # Errors
/// What PostgreSQL said.
pub async fn record(tx: &mut Tx, project: &Project, entry: Entry) -> Result<()> {
    let concerned = entry.restricted != "CASE";
    let orgs: Vec<i64> = project
        .applicant
        .iter()
        .chain(project.unit.iter())
        .filter(|_| concerned)
        .map(|id| id.0)
        .collect();
    insert(
        tx,
        Some((project.id.0, &project.name)),
        Some(project.plan_year),
        &orgs,
        entry,
    )
    .await
}

/// Records what happened to a year of the city.
///
/// # Errors
/// What PostgreSQL said.
pub async fn record_year(tx: &mut Tx, year: i32, entry: Entry) -> Result<()> {
    insert(tx, None, Some(year), &[], entry).await
}

/// Records what happened to an organisation as such, whatever its projects.
///
/// # Errors
/// What PostgreSQL said.
pub async fn record_org(tx: &mut Tx, org: OrgId, entry: Entry) -> Result<()> {
    insert(tx, None, None, &[org.0], entry).await
}

/// Records what happened in a joint meeting.
///
/// # Errors
/// What PostgreSQL said.
pub async fn record_meeting(
    tx: &mut Tx,
    meeting: MeetingId,
    year: i32,
    entry: Entry,
) -> Result<()> {
    let entry = Entry {
        meeting: Some(meeting),
        ..entry.internal()
    };
    insert(tx, None, Some(year), &[], entry).await
}

async fn insert(
    tx: &mut Tx,
    project: Option<(i64, &str)>,
    year: Option<i32>,
    orgs: &[i64],
    entry: Entry,
) -> Result<()> {
    tx.wrote();
    let (who, now) = (tx.who.clone(), tx.now);
    let action = entry.action.unwrap_or(tx.action);
    sqlx::query(
        "insert into event (at, account_id, who, role, action, project_id, project_name, plan_year, orgs, text, clause, facts, internal, private, meeting_id, restricted)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(now)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .bind(who.role.code())
    .bind(action.code())
    .bind(project.map(|(id, _)| id))
    .bind(project.map_or("", |(_, name)| name))
    .bind(year)
    .bind(orgs)
    .bind(entry.text)
    .bind(action.rule().clause)
    .bind(entry.facts)
    .bind(entry.internal)
    .bind(entry.private)
    .bind(entry.meeting.map(|id| id.0))
    .bind(entry.restricted)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
