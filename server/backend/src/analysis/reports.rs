//! What 卫健 and 应急 report, ranked by what they report it by (R020, R022).

use std::collections::BTreeMap;

use domain::TenantId;
use domain::contract::Ranking;
use domain::state::DatasetKind;
use sqlx::Row;

use super::count::industry;
use super::insured::Insured;
use super::ranking::{Group, ranking};
use crate::Result;
use crate::door::Tx;
use crate::figures::sets::cells;
use crate::rows::Columns;

/// The newest sets of the window, by kind and year.
pub(super) struct Sets(BTreeMap<(DatasetKind, i32), Vec<Vec<String>>>);

impl Sets {
    pub(super) async fn load(tx: &mut Tx, tenant: TenantId, window: [i32; 3]) -> Result<Self> {
        let rows = sqlx::query(
            "select distinct on (kind, year) kind, year, rows from dataset
             where tenant_id = $1 and year = any($2) and kind in ('FUND', 'INSURED', 'DISEASE', 'ACCIDENT')
             order by kind, year, version desc",
        )
        .bind(tenant.0)
        .bind(window.to_vec())
        .fetch_all(&mut **tx)
        .await?;
        let mut sets = BTreeMap::new();
        for row in &rows {
            sets.insert(
                (row.code("kind")?, row.try_get("year")?),
                cells(row.json("rows")?)?,
            );
        }
        Ok(Self(sets))
    }

    pub(super) fn has(&self, kind: DatasetKind, year: i32) -> bool {
        self.0.contains_key(&(kind, year))
    }

    /// The rows of a set; none where there is no set.
    pub(super) fn rows(&self, kind: DatasetKind, year: i32) -> &[Vec<String>] {
        self.0.get(&(kind, year)).map_or(&[], Vec::as_slice)
    }

    /// The sets of a kind, by year.
    fn of(&self, kind: DatasetKind) -> impl Iterator<Item = (i32, &[Vec<String>])> {
        self.0
            .iter()
            .filter(move |((of, _), _)| *of == kind)
            .map(|((_, year), rows)| (*year, rows.as_slice()))
    }
}

/// The column of the cases in a set of diseases, and of accidents and deaths in one of accidents.
const CASES: usize = 5;
const ACCIDENTS: usize = 3;
const DEATHS: usize = 4;

fn number(row: &[String], column: usize) -> i64 {
    row.get(column)
        .and_then(|cell| cell.parse().ok())
        .unwrap_or(0)
}

/// The cases of a year's disease reports.
pub(super) fn cases(rows: &[Vec<String>]) -> i64 {
    rows.iter().map(|row| number(row, CASES)).sum()
}

/// A ranking of reports: which column is the key, and whose insured persons its rate is of.
struct By {
    title: &'static str,
    column: usize,
    scope: Option<&'static str>,
}

const fn by(title: &'static str, column: usize, scope: Option<&'static str>) -> By {
    By {
        title,
        column,
        scope,
    }
}

const DISEASES: [By; 5] = [
    by("职业病报告：行业", 0, Some("行业")),
    by("职业病报告：用人单位", 1, Some("用人单位")),
    by("职业病报告：工种", 2, Some("工种")),
    by("职业病报告：岗位", 3, Some("岗位")),
    by("职业病报告：类别", 4, Some("全市")),
];

/// Production accidents happen to people who need not be insured: no rate.
const PRODUCTION: [By; 3] = [
    by("生产安全事故：行业", 0, None),
    by("生产安全事故：企业", 1, None),
    by("生产安全事故：类别", 2, None),
];

/// The rankings of whatever has been reported.
pub(super) fn rankings(sets: &Sets, insured: &Insured) -> Vec<Ranking> {
    let diseases = DISEASES.iter().map(|by| (DatasetKind::Disease, by));
    let production = PRODUCTION.iter().map(|by| (DatasetKind::Accident, by));
    diseases
        .chain(production)
        .filter(|(kind, _)| sets.of(*kind).next().is_some())
        .map(|(kind, by)| {
            ranking(by.title, groups(sets, kind, by, insured), |group| {
                let scope = by.scope?;
                insured.rate(scope, &group.name, group.count)
            })
        })
        .collect()
}

fn groups(sets: &Sets, kind: DatasetKind, by: &By, insured: &Insured) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (year, rows) in sets.of(kind) {
        let Some(slot) = insured.slot(year) else {
            continue;
        };
        for row in rows {
            let text = row.get(by.column).map_or("", String::as_str);
            let name = match (text, by.column) {
                ("", _) => "未填报".to_owned(),
                (text, 0) => industry(text),
                (text, _) => text.to_owned(),
            };
            let (count, deaths) = match kind {
                DatasetKind::Disease => (number(row, CASES), 0),
                _ => (number(row, ACCIDENTS), number(row, DEATHS)),
            };
            let mut years = vec![0; 3];
            if let Some(year) = years.get_mut(slot) {
                *year = count;
            }
            let one = Group {
                count,
                deaths,
                years,
                ..Group::default()
            };
            let group = groups.entry(name.clone()).or_insert_with(|| Group {
                key: name.clone(),
                name,
                ..Group::default()
            });
            group.add(&one);
        }
    }
    groups.into_values().collect()
}
