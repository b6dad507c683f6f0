//! From determination to the budget: filing the plan, budget lines (machine 2.1).

use std::collections::BTreeMap;

use domain::access::Action;
use domain::budget::check_years;
use domain::refusal::Field;
use domain::state::{DeadlineKind, FilingSubject, Member, Mode, ProjectState};
use domain::{FilingId, Money, ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, agreement, amendment, benefits, cap, deadline};

/// Sends the determined plan to the four members (R048).
pub(crate) async fn file_plan(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = session
        .write_project(Action::FilePlan, id, Some(seen))
        .await?;
    send_filings(&mut tx, &project, FilingSubject::Plan, 1).await?;
    project.save(&mut tx).await?;
    record(
        &mut tx,
        &project,
        Entry::new("将项目计划报送四个成员单位备案").internal(),
    )
    .await?;
    tx.commit().await
}

/// Creates the four rows of a document once, and starts D2 unless it runs.
pub(crate) async fn send_filings(
    tx: &mut Tx,
    project: &Project,
    subject: FilingSubject,
    round: i32,
) -> Result<()> {
    let today = tx.today();
    let sent: i64 = sqlx::query_scalar(
        "select count(*) from filing where project_id = $1 and subject = $2 and round = $3",
    )
    .bind(project.id.0)
    .bind(subject.code())
    .bind(round)
    .fetch_one(&mut **tx)
    .await?;
    if sent > 0 {
        return Err(tx.action.wrong_state(subject.label(), "已报送").into());
    }
    for member in Member::ALL {
        sqlx::query("insert into filing (project_id, subject, round, member, sent_on) values ($1, $2, $3, $4, $5)")
            .bind(project.id.0)
            .bind(subject.code())
            .bind(round)
            .bind(member.code())
            .bind(today)
            .execute(&mut **tx)
            .await?;
    }
    if deadline::due(tx, project, DeadlineKind::Filing)
        .await?
        .is_none()
    {
        deadline::start(tx, project, DeadlineKind::Filing, today).await?;
    }
    Ok(())
}

/// A member acknowledges; the fourth acknowledgement moves plan or agreement on (R048, R075, R094).
pub(crate) async fn acknowledge_filing(session: &Session, id: FilingId) -> Result<()> {
    let action = Action::AcknowledgeFiling;
    let mut tx = session.write(action).await?;
    let row = sqlx::query("select project_id, subject, round, member, acknowledged_on from filing where id = $1 for update")
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let member: Member = row.code("member")?;
    let subject: FilingSubject = row.code("subject")?;
    let round: i32 = row.try_get("round")?;
    if session.who.role.member() != Some(member) {
        return Err(action.forbidden().into());
    }
    if row.date_opt("acknowledged_on")?.is_some() {
        return Err(action.wrong_state("备案", "已签收").into());
    }
    let mut project = Project::lock(&mut tx, ProjectId(row.try_get("project_id")?)).await?;
    if subject == FilingSubject::Plan && project.state != ProjectState::Determined {
        // The meeting has cancelled it in the meantime.
        return Err(project.wrong_state(action).into());
    }
    let (today, by) = (tx.today(), session.who.name.clone());
    let open: i64 = sqlx::query_scalar(
        "with done as (update filing set acknowledged_on = $2, acknowledged_by = $3 where id = $1 returning id)
         select count(*) from filing f, done where f.project_id = $4 and f.subject = $5 and f.round = $6
           and f.acknowledged_on is null and f.id <> done.id",
    )
    .bind(id.0)
    .bind(today)
    .bind(by)
    .bind(project.id.0)
    .bind(subject.code())
    .bind(round)
    .fetch_one(&mut *tx)
    .await?;
    if open == 0 {
        all_acknowledged(&mut tx, &mut project, subject, round).await?;
    }
    project.save(&mut tx).await?;
    let text = format!(
        "{}部门签收{}备案（{}/4）",
        member.label(),
        subject.label(),
        4 - open
    );
    record(&mut tx, &project, Entry::new(text).internal()).await?;
    tx.commit().await
}

async fn all_acknowledged(
    tx: &mut Tx,
    project: &mut Project,
    subject: FilingSubject,
    round: i32,
) -> Result<()> {
    let (today, action) = (tx.today(), tx.action);
    let waiting: i64 = sqlx::query_scalar(
        "select count(*) from filing where project_id = $1 and acknowledged_on is null",
    )
    .bind(project.id.0)
    .fetch_one(&mut **tx)
    .await?;
    if waiting == 0 {
        deadline::stop(tx, project, DeadlineKind::Filing, today).await?;
    }
    match subject {
        FilingSubject::Plan => project.go(ProjectState::Filed, action),
        FilingSubject::Agreement => agreement::effect::take_effect(tx, project).await,
        FilingSubject::Amendment => amendment::effect::take_effect(tx, project, round).await,
        FilingSubject::Report => Ok(()),
    }
}

