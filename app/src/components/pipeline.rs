//! The steps of the acceptance with the projects on them.

use domain::contract::{ListQuery, PipelineStep};
use domain::state::Step;
use leptos::prelude::*;

use super::{ToList, rows};
use crate::test_ids;

/// 申请 → 受理 → 评估 → 整改 → 复验 → 合格 → 支付, each with its projects.
pub fn pipeline(steps: Signal<Vec<PipelineStep>>, year: i32) -> AnyView {
    let row = move |step: Signal<PipelineStep>, fresh: Signal<bool>| {
        let id = step.with_untracked(|step| step.step);
        let query = ListQuery {
            year: Some(year),
            step: Some(id),
            ..Default::default()
        };
        view! {
            <li class:fresh=fresh class:late=move || step.with(|step| step.overdue > 0) data-testid=test_ids::step(id)>
                <ToList query=Signal::stored(query)>
                    <b>{move || step.with(|step| step.count)}</b>
                    <span>{id.label()}</span>
                    <small>{move || step.with(remark)}</small>
                </ToList>
            </li>
        }
        .into_any()
    };
    view! { <ol class="pipe">{rows(steps, |step| step.step, row)}</ol> }.into_any()
}

fn remark(step: &PipelineStep) -> String {
    match (step.step, step.count) {
        (_, 0) => "无".into(),
        (Step::Passed, _) => "待付尾款".into(),
        (Step::Paid, _) => "已办结".into(),
        _ if step.overdue > 0 => format!("逾期 {} 项", step.overdue),
        _ => format!("最久 {} 天", step.oldest_days),
    }
}
