//! `/analysis`: the three-year analysis.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/analysis`.
pub fn analysis() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
