//! `/region`: all cities at a glance, live.

use domain::contract::{ListQuery, ListSort, Me, RankRow, RegionDashboard};
use leptos::prelude::*;

use crate::api::screens::region_dashboard;
use crate::components::{Follow, ToList, due_table, feed, page, pipeline, rows, slice};
use crate::pages::{asked_year, year_switch};
use crate::text::long_date;

mod figures;
mod map;
mod money;
mod trend;

/// `/region`.
pub fn region() -> AnyView {
    let year = asked_year();
    // Another year is another page: nothing of the first one is worth keeping.
    let content = move || {
        let year = year.get();
        let data = Resource::new(|| (), move |()| region_dashboard(year));
        page(
            "全区总览",
            data,
            |view| Follow::Views(format!("region:{}", view.year)),
            body,
        )
    };
    view! { {content} }.into_any()
}

fn body(_: Me, view: Signal<RegionDashboard>) -> AnyView {
    let year = view.with_untracked(|view| view.year);
    let head = move || view.with(head);
    view! {
        <div class="head">{head}</div>
        <div class="cols wide-left">
            <div>
                {country(view, year)}
                <section class="panel">
                    <h2>"验收进展" <small>"点数字看名单"</small></h2>
                    {pipeline(slice(view, |view| view.pipeline.clone()), year)}
                </section>
                {money::table(slice(view, |view| view.money.clone()), year)}
                {ranking(slice(view, |view| view.ranking.clone()), year)}
            </div>
            <div>
                <section class="panel">
                    <h2>"即将到期" <small>"按工作日计，截止当日 24 时"</small></h2>
                    {due_table(slice(view, |view| view.due.clone()), true)}
                </section>
                <section class="panel">
                    <h2>"刚刚发生" <small>"自动更新"</small></h2>
                    {feed(slice(view, |view| view.feed.clone()), true)}
                </section>
            </div>
        </div>
    }
    .into_any()
}

fn head(view: &RegionDashboard) -> AnyView {
    let meta = format!(
        "{} 年度 · {} 个盟市 · {}",
        view.year,
        view.figures.cities,
        long_date(view.today)
    );
    view! {
        <h1>"全区总览"</h1>
        <span class="meta">{meta}</span>
        {year_switch(&view.years, view.year)}
    }
    .into_any()
}

/// The map with the figures in its empty north-west and the trend in its empty south-east.
fn country(view: Signal<RegionDashboard>, year: i32) -> AnyView {
    view! {
        <section class="map" id="map" aria-label="盟市分布图">
            {figures::figures(slice(view, |view| view.figures.clone()), year)}
            {map::tiles(slice(view, |view| view.tiles.clone()), year)}
            {trend::trend(slice(view, |view| view.trend.clone()))}
        </section>
    }
    .into_any()
}

fn ranking(ranking: Signal<Vec<RankRow>>, year: i32) -> AnyView {
    let row = move |row: Signal<RankRow>, fresh: Signal<bool>| {
        let tenant = row.with_untracked(|row| row.tenant.0);
        let query = ListQuery {
            tenant: Some(tenant),
            year: Some(year),
            overdue: true,
            sort: ListSort::Due,
            ..Default::default()
        };
        view! {
            <tr class:fresh=fresh>
                <td><ToList query=Signal::stored(query)>{move || row.with(|row| row.name.clone())}</ToList></td>
                <td class="n">{move || row.with(|row| format!("{} 项", row.overdue))}</td>
                <td class="n">{move || row.with(|row| format!("最长 {} 工作日", row.worst_days))}</td>
            </tr>
        }
        .into_any()
    };
    let empty = move || {
        ranking
            .with(Vec::is_empty)
            .then(|| view! { <p class="empty">"各盟市均无逾期。"</p> })
    };
    view! {
        <section class="panel">
            <h2>"逾期排名" <small>"按项数，同数按最长天数"</small></h2>
            <table>
                <thead class="sr">
                    <tr><th scope="col">"盟市"</th><th scope="col">"逾期"</th><th scope="col">"最长"</th></tr>
                </thead>
                <tbody>{rows(ranking, |row| row.tenant, row)}</tbody>
            </table>
            {empty}
        </section>
    }
    .into_any()
}
