//! `/bank`: what waits for the bank, the lists that were taken, the statements that were compared.

use domain::access::Action;
use domain::contract::{BankView, BatchRow, Me, StatementRow, WaitingPayment};
use leptos::prelude::*;

use crate::api::books::bank as load;
use crate::carried::fetched;
use crate::components::{ActForm, FileField, FileForm, Follow, badge, deed, page, rows, slice};
use crate::pages::ledger::money_links;
use crate::text::full_date;

mod statement;

pub use statement::statement;

/// `/bank`.
pub fn bank() -> AnyView {
    let data = fetched(|| (), |()| load());
    page(
        "银行付款与对账",
        data,
        |_| Follow::Changes("projects".into()),
        body,
    )
}

fn body(me: Me, view: Signal<BankView>) -> AnyView {
    view! {
        <div class="head">
            <h1>"银行付款与对账"</h1>
            {money_links(me.role, "/bank")}
        </div>
        <div class="cols wide-left">
            <div>{waiting(view)} {batches(view)}</div>
            <div>{statements(view)}</div>
        </div>
    }
    .into_any()
}

fn waiting(view: Signal<BankView>) -> AnyView {
    let list = slice(view, |view| view.waiting.clone());
    let total = slice(view, |view| view.total);
    let takes = slice(view, |view| view.actions.contains(&Action::TakeBatch));
    let take = move || {
        (takes.get() && total.get().is_positive()).then(|| {
            view! {
                <ActForm action=Action::TakeBatch main=true>
                    <p class="clause">"清单生成后留存文件和校验值；付款后仍须逐笔登记凭证。"</p>
                </ActForm>
            }
        })
    };
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有已复核待支付的款项。"</p> })
    };
    view! {
        <section class="panel">
            <h2>"已复核待支付" <small>{move || format!("可列入清单 {} 元", total.get())}</small></h2>
            <div class="scroll">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"收款单位 / 项目"</th>
                            <th scope="col">"款项"</th>
                            <th scope="col" class="n">"金额（元）"</th>
                            <th scope="col">"状态"</th>
                        </tr>
                    </thead>
                    <tbody>{rows(list, |one| one.payment, payment)}</tbody>
                </table>
            </div>
            {empty}
            {take}
        </section>
    }
    .into_any()
}

fn payment(one: Signal<WaitingPayment>, fresh: Signal<bool>) -> AnyView {
    let cells = |one: &WaitingPayment| {
        let state = if one.because.is_empty() {
            badge("near", "可列入清单")
        } else {
            view! { <span class="clause">{one.because.clone()}</span> }.into_any()
        };
        view! {
            <td class="name">
                {one.payee.clone()}
                <div class="clause"><a href=format!("/projects/{}", one.project)>{one.project_name.clone()}</a> {format!(" {}", one.code)}</div>
            </td>
            <td>{one.kind.label()}</td>
            <td class="n">{one.amount.to_string()}</td>
            <td>{state}</td>
        }
        .into_any()
    };
    view! { <tr class:fresh=fresh>{move || one.with(cells)}</tr> }.into_any()
}

fn batches(view: Signal<BankView>) -> AnyView {
    let list = slice(view, |view| view.batches.clone());
    let row = |one: Signal<BatchRow>, fresh: Signal<bool>| {
        let content = |one: &BatchRow| {
            view! {
                <a href=format!("/bank/batches/{}/list.xlsx", one.id) download="">{one.name.clone()}</a>
                {format!(" · {} 笔 · {} 元", one.payments, one.total)}
                <div class="clause">{format!("{} {} 生成", one.at, one.by)}</div>
                <div class="clause whole">"SHA-256 " <code>{one.hash.clone()}</code></div>
            }
            .into_any()
        };
        view! { <li class:fresh=fresh>{move || one.with(content)}</li> }.into_any()
    };
    view! {
        <section class="panel" class:none=move || list.with(Vec::is_empty)>
            <h2>"付款清单" <small>"Excel 文件，内容与生成时完全一致"</small></h2>
            <ul class="uploads">{rows(list, |one| one.id, row)}</ul>
        </section>
    }
    .into_any()
}

fn statements(view: Signal<BankView>) -> AnyView {
    let list = slice(view, |view| view.statements.clone());
    let uploads = slice(view, |view| view.actions.contains(&Action::UploadStatement));
    let form = move || {
        uploads.get().then(|| {
            let form = view! {
                <FileForm action=Action::UploadStatement address="/bank/statements">
                    <FileField
                        name="file"
                        label="银行流水"
                        accept=".csv,.xlsx"
                        hint="CSV 或 xlsx，首行为列名：日期、凭证号、金额（元）、收款人，只含付款。核对结果留存，不改动任何台账。"
                    />
                </FileForm>
            };
            deed(Action::UploadStatement, "", false, form)
        })
    };
    let row = |one: Signal<StatementRow>, fresh: Signal<bool>| {
        view! { <li class:fresh=fresh>{move || one.with(compared)}</li> }.into_any()
    };
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"还没有核对过银行流水。"</p> })
    };
    view! {
        <section class="panel">
            <h2>"银行对账"</h2>
            <ul class="uploads">{rows(list, |one| one.id, row)}</ul>
            {empty}
            {form}
        </section>
    }
    .into_any()
}

fn compared(one: &StatementRow) -> AnyView {
    let off = one.lines.saturating_sub(one.matched);
    let mark = if off == 0 {
        badge("ok", "全部相符")
    } else {
        badge("late", "有不符")
    };
    view! {
        <a href=format!("/bank/statements/{}", one.id)>
            {format!("{} 至 {}", full_date(one.from), full_date(one.to))}
        </a>
        " " {mark}
        <div class="clause">{format!("相符 {} 笔，不符 {off} 笔 · {} · {} {}", one.matched, one.name, one.by, full_date(one.on))}</div>
    }
    .into_any()
}
