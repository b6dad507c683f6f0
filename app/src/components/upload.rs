//! A form with a file on its way: without JavaScript the browser sends it, with it this page does and
//! stays where it is.

use leptos::prelude::*;

use super::Refresh;
use crate::api::ApiError;
use crate::browser;

/// What a form with a file knows about its last attempt.
#[derive(Clone, Copy)]
pub struct Sending {
    pub busy: RwSignal<bool>,
    pub fault: RwSignal<Option<ApiError>>,
    refresh: Option<Refresh>,
}

impl Sending {
    /// Nothing tried yet.
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            fault: RwSignal::new(None),
            refresh: use_context(),
        }
    }

    /// Sends the form from here instead of leaving the page.
    pub fn run(self, send: impl FnOnce(browser::OnSent), event: &leptos::ev::SubmitEvent) {
        event.prevent_default();
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        send(Box::new(move |sent| {
            if self.busy.try_set(false).is_some() {
                return;
            }
            self.fault.set(sent.err());
            if let Some(refresh) = self.refresh {
                refresh.run();
            }
        }));
    }
}
