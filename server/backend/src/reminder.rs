//! The scheduler of reminders: looks at the running clocks of every city and writes each step that is due
//! and was not sent yet (design 4). What was sent is a row of `reminder`, so a scheduler that slept, a
//! second instance, or a clock set back change nothing about it. On a rest day it sends nothing: the steps
//! wait for the next working day.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use domain::calendar::WorkCalendar;
use domain::notification::NotificationKind;
use domain::reminder::{
    HORIZON_DAYS, Holder, ReminderStep, Rung, Running, holder, ladder, recipients,
};
use domain::state::{DeadlineKind, Organiser};
use domain::{OrgId, ProjectId, TenantId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use crate::calendar::next_due;
use crate::door::reminding;
use crate::notification::{self, Notification, deliver, people};
use crate::rows::Columns;
use crate::{Database, Result};

/// How often the clocks are looked at. What is due does not depend on it.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// Clocks looked at in one transaction, which holds up the writers of the city if something is due.
const BATCH: i64 = 200;

/// Looks again and again; a failure is logged and tried again at the next look.
pub(crate) async fn run(db: Database) {
    loop {
        match remind(&db).await {
            Ok(0) => {}
            Ok(sent) => tracing::info!(sent, "reminders"),
            Err(error) => tracing::warn!(%error, "reminding failed, trying again"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Sends every step that is due today and was not sent: how many people were reminded. One city's failure
/// keeps none of the others waiting; the first one is returned when all have had their turn.
///
/// # Errors
/// What PostgreSQL said.
pub(crate) async fn remind(db: &Database) -> Result<usize> {
    let today = db.today();
    let mut tx = reminding(db, None).await?;
    let calendar = db.calendar.clone().current(&mut tx).await?;
    let cities: Vec<i32> = sqlx::query_scalar("select id from tenant order by id")
        .fetch_all(&mut *tx)
        .await?;
    drop(tx);
    if calendar.rests(today) {
        return Ok(0);
    }
    let (mut sent, mut failed) = (0, None);
    for city in cities {
        match remind_city(db, TenantId(city), today, &calendar).await {
            Ok(count) => sent += count,
            Err(error) => {
                tracing::warn!(%error, city, "reminding a city failed");
                failed.get_or_insert(error);
            }
        }
    }
    failed.map_or(Ok(sent), Err)
}

async fn remind_city(
    db: &Database,
    tenant: TenantId,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Result<usize> {
    let (mut after, mut sent) = (Place::default(), 0);
    loop {
        let mut tx = reminding(db, Some(tenant)).await?;
        let seen = running(&mut tx, today, after).await?;
        let Some(last) = seen.last().map(Clock::place) else {
            return Ok(sent);
        };
        if seen
            .iter()
            .any(|clock| !clock.steps(today, calendar).is_empty())
        {
            // Behind the writers of the city, and once more: a clock that has been stopped meanwhile is gone,
            // and what another instance has sent is sent.
            sqlx::query("select pg_advisory_xact_lock(1, $1)")
                .bind(tenant.0)
                .execute(&mut *tx)
                .await?;
            let mut told = Vec::new();
            for clock in running(&mut tx, today, after).await? {
                if clock.place() <= last {
                    told.extend(send_steps(db, &mut tx, tenant, &clock, calendar).await?);
                }
            }
            tx.commit().await?;
            sent += told.len();
            db.hub.tell(people(&told));
        }
        after = last;
    }
}

/// Where a clock stands in the order they are looked at: last day and number.
type Place = (NaiveDate, i64);

/// A running clock of the city.
struct Clock {
    id: i64,
    kind: DeadlineKind,
    started: NaiveDate,
    working_days: Option<i32>,
    due: NaiveDate,
    provisional: bool,
    project: ProjectId,
    project_name: String,
    applicant: Option<OrgId>,
    unit: Option<OrgId>,
    holder: Option<Holder>,
    sent: Vec<String>,
}

impl Clock {
    fn read(row: &PgRow) -> Result<Self> {
        let kind = row.code("kind")?;
        let org = |column| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.map(OrgId));
        let organiser: Option<Organiser> = row.code_opt("organiser")?;
        Ok(Self {
            id: row.try_get("id")?,
            kind,
            started: row.try_get("started_on")?,
            working_days: row.try_get("working_days")?,
            due: row.try_get("due_on")?,
            provisional: row.try_get("provisional")?,
            project: ProjectId(row.try_get("project_id")?),
            project_name: row.text("name")?,
            applicant: org("applicant_id")?,
            unit: org("unit_id")?,
            holder: holder(kind, organiser),
            sent: row.try_get("sent")?,
        })
    }

    const fn place(&self) -> Place {
        (self.due, self.id)
    }

    /// The steps that are due and not sent, in order; each for itself, however late.
    fn steps(&self, today: NaiveDate, calendar: &WorkCalendar) -> Vec<Rung> {
        if self.holder.is_none() {
            return Vec::new();
        }
        let rungs = ladder(self.kind, self.started, self.due, calendar).into_iter();
        rungs
            .filter(|rung| rung.on <= today && !self.sent.iter().any(|s| s == rung.step.code()))
            .collect()
    }

    /// The organisation whose turn it is.
    fn organisation(&self, holder: Option<Holder>) -> Option<OrgId> {
        match holder? {
            Holder::Agency => None,
            Holder::Applicant => self.applicant,
            Holder::Unit => self.unit,
        }
    }
}

/// The next clocks after a place that may have a step to send: running, and near enough.
async fn running(tx: &mut PgConnection, today: NaiveDate, after: Place) -> Result<Vec<Clock>> {
    let rows = sqlx::query(
        "select d.id, d.kind, d.started_on, d.working_days, d.due_on, d.project_id,
           d.provisional or coalesce(d.assumed_until > $1, false) as provisional, p.name, p.applicant_id, p.unit_id,
           (select a.organiser from acceptance a where a.tenant_id = d.tenant_id and a.project_id = d.project_id) as organiser,
           array(select distinct r.step from reminder r where r.tenant_id = d.tenant_id and r.deadline_id = d.id) as sent
         from deadline d join project p on p.tenant_id = d.tenant_id and p.id = d.project_id
         where d.tenant_id = app.tenant() and d.stopped_on is null and d.due_on <= $2 and (d.due_on, d.id) > ($3, $4)
           and not exists (select from reminder r where r.tenant_id = d.tenant_id and r.deadline_id = d.id and r.step = 'REGION')
         order by d.due_on, d.id limit $5",
    )
    .bind(today)
    .bind(today + Days::new(HORIZON_DAYS))
    .bind(after.0)
    .bind(after.1)
    .bind(BATCH)
    .fetch_all(tx)
    .await?;
    rows.iter().map(Clock::read).collect()
}

/// Writes the steps of one clock into the ledger and the inboxes: the accounts that were reminded.
async fn send_steps(
    db: &Database,
    tx: &mut PgConnection,
    tenant: TenantId,
    clock: &Clock,
    calendar: &WorkCalendar,
) -> Result<Vec<i64>> {
    let today = db.today();
    let mut told = Vec::new();
    for rung in clock.steps(today, calendar) {
        let Some(holder) = clock.holder else { continue };
        let who = recipients(rung.step, holder);
        let orgs = Vec::from_iter(clock.organisation(who.organisation));
        let accounts = notification::recipients(&mut *tx, tenant, who.posts, &orgs).await?;
        let new = enter(&mut *tx, clock, rung, today, &accounts).await?;
        let words = words(clock, holder, today, calendar);
        let (title, text) = (words.title(), words.text(rung.step));
        let what = Notification {
            tenant,
            project: Some(clock.project),
            kind: NotificationKind::Reminder,
            source: &source(clock.id, rung.step),
            title: &title,
            text: &text,
            due: Some(clock.due),
            at: db.now(),
        };
        deliver(&mut *tx, &new, what).await?;
        told.extend(new);
    }
    Ok(told)
}

fn source(deadline: i64, step: ReminderStep) -> String {
    format!("reminder:{deadline}:{step}")
}

fn words<'a>(
    clock: &'a Clock,
    holder: Holder,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Running<'a> {
    let next = next_due(calendar, clock.kind, clock.due, clock.provisional, today);
    Running {
        kind: clock.kind,
        holder,
        project: &clock.project_name,
        started: clock.started,
        working_days: clock.working_days.map(i32::unsigned_abs),
        due: clock.due,
        provisional: clock.provisional,
        today,
        left: next.working_days_left,
    }
}

/// The rows of the ledger; who has one already gets none.
async fn enter(
    tx: &mut PgConnection,
    clock: &Clock,
    rung: Rung,
    today: NaiveDate,
    accounts: &[i64],
) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar(
        "insert into reminder (project_id, deadline_id, step, account_id, step_on, sent_on)
         select $1, $2, $3, account, $4, $5 from unnest($6::bigint[]) account
         on conflict do nothing returning account_id",
    )
    .bind(clock.project.0)
    .bind(clock.id)
    .bind(rung.step.code())
    .bind(rung.on)
    .bind(today)
    .bind(accounts)
    .fetch_all(tx)
    .await?)
}
