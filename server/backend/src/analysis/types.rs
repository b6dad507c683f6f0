//! Accident and disease types by edition, and which old ones are counted as new ones (4.4). Without
//! a row of the table nothing is merged, and what is merged is said. A type that was recorded by its name
//! and one recorded by its code are one: a list may have been corrected in between.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::classification::ClassificationKind;
use domain::contract::{TypeMapping, TypeName};
use domain::{Refusal, TenantId};
use serde_json::json;
use sqlx::Row;

use super::count::{Counted, Dimension};
use super::ranking::Group;
use crate::Result;
use crate::classification::{Classifications, Edition};
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::rows::Columns;

/// A type of an edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypeKey {
    kind: ClassificationKind,
    edition: String,
    /// The code; the name where the edition has no codes.
    code: String,
}

/// A type that occurs in the figures.
pub(super) type Found = TypeKey;

/// The editions, by which a type is known.
pub(super) struct Types {
    lists: Classifications,
    today: NaiveDate,
}

impl Types {
    pub(super) async fn load(tx: &mut Tx) -> Result<Self> {
        Ok(Self {
            lists: Classifications::load(tx).await?,
            today: tx.today(),
        })
    }

    pub(super) const fn lists(&self) -> &Classifications {
        &self.lists
    }

    /// `ACCIDENT:GB6441-1986:01`, if there is or was such a type.
    fn parse(&self, text: &str) -> Option<TypeKey> {
        let (kind, rest) = text.trim().split_once(':')?;
        let kind = ClassificationKind::from_code(kind)?;
        let known = |key: &TypeKey| self.edition(key).is_some_and(|of| of.ever_had(&key.code));
        self.counted(kind, rest).filter(known)
    }

    /// The type of a group that was counted: `GB6441-1986:01`. `None` for a circumstance.
    fn counted(&self, kind: ClassificationKind, key: &str) -> Option<TypeKey> {
        let (edition, code) = key.split_once(':')?;
        (!edition.is_empty()).then(|| self.key(kind, edition.to_owned(), code))
    }

    /// The type something recorded is.
    fn key(&self, kind: ClassificationKind, edition: String, recorded: &str) -> TypeKey {
        let list = self.lists.edition(kind, &edition);
        let code = list.map_or_else(|| recorded.to_owned(), |list| list.resolve(recorded));
        TypeKey {
            kind,
            edition,
            code,
        }
    }

    fn edition(&self, key: &TypeKey) -> Option<&Edition> {
        self.lists.edition(key.kind, &key.edition)
    }

    fn in_force(&self, kind: ClassificationKind) -> Option<&Edition> {
        self.lists.on(kind, self.today)
    }

    /// Whether it is a type of the edition in force.
    fn holds(&self, key: &TypeKey) -> bool {
        let now = self.in_force(key.kind);
        now.is_some_and(|now| now.list.edition == key.edition && now.name(&key.code).is_some())
    }

    fn name(&self, key: &TypeKey) -> String {
        let listed = self.edition(key).and_then(|of| of.name(&key.code));
        listed.map_or_else(|| format!("{}（不在现行目录）", key.code), str::to_owned)
    }

    fn title(&self, key: &TypeKey) -> String {
        self.edition(key)
            .map_or_else(|| key.edition.clone(), |of| of.list.named())
    }

    fn for_people(&self, key: &TypeKey) -> TypeName {
        TypeName {
            key: format!("{}:{}:{}", key.kind, key.edition, key.code),
            edition: self.title(key),
            name: self.name(key),
        }
    }
}

/// The mappings of a city that hold.
pub(super) struct Mappings(BTreeMap<TypeKey, (TypeKey, String, NaiveDate)>);

