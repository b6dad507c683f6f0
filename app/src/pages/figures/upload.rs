//! `/figures/uploads/:id`: what a file of injuries would do, before it does it (R123).

use domain::access::Action;
use domain::contract::{InjuryUploadView, Me};
use leptos::prelude::*;

use super::injuries::upload_badge;
use crate::api::figures::injury_upload as load;
use crate::components::{ActForm, Follow, offered, page_of, slice};
use crate::text::{count, full_date};

/// `/figures/uploads/:id`.
pub fn upload() -> AnyView {
    page_of(
        "工伤数据上传结果",
        load,
        |_| Follow::Changes("projects".into()),
        body,
    )
}

fn body(_: Me, view: Signal<InjuryUploadView>) -> AnyView {
    let id = view.with_untracked(|view| view.id);
    let offers = slice(view, |view| view.offers.clone());
    let confirm = move || {
        view! {
            <ActForm action=Action::ImportInjuries main=true>
                <input type="hidden" name="id" value=id.to_string()/>
            </ActForm>
        }
        .into_any()
    };
    view! {
        <div class="head">{move || view.with(head)}</div>
        <div class="flow">
            <section class="panel">
                {move || view.with(counts)}
                {offered(offers, Action::ImportInjuries, confirm)}
                <p class="back"><a href="/figures#injuries">"返回数据报送"</a></p>
            </section>
            {move || view.with(rejected)}
            {move || view.with(sample)}
        </div>
    }
    .into_any()
}

fn head(view: &InjuryUploadView) -> AnyView {
    view! {
        <h1>{view.file.clone()}</h1>
        {upload_badge(view.state)}
        <span class="meta">{format!("{} · {} 上传", view.by, full_date(view.on))}</span>
    }
    .into_any()
}

fn counts(view: &InjuryUploadView) -> AnyView {
    let counts = view.counts;
    let one = |word: &'static str, number: i64, class: &'static str| {
        view! { <li class=class><b>{count(number)}</b><span>{word}</span></li> }
    };
    let bad = if counts.rejected > 0 { "late" } else { "" };
    let years: Vec<_> = view.years.iter().map(ToString::to_string).collect();
    let years = if years.is_empty() {
        "没有可以导入的数据。".to_owned()
    } else {
        format!(
            "数据年度：{} 年。退回的行不导入，改正后可单独上传。",
            years.join("、")
        )
    };
    view! {
        <ul class="counts">
            {one("新增", counts.new, "")}
            {one("变更", counts.changed, "")}
            {one("未变", counts.unchanged, "")}
            {one("退回", counts.rejected, bad)}
        </ul>
        <p class="clause">{years}</p>
    }
    .into_any()
}

/// The rows that are not taken, and all of them as a file.
fn rejected(view: &InjuryUploadView) -> AnyView {
    if view.rejected.is_empty() {
        return ().into_any();
    }
    let shown = i64::try_from(view.rejected.len()).unwrap_or(i64::MAX);
    let more = (view.counts.rejected > shown).then(|| format!("这里显示前 {shown} 行。"));
    let rows: Vec<_> = view
        .rejected
        .iter()
        .map(|(line, reason)| {
            view! { <tr><td class="n">{count(*line)}</td><td>{reason.clone()}</td></tr> }
        })
        .collect();
    let href = format!("/figures/uploads/{}/rejected.csv", view.id);
    view! {
        <section class="panel">
            <h2>"退回的行" <small>{format!("{} 行", count(view.counts.rejected))}</small></h2>
            <p>{more} <a href=href download="">"下载全部退回的行（CSV，含原因）"</a></p>
            <table class="rejected">
                <thead><tr><th scope="col" class="n">"行号"</th><th scope="col">"原因"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn sample(view: &InjuryUploadView) -> AnyView {
    let heads: Vec<_> = view
        .heads
        .iter()
        .map(|head| view! { <th scope="col">{head.clone()}</th> })
        .collect();
    let rows: Vec<_> = view
        .sample
        .iter()
        .map(|row| {
            let cells: Vec<_> = row
                .iter()
                .map(|cell| view! { <td>{cell.clone()}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <section class="panel">
            <h2>"文件内容" <small>{format!("前 {} 行", view.sample.len())}</small></h2>
            <div class="scroll" tabindex="0" role="region" aria-label="文件内容">
                <table class="sample">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
