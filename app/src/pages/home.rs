//! `/`: everybody's way to their first page.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::CurrentUser;
use crate::components::fault_page;

/// `/`: everybody's way to their first page.
pub fn home() -> AnyView {
    let user = expect_context::<CurrentUser>().0;
    let go = move || {
        Suspend::new(async move {
            match user.await {
                Ok(me) => view! { <Redirect path=me.home()/> }.into_any(),
                Err(fault) => fault_page(None, &fault),
            }
        })
    };
    view! { <Suspense>{go}</Suspense> }.into_any()
}
