//! `/ledger`: the append-only ledger with running sums. What it shows is in the address.

use domain::access::{Action, Capacity, Role};
use domain::contract::{FindingView, LedgerPage, LedgerQuery, LedgerRow, Me};
use domain::state::{FindingState, LedgerKind};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::books::ledger as load;
use crate::carried::fetched;
use crate::components::{ActFold, AreaField, Follow, QueryForm, badge, page, rows, slice};
use crate::text::{address, asked, full_date};

/// `/ledger`.
pub fn ledger() -> AnyView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(|params| query_of(|name| params.get_str(name))));
    let data = fetched(move || query.get(), load);
    page(
        "资金台账",
        data,
        |_| Follow::Changes("projects".into()),
        move |me, view| body(&me, view, query),
    )
}

/// The query of an address; what is not understood is not asked.
fn query_of<'a>(param: impl Fn(&str) -> Option<&'a str>) -> LedgerQuery {
    let text = |name: &str| param(name).filter(|value| !value.is_empty());
    LedgerQuery {
        tenant: text("tenant").and_then(|value| value.parse().ok()),
        year: text("year").and_then(|value| value.parse().ok()),
        project: text("project").and_then(|value| value.parse().ok()),
        unit: text("unit").and_then(|value| value.parse().ok()),
        kind: text("kind").and_then(LedgerKind::from_code),
        q: text("q").unwrap_or_default().to_owned(),
        before: text("before").and_then(|value| value.parse().ok()),
    }
}

/// The address of a query.
fn href(query: &LedgerQuery) -> String {
    address(
        "/ledger",
        [
            ("tenant", asked(query.tenant)),
            ("year", asked(query.year)),
            ("project", asked(query.project)),
            ("unit", asked(query.unit)),
            ("before", asked(query.before)),
            ("kind", asked(query.kind.map(LedgerKind::code))),
            ("q", query.q.clone()),
        ],
    )
}

/// The pages about money this post may open, beside the one it is on.
pub fn money_links(role: Role, here: &'static str) -> AnyView {
    const PAGES: [(Action, &str, &str); 3] = [
        (Action::ViewCap, "/cap", "费用上限"),
        (Action::ViewLedger, "/ledger", "资金台账"),
        (Action::ViewBank, "/bank", "银行付款与对账"),
    ];
    let capacity = Capacity::of(role).unwrap_or(Capacity::Unit);
    let links: Vec<_> = PAGES
        .into_iter()
        .filter(|(action, ..)| action.allows(&[capacity]))
        .map(|(_, href, label)| {
            let current = (href == here).then_some("page");
            view! { <a href=href aria-current=current>{label}</a> }
        })
        .collect();
    view! { <nav class="years" aria-label="资金">{links}</nav> }.into_any()
}

fn body(me: &Me, view: Signal<LedgerPage>, query: Memo<LedgerQuery>) -> AnyView {
    let list = slice(view, |view| view.rows.clone());
    let with_city = !me.role.is_city();
    let about = move || {
        view.with(|view| {
            let name = view.about.clone();
            (!name.is_empty()).then(|| view! { <span class="meta">{name}</span> })
        })
    };
    let empty = move || {
        list.with(Vec::is_empty).then(|| view! { <p class="empty">"没有符合条件的台账记录。可以放宽条件，或" <a href="/ledger">"查看全部"</a>"。"</p> })
    };
    view! {
        <div class="head">
            <h1>"资金台账"</h1>
            {about}
            {money_links(me.role, "/ledger")}
        </div>
        <For each=move || [query.get()] key=href children=move |query| view.with_untracked(|view| filters(view, &query))/>
        <div class="scroll list">
            <table class="projects">
                {head(with_city)}
                <tbody>{rows(list, |row| row.id, move |row, fresh| line(row, fresh, with_city))}</tbody>
            </table>
        </div>
        {empty}
        {move || view.with(foot)}
        {pager(view, query)}
    }
    .into_any()
}

