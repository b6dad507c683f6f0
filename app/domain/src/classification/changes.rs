//! What a list has otherwise than the one before it, for whoever is about to publish it.

use serde::{Deserialize, Serialize};

use super::{Classification, ClassificationItem, ClassificationKind, code};

/// Line by line, in the order of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChanges {
    pub added: Vec<String>,
    pub dropped: Vec<String>,
    /// The code stays and the name is another: it is the same type, and what was recorded is counted so.
    pub renamed: Vec<ItemChange>,
    /// The name stays and the code is another, or is new, or is gone.
    pub recoded: Vec<ItemChange>,
    /// A disease in another category.
    pub moved: Vec<ItemChange>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemChange {
    /// What stays: a code or a name.
    pub what: String,
    pub before: String,
    pub after: String,
}

impl ListChanges {
    /// Whether the lists are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines() == 0
    }

    /// How many lines differ.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.added.len()
            + self.dropped.len()
            + self.renamed.len()
            + self.recoded.len()
            + self.moved.len()
    }
}

/// Compares two lists of one classification. A code means the same in two lists of one edition only; types
/// of two editions are known again by their names.
#[must_use]
pub fn changes(before: &Classification, after: &Classification) -> ListChanges {
    let by_code = after.kind == ClassificationKind::Accident && before.edition == after.edition;
    let mut known = vec![false; before.items.len()];
    let mut found = ListChanges::default();
    let mut rest = Vec::new();
    for item in &after.items {
        match of_code(before, item).filter(|_| by_code) {
            Some(place) => {
                mark(&mut known, place);
                compare(&mut found, before, after, place, item);
            }
            None => rest.push(item),
        }
    }
    // Only now by name: a name whose code went to another type is not that type.
    for item in rest {
        let name = after.kind.spelled(&item.name);
        let same = |(place, old): &(usize, &ClassificationItem)| {
            !known.get(*place).copied().unwrap_or(true) && after.kind.spelled(&old.name) == name
        };
        let place = before.items.iter().enumerate().find(same);
        match place.map(|(place, _)| place) {
            Some(place) => {
                mark(&mut known, place);
                compare(&mut found, before, after, place, item);
            }
            None => found.added.push(item.line()),
        }
    }
    let gone = before
        .items
        .iter()
        .zip(&known)
        .filter(|(_, known)| !**known);
    found.dropped = gone.map(|(item, _)| item.line()).collect();
    found
}

fn of_code(list: &Classification, item: &ClassificationItem) -> Option<usize> {
    let same =
        |old: &ClassificationItem| !old.code.is_empty() && code(&old.code) == code(&item.code);
    list.items.iter().position(same)
}

fn mark(known: &mut [bool], place: usize) {
    if let Some(known) = known.get_mut(place) {
        *known = true;
    }
}

fn compare(
    found: &mut ListChanges,
    before: &Classification,
    after: &Classification,
    place: usize,
    item: &ClassificationItem,
) {
    let Some(old) = before.items.get(place) else {
        return;
    };
    let change = |what: &str, before: &str, after: &str| ItemChange {
        what: what.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    if old.name != item.name {
        // A disease has no code: it is known again by its name without the qualifier.
        let what = if item.code.is_empty() {
            after.kind.spelled(&item.name)
        } else {
            &item.code
        };
        found.renamed.push(change(what, &old.name, &item.name));
    }
    if old.code != item.code {
        found
            .recoded
            .push(change(&item.name, &old.code, &item.code));
    }
    let (from, to) = (category(before, old), category(after, item));
    if from != to {
        found.moved.push(change(&item.name, from, to));
    }
}

/// The name of the category a disease is in.
fn category<'l>(list: &'l Classification, item: &ClassificationItem) -> &'l str {
    let heads =
        |head: &&ClassificationItem| !item.category.is_empty() && head.code == item.category;
    list.items.iter().find(heads).map_or("", |head| &head.name)
}
