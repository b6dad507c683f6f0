//! Papers of a project: results of a choice, proofs of eligibility, signature pages, photos, sign-in
//! sheets, vouchers, records of inspections, the archive (R074, R081-R083, R098). One doorway for all
//! of them, on the machinery of [`crate::files`].

mod slot;

use domain::access::Action;
use domain::contract::FileView;
use domain::file::FILES_PER_RECORD;
use domain::paper::PaperKind;
use domain::state::{AcceptanceState, Party};
use domain::{AttachmentId, ProjectId, Refusal};
use serde_json::json;
use sqlx::Row;

use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::files::{NewFile, Opened, Spooled, opened, size, view};
use crate::project::Project;
use crate::rows::Columns;

pub(crate) use self::slot::{Slot, electronic};

/// What a form says a paper is.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Code of [`PaperKind`].
    pub kind: String,
    /// Part of the archive, condition that is proved; empty for all other kinds.
    pub part: String,
    /// Payment or inspection; empty for all other kinds.
    pub about: String,
}

/// Whether this person may add anything to the project at all; asked before a file is received.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub(crate) async fn may_add(session: &Session, id: ProjectId) -> Result<()> {
    session.open_project(Action::AddPaper, id).await?;
    Ok(())
}

/// Adds a paper to a project.
///
/// # Errors
/// `NotFound`, `Forbidden`, `WrongState`, `SignedAlready`, `UnknownChoice`, `TooManyFiles`, `FileName`,
/// `FileType`.
pub(crate) async fn add(
    session: &Session,
    id: ProjectId,
    wanted: &Wanted,
    name: &str,
    file: Spooled,
) -> Result<FileView> {
    let tenant = {
        let (_, project, _) = open_slot(session, id, wanted).await?;
        project.tenant
    };
    let new = NewFile::store(session, tenant, name, file).await?;
    let written = insert(session, id, wanted, &new).await;
    new.kept_if(session, written).await
}

async fn open_slot(
    session: &Session,
    id: ProjectId,
    wanted: &Wanted,
) -> Result<(Tx, Project, Slot)> {
    let (mut tx, project) = session.open_project(Action::AddPaper, id).await?;
    let slot = slot::find(&mut tx, session, &project, wanted).await?;
    let count: i64 = sqlx::query_scalar(
        "select count(*) from paper where project_id = $1 and kind = $2 and part = $3 and about = $4 and removed_on is null",
    )
    .bind(id.0)
    .bind(slot.kind.code())
    .bind(&slot.part)
    .bind(slot.about)
    .fetch_one(&mut *tx)
    .await?;
    if count >= i64::from(FILES_PER_RECORD) {
        return Err(Refusal::TooManyFiles {
            max: FILES_PER_RECORD,
        }
        .into());
    }
    Ok((tx, project, slot))
}

async fn insert(
    session: &Session,
    id: ProjectId,
    wanted: &Wanted,
    new: &NewFile,
) -> Result<FileView> {
    let (mut tx, project, slot) = open_slot(session, id, wanted).await?;
    let (today, who, org) = (tx.today(), tx.who.clone(), tx.org);
    let row = sqlx::query(
        "insert into paper (project_id, kind, part, about, name, mime, bytes, hash, key, added_on, added_by,
           added_name, added_org, added_role, stage)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         returning id, name, mime, bytes, hash, added_on, added_name",
    )
    .bind(id.0)
    .bind(slot.kind.code())
    .bind(&slot.part)
    .bind(slot.about)
    .bind(&new.name)
    .bind(new.kind.code())
    .bind(size(&new.file))
    .bind(&new.file.hash)
    .bind(&new.key)
    .bind(today)
    .bind(who.account.0)
    .bind(&who.name)
    .bind(org.map(|org| org.0))
    .bind(who.role.code())
    .bind(stage(&project))
    .fetch_one(&mut *tx)
    .await?;
    let entry = Entry::new(format!("上传{}“{}”", slot.label(), new.name)).facts(json!({
        "file": {"before": null, "after": new.name}, "kind": slot.kind, "part": slot.part,
        "about": slot.about, "hash": new.file.hash,
    }));
    record(&mut tx, &project, entry).await?;
    tx.commit().await?;
    view(&row)
}

