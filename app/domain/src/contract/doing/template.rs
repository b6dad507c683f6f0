//! The nine clause blocks, and the templates of a city.

use serde::{Deserialize, Serialize};

use crate::TenantId;
use crate::contract::AgreementDraft;
use crate::state::{Clause, Mode, ProjectKind};

/// The nine clause blocks as texts (R076).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClauseTexts {
    pub scope: String,
    pub content: String,
    pub quality: String,
    pub settlement: String,
    pub control: String,
    pub breach: String,
    pub disputes: String,
    pub ending: String,
    pub duties: String,
}

impl ClauseTexts {
    /// The text of a block.
    #[must_use]
    pub fn get(&self, clause: Clause) -> &str {
        match clause {
            Clause::Scope => &self.scope,
            Clause::Content => &self.content,
            Clause::Quality => &self.quality,
            Clause::Settlement => &self.settlement,
            Clause::Control => &self.control,
            Clause::Breach => &self.breach,
            Clause::Disputes => &self.disputes,
            Clause::Ending => &self.ending,
            Clause::Duties => &self.duties,
        }
    }

    /// Sets the text of a block.
    pub fn set(&mut self, clause: Clause, text: String) {
        let place = match clause {
            Clause::Scope => &mut self.scope,
            Clause::Content => &mut self.content,
            Clause::Quality => &mut self.quality,
            Clause::Settlement => &mut self.settlement,
            Clause::Control => &mut self.control,
            Clause::Breach => &mut self.breach,
            Clause::Disputes => &mut self.disputes,
            Clause::Ending => &mut self.ending,
            Clause::Duties => &mut self.duties,
        };
        *place = text;
    }
}

impl AgreementDraft {
    /// The nine blocks of the draft.
    #[must_use]
    pub fn texts(&self) -> ClauseTexts {
        let mut texts = ClauseTexts::default();
        for clause in Clause::ALL {
            texts.set(*clause, self.clause(*clause).trim().to_owned());
        }
        texts
    }

    /// The same draft with these nine blocks.
    #[must_use]
    pub fn with_texts(self, texts: ClauseTexts) -> Self {
        Self {
            scope: texts.scope,
            content: texts.content,
            quality: texts.quality,
            settlement: texts.settlement,
            control: texts.control,
            breach: texts.breach,
            disputes: texts.disputes,
            ending: texts.ending,
            duties: texts.duties,
            ..self
        }
    }
}

/// The templates of a city, one for each kind of agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatesView {
    pub tenant: TenantId,
    pub name: String,
    pub templates: Vec<TemplateView>,
    /// Whether this person can edit them.
    pub editable: bool,
}

/// One template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateView {
    pub kind: ProjectKind,
    pub mode: Mode,
    /// 0 = the standard text, which no city has edited.
    pub no: i32,
    pub texts: ClauseTexts,
    /// Who saved this version and when; empty for the standard text.
    pub saved: String,
    /// Blocks that differ from the standard text.
    pub changed: Vec<Clause>,
    /// Earlier versions, newest first: number, who and when, why.
    pub earlier: Vec<(i32, String, String)>,
}

/// A template as edited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateDraft {
    /// Why it is changed.
    pub note: String,
    pub clauses: ClauseTexts,
}
