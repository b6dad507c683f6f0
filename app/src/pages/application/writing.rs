//! A draft while it is written: what stands here, what the server has, and what is on its way.
//!
//! Two people on one draft lose nothing. What somebody else saved is taken over where this person has
//! not written; where both wrote, the place is held back until one of the texts is chosen.

use domain::ProjectId;
use domain::annex::totals::{self, Measured};
use domain::annex::{Draft, Finding};
use domain::contract::{ApplicationView, Clash};
use domain::training::TrainingStandard;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::browser;
use crate::components::{Refresh, Settle, slice};
use crate::live::Live;
use crate::text::{clock, moment};
use kept::Kept;

mod kept;
mod sync;
#[cfg(all(test, feature = "ssr"))]
mod tests;

/// Idle time after which what was typed is saved.
const IDLE_MS: u32 = 1_500;
/// Who types without a pause is saved after so many strokes.
const STROKES: u32 = 60;

/// Where the text is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// On the server since a time, or since it was created.
    Saved(String),
    /// Typed, and in this browser; saved in a moment.
    Typed,
    Saving,
    /// Only what two people wrote is left.
    Held,
    /// In this browser only.
    Offline,
    /// The server says no.
    Refused(ApiError),
}

/// A draft in writing. One per page; everything on the page shares it.
#[derive(Clone, Copy)]
pub struct Writing {
    pub project: ProjectId,
    /// As it stands on the screen.
    pub draft: RwSignal<Draft>,
    pub findings: RwSignal<Vec<Finding>>,
    /// Places two people wrote in; they are not saved until one text is chosen.
    pub clashes: RwSignal<Vec<Clash>>,
    pub keeping: RwSignal<Keeping>,
    /// Number of the last save known here.
    pub seen: RwSignal<i32>,
    /// Counts how often the whole form was filled anew.
    pub filled: RwSignal<u32>,
    /// What was restored from this browser's copy.
    pub restored: RwSignal<Option<String>>,
    areas: StoredValue<Vec<String>>,
    standard: Signal<TrainingStandard>,
    base: StoredValue<Draft>,
    /// When it was saved last.
    last: StoredValue<String>,
    sent: StoredValue<Vec<(String, String)>>,
    busy: StoredValue<bool>,
    strokes: StoredValue<u32>,
    refresh: Option<Refresh>,
    live: Live,
}

impl Writing {
    /// The draft as the server gave it; in a browser, with what this browser kept of it.
    pub fn new(view: Signal<ApplicationView>) -> Self {
        let first = view.get_untracked();
        let today = crate::components::today();
        let last = first.saves.first();
        let saved = last.map_or_else(String::new, |save| moment(&save.at, today));
        let writing = Self {
            project: first.project,
            base: StoredValue::new(first.draft.clone()),
            draft: RwSignal::new(first.draft),
            findings: RwSignal::new(first.findings),
            clashes: RwSignal::new(first.clashes),
            keeping: RwSignal::new(Keeping::Saved(saved.clone())),
            last: StoredValue::new(saved),
            seen: RwSignal::new(first.seen),
            filled: RwSignal::new(0),
            restored: RwSignal::new(None),
            areas: StoredValue::new(first.areas),
            standard: slice(view, |view| view.standard.clone()),
            sent: StoredValue::new(Vec::new()),
            busy: StoredValue::new(false),
            strokes: StoredValue::new(0),
            refresh: use_context(),
            live: expect_context(),
        };
        provide_context(Settle {
            save: Callback::new(move |()| writing.save()),
            waiting: Callback::new(move |()| writing.is_waiting()),
        });
        Effect::new(move |again: Option<()>| {
            view.with(|view| match again {
                None => writing.restore(view),
                Some(()) => writing.take(view),
            });
        });
        on_cleanup(move || writing.save());
        writing
    }

    /// Names of the published key areas.
    pub fn areas(self) -> Vec<String> {
        self.areas.get_value()
    }

