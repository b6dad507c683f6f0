//! The twelve leagues and cities as they lie, from 阿拉善 in the west to 呼伦贝尔 in the east.

use domain::contract::{CityTile, ListPart, ListQuery, ListSort};
use domain::deadline::Level;
use leptos::prelude::*;

use crate::components::{
    ToList, behind_rows, behind_sum, level_tag, meter, number_or_link, rows, today,
};
use crate::test_ids;
use crate::text::{left, level_class, long_date, percent};

/// The tiles; the grid itself belongs to the page.
pub fn tiles(tiles: Signal<Vec<CityTile>>, year: i32, only: Option<i32>) -> AnyView {
    let row = move |tile: Signal<CityTile>, fresh: Signal<bool>| {
        let (id, place) =
            tile.with_untracked(|tile| (tile.tenant, format!("c{} r{}", tile.column, tile.row)));
        let class = move || {
            let fresh = if fresh.get() { " fresh" } else { "" };
            let chosen = match only {
                Some(only) if only == id.0 => " chosen",
                Some(_) => " aside",
                None => "",
            };
            tile.with(|tile| format!("tile {place} {}{chosen}{fresh}", level_class(tile.level)))
        };
        view! {
            <div class=class data-testid=test_ids::tile(id)>{move || tile.with(|tile| content(tile, year))}</div>
        }
        .into_any()
    };
    view! {
        {rows(tiles, |tile| tile.tenant, row)}
        <p class="map-key">
            {[Level::Ok, Level::Near, Level::Late, Level::Provisional].map(level_tag).into_iter().collect::<Vec<_>>()}
            <span class="clause">"横条为工伤预防费 3% 上限的已用部分；下面是最近一项法定期限。"</span>
        </p>
    }
    .into_any()
}

fn content(tile: &CityTile, year: i32) -> AnyView {
    let here = ListQuery {
        tenant: Some(tile.tenant.0),
        year: Some(year),
        ..Default::default()
    };
    let late = ListQuery {
        year: None,
        overdue: true,
        sort: ListSort::Due,
        ..here.clone()
    };
    let budgeted = ListQuery {
        part: Some(ListPart::Budgeted),
        sort: ListSort::Amount,
        ..here.clone()
    };
    let share = percent(tile.used_share);
    let label = format!("3% 上限 {} 万元，已用 {share}", tile.cap.wan());
    let next = tile.next.as_ref().map(|next| {
        let provisional = if next.provisional { " · 暂定" } else { "" };
        let text = left(next, today());
        view! { <span class="due" title=long_date(next.due)>{next.kind.label()} " " <span class="nowrap">{text}</span>{provisional}</span> }
    });
    let name = tile.name.clone();
    let late_count = format!("逾期 {}", tile.overdue);
    let overdue = (tile.overdue > 0).then(|| {
        let behind = Signal::stored(behind_rows(tile.overdue));
        view! { <ToList query=Signal::stored(late) class="tag late above" behind=behind>{late_count}</ToList> }
    });
    let used = number_or_link(budgeted, behind_sum("budget", tile.used), share.clone());
    view! {
        <div class="tile-head">
            <ToList query=Signal::stored(here) class="stretch">{name}</ToList>
            {overdue}
        </div>
        {meter(tile.used_share, label)}
        <div class="tile-row"><span>"上限已用"</span><b class="above">{used}</b></div>
        {next.map(IntoAny::into_any).unwrap_or_else(|| view! { <span class="due idle">"无在办期限"</span> }.into_any())}
        <span class="sr">{level_tag(tile.level)}</span>
    }
    .into_any()
}
