//! Prepayments and balances by city.

use domain::Money;
use domain::contract::{CityMoney, ListQuery, ListSort};
use leptos::prelude::*;

use crate::components::{ToList, legend, number_or_link, rows, stacked};

/// Prepayments and balances by city; the bars share one scale, the largest city fills it.
pub fn table(all: Signal<Vec<CityMoney>>, year: i32) -> AnyView {
    let scale = Memo::new(move |_| {
        all.with(|all| {
            all.iter()
                .map(|city| city.agreement)
                .max()
                .unwrap_or(Money::ZERO)
        })
    });
    let row = move |city: Signal<CityMoney>, fresh: Signal<bool>| {
        let tenant = city.with_untracked(|city| city.tenant.0);
        let query = ListQuery {
            tenant: Some(tenant),
            year: Some(year),
            sort: ListSort::Amount,
            ..Default::default()
        };
        let link = query.clone();
        let cells = move || city.with(|city| cells(city, scale.get(), &query));
        view! {
            <tr class:fresh=fresh>
                <th scope="row"><ToList query=Signal::stored(link)>{move || city.with(|city| city.name.clone())}</ToList></th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let empty = move || {
        all.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"本年度还没有生效的服务协议。"</p> })
    };
    view! {
        <section class="panel">
            <h2>"预付与尾款" <small>"单位：万元"</small> {legend()}</h2>
            <div class="scroll">
                <table class="sums">
                    <thead>
                        <tr>
                            <th scope="col">"盟市"</th>
                            <th scope="col" class="bar-col">"协议金额构成"</th>
                            <th scope="col" class="n">"协议"</th>
                            <th scope="col" class="n">"预付"</th>
                            <th scope="col" class="n">"尾款"</th>
                            <th scope="col" class="n">"未付"</th>
                        </tr>
                    </thead>
                    <tbody>{rows(all, |city| city.tenant, row)}</tbody>
                    <tfoot>{move || all.with(|all| total(all))}</tfoot>
                </table>
            </div>
            {empty}
        </section>
    }
    .into_any()
}

fn cells(city: &CityMoney, scale: Money, query: &ListQuery) -> AnyView {
    let cell = |word: &'static str, amount: Money| {
        view! { <td class="n" data-label=word>{number_or_link(query.clone(), amount.wan())}</td> }
    };
    view! {
        <td class="bar-cell">{stacked(scale, city.prepaid, city.balance_paid, city.unpaid)}</td>
        {cell("协议", city.agreement)}
        {cell("预付", city.prepaid)}
        {cell("尾款", city.balance_paid)}
        {cell("未付", city.unpaid)}
    }
    .into_any()
}

fn total(all: &[CityMoney]) -> Option<AnyView> {
    let sum = |part: fn(&CityMoney) -> Money| all.iter().map(part).sum::<Money>().wan();
    (all.len() > 1).then(|| {
        view! {
            <tr>
                <th scope="row">"合计"</th>
                <td class="bar-cell"></td>
                <td class="n" data-label="协议">{sum(|city| city.agreement)}</td>
                <td class="n" data-label="预付">{sum(|city| city.prepaid)}</td>
                <td class="n" data-label="尾款">{sum(|city| city.balance_paid)}</td>
                <td class="n" data-label="未付">{sum(|city| city.unpaid)}</td>
            </tr>
        }
        .into_any()
    })
}
