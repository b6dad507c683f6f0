//! One file per route. A page owns its resource and its layout; the parts are in `components`.

mod analysis;
mod application;
mod areas;
mod bank;
mod bans;
mod calendar;
mod calendar_feed;
mod cap;
mod cases;
mod city;
mod classifications;
mod experts;
mod figures;
mod home;
mod inbox;
mod institution;
mod institutions;
mod ledger;
mod local_rules;
mod login;
mod meeting;
mod meetings;
mod not_found;
mod openings;
mod place;
mod project;
mod projects;
mod proposals;
mod public;
mod public_bans;
mod region;
mod search;
mod sessions;
mod standards;
mod story;
mod templates;
mod tracker;
mod urgings;

pub use analysis::analysis;
pub use application::{application, print};
pub use areas::areas;
pub use bank::{bank, statement};
pub use bans::bans;
pub use calendar::calendar;
pub use calendar_feed::calendar_feed;
pub use cap::cap;
pub use cases::cases;
pub use city::city;
pub use classifications::classifications;
pub use experts::experts;
pub use figures::{figures, set, upload};
pub use home::home;
pub use inbox::inbox;
pub use institution::institution;
pub use institutions::institutions;
pub use ledger::ledger;
pub use local_rules::local_rules;
pub use login::login;
pub use meeting::meeting;
pub use meetings::meetings;
pub use not_found::not_found;
pub use openings::openings;
pub use project::notice::notices as print_notices;
pub use project::print::{agreement as print_agreement, report as print_report};
pub use project::project;
pub use projects::projects;
pub use proposals::proposals;
pub use public::public_areas;
pub use public_bans::public_bans;
pub use region::region;
pub use search::search;
pub use sessions::sessions;
pub use standards::standards;
pub use story::story;
pub use templates::templates;
pub use tracker::tracker;
pub use urgings::urgings;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The plan year asked for in the address; `None` = the current one.
fn asked_year() -> Memo<Option<i32>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get_str("year").and_then(|year| year.parse().ok())))
}

/// Links to the other plan years.
fn year_switch(years: &[i32], shown: i32) -> AnyView {
    let mut years = years.to_vec();
    years.sort_unstable();
    let links: Vec<_> = years
        .into_iter()
        .map(|year| {
            let current = (year == shown).then_some("true");
            view! { <a href=format!("?year={year}") aria-current=current>{year}</a> }
        })
        .collect();
    view! { <nav class="years" aria-label="年度">{links}</nav> }.into_any()
}
