//! Exceeding the cap: the agency asks, both regional departments consent (R117, A09).

use domain::access::Action;
use domain::contract::{CapView, OverrideRow};
use leptos::prelude::*;

use crate::components::{ActFold, AmountField, AreaField, TextField, badge, not_now, rows, slice};
use crate::test_ids;

/// The requests with their consents.
pub fn panel(view: Signal<CapView>, region: bool) -> AnyView {
    let list = slice(view, |view| view.overrides.clone());
    let row = move |row: Signal<OverrideRow>, fresh: Signal<bool>| {
        let id = row.with_untracked(|row| row.id);
        let asked = slice(row, |row| row.can_consent);
        view! {
            <li class:fresh=fresh data-testid=test_ids::exceeding(id)>
                {move || row.with(|row| content(row, region))}
                {move || asked.get().then(|| consent(row))}
            </li>
        }
        .into_any()
    };
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"本年度没有超上限的申请。"</p> })
    };
    view! {
        <section class="panel" id="overrides">
            <h2>"超上限申请" <small>"须自治区人社、财政两部门同意"</small></h2>
            <ul class="overrides">{rows(list, |row| row.id, row)}</ul>
            {empty}
            {move || view.with(|view| not_now(&view.offers))}
        </section>
    }
    .into_any()
}

fn content(row: &OverrideRow, region: bool) -> AnyView {
    let state = if row.in_force {
        badge("ok", "已生效")
    } else {
        badge("near", "待同意")
    };
    let consent = |who: &'static str, by: &str| {
        let mark = if by.is_empty() {
            badge("near", "待同意")
        } else {
            badge("ok", "已同意")
        };
        view! { <dt>{who}</dt><dd>{mark} " " {by.to_owned()}</dd> }
    };
    let document = (!row.document.is_empty())
        .then(|| view! { <dt>"批准文号"</dt><dd>{row.document.clone()}</dd> });
    view! {
        <div class="override-head">
            {region.then(|| view! { <b>{row.city.clone()}</b> })}
            <b class="amount-of">{format!("{} 元", row.amount)}</b>
            {state}
        </div>
        <p class="text">{row.reason.clone()}</p>
        <dl>
            <dt>"申请"</dt>
            <dd>{row.requested.clone()}</dd>
            {consent("人社", &row.hrss)}
            {consent("财政", &row.finance)}
            {document}
        </dl>
    }
    .into_any()
}

fn consent(row: Signal<OverrideRow>) -> AnyView {
    let first = row.get_untracked();
    let seen = move || row.with(|row| row.version.to_string());
    view! {
        <ActFold action=Action::ConsentOverride number=first.id.0 main=true open=true>
            <input type="hidden" name="id" value=first.id.to_string()/>
            <input type="hidden" name="seen" value=seen/>
            <TextField
                name="document"
                label="批准文号"
                value=first.document
                hint="两部门同意的文件编号；后同意的部门核对一致后确认。"
            />
        </ActFold>
    }
    .into_any()
}

/// The agency's request.
pub fn request(view: Signal<CapView>) -> AnyView {
    let year = view.with_untracked(|view| view.year);
    view! {
        <section class="panel">
            <ActFold action=Action::RequestOverride anchored=true subject="“原则上不得超过”的例外">
                <input type="hidden" name="year" value=year.to_string()/>
                <AmountField name="amount" label="拟超出的金额" hint="超出 3% 上限的部分，不是项目总额。"/>
                <AreaField name="reason" label="理由" hint="写明涉及的项目、必要性和资金来源，两部门据此审核。"/>
            </ActFold>
        </section>
    }
    .into_any()
}
