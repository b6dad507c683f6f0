//! The cap as pages show it: one meter per city, and the requests to exceed it.

use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Role};
use domain::contract::{CapMeter, CapView, CityCap, Offer, OverrideRow, YearOf};
use domain::full_date;
use domain::fund::FundBase;
use domain::state::BaseStatus;
use domain::{Money, OverrideId, Refusal, TenantId, Version};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::{Standing, standings};
use crate::Result;
use crate::door::{Scope, Session, Tx};
use crate::rows::Columns;
use crate::screens::shared;

/// The cap of a year: of the own city, or of every city for the region (or the one it names).
pub(crate) async fn cap(session: &Session, of: YearOf) -> Result<CapView> {
    let mut tx = session.read(Action::ViewCap).await?;
    let year = of.year.unwrap_or(tx.today().year() + 1);
    let only = session.tenant().or(match session.scope {
        Scope::Region => of.tenant,
        _ => None,
    });
    let cities: Vec<CityCap> = standings(&mut tx, year, only, None)
        .await?
        .iter()
        .map(|standing| CityCap {
            tenant: standing.tenant,
            name: standing.name.clone(),
            meter: meter(standing),
        })
        .collect();
    if cities.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let overrides = override_rows(&mut tx, year, only, session.who.role).await?;
    let own = [Action::RequestOverride]
        .into_iter()
        .filter(|action| action.allows(&session.capacities()));
    Ok(CapView {
        cities,
        year,
        years: shared::years(&mut tx, year).await?,
        overrides,
        offers: own
            .map(|action| Offer {
                action,
                why_not: None,
            })
            .collect(),
    })
}

/// The meter of one city.
///
/// # Errors
/// `NotFound` for a city that is not visible.
pub(crate) async fn meter_of(tx: &mut Tx, year: i32, tenant: TenantId) -> Result<CapMeter> {
    let found = standings(tx, year, Some(tenant), None).await?.pop();
    Ok(meter(&found.ok_or(Refusal::NotFound)?))
}

fn meter(standing: &Standing) -> CapMeter {
    let cap = standing.cap().unwrap_or_default();
    let status = standing.base.map(|(_, status)| status);
    let committed = standing.committed();
    CapMeter {
        year: standing.year,
        status,
        estimated: standing.estimated.map(FundBase::city_cap),
        finals: standing.finals.map(FundBase::city_cap),
        cap,
        overrides: standing.overrides,
        used: standing.used,
        reserved: standing.reserved,
        free: cap.saturating_sub(committed),
        exceeded: status == Some(BaseStatus::Final) && committed > cap,
    }
}

async fn override_rows(
    tx: &mut Tx,
    year: i32,
    only: Option<TenantId>,
    role: Role,
) -> Result<Vec<OverrideRow>> {
    let rows = sqlx::query(
        "select o.*, t.name as city from cap_override o join tenant t on t.id = o.tenant_id
         where o.year = $1 and ($2::int is null or o.tenant_id = $2) order by o.id desc limit 200",
    )
    .bind(year)
    .bind(only.map(|id| id.0))
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| override_row(row, role)).collect()
}

fn override_row(row: &PgRow, role: Role) -> Result<OverrideRow> {
    let consented = |department: Role, name: &str, on: &str| -> Result<String> {
        let day: Option<NaiveDate> = row.date_opt(on)?;
        let name = row.text(name)?;
        Ok(day.map_or(String::new(), |day| {
            let day = full_date(day);
            format!("{} · {name} · {day}", department.label())
        }))
    };
    let hrss = consented(Role::RegionHrss, "hrss_name", "hrss_on")?;
    let finance = consented(Role::RegionFinance, "finance_name", "finance_on")?;
    let requested: NaiveDate = row.try_get("requested_on")?;
    let amount: Money = row.money("amount")?;
    Ok(OverrideRow {
        id: OverrideId(row.try_get("id")?),
        version: Version(row.try_get("version")?),
        tenant: TenantId(row.try_get("tenant_id")?),
        city: row.text("city")?,
        year: row.try_get("year")?,
        amount,
        reason: row.text("reason")?,
        document: row.text("document")?,
        requested: format!("{} · {}", row.text("requested_name")?, full_date(requested)),
        in_force: !hrss.is_empty() && !finance.is_empty(),
        can_consent: match role {
            Role::RegionHrss => hrss.is_empty(),
            Role::RegionFinance => finance.is_empty(),
            _ => false,
        },
        hrss,
        finance,
    })
}
