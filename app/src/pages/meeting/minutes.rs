//! The minutes as an official paper (GB/T 9704-2012, 纪要): on the screen, and alone on the printed
//! page.

use chrono::Datelike;
use domain::contract::{MeetingView, Seat};
use domain::state::{Confirmation, Presence};
use leptos::prelude::*;

use crate::components::slice;
use crate::live::Live;
use crate::test_ids;
use crate::text::full_date;

/// The paper, once there is one.
pub fn panel(view: Signal<MeetingView>) -> AnyView {
    let there = slice(view, |view| !view.minutes.is_empty());
    let panel = move || {
        there.get().then(|| {
            view! {
                <section class="panel minutes" id="minutes" data-testid=test_ids::MINUTES>
                    <h2>"会议纪要" <small>{move || view.with(remark)}</small> {print()}</h2>
                    {move || view.with(paper)}
                </section>
            }
        })
    };
    view! { {panel} }.into_any()
}

fn remark(view: &MeetingView) -> &'static str {
    if view.closed_on.is_some() {
        "已归档，不再变动"
    } else {
        "待归档，尚未生效"
    }
}

/// Only a living page can print itself; without a script the browser's menu does.
fn print() -> AnyView {
    let now = expect_context::<Live>().now;
    let alive = Memo::new(move |_| now.get().is_some());
    let button = move || {
        alive.get().then(|| {
            view! { <button type="button" class="print" on:click=|_| crate::browser::print()>"打印"</button> }
        })
    };
    view! { {button} }.into_any()
}

fn paper(view: &MeetingView) -> AnyView {
    let name = format!("{}工伤预防联席会议纪要", view.city);
    let number = format!("〔{}〕第 {} 号", view.planned.year(), view.no);
    let day = view.closed_on.or(view.held_on).unwrap_or(view.planned);
    let lines: Vec<_> = view
        .minutes
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(line)
        .collect();
    let present: Vec<_> = view.seats.iter().map(present).collect();
    let signed: Vec<_> = view.seats.iter().map(signed).collect();
    view! {
        <article class="paper" lang="zh-CN">
            <header>
                <p class="paper-name">{name}</p>
                <p class="paper-no">{number}</p>
                <p class="paper-line"><span>{format!("{}工伤预防联席会议", view.city)}</span><span>{full_date(day)}</span></p>
            </header>
            <h3>{view.title.clone()}</h3>
            {lines}
            <p class="paper-present"><b>"出席："</b>{present}</p>
            <table class="paper-signed">
                <caption>"成员单位确认"</caption>
                <tbody>{signed}</tbody>
            </table>
        </article>
    }
    .into_any()
}

/// A line of the body: a heading where the text numbers its parts, otherwise a paragraph.
fn line(text: &str) -> AnyView {
    let text = text.to_owned();
    if is_heading(&text) {
        view! { <h4>{text}</h4> }.into_any()
    } else {
        view! { <p>{text}</p> }.into_any()
    }
}

/// Whether a line is a first-level heading of an official paper: `一、…`, short and without a full stop.
fn is_heading(line: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let numbered = line.split_once('、').is_some_and(|(number, _)| {
        !number.is_empty() && number.chars().all(|c| NUMERALS.contains(c))
    });
    numbered && !line.ends_with(['。', '；']) && line.chars().count() <= 40
}

fn present(seat: &Seat) -> AnyView {
    let how = match seat.presence {
        None | Some(Presence::Absent) => "缺席".to_owned(),
        Some(Presence::Present) => seat.person.clone(),
        Some(presence) => format!("{}（{}）", seat.person, presence.label()),
    };
    view! { <span class="paper-seat">{format!("{} {how}", seat.name)}</span> }.into_any()
}

fn signed(seat: &Seat) -> AnyView {
    let answer = match seat.confirmation {
        Some(Confirmation::Confirmed) => "确认",
        Some(Confirmation::Objected) => "提出修改意见",
        None => "待确认",
    };
    let comment = (!seat.comment.is_empty()).then(|| format!("：{}", seat.comment));
    view! { <tr><th scope="row">{seat.name.clone()}</th><td>{answer} {comment}</td></tr> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::is_heading;

    #[test]
    fn a_numbered_line_is_a_heading_and_a_numbered_sentence_is_not() {
        assert!(is_heading("二、审议工伤预防项目"));
        assert!(is_heading("十一、其他事项"));
        assert!(!is_heading("一、会议听取了工伤预防费使用情况的通报。"));
        assert!(!is_heading("会议同意、通过了下列事项"));
    }
}
