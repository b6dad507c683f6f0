//! What the view says a person can do, and why the rest is not possible.

use domain::access::Action;
use domain::contract::Offer;
use leptos::prelude::*;

use crate::test_ids;

/// Whether this is offered and possible now.
#[must_use]
pub fn possible(offers: &[Offer], action: Action) -> bool {
    offers
        .iter()
        .any(|offer| offer.action == action && offer.why_not.is_none())
}

/// What cannot be done now, each with the reason and the clause.
pub fn not_now(offers: &[Offer]) -> Option<AnyView> {
    let rows: Vec<_> = offers
        .iter()
        .filter_map(|offer| {
            let refusal = offer.why_not.as_ref()?;
            let clause = refusal.clause().map(|clause| format!("（{clause}）"));
            Some(view! {
                <dt>{offer.action.label()}</dt>
                <dd>{refusal.sentence()} <span class="clause">{clause}</span></dd>
            })
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details class="not-now" data-testid=test_ids::NOT_NOW>
                <summary>"暂不能办理的事项" <span class="count">{rows.len()}</span></summary>
                <dl>{rows}</dl>
            </details>
        }
        .into_any()
    })
}
