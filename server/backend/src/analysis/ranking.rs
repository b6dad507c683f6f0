//! Groups, and the ranking they make.

use domain::Money;
use domain::contract::{RankedRow, Ranking};

/// Rows of a ranking.
pub(super) const SHOWN: usize = 15;

/// What was counted under one key.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub key: String,
    pub name: String,
    pub count: i64,
    pub deaths: i64,
    pub cost: Money,
    /// Count of each year of the window, oldest first.
    pub years: Vec<i64>,
    /// How many groups there are in all, where only the largest were read.
    pub of_all: i64,
}

impl Group {
    /// Counts another group in.
    pub(super) fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.deaths += other.deaths;
        self.cost += other.cost;
        self.years
            .resize(self.years.len().max(other.years.len()), 0);
        for (mine, theirs) in self.years.iter_mut().zip(&other.years) {
            *mine += theirs;
        }
    }
}

/// The largest groups in order; equal counts by deaths, cost and name, so that the same figures
/// always give the same ranking.
pub(super) fn ranking(
    title: &str,
    mut groups: Vec<Group>,
    rate: impl Fn(&Group) -> Option<i64>,
) -> Ranking {
    groups.sort_by(|a, b| {
        (b.count, b.deaths, b.cost)
            .cmp(&(a.count, a.deaths, a.cost))
            .then_with(|| a.key.cmp(&b.key))
    });
    let all = groups.iter().map(|group| group.of_all).max().unwrap_or(0);
    let all = all.max(i64::try_from(groups.len()).unwrap_or(i64::MAX));
    groups.truncate(SHOWN);
    let rows: Vec<_> = groups
        .into_iter()
        .map(|group| RankedRow {
            rate: rate(&group),
            name: group.name,
            count: group.count,
            deaths: group.deaths,
            cost: group.cost,
            years: group.years,
        })
        .collect();
    Ranking {
        title: title.to_owned(),
        more: all - i64::try_from(rows.len()).unwrap_or(0),
        rows,
    }
}
