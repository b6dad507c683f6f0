//! `/proposals`: the proposal list of a year.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/proposals`.
pub fn proposals() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