    /// The trainings of the draft, measured by the standard the server judges by.
    pub fn measured(self) -> Vec<Measured> {
        self.standard
            .with(|standard| self.draft.with(|draft| totals::trainings(draft, standard)))
    }

    /// The text at a path, without watching it.
    pub fn text(self, path: &str) -> String {
        self.draft
            .with_untracked(|draft| draft.get(path).to_owned())
    }

    /// Takes what was typed.
    pub fn write(self, path: &str, text: String) {
        match self.draft.try_update(|draft| draft.set(path, text)) {
            Some(Ok(())) => self.keeping.set(Keeping::Typed),
            Some(Err(refusal)) => self.keeping.set(Keeping::Refused(refusal.into())),
            None => return,
        }
        self.keep_copy();
        self.save_soon();
    }

    /// Writes a text from elsewhere than its control: a sum, a choice.
    pub fn put(self, path: &str, text: String) {
        browser::fill(&format!("fields[{path}]"), &text);
        self.write(path, text);
        self.save();
    }

    /// One of the texts of a clash, or both.
    pub fn choose(self, path: &str, text: String) {
        self.clashes
            .update(|clashes| clashes.retain(|clash| clash.path != path));
        self.put(path, text);
    }

    /// Gives up what was typed here and not saved.
    pub fn forget(self) {
        let known = self.base.get_value();
        self.draft.set(known);
        self.clashes.set(Vec::new());
        self.restored.set(None);
        self.filled.update(|filled| *filled += 1);
        self.keep_copy();
        self.say();
    }

    /// Saves after a pause.
    fn save_soon(self) {
        let Some(stroke) = self.strokes.try_update_value(|strokes| {
            *strokes += 1;
            *strokes
        }) else {
            return;
        };
        if stroke.is_multiple_of(STROKES) {
            self.save();
        }
        browser::later(IDLE_MS, move || {
            if self.strokes.try_get_value() == Some(stroke) {
                self.save();
            }
        });
    }

    /// What differs from the server, without what waits for a choice.
    fn to_send(self) -> Vec<(String, String)> {
        let mut fields = self.unsaved();
        let _ = self.clashes.try_with_untracked(|clashes| {
            fields.retain(|(path, _)| clashes.iter().all(|clash| clash.path != *path));
        });
        fields
    }

    fn unsaved(self) -> Vec<(String, String)> {
        let unsaved = self
            .draft
            .try_with_untracked(|draft| self.base.try_with_value(|base| changes(base, draft)));
        unsaved.flatten().unwrap_or_default()
    }

    fn is_waiting(self) -> bool {
        let stuck = self.keeping.try_with_untracked(|keeping| {
            matches!(keeping, Keeping::Offline | Keeping::Refused(_))
        });
        stuck == Some(false) && (self.busy.get_value() || !self.to_send().is_empty())
    }

    /// Keeps in this browser what the server does not have yet.
    fn keep_copy(self) {
        let now = self.live.now.get_untracked().map(clock);
        let fields = self.unsaved().into_iter().map(|(path, mine)| {
            let before = self.base.with_value(|base| base.get(&path).to_owned());
            (path, before, mine)
        });
        let kept = Kept {
            at: now.unwrap_or_default(),
            fields: fields.collect(),
            clashes: self.clashes.get_untracked(),
        };
        kept.keep(self.project);
    }
}

/// The paths where two drafts differ, with the text of the later one.
fn changes(before: &Draft, after: &Draft) -> Vec<(String, String)> {
    let gone = before
        .iter()
        .filter(|(path, _)| after.get(path).is_empty())
        .map(|(path, _)| (path.to_owned(), String::new()));
    let new = after
        .iter()
        .filter(|(path, text)| before.get(path) != *text)
        .map(|(path, text)| (path.to_owned(), text.to_owned()));
    gone.chain(new).collect()
}
