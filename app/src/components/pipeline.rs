//! The steps of the acceptance with the projects on them.

use domain::contract::{AgeBand, ListQuery, PipelineStep};
use domain::state::Step;
use leptos::prelude::*;

use super::{ToList, behind_rows, number_or_link, rows, slice};
use crate::test_ids;

/// 申请 → 受理 → 评估 → 整改 → 复验 → 合格 → 支付, each with its projects.
/// `tenant`: where the page is cut to one city of several.
pub fn pipeline(steps: Signal<Vec<PipelineStep>>, year: i32, tenant: Option<i32>) -> AnyView {
    let row = move |step: Signal<PipelineStep>, fresh: Signal<bool>| {
        let id = step.with_untracked(|step| step.step);
        let query = ListQuery {
            tenant,
            year: Some(year),
            step: Some(id),
            ..Default::default()
        };
        let late = ListQuery {
            overdue: true,
            ..query.clone()
        };
        let count = slice(step, |step| step.count);
        let behind = slice(step, |step| behind_rows(step.count));
        let remark = move || step.with(|step| remark(step, &late));
        view! {
            <li class:fresh=fresh class:late=move || step.with(|step| step.overdue > 0) data-testid=test_ids::step(id)>
                <ToList query=Signal::stored(query) behind=behind>
                    <b>{count}</b>
                    <span>{id.label()}</span>
                </ToList>
                {remark}
            </li>
        }
        .into_any()
    };
    view! { <ol class="pipe">{rows(steps, |step| step.step, row)}</ol> }.into_any()
}

/// What is to be said of a step; an overdue count is a number of its own, with its own list.
fn remark(step: &PipelineStep, late: &ListQuery) -> AnyView {
    if step.overdue > 0 && step.step != Step::Passed && step.step != Step::Paid {
        let text = format!("逾期 {} 项", step.overdue);
        let number = number_or_link(late.clone(), behind_rows(step.overdue), text);
        return view! { <small>{number}</small> }.into_any();
    }
    let text = match (step.step, step.count) {
        (_, 0) => "无".into(),
        (Step::Passed, _) => "待付尾款".into(),
        (Step::Paid, _) => "已办结".into(),
        _ => format!("最久 {} 天", step.oldest_days),
    };
    view! { <small>{text}</small> }.into_any()
}

/// How long the projects of each step have been on it; a number leads to them.
pub fn ages(steps: Signal<Vec<PipelineStep>>, year: i32, tenant: Option<i32>) -> AnyView {
    let heads: Vec<_> = AgeBand::ALL
        .iter()
        .map(|band| view! { <th scope="col" class="n">{band.label()}</th> })
        .collect();
    let line = move |step: &PipelineStep| {
        let cells: Vec<_> = AgeBand::ALL
            .iter()
            .zip(step.ages)
            .map(|(band, count)| {
                let query = ListQuery {
                    tenant,
                    year: Some(year),
                    step: Some(step.step),
                    age: Some(*band),
                    ..Default::default()
                };
                let number = number_or_link(query, behind_rows(count), count.to_string());
                view! { <td class="n" data-label=band.label()>{number}</td> }
            })
            .collect();
        view! { <tr><th scope="row">{step.step.label()}</th>{cells}</tr> }.into_any()
    };
    let body = move || {
        steps.with(|steps| {
            let open = steps.iter().filter(|step| step.step != Step::Paid);
            open.map(line).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="scroll">
            <table class="ages">
                <thead><tr><th scope="col">"停留时间"</th>{heads}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}
