//! Accident and disease types by edition, and which old ones are counted as new ones (4.4). Without
//! a row of the table nothing is merged, and what is merged is said.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::{TypeMapping, TypeName};
use domain::{Refusal, TenantId};
use serde_json::json;
use sqlx::Row;

use super::count::{Counted, Dimension};
use super::ranking::Group;
use crate::Result;
use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::import::is_known_disease;
use crate::reference;
use crate::rows::Columns;

/// Which classification a type is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TypeKind {
    Accident,
    Disease,
}

impl TypeKind {
    const ALL: [Self; 2] = [Self::Accident, Self::Disease];

    const fn code(self) -> &'static str {
        match self {
            Self::Accident => "ACCIDENT",
            Self::Disease => "DISEASE",
        }
    }
}

/// An edition of a classification: its id, its title, whether it is in force, and a day it covers.
struct Edition {
    id: String,
    title: String,
    in_force: bool,
    day: NaiveDate,
}

fn editions(kind: TypeKind) -> Vec<Edition> {
    match kind {
        TypeKind::Accident => reference::accident_types()
            .iter()
            .map(|edition| Edition {
                id: edition.id.clone(),
                title: format!("{}（{}）", edition.name, edition.id.replace("GB", "GB ")),
                in_force: edition.valid_to.is_none(),
                day: edition.valid_from,
            })
            .collect(),
        TypeKind::Disease => reference::occupational_diseases()
            .iter()
            .map(|edition| Edition {
                id: edition.id.clone(),
                title: format!("职业病分类和目录（{} 年版）", edition.id),
                in_force: edition.valid_to.is_none(),
                // One of the two is there: an edition without both would be the only one.
                day: edition.valid_to.or(edition.valid_from).unwrap_or_default(),
            })
            .collect(),
    }
}

/// A type of an edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypeKey {
    kind: TypeKind,
    edition: String,
    /// The code; the name where the edition has no codes.
    code: String,
}

/// A type that occurs in the figures.
pub(super) type Found = TypeKey;

impl TypeKey {
    /// `ACCIDENT:GB6441-1986:01`, if there is such a type.
    fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.trim().split_once(':')?;
        let kind = TypeKind::ALL.into_iter().find(|of| of.code() == kind)?;
        Self::counted(kind, rest).filter(Self::is_known)
    }

    /// The type of a group that was counted: `GB6441-1986:01`. `None` for a circumstance.
    fn counted(kind: TypeKind, key: &str) -> Option<Self> {
        let (edition, code) = key.split_once(':')?;
        (!edition.is_empty()).then(|| Self {
            kind,
            edition: edition.to_owned(),
            code: code.to_owned(),
        })
    }

    fn edition(&self) -> Option<Edition> {
        editions(self.kind)
            .into_iter()
            .find(|edition| edition.id == self.edition)
    }

    fn is_known(&self) -> bool {
        self.edition().is_some_and(|edition| match self.kind {
            TypeKind::Accident => self.accident_name().is_some(),
            TypeKind::Disease => is_known_disease(&self.code, edition.day),
        })
    }

    fn in_force(&self) -> bool {
        self.edition().is_some_and(|edition| edition.in_force)
    }

    fn accident_name(&self) -> Option<String> {
        let items = reference::accident_types()
            .iter()
            .filter(|edition| edition.id == self.edition)
            .flat_map(|edition| &edition.items);
        items
            .filter(|item| item.code.as_ref().unwrap_or(&item.name) == &self.code)
            .map(|item| item.name.clone())
            .next()
    }

    fn name(&self) -> String {
        match self.kind {
            TypeKind::Accident => self.accident_name().unwrap_or_else(|| self.code.clone()),
            TypeKind::Disease => self.code.clone(),
        }
    }

    fn title(&self) -> String {
        self.edition()
            .map_or_else(|| self.edition.clone(), |edition| edition.title)
    }

    fn for_people(&self) -> TypeName {
        TypeName {
            key: format!("{}:{}:{}", self.kind.code(), self.edition, self.code),
            edition: self.title(),
            name: self.name(),
        }
    }
}

/// The mappings of a city that hold.
pub(super) struct Mappings(BTreeMap<TypeKey, (TypeKey, String, NaiveDate)>);

impl Mappings {
    pub(super) async fn load(tx: &mut Tx, tenant: TenantId) -> Result<Self> {
        let rows = sqlx::query(
            "select kind, from_edition, from_type, to_edition, to_type, mapped_name, mapped_on
             from type_mapping where tenant_id = $1 and not ended",
        )
        .bind(tenant.0)
        .fetch_all(&mut **tx)
        .await?;
        let mut all = BTreeMap::new();
        for row in &rows {
            let code = row.text("kind")?;
            let Some(kind) = TypeKind::ALL.into_iter().find(|kind| kind.code() == code) else {
                continue;
            };
            let key = |edition, code| -> Result<TypeKey> {
                Ok(TypeKey {
                    kind,
                    edition: row.text(edition)?,
                    code: row.text(code)?,
                })
            };
            let to = key("to_edition", "to_type")?;
            all.insert(
                key("from_edition", "from_type")?,
                (to, row.text("mapped_name")?, row.try_get("mapped_on")?),
            );
        }
        Ok(Self(all))
    }

    /// What a type is counted as. An edition that was new may be old by now: one step per edition.
    fn target(&self, from: &TypeKey) -> TypeKey {
        let mut key = from.clone();
        for _ in editions(from.kind) {
            match self.0.get(&key) {
                Some((to, ..)) => key = to.clone(),
                None => break,
            }
        }
        key
    }

