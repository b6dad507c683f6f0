//! What a person can do on a page and what not yet: shared by the pages of a project and of its
//! application.

use domain::contract::Offer;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::test_ids;

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

/// Opens the form the address asks for (`#now-check_payment`) and brings it into view.
pub fn open_when_asked(place: NodeRef<leptos::html::Details>, anchor: Option<String>) {
    let hash = use_location().hash;
    Effect::new(move |_| {
        let asked = hash.with(|hash| {
            anchor
                .as_deref()
                .is_some_and(|anchor| hash.trim_start_matches('#') == anchor)
        });
        if let Some(details) = place.get().filter(|_| asked) {
            details.set_open(true);
            details.scroll_into_view();
        }
    });
}
