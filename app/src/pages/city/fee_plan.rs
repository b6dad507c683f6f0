//! The year's fee plan with its one possible next step.

use domain::access::{Action, Capacity};
use domain::contract::{FeePlanView, ListPart, ListQuery, ListSort, Me};
use domain::money::share;
use domain::state::FeePlanState;
use leptos::prelude::*;

use crate::components::{ActForm, AmountField, behind_sum, meter, number_or_link, rows, slice};
use crate::test_ids;
use crate::text::address;

/// The year's fee plan with its one possible next step.
pub fn panel(plan: Signal<FeePlanView>) -> AnyView {
    let steps = move || plan.with(|plan| steps(plan.state));
    let facts = move || plan.with(facts);
    // One form per step, kept while the plan around it changes.
    let action = slice(plan, |plan| plan.action.into_iter().collect::<Vec<_>>());
    view! {
        <section class="panel" data-testid=test_ids::FEE_PLAN>
            <h2>
                {move || plan.with(|plan| format!("{} 年度费用计划", plan.year))}
                <small>"单位：元 · 四（一）2（2）"</small>
            </h2>
            {steps}
            {facts}
            {rows(action, |action| *action, move |action, _| form(action.get_untracked(), plan))}
        </section>
    }
    .into_any()
}

fn steps(state: FeePlanState) -> AnyView {
    let steps: Vec<_> = FeePlanState::ALL
        .iter()
        .map(|step| {
            let class = if *step < state { "done" } else if *step == state { "now" } else { "next" };
            view! { <li class=class aria-current=(*step == state).then_some("step")>{step.label()}</li> }
        })
        .collect();
    view! { <ol class="steps">{steps}</ol> }.into_any()
}

fn facts(plan: &FeePlanView) -> AnyView {
    view! {
        <dl>
            <dt>"计划金额"</dt>
            <dd class="n"><b>{plan.amount.to_string()}</b></dd>
            <dt>"已列项目预算"</dt>
            <dd class="n">{budgeted(plan)}</dd>
            <dt>"已支付"</dt>
            <dd class="n">{paid(plan)}</dd>
        </dl>
        {meter(share(plan.paid, plan.amount), format!("计划 {} 元，已支付 {} 元", plan.amount, plan.paid))}
    }
    .into_any()
}

fn budgeted(plan: &FeePlanView) -> AnyView {
    let query = ListQuery {
        year: Some(plan.year),
        part: Some(ListPart::Budgeted),
        sort: ListSort::Amount,
        ..Default::default()
    };
    let behind = behind_sum("budget", plan.budgeted);
    number_or_link(query, behind, plan.budgeted.to_string())
}

/// The payments of the year in the ledger, for whoever reads it.
fn paid(plan: &FeePlanView) -> AnyView {
    let role = use_context::<Me>().map(|me| me.role);
    let reads = role
        .and_then(Capacity::of)
        .is_some_and(|capacity| Action::ViewLedger.allows(&[capacity]));
    let text = plan.paid.to_string();
    if !reads {
        return text.into_any();
    }
    let href = address("/ledger", [("year", plan.year.to_string())]);
    view! { <a href=href data-behind=behind_sum("paid", plan.paid)>{text}</a> }.into_any()
}

fn form(action: Action, plan: Signal<FeePlanView>) -> AnyView {
    let amount = (action == Action::CompileFeePlan).then(|| {
        let budgeted = plan.with_untracked(|plan| plan.budgeted.plain());
        view! { <AmountField name="amount" label="计划金额" value=budgeted hint="不低于已列项目预算，不高于上限。"/> }
    });
    view! {
        <ActForm action=action main=true>
            <input type="hidden" name="year" value=move || plan.with(|plan| plan.year.to_string())/>
            <input type="hidden" name="seen" value=move || plan.with(|plan| plan.version.to_string())/>
            {amount}
        </ActForm>
    }
    .into_any()
}
