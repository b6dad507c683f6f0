//! Doing the work: start and completion (machine 2.1).

use domain::access::Action;
use domain::state::{DeadlineKind, ProjectState};
use domain::{ProjectId, Refusal, Version};

use crate::door::Session;
use crate::event::{Entry, record};
use crate::{Result, deadline};

/// Starts the work, not before the agreed day.
pub(crate) async fn start(session: &Session, id: ProjectId, seen: Version) -> Result<()> {
    let (mut tx, mut project) = session
        .write_project(Action::StartProject, id, Some(seen))
        .await?;
    if tx.today() < project.start {
        let because = "协议约定的开始日期".to_owned();
        return Err(Refusal::DateTooEarly {
            field: "start".into(),
            earliest: project.start,
            because,
        }
        .into());
    }
    project.go(ProjectState::InProgress, Action::StartProject)?;
    project.save(&mut tx).await?;
    record(&mut tx, &project, Entry::new("开始实施项目")).await?;
    tx.commit().await
}

/// Reports the work as done: archive complete, not after the agreed end (R081).
pub(crate) async fn complete(
    session: &Session,
    id: ProjectId,
    seen: Version,
    archive_complete: bool,
) -> Result<()> {
    let (mut tx, mut project) = session
        .write_project(Action::CompleteProject, id, Some(seen))
        .await?;
    if !archive_complete {
        let label = "项目实施档案齐全".to_owned();
        return Err(Refusal::Required {
            field: "archive_complete".into(),
            label,
        }
        .into());
    }
    let today = tx.today();
    if today > project.end {
        let because = "协议约定的结束日期，如需延期应先签订补充协议".to_owned();
        return Err(Refusal::DateTooLate {
            field: "archive_complete".into(),
            latest: project.end,
            because,
        }
        .into());
    }
    project.go(ProjectState::Completed, Action::CompleteProject)?;
    deadline::stop(&mut tx, &project, DeadlineKind::ProjectEnd, today).await?;
    deadline::stop(&mut tx, &project, DeadlineKind::Progress, today).await?;
    project.save(&mut tx).await?;
    record(&mut tx, &project, Entry::new("报告项目实施完成，档案齐全")).await?;
    tx.commit().await
}