impl Mappings {
    pub(super) async fn load(tx: &mut Tx, tenant: TenantId, types: &Types) -> Result<Self> {
        let rows = sqlx::query(
            "select kind, from_edition, from_type, to_edition, to_type, mapped_name, mapped_on
             from type_mapping where tenant_id = $1 and not ended order by mapped_on",
        )
        .bind(tenant.0)
        .fetch_all(&mut **tx)
        .await?;
        let mut all = BTreeMap::new();
        for row in &rows {
            let kind = row.code("kind")?;
            let key = |edition, code| -> Result<TypeKey> {
                Ok(types.key(kind, row.text(edition)?, &row.text(code)?))
            };
            let to = key("to_edition", "to_type")?;
            all.insert(
                key("from_edition", "from_type")?,
                (to, row.text("mapped_name")?, row.try_get("mapped_on")?),
            );
        }
        Ok(Self(all))
    }

    /// What a type is counted as. An edition that was new may be old by now: one step per edition, and one
    /// for a type that was dropped from its list. A type in force is itself.
    fn target(&self, types: &Types, from: &TypeKey) -> TypeKey {
        let mut key = from.clone();
        for _ in 0..=types.lists.count(from.kind) {
            match self.0.get(&key) {
                Some((to, ..)) if !types.holds(&key) => key = to.clone(),
                _ => break,
            }
        }
        key
    }

    pub(super) fn listed(&self, types: &Types) -> Vec<TypeMapping> {
        self.0
            .iter()
            .map(|(from, (to, by, on))| TypeMapping {
                from: types.for_people(from),
                to: types.for_people(to),
                by: by.clone(),
                on: *on,
            })
            .collect()
    }
}

/// The types that occur, before anything is merged.
pub(super) fn found(types: &Types, counted: &Counted) -> Vec<Found> {
    let of = |dimension: Dimension, kind: ClassificationKind| {
        let groups = counted.groups.get(&dimension).into_iter().flatten();
        groups.filter_map(move |group| types.counted(kind, &group.key))
    };
    of(Dimension::Accident, ClassificationKind::Accident)
        .chain(of(Dimension::Disease, ClassificationKind::Disease))
        .collect()
}

/// Counts old types as the new ones they are mapped to; the groups under names, and what to say.
pub(super) fn merge(
    types: &Types,
    kind: ClassificationKind,
    groups: Vec<Group>,
    mappings: &Mappings,
) -> (Vec<Group>, Vec<String>) {
    let (known, others) = by_type(types, kind, groups);
    let (mut merged, mut told) = (BTreeMap::new(), Vec::new());
    for (from, group) in known {
        let to = mappings.target(types, &from);
        if to != from {
            told.push(format!(
                "“{}”（{}）{} 件按对照表计入“{}”（{}）。",
                types.name(&from),
                types.title(&from),
                group.count,
                types.name(&to),
                types.title(&to)
            ));
        }
        add(&mut merged, to, group);
    }
    told.sort();
    let titles: BTreeSet<String> = merged.keys().map(|key| types.title(key)).collect();
    let named = merged.into_iter().map(|(key, group)| Group {
        key: format!("{}:{}", key.edition, key.code),
        name: if titles.len() > 1 {
            format!("{}〔{}〕", types.name(&key), types.title(&key))
        } else {
            types.name(&key)
        },
        ..group
    });
    let groups = named.chain(others).collect();
    if titles.len() > 1 {
        let titles: Vec<_> = titles.iter().map(|title| format!("《{title}》")).collect();
        told.insert(
            0,
            format!(
                "三年内先后适用{}，类别按发生时的版本分别列示，除对照表所列外未合并。",
                titles.join("、")
            ),
        );
    }
    (groups, told)
}

/// The groups by what they are, however it was written; and those that are no type.
fn by_type(
    types: &Types,
    kind: ClassificationKind,
    groups: Vec<Group>,
) -> (BTreeMap<TypeKey, Group>, Vec<Group>) {
    let (mut known, mut others) = (BTreeMap::new(), Vec::new());
    for mut group in groups {
        // How many groups there were before merging says nothing any more.
        group.of_all = 0;
        match types.counted(kind, &group.key) {
            Some(key) => add(&mut known, key, group),
            None => {
                group.name = group.key.trim_start_matches(':').to_owned();
                others.push(group);
            }
        }
    }
    (known, others)
}

fn add(groups: &mut BTreeMap<TypeKey, Group>, key: TypeKey, group: Group) {
    match groups.get_mut(&key) {
        Some(same) => same.add(&group),
        None => {
            groups.insert(key, group);
        }
    }
}

