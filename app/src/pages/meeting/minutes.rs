//! The minutes as an official paper (GB/T 9704-2012, 纪要): on the screen, and alone on the printed
//! page.

use domain::contract::{MeetingView, Seat};
use domain::state::Confirmation;
use leptos::prelude::*;

use crate::components::slice;
use crate::live::Live;
use crate::test_ids;

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
    let print = |_| {
        let _ = window().print();
    };
    let button = move || {
        alive
            .get()
            .then(|| view! { <button type="button" class="print" on:click=print>"打印"</button> })
    };
    view! { {button} }.into_any()
}

/// The text is shown as it was confirmed, word for word: only its form is that of the paper. It begins
/// with the name of the paper and its number.
fn paper(view: &MeetingView) -> AnyView {
    let mut lines = view
        .minutes
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .peekable();
    let name = lines.next_if(|line| line.ends_with("纪要"));
    let number = lines.next_if(|line| line.starts_with(['（', '〔']));
    let body: Vec<_> = lines.map(line).collect();
    let signed: Vec<_> = view.seats.iter().map(signed).collect();
    view! {
        <article class="gongwen">
            <header>
                <p class="gongwen-name">{name.unwrap_or("会议纪要").to_owned()}</p>
                {number.map(|number| view! { <p class="gongwen-no">{number.to_owned()}</p> })}
            </header>
            {body}
            <table class="gongwen-signed">
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
        view! { <h3>{text}</h3> }.into_any()
    } else {
        view! { <p>{text}</p> }.into_any()
    }
}

/// Whether a line is a first-level heading of an official paper: `一、…` and no sentence.
fn is_heading(line: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let numbered = line.split_once('、').is_some_and(|(number, _)| {
        !number.is_empty() && number.chars().all(|c| NUMERALS.contains(c))
    });
    numbered && !line.ends_with(['。', '；'])
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
