//! The types of accidents (GB 6441) and the occupational diseases (职业病分类和目录), edition by edition
//! (4.4): how a list is read, how a type is known again under another spelling, and what a list changes.

mod changes;
mod lines;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use changes::{ItemChange, ListChanges, changes};
pub use lines::{LONGEST_LINE, MOST_LINES, read, written};

codes! {
    /// Which of the two classifications.
    ClassificationKind {
        Accident = "ACCIDENT" "事故类别",
        Disease = "DISEASE" "职业病",
    }
}

/// An edition of a classification with its whole list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    pub kind: ClassificationKind,
    /// What injuries are recorded under: GB6441-2025; 2024.
    pub edition: String,
    /// Without the marks of a title.
    pub title: String,
    /// Number of the standard or the notice.
    pub document: String,
    /// In force until a later edition is.
    pub from: NaiveDate,
    /// In the order of the document.
    pub items: Vec<ClassificationItem>,
}

/// A line of a list: a type of accident, a disease, or a category of diseases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassificationItem {
    /// Of a type of accident where the edition has codes; of a category of diseases always.
    pub code: String,
    pub name: String,
    /// Of a disease: the number of its category.
    pub category: String,
}

impl ClassificationItem {
    /// 01 物体打击.
    #[must_use]
    pub fn line(&self) -> String {
        if self.code.is_empty() {
            self.name.clone()
        } else {
            format!("{} {}", self.code, self.name)
        }
    }
}

impl Classification {
    /// For people: 企业职工伤亡事故分类（GB 6441-1986）, 职业病分类和目录（2024 年版）.
    #[must_use]
    pub fn named(&self) -> String {
        match self.kind {
            ClassificationKind::Accident => format!("{}（{}）", self.title, self.document),
            ClassificationKind::Disease => format!("{}（{} 年版）", self.title, self.edition),
        }
    }

    /// What names it in an address: `ACCIDENT:GB6441-2025`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.kind, self.edition)
    }

    /// How many types or diseases it has; categories are neither.
    #[must_use]
    pub fn count(&self) -> usize {
        let types = self.items.iter().filter(|item| self.kind.is_type(item));
        types.count()
    }
}

impl ClassificationKind {
    /// Whether a line is a type of its own, not the head of some.
    #[must_use]
    pub const fn is_type(self, item: &ClassificationItem) -> bool {
        matches!(self, Self::Accident) || item.code.is_empty()
    }

    /// What injuries of the type are counted under: the code, the name where the edition has no codes.
    #[must_use]
    pub fn key(self, item: &ClassificationItem) -> &str {
        match self {
            Self::Accident if item.code.is_empty() => &item.name,
            Self::Accident => &item.code,
            Self::Disease => plain(&item.name),
        }
    }

    /// How a code or name is compared. Spreadsheets turn 01 into 1; words in brackets may be left out of
    /// the name of a disease.
    #[must_use]
    pub fn spelled(self, text: &str) -> &str {
        match self {
            Self::Accident => code(text),
            Self::Disease => plain(text),
        }
    }
}

/// A code without the zeros before it; other words stay as they are.
fn code(text: &str) -> &str {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.trim_start_matches('0')
    } else {
        text
    }
}

/// A name without its qualifier: 滑囊炎（限于井下工人） → 滑囊炎.
#[must_use]
pub fn plain(name: &str) -> &str {
    name.split(['（', '(']).next().unwrap_or_default().trim()
}
