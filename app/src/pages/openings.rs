//! `/apply`: where an organisation can apply.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/apply`.
pub fn openings() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
