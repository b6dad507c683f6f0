//! Whether an institution may be chosen or sign on a day: the six conditions of 四（四）, the check
//! that recorded them, and the arithmetic of years (R060-R067, A18).

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::period::{
    ban_last_day, is_banned_on, is_experienced_on, two_years_from, violation_blocks,
};
use crate::refusal::Refusal;
use crate::state::{BanStatus, Condition, Mode};
use crate::{EligibilityId, ProjectId};

/// How long a check of the conditions is good for. The text says nothing (P).
pub const ELIGIBILITY_MONTHS: u32 = 12;
/// Working days a unit has to state its case before a ban (2.7, P).
pub const HEARING_WORKING_DAYS: u32 = 10;

/// The last day a check of this day is good for.
#[must_use]
pub fn expires_on(checked: NaiveDate) -> NaiveDate {
    checked
        .checked_add_months(Months::new(ELIGIBILITY_MONTHS))
        .unwrap_or(NaiveDate::MAX)
}

/// What a check found, without its evidence: all that a decision needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub id: EligibilityId,
    /// The project whose own condition was looked at (R066); `None` = the general ones.
    pub project: Option<ProjectId>,
    pub checked: NaiveDate,
    /// Last day it is good for.
    pub expires: NaiveDate,
    /// Since when it has done such work (R065).
    pub business_since: Option<NaiveDate>,
    /// Its last major violation (R063); `None` = none known.
    pub last_violation: Option<NaiveDate>,
    /// In the order of [`Condition::ALL`].
    pub passed: [bool; 6],
}

impl Check {
    /// Whether a condition was found to be met.
    #[must_use]
    pub fn met(&self, condition: Condition) -> bool {
        let met = Condition::ALL.iter().zip(self.passed);
        met.into_iter()
            .any(|(of, passed)| *of == condition && passed)
    }
}

/// What an institution is looked at for.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    pub mode: Mode,
    pub project: Option<ProjectId>,
    /// Whether the project asks for something of its own (R066).
    pub special: bool,
}

impl Need {
    /// To be chosen by somebody else, for no particular project.
    pub const GENERAL: Self = Self {
        mode: Mode::Commissioned,
        project: None,
        special: false,
    };
}

/// How an institution stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// All conditions are met; the check is good until this day.
    Eligible { until: NaiveDate },
    /// The city has never checked it.
    Unchecked,
    /// The newest check ran out on this day.
    Expired { on: NaiveDate },
    /// Conditions that are not met.
    Failed { conditions: Vec<Condition> },
    /// A major violation blocks it through this day (R063).
    Violated { until: NaiveDate },
    /// Less than two years in the business; two years are full on this day (R065).
    TooNew { from: NaiveDate },
    /// What this project asks for was not checked (R066).
    SpecialUnchecked,
}

impl Standing {
    /// Whether it may be chosen.
    #[must_use]
    pub const fn is_eligible(&self) -> bool {
        matches!(self, Self::Eligible { .. })
    }

    /// The word in a list.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Eligible { .. } => "符合条件",
            Self::Unchecked => "未核验",
            Self::Expired { .. } => "核验已过期",
            Self::Failed { .. } | Self::Violated { .. } | Self::TooNew { .. } => "不符合条件",
            Self::SpecialUnchecked => "专项条件未核验",
        }
    }

    /// What exactly, as part of a sentence.
    #[must_use]
    pub fn because(&self) -> String {
        use crate::full_date;
        match self {
            Self::Eligible { until } => {
                format!("六项条件均符合，核验有效期至 {}", full_date(*until))
            }
            Self::Unchecked => "经办机构尚未核验六项条件".into(),
            Self::Expired { on } => format!("条件核验已于 {} 到期", full_date(*on)),
            Self::Failed { conditions } => {
                let names: Vec<_> = conditions.iter().map(|one| one.label()).collect();
                format!("不符合“{}”", names.join("”“"))
            }
            Self::Violated { until } => {
                format!(
                    "两年内有重大违法违规记录（至 {} 满两年）",
                    full_date(*until)
                )
            }
            Self::TooNew { from } => {
                format!(
                    "从事相关宣传、培训业务不满两年（{} 满两年）",
                    full_date(*from)
                )
            }
            Self::SpecialUnchecked => "本项目列明的专项条件尚未核验".into(),
        }
    }
}

