//! What went wrong, in a sentence, with the clause and the way out.

use domain::Refusal;
use domain::contract::Me;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

use super::TopBar;
use crate::api::ApiError;
use crate::test_ids;
use crate::text::encode;

/// A sentence and its clause; nothing while there is no fault.
#[component]
pub fn FaultNote(#[prop(into)] fault: Signal<Option<ApiError>>) -> impl IntoView {
    move || fault.get().map(|fault| note(&fault))
}

/// The sentence of one fault.
pub fn note(fault: &ApiError) -> AnyView {
    let clause = fault
        .refusal()
        .and_then(Refusal::clause)
        .map(|clause| format!("依据：{}", cited(&clause)));
    let login = matches!(fault, ApiError::Refused(Refusal::NotSignedIn));
    view! {
        <p class="refusal" role="alert" data-testid=test_ids::REFUSAL>
            {fault.sentence()}
            {clause.map(|clause| view! { <span class="clause">{clause}</span> })}
            {login.then(|| view! { <a href="/login" target="_blank">"重新登录"</a> })}
        </p>
    }
    .into_any()
}

/// A clause of the plan as it is cited; other texts are named in full already.
fn cited(clause: &str) -> String {
    if clause.starts_with(['一', '二', '三', '四', '五', '六']) {
        format!("内人社发〔2020〕16号 {clause}")
    } else {
        clause.to_owned()
    }
}

/// A whole page that says why it is not there. Without a session it sends to the login page.
pub fn fault_page(me: Option<Me>, fault: &ApiError) -> AnyView {
    if matches!(fault, ApiError::Refused(Refusal::NotSignedIn)) {
        return to_login();
    }
    #[cfg(feature = "ssr")]
    crate::api::page_status(fault);
    let (home, title) = (me.as_ref().map_or("/", Me::home), title(fault));
    if let Some(me) = &me {
        provide_context(me.clone());
    }
    view! {
        {me.map(|me| view! { <TopBar me/> })}
        <main id="main" tabindex="-1" class="narrow">
            <h1>{title}</h1>
            {note(fault)}
            <p><a class="btn" href=home>"返回首页"</a></p>
        </main>
    }
    .into_any()
}

const fn title(fault: &ApiError) -> &'static str {
    match fault {
        ApiError::Refused(Refusal::NotFound) => "没有找到",
        ApiError::Refused(Refusal::Forbidden { .. }) => "无权查看",
        ApiError::Refused(_) => "不能办理",
        ApiError::Internal(_) => "系统出错",
        ApiError::Transport(_) => "连接中断",
    }
}

fn to_login() -> AnyView {
    let location = use_location();
    let mut path = String::from("/login?error=NotSignedIn&next=");
    let search = location.search.get_untracked();
    let mark = if search.is_empty() { "" } else { "?" };
    encode(
        &format!("{}{mark}{search}", location.pathname.get_untracked()),
        &mut path,
    );
    view! { <Redirect path/> }.into_any()
}
