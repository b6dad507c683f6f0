//! The page of a year's key areas.

use std::collections::BTreeMap;

use domain::access::Action;
use domain::contract::{AreaSet, AreasView, Offer, Publication, Suggestion, YearOf};
use domain::state::AreaState;
use domain::{AreaSetId, Refusal, TenantId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::areas_of;
use super::draft::refusal;
use crate::Result;
use crate::door::{Session, Tx};
use crate::figures::view::name;
use crate::figures::{offers, plan_year, plan_years, written_year};
use crate::rows::Columns;

/// The whole page in one transaction.
pub(crate) async fn areas(session: &Session, of: YearOf) -> Result<AreasView> {
    let (mut tx, tenant) = session.look(Action::ViewAreas, of).await?;
    let today = tx.today();
    let year = plan_year(of, today)?;
    let sets = sets(&mut tx, tenant, year).await?;
    let analysed: bool = sqlx::query_scalar(
        "select exists (select from analysis where tenant_id = $1 and year = $2)",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_one(&mut *tx)
    .await?;
    let writable = written_year(year, today).is_ok();
    Ok(AreasView {
        tenant,
        name: name(&mut tx, tenant).await?,
        year,
        years: plan_years(year, today),
        suggestions: suggestions(&mut tx, tenant, year).await?,
        analysed,
        offers: if writable {
            possible(session, year, &sets, analysed)
        } else {
            Vec::new()
        },
        sets,
    })
}

/// What the post can do, and why not now.
fn possible(session: &Session, year: i32, sets: &[AreaSet], analysed: bool) -> Vec<Offer> {
    let stands = |state: AreaState| sets.iter().any(|set| set.state == state);
    let draft = if analysed {
        [AreaState::OnAgenda, AreaState::Closed]
            .into_iter()
            .find(|state| stands(*state))
            .map(|state| refusal(year, state))
    } else {
        Some(Refusal::NotAnalysed { year })
    };
    let newest = sets.first().map_or(AreaState::Collecting, |set| set.state);
    let unless = |action: Action, possible: bool| {
        let why_not = (!possible)
            .then(|| action.wrong_state(format!("{year} 年度工伤预防重点领域"), newest.label()));
        (action, why_not)
    };
    let published = stands(AreaState::Published);
    offers(
        session,
        [
            (Action::SuggestArea, None),
            (Action::DraftAreas, draft),
            unless(
                Action::PublishAreas,
                published || stands(AreaState::Decided),
            ),
            unless(Action::CloseAreas, published),
        ],
    )
}

async fn sets(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<AreaSet>> {
    let mut publications = publications(tx, tenant, year).await?;
    let rows = sqlx::query(
        "select id, no, state, version, areas, resolution, decided_on from area_set
         where tenant_id = $1 and year = $2 order by no desc",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("id")?;
            set(row, publications.remove(&id).unwrap_or_default())
        })
        .collect()
}

fn set(row: &PgRow, publications: Vec<Publication>) -> Result<AreaSet> {
    Ok(AreaSet {
        id: AreaSetId(row.try_get("id")?),
        no: row.try_get("no")?,
        state: row.code("state")?,
        version: Version(row.try_get("version")?),
        areas: areas_of(row.json("areas")?)?,
        resolution: row.text("resolution")?,
        decided: row.date_opt("decided_on")?,
        publications,
    })
}

/// The publications of a year's versions, by version.
async fn publications(
    tx: &mut Tx,
    tenant: TenantId,
    year: i32,
) -> Result<BTreeMap<i64, Vec<Publication>>> {
    let rows = sqlx::query(
        "select p.area_set_id, p.channel, p.published_on, p.address
         from publication p join area_set a on a.tenant_id = p.tenant_id and a.id = p.area_set_id
         where a.tenant_id = $1 and a.year = $2 order by p.id",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    let mut all: BTreeMap<i64, Vec<Publication>> = BTreeMap::new();
    for row in &rows {
        all.entry(row.try_get("area_set_id")?)
            .or_default()
            .push(Publication {
                channel: row.code("channel")?,
                on: row.try_get("published_on")?,
                address: row.text("address")?,
            });
    }
    Ok(all)
}

async fn suggestions(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<Suggestion>> {
    let rows = sqlx::query(
        "select member, suggested_on, suggested_name, text from suggestion
         where tenant_id = $1 and year = $2 order by id desc limit 200",
    )
    .bind(tenant.0)
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Suggestion {
                member: row.code("member")?,
                on: row.try_get("suggested_on")?,
                by: row.text("suggested_name")?,
                text: row.text("text")?,
            })
        })
        .collect()
}
