//! Papers of a year: the source of a fund base, the publication of key areas. They are the city's,
//! and what is published is everybody's.

use domain::access::{Action, Role};
use domain::contract::FileView;
use domain::state::{AreaState, EntryState};
use domain::{AttachmentId, Refusal};
use serde_json::json;
use sqlx::Row;

use super::{ByOwner, NewFile, Opened, Spooled, opened, room_for, size, view};
use crate::door::{Scope, Session, Tx};
use crate::event::{Entry, record_year};
use crate::rows::Columns;
use crate::{Error, Result};

/// What a city's file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An entry of the fund base (R002): its source, until finance has confirmed it.
    FundEntry(i64),
    /// A version of the key areas (R033): what was published, where and how it looked.
    Publication(i64),
}

impl Owner {
    /// The owner of a code in an address.
    #[must_use]
    pub fn of(code: &str, id: i64) -> Option<Self> {
        match code {
            "FUND_ENTRY" => Some(Self::FundEntry(id)),
            "PUBLICATION" => Some(Self::Publication(id)),
            _ => None,
        }
    }

    /// The page it stands on.
    #[must_use]
    pub const fn page(self) -> &'static str {
        match self {
            Self::FundEntry(_) => "/figures",
            Self::Publication(_) => "/areas",
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::FundEntry(_) => "FUND_ENTRY",
            Self::Publication(_) => "PUBLICATION",
        }
    }

    const fn id(self) -> i64 {
        match self {
            Self::FundEntry(id) | Self::Publication(id) => id,
        }
    }

    /// The right that goes with it: whoever enters the base brings its source, whoever publishes
    /// brings what was published.
    const fn right(self) -> Action {
        match self {
            Self::FundEntry(_) => Action::EnterFundBase,
            Self::Publication(_) => Action::PublishAreas,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::FundEntry(_) => "留存征缴收入来源文件",
            Self::Publication(_) => "重点领域公布文件",
        }
    }
}

/// Whether this person may add a file to the record now; asked before the file is received.
///
/// # Errors
/// `Forbidden`, `NotFound`, `WrongState`, `TooManyFiles`.
pub(crate) async fn may_attach(session: &Session, owner: Owner) -> Result<()> {
    let (mut tx, _) = open_record(session, Action::Attach, owner).await?;
    check_room(&mut tx, owner).await
}

/// Adds a file to a record of the city.
///
/// # Errors
/// As [`may_attach`], `FileName`, `FileType`.
pub(crate) async fn attach(
    session: &Session,
    owner: Owner,
    name: &str,
    file: Spooled,
) -> Result<FileView> {
    may_attach(session, owner).await?;
    let tenant = session.tenant().ok_or(Refusal::NotFound)?;
    let new = NewFile::store(session, tenant, name, file).await?;
    let written = insert(session, owner, &new).await;
    new.kept_if(session, written).await
}

/// Takes a file off its record; row and content stay.
///
/// # Errors
/// `Forbidden`, `NotFound`, `WrongState`.
pub(crate) async fn detach(session: &Session, id: AttachmentId) -> Result<Owner> {
    let owner = {
        let mut tx = open_city(session, Action::Detach).await?;
        let row = sqlx::query(
            "select owner, owner_id from city_file where id = $1 and removed_on is null",
        )
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
        let code = row.text("owner")?;
        Owner::of(&code, row.try_get("owner_id")?)
            .ok_or_else(|| Error::Inconsistent(format!("city_file {id}: owner {code}")))?
    };
    let (mut tx, year) = open_record(session, Action::Detach, owner).await?;
    let today = tx.today();
    let name: Option<String> = sqlx::query_scalar(
        "update city_file set removed_on = $2 where id = $1 and removed_on is null returning name",
    )
    .bind(id.0)
    .bind(today)
    .fetch_optional(&mut *tx)
    .await?;
    let name = name.ok_or(Refusal::NotFound)?;
    let entry = Entry::new(format!("移除{}“{name}”", owner.word()))
        .facts(json!({"file": {"before": name, "after": null}}));
    record_year(&mut tx, year, entry).await?;
    tx.commit().await?;
    Ok(owner)
}

