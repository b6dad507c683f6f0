//! Working days (R097, R099; 4.8). A day counts if it is a weekday that no notice makes a holiday,
//! or a weekend day that a notice makes a working day (调休). The start day is never counted.
//!
//! Holidays are data: one [`CalendarYear`] for each notice of the State Council. A year without a
//! notice has its statutory days only, and everything that touches it is provisional (暂定).

pub mod notice;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// One year as its notice (or, before there is one, the statutory list) has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year the notice is for; its days may belong to a neighbour (2022-12-31 is in 2023's).
    pub year: i32,
    /// Whether the State Council has announced it; otherwise every result touching it is 暂定.
    pub announced: bool,
    /// Counts the publications of this year.
    pub version: i32,
    /// The notice, or where it is published.
    pub notice: Option<String>,
    /// Days off, with the name of the festival.
    pub off: Vec<(NaiveDate, Option<String>)>,
    /// Weekend days that are worked.
    pub makeup: Vec<NaiveDate>,
}

/// A due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day, until 24:00 in Asia/Shanghai.
    pub date: NaiveDate,
    /// Whether days of a year that is not announced were counted or skipped on the way.
    pub provisional: bool,
}

/// One day on the way to a due day, for the screen's "why this day".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayMark {
    /// The day.
    pub date: NaiveDate,
    /// What it did to the count.
    pub kind: DayKind,
}

/// What a day did to the count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayKind {
    /// The day it starts; not counted.
    Start,
    /// An ordinary working day: the n-th.
    Counted(u32),
    /// A weekend day that is worked (调休): the n-th.
    Makeup(u32),
    /// An ordinary weekend day.
    Weekend,
    /// A holiday, by name.
    Holiday(String),
}

/// What a notice says about a day that its weekday does not.
#[derive(Clone, Debug)]
enum Special {
    Off(Option<String>),
    Work,
}

/// All loaded years, with a count of working days for each date: adding and counting look up.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    years: BTreeMap<i32, CalendarYear>,
    special: BTreeMap<NaiveDate, Special>,
    /// The day of `counted[0]`.
    first: NaiveDate,
    /// Working days from `first` through each day.
    counted: Vec<usize>,
    workdays: Vec<NaiveDate>,
}

impl WorkCalendar {
    /// A calendar of these years. Where notices disagree about a day, that of the later year holds.
    #[must_use]
    pub fn new(years: impl IntoIterator<Item = CalendarYear>) -> Self {
        let years: BTreeMap<i32, CalendarYear> =
            years.into_iter().map(|year| (year.year, year)).collect();
        let mut special = BTreeMap::new();
        for year in years.values() {
            special.extend(
                year.off
                    .iter()
                    .map(|(date, name)| (*date, Special::Off(name.clone()))),
            );
            special.extend(year.makeup.iter().map(|date| (*date, Special::Work)));
        }
        let empty = Self {
            years,
            special,
            first: NaiveDate::MIN,
            counted: Vec::new(),
            workdays: Vec::new(),
        };
        empty.indexed()
    }

    /// The same calendar with local days of a tenant (4.8, 5): `true` makes a day worked.
    #[must_use]
    pub fn with_exceptions(mut self, days: Vec<(NaiveDate, bool)>) -> Self {
        let local = days.into_iter().map(|(date, worked)| {
            (
                date,
                if worked {
                    Special::Work
                } else {
                    Special::Off(Some("地方节假日".into()))
                },
            )
        });
        self.special.extend(local);
        self.indexed()
    }

