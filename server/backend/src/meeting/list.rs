//! The meetings of a calendar year, the yearly minimum (R011), and the register of open questions.

use chrono::Datelike;
use domain::access::Action;
use domain::contract::{MeetingRow, MeetingsView, Offer, YearOf};
use domain::local_rule::LocalRule;
use domain::state::MeetingState;
use domain::{MeetingId, TenantId};
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::local_rule::value_of;
use crate::rows::Columns;
use crate::screens::shared;
use crate::{Result, issue};

/// The meetings of a calendar year, newest first.
pub(crate) async fn meetings(session: &Session, of: YearOf) -> Result<MeetingsView> {
    let (mut tx, tenant) = session.look(Action::ViewMeetings, of).await?;
    let year = of.year.unwrap_or(tx.today().year());
    let meetings = rows(&mut tx, tenant, year).await?;
    let held = meetings
        .iter()
        .filter(|meeting| meeting.state != MeetingState::Cancelled);
    let own = [
        Action::PlanMeeting,
        Action::RaiseIssue,
        Action::ResolveIssue,
    ]
    .into_iter()
    .filter(|action| action.allows(&session.capacities()));
    Ok(MeetingsView {
        tenant,
        name: shared::city_name(&mut tx, tenant).await?,
        year,
        years: years(&mut tx, tenant, year).await?,
        held: i64::try_from(held.count()).unwrap_or(i64::MAX),
        minimum: value_of(&mut tx, tenant, LocalRule::MeetingsPerYear)
            .await?
            .into(),
        issues: issue::rows(&mut tx, tenant).await?,
        offers: own
            .map(|action| Offer {
                action,
                why_not: None,
            })
            .collect(),
        meetings,
    })
}

async fn rows(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<MeetingRow>> {
    let rows = sqlx::query(
        "select m.id, m.no, m.title, m.state, m.planned_on, m.place,
           (select count(*) from item i where i.tenant_id = m.tenant_id and i.meeting_id = m.id and not i.dropped) as items
         from meeting m where m.tenant_id = $1 and m.year = $2 order by m.planned_on desc, m.no desc",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(MeetingRow {
                id: MeetingId(row.try_get("id")?),
                no: row.try_get("no")?,
                title: row.text("title")?,
                state: row.code("state")?,
                planned: row.try_get("planned_on")?,
                place: row.text("place")?,
                items: row.try_get("items")?,
            })
        })
        .collect()
}

/// Years with meetings, newest first, and the year asked for among them.
async fn years(tx: &mut Tx, tenant: TenantId, asked: i32) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar(
        "select distinct year from (select year from meeting where tenant_id = $1 union select $2) y order by year desc",
    )
    .bind(tenant.0)
    .bind(asked)
    .fetch_all(&mut **tx)
    .await?)
}
