//! Doing the work: start and completion (machine 2.1, R080-R082).

use domain::access::Action;
use domain::progress::Quarter;
use domain::state::{DeadlineKind, ProjectState};
use domain::{ProjectId, Refusal, Version};

use crate::door::Session;
use crate::event::{Entry, record};
use crate::{Result, amendment, archive, deadline, progress};

/// Starts the work: not before the agreed day, and not without management rules (R080). The first
/// progress report falls due after this quarter (R082, D9).
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
    archive::refuse_without_rules(&mut tx, &project).await?;
    project.go(ProjectState::InProgress, Action::StartProject)?;
    let quarter = Quarter::of(tx.today());
    progress::start_clock(&mut tx, &project, quarter).await?;
    project.save(&mut tx).await?;
    record(&mut tx, &project, Entry::new("开始实施项目")).await?;
    tx.commit().await
}

/// Reports the work as done: not after the agreed end, the archive complete and declared to be true
/// (R081), and no supplementary agreement on its way.
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
        let label = "项目实施档案真实、完整的声明".to_owned();
        return Err(Refusal::Required {
            field: "archive_complete".into(),
            label,
        }
        .into());
    }
    amendment::refuse_open(&mut tx, &project, Action::CompleteProject).await?;
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
    archive::refuse_incomplete(&mut tx, &project, "archive_complete").await?;
    project.go(ProjectState::Completed, Action::CompleteProject)?;
    deadline::stop(&mut tx, &project, DeadlineKind::ProjectEnd, today).await?;
    deadline::stop(&mut tx, &project, DeadlineKind::Progress, today).await?;
    project.save(&mut tx).await?;
    record(&mut tx, &project, Entry::new("报告项目实施完成，档案齐全")).await?;
    tx.commit().await
}
