//! `/bank/statements/:id`: a statement of the bank against the ledger and the allocation.

use domain::Money;
use domain::contract::{BankLine, BankYear, Me, StatementView};
use domain::state::BankMark;
use leptos::prelude::*;

use crate::api::books::statement as load;
use crate::components::{Follow, badge, page_of};
use crate::text::full_date;

/// `/bank/statements/:id`.
pub fn statement() -> AnyView {
    page_of("银行对账结果", load, |_| Follow::Nothing, body)
}

fn body(_: Me, view: Signal<StatementView>) -> AnyView {
    view! { {move || view.with(content)} }.into_any()
}

fn content(view: &StatementView) -> AnyView {
    let row = &view.row;
    let counts: Vec<_> = BankMark::ALL
        .iter()
        .map(|mark| {
            let count = view.result.count(*mark);
            let class = if *mark != BankMark::Matched && count > 0 {
                "late"
            } else {
                ""
            };
            view! { <li class=class><b>{count}</b><span>{mark.label()}</span></li> }
        })
        .collect();
    let lines: Vec<_> = view.result.lines.iter().map(line).collect();
    view! {
        <div class="head">
            <h1>{format!("{} 至 {} 银行流水", full_date(row.from), full_date(row.to))}</h1>
            <span class="meta">{format!("{} · {} {} 上传", row.name, row.by, full_date(row.on))}</span>
        </div>
        <div class="flow">
            <section class="panel">
                <ul class="counts">{counts}</ul>
                <p class="clause whole">"文件 SHA-256 " <code>{row.hash.clone()}</code></p>
                <p class="clause">"核对结果为上传时的情况，留存备查，不改动台账。"</p>
                <p class="back"><a href="/bank">"返回银行付款与对账"</a></p>
            </section>
            {years(&view.result.years)}
            <section class="panel">
                <h2>"逐笔核对"</h2>
                <div class="scroll" tabindex="0" role="region" aria-label="逐笔核对">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"结果"</th>
                                <th scope="col">"凭证号"</th>
                                <th scope="col">"日期"</th>
                                <th scope="col" class="n">"银行（元）"</th>
                                <th scope="col" class="n">"台账（元）"</th>
                                <th scope="col">"收款人 / 项目"</th>
                            </tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            </section>
        </div>
    }
    .into_any()
}

fn years(years: &[BankYear]) -> AnyView {
    let rows: Vec<_> = years
        .iter()
        .map(|year| {
            let over = (year.ledger > year.allocated).then(|| badge("late", "超出拨付"));
            view! {
                <tr>
                    <th scope="row">{format!("{} 年度", year.year)}</th>
                    <td class="n">{year.allocated.to_string()}</td>
                    <td class="n">{year.ledger.to_string()}</td>
                    <td class="n">{year.bank.to_string()}</td>
                    <td>{over}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="panel" class:none=years.is_empty()>
            <h2>"与费用拨付核对" <small>"单位：元"</small></h2>
            <div class="scroll" tabindex="0" role="region" aria-label="与费用拨付核对">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"年度"</th>
                        <th scope="col" class="n">"财政已拨付"</th>
                        <th scope="col" class="n">"台账已支付"</th>
                        <th scope="col" class="n">"本流水已支付"</th>
                        <th scope="col">"提示"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
        </section>
    }
    .into_any()
}

fn line(line: &BankLine) -> AnyView {
    let class = match line.mark {
        BankMark::Matched => "ok",
        BankMark::OnlyLedger => "near",
        BankMark::Differs | BankMark::OnlyBank => "late",
    };
    let amount =
        |amount: Option<Money>| amount.map_or_else(|| "—".to_owned(), |one| one.to_string());
    let other = line.other_payee.then(|| badge("near", "收款人与台账不同"));
    let project = line.project.map(|id| {
        view! { <div class="clause"><a href=format!("/projects/{id}")>{line.project_name.clone()}</a></div> }
    });
    view! {
        <tr>
            <td class="state">{badge(class, line.mark.label())}</td>
            <td>{line.voucher.clone()}</td>
            <td class="nowrap">{line.on.map(full_date)}</td>
            <td class="n">{amount(line.bank)}</td>
            <td class="n">{amount(line.ledger)}</td>
            <td class="name">{line.payee.clone()} " " {other} {project}</td>
        </tr>
    }
    .into_any()
}
