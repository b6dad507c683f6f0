//! The life of a project as stations.

use domain::contract::{TimelineMark, TimelineStep};
use leptos::prelude::*;

/// The life of a project as stations; the present one stands out.
pub fn timeline(steps: &[TimelineStep]) -> AnyView {
    let steps: Vec<_> = steps.iter().map(station).collect();
    view! { <ol class="line">{steps}</ol> }.into_any()
}

fn station(step: &TimelineStep) -> AnyView {
    let class = step.mark.code();
    let current = (step.mark == TimelineMark::Now).then_some("step");
    view! {
        <li class=class aria-current=current>
            <span class="dot" aria-hidden="true"></span>
            <div>
                <b>{step.label.clone()}</b>
                <span class="sr">{format!("（{}）", step.mark.label())}</span>
                <span class="clause">{step.clause.clone()}</span>
                <div class="when">{step.when.clone()}</div>
                <div class="what">{step.what.clone()}</div>
            </div>
        </li>
    }
    .into_any()
}
