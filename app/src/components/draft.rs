//! What one person of the regional 人社 has entered and another is to publish.

use domain::access::Action;
use leptos::prelude::*;

use super::{ActForm, TextField, form_was_refused};

/// A draft: what it says, then its publication, or why this person cannot publish it, then the way to take it
/// back.
pub fn draft(
    id: i64,
    why_not: Signal<Option<String>>,
    publish: Action,
    withdraw: Action,
    test_id: &'static str,
    says: impl IntoView + 'static,
) -> AnyView {
    let publish = move || match why_not.get() {
        Some(why) => view! { <p class="clause">{why}</p> }.into_any(),
        None => view! {
            <ActForm action=publish number=id main=true>
                <input type="hidden" name="id" value=id.to_string()/>
            </ActForm>
        }
        .into_any(),
    };
    view! {
        <article class="waiting-draft" data-testid=test_id>
            {says}
            {publish}
            <details open=form_was_refused(withdraw, id)>
                <summary>"撤下"</summary>
                <ActForm action=withdraw number=id>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <TextField name="reason" label="撤下原因"/>
                </ActForm>
            </details>
        </article>
    }
    .into_any()
}

/// The panel of what waits to be published.
pub fn waiting(
    how: &'static str,
    nothing: &'static str,
    empty: impl Fn() -> bool + Send + Sync + 'static,
    drafts: impl IntoView + 'static,
) -> AnyView {
    let none = move || empty().then(|| view! { <p class="empty">{nothing}</p> });
    view! {
        <section class="panel">
            <h2>"待公布" <small>{how}</small></h2>
            {none}
            {drafts}
        </section>
    }
    .into_any()
}