/// Opens a file of a city: its own posts and the region, and organisations what was published.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub(crate) async fn open(session: &Session, id: AttachmentId) -> Result<Opened> {
    let mut tx = session.read(Action::OpenFile).await?;
    let row = sqlx::query(
        "select name, mime, bytes, hash, key from city_file where id = $1 and removed_on is null",
    )
    .bind(id.0)
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::NotFound)?;
    drop(tx);
    opened(session, &row).await
}

/// The files of records of one kind (`FUND_ENTRY`, `PUBLICATION`), by record, for the views of figures
/// and areas.
///
/// # Errors
/// What PostgreSQL said.
pub async fn files(tx: &mut Tx, kind: &str, owners: &[i64]) -> Result<ByOwner> {
    let rows = sqlx::query(
        "select id, owner_id, name, mime, bytes, hash, added_on, added_name from city_file
         where owner = $1 and owner_id = any($2) and removed_on is null order by id",
    )
    .bind(kind)
    .bind(owners)
    .fetch_all(&mut **tx)
    .await?;
    let mut files = ByOwner::new();
    for row in &rows {
        files
            .entry(row.try_get("owner_id")?)
            .or_default()
            .push(view(row)?);
    }
    Ok(files)
}

async fn insert(session: &Session, owner: Owner, new: &NewFile) -> Result<FileView> {
    let (mut tx, year) = open_record(session, Action::Attach, owner).await?;
    check_room(&mut tx, owner).await?;
    let (today, who) = (tx.today(), tx.who.clone());
    let row = sqlx::query(
        "insert into city_file (owner, owner_id, name, mime, bytes, hash, key, added_on, added_by, added_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         returning id, name, mime, bytes, hash, added_on, added_name",
    )
    .bind(owner.code())
    .bind(owner.id())
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
    let entry = Entry::new(format!("上传{}“{}”", owner.word(), new.name))
        .facts(json!({"file": {"before": null, "after": new.name}, "hash": new.file.hash}));
    record_year(&mut tx, year, entry).await?;
    tx.commit().await?;
    view(&row)
}

/// A writing transaction of a city post. An organisation attaches to its applications only.
async fn open_city(session: &Session, action: Action) -> Result<Tx> {
    if session.who.role == Role::Organisation || !matches!(session.scope, Scope::City(_)) {
        return Err(action.forbidden().into());
    }
    session.write(action).await
}

/// The record a file belongs to, with its year: there, this post's, and in a state that takes files.
async fn open_record(session: &Session, action: Action, owner: Owner) -> Result<(Tx, i32)> {
    let mut tx = open_city(session, action).await?;
    let sql = match owner {
        Owner::FundEntry(_) => "select year, state from fund_entry where id = $1 for update",
        Owner::Publication(_) => "select year, state from area_set where id = $1 for update",
    };
    let row = sqlx::query(sql)
        .bind(owner.id())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if !owner.right().allows(&session.capacities()) {
        return Err(action.forbidden().into());
    }
    let (takes, label) = match owner {
        Owner::FundEntry(_) => {
            let state: EntryState = row.code("state")?;
            (state == EntryState::Pending, state.label())
        }
        Owner::Publication(_) => {
            let state: AreaState = row.code("state")?;
            let takes = matches!(state, AreaState::Decided | AreaState::Published);
            (takes, state.label())
        }
    };
    if !takes {
        return Err(action.wrong_state(owner.word(), label).into());
    }
    Ok((tx, row.try_get("year")?))
}

async fn check_room(tx: &mut Tx, owner: Owner) -> Result<()> {
    let count: i64 = sqlx::query_scalar(
        "select count(*) from city_file where owner = $1 and owner_id = $2 and removed_on is null",
    )
    .bind(owner.code())
    .bind(owner.id())
    .fetch_one(&mut **tx)
    .await?;
    room_for(count)
}
