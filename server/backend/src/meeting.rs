//! The joint meeting (R010-R013, R046; machine 2.3), from its planning to the confirmed minutes.
//!
//! Reading order: here (planning, notice, opening) → [`agenda`] → [`floor`] (presence, reports,
//! motions, opinions) → [`minutes`]. What a closed meeting has decided takes effect in
//! [`crate::determine`].
//!
//! `version` grows with everything that changes what a seat would confirm or the secretary would put
//! to it; it does not grow with presence, opinions and confirmations, so that four people can act at
//! the same time.

pub(crate) mod agenda;
pub(crate) mod floor;
pub(crate) mod list;
pub(crate) mod minutes;
mod offers;
pub(crate) mod record;
mod text;
pub(crate) mod view;

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::MeetingDraft;
use domain::deadline::NOTICE_WORKING_DAYS;
use domain::full_date;
use domain::state::{ItemKind, MeetingState, Member};
use domain::{ItemId, MeetingId, Refusal, TenantId, Version};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::agreement::date;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_meeting};
use crate::plan::required;
use crate::rows::Columns;
use crate::{Result, areas};

/// A meeting row, locked by the city's queue.
pub(crate) struct Meeting {
    pub id: MeetingId,
    pub tenant: TenantId,
    pub year: i32,
    pub no: i32,
    pub title: String,
    pub state: MeetingState,
    pub planned: NaiveDate,
    pub place: String,
    pub short_notice: String,
    pub held_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub current: Option<ItemId>,
    pub minutes: String,
    pub extra: String,
    /// The record was corrected after the minutes were drafted.
    pub corrected: bool,
    pub late_reason: String,
    pub version: Version,
    /// A seat has objected to the drafted minutes.
    pub objected: bool,
}

impl Meeting {
    /// Reads the meeting; who may see it at all is the row policies' business.
    pub(crate) async fn find(tx: &mut Tx, id: MeetingId) -> Result<Self> {
        let row = sqlx::query(
            "select m.*, exists (select from seat s where s.tenant_id = m.tenant_id and s.meeting_id = m.id
               and s.confirmation = 'OBJECTED') as objected
             from meeting m where m.id = $1",
        )
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
        Ok(Self::from_row(&row)?)
    }

    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: MeetingId(row.try_get("id")?),
            tenant: TenantId(row.try_get("tenant_id")?),
            year: row.try_get("year")?,
            no: row.try_get("no")?,
            title: row.text("title")?,
            state: row.code("state")?,
            planned: row.try_get("planned_on")?,
            place: row.text("place")?,
            short_notice: row.text("short_notice")?,
            held_on: row.date_opt("held_on")?,
            closed_on: row.date_opt("closed_on")?,
            current: row.try_get::<Option<i64>, _>("current_item")?.map(ItemId),
            minutes: row.text("minutes")?,
            extra: row.text("extra")?,
            corrected: row.try_get("corrected")?,
            late_reason: row.text("late_reason")?,
            version: Version(row.try_get("version")?),
            objected: row.try_get("objected")?,
        })
    }

    /// Whether the record may be corrected although the minutes are drafted.
    pub(crate) const fn disputed(&self) -> bool {
        self.objected || self.corrected
    }

    /// 2026年第2次联席会议.
    pub(crate) fn name(&self) -> String {
        format!("{}年第{}次联席会议", self.year, self.no)
    }

    /// The refusal for a step that has not its time now.
    pub(crate) fn wrong_state(&self, action: Action) -> Refusal {
        action.wrong_state("会议", self.state.label())
    }

    /// # Errors
    /// `WrongState` when the step has not its time now.
    pub(crate) fn admits(&self, action: Action) -> Result<()> {
        if action.fits_meeting(self.state, self.disputed()) {
            Ok(())
        } else {
            Err(self.wrong_state(action).into())
        }
    }

    /// What was said or moved has changed: whoever saw the meeting before must look again, and
    /// minutes that are drafted already must be drafted anew.
    pub(crate) async fn changed(&self, tx: &mut Tx) -> Result<()> {
        sqlx::query(
            "update meeting set version = version + 1, corrected = corrected or state = 'MINUTES_DRAFT' where id = $1",
        )
        .bind(self.id.0)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Writes what happened into the history and to everybody who watches.
    pub(crate) async fn note(&self, tx: &mut Tx, entry: Entry) -> Result<()> {
        record_meeting(tx, self.id, self.year, entry).await
    }
}

/// Opens a writing transaction on a meeting: right, existence, time, version, in this order.
pub(crate) async fn open(
    session: &Session,
    action: Action,
    id: MeetingId,
    seen: Option<Version>,
) -> Result<(Tx, Meeting)> {
    let mut tx = session.write(action).await?;
    let meeting = Meeting::find(&mut tx, id).await?;
    meeting.admits(action)?;
    if seen.is_some_and(|seen| seen != meeting.version) {
        return Err(Refusal::Stale.into());
    }
    Ok((tx, meeting))
}

