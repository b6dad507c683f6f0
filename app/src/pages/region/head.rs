//! What the page is about, and what else it can be about: year, city, day; and the same on paper.

use chrono::NaiveDate;
use domain::TenantId;
use domain::contract::{Me, RegionDashboard};
use leptos::prelude::*;

use crate::components::{QueryForm, slice};
use crate::live::Live;
use crate::test_ids;
use crate::text::{address, asked, clock, full_date, long_date};

/// What the head says; it changes far more seldom than the page.
#[derive(Clone, PartialEq)]
struct About {
    year: i32,
    years: Vec<i32>,
    tenant: Option<TenantId>,
    asof: Option<NaiveDate>,
    day: NaiveDate,
    cities: Vec<(TenantId, String)>,
}

impl About {
    fn of(view: &RegionDashboard) -> Self {
        let city = |tile: &domain::contract::CityTile| (tile.tenant, tile.name.clone());
        let mut cities: Vec<_> = view.tiles.iter().map(city).collect();
        cities.sort_unstable_by_key(|(tenant, _)| *tenant);
        Self {
            year: view.year,
            years: view.years.clone(),
            tenant: view.tenant,
            asof: view.asof,
            day: view.today,
            cities,
        }
    }

    /// The same for another year, city or day.
    fn href(&self, path: &str, year: i32, asof: Option<NaiveDate>) -> String {
        let parts = [
            ("year", year.to_string()),
            ("tenant", asked(self.tenant)),
            ("asof", asked(asof)),
        ];
        address(path, parts)
    }

    fn title(&self) -> String {
        let city = self.cities.iter().find(|(id, _)| Some(*id) == self.tenant);
        city.map_or("全区总览".into(), |(_, name)| format!("{name}总览"))
    }
}

/// The head of the page.
pub fn head(view: Signal<RegionDashboard>) -> AnyView {
    let about = slice(view, About::of);
    let content = move || about.with(content);
    view! { {content} }.into_any()
}

fn content(about: &About) -> AnyView {
    let scope = match about.tenant {
        Some(_) => String::new(),
        None => format!("{} 个盟市 · ", about.cities.len()),
    };
    let meta = format!("{} 年度 · {scope}{}", about.year, long_date(about.day));
    view! {
        <div class="head">
            <h1>{about.title()}</h1>
            <span class="meta">{meta}</span>
            {years(about)}
        </div>
        {about.asof.map(|day| past(about, day))}
        {filters(about)}
        {printed(about)}
    }
    .into_any()
}

fn years(about: &About) -> AnyView {
    let mut years = about.years.clone();
    years.sort_unstable();
    let link = |year: i32| {
        let current = (year == about.year).then_some("true");
        view! { <a href=about.href("/region", year, about.asof) aria-current=current>{year}</a> }
    };
    let links: Vec<_> = years.into_iter().map(link).collect();
    view! { <nav class="years" aria-label="年度">{links}</nav> }.into_any()
}

fn past(about: &About, day: NaiveDate) -> AnyView {
    let now = about.href("/region", about.year, None);
    view! {
        <p class="past-note" role="status" data-testid=test_ids::PAST_DAY>
            <b>{format!("截至 {} 24 时（历史）", full_date(day))}</b>
            " 显示的是当日结束时的情况，不再变化；数字不链接名单，名单是现在的。"
            <a href=now>"回到今天"</a>
        </p>
    }
    .into_any()
}

/// A plain form of the address: works without JavaScript.
fn filters(about: &About) -> AnyView {
    let today = use_context::<Me>().map(|me| me.today).unwrap_or_default();
    let cities: Vec<_> = about
        .cities
        .iter()
        .map(|(id, name)| {
            view! { <option value=id.to_string() selected=about.tenant == Some(*id)>{name.clone()}</option> }
        })
        .collect();
    // A city has no other one to look at.
    let choice = (about.cities.len() > 1).then(|| {
        view! {
            <select name="tenant" aria-label="盟市">
                <option value="">"全区"</option>
                {cities}
            </select>
        }
    });
    let file = about.href("/region.xlsx", about.year, about.asof);
    let (year, asof) = (about.year.to_string(), asked(about.asof));
    view! {
        <QueryForm action="/region">
            <div class="filters">
                <input type="hidden" name="year" value=year/>
                {choice}
                <label>"截至 " <input type="date" name="asof" max=today.to_string() value=asof/></label>
                <button>"查看"</button>
                <a class="btn" href=file download="">"导出表格"</a>
            </div>
        </QueryForm>
    }
    .into_any()
}

/// Only on paper: of when it is, and when it was printed.
fn printed(about: &About) -> AnyView {
    let now = expect_context::<Live>().now;
    let today = use_context::<Me>().map(|me| me.today).unwrap_or_default();
    let of = match about.asof {
        Some(day) => format!("截至 {} 24 时（历史）", full_date(day)),
        None => format!("{} 当前情况", full_date(about.day)),
    };
    let at = move || now.get().map(|now| format!(" {}", clock(now)));
    view! { <p class="on-paper">{of} {format!(" · 打印于 {}", full_date(today))} {at}</p> }
        .into_any()
}
