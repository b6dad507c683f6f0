//! Supplementary agreements, what they replaced, and how a project was ended.

use domain::contract::{
    AgreementVersion, AmendmentView, Change, PaperView, ProjectView, TerminationView,
};
use domain::paper::PaperKind;
use domain::state::AmendmentState;
use leptos::prelude::*;

use super::attached;
use crate::components::slice;
use crate::text::full_date;

/// Longer texts stand in a fold of their own.
const SHORT: usize = 60;

/// Nothing as long as the agreement is as it was signed.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let parts = slice(view, |view| {
        (
            view.doing.amendments.clone(),
            view.doing.versions.clone(),
            view.doing.termination.clone(),
            view.doing.papers.clone(),
        )
    });
    let inner = move || {
        parts.with(|(amendments, versions, ended, papers)| {
            view! {
                {ended.as_ref().map(|ended| termination(ended, papers))}
                {(!amendments.is_empty()).then(|| list(amendments, versions, papers))}
            }
        })
    };
    view! { {inner} }.into_any()
}

fn list(
    amendments: &[AmendmentView],
    versions: &[AgreementVersion],
    papers: &[PaperView],
) -> AnyView {
    let amendments: Vec<_> = amendments
        .iter()
        .map(|one| amendment(one, papers))
        .collect();
    let versions: Vec<_> = versions.iter().map(version).collect();
    view! {
        <section class="panel" id="amendments">
            <h2>"补充协议"</h2>
            {amendments}
            {versions}
        </section>
    }
    .into_any()
}

fn amendment(one: &AmendmentView, papers: &[PaperView]) -> AnyView {
    let class = match one.state {
        AmendmentState::Filed => "tag ok",
        AmendmentState::Withdrawn => "tag done",
        _ => "tag run",
    };
    let parties: Vec<_> = one
        .signatures
        .iter()
        .map(|(party, name, signed)| {
            let signed = match signed {
                Some(day) => view! { <span class="tag ok">{format!("已签署 {}", full_date(*day))}</span> }.into_any(),
                None => view! { <span class="tag near">"待签署"</span> }.into_any(),
            };
            let page = attached::beside(papers, PaperKind::Signature, party.code(), i64::from(one.no));
            view! { <tr><td>{name.clone()}<div class="clause">{party.label()}</div>{page}</td><td class="n">{signed}</td></tr> }
        })
        .collect();
    let parties = (one.state != AmendmentState::Withdrawn)
        .then(|| view! { <table><tbody>{parties}</tbody></table> });
    let line = |word: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{word}</dt><dd class="text">{text}</dd> })
    };
    let changes: Vec<_> = one.changes.iter().map(change).collect();
    view! {
        <article class="report">
            <h3>{format!("第 {} 号", one.no)} " " <span class=class>{one.state.label()}</span></h3>
            <dl>
                {line("变更原因", one.reason.clone())}
                {line("决议文号", one.basis.clone())}
                {line("备案生效", one.filed.map(full_date).unwrap_or_default())}
                {line("撤回原因", one.withdrawn.clone())}
            </dl>
            {changes}
            {parties}
        </article>
    }
    .into_any()
}

fn change(change: &Change) -> AnyView {
    let long = change
        .before
        .chars()
        .count()
        .max(change.after.chars().count())
        > SHORT;
    let (label, before, after) = (
        change.label.clone(),
        change.before.clone(),
        change.after.clone(),
    );
    if long {
        return view! {
            <details>
                <summary>{format!("{label}已修改")}</summary>
                <h4>"原文"</h4>
                <p class="text">{before}</p>
                <h4>"改为"</h4>
                <p class="text">{after}</p>
            </details>
        }
        .into_any();
    }
    view! { <p>{format!("{label}：")}<del>{before}</del>" → "<ins>{after}</ins></p> }.into_any()
}

fn version(one: &AgreementVersion) -> AnyView {
    let prepay = one
        .prepay
        .map_or_else(|| "不约定预付款".to_owned(), |share| share.to_string());
    let clauses: Vec<_> = one
        .clauses
        .iter()
        .map(|(clause, text)| view! { <h4>{clause.label()}</h4><p class="text">{text.clone()}</p> })
        .collect();
    view! {
        <details>
            <summary>{format!("原协议（第 {} 版，{} 被替代）", one.no, full_date(one.replaced))}</summary>
            <p>{format!(
                "协议金额 {} 元，{} 至 {}，预付比例 {prepay}",
                one.amount,
                full_date(one.start),
                full_date(one.end),
            )}</p>
            {clauses}
        </details>
    }
    .into_any()
}

fn termination(ended: &TerminationView, papers: &[PaperView]) -> AnyView {
    let settled = (!ended.record.is_empty()).then(|| {
        view! {
            <dt>"已完成工作结算"</dt>
            <dd>{format!("{} 元", ended.settlement)}</dd>
            <dt>"书面结算记录"</dt>
            <dd class="text">{ended.record.clone()}</dd>
        }
    });
    view! {
        <section class="panel" id="termination">
            <h2>"终止" <small>{format!("{} · {}", full_date(ended.on), ended.by)}</small></h2>
            <dl>
                <dt>"终止原因"</dt>
                <dd class="text">{ended.reason.clone()}</dd>
                {settled}
                <dt>"应退回"</dt>
                <dd>{format!("{} 元", ended.recover)}</dd>
            </dl>
            {attached::beside(papers, PaperKind::Termination, "", 0)}
        </section>
    }
    .into_any()
}
