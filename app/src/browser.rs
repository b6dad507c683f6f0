//! Everything that only a browser has: the socket, the clock, form data, the keyboard. On the server
//! the same names do nothing, so that no component needs a `cfg`.

/// What is done with the data of a view, still as JSON text.
pub type Sink = Box<dyn Fn(&str)>;

#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod form;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "hydrate")]
mod poll;
#[cfg(feature = "hydrate")]
mod socket;
#[cfg(feature = "hydrate")]
mod view;

#[cfg(feature = "hydrate")]
pub use {
    clock::set_today,
    form::{filled, focus_field, send},
    keys::listen_to_keys,
    socket::{start, unwatch, watch},
    view::bring_into_view,
};

#[cfg(not(feature = "hydrate"))]
pub use server::*;

#[cfg(not(feature = "hydrate"))]
mod server {
    use super::Sink;
    use crate::api::ApiError;
    use crate::live::Live;

    pub const fn start(_: Live) {}
    pub fn watch(_: String, _: Sink) -> u32 {
        0
    }
    pub const fn unwatch(_: u32) {}
    pub const fn set_today(_: chrono::NaiveDate) {}
    pub fn send(
        _: &leptos::ev::SubmitEvent,
        _: String,
        _: impl FnOnce(Result<(), ApiError>) + 'static,
    ) {
    }
    pub const fn filled(_: &leptos::ev::SubmitEvent) -> Vec<(String, String)> {
        Vec::new()
    }
    pub const fn focus_field(_: &str, _: &str) {}
    pub const fn bring_into_view(_: &str) {}
    pub fn listen_to_keys(_: impl Fn(&str) + 'static) {}
}
