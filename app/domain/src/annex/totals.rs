//! Sums while typing: the lines of the budget, the base of the 3%, and the training standard with
//! its arithmetic. The form shows them, the print prints them, the checks judge them.

use super::catalogue::{self, Table};
use super::draft::Draft;
use crate::budget::Subject;
use crate::code;
use crate::money::Money;
use crate::state::ProjectKind;
use crate::training::{TrainingClass, TrainingStandard};

/// What the budget adds up to. Yuan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// All twelve subjects as printed, those without a line at zero.
    pub subjects: Vec<(Subject, Money)>,
    /// All lines with a known subject, a standard and a quantity.
    pub sum: Money,
    /// Rows that are not in the sum yet.
    pub unread: Vec<u32>,
    /// 申报资金, if it was typed and is an amount.
    pub requested: Option<Money>,
    /// 资金支出合计, if it was typed and is an amount.
    pub total: Option<Money>,
    /// What the applicant adds itself: the total less what is applied for (A32).
    pub own: Option<Money>,
}

/// A training measured by the standard (R198).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The row of the activity.
    pub row: u32,
    pub no: String,
    pub limit: Money,
    /// The training-related lines tied to the activity.
    pub spent: Money,
    /// `T1：1200 人 × 1 天 × 每人每天 210 元 = 252,000.00 元，已列 132,000.00 元`.
    pub text: String,
}

impl Measured {
    /// Whether the lines stay within the standard.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.spent <= self.limit
    }
}

/// The sums of a draft as far as it is written.
#[must_use]
pub fn of(draft: &Draft) -> Totals {
    let mut totals = Totals {
        subjects: Subject::ALL.iter().map(|s| (*s, Money::ZERO)).collect(),
        sum: Money::ZERO,
        unread: Vec::new(),
        requested: draft.money_wan("annex3.requested").and_then(Result::ok),
        total: draft.money_yuan("annex3.total").and_then(Result::ok),
        own: None,
    };
    totals.own = totals
        .total
        .zip(totals.requested)
        .map(|(total, requested)| total.saturating_sub(requested));
    for row in rows(draft, "annex3.lines") {
        match subject(draft, row).zip(line_amount(draft, row)) {
            Some((subject, amount)) => {
                totals.sum += amount;
                let line = totals.subjects.iter_mut().find(|line| line.0 == subject);
                if let Some(line) = line {
                    line.1 += amount;
                }
            }
            None => totals.unread.push(row),
        }
    }
    totals
}

/// The subject of a row of the budget.
#[must_use]
pub fn subject(draft: &Draft, row: u32) -> Option<Subject> {
    Subject::from_name(draft.get(&line(row, "subject")).trim())
}

/// The amount of a row of the budget: standard × quantity (R194).
#[must_use]
pub fn line_amount(draft: &Draft, row: u32) -> Option<Money> {
    let standard = draft.money_yuan(&line(row, "standard"))?.ok()?;
    let quantity = draft.int(&line(row, "quantity"))?.ok()?;
    Some(standard.times(quantity))
}

/// Who applies, by what was chosen.
#[must_use]
pub fn applicant(draft: &Draft) -> Option<ProjectKind> {
    let chosen = draft.get("annex1.applicant_type").trim();
    [ProjectKind::Enterprise, ProjectKind::Association]
        .into_iter()
        .find(|kind| kind.label() == chosen)
}

/// What the 3% are taken of: an enterprise's own contribution, or those of an association's listed
/// members together (R141, A28, A30). `None` while it cannot be said.
#[must_use]
pub fn cap_base(draft: &Draft) -> Option<Money> {
    match applicant(draft)? {
        ProjectKind::Association => rows(draft, "members")
            .into_iter()
            .map(|row| {
                draft
                    .money_wan(&format!("members.{row}.contribution"))?
                    .ok()
            })
            .sum(),
        _ => draft.money_wan("annex1.contribution")?.ok(),
    }
}

/// Each training of which the number of participants is known, measured by the standard.
#[must_use]
pub fn trainings(draft: &Draft, standard: &TrainingStandard) -> Vec<Measured> {
    rows(draft, "annex3.activities")
        .into_iter()
        .filter(|row| is_training(draft, *row))
        .filter_map(|row| measured(draft, standard, row))
        .collect()
}

/// The rows of the budget tied to an activity.
#[must_use]
pub fn lines_of(draft: &Draft, no: &str) -> Vec<u32> {
    let mut lines = rows(draft, "annex3.lines");
    lines.retain(|row| same_no(draft.get(&line(*row, "activity")), no));
    lines
}

/// The rows of a table by its path.
pub(super) fn rows(draft: &Draft, path: &str) -> Vec<u32> {
    let table: Option<&'static Table> = catalogue::table(path).map(|(_, table)| table);
    table.map_or_else(Vec::new, |table| draft.rows(table))
}

pub(super) fn line(row: u32, key: &str) -> String {
    format!("annex3.lines.{row}.{key}")
}

pub(super) fn activity(row: u32, key: &str) -> String {
    format!("annex3.activities.{row}.{key}")
}

pub(super) fn is_training(draft: &Draft, row: u32) -> bool {
    draft.get(&activity(row, "category")).trim() == "培训"
}

/// Whether two numbers of activities are meant to be the same: `Ｔ１` is `t1`.
pub(super) fn same_no(one: &str, other: &str) -> bool {
    code::normalise(one) == code::normalise(other)
}

fn measured(draft: &Draft, standard: &TrainingStandard, row: u32) -> Option<Measured> {
    let people = draft.int(&activity(row, "people"))?.ok()?;
    let days = match draft.int(&activity(row, "days")) {
        Some(days) => days.ok()?,
        None => 1,
    };
    let no = draft.get(&activity(row, "no")).trim().to_owned();
    let related: Vec<(Subject, Money)> = lines_of(draft, &no)
        .into_iter()
        .filter_map(|row| subject(draft, row).zip(line_amount(draft, row)))
        .filter(|(subject, _)| subject.is_training_related())
        .collect();
    let spent: Money = related.iter().map(|(_, amount)| *amount).sum();
    let listed = related
        .iter()
        .any(|(subject, _)| *subject == Subject::Meals);
    let lodging = draft.get("annex3.training.lodging").trim() == "提供住宿";
    let meals = match draft.filled("annex3.training.meals") {
        Some(chosen) => chosen == "提供伙食",
        None => listed,
    };
    let class = class(draft);
    let limit = standard.quota_limit(class, people, days, lodging, meals);
    let daily = standard.quota(class).daily(lodging, meals).decimal();
    let long = if days > standard.full_days {
        format!(
            "（超过 {} 天的部分按 {}%）",
            standard.full_days, standard.long_percent
        )
    } else {
        String::new()
    };
    let text = format!(
        "{no}：{people} 人 × {days} 天{long} × 每人每天 {} 元 = {limit} 元，已列 {spent} 元（{}，{}培训）",
        daily.normalize(),
        standard.document,
        class.label()
    );
    Some(Measured {
        row,
        no,
        limit,
        spent,
        text,
    })
}

/// The chosen class; workers' trainings are of class three (4.7).
fn class(draft: &Draft) -> TrainingClass {
    let chosen = draft.get("annex3.training.class").trim();
    TrainingClass::ALL
        .iter()
        .copied()
        .find(|class| class.label() == chosen)
        .unwrap_or(TrainingClass::Three)
}