    fn indexed(mut self) -> Self {
        let ends = self.years.keys().next().zip(self.years.keys().next_back());
        let span = ends.and_then(|(first, last)| {
            NaiveDate::from_ymd_opt(*first, 1, 1).zip(NaiveDate::from_ymd_opt(*last, 12, 31))
        });
        (self.counted, self.workdays) = (Vec::new(), Vec::new());
        let Some((first, last)) = span else {
            return self;
        };
        self.first = first;
        for date in first.iter_days().take_while(|date| *date <= last) {
            if self.years.contains_key(&date.year()) && self.works(date) {
                self.workdays.push(date);
            }
            self.counted.push(self.workdays.len());
        }
        self
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// `UnknownYear` if its year is not loaded.
    pub fn is_workday(&self, date: NaiveDate) -> Result<bool, Refusal> {
        self.known(date, date)?;
        Ok(self.works(date))
    }

    /// Whether nobody works on a day. A year without any calendar counts by its weekdays: a reminder must
    /// not stay away because a notice is missing.
    #[must_use]
    pub fn rests(&self, date: NaiveDate) -> bool {
        !self.works(date)
    }

    /// The last working day through a day: itself, or the one before. Unknown years as in [`Self::rests`].
    #[must_use]
    pub fn workday_through(&self, date: NaiveDate) -> NaiveDate {
        let mut day = date;
        while let (true, Some(before)) = (self.rests(day), day.pred_opt()) {
            day = before;
        }
        day
    }

    /// The first working day after a day. Unknown years as in [`Self::rests`].
    #[must_use]
    pub fn workday_after(&self, date: NaiveDate) -> NaiveDate {
        let mut day = next_day(date);
        while self.rests(day) && next_day(day) > day {
            day = next_day(day);
        }
        day
    }

    /// The `n`-th working day before a day. Unknown years as in [`Self::rests`].
    #[must_use]
    pub fn workdays_before(&self, date: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(date, |day, _| {
            day.pred_opt()
                .map_or(day, |before| self.workday_through(before))
        })
    }

    /// The `n`-th working day after `start`; `start` itself for 0. The start day is not counted,
    /// whether it is worked or not.
    ///
    /// # Errors
    /// `UnknownYear` if the count runs into a year that is not loaded.
    pub fn add_working_days(&self, start: NaiveDate, n: u32) -> Result<Due, Refusal> {
        if n == 0 {
            return Ok(Due {
                date: start,
                provisional: false,
            });
        }
        let next = next_day(start);
        let index = usize::try_from(n)
            .ok()
            .and_then(|n| self.through(start).checked_add(n - 1));
        let due = index.and_then(|index| self.workdays.get(index)).copied();
        // The years between are checked first, so that a gap is named and not the end.
        let last = due
            .or_else(|| self.workdays.last().copied())
            .unwrap_or(next)
            .max(next);
        self.known(next, last)?;
        let date = due.ok_or(Refusal::UnknownYear {
            year: last.year() + 1,
        })?;
        Ok(Due {
            date,
            provisional: self.provisional(next, date),
        })
    }

    /// Working days after `after` through `through`; negative when `through` is earlier.
    ///
    /// # Errors
    /// `UnknownYear` if a year between is not loaded.
    pub fn working_days_between(
        &self,
        after: NaiveDate,
        through: NaiveDate,
    ) -> Result<i64, Refusal> {
        let (low, high) = (after.min(through), after.max(through));
        if low == high {
            return Ok(0);
        }
        self.known(next_day(low), high)?;
        let count = i64::try_from(self.through(high) - self.through(low)).unwrap_or(i64::MAX);
        Ok(if after <= through { count } else { -count })
    }

    /// Working days of a year.
    ///
    /// # Errors
    /// `UnknownYear` if it is not loaded.
    pub fn workdays_of_year(&self, year: i32) -> Result<i64, Refusal> {
        let ends = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
        let (first, last) = ends.ok_or(Refusal::UnknownYear { year })?;
        let rest = self.working_days_between(first, last)?;
        Ok(rest + i64::from(self.is_workday(first)?))
    }

    /// The last working day of October: the day the reminders of R047 aim at.
    ///
    /// # Errors
    /// `UnknownYear` if the year is not loaded.
    pub fn last_workday_of_october(&self, year: i32) -> Result<NaiveDate, Refusal> {
        let end = NaiveDate::from_ymd_opt(year, 10, 31).ok_or(Refusal::UnknownYear { year })?;
        self.known(end, end)?;
        let index = self.through(end).checked_sub(1);
        index
            .and_then(|index| self.workdays.get(index))
            .copied()
            .ok_or(Refusal::UnknownYear { year })
    }

    /// Every day from `start` through `due` and what it did to the count.
    ///
    /// # Errors
    /// `UnknownYear` if a year between is not loaded.
    pub fn explain(&self, start: NaiveDate, due: NaiveDate) -> Result<Vec<DayMark>, Refusal> {
        let mut marks = vec![DayMark {
            date: start,
            kind: DayKind::Start,
        }];
        if due <= start {
            return Ok(marks);
        }
        self.known(next_day(start), due)?;
        let mut n = 0;
        for date in start.iter_days().skip(1).take_while(|date| *date <= due) {
            n += u32::from(self.works(date));
            marks.push(DayMark {
                date,
                kind: self.kind(date, n),
            });
        }
        Ok(marks)
    }

    /// Grows with every publication of every year, so a stored deadline can tell it is outdated.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.years.values().map(|year| year.version).sum()
    }

    /// The loaded years, in order.
    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.values()
    }

    fn works(&self, date: NaiveDate) -> bool {
        match self.special.get(&date) {
            Some(Special::Work) => true,
            Some(Special::Off(_)) => false,
            None => !is_weekend(date),
        }
    }

    fn kind(&self, date: NaiveDate, n: u32) -> DayKind {
        match self.special.get(&date) {
            Some(Special::Work) if is_weekend(date) => DayKind::Makeup(n),
            Some(Special::Off(name)) => {
                DayKind::Holiday(name.clone().unwrap_or_else(|| "法定节假日".into()))
            }
            None if is_weekend(date) => DayKind::Weekend,
            _ => DayKind::Counted(n),
        }
    }

    /// Working days of the loaded years through a day.
    fn through(&self, date: NaiveDate) -> usize {
        let after_first = (date - self.first).num_days();
        let Ok(index) = usize::try_from(after_first) else {
            return 0;
        };
        self.counted
            .get(index)
            .or(self.counted.last())
            .copied()
            .unwrap_or(0)
    }

    fn known(&self, from: NaiveDate, through: NaiveDate) -> Result<(), Refusal> {
        match (from.year()..=through.year()).find(|year| !self.years.contains_key(year)) {
            Some(year) => Err(Refusal::UnknownYear { year }),
            None => Ok(()),
        }
    }

    fn provisional(&self, from: NaiveDate, through: NaiveDate) -> bool {
        self.years
            .range(from.year()..=through.year())
            .any(|(_, year)| !year.announced)
    }
}

/// The last day to determine the projects of a plan year: 31 October before it, 24:00, also when
/// it is a weekend (R047, A15).
#[must_use]
pub fn october_deadline(plan_year: i32) -> NaiveDate {
    // A year chrono cannot hold has no deadline a person could miss.
    NaiveDate::from_ymd_opt(plan_year.saturating_sub(1), 10, 31).unwrap_or(NaiveDate::MAX)
}

/// The next calendar day; the last one chrono knows stays.
#[must_use]
pub fn next_day(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
