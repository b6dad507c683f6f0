//! The ladder of reminders of a running clock: its holder before the last day, whoever answers for it on
//! the last day, the region once it is over. The text of the regulation names no reminders; these are the
//! product's (design 4), each number in one constant.

use chrono::NaiveDate;

use crate::access::Role;
use crate::calendar::WorkCalendar;
use crate::deadline::Rule;
use crate::full_date;
use crate::state::{DeadlineKind, Organiser};

/// The holder is reminded so many working days before the last one.
pub const HOLDER_WORKING_DAYS: u32 = 5;
/// The same for a clock that runs at most [`SHORT_CLOCK_WORKING_DAYS`].
pub const HOLDER_SHORT_WORKING_DAYS: u32 = 2;
/// Up to here a clock is short: intake, filing, progress.
pub const SHORT_CLOCK_WORKING_DAYS: u32 = 10;
/// No step lies further before the last day than this, in calendar days, whatever holidays come between:
/// a clock that ends later need not be looked at.
pub const HORIZON_DAYS: u64 = 45;

codes! {
    /// A step of the ladder.
    ReminderStep {
        Holder = "HOLDER" "承办人",
        Head = "HEAD" "负责人",
        Region = "REGION" "自治区",
    }
}

codes! {
    /// Whose turn it is while a clock runs.
    Holder {
        Agency = "AGENCY" "经办机构",
        Applicant = "APPLICANT" "项目提出单位",
        Unit = "UNIT" "项目实施单位",
    }
}

/// One step and the working day it is due on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    pub step: ReminderStep,
    pub on: NaiveDate,
}

/// Who is reminded at a step: the people of these posts, and those of the organisation that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipients {
    pub posts: &'static [Role],
    pub organisation: Option<Holder>,
}

/// Whose turn it is while a clock of this kind runs; `None` for a ban, which nobody has to end. The
/// acceptance and the second round are the organiser's (R090-R092).
#[must_use]
pub const fn holder(kind: DeadlineKind, organiser: Option<Organiser>) -> Option<Holder> {
    use DeadlineKind as K;
    match (kind, organiser) {
        (K::Ban, _) => None,
        (K::ProjectEnd | K::Rectification | K::Progress, _) => Some(Holder::Unit),
        (K::Acceptance | K::ReEvaluation, Some(Organiser::Proposer)) => Some(Holder::Applicant),
        _ => Some(Holder::Agency),
    }
}

/// The three steps of a clock, in order, each on a working day. The holder's is never before the first
/// working day after the start, and never after the last day's.
#[must_use]
pub fn ladder(
    kind: DeadlineKind,
    started: NaiveDate,
    due: NaiveDate,
    calendar: &WorkCalendar,
) -> [Rung; 3] {
    let head = calendar.workday_through(due);
    let early = calendar.workdays_before(head, before(kind, started, due, calendar));
    let first = calendar.workday_after(started);
    let rung = |step, on| Rung { step, on };
    [
        rung(ReminderStep::Holder, early.max(first).min(head)),
        rung(ReminderStep::Head, head),
        rung(ReminderStep::Region, calendar.workday_after(due)),
    ]
}

/// Working days between the holder's reminder and the last one of the clock.
fn before(kind: DeadlineKind, started: NaiveDate, due: NaiveDate, calendar: &WorkCalendar) -> u32 {
    // Counted and not looked up: a city may have laid down a term of its own.
    let short = |days| days <= i64::from(SHORT_CLOCK_WORKING_DAYS);
    match Rule::of(kind) {
        Rule::WorkingDays(_) if calendar.working_days_between(started, due).is_ok_and(short) => {
            HOLDER_SHORT_WORKING_DAYS
        }
        _ => HOLDER_WORKING_DAYS,
    }
}

/// Who is reminded. What an organisation holds is on its last day also the reviewer's of the agency, who
/// answers for the contract.
#[must_use]
pub const fn recipients(step: ReminderStep, holder: Holder) -> Recipients {
    let organisation = match holder {
        Holder::Agency => None,
        outside => Some(outside),
    };
    match (step, organisation) {
        (ReminderStep::Holder, None) => Recipients {
            posts: &[Role::AgencyClerk],
            organisation,
        },
        (ReminderStep::Holder, Some(_)) => Recipients {
            posts: &[],
            organisation,
        },
        (ReminderStep::Head, _) => Recipients {
            posts: &[Role::AgencyReviewer],
            organisation,
        },
        (ReminderStep::Region, _) => Recipients {
            posts: &[Role::RegionHrss],
            organisation: None,
        },
    }
}

/// A running clock on the day somebody is reminded of it.
#[derive(Clone, Debug)]
pub struct Running<'a> {
    pub kind: DeadlineKind,
    pub holder: Holder,
    pub project: &'a str,
    pub started: NaiveDate,
    /// Working days it runs; `None` for a fixed last day.
    pub working_days: Option<u32>,
    pub due: NaiveDate,
    pub provisional: bool,
    pub today: NaiveDate,
    /// Working days left; negative after the last one.
    pub left: i64,
}

impl Running<'_> {
    /// The line of the reminder: what is due, and how soon.
    #[must_use]
    pub fn title(&self) -> String {
        let days = (self.due - self.today).num_days();
        let soon = match self.left {
            _ if days == 0 => "今天到期".to_owned(),
            0 if days > 0 => format!("还剩 {days} 天"),
            0 => format!("已逾期 {} 天", -days),
            left if left > 0 => format!("还剩 {left} 个工作日"),
            late => format!("已逾期 {} 个工作日", -late),
        };
        format!("“{}”期限{soon}", self.kind.label())
    }

    /// What it says: until when, why that day, and what follows.
    #[must_use]
    pub fn text(&self, step: ReminderStep) -> String {
        let provisional = if self.provisional { "（暂定）" } else { "" };
        let why = match self.working_days {
            Some(n) => format!("自{}起 {n} 个工作日，", full_date(self.started)),
            None => String::new(),
        };
        let ask = match step {
            ReminderStep::Holder => "您是承办人，请按期办结。",
            ReminderStep::Head => "您负责督促，请确保按期办结。",
            ReminderStep::Region => "逾期未办结，按规定报自治区。",
        };
        format!(
            "项目“{}”由{}办理，{why}最迟 {}{provisional}，依据{}。{ask}",
            self.project,
            self.holder.label(),
            full_date(self.due),
            self.kind.clause()
        )
    }
}
