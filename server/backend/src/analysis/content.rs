//! What an analysis says: totals, rankings, what is missing, and notes on how it was counted.

use domain::analysis::window;
use domain::classification::ClassificationKind;
use domain::contract::{AnalysisView, AnalysisYear, Frozen, Offer, Ranking, TypeMapping, TypeName};
use domain::state::DatasetKind;
use domain::{Money, TenantId, dataset};
use serde::{Deserialize, Serialize};
use sqlx::Row;

use super::count::{self, Counted, Dimension};
use super::insured::Insured;
use super::ranking::{Group, ranking};
use super::reports::{self, Sets};
use super::types::{self, Found, Mappings, Types};
use crate::Result;
use crate::door::Tx;
use crate::figures::sets::{set_name, yuan};
use crate::figures::view::name;

/// The content that is frozen: everything but who looks at it and what they can do.
#[derive(Serialize, Deserialize)]
pub(super) struct Content {
    tenant: TenantId,
    name: String,
    year: i32,
    window: Vec<i32>,
    totals: Vec<AnalysisYear>,
    rankings: Vec<Ranking>,
    pub missing: Vec<String>,
    notes: Vec<String>,
    mappings: Vec<TypeMapping>,
}

impl Content {
    pub(super) fn view(
        self,
        years: Vec<i32>,
        frozen: Option<Frozen>,
        offers: Vec<Offer>,
        old_types: Vec<TypeName>,
        new_types: Vec<TypeName>,
    ) -> AnalysisView {
        AnalysisView {
            tenant: self.tenant,
            name: self.name,
            year: self.year,
            years,
            window: self.window,
            totals: self.totals,
            rankings: self.rankings,
            missing: self.missing,
            notes: self.notes,
            mappings: self.mappings,
            old_types,
            new_types,
            frozen,
            offers,
        }
    }
}

/// A content with the types that occur in it, mapped or not.
pub(super) struct Computed {
    pub content: Content,
    pub found: Vec<Found>,
    pub types: Types,
}

/// Counts everything: seven statements, whatever the number of rows.
pub(super) async fn compute(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Computed> {
    let window = window(year);
    let types = Types::load(tx).await?;
    let mut counted = count::injuries(tx, tenant, window[0], types.lists()).await?;
    let sets = Sets::load(tx, tenant, window).await?;
    let insured = Insured::load(tx, tenant, window, &sets).await?;
    let mappings = Mappings::load(tx, tenant, &types).await?;
    let found = types::found(&types, &counted);
    let mut notes = Vec::new();
    for (dimension, kind) in [
        (Dimension::Accident, ClassificationKind::Accident),
        (Dimension::Disease, ClassificationKind::Disease),
    ] {
        let groups = counted.groups.remove(&dimension).unwrap_or_default();
        let (groups, told) = types::merge(&types, kind, groups, &mappings);
        counted.groups.insert(dimension, groups);
        notes.extend(told);
    }
    let reported = reports::rankings(&sets, &insured);
    if !reported.is_empty() {
        notes.push(
            "职业病报告、生产安全事故由卫健、应急部门报送，口径与认定工伤不同，分别列示，不相加。"
                .into(),
        );
    }
    notes.extend(insured.note());
    let totals = totals(&counted, &sets, &insured, window)?;
    let content = Content {
        tenant,
        name: name(tx, tenant).await?,
        year,
        window: window.to_vec(),
        missing: missing_of(&totals, |kind, year| sets.has(kind, year)),
        totals,
        rankings: own_rankings(counted, &insured).chain(reported).collect(),
        notes,
        mappings: mappings.listed(&types),
    };
    Ok(Computed {
        content,
        found,
        types,
    })
}

/// The rankings of the recognised injuries.
fn own_rankings(counted: Counted, insured: &Insured) -> impl Iterator<Item = Ranking> {
    let Counted { mut groups, .. } = counted;
    Dimension::ALL.into_iter().map(move |dimension| {
        let groups = groups.remove(&dimension).unwrap_or_default();
        ranking(dimension.title(), groups, |group: &Group| {
            insured.rate(dimension.scope(), &group.name, group.count)
        })
    })
}

/// One row per year; money and persons only where somebody has said them.
fn totals(
    counted: &Counted,
    sets: &Sets,
    insured: &Insured,
    window: [i32; 3],
) -> Result<Vec<AnalysisYear>> {
    let row = |(slot, year): (usize, i32)| {
        let injuries = counted.years.get(slot).cloned().unwrap_or_default();
        let fund = sets.rows(DatasetKind::Fund, year);
        let amount = |column| (!fund.is_empty()).then(|| yuan(fund, column)).transpose();
        Ok(AnalysisYear {
            year,
            injuries: injuries.count,
            deaths: injuries.deaths,
            diseases: sets
                .has(DatasetKind::Disease, year)
                .then(|| reports::cases(sets.rows(DatasetKind::Disease, year))),
            cost: injuries.cost,
            income: amount(1)?,
            expenditure: amount(2)?,
            insured: insured.city(slot),
        })
    };
    window.into_iter().enumerate().map(row).collect()
}

/// The sets without which the analysis is incomplete, and years without a single injury (R030).
fn missing_of(totals: &[AnalysisYear], has: impl Fn(DatasetKind, i32) -> bool) -> Vec<String> {
    let mut missing = Vec::new();
    for total in totals {
        if !total.reported() {
            missing.push(format!("{} 年工伤认定明细", total.year));
        }
        let needed = DatasetKind::ALL
            .iter()
            .filter(|kind| dataset::needed(**kind));
        missing.extend(
            needed
                .filter(|kind| !has(**kind, total.year))
                .map(|kind| set_name(*kind, total.year)),
        );
    }
    missing
}

/// What is missing now, without counting everything.
pub(super) async fn missing(tx: &mut Tx, tenant: TenantId, year: i32) -> Result<Vec<String>> {
    let window = window(year);
    let sets = Sets::load(tx, tenant, window).await?;
    let rows = sqlx::query(
        "select y as year, exists (select from injury i where i.tenant_id = $1
           and i.accident_on between make_date(y, 1, 1) and make_date(y, 12, 31))::int::bigint as injuries
         from unnest($2::int[]) y order by y",
    )
    .bind(tenant.0)
    .bind(window.to_vec())
    .fetch_all(&mut **tx)
    .await?;
    let totals = rows
        .iter()
        .map(|row| {
            Ok(AnalysisYear {
                year: row.try_get("year")?,
                injuries: row.try_get("injuries")?,
                deaths: 0,
                diseases: None,
                cost: Money::ZERO,
                income: None,
                expenditure: None,
                insured: None,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(missing_of(&totals, |kind, year| sets.has(kind, year)))
}
