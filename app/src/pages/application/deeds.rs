//! What a person can do about an application besides writing it: submit, withdraw, accept, return,
//! reject.

use domain::access::Action;
use domain::annex::{Finding, Verdict};
use domain::contract::{ApplicationView, Offer};
use domain::{ProjectId, Refusal};
use leptos::prelude::*;

use super::check;
use crate::components::{ActForm, AreaField, not_now, open_when_asked, rows, slice, was_refused};

/// In the order they stand in; the last three send it back or end it.
const DEEDS: [Action; 5] = [
    Action::SubmitApplication,
    Action::AcceptApplication,
    Action::ReturnApplication,
    Action::RejectApplication,
    Action::WithdrawApplication,
];

/// The forms of what is possible now, and the reasons of what is not.
pub fn panel(view: Signal<ApplicationView>, findings: Signal<Vec<Finding>>) -> AnyView {
    let possible = slice(view, |view| {
        let offered = |action: &Action| {
            view.offers
                .iter()
                .any(|offer| offer.action == *action && is_open(offer))
        };
        DEEDS.iter().copied().filter(offered).collect::<Vec<_>>()
    });
    let none = move || {
        possible
            .with(Vec::is_empty)
            .then(|| view! { <p class="clause">"您目前没有可以办理的事项。页面会自动更新。"</p> })
    };
    let refused = move || {
        view.with(|view| {
            let closed = |offer: &&Offer| DEEDS.contains(&offer.action) && !is_open(offer);
            let offers: Vec<Offer> = view.offers.iter().filter(closed).cloned().collect();
            not_now(&offers)
        })
    };
    let row =
        move |action: Signal<Action>, _: Signal<bool>| form(action.get_untracked(), view, findings);
    view! {
        <section class="panel deeds">
            {rows(possible, |action| *action, row)}
            {none}
            {refused}
        </section>
    }
    .into_any()
}

/// Whether it is only the draft that stands in the way: the form says so itself, as it is now.
const fn is_open(offer: &Offer) -> bool {
    matches!(offer.why_not, None | Some(Refusal::DraftBroken { .. }))
}

const fn is_adverse(action: Action) -> bool {
    matches!(
        action,
        Action::ReturnApplication | Action::RejectApplication | Action::WithdrawApplication
    )
}

fn form(action: Action, view: Signal<ApplicationView>, findings: Signal<Vec<Finding>>) -> AnyView {
    let main = !is_adverse(action);
    let open = main || was_refused(action);
    let anchor = format!("now-{}", action.code());
    let place = NodeRef::<leptos::html::Details>::new();
    open_when_asked(place, Some(anchor.clone()));
    let content = if action == Action::SubmitApplication {
        submit(view, findings)
    } else {
        act(action, view, main)
    };
    view! {
        <details node_ref=place id=anchor class="deed" class:main=main class:adverse=!main open=open>
            <summary>{action.label()} <span class="clause">{action.rule().clause}</span></summary>
            {content}
        </details>
    }
    .into_any()
}

/// The button appears when nothing is broken any more; what is, is said before.
fn submit(view: Signal<ApplicationView>, findings: Signal<Vec<Finding>>) -> AnyView {
    let broken = Memo::new(move |_| check::count(findings, Verdict::Broken));
    let ready = Memo::new(move |_| broken.get() == 0);
    let content = move || {
        if ready.get() {
            let agency = view.with_untracked(|view| view.agency.clone());
            view! {
                <p>{format!("各项要求均已符合。提交后由{agency}受理，材料不能再修改；退回补正时可再改。")}</p>
                {act(Action::SubmitApplication, view, true)}
            }
            .into_any()
        } else {
            view! { <p>"还有 " <a href="#check">{broken} " 处不符合要求"</a> "，改正后即可提交。"</p> }.into_any()
        }
    };
    view! { {content} }.into_any()
}

fn act(action: Action, view: Signal<ApplicationView>, main: bool) -> AnyView {
    let id: ProjectId = view.with_untracked(|view| view.project);
    let seen = move || view.with(|view| view.version.to_string());
    view! {
        <ActForm action=action main=main>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="seen" value=seen/>
            {fields(action)}
        </ActForm>
    }
    .into_any()
}

fn fields(action: Action) -> AnyView {
    match action {
        Action::AcceptApplication => view! { <p class="clause">"受理后生成受理编号，申报单位即时可见；项目可列入项目建议。"</p> }.into_any(),
        Action::ReturnApplication => view! { <AreaField name="defects" label="须补正的内容" rows=4 hint="逐条写明，一行一条。申报单位改正后重新提交。"/> }.into_any(),
        Action::RejectApplication => view! { <AreaField name="reason" label="不予受理的理由" hint="申报单位会看到。不予受理后不能再补正。"/> }.into_any(),
        Action::WithdrawApplication => view! { <AreaField name="reason" label="撤回原因" hint="联席会议审议前可以撤回；撤回后本申报不再办理。"/> }.into_any(),
        _ => ().into_any(),
    }
}
