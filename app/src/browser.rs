//! Everything that only a browser has: the socket, the clock, form data, the keyboard. On the server
//! the same names do nothing, so that no component needs a `cfg`.

use crate::api::ApiError;

/// What is done with the data of a view, still as JSON text.
pub type Sink = Box<dyn Fn(&str)>;

/// What came back from a form: the body, and the page it leads to, if it leads away from this one.
pub struct Sent {
    pub body: String,
    pub to: Option<String>,
}

/// What is done with it.
pub type OnSent = Box<dyn FnOnce(Result<Sent, ApiError>)>;

#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod control;
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
    control::{fill, focus_link, forget, keep, kept, later, print, read_file, typed, value_of},
    form::{clear, filled, focus_field, post, send, send_files},
    keys::listen_to_keys,
    socket::{is_watched, report_to, start, unwatch, watch},
    view::bring_into_view,
};

#[cfg(not(feature = "hydrate"))]
pub use server::*;

#[cfg(not(feature = "hydrate"))]
mod server {
    use leptos::ev;

    use super::{OnSent, Sink};
    use crate::live::Live;

    pub const fn report_to(_: Live) {}
    pub fn watch(_: String, _: Sink) -> u32 {
        0
    }
    pub const fn is_watched(_: &str) -> bool {
        false
    }
    pub const fn unwatch(_: u32) {}
    pub const fn set_today(_: chrono::NaiveDate) {}
    pub fn send(_: &ev::SubmitEvent, _: String, _: OnSent) {}
    pub fn send_files(_: &ev::SubmitEvent, _: String, _: OnSent) {}
    pub fn post(_: String, _: Vec<(String, String)>, _: OnSent) {}
    pub const fn filled(_: &ev::SubmitEvent) -> Vec<(String, String)> {
        Vec::new()
    }
    pub const fn focus_field(_: &str, _: &str) {}
    pub const fn bring_into_view(_: &str) {}
    pub const fn clear(_: &str) {}
    pub fn listen_to_keys(_: impl Fn(&str) + 'static) {}
    pub const fn typed(_: &ev::Event) -> Option<(String, String)> {
        None
    }
    pub const fn value_of(_: &str) -> String {
        String::new()
    }
    pub const fn fill(_: &str, _: &str) {}
    pub const fn focus_link(_: &ev::MouseEvent) {}
    pub fn read_file(_: &ev::Event, _: impl FnOnce(String) + 'static) {}
    pub const fn keep(_: &str, _: &str) {}
    pub const fn kept(_: &str) -> Option<String> {
        None
    }
    pub const fn forget(_: &str) {}
    pub fn later(_: u32, _: impl FnOnce() + 'static) {}
    pub const fn print() {}
}
