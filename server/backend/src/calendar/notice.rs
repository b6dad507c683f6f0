//! Holiday notices: entered by one regional person, published by another (4.8, point 1).

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::calendar::notice::{Notice, check, collected, typed};
use domain::calendar::{CalendarYear, WorkCalendar};
use domain::contract::{
    CalendarDraft, CalendarDraftForm, CalendarView, MovedDeadline, Offer, SHOWN_MOVES, YearView,
};
use domain::refusal::CalendarFault;
use domain::{CalendarDraftId, DeadlineId, ProjectId, Refusal};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::recount::{Moving, moving, recount};
use crate::door::{Scope, Session, Tx};
use crate::plan::required;
use crate::rows::Columns;
use crate::two_persons::Drafts;
use crate::{Error, Result};

const DRAFTS: Drafts = Drafts {
    table: "calendar_draft",
    name: "放假安排",
    by: ("entered_by", "entered_name"),
    same_person: |by| CalendarFault::SamePerson { by }.into(),
};

/// The calendar as everybody sees it; what waits to be published only for the region.
pub(crate) async fn view(session: &Session) -> Result<CalendarView> {
    let mut tx = session.read(Action::ViewCalendar).await?;
    let calendar = tx.db.calendar.clone().current(&mut tx).await?;
    let capacities = session.capacities();
    let drafts = if session.scope == Scope::Region {
        let may_publish = Action::PublishCalendar.allows(&capacities);
        drafts(&mut tx, &calendar, may_publish).await?
    } else {
        Vec::new()
    };
    let moves = moves(&mut tx).await?;
    let mut years = calendar
        .years()
        .map(|year| shown(year, &calendar))
        .collect::<Result<Vec<_>>>()?;
    years.reverse();
    let offers = [
        Action::DraftCalendar,
        Action::PublishCalendar,
        Action::WithdrawCalendar,
    ]
    .into_iter()
    .filter(|action| action.allows(&capacities))
    .map(|action| Offer {
        action,
        why_not: None,
    })
    .collect();
    Ok(CalendarView {
        years,
        drafts,
        moves,
        offers,
    })
}

fn shown(year: &CalendarYear, calendar: &WorkCalendar) -> Result<YearView> {
    Ok(YearView {
        year: year.year,
        announced: year.announced,
        version: year.version,
        notice: year.notice.clone().unwrap_or_default(),
        workdays: calendar.workdays_of_year(year.year)?,
        off: named(&year.off),
        makeup: year.makeup.clone(),
    })
}

fn named(off: &[(NaiveDate, Option<String>)]) -> Vec<(NaiveDate, String)> {
    off.iter()
        .map(|(date, name)| (*date, name.clone().unwrap_or_default()))
        .collect()
}

async fn drafts(
    tx: &mut Tx,
    calendar: &WorkCalendar,
    may_publish: bool,
) -> Result<Vec<CalendarDraft>> {
    let rows =
        sqlx::query("select * from calendar_draft where state = 'WAITING' order by year desc")
            .fetch_all(&mut **tx)
            .await?;
    let mut drafts = Vec::with_capacity(rows.len());
    for row in &rows {
        let year = year_of(row)?;
        let moving = moving(tx, &with(calendar, year.clone())).await?;
        let would_move = moving.iter().filter(|row| row.moves()).count();
        let own = may_publish && row.try_get::<i64, _>("entered_by")? == tx.who.account.0;
        let by = row.text("entered_name")?;
        drafts.push(CalendarDraft {
            id: CalendarDraftId(row.try_get("id")?),
            year: year.year,
            notice: year.notice.unwrap_or_default(),
            correction: row.text("correction")?,
            why_not: own
                .then(|| Refusal::from(CalendarFault::SamePerson { by: by.clone() }).sentence()),
            by,
            on: row.try_get("entered_on")?,
            off: named(&year.off),
            makeup: year.makeup,
            would_move: number(would_move),
            would_confirm: number(moving.len() - would_move),
            preview: shown_first(&moving, year.year),
        });
    }
    Ok(drafts)
}

