//! Progress of the work (R082, D9): quarters, and what was planned beside what was done.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::annex::totals::{self, Totals};
use crate::annex::{Draft, catalogue};
use crate::budget::Subject;
use crate::money::Money;

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    year: i32,
    /// 0 to 3.
    index: u32,
}

impl Quarter {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            index: day.month0() / 3,
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let next = self.next();
        NaiveDate::from_ymd_opt(next.year, next.index * 3 + 1, 1)
            .and_then(|day| day.pred_opt())
            .unwrap_or(NaiveDate::MAX)
    }

    /// The quarter after it.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.index == 3 {
            Self {
                year: self.year + 1,
                index: 0,
            }
        } else {
            Self {
                year: self.year,
                index: self.index + 1,
            }
        }
    }
}

/// An activity of Annex 3 二（三）, as far as progress is measured against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedActivity {
    /// As in the plan: `T1`, `P2`.
    pub no: String,
    pub name: String,
    /// 宣传 or 培训.
    pub category: String,
    /// As written in the plan.
    pub time: String,
    /// Persons, where the plan says so.
    pub people: Option<i64>,
}

/// What Annex 3 promises, frozen when the agreement takes effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkPlan {
    pub activities: Vec<PlannedActivity>,
    /// Subjects with a line, in the order of the annex.
    pub subjects: Vec<(Subject, Money)>,
}

impl WorkPlan {
    /// The plan in an application.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let rows = catalogue::table("annex3.activities")
            .map(|(_, table)| draft.rows(table))
            .unwrap_or_default();
        let cell = |row: u32, key: &str| {
            let path = format!("annex3.activities.{row}.{key}");
            draft.get(&path).trim().to_owned()
        };
        let Totals { subjects, .. } = totals::of(draft);
        Self {
            activities: rows
                .into_iter()
                .map(|row| PlannedActivity {
                    no: cell(row, "no"),
                    name: cell(row, "name"),
                    category: cell(row, "category"),
                    time: time(&cell(row, "time"), &cell(row, "start"), &cell(row, "end")),
                    people: draft
                        .int(&format!("annex3.activities.{row}.people"))
                        .and_then(Result::ok)
                        .map(i64::from),
                })
                .collect(),
            subjects: subjects
                .into_iter()
                .filter(|(_, amount)| amount.is_positive())
                .collect(),
        }
    }
}

fn time(written: &str, start: &str, end: &str) -> String {
    match (written.is_empty(), start.is_empty(), end.is_empty()) {
        (false, ..) => written.to_owned(),
        (_, false, false) => format!("{start} 至 {end}"),
        _ => format!("{start}{end}"),
    }
}

/// An activity that was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Number in the plan; empty for one that is not in it.
    pub no: String,
    pub name: String,
    pub on: NaiveDate,
    pub people: i64,
}

/// What one report says was done and spent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub held: Vec<Held>,
    pub spent: Vec<(Subject, Money)>,
}

/// Planned and real side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub activities: Vec<ActivityRow>,
    pub subjects: Vec<SubjectRow>,
    /// All planned persons; `None` when the plan does not say.
    pub planned_people: Option<i64>,
    pub people: i64,
    /// The agreement amount, which is what may be spent.
    pub planned_money: Money,
    pub spent: Money,
    /// More was spent than agreed.
    pub over: bool,
}

/// One activity, planned and held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    pub no: String,
    pub name: String,
    pub category: String,
    pub time: String,
    pub planned: Option<i64>,
    /// How many times it was held.
    pub times: i64,
    pub people: i64,
    /// The last day it was held.
    pub last: Option<NaiveDate>,
    /// Held without being in the plan.
    pub extra: bool,
}

/// One subject of the budget, planned and spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectRow {
    pub subject: Subject,
    /// `None` when no plan by subject is known.
    pub planned: Option<Money>,
    pub spent: Money,
    pub over: bool,
}

/// Puts the reports beside the plan. Without a plan only what was done is listed.
#[must_use]
pub fn compare(plan: Option<&WorkPlan>, agreed: Money, reports: &[Done]) -> Comparison {
    let empty = WorkPlan::default();
    let known = plan.unwrap_or(&empty);
    let mut activities: Vec<ActivityRow> = known.activities.iter().map(planned).collect();
    for held in reports.iter().flat_map(|report| &report.held) {
        count(&mut activities, held);
    }
    // As planned, then what was held beyond the plan, by day.
    activities.sort_by_key(|row| row.last.filter(|_| row.extra));
    let subjects = Subject::ALL
        .iter()
        .filter_map(|subject| of_subject(*subject, plan, reports))
        .collect();
    let spent = reports
        .iter()
        .flat_map(|report| &report.spent)
        .map(|(_, amount)| *amount)
        .sum();
    let promised: Vec<i64> = known
        .activities
        .iter()
        .filter_map(|one| one.people)
        .collect();
    Comparison {
        people: activities.iter().map(|row| row.people).sum(),
        planned_people: (!promised.is_empty()).then(|| promised.iter().sum()),
        activities,
        subjects,
        planned_money: agreed,
        spent,
        over: spent > agreed,
    }
}

fn planned(activity: &PlannedActivity) -> ActivityRow {
    ActivityRow {
        no: activity.no.clone(),
        name: activity.name.clone(),
        category: activity.category.clone(),
        time: activity.time.clone(),
        planned: activity.people,
        times: 0,
        people: 0,
        last: None,
        extra: false,
    }
}

fn count(rows: &mut Vec<ActivityRow>, held: &Held) {
    let same = |row: &ActivityRow| {
        if held.no.is_empty() {
            row.extra && row.name == held.name
        } else {
            row.no == held.no
        }
    };
    let at = rows.iter().position(same).unwrap_or_else(|| {
        rows.push(ActivityRow {
            no: held.no.clone(),
            name: held.name.clone(),
            category: String::new(),
            time: String::new(),
            planned: None,
            times: 0,
            people: 0,
            last: None,
            extra: true,
        });
        rows.len() - 1
    });
    if let Some(row) = rows.get_mut(at) {
        row.times += 1;
        row.people = row.people.saturating_add(held.people);
        row.last = row.last.max(Some(held.on));
    }
}

fn of_subject(subject: Subject, plan: Option<&WorkPlan>, reports: &[Done]) -> Option<SubjectRow> {
    let of = |list: &[(Subject, Money)]| -> Money {
        list.iter()
            .filter(|(one, _)| *one == subject)
            .map(|(_, amount)| *amount)
            .sum()
    };
    let planned = plan
        .filter(|plan| !plan.subjects.is_empty())
        .map(|plan| of(&plan.subjects));
    let spent: Money = reports.iter().map(|report| of(&report.spent)).sum();
    let empty = planned.is_none_or(|planned| planned == Money::ZERO) && spent == Money::ZERO;
    (!empty).then(|| SubjectRow {
        subject,
        planned,
        spent,
        over: planned.is_some_and(|planned| spent > planned),
    })
}