fn pager(view: Signal<LedgerPage>, query: Memo<LedgerQuery>) -> AnyView {
    let to = move |before| {
        href(&LedgerQuery {
            before,
            ..query.get()
        })
    };
    let next = move || {
        view.with(|view| view.next)
            .map(|before| view! { <a class="btn" rel="next" href=to(Some(before))>"下一页"</a> })
    };
    let back = move || {
        query
            .with(|query| query.before.is_some())
            .then(|| view! { <a class="btn" href=to(None)>"回到首页"</a> })
    };
    view! { <nav class="pager" aria-label="翻页">{back} {next}</nav> }.into_any()
}

fn head(with_city: bool) -> AnyView {
    view! {
        <thead>
            <tr>
                <th scope="col">"序号"</th>
                <th scope="col">"日期"</th>
                {with_city.then(|| view! { <th scope="col">"盟市"</th> })}
                <th scope="col">"项目 / 对方单位"</th>
                <th scope="col">"事项"</th>
                <th scope="col">"凭证"</th>
                <th scope="col" class="n">"金额（元）"</th>
                <th scope="col" class="n">"累计（元）"</th>
                <th scope="col">"登记"</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn line(row: Signal<LedgerRow>, fresh: Signal<bool>, with_city: bool) -> AnyView {
    let actions = slice(row, |row| row.actions.clone());
    let forms = rows(
        actions,
        |action| *action,
        move |action, _| form(action.get_untracked(), row),
    );
    let findings = slice(row, |row| row.findings.clone());
    view! {
        <tr class:fresh=fresh>
            {move || row.with(|row| cells(row, with_city))}
            <td class="whole">
                {move || row.with(entered)}
                {rows(findings, |one| one.id, finding)}
                {forms}
            </td>
        </tr>
    }
    .into_any()
}

fn cells(row: &LedgerRow, with_city: bool) -> AnyView {
    let class = match row.kind {
        LedgerKind::Prepayment | LedgerKind::Balance => "run",
        LedgerKind::Recovery => "ok",
        LedgerKind::Reversal => "late",
    };
    let of_project = href(&LedgerQuery {
        project: Some(row.project.0),
        ..LedgerQuery::default()
    });
    let of_unit = href(&LedgerQuery {
        unit: Some(row.unit),
        ..LedgerQuery::default()
    });
    view! {
        <td data-label="序号">{row.id.to_string()}</td>
        <td class="nowrap" data-label="日期">{full_date(row.on)}</td>
        {with_city.then(|| view! { <td class="nowrap">{row.tenant_name.clone()}</td> })}
        <td class="name">
            <a href=format!("/projects/{}", row.project)>{row.project_name.clone()}</a>
            <div class="clause">
                {format!("{} · {} 年度 · ", row.project_code, row.year)}
                <a href=of_project>"本项目台账"</a> " · " <a href=of_unit>{row.party.clone()}</a>
            </div>
        </td>
        <td class="state">{badge(class, row.kind.label())}</td>
        <td data-label="凭证">{row.voucher.clone()}</td>
        <td class="n" data-label="金额（元）">{row.amount.to_string()}</td>
        <td class="n" data-label="累计（元）">{row.running.to_string()}</td>
    }
    .into_any()
}

fn entered(row: &LedgerRow) -> AnyView {
    let why = row
        .reverses
        .map(|id| view! { <div class="clause">{format!("冲正第 {id} 号：{}", row.reason)}</div> });
    let by = row
        .reversed
        .map(|id| view! { <div class="clause">{format!("已由第 {id} 号冲正")}</div> });
    view! {
        {format!("{} {}", row.by, full_date(row.entered))}
        {why}
        {by}
    }
    .into_any()
}

fn form(action: Action, row: Signal<LedgerRow>) -> AnyView {
    let id = row.with_untracked(|row| row.id.0);
    let field = match action {
        Action::PostFinding => view! { <AreaField name="text" label="监督意见" hint="写明凭证、账务存在的问题和要求，由经办机构答复。"/> }
            .into_any(),
        _ => view! { <AreaField name="reason" label="冲正原因" hint="原记录保留，另记一笔相反的记录；付款冲正后回到待支付，须由他人重新办理。"/> }
            .into_any(),
    };
    view! {
        <ActFold action=action number=id adverse=true>
            <input type="hidden" name="id" value=id.to_string()/>
            {field}
        </ActFold>
    }
    .into_any()
}

/// What finance found, and what the agency says to it (R019).
fn finding(one: Signal<FindingView>, fresh: Signal<bool>) -> AnyView {
    let id = one.with_untracked(|one| one.id.0);
    let actions = slice(one, |one| one.actions.clone());
    let form = move |action: Signal<Action>, _: Signal<bool>| {
        let action = action.get_untracked();
        let field = (action == Action::AnswerFinding)
            .then(|| view! { <AreaField name="text" label="答复"/> });
        view! {
            <ActFold action=action number=id>
                <input type="hidden" name="id" value=id.to_string()/>
                {field}
            </ActFold>
        }
        .into_any()
    };
    let content = |one: &FindingView| {
        let class = match one.state {
            FindingState::Open => "late",
            FindingState::Answered => "near",
            FindingState::Closed => "done",
        };
        let answer = (!one.answer.is_empty())
            .then(|| view! { <div class="clause">{format!("答复（{}）：{}", one.answered, one.answer)}</div> });
        view! {
            <div class="clause">
                {format!("财政监督意见（{} {}）：{} ", one.by, full_date(one.on), one.finding)}
                {badge(class, one.state.label())}
            </div>
            {answer}
        }
        .into_any()
    };
    view! {
        <div class:fresh=fresh>
            {move || one.with(content)}
            {rows(actions, |action| *action, form)}
        </div>
    }
    .into_any()
}

/// What was found in sums, and that the projects say the same (I11).
fn foot(view: &LedgerPage) -> AnyView {
    let sums = view.sums;
    let agrees = if view.projects == view.ledger {
        badge("ok", "账实一致")
    } else {
        badge("late", "账实不符")
    };
    view! {
        <section class="panel">
            <h2>"合计" <small>{format!("符合条件的 {} 笔", sums.entries)}</small></h2>
            <dl class="sums">
                <dt>"预付款"</dt><dd class="n">{sums.prepaid.to_string()}</dd>
                <dt>"尾款"</dt><dd class="n">{sums.balance.to_string()}</dd>
                <dt>"追回"</dt><dd class="n">{sums.recovered.to_string()}</dd>
                <dt>"净支出"</dt><dd class="n" data-testid="ledger-total">{sums.total.to_string()}</dd>
            </dl>
            <p>
                {format!("同一范围内各年度全部台账合计 {} 元，项目记载合计 {} 元 ", view.ledger, view.projects)}
                {agrees}
            </p>
        </section>
    }
    .into_any()
}

/// A plain form of the address: works without JavaScript.
fn filters(view: &LedgerPage, query: &LedgerQuery) -> AnyView {
    let option = |value: String, word: String, chosen: bool| {
        view! { <option value=value selected=chosen>{word}</option> }.into_any()
    };
    let all = |word: &str| option(String::new(), word.to_owned(), false);
    let mut years = vec![all("全部年度")];
    years.extend(view.years.iter().map(|year| {
        let word = format!("{year} 年度");
        option(year.to_string(), word, query.year == Some(*year))
    }));
    let mut cities = vec![all("全部盟市")];
    cities.extend(
        view.tenants
            .iter()
            .map(|(id, name)| option(id.to_string(), name.clone(), query.tenant == Some(id.0))),
    );
    let mut kinds = vec![all("全部事项")];
    kinds.extend(LedgerKind::ALL.iter().map(|kind| {
        let chosen = query.kind == Some(*kind);
        option(kind.code().into(), kind.label().into(), chosen)
    }));
    let hidden = |name: &'static str, value: Option<i64>| {
        value.map(|value| view! { <input type="hidden" name=name value=value.to_string()/> })
    };
    let (of_project, of_unit) = (hidden("project", query.project), hidden("unit", query.unit));
    let (with_city, words) = (!view.tenants.is_empty(), query.q.clone());
    view! {
        <QueryForm action="/ledger">
            <div class="filters" role="search">
                {of_project}
                {of_unit}
                <input type="search" name="q" value=words placeholder="项目、编号、单位" aria-label="项目、编号、单位"/>
                {with_city.then(|| view! { <select name="tenant" aria-label="盟市">{cities}</select> })}
                <select name="year" aria-label="年度">{years}</select>
                <select name="kind" aria-label="事项">{kinds}</select>
                <button>"查询"</button>
                <a class="btn" href="/ledger">"清除条件"</a>
            </div>
        </QueryForm>
    }
    .into_any()
}
