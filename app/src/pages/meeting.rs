//! `/meetings/:id`: a joint meeting, live.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/meetings/:id`.
pub fn meeting() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
