//! The copy a browser keeps of what is not saved yet.

use domain::ProjectId;
use domain::contract::Clash;
use serde::{Deserialize, Serialize};

use crate::browser;

/// What was typed and has not arrived at the server.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When, by the clock of the screen.
    pub at: String,
    /// Path, the text it replaces, the text typed.
    pub fields: Vec<(String, String, String)>,
    /// Places that wait for a choice.
    pub clashes: Vec<Clash>,
}

impl Kept {
    /// The copy of a project, if there is one and it can be read.
    pub fn of(project: ProjectId) -> Option<Self> {
        let text = browser::kept(&key(project))?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps it, in place of the one before; with nothing in it, only that one goes.
    pub fn keep(&self, project: ProjectId) {
        let text = serde_json::to_string(self).unwrap_or_default();
        if self.fields.is_empty() {
            browser::forget(&key(project));
        } else {
            browser::keep(&key(project), &text);
        }
    }
}

fn key(project: ProjectId) -> String {
    format!("yufang-application-{project}")
}
