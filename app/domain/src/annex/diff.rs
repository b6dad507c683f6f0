//! What was changed between two drafts, place by place, in the order of the paper.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::catalogue::{self, Item, Table, clause};
use super::draft::Draft;

/// One changed place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub path: String,
    /// `附件3 四 申报资金预算支出明细 第 3 行`.
    pub place: String,
    pub label: String,
    /// As typed; empty where nothing stood.
    pub before: String,
    /// As typed; empty where nothing stands any more.
    pub after: String,
}

/// Every place where the two differ, in the order of the catalogue, tables row by row. Places the
/// catalogue no longer knows come last, under their path.
#[must_use]
pub fn diff(before: &Draft, after: &Draft) -> Vec<Difference> {
    let mut pair = Pair {
        before,
        after,
        known: BTreeSet::new(),
        found: Vec::new(),
    };
    for (section, item) in catalogue::items() {
        match item {
            Item::Field(field) => {
                pair.compare(field.path.into(), &clause(section), field.label);
            }
            Item::Table(table) => pair.compare_rows(table, &clause(section)),
            Item::Paper(..) => {}
        }
    }
    pair.compare_unknown();
    pair.found
}

struct Pair<'d> {
    before: &'d Draft,
    after: &'d Draft,
    known: BTreeSet<String>,
    found: Vec<Difference>,
}

impl Pair<'_> {
    fn compare(&mut self, path: String, place: &str, label: &str) {
        let (before, after) = (self.before.get(&path), self.after.get(&path));
        if before != after {
            self.found.push(Difference {
                place: place.into(),
                label: label.into(),
                before: before.into(),
                after: after.into(),
                path: path.clone(),
            });
        }
        self.known.insert(path);
    }

    fn compare_rows(&mut self, table: &Table, clause: &str) {
        let mut rows = self.before.rows(table);
        rows.extend(self.after.rows(table));
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            let place = format!("{clause} {} 第 {row} 行", table.label);
            for column in table.columns {
                self.compare(table.cell(row, column.path), &place, column.label);
            }
        }
    }

    fn compare_unknown(&mut self) {
        let paths: BTreeSet<&str> = self
            .before
            .iter()
            .chain(self.after.iter())
            .map(|(path, _)| path)
            .filter(|path| !self.known.contains(*path) && catalogue::field(path).is_none())
            .collect();
        for path in paths {
            self.compare(path.into(), "其他", path);
        }
    }
}
