//! The money of a project: the bar, the figures, each payment with its three persons.

use domain::Money;
use domain::contract::{MoneySummary, PaymentView, ProjectView};
use leptos::prelude::*;

use crate::components::{legend, payment_badge, rows, slice, stacked};
use crate::live::fresh;
use crate::test_ids;
use crate::text::full_date;

/// The money of a project.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let money = slice(view, |view| view.money.clone());
    let payments = slice(view, |view| view.payments.clone());
    let budget = move || view.with(budget);
    view! {
        <section class="panel" id="money">
            <h2>"资金" <small>"单位：元"</small> {legend()}</h2>
            {move || money.with(bar)}
            <dl class="sums">
                {figure("协议金额", test_ids::AGREEMENT, money, |money| money.agreement)}
                {figure("已付预付款", test_ids::PREPAID, money, |money| money.prepaid)}
                {figure("已付尾款", test_ids::BALANCE_PAID, money, |money| money.balance_paid)}
                {figure("待付尾款", "balance", money, |money| money.balance)}
                {move || money.with(|money| extra("扣减", money.deducted))}
                {move || money.with(|money| extra("应退回", money.recover))}
                {move || money.with(|money| extra("已退回", money.recovered))}
            </dl>
            {move || money.with(|money| (!money.expected.is_empty()).then(|| view! { <p class="expected">{money.expected.clone()}</p> }))}
            <ul class="payments">{rows(payments, |payment| payment.id, payment)}</ul>
            {budget}
        </section>
    }
    .into_any()
}

fn figure(
    word: &'static str,
    id: &'static str,
    money: Signal<MoneySummary>,
    part: fn(&MoneySummary) -> Money,
) -> AnyView {
    let amount = slice(money, part);
    let fresh = fresh(amount, false);
    view! {
        <dt>{word}</dt>
        <dd class="n" class:fresh=fresh data-testid=id>{move || amount.get().to_string()}</dd>
    }
    .into_any()
}

fn extra(word: &'static str, amount: Money) -> Option<AnyView> {
    amount
        .is_positive()
        .then(|| view! { <dt>{word}</dt><dd class="n late">{amount.to_string()}</dd> }.into_any())
}

fn bar(money: &MoneySummary) -> AnyView {
    let unpaid = money
        .agreement
        .saturating_sub(money.prepaid)
        .saturating_sub(money.balance_paid);
    stacked(money.agreement, money.prepaid, money.balance_paid, unpaid)
}

fn payment(payment: Signal<PaymentView>, fresh: Signal<bool>) -> AnyView {
    view! { <li class:fresh=fresh>{move || payment.with(content)}</li> }.into_any()
}

fn content(payment: &PaymentView) -> AnyView {
    let day = match payment.paid {
        Some(day) => format!("{} 支付", full_date(day)),
        None => format!("{} 申请", full_date(payment.requested)),
    };
    let steps: Vec<_> = payment
        .steps
        .iter()
        .map(|(step, name)| view! { <li><span>{step.clone()}</span>{name.clone()}</li> })
        .collect();
    let account = (!payment.account.is_empty()).then(|| format!(" · 账号 {}", payment.account));
    let voucher = (!payment.voucher.is_empty()).then(|| format!(" · 凭证 {}", payment.voucher));
    view! {
        <div class="payment-head">
            <b>{payment.kind.label()}</b>
            <span class="n">{payment.amount.to_string()}</span>
            {payment_badge(payment.state)}
        </div>
        <div class="clause">{day} " · 付至 " {payment.payee.clone()} {account} {voucher}</div>
        <ol class="persons">{steps}</ol>
    }
    .into_any()
}

fn budget(view: &ProjectView) -> Option<AnyView> {
    let lines: Vec<_> = view
        .budget
        .iter()
        .map(|line| {
            let state = if line.approved { "已批复" } else { "待批复" };
            view! { <tr><td>{format!("{} 年度", line.year)}</td><td>{state}</td><td class="n">{line.amount.to_string()}</td></tr> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <details>
                <summary>{format!("预算安排（核定 {} 元）", view.approved)}</summary>
                <table><tbody>{lines}</tbody></table>
            </details>
        }
        .into_any()
    })
}
