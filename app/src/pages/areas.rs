//! `/areas`: the key areas of a year.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/areas`.
pub fn areas() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
