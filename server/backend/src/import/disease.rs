//! Names of occupational diseases: a category of the list in force on the day, or a disease in it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::reference::{DiseaseList, occupational_diseases};

/// Edition → name without its qualifier → number of the category.
type Names = BTreeMap<&'static str, BTreeMap<String, u8>>;

static NAMES: LazyLock<Names> = LazyLock::new(names);

/// The edition in force on a day.
fn edition(day: NaiveDate) -> Option<&'static DiseaseList> {
    let holds = |list: &&DiseaseList| {
        list.valid_from.is_none_or(|from| from <= day) && list.valid_to.is_none_or(|to| day <= to)
    };
    occupational_diseases().iter().find(holds)
}

/// Whether the list in force on a day knows the name; the words in brackets may be left out.
pub(crate) fn is_known(name: &str, day: NaiveDate) -> bool {
    let known = edition(day).and_then(|list| NAMES.get(list.id.as_str()));
    let short = plain(name);
    known.is_some_and(|names| {
        names.contains_key(short) || names.contains_key(short.trim_start_matches("职业性"))
    })
}

/// The names of an edition: its categories and its diseases.
pub(crate) fn of_edition(id: &str) -> Vec<String> {
    NAMES
        .get(id)
        .map_or_else(Vec::new, |names| names.keys().cloned().collect())
}

/// A name without its qualifier: 滑囊炎（限于井下工人） → 滑囊炎.
fn plain(name: &str) -> &str {
    name.split(['（', '(']).next().unwrap_or_default().trim()
}

fn names() -> Names {
    let mut all = Names::new();
    for list in occupational_diseases() {
        let names = all.entry(list.id.as_str()).or_default();
        names.extend(
            list.categories
                .iter()
                .map(|category| (category.name.clone(), category.no)),
        );
        // What the first category is mostly made of, and what cities write when they do not say which.
        names.insert("尘肺病".into(), 1);
    }
    for line in include_str!("../../data/diseases.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut columns = line.split('\t');
        let numbers = [columns.next(), columns.next()];
        let Some(name) = columns.next() else { continue };
        for (list, number) in occupational_diseases().iter().zip(numbers) {
            if let Some(number) = number.and_then(|number| number.parse().ok()) {
                all.entry(list.id.as_str())
                    .or_default()
                    .insert(plain(name).to_owned(), number);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_category_has_as_many_diseases_as_the_list_says() {
        for (place, list) in occupational_diseases().iter().enumerate() {
            for category in &list.categories {
                let lines = include_str!("../../data/diseases.tsv")
                    .lines()
                    .filter(|line| !line.starts_with('#'));
                let of =
                    |line: &&str| line.split('\t').nth(place) == Some(&category.no.to_string());
                assert_eq!(
                    lines.filter(of).count(),
                    category.count as usize,
                    "{} {}",
                    list.id,
                    category.name
                );
            }
        }
    }

    #[test]
    fn the_edition_goes_by_the_day() {
        let (old, new) = ("2025-07-31".parse().unwrap(), "2025-08-01".parse().unwrap());
        for name in [
            "尘肺病",
            "噪声聋",
            "职业性噪声聋",
            "职业性化学中毒",
            "铀及其化合物中毒",
            "滑囊炎",
            "滑囊炎（限于井下工人）",
        ] {
            assert!(is_known(name, old) && is_known(name, new), "{name}");
        }
        for name in ["腕管综合征", "创伤后应激障碍", "职业性肌肉骨骼疾病"] {
            assert!(!is_known(name, old) && is_known(name, new), "{name}");
        }
        assert!(!is_known("感冒", new) && !is_known("", new) && !is_known("（限于井下工人）", new));
    }
}
