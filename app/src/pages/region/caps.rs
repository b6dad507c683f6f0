//! What is left under each city's cap, and what was consented to above the 3% (R116, R117).

use domain::Money;
use domain::access::{Action, Capacity};
use domain::contract::{CityTile, ListPart, ListQuery, ListSort, Me, RegionDashboard};
use leptos::prelude::*;

use crate::components::{behind_sum, meter, number_or_link, past_day, rows, slice};
use crate::text::{address, percent};

/// Cap, overrides, use and what is left, city by city; the fullest first.
pub fn table(view: Signal<RegionDashboard>, year: i32) -> AnyView {
    let tiles = slice(view, |view| {
        let own = |tile: &&CityTile| view.tenant.is_none_or(|tenant| tenant == tile.tenant);
        let mut tiles: Vec<CityTile> = view.tiles.iter().filter(own).cloned().collect();
        tiles.sort_by_key(|tile| (std::cmp::Reverse(tile.used_share), tile.tenant));
        tiles
    });
    let row = move |tile: Signal<CityTile>, fresh: Signal<bool>| {
        view! { <tr class:fresh=fresh>{move || tile.with(|tile| cells(tile, year))}</tr> }
            .into_any()
    };
    view! {
        <section class="panel">
            <h2>"费用上限余额" <small>"单位：万元 · 五：上年度留存征缴收入的 3%"</small></h2>
            <div class="scroll">
                <table class="sums">
                    <thead>
                        <tr>
                            <th scope="col">"盟市"</th>
                            <th scope="col" class="bar-col">"已用"</th>
                            <th scope="col" class="n">"3% 上限"</th>
                            <th scope="col" class="n">"同意超限额"</th>
                            <th scope="col" class="n">"已列预算"</th>
                            <th scope="col" class="n">"余额"</th>
                        </tr>
                    </thead>
                    <tbody>{rows(tiles, |tile| tile.tenant, row)}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn cells(tile: &CityTile, year: i32) -> AnyView {
    let query = ListQuery {
        tenant: Some(tile.tenant.0),
        year: Some(year),
        part: Some(ListPart::Budgeted),
        sort: ListSort::Amount,
        ..Default::default()
    };
    let used = number_or_link(query, behind_sum("budget", tile.used), tile.used.wan());
    let label = format!("上限 {} 元，已用 {}", tile.cap, percent(tile.used_share));
    let base = tile.cap.saturating_sub(tile.overrides);
    view! {
        <th scope="row">{tile.name.clone()}</th>
        <td class="bar-cell">{meter(tile.used_share, label)}</td>
        <td class="n" data-label="3% 上限">{base.wan()}</td>
        <td class="n" data-label="同意超限额">{overrides(tile, year)}</td>
        <td class="n" data-label="已列预算">{used}</td>
        <td class="n" data-label="余额">{tile.cap.saturating_sub(tile.used).wan()}</td>
    }
    .into_any()
}

/// The consents are on the page of the cap, for whoever reads it.
fn overrides(tile: &CityTile, year: i32) -> AnyView {
    if tile.overrides == Money::ZERO {
        return "—".into_any();
    }
    let role = use_context::<Me>().map(|me| me.role);
    let reads = role
        .and_then(Capacity::of)
        .is_some_and(|capacity| Action::ViewCap.allows(&[capacity]));
    let text = tile.overrides.wan();
    if !reads || past_day().is_some() {
        return text.into_any();
    }
    let parts = [
        ("year", year.to_string()),
        ("tenant", tile.tenant.to_string()),
    ];
    view! { <a href=address("/cap", parts)>{text}</a> }.into_any()
}
