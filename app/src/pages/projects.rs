//! `/projects`: the list. What it shows is in the address, so a link says it all.

use domain::Money;
use domain::access::Role;
use domain::contract::{AgeBand, ListPart, ListQuery, ListSort, Me, ProjectPage, ProjectRow};
use domain::state::{ProjectState, Step};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::screens::list_projects;
use crate::carried::fetched;
use crate::components::{Follow, QueryForm, due_tag, page, rows, slice, standing};
use crate::test_ids;
use crate::text::{list_href, project_href};

/// `/projects`.
pub fn projects() -> AnyView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(|params| asked(|name| params.get_str(name))));
    let data = fetched(move || query.get(), list_projects);
    page(
        "项目",
        data,
        |_| Follow::Changes("projects".into()),
        move |me, view| body(&me, view, query),
    )
}

/// The query of an address; what is not understood is not asked.
fn asked<'a>(param: impl Fn(&str) -> Option<&'a str>) -> ListQuery {
    let text = |name: &str| param(name).filter(|value| !value.is_empty());
    ListQuery {
        tenant: text("tenant").and_then(|value| value.parse().ok()),
        year: text("year").and_then(|value| value.parse().ok()),
        state: text("state").and_then(ProjectState::from_code),
        step: text("step").and_then(Step::from_code),
        part: text("part").and_then(ListPart::from_code),
        age: text("age").and_then(AgeBand::from_code),
        carried: text("carried") == Some("true"),
        overdue: text("overdue") == Some("true"),
        q: text("q").unwrap_or_default().to_owned(),
        sort: text("sort")
            .and_then(ListSort::from_code)
            .unwrap_or_default(),
        after: text("after").map(str::to_owned),
    }
}

fn body(me: &Me, view: Signal<ProjectPage>, query: Memo<ListQuery>) -> AnyView {
    let list = slice(view, |view| view.rows.clone());
    let with_city = !me.role.is_city();
    let shown = move || format!("本页 {} 项", list.with(Vec::len));
    let next = move || {
        view.with(|view| view.next.clone()).map(|after| {
            let href = list_href(&ListQuery {
                after: Some(after),
                ..query.get()
            });
            view! { <a class="btn" rel="next" href=href>"下一页"</a> }
        })
    };
    let back = move || {
        let query = query.get();
        query.after.is_some().then(|| {
            let href = list_href(&ListQuery {
                after: None,
                ..query
            });
            view! { <a class="btn" href=href>"回到首页"</a> }
        })
    };
    let note = move || {
        view.with(|view| view.note.clone())
            .map(|note| view! { <p class="empty" role="status" data-testid=test_ids::SEARCH_NOTE>{note}</p> })
    };
    let empty = move || {
        (view.with(|view| view.note.is_none()) && list.with(Vec::is_empty)).then(|| view! { <p class="empty">"没有符合条件的项目。可以放宽条件，或" <a href="/projects">"查看全部项目"</a>"。"</p> })
    };
    view! {
        <div class="head">
            <h1>"项目"</h1>
            <span class="meta">{shown}</span>
        </div>
        // Another query is another form: what was chosen before must not linger in it.
        <For each=move || [query.get()] key=list_href children=move |query| view.with_untracked(|view| filters(view, &query))/>
        <div class="scroll list">
            <table class="projects">
                {head(with_city)}
                <tbody>{rows(list, |row| row.id, move |row, fresh| line(row, fresh, with_city))}</tbody>
            </table>
        </div>
        {note}
        {empty}
        <nav class="pager" aria-label="翻页">{back} {next}</nav>
    }
    .into_any()
}

