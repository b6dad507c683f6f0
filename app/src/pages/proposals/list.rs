//! The list in order of rank, with the running sum held against the cap (R045, R116, R201).

use domain::Money;
use domain::access::Action;
use domain::contract::{Me, PastProject, ProposalRow, ProposalsView};
use domain::money::share;
use domain::state::ListState;
use leptos::prelude::*;

use super::{draft, offered};
use crate::components::{ActFold, ActForm, badge, meter, not_now, rows, slice};
use crate::pages::place::address;
use crate::test_ids;
use crate::text::full_date;

/// The list and what can be done with it as a whole.
pub fn panel(view: Signal<ProposalsView>, me: &Me) -> AnyView {
    let list = slice(view, |view| view.rows.clone());
    let count = move || {
        list.with(|list| format!("{} 项 · 按轻重缓急排序 · 单位：元 · 四（三）", list.len()))
    };
    let empty = move || {
        list.with(Vec::is_empty).then(|| {
            view! { <p class="empty">"建议清单还没有项目。受理后的项目在“待提请审议”中提出建议，即列入清单。"</p> }
        })
    };
    view! {
        <section class="panel" id="list">
            <h2>"建议清单" {move || view.with(state)} <small>{count}</small></h2>
            <div class="scroll" class:none=move || list.with(Vec::is_empty)>
                <table class="proposals">
                    <thead>
                        <tr>
                            <th scope="col">"排序"</th>
                            <th scope="col">"项目"</th>
                            <th scope="col" class="n">"申报"</th>
                            <th scope="col" class="n">"建议"</th>
                            <th scope="col" class="n">"累计占用上限"</th>
                        </tr>
                    </thead>
                    {rows(list, |row| row.id, move |row, fresh| line(row, fresh, view))}
                </table>
            </div>
            {empty}
            {move || view.with(standing)}
            {freeze(view)}
            {move || view.with(|view| not_now(&view.offers))}
            {meetings(view, me)}
        </section>
    }
    .into_any()
}

fn state(view: &ProposalsView) -> AnyView {
    let class = match view.state {
        ListState::Draft => "run",
        ListState::Frozen | ListState::Decided => "ok",
    };
    badge(class, view.state.label())
}

/// What the state of the list means.
fn standing(view: &ProposalsView) -> Option<AnyView> {
    let text = match view.state {
        ListState::Draft => return None,
        ListState::Frozen => "清单已定稿，按此提请联席会议审议；定稿后不再增减、调整。",
        ListState::Decided => "清单已经联席会议审议，各项目的结果见会议纪要。",
    };
    Some(view! { <p class="expected">{text}</p> }.into_any())
}

/// What comes next, by when, and the way there (R046, R047).
fn meetings(view: Signal<ProposalsView>, me: &Me) -> AnyView {
    let (text, href) = view.with_untracked(|view| {
        let year = view.year - 1;
        let tenant = me.role.is_region().then_some(view.tenant);
        (
            format!("定稿后列入议程，由联席会议研究审核，于 {year} 年 10 月底前确定（四（三））。"),
            address("/meetings", Some(year), tenant),
        )
    });
    view! { <p class="clause">{text} <a href=href>"查看联席会议"</a></p> }.into_any()
}

fn line(row: Signal<ProposalRow>, fresh: Signal<bool>, view: Signal<ProposalsView>) -> AnyView {
    let id = row.with_untracked(|row| row.id);
    let cap = slice(view, |view| view.cap.cap);
    let over = move || row.with(|row| row.over);
    let changes = slice(view, |view| offered(view, Action::ProposeProject));
    let drops = slice(view, |view| offered(view, Action::DropProposal));
    view! {
        <tbody class:over=over class:fresh=fresh data-testid=test_ids::row(id)>
            <tr>{move || row.with(|row| cells(row, cap.get()))}</tr>
            <tr class="more">
                <td></td>
                <td colspan="4">
                    {move || row.with(grounds)}
                    <div class="row-acts">
                        {move || changes.get().then(|| change(row))}
                        {move || drops.get().then(|| drop_form(row))}
                    </div>
                </td>
            </tr>
        </tbody>
    }
    .into_any()
}

