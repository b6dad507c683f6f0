//! What this person can do on the page now, as forms that stay while the page changes around them.

use domain::Version;
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
            | Action::RemindRectification
            | Action::RecordRefusal
            | Action::DecideDisposition
            | Action::TerminateProject
            | Action::RequireCondition
            | Action::WithdrawAmendment
    )
}

/// What the number of a deed stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// Nothing: it is about the project as a whole.
    Project,
    Payment,
    Filing,
    Inspection,
}

impl Deed {
    const fn subject(self) -> Subject {
        match self.action {
            Action::AnswerInspection | Action::CloseInspection => Subject::Inspection,
            _ if self.number == 0 => Subject::Project,
            Action::AcknowledgeFiling => Subject::Filing,
            _ => Subject::Payment,
        }
    }

    /// Which payment, filing or inspection, in words.
    fn about(self, view: &ProjectView) -> Option<String> {
        let number = self.number;
        match self.subject() {
            Subject::Project => None,
            Subject::Payment => self
                .payment(view)
                .map(|payment| format!("{} {} 元", payment.kind.label(), payment.amount)),
            Subject::Filing => {
                let filing = view.filings.iter().find(|filing| filing.id.0 == number);
                filing.map(|filing| filing.subject.label().to_owned())
            }
            Subject::Inspection => {
                let mut all = view.doing.inspections.iter();
                let one = all.find(|one| one.id.0 == number);
                one.map(|one| one.inspector.label().to_owned())
            }
        }
    }

    fn payment(self, view: &ProjectView) -> Option<&PaymentView> {
        let mut all = view.payments.iter();
        all.find(|payment| payment.id.0 == self.number)
            .filter(|_| self.subject() == Subject::Payment)
    }

    /// The record the form names: an inspection is answered through its project.
    fn id(self, view: &ProjectView) -> i64 {
        match self.subject() {
            Subject::Project | Subject::Inspection => view.id.0,
            Subject::Payment | Subject::Filing => self.number,
        }
    }

    /// The version it is based on: a payment has its own.
    fn seen(self, view: &ProjectView) -> Version {
        self.payment(view)
            .map_or(view.version, |payment| payment.version)
    }
}

/// The form of a deed. The first one is open; an adverse one never opens by itself.
pub fn form(deed: Deed, view: Signal<ProjectView>) -> AnyView {
    let Deed { action, number } = deed;
    let first = view.with_untracked(|view| possible(view).first() == Some(&deed));
    let main = first && !is_adverse(action) && !action.is_standing();
    let open = main || was_refused(action);
    let id = move || view.with(|view| deed.id(view)).to_string();
    let seen = move || view.with(|view| deed.seen(view)).to_string();
    let about = move || view.with(|view| deed.about(view));
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
                {action.label()} <span class="subject">{about}</span>
                <span class="clause">{action.rule().clause}</span>
            </summary>
            <ActForm action=action number=number main=main>
                <input type="hidden" name="id" value=id/>
                {takes_version.then(|| view! { <input type="hidden" name="seen" value=seen/> })}
                {fields::of(deed, view)}
            </ActForm>
        </details>
    }
    .into_any()
}
