//! The editions the program begins with, from `data/reference.json` and `data/diseases.tsv`.

use domain::classification::{Classification, ClassificationItem, ClassificationKind};

use crate::reference::{AccidentTypes, DiseaseList, accident_types, occupational_diseases};

/// Each with whether its list was seen in a public source.
pub(super) fn editions() -> Vec<(Classification, bool)> {
    let accidents = accident_types().iter().map(accidents);
    let diseases = occupational_diseases().iter().enumerate();
    accidents
        .chain(diseases.map(|(place, list)| diseases_of(place, list)))
        .collect()
}

/// How the certainty of what was seen begins; other letters are memory and deduction.
fn seen(certainty: &str) -> bool {
    certainty.starts_with('V')
}

fn accidents(edition: &AccidentTypes) -> (Classification, bool) {
    let items = edition.items.iter().map(|item| ClassificationItem {
        code: item.code.clone().unwrap_or_default(),
        name: item.name.clone(),
        category: String::new(),
    });
    let list = Classification {
        kind: ClassificationKind::Accident,
        edition: edition.id.clone(),
        title: edition.name.clone(),
        document: edition.document.clone(),
        from: edition.valid_from,
        items: items.collect(),
    };
    (list, seen(&edition.certainty))
}

/// `place` is the column of the edition in the table of the diseases.
fn diseases_of(place: usize, edition: &DiseaseList) -> (Classification, bool) {
    let mut items = Vec::new();
    for category in &edition.categories {
        let number = category.no.to_string();
        items.push(ClassificationItem {
            code: number.clone(),
            name: category.name.clone(),
            category: String::new(),
        });
        let of = lines().filter(|line| line.get(place) == Some(&number.as_str()));
        items.extend(of.filter_map(|line| {
            Some(ClassificationItem {
                code: String::new(),
                name: (*line.last()?).to_owned(),
                category: number.clone(),
            })
        }));
    }
    let list = Classification {
        kind: ClassificationKind::Disease,
        edition: edition.id.clone(),
        title: edition.name.clone(),
        document: edition.document.clone(),
        from: edition.valid_from,
        items,
    };
    (list, seen(&edition.certainty))
}

/// The table of the diseases: the category of each edition, and the name.
fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    let lines = include_str!("../../data/diseases.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use domain::classification::{read, written};

    use super::*;
    use crate::classification::Classifications;

    #[test]
    fn each_category_has_as_many_diseases_as_the_list_says() {
        let lists = editions();
        for (edition, (list, _)) in occupational_diseases().iter().zip(&lists[2..]) {
            for category in &edition.categories {
                let number = category.no.to_string();
                let of = list.items.iter().filter(|item| item.category == number);
                assert_eq!(of.count(), category.count as usize, "{}", category.name);
            }
        }
    }

    #[test]
    fn what_the_program_begins_with_could_have_been_typed() {
        for (list, _) in editions() {
            let typed = read(list.kind, &written(&list.items));
            assert_eq!(typed, Ok(list.items), "{}", list.edition);
        }
        let certain: Vec<_> = editions().into_iter().map(|(_, certain)| certain).collect();
        assert_eq!(certain, [true, false, false, false]);
    }

    #[test]
    fn the_edition_goes_by_the_day() {
        let lists: Vec<_> = editions().into_iter().map(|(list, _)| list).collect();
        let all = Classifications::of(lists);
        let knows = |name: &str, day: &str| {
            let list = all.on(ClassificationKind::Disease, day.parse().unwrap());
            list.unwrap().key(name).is_some()
        };
        let (before, old, new) = ("1990-01-01", "2025-07-31", "2025-08-01");
        for name in [
            "尘肺病",
            "噪声聋",
            "职业性噪声聋",
            "职业性化学中毒",
            "铀及其化合物中毒",
            "滑囊炎",
            "滑囊炎（限于井下工人）",
        ] {
            assert!(
                knows(name, before) && knows(name, old) && knows(name, new),
                "{name}"
            );
        }
        for name in ["腕管综合征", "创伤后应激障碍", "职业性肌肉骨骼疾病"] {
            assert!(!knows(name, old) && knows(name, new), "{name}");
        }
        assert!(!knows("感冒", new) && !knows("", new) && !knows("（限于井下工人）", new));
        let accidents = |day: &str| all.on(ClassificationKind::Accident, day.parse().unwrap());
        assert!(accidents("1987-01-31").is_none());
        assert_eq!(accidents("2026-06-30").unwrap().list.edition, "GB6441-1986");
        assert_eq!(accidents("2026-07-01").unwrap().list.edition, "GB6441-2025");
    }
}
