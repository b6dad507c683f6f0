//! `/applications/:id`: Annex 1 to 3, as the applicant writes it and the city reads it.

use domain::Refusal;
use leptos::prelude::*;

use crate::components::fault_page;

/// `/applications/:id`.
pub fn application() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}

/// `/applications/:id/print`.
pub fn print() -> AnyView {
    fault_page(None, &Refusal::NotFound.into())
}
