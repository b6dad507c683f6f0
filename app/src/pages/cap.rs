//! `/cap`: the 3% cap of a year, what is taken of it, and the requests to exceed it (R116, R117).

use domain::access::Action;
use domain::contract::{CapView, CityCap, Me, YearOf};
use leptos::prelude::*;

use crate::api::proposal::cap as load;
use crate::carried::fetched;
use crate::components::{Follow, page, possible, rows, slice};
use crate::pages::{asked_year, year_switch};

mod city;
mod exceed;

/// `/cap`.
pub fn cap() -> AnyView {
    let year = asked_year();
    let content = move || {
        // The region sees every city, a city its own.
        let of = YearOf {
            year: year.get(),
            tenant: None,
        };
        let data = fetched(|| (), move |()| load(of));
        page(
            "费用上限",
            data,
            |_| Follow::Changes("projects".into()),
            body,
        )
    };
    view! { {content} }.into_any()
}

fn body(me: Me, view: Signal<CapView>) -> AnyView {
    let region = me.role.is_region();
    let cities = slice(view, |view| view.cities.clone());
    let requests = slice(view, |view| possible(&view.offers, Action::RequestOverride));
    let head = move || view.with(|view| head(view, region));
    let figures = move || match region {
        true => city::table(cities),
        false => rows(cities, |city| city.tenant, city::panel),
    };
    view! {
        <div class="head">{head}</div>
        <div class="cols wide-left">
            <div>{figures()}</div>
            <div>
                {exceed::panel(view, region)}
                {move || requests.get().then(|| exceed::request(view))}
            </div>
        </div>
    }
    .into_any()
}

fn head(view: &CapView, region: bool) -> AnyView {
    let own = |cities: &[CityCap]| cities.first().map(|city| city.name.clone());
    let name = if region {
        "全区".to_owned()
    } else {
        own(&view.cities).unwrap_or_default()
    };
    view! {
        <h1>{name} "工伤预防费上限"</h1>
        <span class="meta">{format!("{} 年度 · 上年度上解调剂金后留存的征缴收入的 3%", view.year)}</span>
        {year_switch(&view.years, view.year)}
        {use_context::<Me>().map(|me| super::ledger::money_links(me.role, "/cap"))}
    }
    .into_any()
}
