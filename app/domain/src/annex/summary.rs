//! What the row of a project needs of its draft.

use chrono::NaiveDate;

use super::draft::Draft;
use super::text;
use super::totals::{self, activity, rows};
use crate::code;
use crate::money::Money;
use crate::state::{Category, Mode, ProjectKind};

/// The figures of an application as the project carries them on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub name: String,
    pub kind: ProjectKind,
    pub mode: Mode,
    /// From the activities (R112, R113).
    pub category: Category,
    /// The two-digit division of GB/T 4754-2017.
    pub industry: String,
    /// Empty: no annex asks for it.
    pub county: String,
    pub key_areas: Vec<String>,
    /// 项目预算 of Annex 1, in yuan.
    pub requested: Money,
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// Goal, how it is measured, and the target with its unit (R184).
    pub goals: Vec<(String, String, String)>,
    /// 上年度缴纳工伤基金总额 as stated; what the 3% are taken of is [`totals::cap_base`].
    pub contribution: Money,
    /// Without blanks, in the characters of the standard.
    pub org_code: String,
    pub unit_name: String,
    /// 受益人群 in number (R181).
    pub people: i64,
}

impl Summary {
    /// The summary of a draft; `None` while something it needs is missing or malformed.
    #[must_use]
    pub fn of(draft: &Draft) -> Option<Self> {
        let text = |path: &str| draft.filled(path).map(str::to_owned);
        Some(Self {
            name: text("annex1.project_name")?,
            kind: totals::applicant(draft)?,
            mode: mode(draft)?,
            category: category(draft)?,
            industry: format!("{:02}", text::division(draft.get("annex1.industry"))?),
            county: String::new(),
            key_areas: key_areas(draft)?,
            requested: draft.money_wan("annex1.budget")?.ok()?,
            start: draft.date("annex1.start")?.ok()?,
            end: draft.date("annex1.end")?.ok()?,
            goals: goals(draft)?,
            contribution: draft.money_wan("annex1.contribution")?.ok()?,
            org_code: code::normalise(&text("annex1.org_code")?),
            unit_name: text("annex1.unit_name")?,
            people: draft.int("annex3.beneficiaries.number")?.ok()?.into(),
        })
    }
}

fn mode(draft: &Draft) -> Option<Mode> {
    match draft.get("annex1.mode").trim() {
        "申报机构直接实施" => Some(Mode::Direct),
        "委托第三方实施" => Some(Mode::Commissioned),
        _ => None,
    }
}

fn category(draft: &Draft) -> Option<Category> {
    let activities = rows(draft, "annex3.activities");
    let has = |category: &str| {
        activities
            .iter()
            .any(|row| draft.get(&activity(*row, "category")).trim() == category)
    };
    match (has("宣传"), has("培训")) {
        (true, true) => Some(Category::Both),
        (true, false) => Some(Category::Publicity),
        (false, true) => Some(Category::Training),
        (false, false) => None,
    }
}

fn key_areas(draft: &Draft) -> Option<Vec<String>> {
    let areas: Vec<String> = rows(draft, "areas")
        .into_iter()
        .map(|row| draft.get(&format!("areas.{row}.name")).trim().to_owned())
        .collect();
    (!areas.is_empty()).then_some(areas)
}

fn goals(draft: &Draft) -> Option<Vec<(String, String, String)>> {
    let rows = rows(draft, "annex3.goals");
    if rows.is_empty() {
        return None;
    }
    rows.into_iter()
        .map(|row| {
            let cell = |key: &str| draft.filled(&format!("annex3.goals.{row}.{key}"));
            let target = format!("{}{}", cell("target")?, cell("unit")?);
            Some((cell("goal")?.to_owned(), cell("method")?.to_owned(), target))
        })
        .collect()
}
