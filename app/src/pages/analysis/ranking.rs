//! The rankings: a table each, and beside it the same as bars, one part per year (R031).

use domain::contract::{RankedRow, Ranking};
use leptos::prelude::*;

use super::span;
use crate::components::{Bar, bars, key};
use crate::text::count;

/// One panel per dimension.
pub fn panels(window: &[i32], rankings: &[Ranking]) -> AnyView {
    let panels: Vec<_> = (1_i64..)
        .zip(rankings)
        .map(|(number, ranking)| panel(number, window, ranking))
        .collect();
    view! { {panels} }.into_any()
}

fn panel(number: i64, window: &[i32], ranking: &Ranking) -> AnyView {
    let title = format!("按{}", ranking.title);
    let id = format!("ranking-{number}");
    if ranking.rows.is_empty() {
        return view! {
            <section class="panel" id=id>
                <h2>{title}</h2>
                <p class="empty">"没有可以排名的数据。"</p>
            </section>
        }
        .into_any();
    }
    let parts: Vec<_> = ranking
        .rows
        .iter()
        .map(|row| Bar {
            name: row.name.clone(),
            parts: row.years.clone(),
        })
        .collect();
    let labels: Vec<_> = window.iter().map(ToString::to_string).collect();
    let said = format!("{}按{}的件数排名", span(window), ranking.title);
    let more = (ranking.more > 0).then(|| {
        view! { <p class="clause">{format!("另有 {} 项未列出。", count(ranking.more))}</p> }
    });
    let chart = bars(&format!("{id}-chart"), said, &parts);
    view! {
        <section class="panel" id=id>
            <h2>{title} <small>"工伤认定与职业病件数，三年合计由多到少"</small></h2>
            <div class="beside">
                <div>
                    {table(window, ranking)}
                    {more}
                </div>
                <figure>
                    <figcaption>{key(&labels)}</figcaption>
                    {chart}
                </figure>
            </div>
        </section>
    }
    .into_any()
}

fn table(window: &[i32], ranking: &Ranking) -> AnyView {
    let heads: Vec<_> = window
        .iter()
        .map(|year| view! { <th scope="col" class="n">{*year}</th> })
        .collect();
    let rows: Vec<_> = ranking.rows.iter().map(|row| line(window, row)).collect();
    view! {
        <table class="blocks ranked">
            <thead>
                <tr>
                    <th scope="col">{ranking.title.clone()}</th>
                    <th scope="col" class="n">"三年合计"</th>
                    {heads}
                    <th scope="col">"变化"</th>
                    <th scope="col" class="n">"每千人每年"</th>
                    <th scope="col" class="n">"死亡"</th>
                    <th scope="col" class="n">"支付（万元）"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(window: &[i32], row: &RankedRow) -> AnyView {
    let years: Vec<_> = window
        .iter()
        .zip(&row.years)
        .map(|(year, number)| {
            view! { <td class="n" data-label=format!("{year} 年")>{count(*number)}</td> }
        })
        .collect();
    let (class, change) = change(&row.years);
    view! {
        <tr>
            <th scope="row" class="whole">{row.name.clone()}</th>
            <td class="n" data-label="三年合计"><b>{count(row.count)}</b></td>
            {years}
            <td data-label="变化"><span class=class>{change}</span></td>
            <td class="n" data-label="每千人每年">{row.rate.map_or_else(|| "—".to_owned(), thousandths)}</td>
            <td class="n" data-label="死亡">{count(row.deaths)}</td>
            <td class="n" data-label="支付（万元）">{row.cost.wan()}</td>
        </tr>
    }
    .into_any()
}

/// From the first year of the window to the last: `↑ 12%`, `↓ 8%`, `持平`, `新增`.
fn change(years: &[i64]) -> (&'static str, String) {
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return ("", "—".into());
    };
    match last - first {
        0 => ("change", "持平".into()),
        _ if *first == 0 => ("change up", "↑ 新增".into()),
        more if more > 0 => ("change up", format!("↑ {}%", more * 100 / first)),
        less => ("change down", format!("↓ {}%", -less * 100 / first)),
    }
}

/// `1.23` of 1234 thousandths, half up.
fn thousandths(rate: i64) -> String {
    let hundredths = (rate + 5) / 10;
    format!("{}.{:02}", count(hundredths / 100), hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_is_said_from_the_first_year_to_the_last() {
        assert_eq!(change(&[100, 130, 112]), ("change up", "↑ 12%".into()));
        assert_eq!(change(&[100, 130, 92]), ("change down", "↓ 8%".into()));
        assert_eq!(change(&[7, 1, 7]), ("change", "持平".into()));
        assert_eq!(change(&[0, 0, 3]), ("change up", "↑ 新增".into()));
        assert_eq!(change(&[]), ("", "—".into()));
    }

    #[test]
    fn rates_have_two_decimals() {
        assert_eq!(thousandths(1_234), "1.23");
        assert_eq!(thousandths(1_235), "1.24");
        assert_eq!(thousandths(0), "0.00");
    }
}
