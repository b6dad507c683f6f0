//! The service agreement: its figures, its parties, its nine clauses; and the form that drafts it.

use domain::contract::{AgreementDraft, AgreementView, ProjectView};
use domain::state::Clause;
use leptos::prelude::*;

use super::clauses::standard;
use crate::components::{AmountField, AreaField, TextField, slice};
use crate::text::full_date;

/// The agreement, once there is one.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let agreement = slice(view, |view| view.agreement.clone());
    let inner = move || agreement.with(|agreement| agreement.as_ref().map(content));
    view! { {inner} }.into_any()
}

fn content(agreement: &AgreementView) -> AnyView {
    let parties: Vec<_> = agreement
        .signatures
        .iter()
        .map(|(party, name, signed)| {
            let signed = match signed {
                Some(day) => view! { <span class="tag ok">{format!("已签署 {}", full_date(*day))}</span> }.into_any(),
                None => view! { <span class="tag near">"待签署"</span> }.into_any(),
            };
            view! { <tr><td>{name.clone()}<div class="clause">{party.label()}</div></td><td class="n">{signed}</td></tr> }
        })
        .collect();
    let clauses: Vec<_> = agreement
        .clauses
        .iter()
        .map(|(clause, text)| view! { <h3>{clause.label()}</h3><p class="text">{text.clone()}</p> })
        .collect();
    let prepay = agreement
        .prepay
        .map_or_else(|| "未约定".to_owned(), |share| share.to_string());
    view! {
        <section class="panel">
            <h2>"服务协议" <span class="tag run">{agreement.state.label()}</span></h2>
            <dl>
                <dt>"协议金额"</dt>
                <dd>{format!("{} 元", agreement.amount)}</dd>
                <dt>"实施期限"</dt>
                <dd>{format!("{} 至 {}", full_date(agreement.start), full_date(agreement.end))}</dd>
                <dt>"约定预付"</dt>
                <dd>{prepay}</dd>
            </dl>
            <table><tbody>{parties}</tbody></table>
            <details>
                <summary>{format!("协议条款（{} 项）", agreement.clauses.len())}</summary>
                {clauses}
            </details>
        </section>
    }
    .into_any()
}

/// The fields of a draft: what was drafted before, or standard text.
pub fn draft(known: &ProjectView, view: Signal<ProjectView>) -> AnyView {
    let agreement = known.agreement.as_ref();
    let amount = agreement.map_or(known.approved, |agreement| agreement.amount);
    let start = agreement.map_or(known.start, |agreement| agreement.start);
    let end = agreement.map_or(known.end, |agreement| agreement.end);
    let prepay = agreement.map_or_else(
        || "50".to_owned(),
        |agreement| {
            agreement
                .prepay
                .map(|share| share.to_string().trim_end_matches('%').to_owned())
                .unwrap_or_default()
        },
    );
    let approved = slice(view, |view| view.approved);
    let clauses: Vec<_> = Clause::ALL
        .iter()
        .map(|clause| {
            let drafted = agreement
                .and_then(|agreement| agreement.clauses.iter().find(|(known, _)| known == clause));
            let text = drafted.map_or_else(|| standard(*clause, known), |(_, text)| text.clone());
            let name = format!("draft[{}]", AgreementDraft::field(*clause));
            view! { <AreaField name=name label=clause.label() value=text rows=4/> }
        })
        .collect();
    view! {
        <div class="fields">
            <AmountField
                name="draft[amount]"
                label="协议金额"
                value=amount.plain()
                hint=format!("不超过核定的 {} 元。", known.approved)
                of=("核定金额", approved)
            />
            <TextField name="draft[start]" label="开始日期" kind="date" value=start.to_string()/>
            <TextField name="draft[end]" label="结束日期" kind="date" value=end.to_string() hint="实施周期最长 2 年。"/>
            <TextField name="draft[prepay]" label="预付比例（%）" value=prepay hint="30 至 70；不约定预付款的留空。"/>
        </div>
        <p class="clause">"以下九项为 四（五）规定的必备条款，已按项目情况拟好，请核对修改。"</p>
        {clauses}
    }
    .into_any()
}
