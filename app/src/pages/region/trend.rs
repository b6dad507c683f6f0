//! Three years of injuries as bars, prevention money as a line, the table behind.

use domain::access::{Action, Capacity};
use domain::contract::{Me, TrendYear};
use domain::money::share;
use leptos::prelude::*;

use crate::components::{behind_sum, past_day};
use crate::text::{address, asked, count, percent};

const HEIGHT: i64 = 64;
const TOP: i64 = 22;
const STEP: i64 = 96;

/// Three years of injuries as bars, prevention money as a line, the table behind.
pub fn trend(years: Signal<Vec<TrendYear>>) -> AnyView {
    view! {
        <div class="trend">
            {move || years.with(|years| chart(years))}
            <p class="clause"><i class="key rest"></i>"工伤认定（件）" <i class="key line"></i>"预防费支出（万元）"</p>
            <details>
                <summary>"三年数据"</summary>
                <div class="scroll">{move || years.with(|years| table(years))}</div>
            </details>
        </div>
    }
    .into_any()
}

fn chart(years: &[TrendYear]) -> AnyView {
    let most = years
        .iter()
        .map(|year| year.injuries)
        .max()
        .unwrap_or(0)
        .max(1);
    let paid = years
        .iter()
        .map(|year| year.prevention.fen())
        .max()
        .unwrap_or(0)
        .max(1);
    let height = |part: i64, whole: i64| {
        i64::try_from(i128::from(part) * i128::from(HEIGHT) / i128::from(whole)).unwrap_or(0)
    };
    let mut line = String::new();
    let mut bars = Vec::new();
    for (index, year) in (0_i64..).zip(years) {
        let (x, bar) = (8 + index * STEP, height(year.injuries, most));
        // The line keeps to the lower three quarters, so that it does not run into the numbers.
        let point = TOP + HEIGHT - height(year.prevention.fen(), paid) * 3 / 4;
        line.push_str(&format!("{},{point} ", x + 28));
        bars.push(view! {
            <rect x=x.to_string() y=(TOP + HEIGHT - bar).to_string() width="56" height=bar.to_string()/>
            <text x=(x + 28).to_string() y=(TOP + HEIGHT - bar - 6).to_string()>{count(year.injuries)}</text>
            <text x=(x + 28).to_string() y=(TOP + HEIGHT + 16).to_string()>{year.year.to_string()}</text>
            <circle cx=(x + 28).to_string() cy=point.to_string() r="3.5"/>
        });
    }
    let said = years.iter().map(|year| {
        format!(
            "{} 年 {} 件，预防费 {} 万元",
            year.year,
            count(year.injuries),
            year.prevention.wan()
        )
    });
    let label = format!(
        "三年工伤认定与预防费支出：{}",
        said.collect::<Vec<_>>().join("；")
    );
    view! {
        <svg viewBox="0 0 264 106" role="img" aria-label=label>
            {bars}
            <polyline points=line/>
        </svg>
    }
    .into_any()
}

/// What was spent, and the rows of the ledger it is the sum of.
fn spent(year: &TrendYear) -> AnyView {
    let role = use_context::<Me>().map(|me| me.role);
    let reads = role
        .and_then(Capacity::of)
        .is_some_and(|capacity| Action::ViewLedger.allows(&[capacity]));
    let text = year.prevention.wan();
    if !reads || past_day().is_some() {
        return text.into_any();
    }
    let href = address(
        "/ledger",
        [
            ("year", year.year.to_string()),
            ("tenant", asked(year.tenant)),
        ],
    );
    view! { <a href=href data-behind=behind_sum("ledger", year.prevention)>{text}</a> }.into_any()
}

fn table(years: &[TrendYear]) -> AnyView {
    let rows: Vec<_> = years
        .iter()
        .map(|year| {
            view! {
                <tr>
                    <th scope="row">{year.year}</th>
                    <td class="n">{count(year.injuries)}</td>
                    <td class="n">{count(year.deaths)}</td>
                    <td class="n">{year.cost.wan()}</td>
                    <td class="n">{spent(year)}</td>
                    <td class="n">{percent(share(year.prevention, year.cost))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">"年度"</th>
                    <th scope="col" class="n">"工伤（件）"</th>
                    <th scope="col" class="n">"其中死亡"</th>
                    <th scope="col" class="n">"待遇支出（万元）"</th>
                    <th scope="col" class="n">"预防费（万元）"</th>
                    <th scope="col" class="n">"预防费比待遇支出"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
