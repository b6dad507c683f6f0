//! Files of applications: received, looked into, stored, and opened again by those who may.
//!
//! A file is received whole before any transaction begins, so that a slow upload holds up nobody.
//! Then its content goes to the [`Store`] under a random key, and one transaction writes the row; if
//! that does not come to pass, the content is taken out again. What was removed stays as row and
//! content: it may be part of a submission.

pub mod city;
mod spool;
mod store;

use std::collections::BTreeMap;

use domain::access::{Action, Capacity};
use domain::contract::FileView;
use domain::file::{FILES_PER_RECORD, FileKind, check_name};
use domain::state::{Paper, ProjectState};
use domain::{AttachmentId, ProjectId, Refusal, TenantId};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record};
use crate::project::Project;
use crate::rows::Columns;

pub use spool::{Spooled, receive};
pub use store::{Content, Store};

/// A file that was opened.
pub struct Opened {
    pub name: String,
    pub mime: String,
    pub bytes: i64,
    /// SHA-256, hexadecimal: the same as long as the file is the same.
    pub hash: String,
    pub content: Content,
}

/// Whether this person may attach papers to the project now; asked before the file is received.
///
/// # Errors
/// `NotFound`, `Forbidden`, `WrongState`, `TooManyFiles`.
pub(crate) async fn may_attach(session: &Session, id: ProjectId) -> Result<()> {
    let (mut tx, project) = open_own(session, Action::Attach, id).await?;
    check_room(&mut tx, &project).await
}

/// Attaches a paper to an application in writing (R043).
///
/// # Errors
/// As [`may_attach`]; `UnknownChoice` for a kind of paper that is none, `FileName`, `FileType`.
pub(crate) async fn attach(
    session: &Session,
    id: ProjectId,
    paper: &str,
    name: &str,
    file: Spooled,
) -> Result<FileView> {
    let tenant = {
        let (_, project) = open_own(session, Action::Attach, id).await?;
        project.tenant
    };
    let paper = known_paper(paper)?;
    let new = NewFile::store(session, tenant, name, file).await?;
    let written = insert(session, id, paper, &new).await;
    new.kept_if(session, written).await
}

/// Takes a paper out of an application in writing.
///
/// # Errors
/// `NotFound`, `Forbidden`, `WrongState`.
pub(crate) async fn detach(session: &Session, id: AttachmentId) -> Result<ProjectId> {
    let project = {
        let mut tx = session.read(Action::Detach).await?;
        let found: Option<i64> = sqlx::query_scalar(
            "select project_id from attachment where id = $1 and removed_on is null",
        )
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?;
        ProjectId(found.ok_or(Refusal::NotFound)?)
    };
    let (mut tx, project) = open_own(session, Action::Detach, project).await?;
    let today = tx.today();
    let row = sqlx::query(
        "update attachment set removed_on = $2 where id = $1 and removed_on is null returning paper, name",
    )
    .bind(id.0)
    .bind(today)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let (paper, name): (Paper, _) = (row.code("paper")?, row.text("name")?);
    let entry = Entry::new(format!("移除附件“{name}”（{}）", paper.label()))
        .facts(json!({"file": {"before": name, "after": null}, "paper": paper.code()}));
    record(&mut tx, &project, entry.private()).await?;
    tx.commit().await?;
    Ok(project.id)
}

