//! Prepayments and balances by city.

use domain::Money;
use domain::contract::{CityMoney, ListPart, ListQuery, ListSort};
use leptos::prelude::*;

use crate::components::{ToList, behind_sum, legend, number_or_link, rows, stacked};

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
                    <tfoot>{move || all.with(|all| total(all, year))}</tfoot>
                </table>
            </div>
            {empty}
        </section>
    }
    .into_any()
}

/// The columns: word, part of the list, amount of a project, amount of the city.
type Column = (
    &'static str,
    ListPart,
    &'static str,
    fn(&CityMoney) -> Money,
);
const COLUMNS: [Column; 4] = [
    ("协议", ListPart::Agreed, "agreement_amount", |city| {
        city.agreement
    }),
    ("预付", ListPart::Prepaid, "prepaid", |city| city.prepaid),
    ("尾款", ListPart::BalancePaid, "balance_paid", |city| {
        city.balance_paid
    }),
    ("未付", ListPart::Unpaid, "unpaid", |city| city.unpaid),
];

fn numbers(query: &ListQuery, sum: impl Fn(fn(&CityMoney) -> Money) -> Money) -> Vec<AnyView> {
    let cell = |(word, part, amount, pick): Column| {
        let query = ListQuery {
            part: Some(part),
            ..query.clone()
        };
        let sum = sum(pick);
        let number = number_or_link(query, behind_sum(amount, sum), sum.wan());
        view! { <td class="n" data-label=word>{number}</td> }.into_any()
    };
    COLUMNS.into_iter().map(cell).collect()
}

fn cells(city: &CityMoney, scale: Money, query: &ListQuery) -> AnyView {
    view! {
        <td class="bar-cell">{stacked(scale, city.prepaid, city.balance_paid, city.unpaid)}</td>
        {numbers(query, |pick| pick(city))}
    }
    .into_any()
}

fn total(all: &[CityMoney], year: i32) -> Option<AnyView> {
    let query = ListQuery {
        year: Some(year),
        sort: ListSort::Amount,
        ..Default::default()
    };
    (all.len() > 1).then(|| {
        view! {
            <tr>
                <th scope="row">"合计"</th>
                <td class="bar-cell"></td>
                {numbers(&query, |pick| all.iter().map(pick).sum())}
            </tr>
        }
        .into_any()
    })
}