/// How an institution stands on a day by its checks, newest first. Conditions 1 to 5 are those of the
/// newest check; the last one is that of the newest check for the same project, or the general one.
/// A direct implementer needs no experience (A18).
#[must_use]
pub fn standing(checks: &[Check], need: Need, day: NaiveDate) -> Standing {
    let until_day = || checks.iter().filter(|check| check.checked <= day);
    let Some(newest) = until_day().next() else {
        return Standing::Unchecked;
    };
    let mut own = until_day().filter(|check| {
        check.project == need.project || (!need.special && check.project.is_none())
    });
    let Some(own) = own.next() else {
        return if need.special {
            Standing::SpecialUnchecked
        } else {
            Standing::Unchecked
        };
    };
    let until = newest.expires.min(own.expires);
    if day > until {
        return Standing::Expired { on: until };
    }
    let binds =
        |condition: &Condition| *condition != Condition::Experience || need.mode != Mode::Direct;
    let failed: Vec<Condition> = Condition::ALL
        .iter()
        .copied()
        .filter(binds)
        .filter(|condition| {
            let check = if *condition == Condition::Other {
                own
            } else {
                newest
            };
            !check.met(*condition)
        })
        .collect();
    if !failed.is_empty() {
        return Standing::Failed { conditions: failed };
    }
    by_years(newest, need.mode, day).unwrap_or(Standing::Eligible { until })
}

/// What the arithmetic of years says on a day, whatever was ticked at the check.
fn by_years(check: &Check, mode: Mode, day: NaiveDate) -> Option<Standing> {
    if let Some(violation) = check.last_violation
        && violation_blocks(violation, day)
    {
        let until = two_years_from(violation);
        return Some(Standing::Violated { until });
    }
    match check.business_since {
        _ if mode == Mode::Direct => None,
        Some(since) if is_experienced_on(since, day) => None,
        Some(since) => Some(Standing::TooNew {
            from: two_years_from(since),
        }),
        None => Some(Standing::Failed {
            conditions: vec![Condition::Experience],
        }),
    }
}

/// A check may call condition 3 or 5 met only if the dates say so on its day (R063, R065).
///
/// # Errors
/// `Required` without the day the business began, `DateTooLate` at the date that contradicts.
pub fn check_dates(
    passed: [bool; 6],
    business_since: Option<NaiveDate>,
    last_violation: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let met = |condition: Condition| {
        let all = Condition::ALL.iter().zip(passed);
        all.into_iter()
            .any(|(of, passed)| *of == condition && passed)
    };
    let too_late = |field: &'static str, latest, because: &str| Refusal::DateTooLate {
        field: field.into(),
        latest,
        because: because.into(),
    };
    for (field, date) in [
        ("business_since", business_since),
        ("last_violation", last_violation),
    ] {
        if date.is_some_and(|date| date > today) {
            return Err(too_late(field, today, "核验当日"));
        }
    }
    if met(Condition::Experience) {
        let since = business_since.ok_or(Refusal::Required {
            field: "business_since".into(),
            label: "从事相关业务的起始日期".into(),
        })?;
        if !is_experienced_on(since, today) {
            let because = "满两年方可认定第五项条件符合";
            return Err(too_late("business_since", two_years_before(today), because));
        }
    }
    match last_violation {
        Some(violation) if met(Condition::Clean) && violation_blocks(violation, today) => {
            let because = "两年内有重大违法违规记录的，第三项条件不能认定为符合";
            let latest = last_harmless(today);
            Err(too_late("last_violation", latest, because))
        }
        _ => Ok(()),
    }
}

/// The latest day from which two years have passed.
fn two_years_before(day: NaiveDate) -> NaiveDate {
    let back = day - Months::new(24);
    // From Feb 29 two years end on Feb 28 already.
    let leap = back + Days::new(1);
    if two_years_from(leap) <= day {
        leap
    } else {
        back
    }
}

/// The latest day of a violation that no longer counts.
fn last_harmless(day: NaiveDate) -> NaiveDate {
    let back = two_years_before(day);
    back.iter_days()
        .rev()
        .find(|violation| !violation_blocks(*violation, day))
        .unwrap_or(back)
}

/// How a decided ban stands on a day: it counts through its last day (R085), and no longer from the
/// day of its revocation.
#[must_use]
pub fn ban_status(effective: NaiveDate, revoked: Option<NaiveDate>, day: NaiveDate) -> BanStatus {
    if revoked.is_some_and(|revoked| revoked <= day) {
        BanStatus::Revoked
    } else if is_banned_on(effective, day) {
        BanStatus::Running
    } else if day > ban_last_day(effective) {
        BanStatus::Expired
    } else {
        BanStatus::Announced
    }
}
