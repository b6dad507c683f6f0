//! `/classifications`: the types of accidents and the occupational diseases, edition by edition, and where
//! each list comes from. Which list is being corrected is in the address.

mod proposal;

use domain::access::Action;
use domain::classification::{Classification, ClassificationItem, ClassificationKind};
use domain::contract::{ClassificationPhase, ClassificationView, ClassificationsView};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::classification::classifications as load;
use crate::carried::fetched;
use crate::components::{Follow, page, rows, slice};
use crate::test_ids;
use crate::text::{address, full_date};

const PATH: &str = "/classifications";

/// `/classifications`.
pub fn classifications() -> AnyView {
    let params = use_query_map();
    let chosen = Memo::new(move |_| {
        params.with(|params| params.get_str("edition").unwrap_or_default().to_owned())
    });
    let data = fetched(|| (), |()| load());
    page(
        "事故和职业病分类",
        data,
        |_| Follow::Nothing,
        move |_, view| body(view, chosen),
    )
}

fn body(view: Signal<ClassificationsView>, chosen: Memo<String>) -> AnyView {
    let offered = move |action: Action| {
        view.with_untracked(|view| view.offers.iter().any(|offer| offer.action == action))
    };
    let waiting = offered(Action::PublishClassification)
        .then(|| proposal::waiting(slice(view, |view| view.drafts.clone())));
    let may_propose = offered(Action::ProposeClassification);
    let propose = may_propose.then(|| proposal::propose(view, chosen));
    let kinds: Vec<_> = ClassificationKind::ALL
        .iter()
        .map(|kind| of_kind(view, *kind, may_propose))
        .collect();
    view! {
        <div class="head">
            <h1>"事故和职业病分类"</h1>
            <span class="meta">"导入工伤认定数据时核对，三年分析时归类 · 四（二）"</span>
        </div>
        {waiting}
        {propose}
        {kinds}
    }
    .into_any()
}

/// The edition in force, whole; the others folded.
fn of_kind(
    view: Signal<ClassificationsView>,
    kind: ClassificationKind,
    may_propose: bool,
) -> AnyView {
    let of = move |current: bool| {
        slice(view, move |view| {
            let of = |one: &&ClassificationView| {
                one.list.kind == kind && (one.phase == ClassificationPhase::Current) == current
            };
            let editions = view.editions.iter().filter(of);
            editions.cloned().collect::<Vec<_>>()
        })
    };
    let now = of(true);
    let none = move || {
        now.with(Vec::is_empty)
            .then(|| view! { <p class="empty">"今天没有施行的版本，导入时不能核对。"</p> })
    };
    let basis = match kind {
        ClassificationKind::Accident => "按事故发生当天施行的版本核对",
        ClassificationKind::Disease => "按诊断当天施行的版本核对和统计",
    };
    view! {
        <section class="panel" data-testid=test_ids::classification(kind)>
            <h2>{kind.label()} <small>{basis}</small></h2>
            {none}
            {rows(now, |one| one.id, move |one, _| current(one, may_propose))}
            {rows(of(false), |one| one.id, move |one, _| other(one, may_propose))}
        </section>
    }
    .into_any()
}

fn current(one: Signal<ClassificationView>, may_propose: bool) -> AnyView {
    let whole = move || {
        one.with(|one| {
            let head = format!("{} · {} 项", one.list.named(), one.list.count());
            view! {
                <h3>{head} " " {uncertain(one)}</h3>
                {whole(one, may_propose)}
            }
        })
    };
    view! { <article>{whole}</article> }.into_any()
}

fn other(one: Signal<ClassificationView>, may_propose: bool) -> AnyView {
    let head = move || {
        one.with(|one| {
            let class = match one.phase {
                ClassificationPhase::Coming => "tag near",
                _ => "tag",
            };
            let from = full_date(one.list.from);
            let (named, count) = (one.list.named(), one.list.count());
            view! {
                <span class=class>{one.phase.label()}</span>
                {format!(" {named} · 自 {from} 起 · {count} 项 ")}
                {uncertain(one)}
            }
        })
    };
    view! {
        <details>
            <summary>{head}</summary>
            {move || one.with(|one| whole(one, may_propose))}
        </details>
    }
    .into_any()
}

/// A list nobody has compared with the document says so.
fn uncertain(one: &ClassificationView) -> Option<AnyView> {
    (!one.certain).then(|| view! { <span class="tag prov">"待对照文件核实"</span> }.into_any())
}

/// Where it comes from, its list, and the way to correct it.
fn whole(one: &ClassificationView, may_propose: bool) -> AnyView {
    let published = (!one.published.is_empty())
        .then(|| view! { <dt>"公布"</dt><dd>{one.published.clone()}</dd> });
    let corrected = one.phase == ClassificationPhase::Corrected;
    let correct = (may_propose && !corrected).then(|| {
        let href = address(PATH, [("edition", one.list.key())]);
        view! { <p><a class="btn" href=format!("{href}#propose")>"更正"</a></p> }
    });
    view! {
        <dl>
            <dt>"依据"</dt>
            <dd>{format!("《{}》（{}）", one.list.title, one.list.document)}</dd>
            <dt>"版本号"</dt>
            <dd>{one.list.edition.clone()}</dd>
            <dt>"施行"</dt>
            <dd>{format!("自 {} 起", full_date(one.list.from))}</dd>
            {published}
        </dl>
        {items(&one.list)}
        {correct}
    }
    .into_any()
}

/// The list: accidents in one line of text, diseases folded by category.
fn items(list: &Classification) -> AnyView {
    let lines = |items: Vec<&ClassificationItem>| {
        let lines: Vec<_> = items.into_iter().map(ClassificationItem::line).collect();
        lines.join("、")
    };
    if list.kind == ClassificationKind::Accident {
        return view! { <p class="text">{lines(list.items.iter().collect())}</p> }.into_any();
    }
    let heads = list.items.iter().filter(|item| !list.kind.is_type(item));
    let heads: Vec<_> = heads
        .map(|head| {
            let of = list.items.iter().filter(|item| item.category == head.code);
            let of: Vec<_> = of.filter(|item| list.kind.is_type(item)).collect();
            let count = format!("{} · {} 项", head.line(), of.len());
            view! { <details><summary>{count}</summary><p class="text">{lines(of)}</p></details> }
                .into_any()
        })
        .collect();
    heads.into_any()
}
