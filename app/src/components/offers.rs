//! What a person can do, and what not yet: forms and reasons from the offers of a view.

use domain::Refusal;
use domain::access::Action;
use domain::contract::Offer;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::was_refused;
use crate::test_ids;

/// The form of an action where it is possible, the reason where it is not, nothing for whoever is
/// not offered it. The form stays as long as the action is possible.
pub fn offered(
    offers: Signal<Vec<Offer>>,
    action: Action,
    form: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let stand = Memo::new(move |_| offers.with(|offers| stand(offers, action)));
    let shown = move || match stand.get() {
        None => ().into_any(),
        Some(None) => form(),
        Some(Some(refusal)) => not_yet(action, &refusal),
    };
    view! { {shown} }.into_any()
}

/// An action folded under its name and clause; open when it is the one thing to do, or was refused.
pub fn deed(
    action: Action,
    subject: impl IntoView + 'static,
    main: bool,
    form: impl IntoView + 'static,
) -> AnyView {
    let open = main || was_refused(action);
    view! {
        <details class="deed" class:main=main open=open>
            <summary>
                {action.label()} <span class="subject">{subject}</span>
                <span class="clause">{action.rule().clause}</span>
            </summary>
            {form}
        </details>
    }
    .into_any()
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
            <details class="not-now" id="not-now" data-testid=test_ids::NOT_NOW>
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

/// `None` = not offered, `Some(None)` = possible.
fn stand(offers: &[Offer], action: Action) -> Option<Option<Refusal>> {
    let offer = offers.iter().find(|offer| offer.action == action)?;
    Some(offer.why_not.clone())
}

fn not_yet(action: Action, refusal: &Refusal) -> AnyView {
    let clause = refusal.clause().map(|clause| format!("（{clause}）"));
    view! {
        <p class="not-yet" data-testid=test_ids::not_yet(action)>
            <b>{format!("暂不能{}：", action.label())}</b>
            {refusal.sentence()}
            <span class="clause">{clause}</span>
        </p>
    }
    .into_any()
}
