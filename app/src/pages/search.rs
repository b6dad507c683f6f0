//! `/search`: what was found from anywhere, group by group. What was asked is in the address.

use domain::access::{Action, Capacity, Role};
use domain::contract::{
    Found, FoundOrganisation, FoundPaper, FoundPerson, ListQuery, Me, ProjectRow, SearchView,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::screens::search as load;
use crate::carried::fetched;
use crate::components::{Follow, QueryForm, page, standing};
use crate::test_ids;
use crate::text::{list_href, project_href};

/// `/search`.
pub fn search() -> AnyView {
    let params = use_query_map();
    let asked = Memo::new(move |_| {
        params.with(|params| params.get_str("q").unwrap_or_default().to_owned())
    });
    let data = fetched(move || asked.get(), load);
    page("搜索", data, |_| Follow::Nothing, body)
}

fn body(me: Me, view: Signal<SearchView>) -> AnyView {
    view! {
        <div class="head">
            <h1>"搜索"</h1>
            <span class="meta">"只显示您有权查看的内容；多个词用空格隔开，须同时出现"</span>
        </div>
        // Another query is another form: what was typed before must not linger in it.
        <For each=move || [view.with(|view| view.q.clone())] key=String::clone children=form/>
        {move || view.with(|view| found(&me, view))}
    }
    .into_any()
}

fn form(words: String) -> AnyView {
    view! {
        <QueryForm action="/search">
            <div class="filters" role="search">
                <input type="search" name="q" value=words placeholder="名称、编号、单位、文件" aria-label="名称、编号、单位、文件"/>
                <button>"搜索"</button>
            </div>
        </QueryForm>
    }
    .into_any()
}

fn found(me: &Me, view: &SearchView) -> AnyView {
    if let Some(note) = view.note.clone() {
        return view! { <p class="empty" role="status" data-testid=test_ids::SEARCH_NOTE>{note}</p> }
            .into_any();
    }
    if view.q.is_empty() {
        return view! { <p class="empty">"请输入要找的项目、单位、文件或人员，至少两个字。"</p> }
            .into_any();
    }
    let nothing = view.projects.rows.is_empty()
        && view.organisations.rows.is_empty()
        && view.papers.rows.is_empty()
        && view.people.rows.is_empty();
    if nothing {
        let note = format!(
            "没有找到“{}”。请换用名称、编号或单位中的其他两个字。",
            view.q
        );
        return view! { <p class="empty" role="status" data-testid=test_ids::SEARCH_NOTE>{note}</p> }
            .into_any();
    }
    let all = list_href(&ListQuery {
        q: view.q.clone(),
        ..ListQuery::default()
    });
    let role = me.role;
    view! {
        {group("项目", test_ids::FOUND_PROJECTS, &view.projects, Some(all), |row| project(role, row))}
        {group("单位", test_ids::FOUND_ORGANISATIONS, &view.organisations, None, |row| organisation(role, row))}
        {group("文件", test_ids::FOUND_PAPERS, &view.papers, None, |row| paper(role, row))}
        {group("评估人", test_ids::FOUND_PEOPLE, &view.people, None, person)}
    }
    .into_any()
}

/// One kind of what was found; nothing at all where nothing was.
fn group<T>(
    title: &'static str,
    id: &'static str,
    found: &Found<T>,
    all: Option<String>,
    line: impl Fn(&T) -> AnyView,
) -> AnyView {
    if found.rows.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = found.rows.iter().map(line).collect();
    let more = found.more.then(|| match all {
        Some(href) => view! { <p class="clause"><a href=href>"查看全部"</a></p> }.into_any(),
        None => view! { <p class="clause">{format!("仅显示前 {} 条，请多输入几个字。", found.rows.len())}</p> }.into_any(),
    });
    view! {
        <section class="panel found" data-testid=id>
            <h2>{title}</h2>
            <ul>{lines}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn project(role: Role, row: &ProjectRow) -> AnyView {
    let href = project_href(role, row.id, row.kind, row.state);
    let units = if row.unit.is_empty() || row.unit == row.applicant {
        row.applicant.clone()
    } else {
        format!("{} / {}", row.applicant, row.unit)
    };
    let name = if row.name.is_empty() {
        "未命名的申报".to_owned()
    } else {
        row.name.clone()
    };
    view! {
        <li>
            <a href=href>{name}</a>
            {standing(row.state, row.acceptance)}
            <div class="clause">{format!("{} · {} · {} 年度 · {units}", row.code, row.tenant_name, row.year)}</div>
        </li>
    }
    .into_any()
}

fn organisation(role: Role, row: &FoundOrganisation) -> AnyView {
    let capacity = Capacity::of(role).unwrap_or(Capacity::Applicant);
    let href = if Action::ViewInstitutions.allows(&[capacity]) {
        format!("/institutions/{}", row.id)
    } else {
        list_href(&ListQuery {
            q: row.name.clone(),
            ..ListQuery::default()
        })
    };
    view! {
        <li>
            <a href=href>{row.name.clone()}</a>
            <div class="clause">{row.credit_code.clone()}</div>
        </li>
    }
    .into_any()
}

fn paper(role: Role, row: &FoundPaper) -> AnyView {
    let href = project_href(role, row.project, row.kind, row.state);
    view! {
        <li>
            <a href=href>{row.name.clone()}</a>
            <div class="clause">{format!("{} · {}", row.project_name, row.tenant_name)}</div>
        </li>
    }
    .into_any()
}

fn person(row: &FoundPerson) -> AnyView {
    let about: Vec<_> = [&row.title, &row.employer, &row.speciality]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect();
    view! {
        <li>
            <a href="/experts">{row.name.clone()}</a>
            <div class="clause">{about.join(" · ")}</div>
        </li>
    }
    .into_any()
}
