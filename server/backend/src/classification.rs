//! The classifications of accidents and occupational diseases (4.4): the published editions, by which
//! injuries are checked and counted. One query reads them all; the rules get them as an argument.

mod embedded;
mod proposal;
mod view;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::classification::{Classification, ClassificationItem, ClassificationKind};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use crate::rows::Columns;

#[cfg(any(test, feature = "testkit"))]
pub(crate) use proposal::{Proposer, insert};
pub(crate) use proposal::{begin, propose, publish, withdraw};
pub(crate) use view::view;

/// What the cities write who do not say which; the law does not know the word, the first category is made
/// of it.
const DUST_LUNG: &str = "尘肺病";
/// What the category of it is known by.
const DUST: &str = "尘肺";

/// The columns of an edition `e`, whether its list is the one that counts, and the list in order.
const EDITION: &str = "e.*, e.state = 'PUBLISHED' and not exists (select from classification_edition later
      where later.kind = e.kind and later.edition = e.edition and later.state = 'PUBLISHED' and later.id > e.id) as is_current,
    array(select i.code from classification_item i where i.edition_id = e.id order by i.place) as codes,
    array(select i.name from classification_item i where i.edition_id = e.id order by i.place) as names,
    array(select i.category from classification_item i where i.edition_id = e.id order by i.place) as categories";

/// A list of [`EDITION`].
fn of_row(row: &PgRow) -> sqlx::Result<Classification> {
    let codes: Vec<String> = row.try_get("codes")?;
    let names: Vec<String> = row.try_get("names")?;
    let categories: Vec<String> = row.try_get("categories")?;
    let items = codes.into_iter().zip(names).zip(categories);
    Ok(Classification {
        kind: row.code("kind")?,
        edition: row.text("edition")?,
        title: row.text("title")?,
        document: row.text("document")?,
        from: row.try_get("effective_from")?,
        items: items
            .map(|((code, name), category)| ClassificationItem {
                code,
                name,
                category,
            })
            .collect(),
    })
}

/// A published edition, and how its types are written.
pub(crate) struct Edition {
    pub list: Classification,
    /// Under a spelling, the key of the type.
    known: BTreeMap<String, String>,
    /// The same of lists that were corrected since: the key now, or the name of a type that was dropped.
    former: BTreeMap<String, String>,
}

impl Edition {
    /// The key of a type of the list, by its code or its name.
    pub(crate) fn key(&self, text: &str) -> Option<&str> {
        look_up(&self.known, self.list.kind, text)
    }

    /// What something recorded is counted under. A list may have been corrected since: with codes where it
    /// had names, or without a type it had. What no list of the edition knows stays as it is.
    pub(crate) fn resolve(&self, text: &str) -> String {
        let former = || look_up(&self.former, self.list.kind, text);
        self.key(text).or_else(former).unwrap_or(text).to_owned()
    }

    /// The name of a type of the list.
    pub(crate) fn name(&self, key: &str) -> Option<&str> {
        match self.list.kind {
            ClassificationKind::Accident => {
                let kind = self.list.kind;
                let item = self.list.items.iter().find(|item| kind.key(item) == key);
                item.map(|item| item.name.as_str())
            }
            ClassificationKind::Disease => self.key(key).filter(|found| *found == key),
        }
    }

    /// Whether the edition has a type under this key, or had it before a correction.
    pub(crate) fn ever_had(&self, key: &str) -> bool {
        self.name(key).is_some() || self.former.values().any(|former| former == key)
    }

    /// The keys of all types, in the order of the list.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let kind = self.list.kind;
        let own = self.list.items.iter().map(move |item| kind.key(item));
        own.chain(self.known.get(DUST_LUNG).map(String::as_str))
    }

    /// A list and those it corrected, the newest first.
    fn of(list: Classification, corrected: &[Classification]) -> Self {
        let kind = list.kind;
        let mut known = BTreeMap::new();
        for item in &list.items {
            for spelling in spellings(kind, item) {
                let key = kind.key(item).to_owned();
                known.entry(spelling).or_insert(key);
            }
        }
        if kind == ClassificationKind::Disease && heads(&list).any(|head| head.contains(DUST)) {
            known.insert(DUST_LUNG.into(), DUST_LUNG.into());
        }
        let former = former(kind, &known, corrected);
        Self {
            list,
            known,
            former,
        }
    }
}

