//! Two people in one draft.

use std::collections::BTreeMap;

use crate::annex::Draft;
use crate::annex::merge::{Change, Edit, Merged, merge};

const NAME: &str = "annex1.project_name";
const SUMMARY: &str = "annex1.summary";

fn draft(fields: &[(&str, &str)]) -> Draft {
    let mut draft = Draft::default();
    for (path, text) in fields {
        draft.set(path, *text).expect("a path");
    }
    draft
}

fn sent(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn edit(own: bool, path: &str, before: &str, after: &str) -> Edit {
    Edit {
        own,
        changes: vec![Change {
            path: path.into(),
            before: before.into(),
            after: after.into(),
        }],
    }
}

fn written(merged: &Merged) -> Vec<(&str, &str)> {
    merged
        .changes
        .iter()
        .map(|change| (change.path.as_str(), change.after.as_str()))
        .collect()
}

#[test]
fn alone_everything_that_differs_is_written() {
    let current = draft(&[(NAME, "甲"), (SUMMARY, "一\n二")]);
    let page = sent(&[(NAME, "乙"), (SUMMARY, "一\r\n二")]);
    let merged = merge(&current, &[], &page).unwrap();
    assert_eq!(written(&merged), [(NAME, "乙")], "line ends are no change");
    assert!(merged.differences.is_empty());
}

#[test]
fn both_write_in_different_places() {
    let current = draft(&[(NAME, "甲"), (SUMMARY, "他人新写")]);
    let others = [edit(false, SUMMARY, "旧", "他人新写")];
    // One page sends what was touched, the other one everything as it was loaded.
    for page in [
        sent(&[(NAME, "乙")]),
        sent(&[(NAME, "乙"), (SUMMARY, "旧")]),
    ] {
        let merged = merge(&current, &others, &page).unwrap();
        assert_eq!(written(&merged), [(NAME, "乙")]);
        let [told] = &merged.differences[..] else {
            panic!("{:?}", merged.differences);
        };
        assert_eq!(
            (told.theirs.as_str(), told.mine.as_str()),
            ("他人新写", "旧")
        );
        assert!(!told.refused);
    }
}

#[test]
fn both_write_in_one_place_and_neither_text_is_overwritten() {
    let current = draft(&[(NAME, "丙")]);
    let others = [edit(false, NAME, "甲", "乙"), edit(false, NAME, "乙", "丙")];
    let merged = merge(&current, &others, &sent(&[(NAME, "丁")])).unwrap();
    assert!(merged.changes.is_empty());
    let clash = &merged.differences[0];
    assert_eq!((clash.theirs.as_str(), clash.mine.as_str()), ("丙", "丁"));
    assert!(clash.refused && clash.edit == 1, "the last one who wrote");
    // Sent again by a page that knows: there are no edits since.
    let merged = merge(&current, &[], &sent(&[(NAME, "丁")])).unwrap();
    assert_eq!(written(&merged), [(NAME, "丁")]);
}

#[test]
fn the_same_text_twice_is_no_clash() {
    let current = draft(&[(NAME, "乙")]);
    let others = [edit(false, NAME, "甲", "乙")];
    assert_eq!(
        merge(&current, &others, &sent(&[(NAME, "乙")])),
        Ok(Merged::default())
    );
}

#[test]
fn with_oneself_the_later_text_stands() {
    let current = draft(&[(NAME, "乙")]);
    let own = [edit(true, NAME, "甲", "乙")];
    let merged = merge(&current, &own, &sent(&[(NAME, "丙")])).unwrap();
    assert_eq!(written(&merged), [(NAME, "丙")]);
    assert!(merged.differences.is_empty());
    // A second page of the same person that did not touch it leaves it alone.
    assert_eq!(
        merge(&current, &own, &sent(&[(NAME, "甲")])),
        Ok(Merged::default())
    );
}

#[test]
fn what_was_emptied_is_told_as_well() {
    let current = Draft::default();
    let others = [edit(false, NAME, "甲", "")];
    let merged = merge(&current, &others, &BTreeMap::new()).unwrap();
    assert_eq!(merged.differences[0].mine, "甲");
    assert_eq!(merged.differences[0].theirs, "");
}

#[test]
fn a_path_that_is_none_is_refused_even_when_empty() {
    let refusal = merge(&Draft::default(), &[], &sent(&[("annex1.profit", "")])).unwrap_err();
    assert_eq!(refusal.kind(), "UnknownLabel");
}
