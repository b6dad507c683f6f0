//! What 人社 does with decided areas: making them known, and ending the applications (R033).

use domain::access::Action;
use domain::contract::{AreaSet, AreasView};
use domain::state::{AreaState, Channel};
use leptos::prelude::*;

use crate::components::{ActForm, Choice, ChoiceField, TextField, deed, offered, slice};

/// Both forms; nothing for whoever has neither.
pub fn panel(view: Signal<AreasView>) -> AnyView {
    let offers = slice(view, |view| view.offers.clone());
    let offered_any = Memo::new(move |_| {
        offers.with(|offers| {
            offers
                .iter()
                .any(|offer| matches!(offer.action, Action::PublishAreas | Action::CloseAreas))
        })
    });
    let inner = move || {
        offered_any.get().then(|| {
            view! {
                <section class="panel">
                    {offered(offers, Action::PublishAreas, move || publish(view))}
                    {offered(offers, Action::CloseAreas, move || close(view))}
                </section>
            }
        })
    };
    view! { {inner} }.into_any()
}

/// The version that is in force, or next to be: the newest of these states.
fn newest(view: &AreasView, states: &[AreaState]) -> Option<AreaSet> {
    let fits = |set: &&AreaSet| states.contains(&set.state);
    view.sets.iter().find(fits).cloned()
}

fn publish(view: Signal<AreasView>) -> AnyView {
    let set = slice(view, |view| {
        newest(view, &[AreaState::Decided]).or_else(|| newest(view, &[AreaState::Published]))
    });
    let channels: Vec<Choice> = Channel::ALL
        .iter()
        .map(|channel| (channel.code().into(), channel.label().into()))
        .collect();
    let first = move || {
        set.with(|set| {
            set.as_ref()
                .is_some_and(|set| set.state == AreaState::Decided)
        })
    };
    let form = view! {
        <ActForm action=Action::PublishAreas main=untrack(first)>
            {whole(set)}
            <div class="fields">
                <ChoiceField name="draft[channel]" label="公布方式" choices=channels/>
                <TextField name="draft[address]" label="网址或刊登处" hint="门户网站填完整网址（https://…）；报刊等写明名称、日期、版面或文号。"/>
            </div>
            <p class="clause">"首次公布即开放申报；可以逐次登记多种公布方式。"</p>
        </ActForm>
    };
    deed(Action::PublishAreas, subject(set), untrack(first), form)
}

fn close(view: Signal<AreasView>) -> AnyView {
    let set = slice(view, |view| newest(view, &[AreaState::Published]));
    let form = view! {
        <ActForm action=Action::CloseAreas>
            {whole(set)}
            <p class="clause">"截止后不再接受本年度新的申报；已提交的申报继续办理。"</p>
        </ActForm>
    };
    deed(Action::CloseAreas, subject(set), false, form)
}

fn subject(set: Signal<Option<AreaSet>>) -> impl IntoView {
    move || set.with(|set| set.as_ref().map(|set| format!("第 {} 版", set.no)))
}

fn whole(set: Signal<Option<AreaSet>>) -> AnyView {
    let id = move || set.with(|set| set.as_ref().map(|set| set.id.to_string()));
    let seen = move || set.with(|set| set.as_ref().map(|set| set.version.to_string()));
    view! {
        <input type="hidden" name="id" value=id/>
        <input type="hidden" name="seen" value=seen/>
    }
    .into_any()
}
