//! What this person can do on the page now, as forms that stay while the page changes around them.

use domain::access::Action;
use domain::contract::{PaymentView, ProjectView};
use domain::state::PaymentState;
use leptos::prelude::*;

use super::fields;
use crate::components::{ActForm, open_when_asked, was_refused};

/// One possible action; `number` is the filing or payment it is about, 0 for the project itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deed {
    pub action: Action,
    pub number: i64,
}

/// Every possible action: those that move the project on before those that can wait, and these before
/// those that stop it.
pub fn possible(view: &ProjectView) -> Vec<Deed> {
    let offered = view.offers.iter().filter(|offer| offer.why_not.is_none());
    let mut deeds: Vec<Deed> = offered.flat_map(|offer| of(view, offer.action)).collect();
    deeds.sort_by_key(|deed| (is_adverse(deed.action), deed.action.is_standing()));
    deeds
}

fn of(view: &ProjectView, action: Action) -> Vec<Deed> {
    let payments = |fits: fn(&PaymentView, Action) -> bool| {
        view.payments
            .iter()
            .filter(|payment| fits(payment, action))
            .map(|payment| payment.id.0)
            .collect()
    };
    let numbers: Vec<i64> = match action {
        Action::AcknowledgeFiling => {
            let mine = view
                .filings
                .iter()
                .filter(|filing| filing.mine && filing.acknowledged.is_none());
            mine.map(|filing| filing.id.0).collect()
        }
        Action::CheckPayment | Action::ApprovePayment | Action::Pay => {
            payments(|payment, action| payment.action == Some(action))
        }
        Action::AnswerInspection | Action::CloseInspection => {
            let mine = view
                .doing
                .inspections
                .iter()
                .filter(|inspection| inspection.action == Some(action));
            mine.map(|inspection| inspection.id.0).collect()
        }
        // Its form stands beside the messages.
        Action::ReadMessages => Vec::new(),
        Action::RejectPayment => payments(|payment, _| {
            payment.action.is_some() && payment.state.next().contains(&PaymentState::Rejected)
        }),
        _ => vec![0],
    };
    numbers
        .into_iter()
        .map(|number| Deed { action, number })
        .collect()
}

/// Whether an action sends something back, ends it or is beside the way: never the one prominent button.
const fn is_adverse(action: Action) -> bool {
    matches!(
        action,
        Action::RejectPayment
            | Action::ReturnAcceptance
            | Action::RecordRefusal
            | Action::DecideDisposition
            | Action::TerminateProject
            | Action::RequireCondition
            | Action::WithdrawAmendment
    )
}

/// The form of a deed. The first one is open; an adverse one never opens by itself.
pub fn form(deed: Deed, view: Signal<ProjectView>) -> AnyView {
    let Deed { action, number } = deed;
    let first = view.with_untracked(|view| possible(view).first() == Some(&deed));
    let main = first && !is_adverse(action) && !action.is_standing();
    let open = main || was_refused(action);
    let payment = move || {
        view.with(|view| {
            view.payments
                .iter()
                .find(|payment| payment.id.0 == number)
                .cloned()
        })
    };
    let of_inspection = matches!(action, Action::AnswerInspection | Action::CloseInspection);
    let of_payment = number != 0 && action != Action::AcknowledgeFiling && !of_inspection;
    let id = move || {
        if number == 0 || of_inspection {
            view.with(|view| view.id.0)
        } else {
            number
        }
    };
    let seen = move || match payment().filter(|_| of_payment) {
        Some(payment) => payment.version.to_string(),
        None => view.with(|view| view.version.to_string()),
    };
    let subject = move || {
        payment()
            .filter(|_| of_payment)
            .map(|payment| format!("{} {} 元", payment.kind.label(), payment.amount))
    };
    let demand = move || {
        let about = |view: &ProjectView| {
            let all = &view.doing.inspections;
            let one = all.iter().find(|one| one.id.0 == number)?;
            Some(one.inspector.label().to_owned())
        };
        of_inspection.then(|| view.with(about)).flatten()
    };
    let filing = move || {
        let filed = |view: &ProjectView| {
            view.filings
                .iter()
                .find(|filing| filing.id.0 == number)
                .map(|filing| filing.subject.label().to_owned())
        };
        (action == Action::AcknowledgeFiling)
            .then(|| view.with(filed))
            .flatten()
    };
    // A link to an action opens the first of its forms.
    let anchor = view.with_untracked(|view| {
        possible(view).iter().find(|other| other.action == action) == Some(&deed)
    });
    let anchor = anchor.then(|| format!("now-{}", action.code()));
    let place = NodeRef::<leptos::html::Details>::new();
    open_when_asked(place, anchor.clone());
    let takes_version = !matches!(
        action,
        Action::AcknowledgeFiling | Action::RequestPrepayment
    );
    view! {
        <details node_ref=place id=anchor class="deed" class:main=main class:adverse=is_adverse(action) open=open>
            <summary>
                {action.label()} <span class="subject">{subject} {filing} {demand}</span>
                <span class="clause">{action.rule().clause}</span>
            </summary>
            <ActForm action=action number=number main=main>
                <input type="hidden" name="id" value=move || id().to_string()/>
                {takes_version.then(|| view! { <input type="hidden" name="seen" value=seen/> })}
                {fields::of(deed, view)}
            </ActForm>
        </details>
    }
    .into_any()
}
