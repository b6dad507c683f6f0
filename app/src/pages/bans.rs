//! `/bans`: who may not be chosen anywhere in the region, and the cases of this city.

use domain::access::Action;
use domain::contract::{BanRow, BansView, Me};
use domain::state::Grounds;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::institution::bans as load;
use crate::carried::fetched;
use crate::components::{
    ActForm, AreaField, Choice, ChoiceField, Follow, QueryForm, TextField, ban_badge, page, rows,
    slice, was_refused,
};
use crate::text::full_date;

mod case;

pub use case::hearing;

/// `/bans`.
pub fn bans() -> AnyView {
    let query = use_query_map();
    let words =
        Memo::new(move |_| query.with(|query| query.get_str("q").unwrap_or_default().to_owned()));
    let data = fetched(|| (), |()| load());
    page(
        "禁入名单",
        data,
        |_| Follow::Views("bans".into()),
        move |me, view| body(&me, view, words),
    )
}

fn body(me: &Me, view: Signal<BansView>, words: Memo<String>) -> AnyView {
    let list: Signal<Vec<BanRow>> = Memo::new(move |_| {
        let words = words.get().trim().to_lowercase();
        view.with(|view| {
            let hit = |row: &&BanRow| found(row, &words);
            view.list.iter().filter(hit).cloned().collect()
        })
    })
    .into();
    let cases = slice(view, |view| view.cases.clone());
    let empty = move || {
        list.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"没有符合条件的禁入记录。"</p> })
    };
    let own = me.role.is_city() || me.role == domain::access::Role::RegionHrss;
    let may_propose = view.with_untracked(|view| view.may_propose);
    let title = if me.role.is_city() {
        "本盟市禁入事项"
    } else {
        "各盟市禁入事项"
    };
    let no_case = move || {
        cases.with(Vec::is_empty).then(|| view! { <p class="empty">"没有禁入事项。项目最终不合格或被终止后，系统会自动提出建议，由人社部门决定。"</p> })
    };
    view! {
        <div class="head">
            <h1>"禁入名单"</h1>
            <span class="meta">"三年内不得从事工伤预防项目，全区有效 · 四（六）"</span>
        </div>
        <For each=move || [words.get()] key=Clone::clone children=filters/>
        <div class="scroll list">
            <table class="projects bans">
                <thead>
                    <tr>
                        <th scope="col">"单位"</th>
                        <th scope="col">"状态"</th>
                        <th scope="col">"期限"</th>
                        <th scope="col">"决定"</th>
                        <th scope="col">"事由"</th>
                    </tr>
                </thead>
                <tbody>{rows(list, |row| (row.credit_code.clone(), row.effective, row.decision_no.clone()), line)}</tbody>
            </table>
        </div>
        {empty}
        {own.then(|| view! {
            <section class="panel" id="cases">
                <h2>{title} <small>"建议、陈述申辩、决定"</small></h2>
                {rows(cases, |case| case.id, case::case)}
                {no_case}
            </section>
        })}
        {may_propose.then(propose)}
    }
    .into_any()
}

fn found(row: &BanRow, words: &str) -> bool {
    let text = format!("{} {} {}", row.name, row.credit_code, row.decision_no);
    text.to_lowercase().contains(words)
}

fn filters(words: String) -> AnyView {
    view! {
        <QueryForm action="/bans">
            <div class="filters" role="search">
                <input type="search" name="q" value=words placeholder="单位、代码、文号" aria-label="单位、代码、文号"/>
                <button>"查询"</button>
                <a class="btn" href="/bans">"清除条件"</a>
                <a class="btn" href="/public/bans">"对外公布的名单"</a>
            </div>
        </QueryForm>
    }
    .into_any()
}

fn line(row: Signal<BanRow>, fresh: Signal<bool>) -> AnyView {
    view! { <tr class:fresh=fresh>{move || row.with(cells)}</tr> }.into_any()
}

fn cells(row: &BanRow) -> AnyView {
    let revoked = row.revoked.map(|day| format!("，{} 解除", full_date(day)));
    view! {
        <td class="name">
            {row.name.clone()}
            <div class="clause">{row.credit_code.clone()}</div>
        </td>
        <td class="state">{ban_badge(row.status)}</td>
        <td class="whole">{format!("{} 至 {}", full_date(row.effective), full_date(row.last))} {revoked}</td>
        <td class="whole" data-label="决定">{row.decision_no.clone()} <div class="clause">{row.tenant_name.clone()}</div></td>
        <td data-label="事由">{row.grounds.label()}</td>
    }
    .into_any()
}

fn propose() -> AnyView {
    let whom = view! {
        <TextField name="draft[credit_code]" label="统一社会信用代码" hint="涉及具体项目的，请在“服务机构”中打开该单位后提出。"/>
    };
    proposal(whom.into_any())
}

/// The form of a proposal; `whom` are the fields that say about whom and which project.
pub fn proposal(whom: AnyView) -> AnyView {
    let grounds: Vec<Choice> = Grounds::ALL
        .iter()
        .map(|grounds| (grounds.code().into(), grounds.label().into()))
        .collect();
    view! {
        <details class="panel" id="propose" open=was_refused(Action::ProposeBan)>
            <summary>"提出禁入建议" " " <span class="clause">{Action::ProposeBan.rule().clause}</span></summary>
            <p class="clause">"提出后，该单位有 10 个工作日陈述申辩；由人社部门另行决定，提出人不能作出决定。"</p>
            <ActForm action=Action::ProposeBan main=true>
                {whom}
                <ChoiceField name="draft[grounds]" label="禁入事由" choices=grounds/>
                <AreaField name="draft[reason]" label="事实和理由" rows=4 hint="该单位和本盟市各部门可见，其他盟市看不到。"/>
            </ActForm>
        </details>
    }
    .into_any()
}
