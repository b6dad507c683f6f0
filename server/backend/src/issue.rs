//! The register of questions that departments have to settle between them (R015).

use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Role};
use domain::contract::IssueRow;
use domain::state::Member;
use domain::{IssueId, MeetingId, Refusal, TenantId};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_meeting, record_year};
use crate::meeting::Meeting;
use crate::plan::required;
use crate::rows::Columns;

/// Raises a question and names the department that has to settle it.
pub(crate) async fn raise(
    session: &Session,
    text: String,
    owner: Member,
    meeting: Option<MeetingId>,
) -> Result<()> {
    let mut tx = session.write(Action::RaiseIssue).await?;
    let text = required("text", "协调事项", &text, 2_000)?;
    if let Some(meeting) = meeting {
        Meeting::find(&mut tx, meeting).await?;
    }
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into issue (text, owner, raised_name, raised_on, meeting_id) values ($1, $2, $3, $4, $5)",
    )
    .bind(&text)
    .bind(owner.code())
    .bind(format!("{} {}", who.place, who.name))
    .bind(today)
    .bind(meeting.map(|id| id.0))
    .execute(&mut *tx)
    .await?;
    let entry = Entry::new(format!("提出协调事项，由{}部门牵头：{text}", owner.label()));
    note(&mut tx, meeting, entry).await?;
    tx.commit().await
}

/// Says how a question was settled: its department, the chair or the secretary.
pub(crate) async fn resolve(session: &Session, id: IssueId, resolution: String) -> Result<()> {
    let action = Action::ResolveIssue;
    let mut tx = session.write(action).await?;
    let row =
        sqlx::query("select owner, meeting_id, closed_on from issue where id = $1 for update")
            .bind(id.0)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(Refusal::NotFound)?;
    let owner: Member = row.code("owner")?;
    let role = session.who.role;
    if role.member() != Some(owner) && !matches!(role, Role::CityHrss | Role::AgencyClerk) {
        return Err(action.forbidden().into());
    }
    if row.date_opt("closed_on")?.is_some() {
        return Err(action.wrong_state("协调事项", "已办结").into());
    }
    let resolution = required("resolution", "办理结果", &resolution, 2_000)?;
    let today = tx.today();
    sqlx::query("update issue set resolution = $2, closed_on = $3 where id = $1")
        .bind(id.0)
        .bind(&resolution)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    let meeting = row.try_get::<Option<i64>, _>("meeting_id")?.map(MeetingId);
    note(
        &mut tx,
        meeting,
        Entry::new(format!("办结协调事项：{resolution}")),
    )
    .await?;
    tx.commit().await
}

async fn note(tx: &mut Tx, meeting: Option<MeetingId>, entry: Entry) -> Result<()> {
    let year = tx.today().year();
    let entry = entry.facts(json!({"meeting": meeting})).internal();
    match meeting {
        Some(meeting) => record_meeting(tx, meeting, year, entry).await,
        None => record_year(tx, year, entry).await,
    }
}

/// The register of a city: open questions first, then the newest settled ones.
pub(crate) async fn rows(tx: &mut Tx, tenant: TenantId) -> Result<Vec<IssueRow>> {
    let rows = sqlx::query(
        "select * from issue where tenant_id = $1 order by (closed_on is not null), closed_on desc, id desc limit 100",
    )
    .bind(tenant.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(issue).collect()
}

fn issue(row: &PgRow) -> Result<IssueRow> {
    let owner: Member = row.code("owner")?;
    let closed: Option<NaiveDate> = row.date_opt("closed_on")?;
    Ok(IssueRow {
        id: IssueId(row.try_get("id")?),
        text: row.text("text")?,
        owner: owner.label().into(),
        raised: row.text("raised_name")?,
        on: row.try_get("raised_on")?,
        meeting: row.try_get::<Option<i64>, _>("meeting_id")?.map(MeetingId),
        resolution: row.text("resolution")?,
        closed,
    })
}
