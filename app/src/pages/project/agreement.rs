//! The service agreement: its figures, its parties, its nine clauses; and the form that drafts it.

use domain::contract::{AgreementDraft, AgreementView, ClauseTexts, ProjectView};
use domain::state::Clause;
use leptos::prelude::*;

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

/// The fields of a draft: what was drafted before, or the city's template with the project's facts.
pub fn draft(known: &ProjectView, view: Signal<ProjectView>) -> AnyView {
    let draft = known.doing.draft.clone().unwrap_or_default();
    let approved = slice(view, |view| view.approved);
    view! {
        <div class="fields">
            <AmountField
                name="draft[amount]"
                label="协议金额"
                value=draft.amount.clone()
                hint=format!("不超过核定的 {} 元。", known.approved)
                of=("核定金额", approved)
            />
            <TextField name="draft[start]" label="开始日期" kind="date" value=draft.start.clone()/>
            <TextField name="draft[end]" label="结束日期" kind="date" value=draft.end.clone() hint="实施周期最长 2 年。"/>
            <TextField name="draft[prepay]" label="预付比例（%）" value=draft.prepay.clone() hint="30 至 70；不约定预付款的留空。"/>
        </div>
        <p class="clause">
            "以下九项为 四（五）规定的必备条款，已按本盟市协议范本和项目情况拟好，请核对修改。花括号内的金额、日期和比例，保存时按上面填写的数字填入。"
        </p>
        {clauses("draft", &draft.texts())}
    }
    .into_any()
}

/// One field for each of the nine blocks.
pub fn clauses(form: &str, texts: &ClauseTexts) -> AnyView {
    let fields: Vec<_> = Clause::ALL
        .iter()
        .map(|clause| {
            let name = format!("{form}[{}]", AgreementDraft::field(*clause));
            let text = texts.get(*clause).to_owned();
            view! { <AreaField name=name label=clause.label() value=text rows=4/> }
        })
        .collect();
    view! { {fields} }.into_any()
}
