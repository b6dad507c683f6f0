//! Deadline rows: started and stopped by use cases, read by everything else.

use chrono::NaiveDate;
use domain::calendar::Due;
use domain::deadline::Rule;
use domain::local_rule::LocalRule;
use domain::state::{DeadlineKind, DeadlineResult};
use sqlx::Row as _;

use crate::Result;
use crate::door::Tx;
use crate::local_rule;
use crate::project::Project;

/// Starts the clock of a kind, counted from a day that is not itself counted.
///
/// # Errors
/// `UnknownYear` when the working days run into a year without a calendar.
pub async fn start(
    tx: &mut Tx,
    project: &Project,
    kind: DeadlineKind,
    from: NaiveDate,
) -> Result<NaiveDate> {
    begin(tx, project, kind, from, None).await
}

/// Starts the clock of a kind from a day that is an assumption until it comes: the row is complete, and
/// [`move_start`] replaces it where something happens before that day.
///
/// # Errors
/// `UnknownYear` when the working days run into a year without a calendar.
pub async fn start_assumed(
    tx: &mut Tx,
    project: &Project,
    kind: DeadlineKind,
    from: NaiveDate,
) -> Result<NaiveDate> {
    begin(tx, project, kind, from, Some(from)).await
}

/// Replaces the open clock by one that starts today: the old row stays, cancelled, and says why.
///
/// # Errors
/// `UnknownYear` when the working days run into a year without a calendar.
pub async fn move_start(
    tx: &mut Tx,
    project: &Project,
    kind: DeadlineKind,
    reason: &str,
) -> Result<NaiveDate> {
    end_moved(tx, project, kind, reason).await?;
    let today = tx.today();
    start(tx, project, kind, today).await
}

async fn begin(
    tx: &mut Tx,
    project: &Project,
    kind: DeadlineKind,
    from: NaiveDate,
    assumed_until: Option<NaiveDate>,
) -> Result<NaiveDate> {
    let rule = match LocalRule::of_clock(kind) {
        Some(own) => Rule::WorkingDays(local_rule::value_of(tx, project.tenant, own).await?),
        None => Rule::of(kind),
    };
    let calendar = tx.db.calendar.clone().current(tx).await?;
    let due = rule.due(from, &calendar)?;
    let days = if let Rule::WorkingDays(n) = rule {
        i32::try_from(n).ok()
    } else {
        None
    };
    let row = Row {
        kind,
        from,
        days,
        due,
        calendar: calendar.version(),
        assumed_until,
    };
    insert(tx, project, row).await?;
    Ok(due.date)
}

/// Starts a clock whose last day is laid down: the end of the agreement.
///
/// # Errors
/// What PostgreSQL said.
pub async fn start_fixed(
    tx: &mut Tx,
    project: &Project,
    kind: DeadlineKind,
    from: NaiveDate,
    due: NaiveDate,
) -> Result<()> {
    let row = Row {
        kind,
        from,
        days: None,
        due: Due {
            date: due,
            provisional: false,
        },
        calendar: 0,
        assumed_until: None,
    };
    insert(tx, project, row).await
}

/// What a new row says.
struct Row {
    kind: DeadlineKind,
    from: NaiveDate,
    days: Option<i32>,
    due: Due,
    calendar: i32,
    assumed_until: Option<NaiveDate>,
}

async fn insert(tx: &mut Tx, project: &Project, row: Row) -> Result<()> {
    sqlx::query(
        "insert into deadline (project_id, kind, started_on, working_days, due_on, provisional, calendar_version, assumed_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(project.id.0)
    .bind(row.kind.code())
    .bind(row.from)
    .bind(row.days)
    .bind(row.due.date)
    .bind(row.due.provisional)
    .bind(row.calendar)
    .bind(row.assumed_until)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Stops the open clock of a kind on a day: met on its last day, missed after it. `None` = none ran.
///
/// # Errors
/// What PostgreSQL said.
pub async fn stop(
    tx: &mut Tx,
    project: &Project,
    kind: DeadlineKind,
    on: NaiveDate,
) -> Result<Option<DeadlineResult>> {
    let row = sqlx::query(
        "update deadline set stopped_on = $3, result = case when $3 <= due_on then 'MET' else 'MISSED' end
         where project_id = $1 and kind = $2 and stopped_on is null returning result",
    )
    .bind(project.id.0)
    .bind(kind.code())
    .bind(on)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row
        .and_then(|row| row.try_get::<String, _>("result").ok())
        .and_then(|code| DeadlineResult::from_code(&code)))
}

/// Cancels open clocks: of one kind, or all of a project that ends early.
///
/// # Errors
/// What PostgreSQL said.
pub async fn cancel(tx: &mut Tx, project: &Project, kind: Option<DeadlineKind>) -> Result<()> {
    let today = tx.today();
    sqlx::query(
        "update deadline set stopped_on = $3, result = 'CANCELLED'
         where project_id = $1 and stopped_on is null and ($2::text is null or kind = $2)",
    )
    .bind(project.id.0)
    .bind(kind.map(DeadlineKind::code))
    .bind(today)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Replaces the open clock with a fixed last day by another day: the old row stays, missed if its
/// day had passed, cancelled otherwise, and says why.
///
/// # Errors
/// What PostgreSQL said.
pub async fn move_fixed(
    tx: &mut Tx,
    project: &Project,
    kind: DeadlineKind,
    (from, due): (NaiveDate, NaiveDate),
    reason: &str,
) -> Result<()> {
    end_moved(tx, project, kind, reason).await?;
    start_fixed(tx, project, kind, from, due).await
}

async fn end_moved(tx: &mut Tx, project: &Project, kind: DeadlineKind, reason: &str) -> Result<()> {
    let today = tx.today();
    sqlx::query(
        "update deadline set stopped_on = $3, reason = $4, result = case when $3 > due_on then 'MISSED' else 'CANCELLED' end
         where project_id = $1 and kind = $2 and stopped_on is null",
    )
    .bind(project.id.0)
    .bind(kind.code())
    .bind(today)
    .bind(reason)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The last day of the open clock of a kind.
///
/// # Errors
/// What PostgreSQL said.
pub async fn due(tx: &mut Tx, project: &Project, kind: DeadlineKind) -> Result<Option<NaiveDate>> {
    Ok(sqlx::query_scalar(
        "select due_on from deadline where project_id = $1 and kind = $2 and stopped_on is null",
    )
    .bind(project.id.0)
    .bind(kind.code())
    .fetch_optional(&mut **tx)
    .await?)
}
