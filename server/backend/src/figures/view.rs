//! The page of the figures: what is there, what is wanted, who sent and who read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::Action;
use domain::analysis::window;
use domain::contract::{BaseEntry, Exchange, FiguresView, InjuryYear, SetRow, UploadRow, YearOf};
use domain::dataset;
use domain::fund::FundBase;
use domain::state::{DatasetKind, EntryState};
use domain::{DatasetId, EntryId, Refusal, TenantId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{base, offers, plan_year, plan_years, sets, upload};
use crate::Result;
use crate::door::{Session, Tx};
use crate::rows::Columns;

/// The whole page in one transaction.
pub(crate) async fn figures(session: &Session, of: YearOf) -> Result<FiguresView> {
    let (mut tx, tenant) = session.look(Action::ViewFigures, of).await?;
    let today = tx.today();
    let year = plan_year(of, today)?;
    let entries = entries(&mut tx, tenant, year).await?;
    let returnable = entries
        .iter()
        .any(|entry| entry.state == EntryState::Pending);
    let none = (!returnable)
        .then(|| Action::ConfirmFundBase.wrong_state(format!("{year} 年度"), "没有待确认的录入"));
    let role = session.who.role;
    Ok(FiguresView {
        tenant,
        name: name(&mut tx, tenant).await?,
        year,
        years: plan_years(year, today),
        sets: wanted(&mut tx, tenant, year).await?,
        injuries: injuries(&mut tx, tenant, year).await?,
        uploads: uploads(session, &mut tx).await?,
        exchanges: exchanges(&mut tx, tenant).await?,
        alerts: alerts(&mut tx, tenant, year).await?,
        offers: offers(
            session,
            [
                (Action::EnterFundBase, None),
                (Action::ConfirmFundBase, none.clone()),
                (Action::ReturnFundBase, none),
                (Action::SubmitDataset, None),
                (Action::ViewDataset, None),
                (Action::PreviewInjuries, None),
            ],
        ),
        mine: DatasetKind::ALL
            .iter()
            .copied()
            .filter(|kind| dataset::sender(*kind) == role)
            .collect(),
        entries,
    })
}

/// The name of a city; `NotFound` for a number that is none.
pub(crate) async fn name(tx: &mut Tx, tenant: TenantId) -> Result<String> {
    let name: Option<String> = sqlx::query_scalar("select name from tenant where id = $1")
        .bind(tenant.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(name.ok_or(Refusal::NotFound)?)
}

/// The entries of the years the plan year rests on, newest first; estimate and closed figure of one
/// year stand side by side (A01).
async fn entries(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<BaseEntry>> {
    let rows = sqlx::query(
        "select id, version, year, status, state, levy, remitted, insured, source, entered_name, confirmed_name, reason
         from fund_entry where tenant_id = $1 and year between $2 and $3 order by year desc, id desc",
    )
    .bind(tenant.0)
    .bind(year - 4)
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(entry).collect()
}

fn entry(row: &PgRow) -> Result<BaseEntry> {
    let base = FundBase::new(row.money("levy")?, row.money("remitted")?)?;
    Ok(BaseEntry {
        id: EntryId(row.try_get("id")?),
        version: Version(row.try_get("version")?),
        year: row.try_get("year")?,
        status: row.code("status")?,
        state: row.code("state")?,
        levy: base.levy(),
        remitted: base.remitted(),
        retained: base.retained(),
        cap: base.city_cap(),
        insured: row.try_get::<i32, _>("insured")?.into(),
        source: row.text("source")?,
        entered: row.text("entered_name")?,
        confirmed: row.text("confirmed_name")?,
        reason: row.text("reason")?,
    })
}

/// One row per kind and year that is wanted: the three years of the analysis, and the forecast of
/// the plan year itself (R030, R115).
async fn wanted(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<SetRow>> {
    let rows = sqlx::query(
        "select distinct on (kind, year) kind, year, id, version, jsonb_array_length(rows)::bigint as rows, submitted_on, submitted_name
         from dataset where tenant_id = $1 and year between $2 and $3 order by kind, year, version desc",
    )
    .bind(tenant.0)
    .bind(year - 4)
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    let mut newest = BTreeMap::new();
    for row in &rows {
        newest.insert(
            (
                row.code::<DatasetKind>("kind")?,
                row.try_get::<i32, _>("year")?,
            ),
            row,
        );
    }
    let mut sets = Vec::new();
    for kind in DatasetKind::ALL {
        let years = match kind {
            DatasetKind::Forecast => vec![year],
            _ => window(year).to_vec(),
        };
        for of in years {
            sets.push(set_row(*kind, of, newest.get(&(*kind, of)).copied())?);
        }
    }
    Ok(sets)
}

fn set_row(kind: DatasetKind, year: i32, row: Option<&PgRow>) -> Result<SetRow> {
    let mut set = SetRow {
        kind,
        year,
        sender: dataset::sender(kind).label().into(),
        needed: dataset::needed(kind),
        id: None,
        version: 0,
        rows: 0,
        submitted: None,
        by: String::new(),
    };
    if let Some(row) = row {
        set.id = Some(DatasetId(row.try_get("id")?));
        set.version = row.try_get("version")?;
        set.rows = row.try_get("rows")?;
        set.submitted = Some(row.try_get::<NaiveDate, _>("submitted_on")?);
        set.by = row.text("submitted_name")?;
    }
    Ok(set)
}

async fn injuries(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<InjuryYear>> {
    let rows = sqlx::query(
        "select year, injuries, deaths, cost from injury_year where tenant_id = $1 and year between $2 and $3 order by year",
    )
    .bind(tenant.0)
    .bind(year - 4)
    .bind(year)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(InjuryYear {
                year: row.try_get("year")?,
                injuries: row.try_get("injuries")?,
                deaths: row.try_get("deaths")?,
                cost: row.money("cost")?,
            })
        })
        .collect()
}

/// The newest uploads, for those who may open them.
async fn uploads(session: &Session, tx: &mut Tx) -> Result<Vec<UploadRow>> {
    if !Action::ViewUpload.allows(&session.capacities()) {
        return Ok(Vec::new());
    }
    upload::newest(tx).await
}

async fn exchanges(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Exchange>> {
    let rows = sqlx::query(
        "select at, who, what, about from exchange where tenant_id = $1 order by id desc limit 50",
    )
    .bind(tenant.0)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(sets::exchange).collect()
}

/// A closed figure that leaves less than is committed (A01), for the plan years in view.
async fn alerts(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<String>> {
    let short = base::shortages(tx, tenant, year - 3, year).await?;
    Ok(short
        .iter()
        .map(|short| {
            format!(
                "{} 年度上限按决算数为 {} 元，低于已安排的 {} 元，超出 {} 元。新签协议和付款须在上限以内，请调减或按程序报批。",
                short.plan_year, short.cap, short.committed, short.over
            )
        })
        .collect())
}
