//! `/region`: all cities at a glance, or one of them; live, or as it was at the end of a past day. A city sees
//! itself.

use domain::contract::{ListQuery, ListSort, Me, RankRow, RegionDashboard, RegionQuery};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::screens::region_dashboard;
use crate::carried::fetched;
use crate::components::{
    Follow, PastDay, ToList, ages, behind_rows, due_table, feed, page, pipeline, rows, slice,
};

mod caps;
mod figures;
mod head;
mod map;
mod money;
mod race;
mod trend;

/// `/region`.
pub fn region() -> AnyView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(|params| asked(|name| params.get_str(name))));
    // Another year, city or day is another page: nothing of the first one is worth keeping.
    let content = move || {
        let query = query.get();
        let data = fetched(|| (), move |()| region_dashboard(query.clone()));
        page("总览", data, follow, body)
    };
    view! { {content} }.into_any()
}

/// The query of an address; what is not understood is not asked, but a day is always answered.
fn asked<'a>(param: impl Fn(&str) -> Option<&'a str>) -> RegionQuery {
    RegionQuery {
        year: param("year").and_then(|year| year.parse().ok()),
        tenant: param("tenant").and_then(|tenant| tenant.parse().ok()),
        asof: param("asof").unwrap_or_default().to_owned(),
    }
}

/// The past does not change.
fn follow(view: &RegionDashboard) -> Follow {
    match (view.asof, view.tenant) {
        (Some(_), _) => Follow::Nothing,
        (None, None) => Follow::Views(format!("region:{}", view.year)),
        (None, Some(tenant)) => Follow::Views(format!("region:{}:{tenant}", view.year)),
    }
}

fn body(_: Me, view: Signal<RegionDashboard>) -> AnyView {
    let (year, tenant, asof) = view.with_untracked(|view| (view.year, view.tenant, view.asof));
    let only = tenant.map(|id| id.0);
    provide_context(PastDay(asof));
    let steps = slice(view, |view| view.pipeline.clone());
    let hint = asof.is_none().then_some("点数字看名单");
    view! {
        <div class="wide-sheet">
            {head::head(view)}
            <div class="cols wide-left">
                <div>
                    {country(view, year, only)}
                    <section class="panel">
                        <h2>"验收进展" <small class="on-screen">{hint}</small></h2>
                        {pipeline(steps, year, only)}
                        {ages(steps, year, only)}
                    </section>
                    {money::table(slice(view, |view| view.money.clone()), year)}
                    {caps::table(view, year)}
                </div>
                <div>{beside(view)}</div>
            </div>
        </div>
    }
    .into_any()
}

/// What is next and what has just been (of a past day only what was next), and who is behind.
fn beside(view: Signal<RegionDashboard>) -> AnyView {
    let (past, whole) = view.with_untracked(|view| (view.asof.is_some(), view.tenant.is_none()));
    let cities = view.with_untracked(|view| view.tiles.len() > 1);
    let ranked = whole.then(|| ranking(slice(view, |view| view.ranking.clone())));
    let happened = (!past).then(|| {
        view! {
            <section class="panel">
                <h2>"刚刚发生" <small class="on-screen">"自动更新"</small></h2>
                {feed(slice(view, |view| view.feed.clone()), cities)}
            </section>
        }
    });
    view! {
        <section class="panel">
            <h2>"即将到期" <small>"按工作日计，截止当日 24 时"</small></h2>
            {due_table(slice(view, |view| view.due.clone()), cities)}
        </section>
        {happened}
        {race::table(slice(view, |view| view.race.clone()))}
        {ranked}
    }
    .into_any()
}

/// The map with the figures in its empty north-west and the trend in its empty south-east; for a city, which
/// sees no other one, figures and trend.
fn country(view: Signal<RegionDashboard>, year: i32, only: Option<i32>) -> AnyView {
    let figures = figures::figures(slice(view, |view| view.figures.clone()), year, only);
    let trend = trend::trend(slice(view, |view| view.trend.clone()));
    if view.with_untracked(|view| view.tiles.len() == 1) {
        return view! { <section class="one-city" aria-label="主要数字">{figures} {trend}</section> }
            .into_any();
    }
    view! {
        <section class="map" id="map" aria-label="盟市分布图">
            {figures}
            {map::tiles(slice(view, |view| view.tiles.clone()), year, only)}
            {trend}
        </section>
    }
    .into_any()
}

fn ranking(ranking: Signal<Vec<RankRow>>) -> AnyView {
    let row = move |row: Signal<RankRow>, fresh: Signal<bool>| {
        let tenant = row.with_untracked(|row| row.tenant.0);
        let query = ListQuery {
            tenant: Some(tenant),
            overdue: true,
            sort: ListSort::Due,
            ..Default::default()
        };
        let behind = slice(row, |row| behind_rows(row.overdue));
        let count = move || row.with(|row| format!("{} 项", row.overdue));
        view! {
            <tr class:fresh=fresh>
                <td>{move || row.with(|row| row.name.clone())}</td>
                <td class="n"><ToList query=Signal::stored(query) behind=behind>{count}</ToList></td>
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
            <h2>"逾期排名" <small>"按项数，同数按最长天数；不分年度"</small></h2>
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
