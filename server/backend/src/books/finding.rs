//! What finance finds in the vouchers, and what the agency answers (R019). No entry is changed by it.

use std::collections::BTreeMap;

use domain::access::{Action, Capacity};
use domain::contract::FindingView;
use domain::state::FindingState;
use domain::{FindingId, LedgerId, ProjectId, Refusal};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, plan};

/// Finance posts a finding about an entry.
pub(crate) async fn post(session: &Session, id: LedgerId, text: String) -> Result<()> {
    let mut tx = session.write(Action::PostFinding).await?;
    let project: Option<i64> = sqlx::query_scalar("select project_id from ledger where id = $1")
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?;
    let project = ProjectId(project.ok_or(Refusal::NotFound)?);
    let text = plan::required("text", "监督意见", &text, 2000)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into voucher_finding (project_id, ledger_id, finding, found_on, found_name) values ($1, $2, $3, $4, $5)",
    )
    .bind(project.0)
    .bind(id.0)
    .bind(&text)
    .bind(today)
    .bind(who.name)
    .execute(&mut *tx)
    .await?;
    let told = format!("对台账第 {id} 号提出监督意见：{text}");
    tell(tx, project, id, &told).await
}

/// A finding, locked: the entry it is about.
async fn load(
    session: &Session,
    action: Action,
    id: FindingId,
) -> Result<(Tx, LedgerId, ProjectId)> {
    let mut tx = session.write(action).await?;
    let row = sqlx::query(
        "select ledger_id, project_id, state from voucher_finding where id = $1 for update",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let state: FindingState = row.code("state")?;
    if state == FindingState::Closed {
        return Err(action.wrong_state("监督意见", state.label()).into());
    }
    let entry = LedgerId(row.try_get("ledger_id")?);
    Ok((tx, entry, ProjectId(row.try_get("project_id")?)))
}

/// The agency answers.
pub(crate) async fn answer(session: &Session, id: FindingId, text: String) -> Result<()> {
    let (mut tx, entry, project) = load(session, Action::AnswerFinding, id).await?;
    let text = plan::required("text", "答复", &text, 2000)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "update voucher_finding set state = 'ANSWERED', answer = $2, answered_on = $3, answered_name = $4 where id = $1",
    )
    .bind(id.0)
    .bind(&text)
    .bind(today)
    .bind(who.name)
    .execute(&mut *tx)
    .await?;
    let told = format!("答复台账第 {entry} 号的监督意见：{text}");
    tell(tx, project, entry, &told).await
}

/// Finance closes it.
pub(crate) async fn close(session: &Session, id: FindingId) -> Result<()> {
    let (mut tx, entry, project) = load(session, Action::CloseFinding, id).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query("update voucher_finding set state = 'CLOSED', closed_on = $2, closed_name = $3 where id = $1")
        .bind(id.0)
        .bind(today)
        .bind(who.name)
        .execute(&mut *tx)
        .await?;
    let told = format!("办结台账第 {entry} 号的监督意见");
    tell(tx, project, entry, &told).await
}

async fn tell(mut tx: Tx, project: ProjectId, entry: LedgerId, text: &str) -> Result<()> {
    let project = Project::lock(&mut tx, project).await?;
    let facts = json!({"entry": entry});
    record(&mut tx, &project, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// The findings about some entries; between finance and the agency, not for organisations.
pub(super) async fn of_entries(
    tx: &mut Tx,
    entries: &[i64],
    capacities: &[Capacity],
) -> Result<BTreeMap<i64, Vec<FindingView>>> {
    let mut all: BTreeMap<i64, Vec<FindingView>> = BTreeMap::new();
    if tx.outside() {
        return Ok(all);
    }
    let rows = sqlx::query(
        "select id, ledger_id, state, finding, found_on, found_name, answer, answered_on, answered_name
         from voucher_finding where ledger_id = any($1) order by id",
    )
    .bind(entries)
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        all.entry(row.try_get("ledger_id")?)
            .or_default()
            .push(view(&row, capacities)?);
    }
    Ok(all)
}

fn view(row: &PgRow, capacities: &[Capacity]) -> Result<FindingView> {
    let state: FindingState = row.code("state")?;
    let actions = [Action::AnswerFinding, Action::CloseFinding]
        .into_iter()
        .filter(|action| state != FindingState::Closed && action.allows(capacities));
    Ok(FindingView {
        id: FindingId(row.try_get("id")?),
        state,
        finding: row.text("finding")?,
        on: row.try_get("found_on")?,
        by: row.text("found_name")?,
        answer: row.text("answer")?,
        answered: row.text("answered_name")?,
        actions: actions.collect(),
    })
}
