//! `/meetings`: the joint meetings of a calendar year, and the register of open questions.

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::{Me, MeetingRow, MeetingsView};
use domain::state::MeetingState;
use leptos::prelude::*;

use crate::api::meeting::meetings as load;
use crate::components::{
    ActFold, TextField, badge, meeting_badge, not_now, possible, rows, slice, today,
};
use crate::pages::place;
use crate::test_ids;
use crate::text::long_date;

pub mod issues;

const PATH: &str = "/meetings";

/// `/meetings`.
pub fn meetings() -> AnyView {
    place::of_city("工伤预防联席会议", PATH, load, body)
}

fn body(me: Me, view: Signal<MeetingsView>) -> AnyView {
    let head = view.with_untracked(|view| {
        let years = (view.year, view.years.as_slice());
        place::head(
            "工伤预防联席会议",
            PATH,
            &me,
            view.tenant,
            &view.name,
            years,
        )
    });
    let plans = slice(view, |view| possible(&view.offers, Action::PlanMeeting));
    view! {
        <div class="head">{head}</div>
        {calendar(view)}
        <div class="cols wide-left">
            <div>{list(view)}</div>
            <div>
                {move || plans.get().then(|| plan(view))}
                {issues::panel(view, me.role)}
            </div>
        </div>
    }
    .into_any()
}

/// The twelve months with what is planned in each, so that a gap before 31 October is seen.
fn calendar(view: Signal<MeetingsView>) -> AnyView {
    let months = move || {
        view.with(|view| {
            (1..=12_u32)
                .map(|month| self::month(view, month))
                .collect::<Vec<_>>()
        })
    };
    let label = view.with_untracked(|view| format!("{} 年会议安排", view.year));
    view! { <ol class="rail months" tabindex="0" aria-label=label>{months}</ol> }.into_any()
}

fn month(view: &MeetingsView, month: u32) -> AnyView {
    let day = today();
    let now = day.year() == view.year && day.month() == month;
    let here: Vec<_> = view
        .meetings
        .iter()
        .filter(|meeting| meeting.planned.month() == month)
        .map(|meeting| {
            let class = match meeting.state {
                MeetingState::Closed => "meet over",
                MeetingState::Cancelled => "meet off",
                _ => "meet",
            };
            let text = format!("{}日 第{}次", meeting.planned.day(), meeting.no);
            view! { <a class=class href=format!("/meetings/{}", meeting.id)>{text}</a> }
        })
        .collect();
    let busy = !here.is_empty();
    let due = (month == 10).then(|| view! { <span class="clause">"31日前确定项目"</span> });
    view! {
        <li class:now=now class:busy=busy aria-current=now.then_some("date")>
            <b>{format!("{month}月")}</b>
            {here}
            {due}
        </li>
    }
    .into_any()
}

fn list(view: Signal<MeetingsView>) -> AnyView {
    let list = slice(view, |view| view.meetings.clone());
    let row = |row: Signal<MeetingRow>, fresh: Signal<bool>| {
        let id = row.with_untracked(|row| row.id);
        view! { <tr class:fresh=fresh data-testid=test_ids::meeting(id)>{move || row.with(cells)}</tr> }
            .into_any()
    };
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"本年还没有安排会议。"</p> })
    };
    view! {
        <section class="panel">
            <h2>"会议" {move || view.with(minimum)}</h2>
            <div class="scroll" class:none=move || list.with(Vec::is_empty)>
                <table class="meetings">
                    <thead>
                        <tr>
                            <th scope="col">"次"</th>
                            <th scope="col">"会议"</th>
                            <th scope="col">"时间、地点"</th>
                            <th scope="col" class="n">"议题"</th>
                            <th scope="col">"状态"</th>
                        </tr>
                    </thead>
                    <tbody>{rows(list, |row| row.id, row)}</tbody>
                </table>
            </div>
            {empty}
            {move || view.with(|view| not_now(&view.offers))}
        </section>
    }
    .into_any()
}

/// How the year stands against its minimum (R011, A11).
fn minimum(view: &MeetingsView) -> AnyView {
    let (held, least) = (view.held, view.minimum);
    let mark = if held < least {
        badge("near", format!("还应安排 {} 次", least - held))
    } else {
        badge("ok", "已达到")
    };
    view! { <small>{format!("本年已召开或安排 {held} 次，每年至少 {least} 次")}</small> {mark} }
        .into_any()
}

fn cells(row: &MeetingRow) -> AnyView {
    view! {
        <td class="rank">{row.no}</td>
        <td class="name"><a href=format!("/meetings/{}", row.id)>{row.title.clone()}</a></td>
        <td>{long_date(row.planned)} <div class="clause">{row.place.clone()}</div></td>
        <td class="n" data-label="议题">{format!("{} 项", row.items)}</td>
        <td class="state">{meeting_badge(row.state)}</td>
    }
    .into_any()
}

fn plan(view: Signal<MeetingsView>) -> AnyView {
    let (name, year, count) = view.with_untracked(|view| {
        let last = view.meetings.iter().map(|meeting| meeting.no).max();
        (view.name.clone(), view.year, last.unwrap_or_default() + 1)
    });
    let first = today();
    let day = if first.year() == year {
        String::new()
    } else {
        NaiveDate::from_ymd_opt(year, 1, 1).map_or_else(String::new, |day| day.to_string())
    };
    view! {
        <section class="panel">
            <ActFold action=Action::PlanMeeting anchored=true subject="四项通报自动列入议程">
                <TextField
                    name="draft[title]"
                    label="会议名称"
                    value=format!("{name} {year} 年第 {count} 次工伤预防联席会议")
                />
                <div class="fields">
                    <TextField name="draft[planned]" label="日期" kind="date" value=day hint="会议材料提前 3 个工作日送达。"/>
                    <TextField name="draft[place]" label="地点"/>
                </div>
            </ActFold>
        </section>
    }
    .into_any()
}
