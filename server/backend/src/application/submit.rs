//! Handing in, and taking back.

use domain::access::Action;
use domain::annex::{Draft, Summary, check, diff};
use domain::state::{Paper, ProjectState};
use domain::{ProjectId, Refusal, Version};
use serde_json::{Value, json};
use sqlx::Row;

use super::draft::{Copy, fields_of};
use super::facts::{self, Eyes};
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::plan::required;
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result, deadline};

/// Changed places that the history names.
const NAMED_CHANGES: usize = 100;

/// Hands the application in, the first time or after a return: every broken rule blocks, and with
/// it the materials are locked (R040-R043, R049, R130-R146, R141, R195).
///
/// # Errors
/// `AreasNotPublished` when the year takes no new applications, `DraftBroken` with the first broken
/// place.
pub(crate) async fn submit(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let action = Action::SubmitApplication;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let draft = Copy::read(&mut tx, id).await?.draft;
    let papers = facts::attached(&mut tx, &project).await?;
    let known = facts::known(&mut tx, &project, papers, Eyes::Case).await?;
    // What was returned was handed in in time.
    if project.state == ProjectState::Draft && !known.open {
        return Err(Refusal::AreasNotPublished {
            year: project.plan_year,
        }
        .into());
    }
    check::ready(&check(&draft, &known.facts))?;
    let summary = Summary::of(&draft).ok_or_else(|| {
        Error::Inconsistent(format!(
            "application {id} passes every rule and has no summary"
        ))
    })?;
    fill(&mut tx, &mut project, &summary).await?;
    let text = keep(&mut tx, &project, &draft).await?;
    project.go(ProjectState::Submitted, action)?;
    project.save(&mut tx).await?;
    record(&mut tx, &project, text).await?;
    tx.commit().await
}

/// Takes the application back, at any time before it is put to the meeting. One that was never handed
/// in simply goes.
///
/// # Errors
/// `WrongState` from the proposal on, `Required` without a reason for what was handed in.
pub(crate) async fn withdraw(
    session: &Session,
    id: ProjectId,
    seen: Version,
    reason: &str,
) -> Result<()> {
    let action = Action::WithdrawApplication;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let entry = if project.state == ProjectState::Draft {
        Entry::new("放弃未提交的申报草稿").private()
    } else {
        let reason = required("reason", "撤回理由", reason, 1000)?;
        Entry::new(format!("撤回申报：{reason}"))
            .facts(json!({"state": {"before": project.state.code()}, "reason": reason}))
    };
    deadline::cancel(&mut tx, &project, None).await?;
    project.go(ProjectState::Withdrawn, action)?;
    project.save(&mut tx).await?;
    record(&mut tx, &project, entry).await?;
    tx.commit().await
}

/// Takes what the project carries on from its application; with the first submission it gets its
/// code.
async fn fill(tx: &mut Tx, project: &mut Project, summary: &Summary) -> Result<()> {
    goals(tx, project, summary).await?;
    let row = sqlx::query(
        "update project set name = $2, kind = $3, mode = $4, category = $5, industry = $6, county = $7, key_area = $8,
           requested = $9, start_on = $10, end_on = $11,
           code = case when state = 'DRAFT' then app.next_code(plan_year) else code end
         where id = $1 returning code",
    )
    .bind(project.id.0)
    .bind(&summary.name)
    .bind(summary.kind.code())
    .bind(summary.mode.code())
    .bind(summary.category.code())
    .bind(&summary.industry)
    .bind(&summary.county)
    .bind(summary.key_areas.join("、"))
    .bind(summary.requested.decimal())
    .bind(summary.start)
    .bind(summary.end)
    .fetch_one(&mut **tx)
    .await?;
    project.code = row.text("code")?;
    project.name.clone_from(&summary.name);
    (project.kind, project.mode) = (summary.kind, summary.mode);
    project.category = summary.category;
    project.requested = summary.requested;
    (project.start, project.end) = (summary.start, summary.end);
    Ok(())
}

/// The near-term goals, which the acceptance will measure (R184, R093).
async fn goals(tx: &mut Tx, project: &Project, summary: &Summary) -> Result<()> {
    sqlx::query("delete from project_goal where project_id = $1")
        .bind(project.id.0)
        .execute(&mut **tx)
        .await?;
    for (no, (goal, method, target)) in (1_i32..).zip(&summary.goals) {
        sqlx::query("insert into project_goal (project_id, no, goal, method, target) values ($1, $2, $3, $4, $5)")
            .bind(project.id.0)
            .bind(no)
            .bind(goal)
            .bind(method)
            .bind(target)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Keeps the submission as it is, papers included; says in the history what it is, and what changed
/// since the one before.
async fn keep(tx: &mut Tx, project: &Project, draft: &Draft) -> Result<Entry> {
    let before = sqlx::query(
        "select no, fields from application where project_id = $1 order by no desc limit 1",
    )
    .bind(project.id.0)
    .fetch_optional(&mut **tx)
    .await?;
    let no: i32 = match &before {
        Some(row) => row.try_get::<i32, _>("no")? + 1,
        None => 1,
    };
    let papers = lock_papers(tx, project).await?;
    let (today, who) = (tx.today(), tx.who.name.clone());
    sqlx::query(
        "insert into application (project_id, no, fields, submitted_on, submitted_name, papers) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(project.id.0)
    .bind(no)
    .bind(json!(draft))
    .bind(today)
    .bind(who)
    .bind(papers)
    .execute(&mut **tx)
    .await?;
    let requested = project.requested;
    let Some(before) = before else {
        let text = format!("提交申报材料，申报资金 {requested} 元");
        return Ok(Entry::new(text).facts(json!({"no": no, "requested": requested})));
    };
    let changes = diff(&fields_of(&before)?, draft);
    let named: Vec<Value> = changes
        .iter()
        .take(NAMED_CHANGES)
        .map(|one| json!({"path": one.path, "before": one.before, "after": one.after}))
        .collect();
    let text = format!(
        "补正后第 {no} 次提交申报材料，修改 {} 处，申报资金 {requested} 元",
        changes.len()
    );
    Ok(Entry::new(text).facts(json!({"no": no, "requested": requested, "changes": named})))
}

/// From now on the papers are part of what was handed in.
async fn lock_papers(tx: &mut Tx, project: &Project) -> Result<Value> {
    let rows = sqlx::query(
        "update attachment set submitted = true where project_id = $1 and removed_on is null
         returning id, paper, name, hash",
    )
    .bind(project.id.0)
    .fetch_all(&mut **tx)
    .await?;
    let mut papers = Vec::with_capacity(rows.len());
    for row in &rows {
        let paper: Paper = row.code("paper")?;
        papers.push((
            row.try_get::<i64, _>("id")?,
            json!({"id": row.try_get::<i64, _>("id")?, "paper": paper.code(), "name": row.text("name")?, "hash": row.text("hash")?}),
        ));
    }
    papers.sort_by_key(|(id, _)| *id);
    Ok(papers.into_iter().map(|(_, paper)| paper).collect())
}
