//! The story of a project: its history, deadlines and ledger woven into one narrative, oldest first.
//!
//! What exists at all for the reader is the row policies' business. One thing is left out even for
//! those who may read it: steps of a case (R084), since this is a paper that is handed around.

mod clocks;
mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Role};
use domain::contract::{StoryPhase, StoryStep, StoryView};
use domain::story::Phase;
use domain::{ProjectId, Refusal};
use serde_json::Value;
use sqlx::Row;
use sqlx::postgres::PgRow;

use self::clocks::Clock;
use crate::Result;
use crate::db::shanghai;
use crate::door::{Session, Tx};
use crate::project::{Project, concat_columns};
use crate::rows::Columns;

/// Steps of one project that are told; no project has ever come near it.
const STEPS: i64 = 3000;

/// A row of the history.
struct Event {
    xid: String,
    at: DateTime<Utc>,
    who: String,
    role: Option<Role>,
    action: Option<Action>,
    text: String,
    clause: String,
    facts: Value,
}

/// The whole paper in one transaction of four statements.
pub(crate) async fn story(session: &Session, id: ProjectId) -> Result<StoryView> {
    let mut tx = session.read(Action::ViewStory).await?;
    let row = sqlx::query(concat_columns!(
        "select ",
        ", (select name from tenant where tenant.id = project.tenant_id) as tenant_name
         from project where id = $1"
    ))
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let (project, tenant_name) = (Project::from_row(&row)?, row.text("tenant_name")?);
    let events = events(&mut tx, id).await?;
    let clocks = clocks::load(&mut tx, id).await?;
    let ledger = ledger(&mut tx, &project).await?;
    let open = words::open(&project, &clocks);
    Ok(StoryView {
        project: id,
        code: project.code.clone(),
        name: project.name.clone(),
        tenant_name,
        year: project.plan_year,
        mode: project.mode,
        state: project.state,
        applicant: project.applicant_name.clone(),
        unit: project.unit_name.clone(),
        on: tx.today(),
        phases: phases(&project, &events, &clocks, &ledger),
        open,
    })
}

async fn events(tx: &mut Tx, id: ProjectId) -> Result<Vec<Event>> {
    let rows = sqlx::query(
        "select xid::text as xid, at, who, role, action, text, clause, facts from event
         where project_id = $1 and restricted <> 'CASE' and action not in ('send_message', 'read_messages')
         order by at, id limit $2",
    )
    .bind(id.0)
    .bind(STEPS)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(event).collect()
}

fn event(row: &PgRow) -> Result<Event> {
    Ok(Event {
        xid: row.text("xid")?,
        at: row.try_get("at")?,
        who: row.text("who")?,
        role: Role::from_code(&row.text("role")?),
        action: Action::from_code(&row.text("action")?),
        text: row.text("text")?,
        clause: row.text("clause")?,
        facts: row.json("facts")?,
    })
}

/// Entries of the ledger as sentences, by the step that wrote them; those from before steps were kept
/// stand under the empty name with their day.
async fn ledger(
    tx: &mut Tx,
    project: &Project,
) -> Result<BTreeMap<String, Vec<(NaiveDate, String)>>> {
    let rows = sqlx::query(
        "select coalesce(xid::text, '') as xid, kind, amount, year, entered_on from ledger where project_id = $1 order by id",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    let mut entries: BTreeMap<String, Vec<(NaiveDate, String)>> = BTreeMap::new();
    for row in &rows {
        let kind = row.text("kind")?;
        let sentence = words::entry(
            &kind,
            row.money("amount")?,
            row.try_get("year")?,
            &project.unit_name,
        );
        let on = row.try_get("entered_on")?;
        entries
            .entry(row.text("xid")?)
            .or_default()
            .push((on, sentence));
    }
    Ok(entries)
}

/// Steps in the order of time, each in its phase. A deadline or entry whose step the reader does not see
/// (between agency and members) is a step of its own, on its day.
fn phases(
    project: &Project,
    events: &[Event],
    clocks: &[Clock],
    ledger: &BTreeMap<String, Vec<(NaiveDate, String)>>,
) -> Vec<StoryPhase> {
    let mut steps: Vec<(NaiveDate, Option<Action>, StoryStep)> = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let on = event.at.with_timezone(&shanghai()).date_naive();
        let mut effects = words::moved(&event.facts);
        // Several rows of one transaction: what it brought about stands with the last of them.
        let last = events
            .get(index + 1)
            .is_none_or(|next| next.xid != event.xid);
        if last {
            effects.extend(clocks::of_step(clocks, &event.xid));
            effects.extend(
                ledger
                    .get(&event.xid)
                    .into_iter()
                    .flatten()
                    .map(|one| one.1.clone()),
            );
        }
        let sentence = words::sentence(project, event);
        steps.push((
            on,
            event.action,
            StoryStep {
                on,
                sentence,
                effects,
            },
        ));
    }
    let told = |xid: &str| events.iter().any(|event| event.xid == xid);
    let mut alone = clocks::alone(clocks, told);
    alone.extend(
        ledger
            .iter()
            .filter(|(xid, _)| !told(xid))
            .flat_map(|(_, entries)| entries.iter().cloned()),
    );
    for (on, sentence) in alone {
        let sentence = format!("{}，{sentence}", words::day(on));
        steps.push((
            on,
            None,
            StoryStep {
                on,
                sentence,
                effects: Vec::new(),
            },
        ));
    }
    steps.sort_by_key(|step| step.0);
    grouped(steps)
}

fn grouped(steps: Vec<(NaiveDate, Option<Action>, StoryStep)>) -> Vec<StoryPhase> {
    let mut phases: Vec<StoryPhase> = Vec::new();
    let mut now = Phase::Apply;
    for (_, action, step) in steps {
        now = action.map_or(now, |action| now.after(action));
        match phases.last_mut() {
            Some(last) if last.phase == now => last.steps.push(step),
            _ => phases.push(StoryPhase {
                phase: now,
                steps: vec![step],
            }),
        }
    }
    phases
}