fn head(with_city: bool) -> AnyView {
    view! {
        <thead>
            <tr>
                <th scope="col">"项目"</th>
                {with_city.then(|| view! { <th scope="col">"盟市"</th> })}
                <th scope="col">"提出单位 / 实施单位"</th>
                <th scope="col">"状态"</th>
                <th scope="col">"由谁办理"</th>
                <th scope="col" class="n">"协议金额"</th>
                <th scope="col" class="n">"预付 / 尾款"</th>
                <th scope="col">"下一期限"</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn line(row: Signal<ProjectRow>, fresh: Signal<bool>, with_city: bool) -> AnyView {
    let id = row.with_untracked(|row| row.id);
    view! {
        <tr class:fresh=fresh data-testid=test_ids::row(id)>{move || row.with(|row| cells(row, with_city))}</tr>
    }
    .into_any()
}

fn cells(row: &ProjectRow, with_city: bool) -> AnyView {
    let role = use_context::<Me>().map_or(Role::Organisation, |me| me.role);
    let href = project_href(role, row.id, row.kind, row.state);
    let name = if row.name.is_empty() {
        "未命名的申报".to_owned()
    } else {
        row.name.clone()
    };
    let unit = if row.unit == row.applicant {
        "自行实施".to_owned()
    } else {
        row.unit.clone()
    };
    let next = row
        .next
        .as_ref()
        .map(|next| view! { {due_tag(next)} <div class="clause">{next.kind.label()}</div> });
    view! {
        <td class="name">
            <a href=href>{name}</a>
            <div class="clause">{format!("{} · {} 年度", row.code, row.year)}</div>
        </td>
        {with_city.then(|| view! { <td class="nowrap">{row.tenant_name.clone()}</td> })}
        <td class="whole">
            {row.applicant.clone()}
            <div class="clause">{unit}</div>
        </td>
        <td class="state">{standing(row.state, row.acceptance)}</td>
        <td class="whole" data-label=(!row.holder.is_empty()).then_some("由谁办理")>{row.holder.clone()}</td>
        <td class="n" data-label="协议金额">{agreed(row.agreement)}</td>
        <td class="n" data-label="预付 / 尾款">
            {agreed(row.prepaid)}
            <div class="clause">{agreed(row.balance_paid)}</div>
        </td>
        <td class="next">{next}</td>
    }
    .into_any()
}

/// An amount, or a dash for nothing yet: a column of zeros hides the numbers in it.
fn agreed(amount: Money) -> String {
    if amount == Money::ZERO {
        "—".into()
    } else {
        amount.to_string()
    }
}

/// The orders to choose from.
fn sorts(query: &ListQuery) -> Vec<AnyView> {
    ListSort::ALL
        .iter()
        .map(|sort| {
            let chosen = query.sort == *sort;
            let word = format!("按{}", sort.label());
            view! { <option value=sort.code() selected=chosen>{word}</option> }.into_any()
        })
        .collect()
}

/// What only a number of a dashboard asks for: shown as long as it is asked, gone once unticked.
fn kept(query: &ListQuery) -> AnyView {
    let tick = |name: &'static str, value: &'static str, word: String| {
        view! { <label><input type="checkbox" name=name value=value checked=true/> " " {word}</label> }
    };
    let age = query
        .age
        .map(|age| tick("age", age.code(), format!("停留{}", age.label())));
    let carried = query
        .carried
        .then(|| tick("carried", "true", "只看本单位实施".into()));
    view! { {carried} {age} }.into_any()
}

/// A plain form of the address: works without JavaScript, and every list can be linked to.
fn filters(view: &ProjectPage, query: &ListQuery) -> AnyView {
    let option = |value: String, word: String, chosen: bool| {
        view! { <option value=value selected=chosen>{word}</option> }.into_any()
    };
    let all = |word: &str| option(String::new(), word.to_owned(), false);
    let mut years = vec![all("全部年度")];
    years.extend(view.years.iter().map(|year| {
        option(
            year.to_string(),
            format!("{year} 年度"),
            query.year == Some(*year),
        )
    }));
    let mut cities = vec![all("全部盟市")];
    cities.extend(
        view.tenants
            .iter()
            .map(|(id, name)| option(id.to_string(), name.clone(), query.tenant == Some(id.0))),
    );
    let mut states = vec![all("全部状态")];
    states.extend(ProjectState::ALL.iter().map(|state| {
        option(
            state.code().into(),
            state.label().into(),
            query.state == Some(*state),
        )
    }));
    let mut steps = vec![all("全部环节")];
    steps.extend(Step::ALL.iter().map(|step| {
        option(
            step.code().into(),
            step.label().into(),
            query.step == Some(*step),
        )
    }));
    let mut parts = vec![all("全部范围")];
    parts.extend(ListPart::ALL.iter().map(|part| {
        option(
            part.code().into(),
            part.label().into(),
            query.part == Some(*part),
        )
    }));
    let kept = kept(query);
    let sorts = sorts(query);
    let (with_city, words, overdue) = (!view.tenants.is_empty(), query.q.clone(), query.overdue);
    view! {
        <QueryForm action="/projects">
            <div class="filters" role="search">
                <input type="search" name="q" value=words placeholder="项目、编号、单位" aria-label="项目、编号、单位"/>
                {with_city.then(|| view! { <select name="tenant" aria-label="盟市">{cities}</select> })}
                <select name="year" aria-label="年度">{years}</select>
                <select name="state" aria-label="状态">{states}</select>
                <select name="step" aria-label="验收环节">{steps}</select>
                <select name="part" aria-label="范围">{parts}</select>
                <select name="sort" aria-label="排序">{sorts}</select>
                {kept}
                <label><input type="checkbox" name="overdue" value="true" checked=overdue/>" 只看逾期"</label>
                <button>"查询"</button>
                <a class="btn" href="/projects">"清除条件"</a>
            </div>
        </QueryForm>
    }
    .into_any()
}
