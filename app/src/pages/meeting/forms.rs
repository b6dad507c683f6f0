//! The forms of a meeting: as a whole and on one item.

use domain::access::Action;
use domain::contract::{Item, MeetingView};
use domain::state::{Confirmation, ItemKind, Motion, Opinion};
use leptos::prelude::*;

use super::deeds;
use crate::components::{
    ActFold, ActForm, AmountField, AreaField, CheckField, Choice, ChoiceField, RadioField, slice,
};
use crate::text::numeral;

/// The form of an action on the whole meeting.
pub fn whole(action: Action, view: Signal<MeetingView>) -> AnyView {
    let adverse = action == Action::CancelMeeting;
    view! {
        <ActFold action=action main=!adverse adverse=adverse open=!adverse anchored=true>
            <input type="hidden" name="id" value=move || view.with(|view| view.id.to_string())/>
            <input type="hidden" name="seen" value=move || view.with(|view| view.version.to_string())/>
            {fields(action, view)}
        </ActFold>
    }
    .into_any()
}

fn fields(action: Action, view: Signal<MeetingView>) -> AnyView {
    match action {
        Action::ConveneMeeting => view! {
            <AreaField
                name="short_notice"
                label="提前不足 3 个工作日的理由"
                rows=2
                hint="材料应至少提前 3 个工作日送达；来得及的不填。"
            />
        }
        .into_any(),
        Action::DraftMinutes => view! {
            <AreaField name="extra" label="补充记录" value=view.with_untracked(|view| view.extra.clone()) hint="议程、出席、通报、意见和决议由系统按会议记录写入；另有需要记载的写在这里。"/>
        }
        .into_any(),
        Action::ConfirmMinutes => confirmation(),
        Action::CloseMeeting => view! {
            <AreaField
                name="late_reason"
                label="逾期确定的理由"
                rows=2
                hint="10 月 31 日以后才确定下一年度项目的填写，将报自治区知悉；按期的不填。"
            />
        }
        .into_any(),
        Action::CancelMeeting => {
            view! { <AreaField name="reason" label="取消原因" rows=2/> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn confirmation() -> AnyView {
    let answers: Vec<Choice> = Confirmation::ALL
        .iter()
        .map(|answer| (answer.code().into(), answer.label().into()))
        .collect();
    view! {
        <RadioField name="confirmation" label="本单位意见" choices=answers/>
        <AreaField name="comment" label="修改意见" rows=2 hint="提出修改意见的，写明哪一处有误、应如何记载。"/>
    }
    .into_any()
}

/// The form of an action on one item.
pub fn on_item(action: Action, item: Signal<Item>, view: Signal<MeetingView>) -> AnyView {
    match action {
        Action::Vote => vote(item, view),
        Action::ReportItem => report(item, view),
        Action::MoveItem => motion(item, view),
        Action::TurnToItem => turn(item, view, "转到此项", 1),
        _ => button(action, item, view, "撤下此项"),
    }
}

/// Turns every screen to the item; `place` tells two such buttons on one page apart.
pub fn turn(
    item: Signal<Item>,
    view: Signal<MeetingView>,
    word: impl Into<String>,
    place: i64,
) -> AnyView {
    let id = item.with_untracked(|item| item.id);
    view! {
        <ActForm action=Action::TurnToItem number=id.0 * 2 + place button=word.into()>
            <input type="hidden" name="id" value=id.to_string()/>
            {spoken(item, view)}
        </ActForm>
    }
    .into_any()
}

fn button(
    action: Action,
    item: Signal<Item>,
    view: Signal<MeetingView>,
    word: &'static str,
) -> AnyView {
    let id = item.with_untracked(|item| item.id);
    view! {
        <ActForm action=action number=id.0 button=word>
            <input type="hidden" name="id" value=id.to_string()/>
            {spoken(item, view)}
        </ActForm>
    }
    .into_any()
}

/// Which item a bare button is about, for those who do not see where it stands: `第五项`.
fn spoken(item: Signal<Item>, view: Signal<MeetingView>) -> AnyView {
    let place = move || item.with(|item| view.with(|view| deeds::place(view, item)));
    view! { <span class="sr">{move || format!("第{}项", numeral(place()))}</span> }.into_any()
}

/// The vote of the person's own seat: the one prominent form on the screen while the item is on.
fn vote(item: Signal<Item>, view: Signal<MeetingView>) -> AnyView {
    let id = item.with_untracked(|item| item.id);
    let spoken =
        Memo::new(move |_| item.with(|item| view.with(|view| deeds::has_spoken(view, item))));
    let current = slice(view, |view| deeds::current(view).map(|item| item.id));
    let open = Memo::new(move |_| current.get() == Some(id) && !spoken.get());
    let seat = view.with_untracked(|view| view.seat.map_or("", domain::state::Member::label));
    let subject = Signal::derive(move || {
        if spoken.get() {
            format!("{seat}已发表，可以更改")
        } else {
            format!("{seat}席位")
        }
    });
    let opinions: Vec<Choice> = Opinion::ALL
        .iter()
        .map(|opinion| (opinion.code().into(), opinion.label().into()))
        .collect();
    view! {
        <div class="vote" class:due=move || open.get()>
            <ActFold action=Action::Vote number=id.0 main=true open=Signal::from(open) subject=subject button="提交意见">
                <input type="hidden" name="id" value=id.to_string()/>
                <RadioField name="opinion" label="本单位意见" choices=opinions hint="有一个成员单位不同意，决议即不通过。"/>
                <AreaField name="comment" label="说明" rows=2 hint="不同意的写明理由，记入纪要。"/>
            </ActFold>
        </div>
    }
    .into_any()
}

fn report(item: Signal<Item>, view: Signal<MeetingView>) -> AnyView {
    let first = item.get_untracked();
    let id = first.id;
    let current = slice(view, |view| deeds::current(view).map(|item| item.id));
    let open =
        Memo::new(move |_| current.get() == Some(id) && item.with(|item| item.report.is_empty()));
    view! {
        <ActFold action=Action::ReportItem number=id.0 main=true open=Signal::from(open)>
            <input type="hidden" name="id" value=id.to_string()/>
            <AreaField
                name="text"
                label="通报内容"
                rows=5
                value=first.report
                hint="写入纪要。本次没有通报的，勾选下面一项并在这里写明理由。"
            />
            <CheckField name="none" label="本次无通报"/>
        </ActFold>
    }
    .into_any()
}

fn motion(item: Signal<Item>, view: Signal<MeetingView>) -> AnyView {
    let first = item.get_untracked();
    let id = first.id;
    let current = slice(view, |view| deeds::current(view).map(|item| item.id));
    let open =
        Memo::new(move |_| current.get() == Some(id) && item.with(|item| item.motion.is_none()));
    let replaced = move || {
        item.with(|item| !item.opinions.is_empty()).then(
            || view! { <p class="clause">"改变决议建议后，已发表的意见作废，须重新发表。"</p> },
        )
    };
    view! {
        <ActFold action=Action::MoveItem number=id.0 open=Signal::from(open)>
            <input type="hidden" name="id" value=id.to_string()/>
            {replaced}
            {motion_fields(&first)}
        </ActFold>
    }
    .into_any()
}

fn motion_fields(first: &Item) -> AnyView {
    let project = first.kind == ItemKind::Project;
    // Leaving something out of a plan is a question of projects only.
    let motions: Vec<Choice> = Motion::ALL
        .iter()
        .filter(|motion| project || **motion != Motion::Reject)
        .map(|motion| (motion.code().into(), motion.label().into()))
        .collect();
    let chosen = first.motion.map_or("", Motion::code);
    let amount = project.then(|| {
        let known = first.amount.or(first.proposed);
        let value = known.map(domain::Money::plain).unwrap_or_default();
        let hint = first.requested.map_or_else(String::new, |requested| {
            format!("同意的填写，不超过申报的 {requested} 元。")
        });
        view! { <AmountField name="draft[amount]" label="核定金额" value=value hint=hint/> }
    });
    view! {
        <div class="fields">
            <ChoiceField name="draft[motion]" label="决议建议" choices=motions chosen=chosen/>
            {amount}
        </div>
        <AreaField name="draft[conditions]" label="附加条件" rows=2 value=first.conditions.clone()/>
        <AreaField name="draft[reason]" label="理由" rows=2 value=first.reason.clone() hint="不予列入、缓议的必填。"/>
    }
    .into_any()
}
