//! A draft while it is written: what stands here, what the server has, and what is on its way.
//!
//! Two people on one draft lose nothing. What somebody else saved is taken over where this person has
//! not written; where both wrote, the place is held back until one of the texts is chosen.

use domain::annex::{Draft, Finding, catalogue};
use domain::contract::{ApplicationView, Clash, Saved};
use domain::{ProjectId, Refusal};
use leptos::prelude::*;

use super::copy::Copy;
use crate::api::ApiError;
use crate::browser;
use crate::components::{Refresh, Settle};
use crate::live::Live;
use crate::text::{clock, moment};

/// Idle time after which what was typed is saved.
const IDLE_MS: u32 = 1_500;
/// Who types without a pause is saved after so many strokes.
const STROKES: u32 = 60;
/// After a lost connection it is tried again.
const RETRY_MS: u32 = 5_000;
/// So long saving waits for what others saved in between.
const CATCH_UP_MS: u32 = 3_000;

/// Where the text is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// On the server since a time, or since it was created.
    Saved(String),
    /// Typed, and in this browser; saved in a moment.
    Typed,
    Saving,
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
    base: StoredValue<Draft>,
    sent: StoredValue<Vec<(String, String)>>,
    busy: StoredValue<bool>,
    behind: StoredValue<bool>,
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
            keeping: RwSignal::new(Keeping::Saved(saved)),
            seen: RwSignal::new(first.seen),
            filled: RwSignal::new(0),
            restored: RwSignal::new(None),
            areas: StoredValue::new(first.areas),
            sent: StoredValue::new(Vec::new()),
            busy: StoredValue::new(false),
            behind: StoredValue::new(false),
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

    /// Saves now what is not saved yet.
    pub fn save(self) {
        let (Some(false), Some(false)) = (self.busy.try_get_value(), self.behind.try_get_value())
        else {
            return;
        };
        let fields = self.to_send();
        if fields.is_empty() {
            return;
        }
        self.busy.set_value(true);
        self.keeping.set(Keeping::Saving);
        let mut pairs = vec![
            ("id".to_owned(), self.project.to_string()),
            ("seen".to_owned(), self.seen.get_untracked().to_string()),
        ];
        pairs.extend(
            fields
                .iter()
                .map(|(path, text)| (format!("fields[{path}]"), text.clone())),
        );
        self.sent.set_value(fields);
        let on_sent = move |sent: Result<browser::Sent, ApiError>| {
            self.answered(sent.and_then(|sent| {
                serde_json::from_str::<Saved>(&sent.body)
                    .map_err(|error| ApiError::Transport(error.to_string()))
            }));
        };
        browser::post("/api/save_application".into(), pairs, Box::new(on_sent));
    }

    fn answered(self, answer: Result<Saved, ApiError>) {
        // The page may have been left; the copy is cleared away when it is opened again.
        if self.busy.try_update_value(|busy| *busy = false).is_none() {
            return;
        }
        let sent = self
            .sent
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        match answer {
            Ok(saved) => self.saved(sent, saved),
            Err(ApiError::Transport(_)) => {
                self.keeping.set(Keeping::Offline);
                browser::later(RETRY_MS, move || self.save());
            }
            Err(fault) => {
                let stale = matches!(fault.refusal(), Some(Refusal::WrongState { .. }));
                self.keeping.set(Keeping::Refused(fault));
                if let Some(refresh) = self.refresh.filter(|_| stale) {
                    refresh.run();
                }
            }
        }
    }

    fn saved(self, sent: Vec<(String, String)>, saved: Saved) {
        for (path, text) in sent {
            if saved.clashes.iter().all(|clash| clash.path != path) {
                self.know(&path, &text);
            }
        }
        for clash in saved.clashes {
            self.raise(clash);
        }
        self.findings.set(saved.findings);
        let others = saved.seen > self.seen.get_untracked() + 1;
        self.seen.set(saved.seen);
        if others {
            self.catch_up();
        }
        self.keep_copy();
        if self.to_send().is_empty() {
            let now = self.live.now.get_untracked().map(clock);
            self.keeping.set(Keeping::Saved(now.unwrap_or_default()));
        } else {
            self.keeping.set(Keeping::Typed);
            self.save_soon();
        }
    }

    /// Somebody else saved in between: their texts first, then further ones of this person.
    fn catch_up(self) {
        if let Some(refresh) = self.refresh {
            self.behind.set_value(true);
            refresh.run();
            browser::later(CATCH_UP_MS, move || {
                let _ = self.behind.try_update_value(|behind| *behind = false);
            });
        }
    }

    /// Takes over what the server has.
    fn take(self, view: &ApplicationView) {
        if view.seen < self.seen.get_untracked() {
            return;
        }
        self.behind.set_value(false);
        let known = self.base.get_value();
        let sent = self.sent.get_value();
        let mut foreign = Vec::new();
        for (path, theirs) in changes(&known, &view.draft) {
            let mine = self.text(&path);
            let own = sent.contains(&(path.clone(), theirs.clone()));
            if mine == known.get(&path) {
                foreign.push((path.clone(), theirs.clone()));
            } else if mine != theirs && !own {
                self.raise(clash_of(view, &path, mine));
            }
            self.know(&path, &theirs);
        }
        self.seen.set(view.seen);
        self.findings.set(view.findings.clone());
        self.draft.update(|draft| {
            for (path, text) in &foreign {
                // What the server holds fits.
                let _ = draft.set(path, text.as_str());
            }
        });
        if foreign.len() > 20 {
            self.filled.update(|filled| *filled += 1);
        } else {
            for (path, text) in &foreign {
                browser::fill(&format!("fields[{path}]"), text);
            }
        }
    }

    /// What this browser kept when the tab was closed or the connection lost.
    fn restore(self, view: &ApplicationView) {
        let Some(copy) = Copy::of(self.project) else {
            return;
        };
        let mut count = 0;
        for (path, before, mine) in copy.fields {
            let theirs = view.draft.get(&path).to_owned();
            if theirs == mine {
                continue;
            }
            let fits = self
                .draft
                .try_update(|draft| draft.set(&path, mine.as_str()));
            if fits != Some(Ok(())) {
                continue;
            }
            count += 1;
            if theirs != before {
                self.raise(clash_of(view, &path, mine));
            }
        }
        if count > 0 {
            self.filled.update(|filled| *filled += 1);
            self.keeping.set(Keeping::Typed);
            self.restored.set(Some(format!(
                "已恢复本机 {} 留存、当时尚未保存的 {count} 处内容。",
                copy.at
            )));
            self.save_soon();
        }
        self.keep_copy();
    }

    /// Gives up what was typed here and not saved.
    pub fn forget(self) {
        let known = self.base.get_value();
        self.draft.set(known);
        self.clashes.set(Vec::new());
        self.restored.set(None);
        self.filled.update(|filled| *filled += 1);
        self.keep_copy();
    }

    fn raise(self, clash: Clash) {
        self.know(&clash.path, &clash.theirs);
        if self.text(&clash.path) == clash.theirs {
            return;
        }
        self.clashes.update(|clashes| {
            clashes.retain(|other| other.path != clash.path);
            clashes.push(clash);
        });
    }

    fn know(self, path: &str, text: &str) {
        self.base.update_value(|base| {
            // It came from the server or was taken by it.
            let _ = base.set(path, text);
        });
    }

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
        let copy = Copy {
            at: now.unwrap_or_default(),
            fields: fields.collect(),
        };
        copy.keep(self.project);
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

/// Somebody's text against this person's: by the save that names the place, or the last one.
fn clash_of(view: &ApplicationView, path: &str, mine: String) -> Clash {
    let label = catalogue::field(path).map_or(path, |(_, field, _)| field.name());
    let named = view.saves.iter().find(|save| save.what.contains(label));
    let save = named.or_else(|| view.saves.first());
    Clash {
        path: path.to_owned(),
        label: catalogue::name_of(path),
        theirs: view.draft.get(path).to_owned(),
        who: save.map_or_else(|| "他人".to_owned(), |save| save.who.clone()),
        at: save.map(|save| save.at).unwrap_or_default(),
        mine,
    }
}
