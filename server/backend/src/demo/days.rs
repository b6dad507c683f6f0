//! Working days, and the days of a plan year.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::calendar::WorkCalendar;

/// The calendar of the demo.
pub(crate) struct Almanac {
    calendar: WorkCalendar,
    pub today: NaiveDate,
}

impl Almanac {
    pub(crate) const fn new(calendar: WorkCalendar, today: NaiveDate) -> Self {
        Self { calendar, today }
    }

    /// Years without a calendar have plain weeks: no clock of the regulation is counted here.
    fn works(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.calendar.is_workday(day).unwrap_or(!weekend)
    }

    /// The day itself, or the next working day.
    pub(crate) fn on(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.works(*day)).unwrap_or(day)
    }

    /// So many working days later.
    pub(crate) fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let later = day.iter_days().skip(1).filter(|day| self.works(*day));
        if count == 0 {
            day
        } else {
            later.take(count as usize).last().unwrap_or(day)
        }
    }

    /// So many working days earlier.
    pub(crate) fn before(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let earlier = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt)
            .filter(|day| self.works(*day));
        if count == 0 {
            day
        } else {
            earlier.take(count as usize).last().unwrap_or(day)
        }
    }

    /// The days of steps with these gaps, the first on a day.
    pub(crate) fn forward(&self, first: NaiveDate, gaps: &[u32]) -> Vec<NaiveDate> {
        let mut day = self.on(first);
        let mut days = Vec::with_capacity(gaps.len());
        for (index, gap) in gaps.iter().enumerate() {
            if index > 0 {
                day = self.after(day, *gap);
            }
            days.push(day);
        }
        days
    }

    /// The days of steps with these gaps, the last so many working days before today.
    pub(crate) fn backward(&self, age: u32, gaps: &[u32]) -> Vec<NaiveDate> {
        let mut day = self.before(self.today, age.max(1));
        let mut days = Vec::with_capacity(gaps.len());
        for gap in gaps.iter().rev() {
            days.push(day);
            day = self.before(day, *gap);
        }
        days.reverse();
        days
    }
}

/// A date that exists.
pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The days on which a city prepares a plan year, all in the year before.
pub(crate) struct Season {
    /// First day on which somebody applies.
    pub applications: NaiveDate,
    pub proposal: NaiveDate,
    pub meeting: NaiveDate,
    pub budget: NaiveDate,
}

impl Season {
    /// The season of a plan year. `late`: the meeting met only in November.
    pub(crate) fn of(plan_year: i32, city: u32, late: bool) -> Self {
        let year = plan_year - 1;
        let meeting = if late {
            date(year, 11, 11)
        } else {
            date(year, 10, 12) + Days::new(u64::from(city * 5 % 17))
        };
        Self {
            applications: date(year, 7, 6) + Days::new(u64::from(city)),
            proposal: date(year, 9, 21) + Days::new(u64::from(city % 5)),
            meeting,
            budget: if late {
                date(year, 12, 1)
            } else {
                date(year, 11, 10) + Days::new(u64::from(city))
            },
        }
    }
}
