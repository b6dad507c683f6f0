//! The form of an action.
//!
//! It is a plain form that posts to `/api/<use case>` and works without JavaScript: the server then
//! comes back to this page with the refusal in the address. With JavaScript the same data is sent
//! from here, the refusal stands at its field, and what was typed stays.

use domain::Refusal;
use domain::access::Action;
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::server::ServerActionError;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use server_fn::error::ServerFnUrlError;

use super::fault::note;
use super::page::Refresh;
use crate::api::ApiError;
use crate::browser;
use crate::test_ids;

/// A use case a form can ask for: its code, and the word on the button.
#[derive(Clone, Copy)]
pub struct Act {
    /// The name of the use case.
    pub code: &'static str,
    /// The word on the button.
    pub label: &'static str,
}

impl From<Action> for Act {
    fn from(action: Action) -> Self {
        Self {
            code: action.code(),
            label: action.label(),
        }
    }
}

impl Act {
    fn address(self) -> String {
        format!("/api/{}", self.code)
    }

    /// Where a plain form posts to: with several of them on a page, it says which one it is, so that
    /// a refusal comes back to that one.
    fn plain_address(self, number: i64) -> String {
        let address = self.address();
        if number == 0 {
            address
        } else {
            format!("{address}?form={}", self.form(number))
        }
    }

    /// The element id of the form.
    fn form(self, number: i64) -> String {
        if number == 0 {
            format!("do-{}", self.code)
        } else {
            format!("do-{}-{number}", self.code)
        }
    }
}

/// A page that saves itself lets its forms wait until what was typed has arrived: what is submitted is
/// then what is on the screen.
#[derive(Clone, Copy)]
pub struct Settle {
    /// Saves now what is not saved yet.
    pub save: Callback<()>,
    /// Whether something is still on its way.
    pub waiting: Callback<(), bool>,
}

impl Settle {
    fn then(self, go: Box<dyn FnOnce()>) {
        self.save.run(());
        self.wait(go);
    }

    fn wait(self, go: Box<dyn FnOnce()>) {
        if self.waiting.try_run(()) == Some(true) {
            browser::later(50, move || self.wait(go));
        } else {
            go();
        }
    }
}

/// What a form knows about its last attempt; fields ask it for the refusal that is theirs.
#[derive(Clone, Copy)]
pub struct FormState {
    id: StoredValue<String>,
    fault: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    done: RwSignal<bool>,
    fields: StoredValue<Vec<String>>,
}

impl FormState {
    fn new(action: Act, number: i64) -> Self {
        let failed = failed(action, number)
            .map(|failed| ServerFnUrlError::<ApiError>::decode_err(failed.err()));
        Self {
            id: StoredValue::new(action.form(number)),
            fault: RwSignal::new(failed),
            busy: RwSignal::new(false),
            done: RwSignal::new(false),
            fields: StoredValue::new(Vec::new()),
        }
    }

    /// The form's element id.
    #[must_use]
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// Says that the form has this field.
    pub fn has(self, name: &str) {
        self.fields
            .update_value(|fields| fields.push(name.to_owned()));
    }

    /// The refusal that points at this field.
    #[must_use]
    pub fn at(self, name: &str) -> Option<ApiError> {
        self.fault
            .get()
            .filter(|fault| field(fault).is_some_and(|field| is_named(name, field)))
    }

    /// The refusal that points at no field of this form.
    fn elsewhere(self) -> Option<ApiError> {
        self.fault.get().filter(|fault| {
            let own = |field: &str| {
                self.fields
                    .with_value(|fields| fields.iter().any(|name| is_named(name, field)))
            };
            !field(fault).is_some_and(own)
        })
    }
}

/// The refusal this plain form came back with, in the address of this page.
fn failed(action: Act, number: i64) -> Option<ServerActionError> {
    let address = action.plain_address(number);
    use_context::<ServerActionError>().filter(|failed| failed.path() == address)
}

/// The refusal a plain form of this use case has just come back with.
#[must_use]
pub fn refused(action: impl Into<Act>) -> Option<ApiError> {
    failed(action.into(), 0).map(|failed| ServerFnUrlError::decode_err(failed.err()))
}

/// Whether a plain form of this use case has just been refused: its place must not be folded.
#[must_use]
pub fn was_refused(action: Action) -> bool {
    let address = Act::from(action).address();
    use_context::<ServerActionError>()
        .is_some_and(|failed| failed.path().split('?').next() == Some(&address))
}

/// Whether this one of several forms of the use case was.
#[must_use]
pub fn form_was_refused(action: Action, number: i64) -> bool {
    failed(action.into(), number).is_some()
}

