//! The draft: saved field by field, loaded from a file, merged with what others wrote.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::annex::merge::{Change, Difference, Edit, Merged, merge};
use domain::annex::{Draft, catalogue, check, labels};
use domain::contract::{Clash, Saved};
use domain::{ProjectId, Refusal, UserId};
use serde_json::{Value, json};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::facts::{self, Eyes};
use crate::db::shanghai;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Error, Result};

/// The largest file of labels, in MiB. A draft holds 400,000 characters at most.
const FILE_MIB: u32 = 4;
/// Saves by the same person within this many minutes are one sitting, and one row of the history.
const SITTING_MINUTES: i32 = 30;
/// The path whose text is the project's name.
const NAME: &str = "annex1.project_name";

/// The applicant's working copy.
pub(super) struct Copy {
    pub draft: Draft,
    /// Number of the last save.
    pub seen: i32,
}

/// Saves what a page has changed since it was loaded (number `seen`), place by place.
///
/// # Errors
/// `WrongState` once it is handed in; `UnknownLabel`, `TooLong`, `DraftTooLarge`: then nothing is
/// saved.
pub(crate) async fn save(
    session: &Session,
    id: ProjectId,
    seen: i32,
    fields: BTreeMap<String, String>,
) -> Result<Saved> {
    let (mut tx, project) = session
        .write_project(Action::SaveApplication, id, None)
        .await?;
    let copy = Copy::read(&mut tx, id).await?;
    write(tx, project, copy, seen, &fields).await
}

/// Fills the draft from a file with the form's labels as keys. What the file does not speak of stays;
/// a table it speaks of is the file's, row by row.
///
/// # Errors
/// As [`save`]; `FileUnreadable` for no JSON, `UnknownLabel` with the place of a label that is none
/// of the annexes', `FileTooLarge`.
pub(crate) async fn load(session: &Session, id: ProjectId, seen: i32, text: &str) -> Result<Saved> {
    let (mut tx, project) = session
        .write_project(Action::LoadApplication, id, None)
        .await?;
    let copy = Copy::read(&mut tx, id).await?;
    let fields = filled(&copy.draft, &read(text)?);
    write(tx, project, copy, seen, &fields).await
}

fn read(text: &str) -> Result<Draft> {
    if text.len() > FILE_MIB as usize * 1024 * 1024 {
        return Err(Refusal::FileTooLarge { max_mib: FILE_MIB }.into());
    }
    // Windows puts a mark before the text that no reader of JSON wants.
    let node: labels::Node = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| labels::unreadable(format!("不是有效的 JSON（{error}）")))?;
    Ok(labels::read(&node)?)
}

/// The file's places, and the rows of its tables that only the draft has, emptied.
fn filled(draft: &Draft, file: &Draft) -> BTreeMap<String, String> {
    let mut fields: BTreeMap<String, String> = draft
        .iter()
        .filter(|(path, _)| {
            catalogue::table(path).is_some_and(|(_, table)| !file.rows(table).is_empty())
        })
        .map(|(path, _)| (path.to_owned(), String::new()))
        .collect();
    fields.extend(
        file.iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned())),
    );
    fields
}

impl Copy {
    /// The working copy; `NotFound` for a project that never had one.
    pub(super) async fn read(tx: &mut Tx, id: ProjectId) -> Result<Self> {
        let row = sqlx::query("select fields, seen from application_draft where project_id = $1")
            .bind(id.0)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        Ok(Self {
            draft: fields_of(&row)?,
            seen: row.try_get("seen")?,
        })
    }
}

/// The column `fields` as a draft.
pub(super) fn fields_of(row: &PgRow) -> Result<Draft> {
    serde_json::from_value(row.json("fields")?)
        .map_err(|error| Error::Inconsistent(format!("fields of an application: {error}")))
}

/// A save as it was kept.
struct Kept {
    at: DateTime<Utc>,
    who: String,
    edit: Edit,
}

async fn write(
    mut tx: Tx,
    project: Project,
    copy: Copy,
    seen: i32,
    fields: &BTreeMap<String, String>,
) -> Result<Saved> {
    let since = since(&mut tx, &project, seen, &copy).await?;
    let edits: Vec<Edit> = since.iter().map(|kept| kept.edit.clone()).collect();
    let merged = merge(&copy.draft, &edits, fields)?;
    let mut draft = copy.draft;
    for change in &merged.changes {
        draft.set(&change.path, change.after.as_str())?;
    }
    let refused: Vec<_> = merged
        .differences
        .iter()
        .filter(|one| one.refused)
        .collect();
    let mut number = copy.seen;
    if !merged.changes.is_empty() || !refused.is_empty() {
        number += 1;
        keep(&mut tx, &project, number, &merged.changes, &refused).await?;
        rename(&mut tx, &project, &merged.changes).await?;
        sitting(&mut tx, &project).await?;
    }
    let papers = facts::attached(&mut tx, &project).await?;
    let known = facts::known(&mut tx, &project, papers, Eyes::Case).await?;
    tx.commit().await?;
    Ok(Saved {
        seen: number,
        clashes: clashes(&merged, &since),
        findings: check(&draft, &known.facts),
    })
}

