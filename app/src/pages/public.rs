//! `/public/areas`: the published key areas, without a login.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/public/areas`.
pub fn public_areas() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
