//! The headline figures of a year; each leads to its rows.

use domain::contract::{Figures, ListPart, ListQuery, ListSort};
use domain::money::share;
use leptos::prelude::*;

use crate::components::{ToList, behind_rows, behind_sum, number_or_link, slice};
use crate::live::fresh;
use crate::test_ids;
use crate::text::{count, percent};

/// The headline figures of a year, of the region or one city of it.
pub fn figures(all: Signal<Figures>, year: i32, tenant: Option<i32>) -> AnyView {
    let of = move |part| ListQuery {
        tenant,
        year: Some(year),
        part: Some(part),
        sort: ListSort::Amount,
        ..Default::default()
    };
    // A clock that has run out is late whatever year its project was planned for.
    let late = ListQuery {
        tenant,
        overdue: true,
        sort: ListSort::Due,
        ..Default::default()
    };
    let on_time = move || {
        all.with(|all| match (all.cities, all.cities_on_time) {
            (1, 0) => view! { <b>"未完成"</b> }.into_any(),
            (1, _) => view! { <b>"已完成"</b> }.into_any(),
            (cities, on_time) => {
                view! { <b>{format!("{on_time} / {cities}")}<small>"盟市"</small></b> }.into_any()
            }
        })
    };
    let behind = move || all.with(|all| format!("here:{}", all.cities_on_time));
    let used = move || all.with(|all| used(all, of(ListPart::Budgeted)));
    let prepaid = move || {
        all.with(|all| {
            format!(
                "已付预付款 · 占协议 {}",
                percent(share(all.prepaid, all.agreement))
            )
        })
    };
    let due = move || all.with(|all| balance_due(all, of(ListPart::BalanceDue)));
    let determined = Shown {
        number: |all| count(all.determined),
        behind: |all| behind_rows(all.determined),
    };
    let agreement = Shown {
        number: |all| all.agreement.wan(),
        behind: |all| behind_sum("agreement_amount", all.agreement),
    };
    let overdue = Shown {
        number: |all| count(all.overdue),
        behind: |all| behind_rows(all.overdue),
    };
    let paid = Shown {
        number: |all| all.prepaid.wan(),
        behind: |all| behind_sum("prepaid", all.prepaid),
    };
    let balance = Shown {
        number: |all| all.balance_paid.wan(),
        behind: |all| behind_sum("balance_paid", all.balance_paid),
    };
    view! {
        <div class="figs">
            {figure("determined", "项", of(ListPart::Determined), all, determined, "列入本年度计划的项目".into_any())}
            {figure("agreement", "万元", of(ListPart::Agreed), all, agreement, used.into_any())}
            {figure("overdue", "项", late, all, overdue, "有法定期限逾期的项目，不分年度".into_any())}
            {figure("prepaid", "万元", of(ListPart::Prepaid), all, paid, prepaid.into_any())}
            {figure("balance-paid", "万元", of(ListPart::BalancePaid), all, balance, due.into_any())}
            <div class="fig" data-testid=test_ids::figure("on-time")>
                <a href="#race" data-behind=behind>{on_time}</a>
                <span>{format!("10 月底前完成 {} 年度确定", year + 1)}</span>
            </div>
        </div>
    }
    .into_any()
}

/// A number and what it is made of.
#[derive(Clone, Copy)]
struct Shown {
    number: fn(&Figures) -> String,
    behind: fn(&Figures) -> String,
}

fn figure(
    name: &'static str,
    unit: &'static str,
    query: ListQuery,
    all: Signal<Figures>,
    shown: Shown,
    remark: AnyView,
) -> AnyView {
    let (value, behind) = (slice(all, shown.number), slice(all, shown.behind));
    let fresh = fresh(value, false);
    let late = move || name == "overdue" && all.with(|all| all.overdue > 0);
    view! {
        <div class="fig" class:fresh=fresh class:late=late data-testid=test_ids::figure(name)>
            <ToList query=Signal::stored(query) behind=behind><b>{value}<small>{unit}</small></b></ToList>
            <span>{remark}</span>
        </div>
    }
    .into_any()
}

fn used(all: &Figures, query: ListQuery) -> AnyView {
    let text = format!("已用 {}", percent(share(all.used, all.cap)));
    let number = number_or_link(query, behind_sum("budget", all.used), text);
    view! { {format!("协议金额 · 上限 {}，", all.cap.wan())} {number} }.into_any()
}

fn balance_due(all: &Figures, query: ListQuery) -> AnyView {
    let text = format!("待付 {}", all.balance_due.wan());
    let number = number_or_link(query, behind_sum("balance_due", all.balance_due), text);
    view! { "已付尾款 · " {number} }.into_any()
}
