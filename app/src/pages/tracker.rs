//! `/my`: what an organisation or an evaluator wants to know, without asking anybody.

use domain::access::Role;
use domain::contract::{
    ListPart, ListQuery, Me, MoneySummary, OwnStanding, ProjectRow, TrackedProject, Tracker,
    UnitMoney,
};
use leptos::prelude::*;

use super::bans::hearing;
use crate::api::screens::tracker as load;
use crate::carried::fetched;
use crate::components::{
    Follow, behind_rows, behind_sum, due_tag, number_or_link, page, rows, slice, stacked, standing,
    standing_badge, ticking, timeline,
};
use crate::test_ids;
use crate::text::{full_date, left, level_class, long_date, project_href, short_date};

/// `/my`.
pub fn tracker() -> AnyView {
    let data = fetched(|| (), |()| load());
    page("我的项目", data, |_| Follow::Views("tracker".into()), body)
}

fn body(me: Me, view: Signal<Tracker>) -> AnyView {
    let money = (me.role == Role::Organisation)
        .then(|| view! { <p><a href="/ledger">"资金台账：本单位项目的收付记录"</a></p> });
    let projects = slice(view, |view| view.projects.clone());
    let hearings = slice(view, |view| view.hearings.clone());
    let waiting = move || {
        let count =
            projects.with(|all| all.iter().filter(|project| project.task.is_some()).count());
        if count == 0 {
            "目前没有需要您办理的事项".to_owned()
        } else {
            format!("{count} 项等您办理")
        }
    };
    let empty = move || {
        projects.with(Vec::is_empty).then(|| view! { <p class="empty">"还没有与本单位有关的项目。列入计划或选定实施单位后，会自动出现在这里。"</p> })
    };
    view! {
        <div class="head">
            <h1>{move || view.with(|view| view.organisation.clone())}</h1>
            <span class="meta">{move || view.with(|view| long_date(view.today))} " · " {waiting}</span>
        </div>
        {money}
        {move || view.with(|view| view.money.as_ref().map(all_money))}
        <div class="tracked">
            {rows(hearings, |case| case.id, hearing)}
            {rows(projects, |project| project.row.id, card)}
        </div>
        {empty}
        {move || view.with(|view| standings(&view.standings))}
    }
    .into_any()
}

/// The money of all projects it carries out, in every city.
fn all_money(all: &UnitMoney) -> AnyView {
    let of = |part| ListQuery {
        part,
        carried: true,
        ..Default::default()
    };
    let line = |word: &'static str, part, name: &str, amount: domain::Money| {
        let number = number_or_link(of(Some(part)), behind_sum(name, amount), amount.to_string());
        view! { <dt>{word}</dt><dd class="n">{number}</dd> }
    };
    let projects = number_or_link(
        of(None),
        behind_rows(all.projects),
        format!("{} 个项目", all.projects),
    );
    let expected: Vec<_> = all
        .expected
        .iter()
        .map(|one| {
            let place = format!("{} · {}", one.tenant_name, one.text);
            view! { <li><a href=format!("/projects/{}", one.project)>{one.name.clone()}</a><div class="clause">{place}</div></li> }
        })
        .collect();
    let unpaid = all
        .agreement
        .saturating_sub(all.prepaid)
        .saturating_sub(all.balance_paid);
    view! {
        <section class="panel" data-testid=test_ids::UNIT_MONEY>
            <h2>"资金合计" <small>"本单位实施的 " {projects} {format!("，{} 个盟市", all.cities)}</small></h2>
            {stacked(all.agreement, all.prepaid, all.balance_paid, unpaid)}
            <dl class="sums">
                {line("协议金额（元）", ListPart::Agreed, "agreement_amount", all.agreement)}
                {line("已付预付款", ListPart::Prepaid, "prepaid", all.prepaid)}
                {line("已付尾款", ListPart::BalancePaid, "balance_paid", all.balance_paid)}
                {line("待付尾款", ListPart::Unpaid, "outstanding", all.balance)}
                {line("扣减", ListPart::Deducted, "deducted", all.deducted)}
                {all.recover.is_positive().then(|| line("应退回", ListPart::Owing, "owing", all.recover))}
            </dl>
            {(!expected.is_empty()).then(|| view! { <ul class="expected">{expected}</ul> })}
        </section>
    }
    .into_any()
}

/// How this organisation stands in the cities that have checked it.
fn standings(list: &[OwnStanding]) -> Option<AnyView> {
    let rows: Vec<_> = list
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row">{one.tenant_name.clone()}</th>
                    <td>{standing_badge(&one.standing)} <div class="clause">{one.standing.because()}</div></td>
                    <td class="nowrap">{format!("{} 核验", full_date(one.checked))}</td>
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="panel standings">
                <h2>"本单位条件核验" <small>"由各盟市经办机构办理"</small></h2>
                <table><tbody>{rows}</tbody></table>
            </section>
        }
        .into_any()
    })
}

