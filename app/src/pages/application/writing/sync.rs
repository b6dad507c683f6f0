//! A draft and the server: what is sent, what comes back, and what others wrote in between.

use domain::Refusal;
use domain::annex::catalogue;
use domain::contract::{ApplicationView, Clash, Saved};
use leptos::prelude::*;

use super::kept::Kept;
use super::{Keeping, Writing, changes};
use crate::api::ApiError;
use crate::browser;
use crate::text::{clock, moment};

/// More places than this are filled by filling the form anew.
const MANY: usize = 20;
/// After a lost connection it is tried again.
const RETRY_MS: u32 = 5_000;

impl Writing {
    /// Saves now what is not saved yet.
    pub fn save(self) {
        if self.busy.try_get_value() != Some(false) {
            return;
        }
        let fields = self.to_send();
        if fields.is_empty() {
            self.say();
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

    pub(super) fn answered(self, answer: Result<Saved, ApiError>) {
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

    pub(super) fn saved(self, sent: Vec<(String, String)>, saved: Saved) {
        for (path, text) in sent {
            if saved.clashes.iter().all(|clash| clash.path != path) {
                self.know(&path, &text);
            }
        }
        for clash in saved.clashes {
            self.meet(clash);
        }
        self.findings.set(saved.findings);
        self.seen.set(saved.seen);
        let now = self.live.now.get_untracked().map(clock);
        self.last.set_value(now.unwrap_or_default());
        self.keep_copy();
        self.say();
        if !self.to_send().is_empty() {
            self.save_soon();
        }
    }

    /// Says where the text is, when nothing is on its way.
    pub(super) fn say(self) {
        let held = self
            .clashes
            .try_with_untracked(|clashes| !clashes.is_empty());
        let last = self.last.try_get_value();
        let (Some(held), Some(last)) = (held, last) else {
            return;
        };
        self.keeping.set(if !self.to_send().is_empty() {
            Keeping::Typed
        } else if held {
            Keeping::Held
        } else {
            Keeping::Saved(last)
        });
    }

    /// Takes over what the server has.
    pub(super) fn take(self, view: &ApplicationView) {
        if view.seen < self.seen.get_untracked() {
            return;
        }
        let known = self.base.get_value();
        let sent = self.sent.get_value();
        let foreign = changes(&known, &view.draft);
        let many = foreign.len() > MANY;
        for (path, theirs) in foreign {
            // An own save may come back this way before its answer does.
            if sent.contains(&(path.clone(), theirs.clone())) {
                self.know(&path, &theirs);
            } else {
                self.meet(clash_of(view, &path, self.text(&path)));
            }
        }
        let before = self.seen.get_untracked();
        self.seen.set(view.seen);
        self.findings.set(view.findings.clone());
        if many {
            self.filled.update(|filled| *filled += 1);
        }
        self.heard(view, before);
    }

    /// A file that was loaded, or a colleague's save, is a save too: the line says when it was.
    fn heard(self, view: &ApplicationView, before: i32) {
        if let Some(save) = view.saves.first().filter(|save| save.no > before) {
            self.last
                .set_value(moment(&save.at, crate::components::today()));
        }
        let quiet = self
            .keeping
            .try_with_untracked(|keeping| matches!(keeping, Keeping::Saved(_) | Keeping::Held));
        if quiet == Some(true) {
            self.say();
        }
    }

    /// What this browser kept when the tab was closed or the connection lost.
    pub(super) fn restore(self, view: &ApplicationView) {
        let Some(kept) = Kept::of(self.project) else {
            return;
        };
        let mut count = 0;
        for (path, before, mine) in kept.fields {
            let theirs = view.draft.get(&path).to_owned();
            let text = mine.as_str();
            let fits = self.draft.try_update(|draft| draft.set(&path, text));
            if theirs == mine || fits != Some(Ok(())) {
                continue;
            }
            count += 1;
            let open = kept.clashes.iter().find(|clash| clash.path == path);
            match open {
                Some(open) if open.theirs == theirs => self.hold(open.clone()),
                _ if theirs != before => self.hold(clash_of(view, &path, mine)),
                _ => {}
            }
        }
        if count > 0 {
            self.filled.update(|filled| *filled += 1);
            self.restored.set(Some(format!(
                "已恢复本机 {} 留存、当时尚未保存的 {count} 处内容。",
                kept.at
            )));
            self.say();
            self.save_soon();
        }
        self.keep_copy();
    }

    /// What somebody else wrote is taken over where this person has not written; where both have, it
    /// waits for a choice.
    pub(super) fn meet(self, clash: Clash) {
        let mine = self.text(&clash.path);
        let untouched = self.base.with_value(|base| base.get(&clash.path) == mine);
        self.know(&clash.path, &clash.theirs);
        if mine == clash.theirs {
            return;
        }
        if untouched {
            self.draft.update(|draft| {
                // What the server holds fits.
                let _ = draft.set(&clash.path, clash.theirs.as_str());
            });
            browser::fill(&format!("fields[{}]", clash.path), &clash.theirs);
            return;
        }
        self.hold(Clash { mine, ..clash });
    }

    pub(super) fn hold(self, clash: Clash) {
        self.clashes.update(|clashes| {
            clashes.retain(|other| other.path != clash.path);
            clashes.push(clash);
        });
    }

    pub(super) fn know(self, path: &str, text: &str) {
        self.base.update_value(|base| {
            // It came from the server or was taken by it.
            let _ = base.set(path, text);
        });
    }
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
