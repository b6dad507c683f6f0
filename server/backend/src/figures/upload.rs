//! Injuries by web (R123): a file is read and kept with what it would do; the rows are written when
//! somebody has looked at that and says so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use domain::access::Action;
use domain::contract::{InjuryUploadView, UploadCounts, UploadRow};
use domain::refusal::ClassificationFault;
use domain::state::UploadState;
use domain::{Refusal, TenantId, UploadId, unstopped};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::sets::{self, Act};
use super::{Checked, offers};
use crate::classification::Classifications;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::import::{self, Count, Injury, Judge, Refused, Sheet};
use crate::rows::Columns;
use crate::{Error, Result};

/// Rejected rows on the page; the file with all of them is a download.
const SHOWN: usize = 100;

/// Reads a file and keeps what it would do. Nothing is imported.
pub(crate) async fn preview(session: &Session, file: String, content: Vec<u8>) -> Result<UploadId> {
    let action = Action::PreviewInjuries;
    // Reading takes a while: neither for those who may not, nor while others of the city wait.
    let (true, Some(tenant)) = (action.allows(&session.capacities()), session.tenant()) else {
        return Err(action.forbidden().into());
    };
    let file = file_name(&file)?;
    let today = session.db.today();
    let lists = Classifications::load(&mut *session.read(action).await?).await?;
    let by = Judge { today, lists };
    let sheet = tokio::task::spawn_blocking(move || Sheet::read(&content, tenant, &by))
        .await
        .map_err(|error| Error::Inconsistent(format!("reading an upload: {error}")))?
        .map_err(|error| Refusal::FileUnreadable {
            because: unstopped(&error.0).to_owned(),
        })?;
    let mut tx = session.write(action).await?;
    let counts = import::compare(&mut tx, &sheet.good).await?;
    let refused = sheet.rejected.len();
    let id = insert(&mut tx, &file, &sheet, counts).await?;
    let text = format!(
        "上传工伤数据“{file}”，待导入：新增 {}、更新 {}、未变 {}、未采纳 {refused}",
        counts.inserted, counts.updated, counts.unchanged
    );
    let year = today.year();
    record_year(&mut tx, year, Entry::new(text).internal()).await?;
    tx.commit().await?;
    Ok(id)
}

/// A name that is only a name: what a browser sends, and what a page can show.
fn file_name(name: &str) -> Checked<String> {
    let name = name.trim();
    let because = match name.chars().count() {
        0 => "没有选择文件",
        count if count > 120 => "文件名超过 120 个字",
        _ if name.contains(['/', '\\']) => "文件名中不能带有路径",
        _ if name.contains(char::is_control) => "文件名中有不可见字符",
        _ => return Ok(name.to_owned()),
    };
    Err(Refusal::FileUnreadable {
        because: because.into(),
    })
}

