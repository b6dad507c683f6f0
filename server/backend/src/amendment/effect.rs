//! A supplementary agreement takes effect: the agreement changes, what it was stays, D3 moves.

use chrono::NaiveDate;
use domain::full_date;
use domain::state::DeadlineKind;
use serde_json::json;
use sqlx::Row;

use crate::door::Tx;
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, deadline};

/// The fourth acknowledgement. One that ended with its project meanwhile has no effect.
pub(crate) async fn take_effect(tx: &mut Tx, project: &mut Project, no: i32) -> Result<()> {
    let today = tx.today();
    let row = sqlx::query(
        "update amendment set state = 'FILED', filed_on = $3 where project_id = $1 and no = $2 and state = 'SIGNED'
         returning id, amount, end_on, changes",
    )
    .bind(project.id.0)
    .bind(no)
    .bind(today)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(()) };
    keep_old(tx, project, today).await?;
    sqlx::query(
        "update agreement a set state = 'FILED', amount = m.amount, end_on = m.end_on,
           prepay_basis_points = m.prepay_basis_points, clauses = m.clauses, source = m.source
         from amendment m where a.project_id = $1 and m.id = $2",
    )
    .bind(project.id.0)
    .bind(row.try_get::<i64, _>("id")?)
    .execute(&mut **tx)
    .await?;
    let end: NaiveDate = row.try_get("end_on")?;
    project.agreement = row.money("amount")?;
    if end != project.end {
        let reason = format!(
            "第 {no} 号补充协议将结束日期由{}改为{}",
            full_date(project.end),
            full_date(end)
        );
        let span = (project.start, end);
        deadline::move_fixed(tx, project, DeadlineKind::ProjectEnd, span, &reason).await?;
        project.end = end;
    }
    let changes = row.json("changes")?;
    let text = format!("第 {no} 号补充协议备案生效：{}", told(&changes));
    let facts = json!({"changes": changes});
    record(tx, project, Entry::new(text).facts(facts)).await
}

async fn keep_old(tx: &mut Tx, project: &Project, today: NaiveDate) -> Result<()> {
    sqlx::query(
        "insert into agreement_version (project_id, no, amount, start_on, end_on, prepay_basis_points, clauses, replaced_on)
         select project_id, (select count(*) + 1 from agreement_version v where v.project_id = a.project_id),
           amount, start_on, end_on, prepay_basis_points, clauses, $2
         from agreement a where project_id = $1",
    )
    .bind(project.id.0)
    .bind(today)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Figures with before and after, clauses by name.
fn told(changes: &serde_json::Value) -> String {
    let text = |change: &serde_json::Value, key: &str| {
        change
            .get(key)
            .and_then(serde_json::Value::as_str)
            .unwrap_or("")
            .to_owned()
    };
    let (mut figures, mut clauses) = (Vec::new(), Vec::new());
    for change in changes.as_array().into_iter().flatten() {
        let label = text(change, "label");
        if matches!(label.as_str(), "协议金额" | "结束日期" | "预付比例") {
            let (before, after) = (text(change, "before"), text(change, "after"));
            figures.push(format!("{label}由{before}改为{after}"));
        } else {
            clauses.push(label);
        }
    }
    if !clauses.is_empty() {
        figures.push(format!("修改条款{}", clauses.join("、")));
    }
    figures.join("；")
}