/// Those that get another day before those that only keep theirs.
fn shown_first(moving: &[Moving], year: i32) -> Vec<MovedDeadline> {
    let (moves, stays): (Vec<&Moving>, Vec<&Moving>) = moving.iter().partition(|row| row.moves());
    let all = moves.into_iter().chain(stays).take(SHOWN_MOVES);
    all.map(|row| row.shown(year)).collect()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn year_of(row: &PgRow) -> Result<CalendarYear> {
    let bad = |error: serde_json::Error| Error::Inconsistent(format!("calendar_draft: {error}"));
    Ok(CalendarYear {
        year: row.try_get("year")?,
        announced: true,
        version: 1,
        notice: Some(row.text("notice")?),
        off: serde_json::from_value(row.json("days_off")?).map_err(bad)?,
        makeup: serde_json::from_value(row.json("makeup")?).map_err(bad)?,
    })
}

/// The calendar with one year replaced.
fn with(calendar: &WorkCalendar, year: CalendarYear) -> WorkCalendar {
    let others = calendar
        .years()
        .filter(|old| old.year != year.year)
        .cloned();
    WorkCalendar::new(others.chain([year.clone()]))
}

async fn moves(tx: &mut Tx) -> Result<Vec<MovedDeadline>> {
    let rows = sqlx::query(
        "select m.deadline_id, m.kind, m.old_due, m.new_due, m.moved_on, m.year, p.id, p.name,
           (select name from tenant where tenant.id = p.tenant_id) as tenant
         from deadline_move m join project p on p.tenant_id = m.tenant_id and p.id = m.project_id
         order by m.moved_on desc, m.new_version desc, m.old_due = m.new_due, m.new_due, m.id limit $1",
    )
    .bind(number(SHOWN_MOVES))
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(MovedDeadline {
                deadline: DeadlineId(row.try_get("deadline_id")?),
                project: ProjectId(row.try_get("id")?),
                project_name: row.text("name")?,
                tenant_name: row.text("tenant")?,
                kind: row.code("kind")?,
                old: row.try_get("old_due")?,
                new: row.try_get("new_due")?,
                on: Some(row.try_get("moved_on")?),
                year: row.try_get("year")?,
            })
        })
        .collect()
}

/// Enters a notice: checked at once, in force only when somebody else publishes it.
pub(crate) async fn draft(session: &Session, form: CalendarDraftForm) -> Result<CalendarDraftId> {
    let mut tx = session.reference(Action::DraftCalendar).await?;
    let year = year_typed(&form.year, tx.today().year())?;
    let source = required("notice", "通知文号或网址", &form.notice, 300)?;
    let text = required("text", "放假安排", &form.text, 20_000)?;
    let correction = form.correction.trim();
    if correction.chars().count() > 300 {
        required("correction", "调整依据", correction, 300)?;
    }
    refuse_published(&mut tx, year, correction).await?;
    let notice = read(year, &text)?;
    check(year, &notice, !correction.is_empty())?;
    let id = insert(&mut tx, year, &source, correction, &notice).await?;
    tx.commit().await?;
    Ok(id)
}

/// The State Council announces the next year, and may change this one.
fn year_typed(text: &str, this: i32) -> Result<i32> {
    let year = text.trim().parse().ok();
    year.filter(|year| (this..=this + 1).contains(year))
        .ok_or_else(|| {
            let fault = CalendarFault::Year {
                from: this,
                to: this + 1,
            };
            Refusal::from(fault).into()
        })
}

/// The days of a notice: JSON of a public collection, or one day per line.
fn read(year: i32, text: &str) -> Result<Notice> {
    if !text.starts_with('{') {
        return Ok(typed(year, text)?);
    }
    let file = serde_json::from_str(text).map_err(|error| {
        Refusal::from(CalendarFault::File {
            line: u32::try_from(error.line()).unwrap_or(1),
        })
    })?;
    Ok(collected(year, file)?)
}