    pub(super) fn listed(&self) -> Vec<TypeMapping> {
        self.0
            .iter()
            .map(|(from, (to, by, on))| TypeMapping {
                from: from.for_people(),
                to: to.for_people(),
                by: by.clone(),
                on: *on,
            })
            .collect()
    }
}

/// The types that occur, before anything is merged.
pub(super) fn found(counted: &Counted) -> Vec<Found> {
    let of = |dimension: Dimension, kind: TypeKind| {
        let groups = counted.groups.get(&dimension).into_iter().flatten();
        groups.filter_map(move |group| TypeKey::counted(kind, &group.key))
    };
    of(Dimension::Accident, TypeKind::Accident)
        .chain(of(Dimension::Disease, TypeKind::Disease))
        .collect()
}

/// Counts old types as the new ones they are mapped to; the groups under names, and what to say.
pub(super) fn merge(
    kind: TypeKind,
    groups: Vec<Group>,
    mappings: &Mappings,
) -> (Vec<Group>, Vec<String>) {
    let mut merged: BTreeMap<String, Group> = BTreeMap::new();
    let (mut shown, mut told) = (BTreeMap::new(), Vec::new());
    for mut group in groups {
        // How many groups there were before merging says nothing any more.
        group.of_all = 0;
        if let Some(from) = TypeKey::counted(kind, &group.key) {
            let to = mappings.target(&from);
            if to != from {
                told.push(format!(
                    "“{}”（{}）{} 件按对照表计入“{}”（{}）。",
                    from.name(),
                    from.title(),
                    group.count,
                    to.name(),
                    to.title()
                ));
            }
            group.key = format!("{}:{}", to.edition, to.code);
            shown.insert(group.key.clone(), to);
        } else {
            group.name = group.key.trim_start_matches(':').to_owned();
        }
        match merged.get_mut(&group.key) {
            Some(same) => same.add(&group),
            None => {
                merged.insert(group.key.clone(), group);
            }
        }
    }
    told.sort();
    let titles: BTreeSet<_> = shown.values().map(TypeKey::title).collect();
    for (key, of) in shown {
        if let Some(group) = merged.get_mut(&key) {
            group.name = if titles.len() > 1 {
                format!("{}〔{}〕", of.name(), of.title())
            } else {
                of.name()
            };
        }
    }
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
    (merged.into_values().collect(), told)
}

/// The old types that occur, and all types in force of the same classifications.
pub(super) fn mappable(found: &[Found]) -> (Vec<TypeName>, Vec<TypeName>) {
    let old: BTreeSet<&TypeKey> = found.iter().filter(|key| !key.in_force()).collect();
    let kinds: BTreeSet<TypeKind> = old.iter().map(|key| key.kind).collect();
    let new = kinds.into_iter().flat_map(|kind| {
        editions(kind)
            .into_iter()
            .filter(|edition| edition.in_force)
            .flat_map(move |edition| in_force(kind, &edition.id))
    });
    (
        old.iter().map(|key| key.for_people()).collect(),
        new.map(|key| key.for_people()).collect(),
    )
}

fn in_force(kind: TypeKind, edition: &str) -> Vec<TypeKey> {
    let codes: Vec<String> = match kind {
        TypeKind::Accident => reference::accident_types()
            .iter()
            .filter(|list| list.id == edition)
            .flat_map(|list| &list.items)
            .map(|item| item.code.clone().unwrap_or_else(|| item.name.clone()))
            .collect(),
        TypeKind::Disease => crate::import::diseases_of(edition),
    };
    codes
        .into_iter()
        .map(|code| TypeKey {
            kind,
            edition: edition.to_owned(),
            code,
        })
        .collect()
}

/// Counts an old type as a new one from now on; an empty `to` ends that.
pub(crate) async fn map(session: &Session, from: String, to: String) -> Result<()> {
    let mut tx = session.write(Action::MapType).await?;
    let unknown = |field: &'static str, label: &'static str| Refusal::UnknownChoice {
        field: field.into(),
        label: label.into(),
    };
    let from = TypeKey::parse(&from)
        .filter(|key| !key.in_force())
        .ok_or_else(|| unknown("from", "旧版类别"))?;
    let text = if to.trim().is_empty() {
        end(&mut tx, &from).await?;
        format!(
            "取消类别对照：“{}”（{}）恢复单独列示",
            from.name(),
            from.title()
        )
    } else {
        let to = TypeKey::parse(&to)
            .filter(|key| key.in_force() && key.kind == from.kind)
            .ok_or_else(|| unknown("to", "新版类别"))?;
        keep(&mut tx, &from, &to).await?;
        format!(
            "设定类别对照：“{}”（{}）计入“{}”（{}）",
            from.name(),
            from.title(),
            to.name(),
            to.title()
        )
    };
    let facts = json!({"from": from.for_people().key, "to": to.trim()});
    let year = tx.today().year() + 1;
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

async fn end(tx: &mut Tx, from: &TypeKey) -> Result<()> {
    let today = tx.today();
    let ended = sqlx::query(
        "update type_mapping set ended = true, mapped_on = $4, mapped_name = $5
         where kind = $1 and from_edition = $2 and from_type = $3 and not ended",
    )
    .bind(from.kind.code())
    .bind(&from.edition)
    .bind(&from.code)
    .bind(today)
    .bind(tx.who.name.clone())
    .execute(&mut **tx)
    .await?;
    if ended.rows_affected() == 0 {
        return Err(Refusal::NotFound.into());
    }
    Ok(())
}

async fn keep(tx: &mut Tx, from: &TypeKey, to: &TypeKey) -> Result<()> {
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
