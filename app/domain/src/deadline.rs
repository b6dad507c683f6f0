//! The clocks of the regulation: how long each runs, and how urgent it is today.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Due, WorkCalendar};
use crate::period;
use crate::refusal::Refusal;
use crate::state::DeadlineKind;

/// Acceptance: 30 working days after the organiser receives a complete application (R097, A04).
pub const ACCEPTANCE_WORKING_DAYS: u32 = 30;
/// Rectification: 30 working days after the fail report is served on the unit (R099, A05).
pub const RECTIFICATION_WORKING_DAYS: u32 = 30;
/// A fail report the unit does not acknowledge counts as served so many working days after it was
/// sent (A05).
pub const SERVICE_WORKING_DAYS: u32 = 5;
/// A unit that was reminded to rectify answers within so many working days: the text names none (A06).
pub const REMINDER_WORKING_DAYS: u32 = 5;
/// Re-evaluation: the same limit as the acceptance, the text names none (machine 2.5, D6).
pub const REEVALUATION_WORKING_DAYS: u32 = 30;
/// Filing with the four members: no limit in the text, this is the default (R048, A16).
pub const FILING_WORKING_DAYS: u32 = 10;
/// Paying the balance: no limit in the text, this is the service level (R098, A36).
pub const BALANCE_WORKING_DAYS: u32 = 15;
/// Taking an application in: no limit in the text, this is the service level (R044).
pub const INTAKE_WORKING_DAYS: u32 = 5;
/// The notice of a joint meeting with its materials: no term in the text, this is the default (2.3).
pub const NOTICE_WORKING_DAYS: u32 = 3;
/// Joint meetings of a year at the least: the text says only 定期 (R011, A11).
pub const MEETINGS_PER_YEAR: u32 = 2;
/// A progress report: so many working days after the end of its quarter, the text says only
/// "及时" (R082, D9).
pub const PROGRESS_WORKING_DAYS: u32 = 10;
/// From so many working days left on, a clock is near.
pub const NEAR_WORKING_DAYS: i64 = 5;
/// A ban lasts three years (R085).
pub const BAN_YEARS: u8 = 3;

/// How long a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// So many working days after the start day.
    WorkingDays(u32),
    /// The day itself is laid down (31 October, the end in the agreement).
    FixedDate,
    /// So many years, by the calendar.
    Years(u8),
}

impl Rule {
    /// The rule of a kind of clock.
    #[must_use]
    pub const fn of(kind: DeadlineKind) -> Self {
        use DeadlineKind as K;
        match kind {
            K::Intake => Self::WorkingDays(INTAKE_WORKING_DAYS),
            K::Filing => Self::WorkingDays(FILING_WORKING_DAYS),
            K::Acceptance => Self::WorkingDays(ACCEPTANCE_WORKING_DAYS),
            K::Rectification => Self::WorkingDays(RECTIFICATION_WORKING_DAYS),
            K::ReEvaluation => Self::WorkingDays(REEVALUATION_WORKING_DAYS),
            K::Progress => Self::WorkingDays(PROGRESS_WORKING_DAYS),
            K::Ban => Self::Years(BAN_YEARS),
            K::Determination | K::ProjectEnd | K::Disclosure => Self::FixedDate,
        }
    }

    /// The last day of a clock that starts (or, with a fixed date, ends) on a day.
    ///
    /// # Errors
    /// `UnknownYear` if working days run into a year that is not loaded.
    pub fn due(self, start: NaiveDate, calendar: &WorkCalendar) -> Result<Due, Refusal> {
        match self {
            Self::WorkingDays(n) => calendar.add_working_days(start, n),
            Self::FixedDate => Ok(Due {
                date: start,
                provisional: false,
            }),
            Self::Years(years) => Ok(Due {
                date: period::years_from(start, years),
                provisional: false,
            }),
        }
    }
}

impl fmt::Display for Rule {
    /// The words beside a due day: `30 个工作日`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkingDays(n) => write!(f, "{n} 个工作日"),
            Self::FixedDate => f.write_str("固定日期"),
            Self::Years(years) => write!(f, "{years} 年"),
        }
    }
}

/// The last day of a clock of this kind.
///
/// # Errors
/// `UnknownYear` if working days run into a year that is not loaded.
pub fn due(kind: DeadlineKind, start: NaiveDate, calendar: &WorkCalendar) -> Result<Due, Refusal> {
    Rule::of(kind).due(start, calendar)
}

codes! {
    /// How urgent a clock is.
    Level {
        Ok = "OK" "正常",
        Near = "NEAR" "临近",
        Late = "LATE" "逾期",
        Provisional = "PROVISIONAL" "暂定",
        Done = "DONE" "已止",
    }
}

/// How urgent a running clock is today. The due day itself is not late: it lasts until 24:00.
#[must_use]
pub fn level(due: NaiveDate, today: NaiveDate, working_days_left: i64, provisional: bool) -> Level {
    if today > due {
        Level::Late
    } else if working_days_left <= NEAR_WORKING_DAYS {
        Level::Near
    } else if provisional {
        Level::Provisional
    } else {
        Level::Ok
    }
}