/// The saves after the one that a page has seen.
async fn since(tx: &mut Tx, project: &Project, seen: i32, copy: &Copy) -> Result<Vec<Kept>> {
    if seen >= copy.seen {
        return Ok(Vec::new());
    }
    let me = tx.who.account;
    let rows = sqlx::query(
        "select at, account_id, who, changes from draft_edit where project_id = $1 and no > $2 order by no",
    )
    .bind(project.id.0)
    .bind(seen)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Kept {
                at: row.try_get("at")?,
                who: row.text("who")?,
                edit: Edit {
                    own: UserId(row.try_get("account_id")?) == me,
                    changes: changes_of(row)?,
                },
            })
        })
        .collect()
}

/// The column `changes` of a save.
pub(super) fn changes_of(row: &PgRow) -> Result<Vec<Change>> {
    serde_json::from_value(row.json("changes")?)
        .map_err(|error| Error::Inconsistent(format!("draft_edit.changes: {error}")))
}

/// Writes the changed places, and the save itself for good: also what was not taken.
async fn keep(
    tx: &mut Tx,
    project: &Project,
    number: i32,
    changes: &[Change],
    refused: &[&Difference],
) -> Result<()> {
    let (now, who) = (tx.now, tx.who.clone());
    let (emptied, written): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| change.after.is_empty());
    let written: Value = written
        .into_iter()
        .map(|change| (change.path.clone(), Value::from(change.after.as_str())))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let emptied: Vec<&str> = emptied.iter().map(|change| change.path.as_str()).collect();
    sqlx::query(
        "with draft as (update application_draft set fields = (fields - $2::text[]) || $3, seen = $4 where project_id = $1)
         insert into draft_edit (project_id, no, at, account_id, who, changes, clashes) values ($1, $4, $5, $6, $7, $8, $9)",
    )
    .bind(project.id.0)
    .bind(emptied)
    .bind(written)
    .bind(number)
    .bind(now)
    .bind(who.account.0)
    .bind(&who.name)
    .bind(json!(changes))
    .bind(
        refused
            .iter()
            .map(|one| json!({"path": one.path, "theirs": one.theirs, "mine": one.mine}))
            .collect::<Value>(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Until it is handed in, the project is called in the applicant's lists as its draft calls it.
async fn rename(tx: &mut Tx, project: &Project, changes: &[Change]) -> Result<()> {
    let Some(change) = changes.iter().find(|change| change.path == NAME) else {
        return Ok(());
    };
    let name: String = change.after.trim().chars().take(100).collect();
    let name = if name.is_empty() {
        super::unnamed(project.plan_year)
    } else {
        name
    };
    sqlx::query("update project set name = $2 where id = $1 and not submitted")
        .bind(project.id.0)
        .bind(name)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// One row of the history for each sitting.
async fn sitting(tx: &mut Tx, project: &Project) -> Result<()> {
    let (now, account, action) = (tx.now, tx.who.account, tx.action);
    let sits: bool = sqlx::query_scalar(
        "select coalesce((select e.account_id = $2 and e.action = $3 and e.at > $4 - make_interval(mins => $5)
           from event e where e.tenant_id = $6 and e.project_id = $1 order by e.id desc limit 1), false)",
    )
    .bind(project.id.0)
    .bind(account.0)
    .bind(action.code())
    .bind(now)
    .bind(SITTING_MINUTES)
    .bind(project.tenant.0)
    .fetch_one(&mut **tx)
    .await?;
    if sits {
        return Ok(());
    }
    let text = if action == Action::LoadApplication {
        "从文件导入申报材料"
    } else {
        "填写申报材料"
    };
    record(tx, project, Entry::new(text).private()).await
}

fn clashes(merged: &Merged, since: &[Kept]) -> Vec<Clash> {
    merged
        .differences
        .iter()
        .filter_map(|one| {
            let kept = since.get(one.edit)?;
            Some(Clash {
                path: one.path.clone(),
                label: catalogue::name_of(&one.path),
                theirs: one.theirs.clone(),
                who: kept.who.clone(),
                at: kept.at.with_timezone(&shanghai()),
                mine: one.mine.clone(),
            })
        })
        .collect()
}
