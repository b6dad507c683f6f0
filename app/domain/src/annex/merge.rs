//! Several people in one draft: what a save writes, and what it leaves as somebody else wrote it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::catalogue;
use super::draft::Draft;
use crate::refusal::Refusal;

/// What a save changed at one place: the texts as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub path: String,
    pub before: String,
    pub after: String,
}

/// A save that came after the page was loaded, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Whether the same person made it, on whichever page.
    pub own: bool,
    pub changes: Vec<Change>,
}

/// A place where the page and the draft differ after the merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub path: String,
    /// What stands in the draft.
    pub theirs: String,
    /// What the page still has.
    pub mine: String,
    /// Which of the edits wrote it.
    pub edit: usize,
    /// Whether the page had written there too: its text was not taken.
    pub refused: bool,
}

/// What a save comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What is written.
    pub changes: Vec<Change>,
    /// What is not, and what the page does not know yet.
    pub differences: Vec<Difference>,
}

/// Merges what a page sends, place by place, into the draft as it stands.
///
/// A page may send every field or only those that were touched. A field that still reads as it did
/// when the page was loaded was not touched. Where somebody else has written since, nothing is
/// overwritten; where the same person has, the later text stands.
///
/// # Errors
/// `UnknownLabel` for a path that is in none of the annexes.
pub fn merge(
    current: &Draft,
    edits: &[Edit],
    fields: &BTreeMap<String, String>,
) -> Result<Merged, Refusal> {
    let mut merged = Merged::default();
    for (path, typed) in fields {
        if catalogue::field(path).is_none() {
            return Err(Refusal::UnknownLabel {
                label: path.clone(),
            });
        }
        let mine = plain(typed);
        if current.get(path) == mine || loaded(current, edits, path) == mine {
            continue;
        }
        match edits.iter().rposition(|edit| !edit.own && edit.has(path)) {
            Some(edit) => merged.differences.push(Difference {
                path: path.clone(),
                theirs: current.get(path).to_owned(),
                mine,
                edit,
                refused: true,
            }),
            None => merged.changes.push(Change {
                path: path.clone(),
                before: current.get(path).to_owned(),
                after: mine,
            }),
        }
    }
    unknown_to_page(current, edits, fields, &mut merged);
    Ok(merged)
}

/// Places others have written in and the page has not.
fn unknown_to_page(
    current: &Draft,
    edits: &[Edit],
    fields: &BTreeMap<String, String>,
    merged: &mut Merged,
) {
    let foreign: BTreeSet<&str> = edits
        .iter()
        .filter(|edit| !edit.own)
        .flat_map(|edit| edit.changes.iter().map(|change| change.path.as_str()))
        .collect();
    for path in foreign {
        let told = |known: &str| known == path;
        let settled = merged.differences.iter().any(|one| told(&one.path))
            || merged.changes.iter().any(|one| told(&one.path));
        let mine = fields.get(path).map_or_else(
            || loaded(current, edits, path).to_owned(),
            |typed| plain(typed),
        );
        let theirs = current.get(path);
        let last = edits.iter().rposition(|edit| edit.has(path));
        if let Some(edit) = last.filter(|last| !settled && theirs != mine && !edits[*last].own) {
            merged.differences.push(Difference {
                path: path.to_owned(),
                theirs: theirs.to_owned(),
                mine,
                edit,
                refused: false,
            });
        }
    }
}

/// What stood at a place when the page was loaded.
fn loaded<'d>(current: &'d Draft, edits: &'d [Edit], path: &str) -> &'d str {
    let first = edits
        .iter()
        .flat_map(|edit| &edit.changes)
        .find(|change| change.path == path);
    first.map_or_else(|| current.get(path), |change| &change.before)
}

/// A form sends its line ends as CRLF, a script as LF: the text is the same.
fn plain(typed: &str) -> String {
    typed.replace("\r\n", "\n")
}

impl Edit {
    fn has(&self, path: &str) -> bool {
        self.changes.iter().any(|change| change.path == path)
    }
}
