//! A year's key areas (machine 2.2): suggested by the departments, drafted by the agency on the
//! frozen analysis, decided by the joint meeting, published and closed by 人社 (R020, R030-R033).
//!
//! The meeting itself is elsewhere; what it does to a version is [`put_on_agenda`], [`decided`] and
//! [`not_adopted`], each called inside the meeting's own transaction, which records the event.

mod draft;
mod view;

use chrono::NaiveDate;
use domain::access::Action;
use domain::contract::{KeyArea, PublicationDraft, SuggestionDraft};
use domain::state::{AreaState, Channel};
use domain::{AreaSetId, Refusal, TenantId, Version};
use serde_json::{Value, json};
use sqlx::Row;

use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::figures::written_year;
use crate::plan::required;
use crate::rows::Columns;
use crate::{Error, Result};

pub(crate) use draft::draft;
pub(crate) use view::areas;

/// A version of a year's areas, locked.
struct Locked {
    id: AreaSetId,
    year: i32,
    no: i32,
    state: AreaState,
    version: Version,
}

impl Locked {
    async fn read(tx: &mut Tx, id: AreaSetId) -> Result<Self> {
        let row = sqlx::query(
            "select id, year, no, state, version from area_set where id = $1 for update",
        )
        .bind(id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Refusal::NotFound)?;
        Ok(Self {
            id: AreaSetId(row.try_get("id")?),
            year: row.try_get("year")?,
            no: row.try_get("no")?,
            state: row.code("state")?,
            version: Version(row.try_get("version")?),
        })
    }

    fn name(&self) -> String {
        format!("{} 年度工伤预防重点领域（第 {} 版）", self.year, self.no)
    }

    fn wrong_state(&self, tx: &Tx) -> Refusal {
        tx.action.wrong_state(self.name(), self.state.label())
    }

    /// The machine's own answer: whether `to` can follow.
    fn must_lead_to(&self, tx: &Tx, to: AreaState) -> Result<()> {
        if self.state.next().contains(&to) {
            Ok(())
        } else {
            Err(self.wrong_state(tx).into())
        }
    }

    async fn go(&self, tx: &mut Tx, to: AreaState) -> Result<()> {
        self.must_lead_to(tx, to)?;
        sqlx::query("update area_set set state = $2, version = version + 1 where id = $1")
            .bind(self.id.0)
            .bind(to.code())
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}

/// The areas of a version.
pub(crate) fn areas_of(areas: Value) -> Result<Vec<KeyArea>> {
    serde_json::from_value(areas)
        .map_err(|error| Error::Inconsistent(format!("area_set.areas: {error}")))
}

/// A department suggests what to consider (R020). The first suggestion of a year opens it.
pub(crate) async fn suggest(session: &Session, year: i32, draft: SuggestionDraft) -> Result<()> {
    let action = Action::SuggestArea;
    let mut tx = session.write(action).await?;
    let member = session
        .who
        .role
        .member()
        .ok_or_else(|| action.forbidden())?;
    written_year(year, tx.today())?;
    let text = required("text", "建议内容", &draft.text, 2000)?;
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into suggestion (year, member, text, suggested_on, suggested_name) values ($1, $2, $3, $4, $5)",
    )
    .bind(year)
    .bind(member.code())
    .bind(&text)
    .bind(today)
    .bind(who.name)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "insert into area_set (year, no, state) select $1, 1, 'COLLECTING'
         where not exists (select from area_set where year = $1)",
    )
    .bind(year)
    .execute(&mut *tx)
    .await?;
    let sentence = format!(
        "{}部门对 {year} 年度工伤预防重点领域提出建议",
        member.label()
    );
    record_year(
        &mut tx,
        year,
        Entry::new(sentence).facts(json!({"text": text})).internal(),
    )
    .await?;
    tx.commit().await
}

/// Puts a version on the agenda of a meeting; the year it is for. What the meeting decides rests on
/// a frozen analysis (R031, R032).
///
/// # Errors
/// `NotFound`, `WrongState`.
pub async fn put_on_agenda(tx: &mut Tx, id: AreaSetId) -> Result<i32> {
    let set = Locked::read(tx, id).await?;
    set.go(tx, AreaState::OnAgenda).await?;
    Ok(set.year)
}

/// The meeting did not adopt the version, deferred it, or took it off the agenda.
///
/// # Errors
/// `NotFound`, `WrongState`.
pub async fn not_adopted(tx: &mut Tx, id: AreaSetId) -> Result<()> {
    let set = Locked::read(tx, id).await?;
    set.go(tx, AreaState::Analysed).await
}

