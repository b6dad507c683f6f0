//! Who may evaluate a project: nobody of its applicant or unit, nor whoever was until lately (A45, I8).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::OrgId;
use crate::full_date;
use crate::period::years_from;

/// So many years after the last day at a party an expert may evaluate its projects; the text names
/// none (A45).
pub const INDEPENDENCE_YEARS: u8 = 2;

/// An employment of an expert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The employer as it was entered.
    pub employer: String,
    /// The same where the system knows it.
    pub org: Option<OrgId>,
    pub from: NaiveDate,
    /// `None` = still there.
    pub to: Option<NaiveDate>,
}

/// Applicant or unit of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    pub org: Option<OrgId>,
    pub name: String,
}

impl Job {
    /// Whether the employment lasts or has ended within the last two years, the anniversary included.
    #[must_use]
    pub fn is_recent(&self, today: NaiveDate) -> bool {
        self.to
            .is_none_or(|to| today <= years_from(to, INDEPENDENCE_YEARS))
    }

    /// Whether the employer is this party: by its number, or by its name where that is unknown.
    #[must_use]
    pub fn is_at(&self, side: &Side) -> bool {
        match (self.org, side.org) {
            (Some(own), Some(other)) => own == other,
            _ => !side.name.is_empty() && self.employer == side.name,
        }
    }
}

/// Why an expert may not evaluate a project of these parties; `None` = he may.
#[must_use]
pub fn conflict(jobs: &[Job], sides: &[Side], today: NaiveDate) -> Option<String> {
    let job = jobs
        .iter()
        .find(|job| job.is_recent(today) && sides.iter().any(|side| job.is_at(side)))?;
    Some(match job.to {
        None => format!("现任职于“{}”，是项目提出单位或实施单位的人员", job.employer),
        Some(to) => format!(
            "近两年曾任职于项目提出单位或实施单位“{}”（至 {}）",
            job.employer,
            full_date(to)
        ),
    })
}