/// Plans a meeting: date, place, four seats, four standing reports.
pub(crate) async fn plan(session: &Session, draft: MeetingDraft) -> Result<MeetingId> {
    let mut tx = session.write(Action::PlanMeeting).await?;
    let title = required("title", "会议名称", &draft.title, 100)?;
    let planned = date("planned", &draft.planned)?;
    let place = required("place", "会议地点", &draft.place, 100)?;
    let today = tx.today();
    if planned < today {
        return Err(Refusal::DateTooEarly {
            field: "planned".into(),
            earliest: today,
            because: "今天".into(),
        }
        .into());
    }
    let row = sqlx::query(
        "insert into meeting (year, no, title, planned_on, place)
         select $1, coalesce(max(no), 0) + 1, $2, $3, $4 from meeting where year = $1 returning id",
    )
    .bind(planned.year())
    .bind(&title)
    .bind(planned)
    .bind(&place)
    .fetch_one(&mut *tx)
    .await?;
    let id = MeetingId(row.try_get("id")?);
    furnish(&mut tx, id).await?;
    let meeting = Meeting::find(&mut tx, id).await?;
    let text = format!(
        "安排{}“{title}”，{}在{place}召开",
        meeting.name(),
        full_date(planned)
    );
    let facts = json!({"planned": planned, "place": place});
    meeting.note(&mut tx, Entry::new(text).facts(facts)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Four seats and the four reports of the regulation (R010, R012).
async fn furnish(tx: &mut Tx, id: MeetingId) -> Result<()> {
    for member in Member::ALL {
        sqlx::query("insert into seat (meeting_id, member) values ($1, $2)")
            .bind(id.0)
            .bind(member.code())
            .execute(&mut **tx)
            .await?;
    }
    for (kind, no) in ItemKind::STANDING.iter().zip(1..) {
        sqlx::query("insert into item (meeting_id, no, kind, title) values ($1, $2, $3, $4)")
            .bind(id.0)
            .bind(no)
            .bind(kind.code())
            .bind(kind.label())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Invites the four seats: each must have somebody (R010), three working days ahead or with a reason.
pub(crate) async fn convene(
    session: &Session,
    id: MeetingId,
    seen: Version,
    short_notice: String,
) -> Result<()> {
    let action = Action::ConveneMeeting;
    let (mut tx, meeting) = open(session, action, id, Some(seen)).await?;
    let vacant = record::vacant_seats(&mut tx, meeting.tenant).await?;
    if !vacant.is_empty() {
        return Err(Refusal::SeatVacant {
            seats: vacant.join("、"),
        }
        .into());
    }
    let today = tx.today();
    if meeting.planned < today {
        let label = "原定日期已过，请取消后重新安排";
        return Err(action.wrong_state("会议", label).into());
    }
    let reason = notice(&mut tx, &meeting, &short_notice).await?;
    sqlx::query(
        "update meeting set state = 'CONVENED', convened_on = $2, short_notice = $3, version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(&reason)
    .execute(&mut *tx)
    .await?;
    let mut text = format!(
        "向四个成员单位发出{}通知，{}召开",
        meeting.name(),
        full_date(meeting.planned)
    );
    if !reason.is_empty() {
        text.push_str(&format!(
            "；提前不足 {NOTICE_WORKING_DAYS} 个工作日：{reason}"
        ));
    }
    let facts = json!({"planned": meeting.planned, "short_notice": reason});
    meeting.note(&mut tx, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// The reason for a short notice; nothing when the notice is long enough.
async fn notice(tx: &mut Tx, meeting: &Meeting, reason: &str) -> Result<String> {
    let calendar = tx.db.calendar.clone().current(tx).await?;
    let earliest = calendar
        .add_working_days(tx.today(), NOTICE_WORKING_DAYS)?
        .date;
    if meeting.planned >= earliest {
        return Ok(String::new());
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ShortNotice {
            field: "short_notice".into(),
            earliest,
        }
        .into());
    }
    required("short_notice", "提前召开的理由", reason, 500)
}

/// Opens the meeting, on its day or later, at its first item.
pub(crate) async fn open_meeting(session: &Session, id: MeetingId, seen: Version) -> Result<()> {
    let action = Action::OpenMeeting;
    let (mut tx, meeting) = open(session, action, id, Some(seen)).await?;
    let today = tx.today();
    if today < meeting.planned {
        return Err(Refusal::DateTooEarly {
            field: "planned".into(),
            earliest: meeting.planned,
            because: "会议通知的日期".into(),
        }
        .into());
    }
    sqlx::query(
        "update meeting set state = 'HELD', held_on = $2, version = version + 1,
           current_item = (select id from item i where i.meeting_id = meeting.id and not i.dropped order by no limit 1)
         where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    let text = format!("{}开始", meeting.name());
    meeting.note(&mut tx, Entry::new(text)).await?;
    tx.commit().await
}

/// Calls the meeting off; key areas on its agenda wait for another one.
pub(crate) async fn cancel(
    session: &Session,
    id: MeetingId,
    seen: Version,
    reason: String,
) -> Result<()> {
    let (mut tx, meeting) = open(session, Action::CancelMeeting, id, Some(seen)).await?;
    let reason = required("reason", "取消原因", &reason, 500)?;
    for set in agenda::area_sets(&mut tx, id).await? {
        areas::not_adopted(&mut tx, set).await?;
    }
    sqlx::query(
        "update meeting set state = 'CANCELLED', cancelled = $2, version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(&reason)
    .execute(&mut *tx)
    .await?;
    let text = format!("取消{}：{reason}", meeting.name());
    meeting.note(&mut tx, Entry::new(text)).await?;
    tx.commit().await
}
