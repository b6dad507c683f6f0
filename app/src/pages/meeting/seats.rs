//! The four seats: who takes part and how, and what each says to the minutes.

use domain::access::Action;
use domain::contract::{MeetingView, Seat};
use domain::state::{MeetingState, Presence};
use leptos::prelude::*;

use super::marks;
use crate::components::{ActFold, Choice, ChoiceField, TextField, badge, possible, rows, slice};
use crate::test_ids;

/// The four seats.
pub fn panel(view: Signal<MeetingView>) -> AnyView {
    let seats = slice(view, |view| view.seats.clone());
    let state = slice(view, |view| view.state);
    let own = slice(view, |view| view.seat);
    let row = move |seat: Signal<Seat>, fresh: Signal<bool>| {
        let member = seat.with_untracked(|seat| seat.member);
        let records = slice(view, |view| possible(&view.offers, Action::RecordPresence));
        view! {
            <li class:fresh=fresh class:own=move || own.get() == Some(member) data-testid=test_ids::seat(member)>
                {move || seat.with(|seat| content(seat, state.get(), own.get() == Some(member)))}
                {move || records.get().then(|| record(seat, view))}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="panel" id="seats">
            <h2>"成员单位" <small>"四席均无异议方为通过；牵头单位不能代替"</small></h2>
            <ul class="seats">{rows(seats, |seat| seat.member, row)}</ul>
        </section>
    }
    .into_any()
}

fn content(seat: &Seat, state: MeetingState, own: bool) -> AnyView {
    let people = if seat.people == 0 {
        badge("late", "席位空缺")
    } else {
        view! { <span class="clause">{format!("在岗 {} 人", seat.people)}</span> }.into_any()
    };
    let present = (state >= MeetingState::Convened && state != MeetingState::Cancelled)
        .then(|| marks::presence(seat.presence));
    let minuted = matches!(
        state,
        MeetingState::MinutesDraft | MeetingState::MinutesConfirmed | MeetingState::Closed
    );
    let confirmed = minuted.then(|| marks::confirmation(seat.confirmation));
    let comment = (!seat.comment.is_empty())
        .then(|| view! { <p class="text">{format!("修改意见：{}", seat.comment)}</p> });
    view! {
        <div class="seat-line">
            <b>{seat.member.label()}</b>
            <span class="seat-name">{seat.name.clone()} {own.then(|| view! { " " {badge("run", "您的席位")} })}</span>
            <span class="marks">{present} {confirmed}</span>
        </div>
        <div class="seat-who">
            {(!seat.person.is_empty()).then(|| view! { <span>{seat.person.clone()}</span> })}
            {people}
        </div>
        {comment}
    }
    .into_any()
}

fn record(seat: Signal<Seat>, view: Signal<MeetingView>) -> AnyView {
    let first = seat.get_untracked();
    let kinds: Vec<Choice> = Presence::ALL
        .iter()
        .map(|kind| (kind.code().into(), kind.label().into()))
        .collect();
    let number = domain::state::Member::ALL
        .iter()
        .position(|member| *member == first.member)
        .and_then(|place| i64::try_from(place + 1).ok())
        .unwrap_or_default();
    let chosen = first.presence.unwrap_or(Presence::Present).code();
    view! {
        <ActFold action=Action::RecordPresence number=number button="登记">
            <input type="hidden" name="id" value=move || view.with(|view| view.id.to_string())/>
            <input type="hidden" name="member" value=first.member.code()/>
            <div class="fields">
                <ChoiceField name="presence" label="参加方式" choices=kinds chosen=chosen/>
                <TextField name="person" label="参加人" value=first.person hint="委托的写受托人，书面意见的写签署人。"/>
            </div>
        </ActFold>
    }
    .into_any()
}
