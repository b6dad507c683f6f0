//! What a resolution does to one project (machine 2.1).

use domain::calendar::october_deadline;
use domain::state::{DeadlineKind, Motion, Outcome, ProjectState};
use domain::{Money, ProjectId, unstopped};
use serde_json::json;

use super::opinion;
use crate::door::Tx;
use crate::event::{Entry, record};
use crate::intake::start_determination;
use crate::meeting::record::{Line, Record};
use crate::project::Project;
use crate::{Error, Result, cap, deadline};

/// A project before the meeting.
pub(super) struct Case<'a> {
    pub record: &'a Record,
    pub line: &'a Line,
    /// Empty unless the motion was adopted.
    pub resolution: &'a str,
    /// Why it is late; empty when it is not.
    pub late: &'a str,
}

impl Case<'_> {
    /// Approved, rejected, deferred, or back to the agency without a decision.
    pub(super) async fn decide(&self, tx: &mut Tx, id: ProjectId) -> Result<()> {
        let mut project = Project::lock(tx, id).await?;
        let item = &self.line.item;
        match (item.outcome, item.motion) {
            (Some(Outcome::Adopted), Some(Motion::Approve)) => {
                self.determine(tx, &mut project).await
            }
            (Some(Outcome::Adopted), _) => self.reject(tx, &mut project).await,
            (Some(Outcome::Deferred), _) => self.defer(tx, &mut project).await,
            _ => self.undecided(tx, &mut project).await,
        }
    }

    /// DETERMINED: amount, number, day; D1 stops, D2 starts; the lines of its years are drafted.
    async fn determine(&self, tx: &mut Tx, project: &mut Project) -> Result<()> {
        let item = &self.line.item;
        let amount = item
            .amount
            .ok_or_else(|| Error::Inconsistent(format!("item {} approves no amount", item.id)))?;
        let lines = self.line.split();
        cap::lines_fit(tx, project, &lines).await?;
        start_determination(tx, project).await?;
        approve(tx, project, amount, self.resolution).await?;
        for (year, amount) in &lines {
            draft_line(tx, project, *year, *amount).await?;
        }
        project.go(ProjectState::Determined, tx.action)?;
        let today = tx.today();
        let d1 = deadline::stop(tx, project, DeadlineKind::Determination, today).await?;
        deadline::start(tx, project, DeadlineKind::Filing, today).await?;
        project.save(tx).await?;
        let name = self.record.meeting.name();
        let conditions = if item.conditions.is_empty() {
            String::new()
        } else {
            format!("，附带条件：{}", unstopped(&item.conditions))
        };
        let words = format!(
            "经{}{name}审议，同意列入 {} 年度工伤预防项目计划，核定金额 {amount} 元（{}）{conditions}。",
            self.record.city, project.plan_year, self.resolution
        );
        opinion::write(tx, self.record, self.line, project.id, &words).await?;
        let mut text = format!(
            "{name}审议确定，核定 {amount} 元（{}）{conditions}",
            self.resolution
        );
        if today > october_deadline(project.plan_year) {
            text.push_str(&format!("。逾期确定，理由：{}", self.late));
        }
        let facts = json!({"state": ["PROPOSED", "DETERMINED"], "amount": amount, "resolution": self.resolution,
            "conditions": item.conditions, "lines": lines, "d1": d1, "late_reason": self.late});
        self.note(tx, project, Entry::new(text).facts(facts)).await
    }

    /// NOT_SELECTED, for good.
    async fn reject(&self, tx: &mut Tx, project: &mut Project) -> Result<()> {
        project.go(ProjectState::NotSelected, tx.action)?;
        let kind = DeadlineKind::Determination;
        deadline::cancel(tx, project, Some(kind)).await?;
        project.save(tx).await?;
        let reason = &self.line.item.reason;
        let words = format!(
            "经{}{}审议，不列入 {} 年度工伤预防项目计划（{}）。理由：{reason}",
            self.record.city,
            self.record.meeting.name(),
            project.plan_year,
            self.resolution
        );
        opinion::write(tx, self.record, self.line, project.id, &words).await?;
        let text = format!(
            "{}审议，未列入计划（{}）：{reason}",
            self.record.meeting.name(),
            self.resolution
        );
        self.note(tx, project, Entry::new(text)).await
    }

    /// ACCEPTED for the year after; another D1 runs.
    async fn defer(&self, tx: &mut Tx, project: &mut Project) -> Result<()> {
        project.go(ProjectState::Accepted, tx.action)?;
        let kind = DeadlineKind::Determination;
        deadline::cancel(tx, project, Some(kind)).await?;
        let before = project.plan_year;
        project.plan_year += 1;
        sqlx::query("update project set plan_year = $2 where id = $1")
            .bind(project.id.0)
            .bind(project.plan_year)
            .execute(&mut **tx)
            .await?;
        start_determination(tx, project).await?;
        project.save(tx).await?;
        let reason = &self.line.item.reason;
        let words = format!(
            "经{}{}审议，缓议，转入 {} 年度重新提出。理由：{reason}",
            self.record.city,
            self.record.meeting.name(),
            project.plan_year
        );
        opinion::write(tx, self.record, self.line, project.id, &words).await?;
        let text = format!(
            "{}缓议，转入 {} 年度重新提出：{reason}",
            self.record.meeting.name(),
            project.plan_year
        );
        let facts = json!({"plan_year": [before, project.plan_year]});
        self.note(tx, project, Entry::new(text).facts(facts)).await
    }

    /// Nobody could overrule anybody (A35): the agency has it again and may propose it otherwise.
    async fn undecided(&self, tx: &mut Tx, project: &mut Project) -> Result<()> {
        project.go(ProjectState::Accepted, tx.action)?;
        project.save(tx).await?;
        let text = format!(
            "{}审议未取得一致意见，未通过，退回经办机构研究",
            self.record.meeting.name()
        );
        self.note(tx, project, Entry::new(text)).await
    }

    async fn note(&self, tx: &mut Tx, project: &Project, entry: Entry) -> Result<()> {
        record(tx, project, entry.meeting(self.record.meeting.id)).await
    }
}

