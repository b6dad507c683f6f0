//! The line that stays in view while the meeting runs: what is on, whether one's own seat has
//! spoken, and for the secretary the next item. Every screen follows it.

use domain::access::Action;
use domain::contract::{Item, MeetingView};
use domain::state::MeetingState;
use leptos::prelude::*;

use super::{deeds, forms, marks};
use crate::browser;
use crate::components::{badge, possible, rows, slice};
use crate::test_ids;
use crate::text::numeral;

/// Brings the item the secretary has turned to into view, unless the reader is just typing: then
/// the line above says where the meeting is, and nothing moves under their hands.
pub fn follow(view: Signal<MeetingView>) {
    let current = slice(view, |view| deeds::current(view).map(|item| item.id));
    Effect::new(move |_| {
        if let Some(id) = current.get() {
            browser::bring_into_view(&format!("item-{id}"));
        }
    });
}

/// The line; nothing while no meeting is held.
pub fn bar(view: Signal<MeetingView>) -> AnyView {
    let held = slice(view, |view| view.state == MeetingState::Held);
    let line = move || {
        held.get().then(|| {
            view! {
                <div class="now-bar" data-testid=test_ids::MEETING_NOW>
                    <p class="now-what" role="status">{move || view.with(what)}</p>
                    <div class="now-do">
                        {move || view.with(own)}
                        {next(view)}
                    </div>
                </div>
            }
        })
    };
    view! { {line} }.into_any()
}

fn what(view: &MeetingView) -> AnyView {
    match deeds::current(view) {
        Some(item) => {
            let href = format!("#item-{}", item.id);
            let text = format!("{}、{}", numeral(deeds::place(view, item)), item.title);
            view! { <span class="clause">"正在进行"</span> " " <a href=href>{text}</a> }.into_any()
        }
        None => "会议已开始，等待会议秘书转到第一项。".into_any(),
    }
}

/// Whether this person's seat has spoken on it; otherwise the way to the form.
fn own(view: &MeetingView) -> Option<AnyView> {
    let item = deeds::current(view).filter(|item| item.motion.is_some())?;
    let seat = view.seat?;
    let said = item.opinions.iter().find(|said| said.member == seat);
    Some(match said {
        Some(said) => {
            view! { <span class="clause">"本单位"</span> " " {marks::opinion(Some(said.opinion))} }
                .into_any()
        }
        None if possible(&view.offers, Action::Vote) => {
            let form = format!("do-{}-{}", Action::Vote.code(), item.id);
            let href = format!("#{form}");
            // The focus goes where the hand goes next: to the first of the three opinions.
            let go = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                browser::focus_field(&form, "opinion");
            };
            view! { {badge("near", "等您发表意见")} " " <a class="btn" href=href on:click=go>"发表意见"</a> }
                .into_any()
        }
        None => refused(view),
    })
}

/// Why this seat cannot speak.
fn refused(view: &MeetingView) -> AnyView {
    let offer = view
        .offers
        .iter()
        .find(|offer| offer.action == Action::Vote);
    let why = offer.and_then(|offer| offer.why_not.as_ref());
    why.map(|why| view! { <span class="now-refused">{why.sentence()}</span> })
        .into_any()
}

/// The secretary's button to the next item.
fn next(view: Signal<MeetingView>) -> AnyView {
    let next = slice(view, |view| {
        let turns = possible(&view.offers, Action::TurnToItem);
        let next = deeds::next(view).filter(|_| turns);
        next.cloned().into_iter().collect::<Vec<Item>>()
    });
    let button = move |item: Signal<Item>, _: Signal<bool>| {
        let place =
            item.with_untracked(|item| view.with_untracked(|view| deeds::place(view, item)));
        forms::turn(item, view, format!("下一项：{}", numeral(place)), 0)
    };
    rows(next, |item| item.id, button)
}