/// The meeting adopted the version (R013, R032). One that was decided before and never published is
/// superseded; the published one stays in force until this one is published.
///
/// # Errors
/// `NotFound`, `WrongState`; `Required` for a resolution without a number.
pub async fn decided(tx: &mut Tx, id: AreaSetId, resolution: &str, on: NaiveDate) -> Result<()> {
    let set = Locked::read(tx, id).await?;
    set.must_lead_to(tx, AreaState::Decided)?;
    let resolution = required("resolution", "决议编号", resolution, 100)?;
    supersede(tx, &set, AreaState::Decided).await?;
    sqlx::query("update area_set set resolution = $2, decided_on = $3 where id = $1")
        .bind(id.0)
        .bind(resolution)
        .bind(on)
        .execute(&mut **tx)
        .await?;
    set.go(tx, AreaState::Decided).await
}

/// The year's other version in a state becomes the older one: one is in force at a time (R032).
async fn supersede(tx: &mut Tx, by: &Locked, state: AreaState) -> Result<()> {
    sqlx::query(
        "update area_set set state = 'AMENDED', version = version + 1 where year = $1 and state = $2 and id <> $3",
    )
    .bind(by.year)
    .bind(state.code())
    .bind(by.id.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// 人社 makes a decided version known; a published one can be made known through more channels (R033).
pub(crate) async fn publish(
    session: &Session,
    id: AreaSetId,
    seen: Version,
    draft: PublicationDraft,
) -> Result<()> {
    let mut tx = session.write(Action::PublishAreas).await?;
    let set = Locked::read(&mut tx, id).await?;
    let again = set.state == AreaState::Published;
    if !again {
        set.must_lead_to(&tx, AreaState::Published)?;
    }
    stale(&set, seen)?;
    let (channel, address) = channel(&draft)?;
    if !again {
        refuse_closed(&mut tx, &set).await?;
        supersede(&mut tx, &set, AreaState::Published).await?;
    }
    let today = tx.today();
    sqlx::query(
        "update area_set set state = 'PUBLISHED', published_on = coalesce(published_on, $2), version = version + 1 where id = $1",
    )
    .bind(id.0)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "insert into publication (area_set_id, channel, address, published_on) values ($1, $2, $3, $4)",
    )
    .bind(id.0)
    .bind(channel.code())
    .bind(&address)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    let text = format!("通过{}公布{}：{address}", channel.label(), set.name());
    let facts =
        json!({"state": [set.state, AreaState::Published], "channel": channel, "address": address});
    record_year(&mut tx, set.year, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

fn stale(set: &Locked, seen: Version) -> Result<()> {
    if set.version == seen {
        Ok(())
    } else {
        Err(Refusal::Stale.into())
    }
}

/// Channel and place as typed. A place on the portal is an address a page can lead to.
fn channel(draft: &PublicationDraft) -> Result<(Channel, String)> {
    let choice = |field: &'static str, label: &'static str| Refusal::UnknownChoice {
        field: field.into(),
        label: label.into(),
    };
    let channel =
        Channel::from_code(draft.channel.trim()).ok_or_else(|| choice("channel", "公布方式"))?;
    let address = required("address", "网址或文号", &draft.address, 300)?;
    let is_address = address.starts_with("https://") || address.starts_with("http://");
    if channel == Channel::Portal && !is_address {
        return Err(choice("address", "门户网站公布的网址（以 https:// 开头）").into());
    }
    Ok((channel, address))
}

/// Where applications have ended, no other version comes into force.
async fn refuse_closed(tx: &mut Tx, set: &Locked) -> Result<()> {
    let closed: bool = sqlx::query_scalar(
        "select exists (select from area_set where year = $1 and state = 'CLOSED')",
    )
    .bind(set.year)
    .fetch_one(&mut **tx)
    .await?;
    if closed {
        let subject = format!("{} 年度工伤预防重点领域", set.year);
        return Err(tx
            .action
            .wrong_state(subject, AreaState::Closed.label())
            .into());
    }
    Ok(())
}

/// 人社 ends the taking of applications.
pub(crate) async fn close(session: &Session, id: AreaSetId, seen: Version) -> Result<()> {
    let mut tx = session.write(Action::CloseAreas).await?;
    let set = Locked::read(&mut tx, id).await?;
    set.must_lead_to(&tx, AreaState::Closed)?;
    stale(&set, seen)?;
    set.go(&mut tx, AreaState::Closed).await?;
    let text = format!("{} 年度工伤预防项目申报截止", set.year);
    let facts = json!({"state": [set.state, AreaState::Closed]});
    record_year(&mut tx, set.year, Entry::new(text).facts(facts)).await?;
    tx.commit().await
}

/// The areas a city has published for a year and still takes applications for; `None` = no
/// application is possible (R041). Works under every role, also of an organisation.
///
/// # Errors
/// What PostgreSQL said.
pub async fn published(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Option<Vec<KeyArea>>> {
    let areas: Option<Value> = sqlx::query_scalar(
        "select areas from area_set where tenant_id = $1 and year = $2 and state = 'PUBLISHED'",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_optional(&mut **tx)
    .await?;
    areas.map(areas_of).transpose()
}
