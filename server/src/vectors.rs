//! `yufang vectors FILE`: works every example of a file through the rules of [`domain`] and says
//! which hold. A file has named groups of cases; a group may be missing, but neither an unknown
//! group nor an unknown or missing field is ever passed over.

mod case;
mod money;
mod people;
mod time;

use std::fmt;

use domain::calendar::WorkCalendar;
use serde_json::{Map, Value};

use case::Case;

/// How a group works one case. What does not fit the schema is an error.
type Work = fn(&Context<'_>, &mut Case<'_>) -> Result<(), String>;

/// Every group there is.
const GROUPS: &[(&str, Work)] = &[
    ("working_day_deadlines", time::deadline),
    ("working_day_deadlines_provisional_2027", time::deadline),
    ("is_workday", time::is_workday),
    ("working_day_counts", time::count),
    ("workdays_per_year", time::per_year),
    ("october_deadline", time::october),
    ("calendar_periods", time::period),
    ("city_cap", money::city_cap),
    ("enterprise_cap", money::enterprise_cap),
    ("prepayment_bounds", money::prepayment_bounds),
    ("prepayment_from_ratio", money::prepayment_from_ratio),
    ("settlement", money::settlement),
    ("benefits_first", money::benefits_first),
    ("wan_yuan_conversion", money::wan),
    ("annex3_budget", money::budget),
    ("training_quota", people::training_quota),
    ("lecture_fee", people::lecture_fee),
    ("training_staff_limit", people::staff_limit),
    ("unified_social_credit_code", people::credit_code),
    ("organisation_code", people::organisation_code),
];

/// What a case can look at besides itself.
struct Context<'a> {
    calendar: &'a WorkCalendar,
    /// The other cases of its group.
    group: &'a [Value],
}

/// What came out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// One for each group of the file, days first, then money, then people.
    pub groups: Vec<Group>,
}

/// What came out of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name in the file.
    pub name: String,
    /// How many cases it has.
    pub total: usize,
    /// Those that do not hold.
    pub failures: Vec<Failure>,
}

/// A case that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The id of the case.
    pub id: String,
    /// Each field that differs: its name, what the file expects, what the rules give.
    pub fields: Vec<(&'static str, String, String)>,
}

impl Report {
    /// Whether every case holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.groups.iter().all(|group| group.failures.is_empty())
    }
}

impl fmt::Display for Report {
    /// One line for each group, followed by its failures.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in &self.groups {
            writeln!(
                f,
                "{}  {}/{}",
                group.name,
                group.total - group.failures.len(),
                group.total
            )?;
            for failure in &group.failures {
                for (field, expected, got) in &failure.fields {
                    writeln!(
                        f,
                        "  {}: {field}: expected {expected}, got {got}",
                        failure.id
                    )?;
                }
            }
        }
        Ok(())
    }
}

/// Works every case of a file.
///
/// # Errors
/// A sentence for each part that does not fit the schema: not JSON, an unknown group, an unknown
/// or missing field of a case, or no case at all.
pub fn run(json: &str) -> Result<Report, String> {
    let file: Map<String, Value> =
        serde_json::from_str(json).map_err(|error| format!("not a file of vectors: {error}"))?;
    let calendar = WorkCalendar::new(backend::reference::calendar_years());
    let unknown = file
        .keys()
        .filter(|name| *name != "meta" && !GROUPS.iter().any(|(group, _)| group == name));
    let mut errors: Vec<String> = unknown
        .map(|name| format!("unknown group {name:?}"))
        .collect();
    let mut groups = Vec::new();
    for (name, work) in GROUPS {
        match file
            .get(*name)
            .map(|cases| group(&calendar, name, *work, cases))
        {
            None => {}
            Some(Ok(group)) => groups.push(group),
            Some(Err(error)) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors.join("\n"));
    }
    if groups.iter().all(|group| group.total == 0) {
        return Err("the file has no cases".into());
    }
    Ok(Report { groups })
}

fn group(calendar: &WorkCalendar, name: &str, work: Work, cases: &Value) -> Result<Group, String> {
    let cases = listed(name, cases)?;
    let context = Context {
        calendar,
        group: &cases,
    };
    let mut failures = Vec::new();
    for (at, value) in cases.iter().enumerate() {
        let mut case = Case::new(name, at, value)?;
        work(&context, &mut case)?;
        failures.extend(case.finish()?);
    }
    Ok(Group {
        name: name.to_owned(),
        total: cases.len(),
        failures,
    })
}

/// The cases of a group; a table of years becomes one case for each.
fn listed(name: &str, cases: &Value) -> Result<Vec<Value>, String> {
    match cases {
        Value::Array(cases) => Ok(cases.clone()),
        Value::Object(table) if name == "workdays_per_year" => Ok(table
            .iter()
            .map(|(year, days)| serde_json::json!({ "id": year, "days": days }))
            .collect()),
        _ => Err(format!("{name}: not a list of cases")),
    }
}

#[cfg(test)]
mod tests;
