//! `/meetings`: the joint meetings of a year.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/meetings`.
pub fn meetings() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
