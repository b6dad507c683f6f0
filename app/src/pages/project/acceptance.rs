//! The acceptance: who organises it, who evaluates, what was found, what follows.

use domain::ProjectId;
use domain::contract::{
    AcceptanceView, AnswerView, EvaluatorView, ProjectView, ReportView, ReviewView,
};
use leptos::prelude::*;

use crate::components::{acceptance_badge, slice, yes_no};
use crate::text::full_date;

/// The acceptance, once it is applied for.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let id = view.with_untracked(|view| view.id);
    let acceptance = slice(view, |view| view.acceptance.clone());
    let inner =
        move || acceptance.with(|acceptance| acceptance.as_ref().map(|one| content(id, one)));
    view! { {inner} }.into_any()
}

fn content(id: ProjectId, acceptance: &AcceptanceView) -> AnyView {
    let line = |word: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{word}</dt><dd class="text">{text}</dd> })
    };
    let evaluators: Vec<_> = acceptance.evaluators.iter().map(evaluator).collect();
    let disposition = acceptance
        .disposition
        .as_ref()
        .map(|(kind, amount, reason)| {
            let amount = if amount.is_positive() {
                format!(" {amount} 元")
            } else {
                String::new()
            };
            format!("{}{amount}：{reason}", kind.label())
        });
    let reviews: Vec<_> = acceptance.reviews.iter().map(review).collect();
    let answers: Vec<_> = acceptance.answers.iter().map(answer).collect();
    // Once it is accepted, it is the rectification of the second round.
    let late = acceptance.late.as_ref().map(|(on, text)| {
        if acceptance.rectification.is_empty() {
            format!("{}：{text}", full_date(*on))
        } else {
            format!("{}提交，经办机构同意复验", full_date(*on))
        }
    });
    let reports: Vec<_> = acceptance.reports.iter().map(report).collect();
    let print = (!reports.is_empty()).then(|| {
        view! { <p class="head-links"><a href=format!("/projects/{id}/report/print")>"打印验收报告"</a></p> }
    });
    let round = if acceptance.round > 1 {
        "复验"
    } else {
        "初验"
    };
    view! {
        <section class="panel" id="acceptance">
            <h2>"评估验收" <small>{round}</small> {acceptance_badge(acceptance.state)}</h2>
            <dl>
                {line("组织单位", acceptance.organiser.label().into())}
                {line("申请", full_date(acceptance.applied))}
                {line("受理", acceptance.received.map(full_date).unwrap_or_default())}
                {line("退回原因", acceptance.returned.clone())}
                {line("评估人", evaluators.join("、"))}
                {line("发出不合格报告", acceptance.noticed.map(full_date).unwrap_or_default())}
                {line("送达", served(acceptance))}
                {line("催告", reminder(acceptance))}
                {answers}
                {line("整改情况", acceptance.rectification.clone())}
                {line("逾期提交的整改", late.unwrap_or_default())}
                {line("处置", disposition.unwrap_or_default())}
                {reviews}
            </dl>
            {reports}
            {print}
        </section>
    }
    .into_any()
}

fn review(one: &ReviewView) -> AnyView {
    let advice = if one.advice.is_empty() {
        String::new()
    } else {
        format!("\n建议：{}", one.advice)
    };
    let text = format!("{} {}：{}{advice}", full_date(one.on), one.by, one.findings);
    view! { <dt>"中长期评估"</dt><dd class="text">{text}</dd> }.into_any()
}

/// Who evaluates, and what he has declared.
fn evaluator(one: &EvaluatorView) -> String {
    let word = match one.declared {
        None => "利害关系待申报".to_owned(),
        Some((on, false)) => format!("{}申报无利害关系", full_date(on)),
        Some((on, true)) => format!("{}申报有利害关系，已回避", full_date(on)),
    };
    format!(
        "{}（{}，{}；{word}）",
        one.name, one.organisation, one.title
    )
}

/// When the fail report was served, or from when on it counts as served (A05).
fn served(acceptance: &AcceptanceView) -> String {
    match (acceptance.acknowledged, acceptance.presumed) {
        (Some(on), _) => format!("{}实施单位签收", full_date(on)),
        (None, Some(on)) => format!("未签收；{}起视为送达", full_date(on)),
        (None, None) => String::new(),
    }
}

fn reminder(acceptance: &AcceptanceView) -> String {
    let told = acceptance.reminder.as_ref().map(|(on, due, text)| {
        format!(
            "{}催告，答复期限至 {}：{text}",
            full_date(*on),
            full_date(*due)
        )
    });
    told.unwrap_or_default()
}

fn answer(answer: &AnswerView) -> AnyView {
    let text = format!("{} {}：{}", full_date(answer.on), answer.by, answer.text);
    view! { <dt>{answer.kind.label()}</dt><dd class="text">{text}</dd> }.into_any()
}

fn report(report: &ReportView) -> AnyView {
    let conclusion = if report.passed {
        ("tag ok", "合格")
    } else {
        ("tag late", "不合格")
    };
    let goals: Vec<_> = report
        .results
        .iter()
        .map(|(goal, measured, achieved)| {
            view! {
                <tr>
                    <td>{goal.goal.clone()}<div class="clause">{format!("目标值 {}", goal.target)}</div></td>
                    <td>{measured.clone()}</td>
                    <td class="n">{yes_no(*achieved)}</td>
                </tr>
            }
        })
        .collect();
    let paragraph = |word: &'static str, text: &str| {
        let text = text.to_owned();
        (!text.is_empty()).then(|| view! { <h4>{word}</h4><p class="text">{text}</p> })
    };
    let name = if report.round > 1 {
        "复验报告"
    } else {
        "评估验收报告"
    };
    view! {
        <article class="report">
            <h3>{name} " " <span class=conclusion.0>{conclusion.1}</span></h3>
            <p class="clause">{format!("{} · {}", report.by, full_date(report.date))}</p>
            <div class="scroll">
                <table>
                    <thead><tr><th scope="col">"绩效目标"</th><th scope="col">"实测"</th><th scope="col" class="n">"结果"</th></tr></thead>
                    <tbody>{goals}</tbody>
                </table>
            </div>
            {paragraph("存在的问题", &report.defects)}
            <details>
                <summary>"实施和资金使用情况"</summary>
                {paragraph("项目实施情况", &report.findings)}
                {paragraph("资金使用情况", &report.budget_execution)}
            </details>
        </article>
    }
    .into_any()
}
