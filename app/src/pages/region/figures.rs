//! The headline figures of a year; each leads to its rows.

use domain::contract::{Figures, ListQuery, ListSort};
use domain::money::share;
use leptos::prelude::*;

use crate::components::{ToList, slice};
use crate::live::fresh;
use crate::test_ids;
use crate::text::{count, percent};

/// The headline figures of a year.
pub fn figures(all: Signal<Figures>, year: i32) -> AnyView {
    let of_year = ListQuery {
        year: Some(year),
        ..Default::default()
    };
    let by_amount = ListQuery {
        sort: ListSort::Amount,
        ..of_year.clone()
    };
    // A clock that has run out is late whatever year its project was planned for.
    let late = ListQuery {
        overdue: true,
        sort: ListSort::Due,
        ..Default::default()
    };
    let on_time = move || {
        let (on_time, cities) = all.with(|all| (all.cities_on_time, all.cities));
        format!("{on_time} / {cities}")
    };
    view! {
        <div class="figs">
            {figure("determined", "项", of_year, all, |all| count(all.determined), |_| "列入本年度计划的项目".into())}
            {figure("agreement", "万元", by_amount.clone(), all, |all| all.agreement.wan(), agreement)}
            {figure("overdue", "项", late, all, |all| count(all.overdue), |_| "法定期限逾期".into())}
            {figure("prepaid", "万元", by_amount.clone(), all, |all| all.prepaid.wan(), prepaid)}
            {figure("balance-paid", "万元", by_amount, all, |all| all.balance_paid.wan(), balance)}
            <div class="fig" data-testid=test_ids::figure("on-time")>
                <a href="#map"><b>{on_time}<small>"盟市"</small></b></a>
                <span>{format!("10 月底前完成 {} 年度确定", year + 1)}</span>
            </div>
        </div>
    }
    .into_any()
}

fn figure(
    name: &'static str,
    unit: &'static str,
    query: ListQuery,
    all: Signal<Figures>,
    value: fn(&Figures) -> String,
    remark: fn(&Figures) -> String,
) -> AnyView {
    let value = slice(all, value);
    let fresh = fresh(value, false);
    let late = move || name == "overdue" && all.with(|all| all.overdue > 0);
    view! {
        <div class="fig" class:fresh=fresh class:late=late data-testid=test_ids::figure(name)>
            <ToList query=Signal::stored(query)><b>{value}<small>{unit}</small></b></ToList>
            <span>{move || all.with(remark)}</span>
        </div>
    }
    .into_any()
}

fn agreement(all: &Figures) -> String {
    format!(
        "协议金额 · 上限 {}，已用 {}",
        all.cap.wan(),
        percent(share(all.used, all.cap))
    )
}

fn prepaid(all: &Figures) -> String {
    format!(
        "已付预付款 · 占协议 {}",
        percent(share(all.prepaid, all.agreement))
    )
}

fn balance(all: &Figures) -> String {
    format!("已付尾款 · 待付 {}", all.balance_due.wan())
}
