//! An address that is none of ours.

use domain::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::fault_page;

/// An address that is none of ours.
pub fn not_found() -> AnyView {
    view! {
        <Title text="没有找到"/>
        {fault_page(None, &Refusal::NotFound.into())}
    }
    .into_any()
}