/// What the lists before called the types, the newest first. A type that is there still is found by its name,
/// or by its code: the same code is the same type, whatever it was called. One that is gone keeps its name.
fn former(
    kind: ClassificationKind,
    known: &BTreeMap<String, String>,
    corrected: &[Classification],
) -> BTreeMap<String, String> {
    let items = || corrected.iter().flat_map(|list| &list.items);
    let mut former = BTreeMap::new();
    let by_either = |names: &BTreeMap<String, String>, item: &ClassificationItem| {
        let by_name = look_up(names, kind, &item.name);
        let found = by_name.or_else(|| look_up(names, kind, &item.code));
        found.map(str::to_owned)
    };
    let note = |former: &mut BTreeMap<String, String>, item, key: &String| {
        for spelling in spellings(kind, item) {
            former.entry(spelling).or_insert_with(|| key.clone());
        }
    };
    for item in items() {
        if let Some(key) = by_either(known, item) {
            note(&mut former, item, &key);
        }
    }
    for item in items() {
        let key = by_either(&former, item).unwrap_or_else(|| item.name.clone());
        note(&mut former, item, &key);
    }
    former
}

/// The names of the categories.
fn heads(list: &Classification) -> impl Iterator<Item = &str> {
    let heads = list.items.iter().filter(|item| !list.kind.is_type(item));
    heads.map(|item| item.name.as_str())
}

/// How a type can be written: its name, and its code where types have codes.
fn spellings(kind: ClassificationKind, item: &ClassificationItem) -> Vec<String> {
    let code = (kind == ClassificationKind::Accident && !item.code.is_empty())
        .then(|| kind.spelled(&item.code).to_owned());
    let name = kind.spelled(&item.name).to_owned();
    code.into_iter().chain([name]).collect()
}

fn look_up<'m>(
    names: &'m BTreeMap<String, String>,
    kind: ClassificationKind,
    text: &str,
) -> Option<&'m str> {
    let spelled = kind.spelled(text);
    let found = names.get(spelled).or_else(|| match kind {
        ClassificationKind::Accident => None,
        // 职业性噪声聋 is 噪声聋.
        ClassificationKind::Disease => names.get(spelled.trim_start_matches("职业性")),
    });
    found.map(String::as_str)
}

/// The current editions of both classifications.
pub(crate) struct Classifications(Vec<Edition>);

impl Classifications {
    /// Whatever the role of the transaction sees, only what is published counts.
    ///
    /// # Errors
    /// What PostgreSQL said.
    pub(crate) async fn load(conn: &mut PgConnection) -> sqlx::Result<Self> {
        // A constant of this file.
        let sql = format!(
            "select {EDITION} from classification_edition e where e.state = 'PUBLISHED' order by e.id desc"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_all(conn)
            .await?;
        let lists = rows.iter().map(of_row);
        Ok(Self::of(lists.collect::<sqlx::Result<_>>()?))
    }

    /// From published lists, the newest first.
    fn of(lists: Vec<Classification>) -> Self {
        let mut all: BTreeMap<(ClassificationKind, String), Vec<Classification>> = BTreeMap::new();
        for list in lists {
            let of = all.entry((list.kind, list.edition.clone())).or_default();
            of.push(list);
        }
        let editions = all.into_values().filter_map(|mut lists| {
            let corrected = lists.split_off(1);
            lists.pop().map(|list| Edition::of(list, &corrected))
        });
        Self(editions.collect())
    }

    /// The edition in force on a day. The first list of diseases is used for those before it as well: no
    /// earlier one is kept.
    pub(crate) fn on(&self, kind: ClassificationKind, day: NaiveDate) -> Option<&Edition> {
        let begun = self.of_kind(kind).filter(|one| one.list.from <= day);
        let latest = begun.max_by_key(|one| one.list.from);
        latest.or_else(|| {
            self.first(kind)
                .filter(|_| kind == ClassificationKind::Disease)
        })
    }

    /// The current list of an edition.
    pub(crate) fn edition(&self, kind: ClassificationKind, edition: &str) -> Option<&Edition> {
        self.of_kind(kind).find(|one| one.list.edition == edition)
    }

    /// How many editions a classification has.
    pub(crate) fn count(&self, kind: ClassificationKind) -> usize {
        self.of_kind(kind).count()
    }

    /// The editions of the diseases with the day from which each is used, for counting in SQL.
    pub(crate) fn of_diseases(&self) -> (Vec<String>, Vec<NaiveDate>) {
        let kind = ClassificationKind::Disease;
        let first = self.first(kind).map(|one| one.list.edition.as_str());
        let since = |list: &Classification| match first {
            Some(first) if first == list.edition => OLDEST,
            _ => list.from,
        };
        self.of_kind(kind)
            .map(|one| (one.list.edition.clone(), since(&one.list)))
            .unzip()
    }

    fn of_kind(&self, kind: ClassificationKind) -> impl Iterator<Item = &Edition> {
        self.0.iter().filter(move |one| one.list.kind == kind)
    }

    fn first(&self, kind: ClassificationKind) -> Option<&Edition> {
        self.of_kind(kind).min_by_key(|one| one.list.from)
    }
}

/// Before anything that is recorded.
const OLDEST: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
