//! One ticker per tab, set to the server's clock: office machines are often minutes off, and a
//! demo may live on another day.

use std::cell::Cell;

use chrono::NaiveDate;
use gloo_timers::callback::Interval;
use leptos::prelude::Set;

use crate::live::Live;
use crate::text::SHANGHAI;

const DAY: i64 = 86_400;

thread_local! {
    /// Seconds to add to the browser's clock.
    static SKEW: Cell<i64> = const { Cell::new(0) };
}

/// Fills `live.now` every second, for as long as the tab lives.
pub fn start(live: Live) {
    let tick = move || live.now.set(Some(browser_now() + SKEW.get()));
    tick();
    Interval::new(1000, tick).forget();
}

/// Takes the server's day. A difference of one day next to midnight is only the time since then.
pub fn set_today(today: NaiveDate) {
    let Some(start) = today
        .and_hms_opt(0, 0, 0)
        .map(|start| start.and_utc().timestamp())
    else {
        return;
    };
    let here = browser_now() + SHANGHAI;
    let days = start.div_euclid(DAY) - here.div_euclid(DAY);
    let near_midnight = !(600..DAY - 600).contains(&here.rem_euclid(DAY));
    if days.abs() > 1 || (days != 0 && !near_midnight) {
        SKEW.set(days * DAY + time_skew());
    }
}

/// Takes the server's time of day, "14:03:22"; the day stays.
pub fn set_time(at: &str) {
    let mut parts = at.split(':').map_while(|part| part.parse::<i64>().ok());
    let (Some(hour), Some(minute), Some(second)) = (parts.next(), parts.next(), parts.next())
    else {
        return;
    };
    let here = (browser_now() + SHANGHAI).rem_euclid(DAY);
    let ahead = (hour * 3600 + minute * 60 + second - here + DAY / 2).rem_euclid(DAY) - DAY / 2;
    let days = SKEW.get() - time_skew();
    SKEW.set(days + ahead);
}

/// The part of the skew that is less than a day either way.
fn time_skew() -> i64 {
    (SKEW.get() + DAY / 2).rem_euclid(DAY) - DAY / 2
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit"
)]
fn browser_now() -> i64 {
    js_sys::Date::now() as i64 / 1000
}
