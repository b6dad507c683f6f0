//! Urging (督办): the region asks, the city's agency answers (matrix 3). Who sees which is row policy.

mod page;

use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Role};
use domain::calendar::{Due, WorkCalendar};
use domain::contract::UrgingForm;
use domain::notification::NotificationKind;
use domain::state::ProjectState;
use domain::urging::term;
use domain::{ProjectId, Refusal, TenantId, UrgingId, full_date};
use serde_json::json;
use sqlx::Row;

use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, Subject, record_of};
use crate::notification::{self, Notification, deliver, people};
use crate::plan::required;
use crate::rows::Columns;

pub(crate) use page::view;

/// Longest urging and longest answer, in characters.
const LONGEST: (u32, u32) = (1000, 2000);

/// What an urging is about, as the history names it.
struct About {
    project: Option<(ProjectId, String)>,
    year: i32,
}

impl About {
    /// What people read: the project's name, or the whole city.
    fn words(&self) -> String {
        self.project.as_ref().map_or_else(
            || "本盟市工作".to_owned(),
            |(_, name)| format!("项目“{name}”"),
        )
    }

    fn id(&self) -> Option<ProjectId> {
        self.project.as_ref().map(|(id, _)| *id)
    }
}

/// The region asks a city.
pub(crate) async fn urge(session: &Session, form: UrgingForm) -> Result<UrgingId> {
    let action = Action::Urge;
    if !action.allows(&session.capacities()) {
        return Err(action.forbidden().into());
    }
    let (tenant, project) = addressed(session, &form).await?;
    let mut tx = session.oversee(action, tenant).await?;
    let about = about(&mut tx, project).await?;
    let text = required("text", "督办事项", &form.text, LONGEST.0)?;
    let days = term(&form.days)?;
    let calendar = tx.db.calendar.clone().current(&mut tx).await?;
    let due = calendar.add_working_days(tx.today(), days)?;
    let id = insert(&mut tx, &about, &text, (days, due), &calendar).await?;
    let provisional = if due.provisional { "（暂定）" } else { "" };
    let last = full_date(due.date);
    let entry = format!("督办：{text}（要求最迟 {last}{provisional}答复）");
    record(
        &mut tx,
        &about,
        &entry,
        json!({"urging": id, "due": due.date}),
    )
    .await?;
    let title = format!("{}督办，请最迟 {last} 答复", tx.who.role.label());
    let words = format!("{}：{text}", about.words());
    let posts = [Role::AgencyClerk, Role::AgencyReviewer];
    let source = format!("urging:{id}");
    tell(
        &mut tx,
        tenant,
        &posts,
        (&about, &source, &title, &words, Some(due.date)),
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Which city, and which of its projects, looked up under the region's own eyes.
async fn addressed(session: &Session, form: &UrgingForm) -> Result<(TenantId, Option<ProjectId>)> {
    let mut tx = session.read(Action::ViewUrgings).await?;
    let project = form.project.trim();
    if !project.is_empty() {
        let id: i64 = project.parse().map_err(|_| Refusal::NotFound)?;
        let tenant: Option<i32> = sqlx::query_scalar("select tenant_id from project where id = $1")
            .bind(id)
            .fetch_optional(&mut *tx)
            .await?;
        let tenant = tenant.ok_or(Refusal::NotFound)?;
        return Ok((TenantId(tenant), Some(ProjectId(id))));
    }
    let city: Option<i32> = sqlx::query_scalar("select id from tenant where id::text = $1")
        .bind(form.tenant.trim())
        .fetch_optional(&mut *tx)
        .await?;
    let city = city.ok_or_else(|| Refusal::UnknownChoice {
        field: "tenant".into(),
        label: "盟市".into(),
    })?;
    Ok((TenantId(city), None))
}

/// What it is about; a project that is over is not urged.
async fn about(tx: &mut Tx, project: Option<ProjectId>) -> Result<About> {
    let Some(id) = project else {
        return Ok(About {
            project: None,
            year: tx.today().year(),
        });
    };
    let row = sqlx::query("select name, state, plan_year from project where id = $1")
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let state: ProjectState = row.code("state")?;
    if state.is_final() {
        return Err(tx.action.wrong_state("项目", state.label()).into());
    }
    Ok(About {
        project: Some((id, row.text("name")?)),
        year: row.try_get("plan_year")?,
    })
}

async fn insert(
    tx: &mut Tx,
    about: &About,
    text: &str,
    (days, due): (u32, Due),
    calendar: &WorkCalendar,
) -> Result<UrgingId> {
    let (today, who) = (tx.today(), tx.who.clone());
    let id: i64 = sqlx::query_scalar(
        "insert into urging (project_id, text, asked_by, asked_name, asked_post, asked_on, working_days, due_on, provisional, calendar_version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
    )
    .bind(about.id().map(|id| id.0))
    .bind(text)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .bind(who.role.code())
    .bind(today)
    .bind(i32::try_from(days).unwrap_or(i32::MAX))
    .bind(due.date)
    .bind(due.provisional)
    .bind(calendar.version())
    .fetch_one(&mut **tx)
    .await?;
    Ok(UrgingId(id))
}

/// Between region and city: no organisation reads it, and none of their pages is woken.
async fn record(tx: &mut Tx, about: &About, text: &str, facts: serde_json::Value) -> Result<()> {
    let subject = Subject {
        project: about
            .project
            .as_ref()
            .map(|(id, name)| (*id, name.as_str())),
        year: Some(about.year),
        ..Subject::default()
    };
    record_of(tx, subject, Entry::new(text).facts(facts).internal()).await
}

type Words<'a> = (&'a About, &'a str, &'a str, &'a str, Option<NaiveDate>);

async fn tell(
    tx: &mut Tx,
    tenant: TenantId,
    posts: &[Role],
    (about, source, title, text, due): Words<'_>,
) -> Result<()> {
    let to = notification::recipients(tx, tenant, posts, &[]).await?;
    let what = Notification {
        tenant,
        project: about.id(),
        kind: NotificationKind::Urging,
        source,
        title,
        text,
        due,
        at: tx.now,
    };
    deliver(tx, &to, what).await?;
    tx.tells(people(&to));
    Ok(())
}

/// The city's agency answers.
pub(crate) async fn answer(session: &Session, id: UrgingId, text: String) -> Result<()> {
    let mut tx = session.write(Action::AnswerUrging).await?;
    let row = sqlx::query(
        "select u.tenant_id, u.project_id, u.asked_post, u.due_on, u.answer is not null as answered,
           (select p.name from project p where p.tenant_id = u.tenant_id and p.id = u.project_id) as name,
           (select p.plan_year from project p where p.tenant_id = u.tenant_id and p.id = u.project_id) as plan_year
         from urging u where u.id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    if row.try_get("answered")? {
        return Err(tx.action.wrong_state("督办", "已答复").into());
    }
    let text = required("text", "答复", &text, LONGEST.1)?;
    let project: Option<i64> = row.try_get("project_id")?;
    let about = About {
        project: project
            .map(|id| Ok::<_, sqlx::Error>((ProjectId(id), row.text("name")?)))
            .transpose()?,
        year: row
            .try_get::<Option<i32>, _>("plan_year")?
            .unwrap_or(tx.today().year()),
    };
    give(&mut tx, id, &text).await?;
    let due: NaiveDate = row.try_get("due_on")?;
    let late = if tx.today() > due { "（逾期）" } else { "" };
    let entry = format!("答复督办{late}：{text}");
    record(&mut tx, &about, &entry, json!({"urging": id})).await?;
    let tenant = TenantId(row.try_get("tenant_id")?);
    let (title, source) = (format!("督办已答复{late}"), format!("urging:{id}:answer"));
    let words = format!("{}，{}：{text}", about.words(), tx.who.place);
    let posts = [row.code::<Role>("asked_post")?];
    tell(
        &mut tx,
        tenant,
        &posts,
        (&about, &source, &title, &words, None),
    )
    .await?;
    tx.commit().await
}

async fn give(tx: &mut Tx, id: UrgingId, text: &str) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query("update urging set answer = $2, answered_by = $3, answered_name = $4, answered_on = $5 where id = $1")
        .bind(id.0)
        .bind(text)
        .bind(who.account.0)
        .bind(format!("{} {}", who.place, who.name))
        .bind(today)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Counts the last day of every open urging again by a calendar that has changed.
pub(crate) async fn recount(tx: &mut Tx, calendar: &WorkCalendar) -> Result<()> {
    let rows = sqlx::query("select tenant_id, id, asked_on, working_days from urging where answer is null order by tenant_id, id")
        .fetch_all(&mut **tx)
        .await?;
    for row in rows {
        let days: i32 = row.try_get("working_days")?;
        let due = calendar.add_working_days(row.try_get("asked_on")?, days.unsigned_abs())?;
        sqlx::query(
            "update urging set due_on = $3, provisional = $4, calendar_version = $5
             where tenant_id = $1 and id = $2 and (due_on, provisional) <> ($3::date, $4::boolean)",
        )
        .bind(row.try_get::<i32, _>("tenant_id")?)
        .bind(row.try_get::<i64, _>("id")?)
        .bind(due.date)
        .bind(due.provisional)
        .bind(calendar.version())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
