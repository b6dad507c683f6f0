//! The account money goes to: given by the unit, confirmed by the agency's second person (R119).

use domain::access::{Action, Role};
use domain::contract::{AccountView, Me, ProjectView};
use domain::state::AccountState;
use leptos::prelude::*;

use crate::components::{ActFold, AreaField, TextField, badge, rows, slice};

/// The accounts of the unit; nothing for whoever may not know them.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let accounts = slice(view, |view| view.books.accounts.clone());
    let gives = slice(view, |view| view.books.gives_account);
    let form = move || gives.get().then(|| give(view));
    let missing = move || {
        let none = accounts.with(|all| all.iter().all(|one| one.state != AccountState::Confirmed));
        (none && gives.get()).then(|| {
            view! { <p class="clause">"尚无已确认的收款账户，预付款、尾款均不能办理。"</p> }
        })
    };
    view! {
        <section class="panel" id="account" class:none=move || accounts.with(Vec::is_empty) && !gives.get()>
            <h2>"收款账户" <small>"限项目实施单位本单位账户"</small></h2>
            {missing}
            {rows(accounts, |one| one.id, move |one, fresh| account(one, fresh, view))}
            {form}
        </section>
    }
    .into_any()
}

fn account(one: Signal<AccountView>, fresh: Signal<bool>, view: Signal<ProjectView>) -> AnyView {
    let actions = slice(one, |one| one.actions.clone());
    let forms = rows(
        actions,
        |action| *action,
        move |action, _| form(action.get_untracked(), one, view),
    );
    view! {
        <div class="account" class:fresh=fresh>
            {move || one.with(facts)}
            {forms}
        </div>
    }
    .into_any()
}

fn facts(one: &AccountView) -> AnyView {
    let class = match one.state {
        AccountState::Confirmed => "ok",
        AccountState::Given => "near",
        AccountState::Returned => "late",
        AccountState::Replaced => "done",
    };
    let line = |text: &String| {
        (!text.is_empty()).then(|| view! { <div class="clause">{text.clone()}</div> })
    };
    let returned = (!one.returned.is_empty()).then(|| format!("退回原因：{}", one.returned));
    let proof = (!one.proof.is_empty()).then(|| format!("依据纸质证明：{}", one.proof));
    view! {
        <div class="payment-head">
            <b>{one.name.clone()}</b>
            {badge(class, one.state.label())}
        </div>
        <div>{one.bank.clone()} " " <span class="n">{one.number.clone()}</span></div>
        {line(&one.given)}
        {line(&one.confirmed)}
        {proof.as_ref().map(line)}
        {returned.as_ref().map(line)}
    }
    .into_any()
}

fn form(action: Action, one: Signal<AccountView>, view: Signal<ProjectView>) -> AnyView {
    let account = one.with_untracked(|one| one.id.0);
    let project = view.with_untracked(|view| view.id.0);
    let fields = match action {
        Action::ReturnAccount => view! { <AreaField name="reason" label="退回原因"/> }.into_any(),
        _ => view! { <p class="clause">"请核对户名、开户银行和账号。原账户随即停用：已申请的预付款退回重新申请，尾款重新审核。"</p> }
            .into_any(),
    };
    view! {
        <ActFold action=action number=account adverse=action == Action::ReturnAccount>
            <input type="hidden" name="id" value=project.to_string()/>
            <input type="hidden" name="account" value=account.to_string()/>
            {fields}
        </ActFold>
    }
    .into_any()
}

fn give(view: Signal<ProjectView>) -> AnyView {
    let id = view.with_untracked(|view| view.id.0);
    let name =
        view.with_untracked(|view| view.unit.clone().unwrap_or_else(|| view.applicant.clone()));
    let on_paper = use_context::<Me>().is_some_and(|me| me.role == Role::AgencyClerk);
    let proof = on_paper.then(|| {
        view! { <TextField name="draft[proof]" label="纸质证明" hint="由经办机构代为登记的，写明开户许可证、单位函件等证明及存放处。"/> }
    });
    view! {
        <ActFold action=Action::GiveAccount anchored=true>
            <input type="hidden" name="id" value=id.to_string()/>
            <TextField name="draft[name]" label="账户名称" value=name hint="须与实施单位名称完全一致。"/>
            <TextField name="draft[bank]" label="开户银行" hint="写到支行，如：中国××银行鄂尔多斯××支行。"/>
            <TextField name="draft[number]" label="收款账号" hint="8 至 30 位数字。经办机构复核岗确认后生效。"/>
            {proof}
        </ActFold>
    }
    .into_any()
}
