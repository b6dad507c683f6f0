//! `/figures`: what the departments have submitted.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/figures`.
pub fn figures() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
