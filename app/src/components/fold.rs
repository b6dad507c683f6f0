//! The form of an action, folded until it is the thing to do.

use domain::access::Action;
use domain::contract::Offer;
use leptos::prelude::*;

use super::act::form_was_refused;
use super::{ActForm, open_when_asked};

/// An action as a line that unfolds into its form.
#[component]
pub fn ActFold(
    action: Action,
    /// Tells several forms of the same action on one page apart.
    #[prop(optional)]
    number: i64,
    /// Whether it is the one thing to do.
    #[prop(optional)]
    main: bool,
    /// Whether it sends something back or ends it: never unfolds by itself.
    #[prop(optional)]
    adverse: bool,
    /// Whether it is unfolded; one that was just refused always is.
    #[prop(default = Signal::stored(false), into)]
    open: Signal<bool>,
    /// What it is about, beside the name of the action.
    #[prop(default = Signal::stored(String::new()), into)]
    subject: Signal<String>,
    /// The line itself, where the action's name says too little.
    #[prop(optional, into)]
    title: String,
    /// The word on the button; the action's own by default.
    #[prop(optional, into)]
    button: String,
    /// Whether a link to the action (`#now-vote`) opens this form.
    #[prop(optional)]
    anchored: bool,
    children: Children,
) -> impl IntoView {
    let refused = form_was_refused(action, number);
    let anchor = anchored.then(|| format!("now-{}", action.code()));
    let place = NodeRef::<leptos::html::Details>::new();
    open_when_asked(place, anchor.clone());
    let title = if title.is_empty() {
        action.label().to_owned()
    } else {
        title
    };
    view! {
        <details
            node_ref=place
            id=anchor
            class="deed"
            class:main=main
            class:adverse=adverse
            open=move || refused || open.get()
        >
            <summary>
                {title} " " <span class="subject">{move || subject.get()}</span>
                <span class="clause">{action.rule().clause}</span>
            </summary>
            <ActForm action=action number=number main=main button=button>
                {children()}
            </ActForm>
        </details>
    }
    .into_any()
}

/// Whether this is offered and possible now.
#[must_use]
pub fn possible(offers: &[Offer], action: Action) -> bool {
    offers
        .iter()
        .any(|offer| offer.action == action && offer.why_not.is_none())
}
