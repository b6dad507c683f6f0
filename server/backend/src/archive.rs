//! The project's archive (R081): what of its ten parts is there, and what keeps it from being complete.

use domain::access::Action;
use domain::contract::ArchiveDraft;
use domain::state::{AcceptanceState, ArchiveFacts, ArchiveItem, ArchiveMark, Category};
use domain::{ProjectId, Refusal, Version};
use serde_json::json;
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, plan};

/// Records what is there. Parts that are not spoken of stay as they are.
pub(crate) async fn keep(
    session: &Session,
    id: ProjectId,
    seen: Version,
    archive: ArchiveDraft,
) -> Result<()> {
    let action = Action::KeepArchive;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    if !matches!(
        project.acceptance,
        None | Some(AcceptanceState::Returned | AcceptanceState::Rectifying)
    ) {
        return Err(project.wrong_acceptance(action).into());
    }
    let facts = facts(&mut tx, &project).await?;
    let mut kept = Vec::new();
    for (index, line) in archive
        .items
        .iter()
        .enumerate()
        .take(ArchiveItem::ALL.len())
    {
        let place = |part: &str| format!("items[{index}][{part}]");
        let item =
            ArchiveItem::from_code(line.item.trim()).ok_or_else(|| Refusal::UnknownChoice {
                field: place("item").into(),
                label: "档案材料".into(),
            })?;
        if line.mark.trim().is_empty() {
            continue;
        }
        let mark =
            ArchiveMark::from_code(line.mark.trim()).ok_or_else(|| Refusal::UnknownChoice {
                field: place("mark").into(),
                label: item.label().into(),
            })?;
        let note = note(line.note.trim(), place("note"), item, mark)?;
        if mark == ArchiveMark::NotApplicable && item.is_mandatory(facts) {
            return Err(Refusal::ArchiveMandatory {
                field: place("mark").into(),
                label: item.label().into(),
            }
            .into());
        }
        if mark_one(&mut tx, &project, item, mark, &note).await? {
            kept.push(format!("{}{}", item.label(), mark.label()));
        }
    }
    if kept.is_empty() {
        return Err(Refusal::NothingChanged {
            field: "items".into(),
        }
        .into());
    }
    project.save(&mut tx).await?;
    let text = format!("登记实施档案：{}", kept.join("、"));
    record(
        &mut tx,
        &project,
        Entry::new(text).facts(json!({"kept": kept})),
    )
    .await?;
    tx.commit().await
}

/// Where a part is kept, or why it does not apply.
fn note(typed: &str, field: String, item: ArchiveItem, mark: ArchiveMark) -> Result<String> {
    if typed.is_empty() && mark == ArchiveMark::NotApplicable {
        return Err(Refusal::Required {
            field: field.into(),
            label: format!("{}不适用的理由", item.label()),
        }
        .into());
    }
    if typed.chars().count() > 500 {
        return Err(Refusal::TooLong {
            field: field.into(),
            label: "备注".into(),
            max: 500,
        }
        .into());
    }
    Ok(typed.to_owned())
}

/// Whether anything changed.
async fn mark_one(
    tx: &mut Tx,
    project: &Project,
    item: ArchiveItem,
    mark: ArchiveMark,
    note: &str,
) -> Result<bool> {
    let (today, by) = (tx.today(), tx.who.name.clone());
    let done = sqlx::query(
        "insert into archive_item as a (project_id, item, mark, note, marked_on, by_name) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, project_id, item) do update set mark = excluded.mark, note = excluded.note,
           marked_on = excluded.marked_on, by_name = excluded.by_name
         where (a.mark, a.note) is distinct from (excluded.mark, excluded.note)",
    )
    .bind(project.id.0)
    .bind(item.code())
    .bind(mark.code())
    .bind(note)
    .bind(today)
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn facts(tx: &mut Tx, project: &Project) -> Result<ArchiveFacts> {
    let row = sqlx::query(
        "select exists (select from amendment where project_id = $1 and state = 'FILED') as amended,
           exists (select from progress_report where project_id = $1) as reported",
    )
    .bind(project.id.0)
    .fetch_one(&mut **tx)
    .await?;
    let category: Category = project.category;
    Ok(ArchiveFacts {
        category,
        amended: row.try_get("amended")?,
        reported: row.try_get("reported")?,
    })
}

/// Refuses what needs a complete archive (R081, R090).
pub(crate) async fn refuse_incomplete(
    tx: &mut Tx,
    project: &Project,
    field: &'static str,
) -> Result<()> {
    let facts = facts(tx, project).await?;
    let rows = sqlx::query("select item, mark from archive_item where project_id = $1")
        .bind(project.id.0)
        .fetch_all(&mut **tx)
        .await?;
    let marks = rows
        .iter()
        .map(|row| Ok((row.code("item")?, row.code("mark")?)))
        .collect::<Result<Vec<_>>>()?;
    incomplete(&marks, facts, field).map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// What the archive still lacks, as a refusal.
pub(crate) fn incomplete(
    marks: &[(ArchiveItem, ArchiveMark)],
    facts: ArchiveFacts,
    field: &'static str,
) -> Option<Refusal> {
    let settled = |item: ArchiveItem| {
        marks.iter().any(|(of, mark)| {
            *of == item && (*mark == ArchiveMark::Present || !item.is_mandatory(facts))
        })
    };
    let missing: Vec<&str> = ArchiveItem::ALL
        .iter()
        .filter(|item| !settled(**item))
        .map(|item| item.label())
        .collect();
    (!missing.is_empty()).then(|| Refusal::ArchiveIncomplete {
        field: field.into(),
        missing: missing.join("、"),
    })
}

/// The text of the rules as a unit records them (R080); a later version stands beside the earlier.
pub(crate) async fn record_rules(
    session: &Session,
    id: ProjectId,
    seen: Version,
    text: String,
) -> Result<()> {
    let action = Action::RecordRules;
    let (mut tx, mut project) = session.write_project(action, id, Some(seen)).await?;
    let text = plan::required("text", "项目管理制度", &text, 20_000)?;
    let (today, by) = (tx.today(), tx.who.name.clone());
    let no: i32 = sqlx::query_scalar(
        "insert into management_rules (project_id, no, text, recorded_on, by_name)
         select $1, (select count(*) + 1 from management_rules where project_id = $1), $2, $3, $4 returning no",
    )
    .bind(id.0)
    .bind(&text)
    .bind(today)
    .bind(by)
    .fetch_one(&mut *tx)
    .await?;
    project.save(&mut tx).await?;
    let text = if no == 1 {
        "登记项目管理制度".to_owned()
    } else {
        format!("更新项目管理制度（第 {no} 版）")
    };
    record(&mut tx, &project, Entry::new(text)).await?;
    tx.commit().await
}

/// Refuses to begin without rules (R080).
pub(crate) async fn refuse_without_rules(tx: &mut Tx, project: &Project) -> Result<()> {
    let there: bool =
        sqlx::query_scalar("select exists (select from management_rules where project_id = $1)")
            .bind(project.id.0)
            .fetch_one(&mut **tx)
            .await?;
    if there {
        Ok(())
    } else {
        Err(Refusal::RulesMissing.into())
    }
}