/// Sets the project's allocation of one year (R110, R111).
pub(crate) async fn compile_budget(
    session: &Session,
    id: ProjectId,
    seen: Version,
    year: i32,
    amount: Money,
) -> Result<()> {
    use chrono::Datelike;
    let (mut tx, mut project) = session
        .write_project(Action::CompileBudget, id, Some(seen))
        .await?;
    if !(project.plan_year..=project.end.year()).contains(&year) {
        return Err(Refusal::UnknownChoice {
            field: "year".into(),
            label: "预算年度".into(),
        }
        .into());
    }
    let (before, lines) = with_line(&mut tx, &project, year, amount).await?;
    if lines.values().sum::<Money>() > project.approved {
        return Err(Refusal::OverApproved {
            field: "amount".into(),
            approved: project.approved,
        }
        .into());
    }
    // Only where the project takes more than before; what is left over counts in the plan year.
    let mut more = cap::with_rest(&project, lines);
    more.retain(|year, amount| before.get(year).is_none_or(|before| *amount > *before));
    cap::lines_fit(&mut tx, &project, &more).await?;
    sqlx::query(
        "insert into budget_line (project_id, year, amount) values ($1, $2, $3)
         on conflict (tenant_id, project_id, year) do update set amount = excluded.amount",
    )
    .bind(id.0)
    .bind(year)
    .bind(amount.decimal())
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let text = format!("编列 {year} 年度预算 {amount} 元");
    record(
        &mut tx,
        &project,
        Entry::new(text)
            .facts(json!({"year": year, "amount": amount}))
            .internal(),
    )
    .await?;
    tx.commit().await
}

/// What the project takes of each year now, and its lines once this one is set.
async fn with_line(
    tx: &mut Tx,
    project: &Project,
    year: i32,
    amount: Money,
) -> Result<(BTreeMap<i32, Money>, BTreeMap<i32, Money>)> {
    let rows = sqlx::query("select year, amount from budget_line where project_id = $1")
        .bind(project.id.0)
        .fetch_all(&mut **tx)
        .await?;
    let mut lines = BTreeMap::new();
    for row in rows {
        lines.insert(row.try_get("year")?, row.money("amount")?);
    }
    let before = cap::with_rest(project, lines.clone());
    lines.insert(year, amount);
    Ok((before, lines))
}

/// Approves the lines: together the approved amount, each year under its cap and after its benefits
/// (R111, R115, R116, I3).
pub(crate) async fn approve_budget(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = session
        .write_project(Action::ApproveBudget, id, Some(seen))
        .await?;
    let row = sqlx::query("select sum(amount) as sum from budget_line where project_id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await?;
    let sum = row.money("sum")?;
    check_years(project.approved, &[sum])?;
    let lines = cap::lines_of(&mut tx, &project).await?;
    for (year, committed) in cap::lines_fit(&mut tx, &project, &lines).await? {
        match benefits::covered(&mut tx, year, committed).await {
            // A later year is looked at when it is planned, as its cap is (A02).
            Err(Error::Refused(Refusal::NoForecast { .. })) if year > project.plan_year => {}
            other => other?,
        }
    }
    sqlx::query("update budget_line set approved = true where project_id = $1")
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
    project.go(ProjectState::Budgeted, Action::ApproveBudget)?;
    if project.mode == Mode::Direct {
        // Who applies carries it out (R071, R119).
        project.unit = project.applicant;
        project.unit_name = project.applicant_name.clone();
    }
    project.save(&mut tx).await?;
    let text = format!("批复项目预算 {sum} 元");
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"amount": sum})),
    )
    .await?;
    tx.commit().await
}

/// A text that must be there and must not be too long.
pub(crate) fn required(
    field: impl Into<Field>,
    label: impl Into<String>,
    text: &str,
    max: u32,
) -> Result<String> {
    let (field, label, text) = (field.into(), label.into(), text.trim());
    if text.is_empty() {
        return Err(Refusal::Required { field, label }.into());
    }
    if text.chars().count() > max as usize {
        return Err(Refusal::TooLong { field, label, max }.into());
    }
    Ok(text.to_owned())
}
