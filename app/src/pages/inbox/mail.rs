//! `/inbox#mail`: where unread messages are mailed to, once every working day.

use domain::access::Action;
use domain::contract::MailView;
use domain::mail::{CODE_MINUTES, DIGEST_FROM_HOUR, MailState};
use leptos::prelude::*;

use crate::components::{ActForm, TextField, slice};
use crate::test_ids;

/// The section, or that there are no mails.
pub fn section(view: Signal<MailView>) -> AnyView {
    let body = if view.with_untracked(|view| view.offered) {
        forms(view)
    } else {
        view! { <p class="empty">"本系统没有设置邮件服务，消息只在本页查看。"</p> }.into_any()
    };
    let when = format!("每个工作日 {DIGEST_FROM_HOUR} 点以后最多一封，列出新的未读消息");
    view! {
        <section class="panel" id="mail" data-testid=test_ids::INBOX_MAIL>
            <h2>"邮件提醒" <small>{when}</small></h2>
            {body}
        </section>
    }
    .into_any()
}

/// One form for the address in every state, so that what is typed there outlives each of them.
fn forms(view: Signal<MailView>) -> AnyView {
    let state = slice(view, |view| view.state);
    let address = slice(view, |view| view.address.clone());
    let confirm = move || (state.get() == MailState::Waiting).then(confirm_form);
    let remove = move || (state.get() != MailState::Unset).then(remove_form);
    let hint = "填写后向该地址发送 6 位验证码；确认以前，不向该地址发送任何消息。";
    let known = address.get_untracked();
    view! {
        <p><span class=move || class(state.get())>{move || state.get().label()}</span> " " <b>{address}</b></p>
        {confirm}
        <ActForm action=Action::SetMail button="发送验证码">
            <TextField name="address" label="邮箱地址" hint=hint value=known/>
        </ActForm>
        {remove}
    }
    .into_any()
}

fn confirm_form() -> AnyView {
    let hint =
        format!("见最近一封邮件，{CODE_MINUTES} 分钟内有效。没有收到的，一分钟后可重新发送。");
    view! {
        <ActForm action=Action::ConfirmMail main=true>
            <TextField name="code" label="验证码" hint=hint/>
        </ActForm>
    }
    .into_any()
}

fn remove_form() -> AnyView {
    view! {
        <ActForm action=Action::RemoveMail>
            <p class="clause">"停用后立即不再发送，地址一并删除。"</p>
        </ActForm>
    }
    .into_any()
}

const fn class(state: MailState) -> &'static str {
    match state {
        MailState::Unset => "tag done",
        MailState::Waiting => "tag near",
        MailState::Confirmed => "tag ok",
        MailState::Refused => "tag late",
    }
}
