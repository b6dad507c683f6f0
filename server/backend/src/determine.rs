//! What a meeting has resolved takes effect: all of it in the one transaction that files the minutes
//! (R013, R032, R046, R047, R147; I5). Nothing else makes a project DETERMINED; the database agrees.

mod effect;
mod opinion;

use domain::access::Action;
use domain::calendar::october_deadline;
use domain::contract::MeetingOpinion;
use domain::state::{ItemKind, Motion, Outcome};
use domain::{MeetingId, ProjectId, Refusal, Version};
use serde_json::json;

use crate::door::{Session, Tx};
use crate::event::Entry;
use crate::meeting::minutes::approves;
use crate::meeting::open;
use crate::meeting::record::{Line, Record};
use crate::plan::required;
use crate::{Result, areas};

/// Files the minutes; every adopted line takes effect.
pub(crate) async fn close_meeting(
    session: &Session,
    id: MeetingId,
    seen: Version,
    late_reason: String,
) -> Result<()> {
    let (mut tx, meeting) = open(session, Action::CloseMeeting, id, Some(seen)).await?;
    let record = Record::load(&mut tx, meeting).await?;
    let late = late(&record, &tx, &late_reason)?;
    let mut number = 0;
    // What is cancelled makes room for what is approved.
    let cancelled_first = |line: &&Line| line.item.kind != ItemKind::Cancel;
    let mut lines: Vec<&Line> = record.lines.iter().collect();
    lines.sort_by_key(cancelled_first);
    for line in lines.into_iter().filter(|line| line.is_resolved()) {
        let resolution = number_it(&mut tx, &record, line, &mut number).await?;
        take_effect(&mut tx, &record, line, &resolution, &late).await?;
    }
    decide_lists(&mut tx).await?;
    let today = tx.today();
    sqlx::query(
        "update meeting set state = 'FILED_AND_CLOSED', closed_on = $2, late_reason = $3, version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(&late)
    .execute(&mut *tx)
    .await?;
    let mut text = format!("{}纪要归档，{number} 项决议生效", record.meeting.name());
    if !late.is_empty() {
        text.push_str(&format!("；逾期确定，理由：{late}"));
    }
    let facts = json!({"resolutions": number, "late_reason": late});
    record
        .meeting
        .note(&mut tx, Entry::new(text).facts(facts))
        .await?;
    tx.commit().await
}

/// Why projects are determined after 31 October; empty when none is (R047, A15).
fn late(record: &Record, tx: &Tx, reason: &str) -> Result<String> {
    let missed = record
        .lines
        .iter()
        .filter(|line| approves(line))
        .filter_map(|line| line.plan_year)
        .map(october_deadline)
        .filter(|due| tx.today() > *due)
        .min();
    match missed {
        None => Ok(String::new()),
        Some(due) if reason.trim().is_empty() => Err(Refusal::LateReason {
            field: "late_reason".into(),
            due,
        }
        .into()),
        Some(_) => required("late_reason", "逾期确定的理由", reason, 500),
    }
}

/// Gives an adopted line its number; the others have none.
async fn number_it(tx: &mut Tx, record: &Record, line: &Line, number: &mut u32) -> Result<String> {
    if line.item.outcome != Some(Outcome::Adopted) {
        return Ok(String::new());
    }
    *number += 1;
    let resolution = record.meeting.resolution(*number);
    sqlx::query("update item set resolution = $2 where id = $1")
        .bind(line.item.id.0)
        .bind(&resolution)
        .execute(&mut **tx)
        .await?;
    Ok(resolution)
}

async fn take_effect(
    tx: &mut Tx,
    record: &Record,
    line: &Line,
    resolution: &str,
    late: &str,
) -> Result<()> {
    let adopted = line.item.outcome == Some(Outcome::Adopted);
    match (line.item.kind, line.item.project, line.item.area_set) {
        (ItemKind::Areas, _, Some(set)) => {
            if adopted && line.item.motion == Some(Motion::Approve) {
                let today = tx.today();
                areas::decided(tx, set, resolution, today).await
            } else {
                areas::not_adopted(tx, set).await
            }
        }
        (ItemKind::Project, Some(project), _) => {
            let case = effect::Case {
                record,
                line,
                resolution,
                late,
            };
            case.decide(tx, project).await
        }
        (ItemKind::Cancel, Some(project), _) => {
            if adopted && line.item.motion == Some(Motion::Approve) {
                effect::cancel(tx, record, line, project, resolution).await
            } else {
                Ok(())
            }
        }
        _ => Ok(()),
    }
}

/// A frozen list of which no project waits for the meeting any more has been decided; the next
/// proposal begins another one.
async fn decide_lists(tx: &mut Tx) -> Result<()> {
    sqlx::query(
        "update proposal_list l set state = 'DECIDED', version = version + 1
         where l.state = 'FROZEN' and not exists (select from proposal b
           join project p on p.tenant_id = b.tenant_id and p.id = b.project_id
           where b.tenant_id = l.tenant_id and b.year = l.year and b.list_no = l.no and not b.dropped
             and p.state = 'PROPOSED' and p.plan_year = b.year)",
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// 联席会议意见 of Annex 1, once a meeting has decided about the project (R147).
///
/// # Errors
/// What PostgreSQL said.
pub async fn opinion_on(tx: &mut Tx, project: ProjectId) -> Result<Option<MeetingOpinion>> {
    opinion::read(tx, project).await
}
