//! Form fields: a label, a hint, and the refusal that points at the field.

use domain::Money;
use domain::money::share;
use leptos::prelude::*;

use super::act::FormState;
use super::fault::note;
use crate::text::percent;

/// The frame of a field; `name` is the form's, the refusal may name its last part only.
fn framed(
    name: String,
    label: String,
    hint: String,
    input: impl FnOnce(String, String) -> AnyView,
) -> AnyView {
    let state = use_context::<FormState>();
    if let Some(state) = state {
        state.has(&name);
    }
    let form = state.map_or_else(String::new, FormState::id);
    let id = format!("{form}-{}", name.replace(['[', ']'], "-"));
    let hint_id = format!("{id}-hint");
    let refused = move || {
        state
            .and_then(|state| state.at(&name))
            .map(|fault| note(&fault))
    };
    let described = if hint.is_empty() {
        String::new()
    } else {
        hint_id.clone()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {input(id, described)}
            {(!hint.is_empty()).then(|| view! { <small id=hint_id>{hint}</small> })}
            {refused}
        </div>
    }
    .into_any()
}

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(optional)] kind: &'static str,
) -> impl IntoView {
    let kind = if kind.is_empty() { "text" } else { kind };
    let field = name.clone();
    framed(name, label, hint, move |id, described| {
        view! { <input id=id name=field type=kind value=value autocomplete="off" aria-describedby=described/> }
            .into_any()
    })
}

/// An amount in yuan, with what it means said while typing: `8.61 万元，占协议金额 42%`.
#[component]
pub fn AmountField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    /// What the amount is a share of, and its name.
    #[prop(optional)]
    of: Option<(&'static str, Signal<Money>)>,
    /// Where what is typed is wanted elsewhere on the form.
    #[prop(optional)]
    typed: Option<RwSignal<String>>,
) -> impl IntoView {
    let field = name.clone();
    let typed = typed.unwrap_or_else(|| RwSignal::new(String::new()));
    let meaning = move || {
        let amount = typed.with(|typed| Money::parse_positive_yuan("amount", typed).ok())?;
        let share =
            of.map(|(name, whole)| format!("，占{name} {}", percent(share(amount, whole.get()))));
        Some(format!(
            "即 {amount} 元（{} 万元{}）",
            amount.wan(),
            share.unwrap_or_default()
        ))
    };
    framed(name, label, hint, move |id, described| {
        view! {
            <span class="amount">
                <input
                    id=id
                    name=field
                    value=value
                    inputmode="decimal"
                    autocomplete="off"
                    aria-describedby=described
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <span>"元"</span>
            </span>
            <output class="meaning">{meaning}</output>
        }
        .into_any()
    })
}

/// Several lines of text.
#[component]
pub fn AreaField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(optional)] rows: u32,
) -> impl IntoView {
    let field = name.clone();
    let rows = if rows == 0 { 3 } else { rows };
    framed(name, label, hint, move |id, described| {
        view! { <textarea id=id name=field rows=rows.to_string() aria-describedby=described>{inner_text(value)}</textarea> }
            .into_any()
    })
}

/// The content of a textarea. Unlike any other text Leptos writes it into the page as it is, so on the
/// server it is escaped here; and the first line break of a textarea would be swallowed.
pub fn inner_text(text: String) -> String {
    if !cfg!(feature = "ssr") {
        return text;
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    match escaped.strip_prefix('\n') {
        Some(_) => format!("\n{escaped}"),
        None => escaped,
    }
}

/// One possible value: code and word.
pub type Choice = (String, String);

/// One of a few.
#[component]
pub fn ChoiceField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] chosen: String,
) -> impl IntoView {
    let field = name.clone();
    framed(name, label, hint, move |id, described| {
        let options: Vec<_> = choices
            .into_iter()
            .map(|(code, word)| {
                let selected = code == chosen;
                view! { <option value=code selected=selected>{word}</option> }
            })
            .collect();
        view! { <select id=id name=field aria-describedby=described>{options}</select> }.into_any()
    })
}

/// A file; `accept` is what the browser offers to choose.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    accept: &'static str,
) -> impl IntoView {
    let field = name.clone();
    framed(name, label, hint, move |id, described| {
        view! { <input id=id name=field type="file" accept=accept required=true aria-describedby=described/> }
            .into_any()
    })
}

/// One of very few, all of them in view and large enough for a thumb; none is chosen beforehand.
#[component]
pub fn RadioField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    choices: Vec<Choice>,
) -> impl IntoView {
    let state = use_context::<FormState>();
    if let Some(state) = state {
        state.has(&name);
    }
    let hint_id = format!(
        "{}-{}-hint",
        state.map_or_else(String::new, FormState::id),
        name.replace(['[', ']'], "-")
    );
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let options: Vec<_> = choices
        .into_iter()
        .map(|(code, word)| {
            let field = name.clone();
            view! { <label><input type="radio" name=field value=code required/>{word}</label> }
        })
        .collect();
    let refused = move || {
        state
            .and_then(|state| state.at(&name))
            .map(|fault| note(&fault))
    };
    view! {
        <fieldset class="radios" aria-describedby=described>
            <legend>{label}</legend>
            <div class="radio-row">{options}</div>
            {(!hint.is_empty()).then(|| view! { <small id=hint_id>{hint}</small> })}
            {refused}
        </fieldset>
    }
    .into_any()
}

/// One of what stands on the page just now.
#[component]
pub fn PlaceField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Signal<Vec<Choice>>,
) -> impl IntoView {
    let field = name.clone();
    framed(name, label, String::new(), move |id, _| {
        let option = |(code, word): Choice| view! { <option value=code>{word}</option> };
        let options = move || choices.get().into_iter().map(option).collect_view();
        view! { <select id=id name=field>{options}</select> }.into_any()
    })
}

/// A statement to confirm; absent from the form's data when it is not ticked.
#[component]
pub fn CheckField(#[prop(into)] name: String, #[prop(into)] label: String) -> impl IntoView {
    let state = use_context::<FormState>();
    if let Some(state) = state {
        state.has(&name);
    }
    let field = name.clone();
    let refused = move || {
        state
            .and_then(|state| state.at(&name))
            .map(|fault| note(&fault))
    };
    view! {
        <div class="field check">
            <label><input type="checkbox" name=field value="true"/>" "{label}</label>
            {refused}
        </div>
    }
    .into_any()
}
