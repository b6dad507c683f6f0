//! Places two people wrote in: who, when, both texts, what differs, and the choice. Each choice is a
//! form of its own, so that it can be made without JavaScript too.

use domain::annex::{Kind, catalogue};
use domain::contract::Clash;
use leptos::prelude::*;

use super::writing::Writing;
use crate::browser;
use crate::components::today;
use crate::test_ids;
use crate::text::moment;

/// The open clashes; nothing without one.
pub fn panel(writing: Writing) -> AnyView {
    let content = move || {
        writing.clashes.with(|clashes| {
            let rows: Vec<_> = clashes.iter().map(|clash| one(writing, clash)).collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="panel clashes" role="alert" data-testid=test_ids::CLASHES on:click=|event| browser::focus_link(&event)>
                        <h2>"与他人同时修改" <small>"下列各处两人都写了。请选择保留哪一份；选择之前，这些栏目暂不保存，其余照常保存"</small></h2>
                        {rows}
                    </section>
                }
            })
        })
    };
    view! { {content} }.into_any()
}

fn one(writing: Writing, clash: &Clash) -> AnyView {
    let when = moment(&clash.at, today());
    let long = catalogue::field(&clash.path)
        .is_some_and(|(_, field, _)| matches!(field.kind, Kind::Text { .. }));
    let both = format!("{}\n{}", clash.theirs, clash.mine);
    let both = long.then(|| choice(writing, &clash.path, both, "两份都保留"));
    view! {
        <article class="clash">
            <h3><a href=format!("#{}", clash.path)>{clash.label.clone()}</a></h3>
            <div class="texts">
                <div>
                    <p class="clause">{format!("{} {when} 保存的", clash.who)}</p>
                    {marked(&clash.theirs, &clash.mine)}
                    {choice(writing, &clash.path, clash.theirs.clone(), "用对方的")}
                </div>
                <div>
                    <p class="clause">"您写的，尚未保存"</p>
                    {marked(&clash.mine, &clash.theirs)}
                    {choice(writing, &clash.path, clash.mine.clone(), "用我的")}
                </div>
            </div>
            {both}
        </article>
    }
    .into_any()
}

fn choice(writing: Writing, path: &str, text: String, word: &'static str) -> AnyView {
    let (place, chosen) = (path.to_owned(), text.clone());
    let choose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        writing.choose(&place, chosen.clone());
    };
    view! {
        <form method="post" action="/api/save_application" on:submit=choose>
            <input type="hidden" name="id" value=writing.project.to_string()/>
            <input type="hidden" name="seen" value=move || writing.seen.get().to_string()/>
            <input type="hidden" name=format!("fields[{path}]") value=text/>
            <button>{word}</button>
        </form>
    }
    .into_any()
}

/// A text with what differs from the other one marked.
fn marked(text: &str, other: &str) -> AnyView {
    let (before, differs, after) = difference(text, other);
    view! {
        <p class="text">{before.to_owned()} <mark>{differs.to_owned()}</mark> {after.to_owned()}</p>
    }
    .into_any()
}

/// What a text begins with as the other, what is its own, and what it ends with as the other.
fn difference<'t>(text: &'t str, other: &str) -> (&'t str, &'t str, &'t str) {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let head: usize = text
        .chars()
        .zip(other.chars())
        .take_while(same)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    let (before, rest) = text.split_at(head);
    let tail: usize = rest
        .chars()
        .rev()
        .zip(other[head..].chars().rev())
        .take_while(same)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    let (differs, after) = rest.split_at(rest.len() - tail);
    (before, differs, after)
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn what_differs_is_found_between_what_does_not() {
        assert_eq!(
            difference("培训1200人", "培训1500人"),
            ("培训1", "2", "00人")
        );
        assert_eq!(difference("甲", ""), ("", "甲", ""));
        assert_eq!(difference("同文", "同文"), ("同文", "", ""));
        assert_eq!(difference("aa", "aaa"), ("aa", "", ""));
    }
}
