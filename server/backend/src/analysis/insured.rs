//! Insured persons by whatever they were counted by: what a rate is a rate of (R031).

use std::collections::BTreeMap;

use domain::TenantId;
use domain::analysis::rate;
use domain::dataset::SCOPES;
use domain::state::DatasetKind;
use sqlx::Row;

use super::count::industry;
use super::reports::Sets;
use crate::Result;
use crate::door::Tx;

/// The persons of each year of the window.
type Years = [Option<i64>; 3];

/// Insured persons by scope and name; the whole city under an empty name.
pub(super) struct Insured {
    window: [i32; 3],
    persons: BTreeMap<(String, String), Years>,
}

impl Insured {
    /// From the agency's sets; the city's total also from the fund base, where no set says it.
    pub(super) async fn load(
        tx: &mut Tx,
        tenant: TenantId,
        window: [i32; 3],
        sets: &Sets,
    ) -> Result<Self> {
        let mut insured = Self {
            window,
            persons: BTreeMap::new(),
        };
        let rows = sqlx::query(
            "select year, insured from fund_base where tenant_id = $1 and year = any($2) and insured > 0",
        )
        .bind(tenant.0)
        .bind(window.to_vec())
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            let persons: i32 = row.try_get("insured")?;
            insured.put(SCOPES[0], "", row.try_get("year")?, persons.into());
        }
        for year in window {
            for row in sets.rows(DatasetKind::Insured, year) {
                let [scope, name, persons] = row.as_slice() else {
                    continue;
                };
                insured.put(scope, name, year, persons.parse().unwrap_or(0));
            }
        }
        Ok(insured)
    }

    /// The place of a year in the window.
    pub(super) fn slot(&self, year: i32) -> Option<usize> {
        self.window.iter().position(|of| *of == year)
    }

    fn put(&mut self, scope: &str, name: &str, year: i32, persons: i64) {
        let Some(slot) = self.slot(year) else { return };
        let name = match scope {
            "行业" => industry(name),
            _ => name.to_owned(),
        };
        let years = self.persons.entry((scope.to_owned(), name)).or_default();
        if let Some(year) = years.get_mut(slot) {
            *year = Some(persons);
        }
    }

    fn years(&self, scope: &str, name: &str) -> Years {
        let name = if scope == SCOPES[0] { "" } else { name };
        self.persons
            .get(&(scope.to_owned(), name.to_owned()))
            .copied()
            .unwrap_or_default()
    }

    /// The whole city's in a year of the window.
    pub(super) fn city(&self, slot: usize) -> Option<i64> {
        self.years(SCOPES[0], "").get(slot).copied().flatten()
    }

    /// Cases per 1,000 insured and year, where the insured of all three years are known.
    pub(super) fn rate(&self, scope: &str, name: &str, count: i64) -> Option<i64> {
        rate(count, &self.years(scope, name))
    }

    /// Says which rates cannot be given.
    pub(super) fn note(&self) -> Option<String> {
        let known = |scope: &str| {
            let all = |years: &Years| years.iter().all(Option::is_some);
            self.persons
                .iter()
                .any(|((of, _), years)| of == scope && all(years))
        };
        let unknown: Vec<_> = SCOPES
            .iter()
            .copied()
            .filter(|scope| !known(scope))
            .collect();
        (!unknown.is_empty()).then(|| {
            format!(
                "缺少按{}统计的三年参保人数，相应的发生率未计算。",
                unknown.join("、")
            )
        })
    }
}