fn card(project: Signal<TrackedProject>, fresh: Signal<bool>) -> AnyView {
    let id = project.with_untracked(|project| project.row.id);
    let due =
        Memo::new(move |_| project.with(|project| project.row.next.as_ref().map(|next| next.due)));
    let tick = move || due.get().map(|day| ticking(Signal::stored(day)));
    let class = move || {
        let level = project.with(|project| {
            project
                .row
                .next
                .as_ref()
                .map_or("done", |next| level_class(next.level))
        });
        let fresh = if fresh.get() { " fresh" } else { "" };
        format!("panel track {level}{fresh}")
    };
    view! {
        <article class=class data-testid=test_ids::tracked(id)>
            {move || project.with(head)}
            <div class="track-due">{move || project.with(deadline)} {tick}</div>
            {move || project.with(task)}
            {move || project.with(asked)}
            {move || project.with(|project| money(&project.money))}
            <details>
                <summary>"全部进程"</summary>
                {move || project.with(|project| timeline(&project.timeline))}
            </details>
        </article>
    }
    .into_any()
}

fn head(project: &TrackedProject) -> AnyView {
    let row = &project.row;
    let name = if row.name.is_empty() {
        "未命名的申报".to_owned()
    } else {
        row.name.clone()
    };
    view! {
        <h2><a href=href(row)>{name}</a></h2>
        <p class="clause">{format!("{} · {} 年度 · {}", row.tenant_name, row.year, row.code)}</p>
        <p class="track-state">
            {standing(row.state, row.acceptance)}
            {(!row.holder.is_empty()).then(|| view! { " 由" <b>{row.holder.clone()}</b> "办理" })}
        </p>
    }
    .into_any()
}

fn href(row: &ProjectRow) -> String {
    project_href(Role::Organisation, row.id, row.kind, row.state)
}

fn deadline(project: &TrackedProject) -> AnyView {
    let Some(next) = &project.row.next else {
        return view! { <span class="clause">"目前没有起算的法定期限"</span> }.into_any();
    };
    let title = format!(
        "{}{}",
        next.kind.label(),
        left(next, crate::components::today())
    );
    let note = format!("最迟 {} · 依据 {}", long_date(next.due), next.kind.clause());
    view! {
        <b>{title}</b>
        <span class="clause">{note}</span>
        <span class="sr">{due_tag(next)}</span>
    }
    .into_any()
}

fn task(project: &TrackedProject) -> AnyView {
    match (&project.task, project.actions.first()) {
        (Some(task), action) => {
            let hash = action.map_or("#not-now".to_owned(), |action| {
                format!("#now-{}", action.code())
            });
            let word = action.map_or("查看原因", |action| action.label());
            view! {
                <div class="track-task">
                    <p>{task.clone()}</p>
                    <a class="btn main" href=format!("{}{hash}", href(&project.row))>{word}</a>
                </div>
            }
            .into_any()
        }
        (None, _) if project.row.holder.is_empty() => ().into_any(),
        (None, _) => {
            view! { <p class="track-wait">"现在不需要您办理，等对方办理即可。"</p> }.into_any()
        }
    }
}

/// The papers and reports asked for, given or not.
fn asked(project: &TrackedProject) -> Option<AnyView> {
    let id = project.row.id;
    let today = crate::components::today();
    let rows: Vec<_> = project
        .asked
        .iter()
        .map(|asked| {
            let (class, word) = match (asked.given, asked.late) {
                (true, _) => ("tag ok", "已提交"),
                (false, true) => ("tag late", "逾期未提交"),
                (false, false) => ("tag near", "待提交"),
            };
            let due = asked
                .due
                .filter(|_| !asked.given)
                .map(|day| format!(" 最迟 {}", short_date(day, today)));
            view! {
                <li>
                    <a href=format!("/projects/{id}#{}", asked.place)>{asked.what.clone()}</a>
                    <span class="clause">{due}</span>
                    <span class=class>{word}</span>
                </li>
            }
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <ul class="asked" aria-label="需提交的材料和报告">{rows}</ul> }.into_any())
}

fn money(money: &MoneySummary) -> AnyView {
    let unpaid = money
        .agreement
        .saturating_sub(money.prepaid)
        .saturating_sub(money.balance_paid);
    let line = |word: &'static str, amount: domain::Money| {
        view! { <dt>{word}</dt><dd class="n">{amount.to_string()}</dd> }
    };
    let expected = (!money.expected.is_empty())
        .then(|| view! { <p class="expected">{money.expected.clone()}</p> });
    if !money.agreement.is_positive() {
        return view! { <p class="clause">"协议签订后，这里显示预付款和尾款。"</p> }.into_any();
    }
    view! {
        {stacked(money.agreement, money.prepaid, money.balance_paid, unpaid)}
        <dl class="sums">
            {line("协议金额（元）", money.agreement)}
            {line("已付预付款", money.prepaid)}
            {line("已付尾款", money.balance_paid)}
            {line("待付尾款", money.balance)}
            {money.deducted.is_positive().then(|| line("扣减", money.deducted))}
            {money.recover.is_positive().then(|| line("应退回", money.recover))}
        </dl>
        {expected}
    }
    .into_any()
}
