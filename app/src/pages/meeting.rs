//! `/meetings/:id`: a joint meeting, live. Every screen shows the same meeting and follows the item
//! the secretary has turned to; each department votes from its own seat.

use chrono::Datelike;
use domain::access::Action;
use domain::contract::{Me, MeetingView};
use domain::state::MeetingState;
use leptos::prelude::*;

use crate::api::meeting::meeting as load;
use crate::components::{ActFold, Follow, meeting_badge, page_of, possible, slice};
use crate::pages::meetings::issues::question;
use crate::pages::place::address;
use crate::test_ids;
use crate::text::long_date;

mod agenda;
mod deeds;
mod forms;
mod hero;
mod item;
mod marks;
mod minutes;
mod now;
mod seats;

/// `/meetings/:id`.
pub fn meeting() -> AnyView {
    page_of(
        "联席会议",
        load,
        |view| Follow::Views(format!("meeting:{}", view.id)),
        body,
    )
}

fn body(me: Me, view: Signal<MeetingView>) -> AnyView {
    now::follow(view);
    // On paper only the minutes remain, once there are some.
    let minuted = slice(view, |view| !view.minutes.is_empty());
    let region = me.role.is_region();
    let raises = slice(view, |view| possible(&view.offers, Action::RaiseIssue));
    view! {
        <div class="meeting" class:minuted=minuted>
            <div class="head">{move || view.with(|view| head(view, region))}</div>
            {move || view.with(steps)}
            {hero::hero(view)}
            {now::bar(view)}
            <div class="cols wide-left">
                <div>
                    {minutes::panel(view)}
                    {agenda::panel(view, &me)}
                </div>
                <div>
                    {seats::panel(view)}
                    {agenda::candidates(view)}
                    {move || raises.get().then(|| issue(view))}
                    {move || view.with(|view| materials(view, region))}
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn head(view: &MeetingView, region: bool) -> AnyView {
    let place = if view.place.is_empty() {
        String::new()
    } else {
        format!(" · {}", view.place)
    };
    let meta = format!(
        "{} · {} 年第 {} 次会议 · {}{place}",
        view.city,
        view.planned.year(),
        view.no,
        long_date(view.planned)
    );
    let tenant = region.then_some(view.tenant);
    let all = address("/meetings", Some(view.planned.year()), tenant);
    view! {
        <leptos_meta::Title text=view.title.clone()/>
        <h1>{view.title.clone()}</h1>
        <span data-testid=test_ids::MEETING_STATE>{meeting_badge(view.state)}</span>
        <span class="meta">{meta}</span>
        <a class="back" href=all>"全部会议"</a>
    }
    .into_any()
}

/// The machine 2.3 as a line, with the day of each step that has one.
fn steps(view: &MeetingView) -> Option<AnyView> {
    use MeetingState as M;
    let way = [
        (M::Planned, Some(view.planned)),
        (M::Convened, None),
        (M::Held, view.held_on),
        (M::MinutesDraft, None),
        (M::MinutesConfirmed, None),
        (M::Closed, view.closed_on),
    ];
    let steps: Vec<_> = way
        .into_iter()
        .map(|(step, day)| {
            let class = match step.cmp(&view.state) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal if step == M::Closed => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "next",
            };
            let current = (step == view.state).then_some("step");
            let day = day.map(|day| format!("{}月{}日", day.month(), day.day()));
            view! { <li class=class aria-current=current>{step.label()} <span class="clause">{day}</span></li> }
        })
        .collect();
    (view.state != M::Cancelled).then(|| {
        view! { <ol class="steps meeting-steps" aria-label="会议进程">{steps}</ol> }.into_any()
    })
}

/// A question that came up here goes into the register (R015).
fn issue(view: Signal<MeetingView>) -> AnyView {
    view! {
        <section class="panel">
            <ActFold action=Action::RaiseIssue anchored=true subject="记入协调事项登记簿">
                <input type="hidden" name="meeting" value=move || view.with(|view| view.id.to_string())/>
                {question()}
            </ActFold>
        </section>
    }
    .into_any()
}

/// What the meeting works from; the plan it decides is that of the next year.
fn materials(view: &MeetingView, region: bool) -> AnyView {
    let year = view.planned.year() + 1;
    let tenant = region.then_some(view.tenant);
    let link = |path: &str, word: &'static str| {
        view! { <li><a href=address(path, Some(year), tenant)>{word}</a></li> }
    };
    view! {
        <section class="panel" id="materials">
            <h2>"会议材料" <small>{format!("{year} 年度")}</small></h2>
            <ul class="materials">
                {link("/analysis", "近三年基金收支、工伤和职业病分析")}
                {link("/areas", "工伤预防重点领域建议")}
                {link("/proposals", "工伤预防项目建议清单")}
            </ul>
        </section>
    }
    .into_any()
}