fn cells(row: &ProposalRow, cap: Money) -> AnyView {
    let part = (row.first_year != row.amount)
        .then(|| view! { <div class="clause">{format!("当年 {}", row.first_year)}</div> });
    let cut = (row.amount < row.requested).then(|| {
        view! { <div class="clause">{format!("调减 {}", row.requested - row.amount)}</div> }
    });
    let beyond = row.over.then(|| {
        let over = row.running.saturating_sub(cap);
        view! { <div class="beyond-words">{format!("超出上限 {over}")}</div> }
    });
    let used = share(row.running, cap);
    let banned = row
        .banned_until
        .map(|day| badge("late", format!("禁入期至 {}", full_date(day))));
    view! {
        <td class="rank">{row.rank}</td>
        <td class="name">
            <a href=format!("/projects/{}", row.id)>{row.name.clone()}</a>
            <div class="clause">{format!("{} · {}", row.applicant, row.code)}</div>
            {banned}
        </td>
        <td class="n" data-label="申报">{row.requested.to_string()} {cut}</td>
        <td class="n" data-label="建议"><b>{row.amount.to_string()}</b> {part}</td>
        <td class="n running" data-label="累计占用上限">
            {row.running.to_string()}
            {meter(used, format!("累计 {} 元，上限 {cap} 元", row.running))}
            {beyond}
        </td>
    }
    .into_any()
}

/// Why: the reason, the review sheet, what the applicant did before (R096).
fn grounds(row: &ProposalRow) -> AnyView {
    let comment = (!row.comment.is_empty())
        .then(|| view! { <p class="text">{format!("评审意见：{}", row.comment)}</p> });
    let past: Vec<_> = row.past.iter().map(past).collect();
    let none = past
        .is_empty()
        .then(|| view! { <p class="clause">"该单位在本盟市没有以往项目。"</p> });
    let scores = format!(
        "评分：预算合理节约 {} · 必要性 {} · 方案 {}",
        row.budget_score, row.need_score, row.plan_score
    );
    let known = match row.past.len() {
        0 => String::new(),
        count => format!(" · 以往项目 {count} 项"),
    };
    view! {
        <p class="text">{row.reason.clone()}</p>
        <details class="grounds">
            <summary>{scores} {known}</summary>
            {comment}
            <ul class="past">{past}</ul>
            {none}
        </details>
    }
    .into_any()
}

fn past(past: &PastProject) -> AnyView {
    view! {
        <li>
            {format!("{} 年度 ", past.year)}
            <a href=format!("/projects/{}", past.id)>{past.name.clone()}</a>
            <span class="clause">{format!(" {} · {}", past.state.label(), past.conclusion)}</span>
        </li>
    }
    .into_any()
}

fn change(row: Signal<ProposalRow>) -> AnyView {
    let first = row.get_untracked();
    let seen = move || row.with(|row| row.version.to_string());
    view! {
        <ActFold action=Action::ProposeProject number=first.id.0 title="调整建议" button="保存建议">
            <input type="hidden" name="id" value=first.id.to_string()/>
            <input type="hidden" name="seen" value=seen/>
            {draft::fields(&draft::Known::of_row(&first))}
        </ActFold>
    }
    .into_any()
}

fn drop_form(row: Signal<ProposalRow>) -> AnyView {
    let id = row.with_untracked(|row| row.id);
    let seen = move || row.with(|row| row.version.to_string());
    view! {
        <ActForm action=Action::DropProposal number=id.0 button="撤下">
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="seen" value=seen/>
        </ActForm>
    }
    .into_any()
}

fn freeze(view: Signal<ProposalsView>) -> AnyView {
    let possible = slice(view, |view| offered(view, Action::FreezeProposals));
    let form = move || {
        possible.get().then(|| {
            view! {
                <ActFold action=Action::FreezeProposals main=true open=true anchored=true subject="定稿后不再增减、调整">
                    <input type="hidden" name="year" value=move || view.with(|view| view.year.to_string())/>
                    <input type="hidden" name="seen" value=move || view.with(|view| view.version.to_string())/>
                </ActFold>
            }
        })
    };
    view! { {form} }.into_any()
}