async fn insert(tx: &mut Tx, file: &str, sheet: &Sheet, counts: Count) -> Result<UploadId> {
    let years: BTreeSet<i32> = sheet.good.iter().map(|injury| injury.date.year()).collect();
    let (today, who) = (tx.today(), tx.who.clone());
    let id: i64 = sqlx::query_scalar(
        "insert into injury_upload (file, years, heads, sample, good, rejected, added, changed, unchanged, refused,
           uploaded_on, uploaded_by, uploaded_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id",
    )
    .bind(file)
    .bind(Vec::from_iter(years))
    .bind(json!(sheet.heads))
    .bind(json!(sheet.sample))
    .bind(sqlx::types::Json(&sheet.good))
    .bind(sqlx::types::Json(&sheet.rejected))
    .bind(signed(counts.inserted))
    .bind(signed(counts.updated))
    .bind(signed(counts.unchanged))
    .bind(i64::try_from(sheet.rejected.len()).unwrap_or(i64::MAX))
    .bind(today)
    .bind(who.account.0)
    .bind(who.name)
    .fetch_one(&mut **tx)
    .await?;
    Ok(UploadId(id))
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Writes the good rows of a preview. They are counted anew: somebody may have imported the same
/// ones since. A list may have been published since as well.
///
/// # Errors
/// `NotFound`, `WrongState` for an upload that is imported, `ClassificationChanged`.
pub(crate) async fn import(session: &Session, id: UploadId) -> Result<()> {
    let action = Action::ImportInjuries;
    let mut tx = session.write(action).await?;
    let row = sqlx::query(
        "select file, state, good, refused from injury_upload where id = $1 for update",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let state: UploadState = row.code("state")?;
    let good: Option<sqlx::types::Json<Vec<Injury>>> = row.try_get("good")?;
    let (UploadState::Preview, Some(good)) = (state, good) else {
        return Err(action.wrong_state("上传的工伤数据", state.label()).into());
    };
    let rows = import::outdated(&good.0, &Classifications::load(&mut tx).await?);
    if rows > 0 {
        return Err(Refusal::from(ClassificationFault::Changed { rows }).into());
    }
    let tenant = tx.tenant.ok_or(Refusal::NotFound)?;
    let mut counts = BTreeMap::new();
    import::write(&mut tx, &good.0, &mut counts, |_| ()).await?;
    let count = counts.remove(&tenant.0).unwrap_or_default();
    imported(&mut tx, id, count).await?;
    tell(&mut tx, &row, count, tenant).await?;
    tx.commit().await
}

async fn imported(tx: &mut Tx, id: UploadId, count: Count) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "update injury_upload set state = 'IMPORTED', good = null, added = $2, changed = $3, unchanged = $4,
           imported_on = $5, imported_name = $6 where id = $1",
    )
    .bind(id.0)
    .bind(signed(count.inserted))
    .bind(signed(count.updated))
    .bind(signed(count.unchanged))
    .bind(today)
    .bind(who.name)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The exchange and the history of an import.
async fn tell(tx: &mut Tx, row: &PgRow, count: Count, tenant: TenantId) -> Result<()> {
    let refused: i64 = row.try_get("refused")?;
    let what = format!(
        "工伤认定数据“{}”：新增 {}、更新 {}、未变 {}、未采纳 {refused}",
        row.text("file")?,
        count.inserted,
        count.updated,
        count.unchanged
    );
    sets::log(tx, Act::Imported, None, &what).await?;
    let facts = json!({"tenant": tenant, "inserted": count.inserted, "updated": count.updated,
        "unchanged": count.unchanged, "rejected": refused});
    let year = tx.today().year();
    record_year(
        tx,
        year,
        Entry::new(format!("导入{what}")).facts(facts).internal(),
    )
    .await
}

/// An upload as its page shows it.
pub(crate) async fn upload(session: &Session, id: UploadId) -> Result<InjuryUploadView> {
    let mut tx = session.read(Action::ViewUpload).await?;
    let row = sqlx::query(
        "select id, file, state, years, heads, sample, rejected, added, changed, unchanged, refused, uploaded_name, uploaded_on
         from injury_upload where id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    let UploadRow {
        id,
        file,
        counts,
        state,
        by,
        on,
    } = summary(&row)?;
    let done = (state != UploadState::Preview)
        .then(|| Action::ImportInjuries.wrong_state("上传的工伤数据", state.label()));
    let shown = |refused: &Refused| {
        let line = i64::try_from(refused.line).unwrap_or(i64::MAX);
        (line, refused.reason.clone())
    };
    Ok(InjuryUploadView {
        id,
        file,
        years: row.try_get("years")?,
        counts,
        heads: json_of(&row, "heads")?,
        sample: json_of(&row, "sample")?,
        rejected: rejected(&row)?.iter().take(SHOWN).map(shown).collect(),
        state,
        by,
        on,
        offers: offers(session, [(Action::ImportInjuries, done)]),
    })
}

fn json_of<T: serde::de::DeserializeOwned>(row: &PgRow, column: &str) -> Result<T> {
    serde_json::from_value(row.json(column)?)
        .map_err(|error| Error::Inconsistent(format!("injury_upload.{column}: {error}")))
}

fn rejected(row: &PgRow) -> Result<Vec<Refused>> {
    json_of(row, "rejected")
}

fn summary(row: &PgRow) -> Result<UploadRow> {
    Ok(UploadRow {
        id: UploadId(row.try_get("id")?),
        file: row.text("file")?,
        counts: UploadCounts {
            new: row.try_get("added")?,
            changed: row.try_get("changed")?,
            unchanged: row.try_get("unchanged")?,
            rejected: row.try_get("refused")?,
        },
        state: row.code("state")?,
        by: row.text("uploaded_name")?,
        on: row.try_get("uploaded_on")?,
    })
}

/// The newest uploads of the city.
pub(crate) async fn newest(tx: &mut Tx) -> Result<Vec<UploadRow>> {
    let rows = sqlx::query(
        "select id, file, state, added, changed, unchanged, refused, uploaded_name, uploaded_on
         from injury_upload order by id desc limit 10",
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(summary).collect()
}

/// All rejected rows as a spreadsheet opens them: UTF-8 with its mark, the file's columns and 原因.
pub(crate) async fn rejected_csv(session: &Session, id: UploadId) -> Result<String> {
    let mut tx = session.read(Action::ViewUpload).await?;
    let row = sqlx::query("select heads, rejected from injury_upload where id = $1")
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    let mut heads: Vec<String> = json_of(&row, "heads")?;
    let width = heads.len();
    heads.push("原因".into());
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    let failed = |error: csv::Error| Error::Inconsistent(format!("writing a csv: {error}"));
    out.write_record(&heads).map_err(failed)?;
    for refused in rejected(&row)? {
        let mut cells = refused.cells;
        // A row may be shorter or longer than the headings.
        cells.resize(width, String::new());
        cells.push(refused.reason);
        out.write_record(&cells).map_err(failed)?;
    }
    let bytes = out
        .into_inner()
        .map_err(|error| Error::Inconsistent(format!("writing a csv: {error}")))?;
    String::from_utf8(bytes).map_err(|error| Error::Inconsistent(format!("a csv: {error}")))
}
