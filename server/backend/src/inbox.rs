//! A person's own inbox: what they were told, what of it they have read, which kinds they want to see.
//! Whose rows these are is row policy: none of these statements could find anybody else's.

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{
    InboxQuery, InboxView, NotificationRow, NotificationSetting, SHOWN_NOTIFICATIONS, Unread,
};
use domain::notification::NotificationKind;
use domain::{NotificationId, ProjectId, Refusal};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx};
use crate::rows::Columns;
use crate::screens::shared::moment;
use crate::{Result, mail};

/// What a person sees of their rows: kinds they have turned off do not show and do not count.
macro_rules! shown {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " from notification n where n.account_id = app.account()
               and not exists (select from notification_setting s where s.account_id = n.account_id and s.kind = n.kind and not s.page) ",
            $rest
        )
    };
}

/// The lines of them, as the page and the mails show them.
macro_rules! lines {
    ($rest:literal) => {
        shown!(
            "select n.id, n.kind, n.title, n.text, n.due_on, n.at, n.read_at is null as unread, n.project_id,
               (select t.name from tenant t where t.id = n.tenant_id) as tenant_name,
               coalesce((select p.name from project p where p.tenant_id = n.tenant_id and p.id = n.project_id), '') as project_name",
            $rest
        )
    };
}

/// The page of the inbox.
pub(crate) async fn view(session: &Session, query: InboxQuery) -> Result<InboxView> {
    let mut tx = session.read(Action::ViewInbox).await?;
    let mut rows = rows(&mut tx, query).await?;
    let more = rows.len() > SHOWN_NOTIFICATIONS;
    rows.truncate(SHOWN_NOTIFICATIONS);
    let row = sqlx::query(shown!(
        "select count(*) as unread, max(n.id) as newest",
        "and n.read_at is null"
    ))
    .fetch_one(&mut *tx)
    .await?;
    Ok(InboxView {
        unread: row.try_get("unread")?,
        newest_unread: id_of(&row, "newest")?,
        older: rows.last().map(|row| row.id).filter(|_| more),
        settings: settings(&mut tx).await?,
        mail: mail::view(&mut tx).await?,
        rows,
    })
}

fn id_of(row: &PgRow, column: &str) -> sqlx::Result<Option<NotificationId>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(NotificationId))
}

/// One more than a page shows, so that one knows whether there are more.
async fn rows(tx: &mut Tx, query: InboxQuery) -> Result<Vec<NotificationRow>> {
    let today = tx.today();
    let rows = sqlx::query(lines!(
        "and ($1::bigint is null or n.id < $1) and (n.read_at is null or not $2) order by n.id desc limit $3"
    ))
    .bind(query.before.map(|id| id.0))
    .bind(query.unread)
    .bind(i64::try_from(SHOWN_NOTIFICATIONS + 1).unwrap_or(i64::MAX))
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| line(row, today)).collect()
}

fn line(row: &PgRow, today: NaiveDate) -> Result<NotificationRow> {
    Ok(NotificationRow {
        id: NotificationId(row.try_get("id")?),
        kind: row.code("kind")?,
        title: row.text("title")?,
        text: row.text("text")?,
        tenant_name: row.text("tenant_name")?,
        project: row.try_get::<Option<i64>, _>("project_id")?.map(ProjectId),
        project_name: row.text("project_name")?,
        due: row.date_opt("due_on")?,
        at: moment(row.try_get("at")?, today),
        unread: row.try_get("unread")?,
    })
}

/// Those of these that the person has not read and would see unread on the page this moment, newest first.
pub(crate) async fn unread_of(session: &Session, ids: &[i64]) -> Result<Vec<NotificationRow>> {
    let mut tx = session.read(Action::ViewInbox).await?;
    let today = tx.today();
    let rows = sqlx::query(lines!(
        "and n.id = any ($1) and n.read_at is null order by n.id desc"
    ))
    .bind(ids)
    .fetch_all(&mut *tx)
    .await?;
    rows.iter().map(|row| line(row, today)).collect()
}

async fn settings(tx: &mut Tx) -> Result<Vec<NotificationSetting>> {
    let off: Vec<String> = sqlx::query_scalar(
        "select kind from notification_setting where account_id = app.account() and not page",
    )
    .fetch_all(&mut **tx)
    .await?;
    let all = NotificationKind::ALL.iter();
    Ok(all
        .map(|kind| NotificationSetting {
            kind: *kind,
            page: !off.iter().any(|code| code == kind.code()),
        })
        .collect())
}

/// What the head of every page says.
pub(crate) async fn unread(session: &Session) -> Result<Unread> {
    let mut tx = session.read(Action::ViewInbox).await?;
    count(&mut tx).await
}

/// The same in a transaction that is open already.
pub(crate) async fn count(tx: &mut Tx) -> Result<Unread> {
    let row = sqlx::query(shown!(
        "select count(*) filter (where n.read_at is null) as unread, max(n.id) as newest",
        ""
    ))
    .fetch_one(&mut **tx)
    .await?;
    Ok(Unread {
        unread: row.try_get("unread")?,
        newest: id_of(&row, "newest")?,
    })
}

/// One was read.
pub(crate) async fn read(session: &Session, id: NotificationId) -> Result<()> {
    let mut tx = session.write_own(Action::ReadNotification).await?;
    let now = tx.now;
    let known: bool = sqlx::query_scalar("select exists (select from notification where id = $1)")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await?;
    if !known {
        return Err(Refusal::NotFound.into());
    }
    sqlx::query("update notification set read_at = $2 where id = $1 and read_at is null")
        .bind(id.0)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.tells_oneself();
    tx.commit().await
}

/// Everything through one of them was read, as far as it shows.
pub(crate) async fn read_all(session: &Session, upto: NotificationId) -> Result<()> {
    let mut tx = session.write_own(Action::ReadNotifications).await?;
    let now = tx.now;
    sqlx::query(
        "update notification n set read_at = $2 where n.account_id = app.account() and n.id <= $1 and n.read_at is null
           and not exists (select from notification_setting s where s.account_id = n.account_id and s.kind = n.kind and not s.page)",
    )
    .bind(upto.0)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    tx.tells_oneself();
    tx.commit().await
}

/// Shows or hides a kind.
pub(crate) async fn set(session: &Session, kind: NotificationKind, page: bool) -> Result<()> {
    let mut tx = session.write_own(Action::SetNotification).await?;
    if !page && !kind.can_be_off() {
        let kind = kind.label().into();
        return Err(Refusal::AlwaysShown { kind }.into());
    }
    sqlx::query(
        "insert into notification_setting (account_id, kind, page) values (app.account(), $1, $2)
         on conflict (account_id, kind) do update set page = excluded.page",
    )
    .bind(kind.code())
    .bind(page)
    .execute(&mut *tx)
    .await?;
    tx.tells_oneself();
    tx.commit().await
}
