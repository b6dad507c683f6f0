//! A clock that is told what time it is: demo data happen on the days they say they do.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use crate::db::{Clock, shanghai};

/// A clock that stands still until it is set.
#[derive(Clone, Debug)]
pub struct SetClock(Arc<AtomicI64>);

impl SetClock {
    /// A clock standing at a moment.
    #[must_use]
    pub fn at(now: DateTime<FixedOffset>) -> Self {
        Self(Arc::new(AtomicI64::new(now.timestamp())))
    }

    /// A clock standing at ten in the morning of a day.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        Self::at(moment(day, 10, 0))
    }

    /// Moves it, forwards or back.
    pub fn set(&self, now: DateTime<FixedOffset>) {
        self.0.store(now.timestamp(), Ordering::SeqCst);
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        let seconds = self.0.load(Ordering::SeqCst);
        DateTime::from_timestamp(seconds, 0)
            .unwrap_or_default()
            .with_timezone(&shanghai())
    }

    /// The same clock, as a database takes it.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let clock = self.clone();
        Clock::from_fn(move || clock.now().to_utc())
    }
}

/// A moment of a day in Asia/Shanghai.
#[must_use]
pub fn moment(day: NaiveDate, hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    // No hour exists twice or not at all: there is no daylight saving.
    day.and_time(time)
        .and_local_timezone(shanghai())
        .single()
        .unwrap_or_default()
}
