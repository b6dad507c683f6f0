//! Where the meeting stands, whose turn it is, and what this person can do about it as a whole.

use domain::Refusal;
use domain::access::Action;
use domain::contract::{MeetingView, Offer};
use domain::state::{Confirmation, MeetingState, Member, Presence};
use leptos::prelude::*;

use super::{deeds, forms};
use crate::components::{badge, not_now, possible, rows, slice};
use crate::text::long_date;

/// The actions on the meeting as a whole, those that end it last.
const WHOLE: [Action; 6] = [
    Action::ConveneMeeting,
    Action::OpenMeeting,
    Action::DraftMinutes,
    Action::ConfirmMinutes,
    Action::CloseMeeting,
    Action::CancelMeeting,
];

/// Where the meeting stands and what can be done.
pub fn hero(view: Signal<MeetingView>) -> AnyView {
    let class = move || {
        let class = view.with(|view| match view.state {
            MeetingState::Held | MeetingState::MinutesDraft => "near",
            MeetingState::Closed => "ok",
            MeetingState::Cancelled => "done",
            _ => "run",
        });
        format!("hero {class}")
    };
    let acts = slice(view, |view| {
        let offered = WHOLE
            .iter()
            .filter(|action| possible(&view.offers, **action));
        offered.copied().collect::<Vec<_>>()
    });
    let none = move || {
        acts.with(Vec::is_empty).then(|| {
            view! { <p class="clause">{move || view.with(idle)}</p> }
        })
    };
    view! {
        <section class=class>
            <div class="hero-now">
                <p class="holder">{move || view.with(holder)}</p>
                <p class="big-number">{move || view.with(standing)}</p>
                {move || view.with(remarks)}
                {move || view.with(|view| not_now(&blocked(view)))}
            </div>
            <div class="hero-do">
                {rows(acts, |action| *action, move |action, _| forms::whole(action.get_untracked(), view))}
                {none}
            </div>
        </section>
    }
    .into_any()
}

/// What has its time now and is blocked all the same. What only has another time than now is left
/// out: the line of the meeting's steps says when.
fn blocked(view: &MeetingView) -> Vec<Offer> {
    let here = |offer: &&Offer| !matches!(&offer.why_not, Some(Refusal::WrongState { state, .. }) if state == view.state.label());
    view.offers.iter().filter(here).cloned().collect()
}

fn holder(view: &MeetingView) -> &'static str {
    match view.state {
        MeetingState::Planned => "由人社部门通知四个成员单位",
        MeetingState::Convened => "会议材料已送达，由会议秘书开始会议",
        MeetingState::Held => "由会议秘书主持议程，各成员单位逐项发表意见",
        MeetingState::MinutesDraft => "由四个成员单位分别确认纪要",
        MeetingState::MinutesConfirmed => "由人社部门归档，决议随之生效",
        MeetingState::Closed => "纪要已归档，通过的决议已经生效",
        MeetingState::Cancelled => "会议已取消，议题可另列会议",
    }
}

fn standing(view: &MeetingView) -> String {
    match view.state {
        MeetingState::Held => {
            let done = view
                .items
                .iter()
                .filter(|item| deeds::is_done(item))
                .count();
            format!("议程已完成 {done} / {} 项", view.items.len())
        }
        MeetingState::MinutesDraft => {
            let confirmed = view
                .seats
                .iter()
                .filter(|seat| seat.confirmation == Some(Confirmation::Confirmed))
                .count();
            format!("纪要已确认 {confirmed} / {}", Member::ALL.len())
        }
        MeetingState::Closed => {
            let adopted = view
                .items
                .iter()
                .filter(|item| !item.resolution.is_empty())
                .count();
            format!("{adopted} 项决议已生效")
        }
        MeetingState::Planned | MeetingState::Convened => {
            format!("{}召开", long_date(view.planned))
        }
        state => state.label().to_owned(),
    }
}

/// What departs from the rule, each with its reason.
fn remarks(view: &MeetingView) -> AnyView {
    let absent: Vec<_> = view
        .seats
        .iter()
        .filter(|seat| seat.presence == Some(Presence::Absent))
        .map(|seat| seat.member.label())
        .collect();
    let line = |class: &'static str, word: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <p class="remark">{badge(class, word)} " " {text}</p> })
    };
    let absent = if absent.is_empty() {
        String::new()
    } else {
        format!(
            "{}缺席；四个成员单位未到齐，不能形成决议。",
            absent.join("、")
        )
    };
    view! {
        {line("late", "逾期确定", view.late_reason.clone())}
        {line("near", "提前通知不足 3 个工作日", view.short_notice.clone())}
        {line("late", "缺席", absent)}
    }
    .into_any()
}

/// What is said to somebody who has nothing to do with the meeting as a whole.
fn idle(view: &MeetingView) -> &'static str {
    let can = |action| possible(&view.offers, action);
    match view.state {
        MeetingState::Held if can(Action::TurnToItem) => {
            "在下面逐项转到议题、登记出席、提出决议建议；全部议题有了结果，再形成纪要。"
        }
        MeetingState::Held if view.seat.is_some() => {
            "轮到的议题会自动移到您眼前，请在该项下发表意见。"
        }
        MeetingState::Convened if can(Action::ReportItem) => "可以先在议程里写好由您通报的内容。",
        MeetingState::Closed | MeetingState::Cancelled => "会议已结束，内容不再变动。",
        _ => "您目前没有可以办理的事项。页面会自动更新。",
    }
}