/// The old types that occur, dropped ones as well, and all types in force of the same classifications.
pub(super) fn mappable(types: &Types, found: &[Found]) -> (Vec<TypeName>, Vec<TypeName>) {
    let old: BTreeSet<&TypeKey> = found.iter().filter(|key| !types.holds(key)).collect();
    let kinds: BTreeSet<ClassificationKind> = old.iter().map(|key| key.kind).collect();
    let new = kinds.into_iter().flat_map(|kind| {
        let now = types.in_force(kind).into_iter();
        now.flat_map(move |now| {
            now.keys()
                .map(move |code| types.key(kind, now.list.edition.clone(), code))
        })
    });
    (
        old.into_iter().map(|key| types.for_people(key)).collect(),
        new.map(|key| types.for_people(&key)).collect(),
    )
}

/// Counts an old type as a new one from now on; an empty `to` ends that.
pub(crate) async fn map(session: &Session, from: String, to: String) -> Result<()> {
    let mut tx = session.write(Action::MapType).await?;
    let types = Types::load(&mut tx).await?;
    let unknown = |field: &'static str, label: &'static str| Refusal::UnknownChoice {
        field: field.into(),
        label: label.into(),
    };
    let said = |key: &TypeKey| format!("“{}”（{}）", types.name(key), types.title(key));
    let from = types
        .parse(&from)
        .filter(|key| !types.holds(key))
        .ok_or_else(|| unknown("from", "旧版类别"))?;
    let text = if to.trim().is_empty() {
        end(&mut tx, &types, &from).await?;
        format!("取消类别对照：{}恢复单独列示", said(&from))
    } else {
        let to = types
            .parse(&to)
            .filter(|key| types.holds(key) && key.kind == from.kind)
            .ok_or_else(|| unknown("to", "新版类别"))?;
        keep(&mut tx, &types, &from, &to).await?;
        format!("设定类别对照：{}计入{}", said(&from), said(&to))
    };
    let facts = json!({"from": types.for_people(&from).key, "to": to.trim()});
    let year = tx.today().year() + 1;
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

/// Under which words the table has a type: it may have been mapped before its list was corrected.
async fn recorded(tx: &mut Tx, types: &Types, from: &TypeKey) -> Result<Vec<String>> {
    let mut all: Vec<String> = sqlx::query_scalar(
        "select from_type from type_mapping where kind = $1 and from_edition = $2 and not ended",
    )
    .bind(from.kind.code())
    .bind(&from.edition)
    .fetch_all(&mut **tx)
    .await?;
    all.retain(|recorded| types.key(from.kind, from.edition.clone(), recorded) == *from);
    Ok(all)
}

async fn end(tx: &mut Tx, types: &Types, from: &TypeKey) -> Result<()> {
    let all = recorded(tx, types, from).await?;
    if all.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let today = tx.today();
    sqlx::query(
        "update type_mapping set ended = true, mapped_on = $4, mapped_name = $5
         where kind = $1 and from_edition = $2 and from_type = any($3) and not ended",
    )
    .bind(from.kind.code())
    .bind(&from.edition)
    .bind(all)
    .bind(today)
    .bind(tx.who.name.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn keep(tx: &mut Tx, types: &Types, from: &TypeKey, to: &TypeKey) -> Result<()> {
    // One under older words would count beside it.
    if !recorded(tx, types, from).await?.is_empty() {
        end(tx, types, from).await?;
    }
    let today = tx.today();
    sqlx::query(
        "insert into type_mapping (kind, from_edition, from_type, to_edition, to_type, mapped_on, mapped_name)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant_id, kind, from_edition, from_type) do update set to_edition = excluded.to_edition,
           to_type = excluded.to_type, ended = false, mapped_on = excluded.mapped_on, mapped_name = excluded.mapped_name",
    )
    .bind(from.kind.code())
    .bind(&from.edition)
    .bind(&from.code)
    .bind(&to.edition)
    .bind(&to.code)
    .bind(today)
    .bind(tx.who.name.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