/// What the trigger of the database compares with the resolution, before the state changes.
async fn approve(
    tx: &mut Tx,
    project: &mut Project,
    amount: Money,
    resolution: &str,
) -> Result<()> {
    let today = tx.today();
    sqlx::query(
        "update project set approved = $2, resolution = $3, determined_on = $4 where id = $1",
    )
    .bind(project.id.0)
    .bind(amount.decimal())
    .bind(resolution)
    .bind(today)
    .execute(&mut **tx)
    .await?;
    project.approved = amount;
    project.resolution = resolution.to_owned();
    project.determined_on = Some(today);
    Ok(())
}

/// The year's line as the meeting meant it; finance approves it, the agency may still move parts
/// between the years (R110, R111).
async fn draft_line(tx: &mut Tx, project: &Project, year: i32, amount: Money) -> Result<()> {
    sqlx::query(
        "insert into budget_line (project_id, year, amount) values ($1, $2, $3)
         on conflict (tenant_id, project_id, year) do update set amount = excluded.amount, approved = false, released = false",
    )
    .bind(project.id.0)
    .bind(year)
    .bind(amount.decimal())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a project out of the plan again and releases its lines. One that the city has bound itself
/// for in the meantime can only be terminated by its agreement; the resolution is on record all the same.
pub(super) async fn cancel(
    tx: &mut Tx,
    minutes: &Record,
    line: &Line,
    id: ProjectId,
    resolution: &str,
) -> Result<()> {
    let mut project = Project::lock(tx, id).await?;
    let (name, reason) = (minutes.meeting.name(), &line.item.reason);
    let meeting = minutes.meeting.id;
    if !project.state.next().contains(&ProjectState::Cancelled) {
        let text = format!(
            "{name}议定取消（{resolution}），但项目已“{}”，应按协议的解除或终止条件办理",
            project.state.label()
        );
        return record(tx, &project, Entry::new(text).meeting(meeting)).await;
    }
    let before = project.state;
    project.go(ProjectState::Cancelled, tx.action)?;
    sqlx::query("update budget_line set released = true where project_id = $1")
        .bind(id.0)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "update agreement set state = 'TERMINATED' where project_id = $1 and state = 'SIGNED'",
    )
    .bind(id.0)
    .execute(&mut **tx)
    .await?;
    deadline::cancel(tx, &project, None).await?;
    project.save(tx).await?;
    let text = format!(
        "{name}决议取消项目（{resolution}），释放预算 {} 元：{reason}",
        project.approved
    );
    let facts = json!({"state": [before, ProjectState::Cancelled], "released": project.approved, "resolution": resolution});
    record(tx, &project, Entry::new(text).facts(facts).meeting(meeting)).await
}
