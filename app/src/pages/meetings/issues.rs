//! The register of questions between departments (R015).

use domain::access::{Action, Role};
use domain::contract::{IssueRow, MeetingRow, MeetingsView};
use domain::state::Member;
use leptos::prelude::*;

use crate::components::{ActFold, AreaField, Choice, ChoiceField, badge, possible, rows, slice};
use crate::test_ids;
use crate::text::full_date;

/// Open questions first; each with the form that settles it.
pub fn panel(view: Signal<MeetingsView>, role: Role) -> AnyView {
    let list = slice(view, |view| {
        let mut issues = view.issues.clone();
        issues.sort_by_key(|issue| issue.closed.is_some());
        issues
    });
    let open = move || list.with(|list| list.iter().filter(|issue| issue.closed.is_none()).count());
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有需要协调的事项。"</p> })
    };
    let raises = slice(view, |view| possible(&view.offers, Action::RaiseIssue));
    view! {
        <section class="panel" id="issues">
            <h2>"协调事项" <span class="count">{open}</span> <small>"部门之间的矛盾和问题，逐项协调解决"</small></h2>
            <ul class="issues">{rows(list, |issue| issue.id, move |issue, fresh| line(issue, fresh, view, role))}</ul>
            {empty}
            {move || raises.get().then(|| raise(view))}
        </section>
    }
    .into_any()
}

fn line(
    issue: Signal<IssueRow>,
    fresh: Signal<bool>,
    view: Signal<MeetingsView>,
    role: Role,
) -> AnyView {
    let id = issue.with_untracked(|issue| issue.id);
    let settled_here = Memo::new(move |_| {
        issue.with(|issue| issue.closed.is_none() && settles(issue, role))
            && view.with(|view| possible(&view.offers, Action::ResolveIssue))
    });
    let form = move || {
        settled_here.get().then(|| {
            view! {
                <ActFold action=Action::ResolveIssue number=id.0 title="办结">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <AreaField name="resolution" label="解决情况"/>
                </ActFold>
            }
        })
    };
    view! {
        <li class:fresh=fresh data-testid=test_ids::issue(id)>
            {move || issue.with(content)}
            {form}
        </li>
    }
    .into_any()
}

/// A question is settled by its department, the chair or the secretary.
fn settles(issue: &IssueRow, role: Role) -> bool {
    let own = role
        .member()
        .is_some_and(|member| member.label() == issue.owner);
    own || matches!(role, Role::CityHrss | Role::AgencyClerk)
}

fn content(issue: &IssueRow) -> AnyView {
    let meeting = issue.meeting.map(|id| {
        view! { " · " <a href=format!("/meetings/{id}")>"会议"</a> }
    });
    let state = match issue.closed {
        Some(day) => badge("ok", format!("{} 办结", full_date(day))),
        None => badge("near", format!("{}牵头", issue.owner)),
    };
    let result = (!issue.resolution.is_empty())
        .then(|| view! { <p class="text result">{issue.resolution.clone()}</p> });
    view! {
        <div class="issue-head">
            <p class="text">{issue.text.clone()}</p>
            {state}
        </div>
        <p class="clause">
            {format!("{} · {} 提出", full_date(issue.on), issue.raised)} {meeting}
        </p>
        {result}
    }
    .into_any()
}

fn raise(view: Signal<MeetingsView>) -> AnyView {
    let mut meetings: Vec<Choice> = vec![(String::new(), "不限于某次会议".into())];
    meetings.extend(view.with_untracked(|view| {
        let choice = |meeting: &MeetingRow| {
            (
                meeting.id.to_string(),
                format!("第 {} 次：{}", meeting.no, meeting.title),
            )
        };
        view.meetings.iter().map(choice).collect::<Vec<_>>()
    }));
    view! {
        <ActFold action=Action::RaiseIssue anchored=true>
            {question()}
            <ChoiceField name="meeting" label="提请会议" choices=meetings/>
        </ActFold>
    }
    .into_any()
}

/// The fields of a new question, besides the meeting it is put to.
pub fn question() -> AnyView {
    let owners: Vec<Choice> = Member::ALL
        .iter()
        .map(|member| (member.code().into(), member.label().into()))
        .collect();
    view! {
        <AreaField name="text" label="事项" hint="写明问题、涉及的部门和希望解决的时间。"/>
        <ChoiceField name="owner" label="由谁牵头" choices=owners/>
    }
    .into_any()
}
