//! `/cap`: the 3% cap and its overrides.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/cap`.
pub fn cap() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
