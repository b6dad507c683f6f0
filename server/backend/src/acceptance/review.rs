//! The evaluation by health in the middle and long run, once a project is over (R021).

use domain::access::Action;
use domain::{ProjectId, Version};

use crate::door::Session;
use crate::event::{Entry, record};
use crate::{Result, plan};

/// Records what was found; what is recorded stays, a later one stands beside it.
pub(crate) async fn record_review(
    session: &Session,
    id: ProjectId,
    seen: Version,
    findings: String,
    advice: String,
) -> Result<()> {
    let action = Action::RecordReview;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let findings = plan::required("findings", "评估情况", &findings, 5000)?;
    let advice = match advice.trim() {
        "" => String::new(),
        text => plan::required("advice", "对今后项目的建议", text, 2000)?,
    };
    let (today, by) = (tx.today(), tx.who.name.clone());
    sqlx::query(
        "insert into long_review (project_id, no, reviewed_on, by_name, findings, advice)
         select $1, coalesce(max(no), 0) + 1, $2, $3, $4, $5 from long_review where project_id = $1",
    )
    .bind(id.0)
    .bind(today)
    .bind(by)
    .bind(&findings)
    .bind(&advice)
    .execute(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let text = format!("登记中长期评估：{findings}");
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}
