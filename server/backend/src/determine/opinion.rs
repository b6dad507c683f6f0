//! 联席会议意见 of Annex 1: what the meeting said, who signs for it, when (R147).

use domain::ProjectId;
use domain::contract::MeetingOpinion;
use domain::state::Member;
use sqlx::Row;

use crate::Result;
use crate::door::Tx;
use crate::meeting::record::{Line, Record};
use crate::rows::Columns;

/// Writes what the applicant finds on its form; a later decision takes the place of an earlier one.
pub(super) async fn write(
    tx: &mut Tx,
    record: &Record,
    line: &Line,
    project: ProjectId,
    text: &str,
) -> Result<()> {
    let chair = record.seat(Member::Hrss);
    let person = chair
        .map(|seat| seat.person.clone())
        .filter(|person| !person.is_empty())
        .unwrap_or_else(|| tx.who.name.clone());
    let today = tx.today();
    sqlx::query(
        "insert into meeting_opinion (project_id, item_id, opinion, person, given_on) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, project_id) do update set item_id = excluded.item_id, opinion = excluded.opinion,
           person = excluded.person, given_on = excluded.given_on",
    )
    .bind(project.0)
    .bind(line.item.id.0)
    .bind(text)
    .bind(person)
    .bind(today)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn read(tx: &mut Tx, project: ProjectId) -> Result<Option<MeetingOpinion>> {
    let row =
        sqlx::query("select opinion, person, given_on from meeting_opinion where project_id = $1")
            .bind(project.0)
            .fetch_optional(&mut **tx)
            .await?;
    row.map(|row| {
        Ok(MeetingOpinion {
            text: row.text("opinion")?,
            person: row.text("person")?,
            on: row.try_get("given_on")?,
        })
    })
    .transpose()
}
