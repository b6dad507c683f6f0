//! `/institutions`: the register of the region, and how each institution stands in this city.

use domain::access::Action;
use domain::contract::{InstitutionQuery, InstitutionRow, InstitutionsView, Me};
use domain::state::InstitutionKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::institution::institutions as load;
use crate::carried::fetched;
use crate::components::{
    ActForm, Choice, ChoiceField, Follow, QueryForm, TextField, page, rows, slice, standing_badge,
    was_refused,
};
use crate::test_ids;
use crate::text::full_date;

/// `/institutions`.
pub fn institutions() -> AnyView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        params.with(|params| InstitutionQuery {
            q: params.get_str("q").unwrap_or_default().to_owned(),
            kind: params.get_str("kind").and_then(InstitutionKind::from_code),
        })
    });
    let data = fetched(move || query.get(), load);
    page(
        "服务机构",
        data,
        |_| Follow::Changes("projects".into()),
        move |me, view| body(&me, view, query),
    )
}

fn body(me: &Me, view: Signal<InstitutionsView>, query: Memo<InstitutionQuery>) -> AnyView {
    let list = slice(view, |view| view.rows.clone());
    let own = me.role.is_city();
    let shown = move || {
        let more = view.with(|view| view.more);
        let more = if more {
            "，仅显示前 100 家，请多输入几个字"
        } else {
            ""
        };
        format!("全区共享名录 · {} 家{more}", list.with(Vec::len))
    };
    let empty = move || {
        list.with(Vec::is_empty).then(|| {
            view! { <p class="empty">"名录中没有符合条件的机构。请核对名称或统一社会信用代码；确未登记的，由经办岗登记。"</p> }
        })
    };
    let may_add = view.with_untracked(|view| view.may_add);
    view! {
        <div class="head">
            <h1>"服务机构"</h1>
            <span class="meta">{shown}</span>
        </div>
        <For each=move || [query.get()] key=|query| query.q.clone() children=|query| filters(&query)/>
        <div class="scroll list">
            <table class="projects institutions">
                {head(own)}
                <tbody>{rows(list, |row| row.id, move |row, fresh| line(row, fresh, own))}</tbody>
            </table>
        </div>
        {empty}
        {may_add.then(add)}
    }
    .into_any()
}

fn head(own: bool) -> AnyView {
    let standing = if own {
        "本盟市核验"
    } else {
        "核验有效的盟市"
    };
    view! {
        <thead>
            <tr>
                <th scope="col">"机构"</th>
                <th scope="col">"类别"</th>
                <th scope="col">{standing}</th>
                {own.then(|| view! { <th scope="col">"核验有效期至"</th> })}
                <th scope="col">"禁入"</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn line(row: Signal<InstitutionRow>, fresh: Signal<bool>, own: bool) -> AnyView {
    let id = row.with_untracked(|row| row.id);
    view! {
        <tr class:fresh=fresh data-testid=test_ids::institution(id)>{move || row.with(|row| cells(row, own))}</tr>
    }
    .into_any()
}

fn cells(row: &InstitutionRow, own: bool) -> AnyView {
    let standing = match &row.standing {
        Some(standing) => standing_badge(standing),
        None if row.eligible_in.is_empty() => "—".into_any(),
        None => row.eligible_in.join("、").into_any(),
    };
    let expires = own.then(|| {
        let day = row.expires.map(full_date);
        let label = day.is_some().then_some("核验有效期至");
        view! { <td class="nowrap" data-label=label>{day}</td> }
    });
    let banned = row.banned_until.map(|until| {
        view! { <span class="tag late">{format!("禁入至 {}", full_date(until))}</span> }
    });
    view! {
        <td class="name">
            <a href=format!("/institutions/{}", row.id)>{row.name.clone()}</a>
            <div class="clause">{row.credit_code.clone()}</div>
        </td>
        <td data-label="类别">{row.kind.map_or("未登记类别", |kind| kind.label())}</td>
        <td class="state">{standing}</td>
        {expires}
        <td class="next">{banned}</td>
    }
    .into_any()
}

fn kinds(first: &str) -> Vec<Choice> {
    let mut kinds: Vec<Choice> = vec![(String::new(), first.into())];
    let all = InstitutionKind::ALL;
    kinds.extend(
        all.iter()
            .map(|kind| (kind.code().into(), kind.label().into())),
    );
    kinds
}

fn filters(query: &InstitutionQuery) -> AnyView {
    let chosen = query.kind.map(|kind| kind.code().to_owned());
    let options: Vec<_> = kinds("全部类别")
        .into_iter()
        .map(|(code, word)| {
            let selected = Some(&code) == chosen.as_ref();
            view! { <option value=code selected=selected>{word}</option> }
        })
        .collect();
    let words = query.q.clone();
    view! {
        <QueryForm action="/institutions">
            <div class="filters" role="search">
                <input type="search" name="q" value=words placeholder="名称或统一社会信用代码" aria-label="名称或统一社会信用代码"/>
                <select name="kind" aria-label="机构类别">{options}</select>
                <button>"查询"</button>
                <a class="btn" href="/institutions">"清除条件"</a>
            </div>
        </QueryForm>
    }
    .into_any()
}

fn add() -> AnyView {
    view! {
        <details class="panel" open=was_refused(Action::AddInstitution)>
            <summary>"登记服务机构" <span class="clause">{Action::AddInstitution.rule().clause}</span></summary>
            <p class="clause">"登记后全区各盟市均可查到；条件核验由各盟市经办机构分别办理，核验材料只在本盟市可见。"</p>
            <ActForm action=Action::AddInstitution main=true>
                <TextField name="draft[credit_code]" label="统一社会信用代码" hint="18 位，以登记证书为准。"/>
                <TextField name="draft[name]" label="机构名称"/>
                <ChoiceField name="draft[kind]" label="机构类别" choices=kinds("请选择")/>
            </ActForm>
        </details>
    }
    .into_any()
}
