//! The row that is both audit entry and live signal, written in the use case's own transaction.

use domain::access::Action;
use domain::{MeetingId, OrgId, ProjectId, TenantId};
use serde_json::{Map, Value, json};

use crate::Result;
use crate::door::Tx;
use crate::project::{Project, Standing};

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
pub async fn record(tx: &mut Tx, project: &Project, mut entry: Entry) -> Result<()> {
    let now = project.standing();
    let before = tx.told.insert(project.id.0, now.clone());
    let moved = moved(before.as_ref().unwrap_or(&project.loaded), &now);
    if let (Some(facts), false) = (entry.facts.as_object_mut(), moved.is_empty()) {
        facts.insert("moved".into(), Value::Object(moved));
    }
    let concerned = entry.restricted != "CASE";
    let orgs: Vec<OrgId> = project
        .applicant
        .into_iter()
        .chain(project.unit)
        .filter(|_| concerned)
        .collect();
    let subject = Subject {
        project: Some((project.id, &project.name)),
        year: Some(project.plan_year),
        orgs: &orgs,
        ..Subject::default()
    };
    record_of(tx, subject, entry).await
}

/// Before and after of everything about a project that a step has changed, by name.
fn moved(before: &Standing, now: &Standing) -> Map<String, Value> {
    let mut moved = Map::new();
    if before.state != now.state {
        moved.insert("state".into(), json!([before.state, now.state]));
    }
    if before.acceptance != now.acceptance {
        moved.insert(
            "acceptance".into(),
            json!([before.acceptance, now.acceptance]),
        );
    }
    if before.unit != now.unit {
        moved.insert("unit".into(), json!([before.unit, now.unit]));
    }
    for ((name, before), (_, now)) in before.amounts.iter().zip(&now.amounts) {
        if before != now {
            moved.insert((*name).into(), json!([before, now]));
        }
    }
    moved
}

/// Records what happened to a year of the city.
///
/// # Errors
/// What PostgreSQL said.
pub async fn record_year(tx: &mut Tx, year: i32, entry: Entry) -> Result<()> {
    let subject = Subject {
        year: Some(year),
        ..Subject::default()
    };
    record_of(tx, subject, entry).await
}

/// Records what happened to an organisation as such, whatever its projects.
///
/// # Errors
/// What PostgreSQL said.
pub async fn record_org(tx: &mut Tx, org: OrgId, entry: Entry) -> Result<()> {
    let subject = Subject {
        orgs: &[org],
        ..Subject::default()
    };
    record_of(tx, subject, entry).await
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
    let subject = Subject {
        year: Some(year),
        ..Subject::default()
    };
    record_of(tx, subject, entry).await
}

/// What a row of the history is about.
#[derive(Default)]
pub(crate) struct Subject<'a> {
    /// The city; `None` = the one of the transaction.
    pub tenant: Option<TenantId>,
    pub project: Option<(ProjectId, &'a str)>,
    pub year: Option<i32>,
    /// Organisations whose pages it may change.
    pub orgs: &'a [OrgId],
}

/// Records what happened to a subject.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn record_of(tx: &mut Tx, of: Subject<'_>, entry: Entry) -> Result<()> {
    tx.wrote();
    let (who, now) = (tx.who.clone(), tx.now);
    let action = entry.action.unwrap_or(tx.action);
    let orgs: Vec<i64> = of.orgs.iter().map(|id| id.0).collect();
    sqlx::query(
        "insert into event (at, account_id, who, role, action, project_id, project_name, plan_year, orgs, text, clause, facts, internal, private, meeting_id, restricted, tenant_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, coalesce($17, app.tenant()))",
    )
    .bind(now)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .bind(who.role.code())
    .bind(action.code())
    .bind(of.project.map(|(id, _)| id.0))
    .bind(of.project.map_or("", |(_, name)| name))
    .bind(of.year)
    .bind(orgs)
    .bind(entry.text)
    .bind(action.rule().clause)
    .bind(entry.facts)
    .bind(entry.internal)
    .bind(entry.private)
    .bind(entry.meeting.map(|id| id.0))
    .bind(entry.restricted)
    .bind(of.tenant.map(|id| id.0))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