/// Takes a paper away; row and content stay. Only its own side can, and only while the project stands
/// where it stood when the paper came.
///
/// # Errors
/// `NotFound`, `Forbidden`, `WrongState`.
pub(crate) async fn remove(session: &Session, id: AttachmentId) -> Result<ProjectId> {
    let action = Action::RemovePaper;
    let project = {
        let mut tx = session.read(action).await?;
        let found: Option<i64> =
            sqlx::query_scalar("select project_id from paper where id = $1 and removed_on is null")
                .bind(id.0)
                .fetch_optional(&mut *tx)
                .await?;
        ProjectId(found.ok_or(Refusal::NotFound)?)
    };
    let (mut tx, project) = session.open_project(action, project).await?;
    let row = sqlx::query(
        "select kind, part, about, name, added_org, added_role, stage from paper where id = $1 and removed_on is null",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let (slot, name) = (Slot::of(&row)?, row.text("name")?);
    let own = match row.try_get::<Option<i64>, _>("added_org")? {
        Some(org) => tx.org.is_some_and(|own| own.0 == org),
        None => row.text("added_role")? == tx.who.role.code(),
    };
    if !own {
        return Err(action.forbidden().into());
    }
    if !stays_open(&slot, &row.text("stage")?, &project) {
        return Err(action
            .wrong_state(
                slot.label(),
                "已随项目进入下一环节，只可补传更正件，不可移除",
            )
            .into());
    }
    if let Some(refusal) = slot::settled(&mut tx, &project, &slot, action).await? {
        return Err(refusal.into());
    }
    let today = tx.today();
    sqlx::query("update paper set removed_on = $2 where id = $1")
        .bind(id.0)
        .bind(today)
        .execute(&mut *tx)
        .await?;
    let entry = Entry::new(format!("移除{}“{name}”", slot.label()))
        .facts(json!({"file": {"before": name, "after": null}, "kind": slot.kind}));
    record(&mut tx, &project, entry).await?;
    tx.commit().await?;
    Ok(project.id)
}

/// Opens a paper of a project, for whoever may see that part of it (row policies of `paper`). One taken
/// away is still part of the history, and opened by its number.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub(crate) async fn open(session: &Session, id: AttachmentId) -> Result<Opened> {
    let mut tx = session.read(Action::OpenPaper).await?;
    let row = sqlx::query("select name, mime, bytes, hash, key from paper where id = $1")
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    drop(tx);
    opened(session, &row).await
}

/// Where the project stands, for "has moved on since".
pub(crate) fn stage(project: &Project) -> String {
    let acceptance = project.acceptance.map_or("", AcceptanceState::code);
    format!("{}/{acceptance}", project.state.code())
}

/// Whether a paper that came at a stage can still be taken away.
pub(crate) fn stays_open(slot: &Slot, stage_then: &str, project: &Project) -> bool {
    let reported = matches!(slot.kind, PaperKind::Photo | PaperKind::SignIn) && slot.about != 0;
    slot.kind.is_removable() && !reported && stage_then == stage(project)
}

/// The newest signature page of a party: that of the agreement, or of a supplementary one by its number.
pub(crate) async fn page_of(
    tx: &mut Tx,
    project: ProjectId,
    party: Party,
    about: i64,
) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar(
        "select id from paper where project_id = $1 and kind = 'SIGNATURE' and part = $2 and about = $3
           and removed_on is null order by id desc limit 1",
    )
    .bind(project.0)
    .bind(party.code())
    .bind(about)
    .fetch_optional(&mut **tx)
    .await?)
}

/// Photos and sign-in sheets that no report has taken along become those of this one.
pub(crate) async fn reported(tx: &mut Tx, project: &Project, no: i32) -> Result<()> {
    sqlx::query(
        "update paper set about = $2 where project_id = $1 and kind in ('PHOTO', 'SIGN_IN') and about = 0
           and removed_on is null",
    )
    .bind(project.id.0)
    .bind(i64::from(no))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How a party signed, for the history.
pub(crate) fn how((_, electronic): &(Option<i64>, String)) -> String {
    if electronic.is_empty() {
        String::new()
    } else {
        format!("，采用电子签章：{electronic}")
    }
}