/// Opens a paper of an application: its applicant always, city and regional 人社 once it was handed
/// in (3.1).
///
/// # Errors
/// `NotFound` for a paper one may not know of, `Forbidden` for a post that does not read applications.
pub(crate) async fn open(session: &Session, id: AttachmentId) -> Result<Opened> {
    let mut tx = session.read(Action::OpenFile).await?;
    // A removed paper is still part of the submission it belonged to.
    let row = sqlx::query(
        "select name, mime, bytes, hash, key from attachment where id = $1 and (removed_on is null or submitted)",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    if !Action::ViewApplication.allows(&session.capacities()) {
        return Err(Action::OpenFile.forbidden().into());
    }
    drop(tx);
    opened(session, &row).await
}

/// The papers of projects that are shown, by project, in the order they came.
pub(crate) async fn papers(tx: &mut Tx, project: ProjectId) -> Result<Vec<(Paper, FileView)>> {
    let rows = sqlx::query(
        "select id, paper, name, mime, bytes, hash, added_on, added_name from attachment
         where project_id = $1 and removed_on is null order by id",
    )
    .bind(project.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(paper_view).collect()
}

/// The same for papers by number: those of a submission, also what was removed since.
pub(crate) async fn papers_of(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(Paper, FileView)>> {
    let rows = sqlx::query(
        "select id, paper, name, mime, bytes, hash, added_on, added_name from attachment
         where id = any($1) order by id",
    )
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(paper_view).collect()
}

fn paper_view(row: &PgRow) -> Result<(Paper, FileView)> {
    Ok((row.code("paper")?, view(row)?))
}

/// A row as pages show it.
pub(crate) fn view(row: &PgRow) -> Result<FileView> {
    Ok(FileView {
        id: AttachmentId(row.try_get("id")?),
        name: row.text("name")?,
        mime: row.text("mime")?,
        bytes: row.try_get("bytes")?,
        hash: row.text("hash")?,
        on: row.try_get("added_on")?,
        by: row.text("added_name")?,
    })
}

pub(crate) async fn opened(session: &Session, row: &PgRow) -> Result<Opened> {
    let content = session.db.settings.files.get(&row.text("key")?).await?;
    Ok(Opened {
        name: row.text("name")?,
        mime: row.text("mime")?,
        bytes: row.try_get("bytes")?,
        hash: row.text("hash")?,
        content,
    })
}

/// A received file with the name and kind it was found to have, its content stored.
pub(crate) struct NewFile {
    pub name: String,
    pub kind: FileKind,
    pub key: String,
    pub file: Spooled,
}

impl NewFile {
    /// Judges a file and stores its content.
    ///
    /// # Errors
    /// `FileName`, `FileType`.
    pub(crate) async fn store(
        session: &Session,
        tenant: TenantId,
        name: &str,
        file: Spooled,
    ) -> Result<Self> {
        let (name, kind) = judge(name, &file).await?;
        let key = new_key(tenant);
        session.db.settings.files.put(&key, &file).await?;
        Ok(Self {
            name,
            kind,
            key,
            file,
        })
    }

    /// Takes the content out again when its row was not written.
    pub(crate) async fn kept_if<T>(self, session: &Session, written: Result<T>) -> Result<T> {
        if written.is_err() {
            session.db.settings.files.remove(&self.key).await;
        }
        written
    }
}

async fn insert(session: &Session, id: ProjectId, paper: Paper, new: &NewFile) -> Result<FileView> {
    let (mut tx, project) = open_own(session, Action::Attach, id).await?;
    check_room(&mut tx, &project).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    let row = sqlx::query(
        "insert into attachment (project_id, paper, name, mime, bytes, hash, key, added_on, added_by, added_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         returning id, name, mime, bytes, hash, added_on, added_name",
    )
    .bind(id.0)
    .bind(paper.code())
    .bind(&new.name)
    .bind(new.kind.code())
    .bind(size(&new.file))
    .bind(&new.file.hash)
    .bind(&new.key)
    .bind(today)
    .bind(who.account.0)
    .bind(&who.name)
    .fetch_one(&mut *tx)
    .await?;
    let entry = Entry::new(format!("上传附件“{}”（{}）", new.name, paper.label())).facts(json!({
        "file": {"before": null, "after": new.name}, "paper": paper.code(), "hash": new.file.hash,
    }));
    record(&mut tx, &project, entry.private()).await?;
    tx.commit().await?;
    view(&row)
}

/// The project of an applicant whose application is in writing: papers are locked once it is handed
/// in (machine 2.1), and nobody else adds to it.
async fn open_own(session: &Session, action: Action, id: ProjectId) -> Result<(Tx, Project)> {
    let (tx, project) = session.open_project(action, id).await?;
    if !session
        .capacities_on(&project)
        .contains(&Capacity::Applicant)
    {
        return Err(action.forbidden().into());
    }
    if !matches!(
        project.state,
        ProjectState::Draft | ProjectState::Supplement
    ) {
        return Err(project.wrong_state(action).into());
    }
    Ok((tx, project))
}

async fn check_room(tx: &mut Tx, project: &Project) -> Result<()> {
    let count: i64 = sqlx::query_scalar(
        "select count(*) from attachment where project_id = $1 and removed_on is null",
    )
    .bind(project.id.0)
    .fetch_one(&mut **tx)
    .await?;
    room_for(count)
}

fn room_for(count: i64) -> Result<()> {
    if count >= i64::from(FILES_PER_RECORD) {
        return Err(Refusal::TooManyFiles {
            max: FILES_PER_RECORD,
        }
        .into());
    }
    Ok(())
}

/// The name as it is kept, and the kind by content; the two must agree.
async fn judge(name: &str, file: &Spooled) -> Result<(String, FileKind)> {
    let name = check_name(name)?;
    let kind = file.kind(name).await?;
    kind.check_ending(name)?;
    Ok((name.to_owned(), kind))
}

/// The kind of paper of a form.
///
/// # Errors
/// `UnknownChoice` at `paper`.
fn known_paper(code: &str) -> Result<Paper> {
    Paper::from_code(code.trim()).ok_or_else(|| {
        Refusal::UnknownChoice {
            field: "paper".into(),
            label: "附件种类".into(),
        }
        .into()
    })
}

/// A key that says nothing and is nobody's to guess.
fn new_key(tenant: TenantId) -> String {
    format!("{tenant}/{}", hex::encode(rand::random::<[u8; 16]>()))
}

pub(crate) fn size(file: &Spooled) -> i64 {
    i64::try_from(file.bytes).unwrap_or(i64::MAX)
}

/// Files by the record they belong to.
pub type ByOwner = BTreeMap<i64, Vec<FileView>>;
