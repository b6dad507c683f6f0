//! The frame of every page: loads its one DTO, keeps it up to date, and says what went wrong.

use std::str::FromStr;
use std::time::Duration;

use chrono::NaiveDate;
use domain::Refusal;
use domain::contract::Me;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{FaultNote, TopBar, fault_page};
use crate::CurrentUser;
use crate::api::ApiError;
use crate::carried::{Data, fetched};
use crate::live::watch;

/// What a page follows while it is open.
#[derive(Clone)]
pub enum Follow {
    /// The topic's views are the page's data.
    Views(String),
    /// The topic says only that something changed: the page asks again, at most every 300 ms.
    Changes(String),
    /// Nothing.
    Nothing,
}

/// Loads the page's data again; provided to everything on the page.
#[derive(Clone, Copy)]
pub struct Refresh(Callback<()>);

impl Refresh {
    /// After an own action the person sees its effect at once, socket or not.
    pub fn run(self) {
        self.0.run(());
    }
}

/// The past day a page shows, where it shows one: no number leads on, since lists are of today, and
/// nothing counts down.
#[derive(Clone, Copy)]
pub struct PastDay(pub Option<NaiveDate>);

/// The past day the page shows.
#[must_use]
pub fn past_day() -> Option<NaiveDate> {
    use_context::<PastDay>().and_then(|past| past.0)
}

/// The day the page shows: the server's, or a past one.
#[must_use]
pub fn today() -> NaiveDate {
    let now = || use_context::<Me>().map(|me| me.today).unwrap_or_default();
    past_day().unwrap_or_else(now)
}

/// A page of one resource. `body` runs once; afterwards only its signal changes, so forms keep what
/// was typed into them.
pub fn page<T>(
    title: &'static str,
    data: Data<T>,
    follow: fn(&T) -> Follow,
    body: impl Fn(Me, Signal<T>) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let user = expect_context::<CurrentUser>().0;
    let content = move || {
        let body = body.clone();
        Suspend::new(async move {
            // Untracked: a reload must not build the page again, it goes through the signal below.
            let loaded = ScopedFuture::new_untracked(async move { (user.await, data.await) });
            match loaded.await {
                (Ok(me), Ok(first)) => {
                    let follow = follow(&first);
                    loaded_page(me, first, data, follow, body)
                }
                (Ok(me), Err(error)) => fault_page(Some(me), &error),
                (Err(error), _) => fault_page(None, &error),
            }
        })
    };
    view! {
        <Title text=title/>
        <Transition fallback=|| view! { <p class="loading" role="status">"正在载入…"</p> }>{content}</Transition>
    }
    .into_any()
}

/// The page of the one thing that `:id` in the address names. Another one is another page: no form may
/// carry text over from the first.
pub fn page_of<Id, T, Loading>(
    title: &'static str,
    load: fn(Id) -> Loading,
    follow: fn(&T) -> Follow,
    body: impl Fn(Me, Signal<T>) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    Id: FromStr + Copy + PartialEq + Send + Sync + 'static,
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    Loading: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get_str("id").and_then(|id| id.parse().ok()))
    });
    let content = move || match id.get() {
        Some(id) => {
            let data = fetched(|| (), move |()| load(id));
            page(title, data, follow, body.clone())
        }
        None => fault_page(None, &Refusal::NotFound.into()),
    };
    view! { {content} }.into_any()
}

fn loaded_page<T>(
    me: Me,
    first: T,
    data: Data<T>,
    follow: Follow,
    body: impl Fn(Me, Signal<T>) -> AnyView,
) -> AnyView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let shown = RwSignal::new(first);
    let fault = RwSignal::new(None::<ApiError>);
    let show = move |new: T| {
        fault.set(None);
        shown.maybe_update(|old| {
            let changed = *old != new;
            if changed {
                *old = new;
            }
            changed
        });
    };
    Effect::new(move |rendered: Option<()>| match (rendered, data.get()) {
        // The first run repeats what is on the screen already.
        (None, _) | (_, None) => {}
        (_, Some(Ok(new))) => show(new),
        (_, Some(Err(error))) => fault.set(Some(error)),
    });
    let today = me.today;
    Effect::new(move |_| crate::browser::set_today(today));
    match follow {
        Follow::Views(topic) => watch::<T>(topic, show),
        Follow::Changes(topic) => watch_changes(topic, data),
        Follow::Nothing => {}
    }
    provide_context(me.clone());
    provide_context(Refresh(Callback::new(move |()| data.refetch())));
    let main = body(me.clone(), shown.into());
    view! {
        <TopBar me/>
        <main id="main" tabindex="-1">
            <FaultNote fault/>
            {main}
        </main>
    }
    .into_any()
}

/// Asks again 300 ms after the first of a run of changes.
fn watch_changes<T>(topic: String, data: Data<T>)
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let waiting = StoredValue::new(false);
    let first = StoredValue::new(true);
    let followed = topic.clone();
    // Where the head of the page, or the page before, watches it already, no first answer comes.
    Effect::new(move |_| first.set_value(!crate::browser::is_watched(&followed)));
    watch::<serde::de::IgnoredAny>(topic, move |_| {
        // The first answer is the counter as it stood when the page was loaded.
        if first.try_update_value(std::mem::take) == Some(true) || waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        let ask = move || {
            if waiting
                .try_update_value(|waiting| *waiting = false)
                .is_some()
            {
                data.refetch();
            }
        };
        set_timeout(ask, Duration::from_millis(300));
    });
}
