//! The training-fee standard a budget is measured by (R198): 《中央和国家机关培训费管理办法》,
//! 财行〔2016〕540号, in force since 2017-01-01; no later change is known (4.7). 参照: a ceiling that
//! a justified exception may pass (A33).

use chrono::NaiveDate;

use crate::money::Money;

/// The day the standard came into force.
pub const EFFECTIVE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2017, 1, 1);
/// Its number.
pub const DOCUMENT: &str = "财行〔2016〕540号";
/// Days at the full quota; those after are counted at [`LONG_PERCENT`].
pub const FULL_DAYS: u32 = 30;
/// Percent of the quota for the days after [`FULL_DAYS`].
pub const LONG_PERCENT: u32 = 70;
/// Class hours a half-day counts at most.
pub const HALF_DAY_HOURS: u32 = 4;
/// Staff is at most this percentage of the participants …
pub const STAFF_PERCENT: u32 = 10;
/// … and at most so many persons.
pub const STAFF_MAX: u32 = 10;

codes! {
    /// The class of a training, by its audience. Workers' trainings are of class three.
    TrainingClass {
        One = "1" "一类",
        Two = "2" "二类",
        Three = "3" "三类",
    }
}

/// The daily quota of one person, in whole yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// 住宿费.
    pub lodging: u32,
    /// 伙食费.
    pub meals: u32,
    /// 场地、资料、交通费.
    pub venue: u32,
    /// 其他费用.
    pub other: u32,
}

impl Quota {
    /// The quota of a class.
    #[must_use]
    pub const fn of(class: TrainingClass) -> Self {
        match class {
            TrainingClass::One => Self {
                lodging: 500,
                meals: 150,
                venue: 80,
                other: 30,
            },
            TrainingClass::Two => Self {
                lodging: 400,
                meals: 150,
                venue: 70,
                other: 30,
            },
            TrainingClass::Three => Self {
                lodging: 340,
                meals: 130,
                venue: 50,
                other: 30,
            },
        }
    }

    /// Yuan a day, without what is not provided.
    #[must_use]
    pub const fn daily(self, lodging: bool, meals: bool) -> u32 {
        let lodging = if lodging { self.lodging } else { 0 };
        let meals = if meals { self.meals } else { 0 };
        lodging + meals + self.venue + self.other
    }
}

/// The most a training may cost, without lecturers' fees: persons times days times the quota.
#[must_use]
pub fn quota_limit(
    class: TrainingClass,
    people: u32,
    days: u32,
    lodging: bool,
    meals: bool,
) -> Money {
    let daily = i64::from(Quota::of(class).daily(lodging, meals));
    let (full, long) = (days.min(FULL_DAYS), days.saturating_sub(FULL_DAYS));
    // A whole yuan at n percent is n fen.
    let fen = daily * (i64::from(full) * 100 + i64::from(long) * i64::from(LONG_PERCENT));
    Money::from_fen(fen).times(people)
}

codes! {
    /// The title a lecturer is paid by.
    Title {
        Associate = "ASSOCIATE" "副高级",
        Full = "FULL" "正高级",
        Academician = "ACADEMICIAN" "院士/全国知名专家",
        Other = "OTHER" "中级及以下/其他人员",
    }
}

impl Title {
    /// The most for one class hour, after tax; `None` where the standard has no figure.
    #[must_use]
    pub fn hourly_limit(self) -> Option<Money> {
        match self {
            Self::Associate => Some(Money::from_fen(50_000)),
            Self::Full => Some(Money::from_fen(100_000)),
            Self::Academician => Some(Money::from_fen(150_000)),
            Self::Other => None,
        }
    }

    /// The title of a label.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|title| title.label() == label)
    }
}

/// The most a lecturer may get, after tax, for so many class hours; where the half-days are known,
/// each counts four hours at most. `None` where the standard has no figure.
#[must_use]
pub fn lecture_fee_limit(title: Title, hours: u32, half_days: Option<u32>) -> Option<Money> {
    let most = half_days.map_or(hours, |half_days| half_days.saturating_mul(HALF_DAY_HOURS));
    title
        .hourly_limit()
        .map(|hourly| hourly.times(hours.min(most)))
}

/// The most staff for so many participants.
#[must_use]
pub const fn staff_limit(participants: u32) -> u32 {
    let tenth = participants / 100 * STAFF_PERCENT + participants % 100 * STAFF_PERCENT / 100;
    if tenth < STAFF_MAX { tenth } else { STAFF_MAX }
}