fn field(fault: &ApiError) -> Option<&str> {
    fault.refusal().and_then(|refusal| refusal.field())
}

/// `draft[amount]` is the field `amount`, `report[results][0][measured]` is `results[0][measured]`
/// and `results`.
fn is_named(name: &str, field: &str) -> bool {
    let parts = |text: &str| {
        text.split(['[', ']', '.'])
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (name, field) = (parts(name), parts(field));
    name == field
        || name.get(1..) == Some(&field)
        || name.last() == field.last() && field.len() == 1
}

/// An idempotency key for a write that moves money: the same as long as nothing has happened since
/// the person looked, so a double click or a second tab cannot pay twice, with or without JavaScript.
#[must_use]
pub fn act_key(action: Action, parts: &[i64]) -> String {
    let parts: Vec<_> = parts.iter().map(ToString::to_string).collect();
    format!("{}-{}", action.code(), parts.join("-"))
}

/// The form of an action, with one button.
#[component]
pub fn ActForm(
    #[prop(into)] action: Act,
    /// Tells several forms of the same action on one page apart.
    #[prop(optional)]
    number: i64,
    /// The word on the button; the action's own by default.
    #[prop(optional, into)]
    button: String,
    /// Whether it is the one thing to do.
    #[prop(optional)]
    main: bool,
    /// Whether what was typed is gone once it was accepted: for forms that are sent again and again.
    #[prop(optional)]
    clears: bool,
    children: Children,
) -> impl IntoView {
    let state = FormState::new(action, number);
    let refresh = use_context::<Refresh>();
    let settle = use_context::<Settle>();
    let navigate = use_navigate();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        state.busy.set(true);
        state.done.set(false);
        let navigate = navigate.clone();
        let on_sent = move |sent: Result<browser::Sent, ApiError>| {
            let to = sent.as_ref().ok().and_then(|sent| sent.to.clone());
            if clears && sent.is_ok() {
                browser::clear(&state.id());
            }
            answered(state, refresh, sent.map(|_| ()));
            if let Some(to) = to {
                navigate(&to, NavigateOptions::default());
            }
        };
        let go = move || browser::send(&event, action.address(), Box::new(on_sent));
        match settle {
            Some(settle) => settle.then(Box::new(go)),
            None => go(),
        }
    };
    let button = if button.is_empty() {
        action.label.to_owned()
    } else {
        button
    };
    view! {
        <Provider value=state>
            <form
                id=state.id()
                class="act"
                method="post"
                action=action.plain_address(number)
                data-testid=test_ids::act(action.code)
                aria-busy=move || state.busy.get().then_some("true")
                on:submit=send
            >
                {children()}
                {move || state.elsewhere().map(|fault| note(&fault))}
                <div class="act-foot">
                    <button class:main=main disabled=move || state.busy.get()>{button}</button>
                    <span class="done" role="status">{move || state.done.get().then_some("✓ 已办理")}</span>
                </div>
            </form>
        </Provider>
    }
    .into_any()
}

/// The form of an action that takes a file. The browser sends it as it is, with or without JavaScript:
/// the server answers with another page, or comes back to this one with the refusal in the address.
#[component]
pub fn FileForm(
    #[prop(into)] action: Act,
    /// Where the file goes.
    address: &'static str,
    children: Children,
) -> impl IntoView {
    let state = FormState::new(action, 0);
    view! {
        <Provider value=state>
            <form
                id=state.id()
                class="act"
                method="post"
                action=address
                enctype="multipart/form-data"
                data-testid=test_ids::act(action.code)
            >
                {children()}
                {move || state.elsewhere().map(|fault| note(&fault))}
                <div class="act-foot">
                    <button class="main">{action.label}</button>
                </div>
            </form>
        </Provider>
    }
    .into_any()
}

fn answered(state: FormState, refresh: Option<Refresh>, answer: Result<(), ApiError>) {
    // The page may have been left in the meantime.
    if state.busy.try_set(false).is_some() {
        return;
    }
    match answer {
        Ok(()) => {
            state.fault.set(None);
            state.done.set(true);
            if let Some(refresh) = refresh {
                refresh.run();
            }
        }
        Err(fault) => {
            let field = field(&fault).map(str::to_owned);
            let stale = fault.refusal() == Some(&Refusal::Stale);
            state.fault.set(Some(fault));
            // The sentence says to look at what is there now: so show it.
            if let Some(refresh) = refresh.filter(|_| stale) {
                refresh.run();
            }
            if let Some(field) = field {
                browser::focus_field(&state.id(), &field);
            }
        }
    }
}