async fn refuse_published(tx: &mut Tx, year: i32, correction: &str) -> Result<()> {
    let row = sqlx::query(
        "select coalesce((select announced from calendar_year where year = $1), false) as announced,
           exists (select from calendar_draft where year = $1 and state = 'WAITING') as waiting",
    )
    .bind(year)
    .fetch_one(&mut **tx)
    .await?;
    if row.try_get("waiting")? {
        return Err(Refusal::from(CalendarFault::Waiting { year }).into());
    }
    match (row.try_get("announced")?, correction.is_empty()) {
        (true, true) => Err(Refusal::from(CalendarFault::Published { year }).into()),
        (false, false) => Err(Refusal::from(CalendarFault::NotPublished { year }).into()),
        _ => Ok(()),
    }
}

async fn insert(
    tx: &mut Tx,
    year: i32,
    source: &str,
    correction: &str,
    notice: &Notice,
) -> Result<CalendarDraftId> {
    let (today, who) = (tx.today(), tx.who.clone());
    let id: i64 = sqlx::query_scalar(
        "insert into calendar_draft (year, notice, correction, days_off, makeup, entered_by, entered_name, entered_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
    )
    .bind(year)
    .bind(source)
    .bind(correction)
    .bind(sqlx::types::Json(&notice.off))
    .bind(sqlx::types::Json(&notice.makeup))
    .bind(who.account.0)
    .bind(who.name)
    .bind(today)
    .fetch_one(&mut **tx)
    .await?;
    Ok(CalendarDraftId(id))
}

/// Publishes a notice: the year counts from now on, every open deadline is counted again, the old
/// day is kept, and the owners read about it in their histories (4.8, point 3).
pub(crate) async fn publish(session: &Session, id: CalendarDraftId) -> Result<()> {
    let mut tx = session.reference(Action::PublishCalendar).await?;
    tx.queue_all().await?;
    let row = DRAFTS.of_another(&mut tx, id.0).await?;
    let year = year_of(&row)?.year;
    refuse_overtaken(&mut tx, &row, year).await?;
    DRAFTS.publish(&mut tx, id.0).await?;
    count_from_now_on(&mut tx, &row, year).await?;
    recount(&mut tx, year).await?;
    let cache = tx.db.calendar.clone();
    tx.commit().await?;
    cache.forget();
    Ok(())
}

/// A notice entered long ago may be of a year that is over, and history is not counted again.
async fn refuse_overtaken(tx: &mut Tx, row: &PgRow, year: i32) -> Result<()> {
    year_typed(&year.to_string(), tx.today().year())?;
    let announced: bool = sqlx::query_scalar(
        "select coalesce((select announced from calendar_year where year = $1), false)",
    )
    .bind(year)
    .fetch_one(&mut **tx)
    .await?;
    if announced && row.text("correction")?.is_empty() {
        return Err(Refusal::from(CalendarFault::Published { year }).into());
    }
    Ok(())
}

async fn count_from_now_on(tx: &mut Tx, row: &PgRow, year: i32) -> Result<()> {
    sqlx::query(
        "insert into calendar_year (year, announced, version, notice, days_off, makeup) values ($1, true, 1, $2, $3, $4)
         on conflict (year) do update set announced = true, version = calendar_year.version + 1,
           notice = excluded.notice, days_off = excluded.days_off, makeup = excluded.makeup",
    )
    .bind(year)
    .bind(row.text("notice")?)
    .bind(row.json("days_off")?)
    .bind(row.json("makeup")?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a notice back before its publication.
pub(crate) async fn withdraw(session: &Session, id: CalendarDraftId, reason: String) -> Result<()> {
    let action = Action::WithdrawCalendar;
    DRAFTS.withdraw(session, action, id.0, &reason).await
}
