//! The training-fee standard a budget is measured by (R198): a ceiling that a justified exception may
//! pass (A33, 参照). The region keeps it as dated figures; which of them hold is a question of the day
//! ([`holding`], [`measured_on`]), what they say of a training is arithmetic.

mod figure;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{Money, Percent};

pub use figure::{Figure, FigureChange};

codes! {
    /// The class of a training, by its audience. Workers' trainings are of class three.
    TrainingClass {
        One = "1" "一类",
        Two = "2" "二类",
        Three = "3" "三类",
    }
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
    /// The title of a label.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|title| title.label() == label)
    }
}

/// A whole set of figures, in force from a day until another set is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingStandard {
    /// The first day it is in force.
    pub from: NaiveDate,
    /// The name of the document it rests on.
    pub name: String,
    /// Its number.
    pub document: String,
    /// The quotas of class one …
    pub one: Quota,
    /// … two …
    pub two: Quota,
    /// … and three.
    pub three: Quota,
    /// What lecturers get.
    pub fees: LectureFees,
    /// Days at the full quota; those after are counted at `long_percent`.
    pub full_days: u32,
    /// Percent of the quota for the days after `full_days`.
    pub long_percent: u32,
    /// Class hours a half-day counts at most.
    pub half_day_hours: u32,
    /// Staff is at most this percentage of the participants …
    pub staff_percent: u32,
    /// … and at most so many persons.
    pub staff_max: u32,
}

/// The daily quota of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// 住宿费.
    pub lodging: Money,
    /// 伙食费.
    pub meals: Money,
    /// 场地、资料、交通费.
    pub venue: Money,
    /// 其他费用.
    pub other: Money,
}

impl Quota {
    /// The quota of a day, without what is not provided.
    #[must_use]
    pub fn daily(self, lodging: bool, meals: bool) -> Money {
        let lodging = if lodging { self.lodging } else { Money::ZERO };
        let meals = if meals { self.meals } else { Money::ZERO };
        lodging + meals + self.venue + self.other
    }
}

/// The most for one class hour, after tax, by title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LectureFees {
    pub associate: Money,
    pub full: Money,
    pub academician: Money,
}

impl TrainingStandard {
    /// The quota of a class.
    #[must_use]
    pub const fn quota(&self, class: TrainingClass) -> Quota {
        match class {
            TrainingClass::One => self.one,
            TrainingClass::Two => self.two,
            TrainingClass::Three => self.three,
        }
    }

    /// The most a training may cost, without lecturers' fees: persons times days times the quota.
    #[must_use]
    pub fn quota_limit(
        &self,
        class: TrainingClass,
        people: u32,
        days: u32,
        lodging: bool,
        meals: bool,
    ) -> Money {
        let daily = self.quota(class).daily(lodging, meals).times(people);
        let (full, long) = (
            days.min(self.full_days),
            days.saturating_sub(self.full_days),
        );
        daily.times(full) + percent(self.long_percent).floor_of(daily.times(long))
    }

    /// The most for one class hour, after tax; `None` where the standard has no figure.
    #[must_use]
    pub const fn hourly_limit(&self, title: Title) -> Option<Money> {
        match title {
            Title::Associate => Some(self.fees.associate),
            Title::Full => Some(self.fees.full),
            Title::Academician => Some(self.fees.academician),
            Title::Other => None,
        }
    }

    /// The most a lecturer may get, after tax, for so many class hours; where the half-days are
    /// known, each counts `half_day_hours` at most. `None` where the standard has no figure.
    #[must_use]
    pub fn lecture_fee_limit(
        &self,
        title: Title,
        hours: u32,
        half_days: Option<u32>,
    ) -> Option<Money> {
        let most = half_days.map_or(hours, |half_days| {
            half_days.saturating_mul(self.half_day_hours)
        });
        self.hourly_limit(title)
            .map(|hourly| hourly.times(hours.min(most)))
    }

    /// The most staff for so many participants.
    #[must_use]
    pub fn staff_limit(&self, participants: u32) -> u32 {
        let share = u64::from(participants) * u64::from(self.staff_percent) / 100;
        u32::try_from(share).map_or(self.staff_max, |share| share.min(self.staff_max))
    }
}

/// A percentage as a standard has it; its range is checked where it is read (`Figure::fits`).
fn percent(whole: u32) -> Percent {
    u16::try_from(whole)
        .ok()
        .and_then(|whole| Percent::from_basis_points(whole.saturating_mul(100)))
        .unwrap_or_default()
}

/// The standard in force on a day: of those that have begun the one that began last. `None` before
/// the first.
#[must_use]
pub fn holding(standards: &[TrainingStandard], day: NaiveDate) -> Option<&TrainingStandard> {
    standards
        .iter()
        .filter(|standard| standard.from <= day)
        .max_by_key(|standard| standard.from)
}

/// The day whose standard an application is measured by: that of its first submission, so that
/// nothing handed in is measured anew, not even when it comes back to be completed (补正); for a
/// draft, today.
#[must_use]
pub fn measured_on(submitted: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    submitted.unwrap_or(today)
}
